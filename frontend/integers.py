"""Parses integers from addresses and forms."""

from django.urls.converters import IntConverter

MAX_DIGITS = 18


class NumberConverter(IntConverter):
    """``<number:…>`` in an address: an integer that a database can hold; a longer one leads nowhere."""

    regex = f"[0-9]{{1,{MAX_DIGITS}}}"


def parse_integer(text: str) -> int | None:
    """Return ``text`` as an integer that a database can hold, or None."""
    return int(text) if text.isdecimal() and len(text) <= MAX_DIGITS else None
