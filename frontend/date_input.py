"""Parses days and hours as people type them, in local time."""

import re
from datetime import UTC, date, datetime, time

from django.utils import timezone

# « 26/11/2026 », « 26.11 », « 26-11-26 »: for date boxes without a calendar.
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?")
# « 18:30 », « 18h30 », « 18 h », « 18 ».
_HOUR = re.compile(r"(\d{1,2})(?:\s*[:h.]\s*(\d{2})?)?", re.IGNORECASE)


def combine(day: date | None, hour: time | None) -> datetime | None:
    """Return ``day`` at ``hour``, or None if one is None. An hour that the clocks skip moves forward."""
    if day is None or hour is None:
        return None
    return timezone.localtime(timezone.make_aware(datetime.combine(day, hour)).astimezone(UTC))


def parse_day(typed: str) -> date | None:
    """Parse ``2026-11-26`` (browsers) or ``26/11/2026`` (people); without a year, the next such day."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return _french_day(typed.strip())


def parse_hour(typed: str) -> time | None:
    """Parse ``18:30`` (browsers), ``18h30`` or ``18 h`` (people)."""
    told = _HOUR.fullmatch(typed.strip())
    try:
        return time(int(told[1]), int(told[2] or 0)) if told else None
    except ValueError:
        return None


def day_value(at: datetime) -> str:
    """Return the value of ``<input type="date">`` for ``at``."""
    return timezone.localtime(at).strftime("%Y-%m-%d")


def hour_value(at: datetime) -> str:
    """Return the value of ``<input type="time">`` for ``at``."""
    return timezone.localtime(at).strftime("%H:%M")


def _french_day(typed: str) -> date | None:
    told = _DAY.fullmatch(typed)
    if told is None:
        return None
    today = timezone.localdate()
    year = _year(told[3]) if told[3] else today.year
    try:
        day = date(year, int(told[2]), int(told[1]))
        return day if told[3] or day >= today else day.replace(year=year + 1)
    except ValueError:
        return None


def _year(typed: str) -> int:
    return int(typed) if len(typed) == 4 else 2000 + int(typed)
