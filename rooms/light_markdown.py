"""Light Markdown, set only where it is plainly meant: whatever else people type appears as they typed it.

CommonMark's own rules, each asked only when ours lets it: « 14. Juillet » is no list, « étudiant*es » no
emphasis, « >3 » no quotation, « l`eau » no code.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, backtick, emphasis, text

from rooms.typography import without_breaks

_NUMBERED = re.compile(r" {0,3}([0-9]{1,9})\.(?:\s|\Z)")
_POINTED = re.compile(r" {0,3}([-*])\s")
# An address, without the punctuation of the sentence that it stands in.
_ADDRESS = re.compile(
    r"""(?<![\w/@.+-])(?:
    (?P<web>(?:https?://|www\.)[^\s<>"«»“”`|\\^{}[\]]*[^\s<>"«»“”`|\\^{}[\].,;:!?…'’)*_])
    | (?P<mail>[\w.+-]+@[\w-]+(?:\.[\w-]+)+)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_WHOLE_ADDRESS = re.compile(r"https?://[^/?#]|mailto:[^?]", re.IGNORECASE)


class Address(NamedTuple):
    """A bare address in a text: where it begins, and what is shown of it."""

    start: int
    shown: str
    is_mail: bool

    @property
    def end(self) -> int:
        """Where the text goes on."""
        return self.start + len(self.shown)


class _LightMarkdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802
        """Return whether ``url`` is a whole address: if not, no link is meant, or a harmful one."""
        return bool(_WHOLE_ADDRESS.match(url))


def light_markdown() -> MarkdownIt:
    """Return the parser."""
    parser = _LightMarkdown("zero", {"breaks": True}).enable(
        ["newline", "emphasis", "list", "blockquote", "link", "autolink", "backticks", "escape"]
    )
    parser.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    parser.block.ruler.at("blockquote", _quotation, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    parser.inline.ruler.at("emphasis", _emphasis)
    parser.inline.ruler.at("backticks", _code)
    parser.inline.ruler.at("text", _words)
    parser.core.ruler.push("beside", _open_beside)
    parser.core.ruler.push("typography", set_spaces)
    return parser


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    is_meant = _is_next_item(state, start) or _begins_list(_lines(state, start, end))
    return is_meant and list_block(state, start, end, silent)


def _is_next_item(state: StateBlock, line: int) -> bool:
    """Return whether the line is beside the text of an item: CommonMark asks there whether that text ends."""
    return state.listIndent >= 0 and state.sCount[line] < state.blkIndent


def _lines(state: StateBlock, start: int, end: int) -> Iterator[str]:
    """Yield the lines from ``start`` on, as they are inside what they stand in."""
    for line in range(start, end):
        indent = " " * max(state.sCount[line] - state.blkIndent, 0)
        yield indent + state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _begins_list(lines: Iterator[str]) -> bool:
    """Return whether a list is meant: two points at least, or the numbers 1, 2… and nothing else.

    It is asked at each line, and looks no further than it must.
    """
    first = next(lines)
    if point := _POINTED.match(first):
        others = map(_POINTED.match, _together(lines))
        return any(other and other[1] == point[1] for other in others)
    number = _NUMBERED.match(first)
    return number is not None and number[1] == "1" and _goes_on(_together(lines))


def _goes_on(lines: Iterator[str]) -> bool:
    """Return whether what has a number in the lines goes on with 2, 3…"""
    expected = 2
    for number in filter(None, map(_NUMBERED.match, lines)):
        if int(number[1]) != expected:
            return False
        expected += 1
    return expected > 2


def _together(lines: Iterator[str]) -> Iterator[str]:
    """Yield the lines until one that goes on with something else after an empty one."""
    is_after_empty = False
    for line in lines:
        is_item = _POINTED.match(line) or _NUMBERED.match(line)
        if is_after_empty and line.strip() and not is_item and not line.startswith("  "):
            return
        yield line
        is_after_empty = not line.strip()


def _quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    (line,) = _lines(state, start, start + 1)
    is_meant = re.match(r" {0,3}>(?:[ >]|\Z)", line)
    return bool(is_meant) and blockquote(state, start, end, silent)


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Never begin or end emphasis inside a word."""
    scan = state.scanDelims
    state.scanDelims = lambda start, canSplitWord: scan(start, False)  # type: ignore[method-assign] # noqa: N803
    try:
        return emphasis.tokenize(state, silent)
    finally:
        state.scanDelims = scan  # type: ignore[method-assign]


def _code(state: StateInline, silent: bool) -> bool:
    is_inside_word = state.src[state.pos] == "`" and state.pos > 0 and state.src[state.pos - 1].isalnum()
    return not is_inside_word and backtick(state, silent)


def _words(state: StateInline, silent: bool) -> bool:
    """Take words up to the next address, or that address: what is in it is no Markdown."""
    found = None if state.linkLevel else next_address(state.src, state.pos)
    if found is None:
        return text(state, silent)
    if found.start > state.pos:
        return _words_before(state, found.start, silent)
    if not silent:
        _push_link(state, found)
    state.pos = found.end
    return True


def _words_before(state: StateInline, end: int, silent: bool) -> bool:
    """Do as CommonMark's rule for words does, up to ``end`` at most."""
    sign = state.md.inline.terminator_re.search(state.src, state.pos, end)
    end = sign.start() if sign else end
    if end == state.pos:
        return False
    if not silent:
        state.append_pending(state.src[state.pos : end])
    state.pos = end
    return True


def _push_link(state: StateInline, found: Address) -> None:
    begins = "mailto:" if found.is_mail else "https://" if found.shown[:4].lower() == "www." else ""
    state.push("link_open", "a", 1).attrs = {"href": begins + found.shown}
    state.push("text", "", 0).content = found.shown
    state.push("link_close", "a", -1)


def next_address(source: str, at: int) -> Address | None:
    """Return the first address that begins at ``at`` or after it."""
    found = addresses(source)
    place = bisect_left(found, at, key=lambda address: address.start)
    return found[place] if place < len(found) else None


@lru_cache(maxsize=8)
def addresses(source: str) -> list[Address]:
    """Return the addresses in ``source``; it is asked for at each of its signs of Markdown."""
    return [_address(found, source) for found in _ADDRESS.finditer(source)]


def _address(found: re.Match[str], source: str) -> Address:
    """Give an address its closing bracket back: https://fr.wikipedia.org/wiki/Métal_(musique)."""
    shown = found[0]
    if source[found.end() : found.end() + 1] == ")" and shown.count("(") > shown.count(")"):
        shown += ")"
    return Address(found.start(), shown, bool(found["mail"]))


def set_spaces(state: StateCore) -> None:
    """Set the spaces of words as French has them; code and bare addresses stay as they are."""
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "text":
                token.content = without_breaks(token.content)


def _open_beside(state: StateCore) -> None:
    """Have links open beside the room or the rencontre that one is in, never over it."""
    for block in state.tokens:
        for token in block.children or ():
            if token.type == "link_open" and not str(token.attrs["href"]).startswith("mailto:"):
                token.attrs["target"] = "_blank"
