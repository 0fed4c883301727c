"""The house's list of words: what contains one of them is read by the team first.

The list is in the database; each process keeps it in memory, ready to be searched with, as long as its
version is the newest. Whole words are found, whatever their case, accents or markup.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import unescape

from database.compiled_sql import CompiledValues
from people import raw_text
from rooms.moderation.models import WordList

Expression = tuple[str, ...]
_TAG = re.compile("<[^>]*>")
_WORD = re.compile(r"[^\W_]+")
_NEWEST = CompiledValues(lambda: WordList.objects.values_list("version")[:1])


@dataclass(frozen=True, slots=True)
class KeptList:
    """A version of the list: by the first word of each expression, the whole ones."""

    version: str
    by_first: dict[str, list[Expression]] = field(default_factory=dict)

    def is_in(self, html: str) -> bool:
        """Return whether words drawn as ``html`` contain an expression of the list."""
        if not self.by_first:
            return False
        said = words_of(unescape(_TAG.sub("", html)))
        return any(self._begins(said, place) for place in range(len(said)))

    def _begins(self, said: Expression, place: int) -> bool:
        found = self.by_first.get(said[place], ())
        return any(said[place : place + len(each)] == each for each in found)


class _Memory:
    """What this process keeps of the list."""

    kept = KeptList("")


def has_one(html: str) -> bool:
    """Return whether words drawn as ``html`` contain one of the house's list."""
    version = _newest()
    if version != _Memory.kept.version:
        _Memory.kept = _read()
    return _Memory.kept.is_in(html)


def words_of(text: str) -> Expression:
    """Return the words of ``text``, without case and accents."""
    return tuple(_WORD.findall(raw_text.bare(text)))


def kept_lines() -> str:
    """Return the list as it was written, a line each."""
    found = WordList.objects.first()
    return found.lines if found else ""


def compiled(version: str, lines: Iterable[str]) -> KeptList:
    """Return ``lines`` ready to be searched with."""
    by_first: dict[str, list[Expression]] = {}
    for expression in filter(None, map(words_of, lines)):
        by_first.setdefault(expression[0], []).append(expression)
    return KeptList(version, by_first)


def _read() -> KeptList:
    found = WordList.objects.first()
    return compiled(found.version, found.lines.split("\n")) if found else KeptList("")


def _newest() -> str:
    row = _NEWEST.first()
    return row[0] if row else ""
