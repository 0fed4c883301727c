"""Joins the modules of a page into one file, and what it awaits into another: a slow phone asks twice, not
sixty times. The source stays readable: each module keeps a scope of its own, under its name.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable

from frontend.module_graph import AWAITED, CannotJoin, Module, ModuleGraph, resolve


def join(entries: Iterable[str], read: Callable[[str], str]) -> tuple[dict[str, str], set[str]]:
    """Join each of ``entries`` with all that it imports. ``read(name)`` returns the source of a module.

    Return the joined files by name, one for each entry and for each module that is awaited; and the names of
    all modules in them. Raises ``CannotJoin``.
    """
    graph = ModuleGraph(read)
    files: dict[str, str] = {}
    inside: set[str] = set()
    for entry in entries:
        for name, (text, modules) in _join_page(graph, entry).items():
            if name in files:
                raise CannotJoin(f"{name} is part of two pages, which do not have the same modules")
            files[name] = text
            inside |= modules
    return files, inside


def _join_page(graph: ModuleGraph, entry: str) -> dict[str, tuple[str, set[str]]]:
    first = graph.closure(entry)
    at_once = {module.name for module in first}
    later = {name: graph.closure(name, without=at_once) for module in first for name in module.awaited}
    _refuse_twice(entry, at_once, later)
    shared = {name: _shared(modules, at_once) for name, modules in later.items()}
    page = "\n".join(_scope(module, shared) for module in first)
    files = {entry: (page, at_once)}
    for name, modules in later.items():
        files[name] = _later_file(name, modules, shared[name]), {module.name for module in modules}
    return files


def _refuse_twice(entry: str, at_once: set[str], later: dict[str, list[Module]]) -> None:
    """Each module is in a page once: it may hold what the page knows."""
    times = Counter(module.name for modules in later.values() for module in modules)
    twice = [name for name, count in times.items() if count > 1] + [name for name in later if name in at_once]
    if twice:
        raise CannotJoin(f"{entry}: {', '.join(twice)} would come twice; import it at once, not when needed")
    awaiting = [module.name for modules in later.values() for module in modules if module.awaited]
    if awaiting:
        raise CannotJoin(f"{entry}: {', '.join(awaiting)} is awaited, and may not await more")


def _shared(modules: list[Module], at_once: set[str]) -> list[str]:
    return sorted({name for module in modules for name in module.imports if name in at_once})


def _later_file(name: str, modules: list[Module], shared: list[str]) -> str:
    """Return a file that exports ``join``, to which its page hands the modules that both need."""
    scopes = "\n".join(_scope(module, {}) for module in modules)
    return (
        "let whole;\n\n"
        f"const joined = ({_handed(shared)}) => {{\n{scopes}\nreturn {_variable(name)};\n}};\n\n"
        "export const join = (shared) => (whole ??= joined(shared));\n"
    )


def _scope(module: Module, shared: dict[str, list[str]]) -> str:
    def awaited(found: re.Match[str]) -> str:
        handed = _handed(shared[resolve(module.name, found["path"])])
        return f"{found.group()}.then(({{ join }}) => join({handed}))"

    own = f"const {_variable(module.name)} = " if module.exports else ""
    lines = [
        f"// {module.name}",
        f"{own}(() => {{",
        *(
            f"const {{{_taken(names)}}} = {_variable(name)};"
            for name, names in module.imports.items()
            if names
        ),
        AWAITED.sub(awaited, module.body),
        *([f"return {{ {', '.join(module.exports)} }};"] if module.exports else []),
        "})();\n",
    ]
    return "\n".join(lines)


def _handed(shared: list[str]) -> str:
    return f"{{ {', '.join(map(_variable, shared))} }}"


def _taken(names: str) -> str:
    return re.sub(r"\s+as\s+", ": ", names)


def _variable(name: str) -> str:
    """``js/meeting/page.js`` is ``meeting_page_js``: no name within a module looks so."""
    return re.sub(r"\W", "_", name.partition("/")[2])
