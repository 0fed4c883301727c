"""Write a rencontre as an iCalendar object (RFC 5545), for people's own calendars."""

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from rooms.meetings import rules
from rooms.meetings.models import Meeting

OCTETS = 75  # the longest line, without its end (section 3.1)


def ics(meeting: Meeting, address: str) -> bytes:
    """Write ``meeting``, whose page has this ``address``, as a file. It publishes: there is no METHOD.

    Its UID stays, its SEQUENCE grows with each change, and its STATUS says when it is cancelled, so that a
    calendar which imports it again replaces the earlier one (sections 3.8.4.7 and 3.8.7.4).
    """
    return "".join(f"{folded}\r\n" for line in _lines(meeting, address) for folded in _fold(line)).encode()


def _lines(meeting: Meeting, address: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Maison des Métallos//Hub Métallos//FR")
    yield from ("CALSCALE:GREGORIAN", "BEGIN:VEVENT")
    yield f"UID:{meeting.uid}"
    yield f"DTSTAMP:{_moment(meeting.changed_at)}"
    yield f"SEQUENCE:{meeting.edition}"
    yield f"DTSTART:{_moment(meeting.starts_at)}"
    yield f"DTEND:{_moment(rules.ends_at(meeting))}"
    yield f"SUMMARY:{_text(f'{meeting.title} · {meeting.room.title}')}"
    yield f"DESCRIPTION:{_text(_about(meeting, address))}"
    yield f"URL:{address}"
    yield "STATUS:CANCELLED" if meeting.cancelled_at else "STATUS:CONFIRMED"
    if not meeting.cancelled_at:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_text(meeting.title)}")
        yield from ("TRIGGER:-PT15M", "END:VALARM")
    yield from ("END:VEVENT", "END:VCALENDAR")


def _about(meeting: Meeting, address: str) -> str:
    led = _("Rencontre vidéo menée par %(name)s.") % {"name": meeting.host.name}
    where = _("Pour entrer : %(address)s") % {"address": address}
    return "\n\n".join(part for part in (led, meeting.words, where) if part)


def _moment(at: datetime) -> str:
    """Format a moment in UTC, to the second (section 3.3.5, form 2)."""
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(raw: str) -> str:
    """Escape text (section 3.3.11); people's words hold no control characters but tabs and new lines."""
    for sign in ("\\", ";", ","):
        raw = raw.replace(sign, f"\\{sign}")
    return raw.replace("\n", "\\n")


def _fold(line: str) -> Iterator[str]:
    """Fold a line into pieces of 75 octets, each but the first after a space (section 3.1)."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > OCTETS:
            yield piece
            piece = " "
        piece += sign
    yield piece
