"""Joins a style sheet with those that it imports, into one file without comments."""

import posixpath
import re
from collections.abc import Callable, Iterable

from frontend.module_graph import CannotJoin

_COMMENT = re.compile(r"^[ \t]*/\*.*?\*/[ \t]*\n|[ \t]*/\*.*?\*/", re.DOTALL | re.MULTILINE)
_IMPORT = re.compile(r'^@import "(?P<path>[\w-]+\.css)"(?: (?P<media>\w+))?;\n', re.MULTILINE)


def join(sheets: Iterable[str], read: Callable[[str], str]) -> tuple[dict[str, str], set[str]]:
    """Join those of ``sheets`` that import others. ``read(name)`` returns the source of a style sheet.

    Return the joined files by name, and the names of all sheets in them. Raises ``CannotJoin``.
    """
    sources = {name: read(name) for name in sheets}
    files = {name: _joined(name, text, read) for name, text in sources.items() if "@import" in text}
    inside = {_beside(name, found["path"]) for name in files for found in _IMPORT.finditer(sources[name])}
    return files, inside


def _joined(name: str, text: str, read: Callable[[str], str]) -> str:
    def imported(found: re.Match[str]) -> str:
        part = _COMMENT.sub("", read(_beside(name, found["path"])))
        if "@import" in part:
            raise CannotJoin(f"{name}: {found['path']} imports more; name all of it in {name}")
        return f"@media {found['media']} {{\n{part}}}\n" if found["media"] else part

    whole = _IMPORT.sub(imported, _COMMENT.sub("", text))
    if "@import" in whole:
        raise CannotJoin(f'{name}: only @import "beside.css", with one word for its medium, is understood')
    return whole


def _beside(name: str, path: str) -> str:
    return posixpath.join(posixpath.dirname(name), path)
