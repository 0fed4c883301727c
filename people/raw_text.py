"""Text as it comes in: its length is looked at before anything is done with it.

``unicodedata.normalize`` sorts each run of combining marks in quadratic time, and holds the interpreter
meanwhile: a name of 120 kB stopped every socket for seven seconds. Nothing else of ours calls it.
"""

import unicodedata
from collections.abc import Iterator
from itertools import groupby, islice

# Code points for one sign, at most, in what people write: a Greek vowel with its three marks is composed of
# four. White space at the ends, which is trimmed, has room within it too.
CODE_POINTS_EACH = 4
# UAX #15, section 13 (Stream-Safe Text Format): no language has more marks than this on one letter.
MOST_MARKS = 30


class _Seen(dict[int, int | None]):
    """Maps a code point to itself, and to None one that shows nothing alone."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.category(chr(code)) in {"Mn", "Cf"} else code
        return self[code]


_SEEN = _Seen()


def is_too_long(raw: str, longest: int) -> bool:
    """Return whether ``raw`` has more than ``longest`` signs, however it is composed and trimmed."""
    return len(raw) > CODE_POINTS_EACH * longest


def compose(text: str) -> str:
    """Return ``text`` in Unicode's composed form (NFC), with at most 30 marks on a letter."""
    if text.isascii():
        return text
    few = text if len(text) <= MOST_MARKS else "".join(_with_few_marks(text))
    return unicodedata.normalize("NFC", few)


def bare(text: str) -> str:
    """Return ``text`` as it is searched for words: without case, accents or signs that show nothing."""
    if text.isascii():
        return text.casefold()
    return unicodedata.normalize("NFKD", compose(text)).translate(_SEEN).casefold()


def _with_few_marks(text: str) -> Iterator[str]:
    for is_mark, run in groupby(text, lambda sign: unicodedata.combining(sign) > 0):
        yield from islice(run, MOST_MARKS if is_mark else None)
