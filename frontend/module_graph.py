"""Reads the ES modules of the pages: what each imports, awaits and exports, and in which order they run.

Only what our modules use is understood, as Prettier writes it; everything else is refused.
"""

import posixpath
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

# Only comments that have their lines to themselves, and JSDoc before an expression.
_COMMENT = re.compile(
    r"^[ \t]*(?://.*|/\*(?:(?!\*/)[\s\S])*\*/[ \t]*)\n|/\*\* @(?:(?!\*/).)*\*/ ?", re.MULTILINE
)
_IMPORT = re.compile(r'^import (?:\{(?P<names>[^}]*)\} from )?"(?P<path>\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (?P<name>\w+))", re.MULTILINE)
AWAITED = re.compile(r'\bimport\("(?P<path>\.[^"]+)"\)')
_UNKNOWN = re.compile(r"^(?:import|export)\b.*|.*\bimport(?:\.meta|\().*", re.MULTILINE)


class CannotJoin(Exception):
    """A file of the pages is written in a way that cannot be joined; the text says which, and why."""


@dataclass(frozen=True, slots=True)
class Module:
    """``imports``: the imported names as they are written (``now, at as when``), by module. ``awaited``: what
    is imported when it is needed. ``body``: the source without imports, the word ``export``, and comments."""

    name: str
    imports: dict[str, str]
    awaited: tuple[str, ...]
    exports: tuple[str, ...]
    body: str


def parse(name: str, source: str) -> Module:
    """Return the module ``name``, a path like ``js/meeting/page.js``. Raises ``CannotJoin``."""
    text = _COMMENT.sub("", source)
    if any(line.count("`") % 2 for line in text.splitlines()):
        raise CannotJoin(f"{name}: a template literal of several lines may hold what looks like a comment")
    imports = _imports(name, text)
    awaited = tuple(resolve(name, found["path"]) for found in AWAITED.finditer(text))
    exports = tuple(found["name"] for found in _EXPORT.finditer(text))
    body = _EXPORT.sub("", _IMPORT.sub("", text)).strip("\n")
    if unknown := _UNKNOWN.search(AWAITED.sub("", body)):
        raise CannotJoin(f"{name}: “{unknown.group().strip()}” is not understood")
    return Module(name, imports, awaited, exports, body)


def _imports(name: str, text: str) -> dict[str, str]:
    imports: dict[str, str] = {}
    for found in _IMPORT.finditer(text):
        if (imported := resolve(name, found["path"])) in imports:
            raise CannotJoin(f"{name}: imports {imported} in two statements; let it be one")
        imports[imported] = found["names"] or ""
    return imports


def resolve(name: str, path: str) -> str:
    """Return the name of what the module ``name`` imports as ``path``."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), path))


class ModuleGraph:
    """The modules that ``read(name)`` returns the source of, each parsed once."""

    def __init__(self, read: Callable[[str], str]) -> None:
        self._read = read
        self._modules: dict[str, Module] = {}

    def module(self, name: str) -> Module:
        """Return the module ``name``. Raises ``CannotJoin``."""
        if name not in self._modules:
            self._modules[name] = parse(name, self._read(name))
        return self._modules[name]

    def closure(self, name: str, without: Collection[str] = ()) -> list[Module]:
        """Return ``name`` and all that it imports, each once, in the order in which they run; leave out
        ``without``. Raises ``CannotJoin`` where modules import each other."""
        found: dict[str, Module] = {}
        self._visit(name, (), without, found)
        return list(found.values())

    def _visit(
        self, name: str, path: tuple[str, ...], without: Collection[str], found: dict[str, Module]
    ) -> None:
        if name in path:
            raise CannotJoin(f"modules import each other: {' → '.join((*path[path.index(name) :], name))}")
        if name in found or name in without:
            return
        module = self.module(name)
        for imported in module.imports:
            self._visit(imported, (*path, name), without, found)
        found[name] = module
