"""Parses integers from addresses and forms."""

MAX_DIGITS = 18


def parse_integer(text: str) -> int | None:
    """Return ``text`` as an integer that a database can hold, or None."""
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None
