"""Numbers that came in an address."""

MOST_DIGITS = 18


def number(text: str) -> int | None:
    """``text`` as a number that a database can hold, or None."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None
