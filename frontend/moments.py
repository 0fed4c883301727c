"""A day and an hour as people type them, in the house's own time."""

import re
from datetime import UTC, date, datetime, time

from django.utils import timezone

# « 26/11/2026 », « 26.11 », « 26-11-26 »: for boxes that offer no calendar of their own.
_DAY = re.compile(r"(\d{1,2})[/. -](\d{1,2})(?:[/. -](\d{4}|\d{2}))?")
# « 18:30 », « 18h30 », « 18 h », « 18 ».
_HOUR = re.compile(r"(\d{1,2})(?:\s*[:h.]\s*(\d{2})?)?", re.IGNORECASE)


def moment(day: date | None, hour: time | None) -> datetime | None:
    """Both together, or None where one could not be read. An hour that the clocks skip is the next."""
    if day is None or hour is None:
        return None
    return timezone.localtime(timezone.make_aware(datetime.combine(day, hour)).astimezone(UTC))


def read_day(typed: str) -> date | None:
    """``2026-11-26`` as browsers write it, ``26/11/2026`` as people do; without a year, the next one."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        return _french_day(typed.strip())


def read_hour(typed: str) -> time | None:
    """``18:30`` as browsers write it, ``18h30`` or ``18 h`` as people do."""
    told = _HOUR.fullmatch(typed.strip())
    try:
        return time(int(told[1]), int(told[2] or 0)) if told else None
    except ValueError:
        return None


def typed_day(at: datetime) -> str:
    """What ``<input type="date">`` holds."""
    return timezone.localtime(at).strftime("%Y-%m-%d")


def typed_hour(at: datetime) -> str:
    """What ``<input type="time">`` holds."""
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
