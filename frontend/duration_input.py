"""Parses durations as people type them: minutes, unless they say otherwise."""

import re
from collections.abc import Callable

MINUTE, HOUR = 60, 3_600
UNREADABLE = -1
LONGEST = 20  # signs

# « 12 », « 12 min », « 1,5 » · « 1:30 », « 1 min 30 » · « 20 s » · « 1 h », « 1 h 30 »
_WAYS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], int]], ...] = (
    (
        re.compile(r"(\d{1,5})(?:[.,](\d))?\s*(?:min|mn|minutes?)?"),
        lambda told: int(told[1]) * MINUTE + int(told[2] or 0) * 6,
    ),
    (
        re.compile(r"(\d{1,5})\s*(?::|min|mn)\s*(\d{1,2})\s*s?"),
        lambda told: int(told[1]) * MINUTE + int(told[2]),
    ),
    (re.compile(r"(\d{1,6})\s*(?:s|sec|secondes?)"), lambda told: int(told[1])),
    (
        re.compile(r"(\d{1,3})\s*(?:h|heures?)\s*(?:(\d{1,2})\s*(?:min|mn)?)?"),
        lambda told: int(told[1]) * HOUR + int(told[2] or 0) * MINUTE,
    ),
)


def parse_duration(typed: str) -> int | None:
    """Return seconds; None where nothing was typed, ``UNREADABLE`` where it is no duration."""
    if len(typed) > LONGEST:
        return UNREADABLE
    plain = typed.strip().lower()
    if not plain:
        return None
    found = ((pattern.fullmatch(plain), read) for pattern, read in _WAYS)
    return next((read(told) for told, read in found if told), UNREADABLE)


def duration_value(seconds: int | None) -> str:
    """Return what stands in the box for ``seconds``: « 12 », « 1:30 »; empty for None."""
    if seconds is None:
        return ""
    minutes, rest = divmod(seconds, MINUTE)
    return f"{minutes}:{rest:02}" if rest else str(minutes)
