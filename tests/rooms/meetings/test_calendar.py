"""The calendar file, read by a strict parser of RFC 5545."""

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.models import Person
from rooms.meetings import announcing, calendar
from rooms.meetings.models import Meeting
from rooms.models import Room
from tests.cast import Cast, planned

ADDRESS = "https://hub.example/f/prises-de-risque/rencontres/7/"
Read = list[tuple[str, str]]

# Section 3.1: a name, parameters, a value without control characters but tabs.
LINE = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=[^;:\"]+)*):([^\x00-\x08\x0a-\x1f\x7f]*)")
# Section 3.3.11: a backslash escapes itself, a semicolon, a comma or a new line, and nothing else.
TEXT = re.compile(r"(?:[^\\;,]|\\[\\;,nN])*")


def read(file: bytes) -> Read:
    """Return names and values. Fails on whatever the standard does not allow."""
    assert file.endswith(b"\r\n")
    physical = file.removesuffix(b"\r\n").split(b"\r\n")
    assert all(b"\r" not in line and b"\n" not in line and len(line) <= 75 for line in physical)
    unfolded = "\r\n".join(line.decode() for line in physical).replace("\r\n ", "").split("\r\n")
    parsed = [LINE.fullmatch(line) for line in unfolded]
    assert all(parsed), unfolded
    return [(line[1], line[3]) for line in parsed if line]


def text(value: str) -> str:
    """Return an escaped text without its escapes."""
    assert TEXT.fullmatch(value), value
    return re.sub(r"\\(.)", lambda sign: "\n" if sign[1] in "nN" else sign[1], value)


def properties(file: bytes) -> dict[str, str]:
    """Return the properties of the event itself, each of which is there once."""
    lines = read(file)
    start, end = lines.index(("BEGIN", "VEVENT")), lines.index(("END", "VEVENT"))
    inside = lines[start + 1 : end]
    if ("BEGIN", "VALARM") in inside:
        inside = inside[: inside.index(("BEGIN", "VALARM"))]
    assert len({name for name, _value in inside}) == len(inside)
    return dict(inside)


def about(**more: object) -> Meeting:
    """Return a meeting that is not in the database."""
    row: dict[str, object] = {"title": "Se lire", "words": "", "minutes": 90, "pk": 7}
    row |= {"starts_at": datetime(2026, 11, 26, 18, 30, tzinfo=UTC)}
    row |= {"changed_at": datetime(2026, 11, 20, 9, 0, 5, tzinfo=UTC)}
    row |= {"host": Person(name="Judith"), "room": Room(title="Prises de risque")}
    return Meeting(**row | more)


def test_the_whole_is_nested_as_it_must_be() -> None:
    open_parts: list[str] = []
    for name, value in read(calendar.ics(about(), ADDRESS)):
        if name == "BEGIN":
            open_parts.append(value)
        elif name == "END":
            assert open_parts.pop() == value
        else:
            assert open_parts
    assert open_parts == []


def test_it_says_when_in_utc_and_how_long() -> None:
    told = properties(calendar.ics(about(), ADDRESS))
    assert (told["DTSTART"], told["DTEND"]) == ("20261126T183000Z", "20261126T200000Z")
    assert (told["DTSTAMP"], told["STATUS"], told["SEQUENCE"]) == ("20261120T090005Z", "CONFIRMED", "0")


def test_it_says_what_where_and_with_whom() -> None:
    told = properties(calendar.ics(about(words="Un carnet ; de l’encre, du temps"), ADDRESS))
    assert text(told["SUMMARY"]) == "Se lire · Prises de risque"
    assert told["URL"] == ADDRESS
    described = text(told["DESCRIPTION"])
    assert all(part in described for part in ("Judith", "Un carnet ; de l’encre, du temps", ADDRESS))


def test_it_publishes_and_asks_nobody_for_an_answer() -> None:
    names = {name for name, _value in read(calendar.ics(about(), ADDRESS))}
    assert names.isdisjoint({"METHOD", "ATTENDEE", "ORGANIZER"})
    assert {"VERSION", "PRODID", "UID"} <= names


def test_what_is_cancelled_says_so_and_rings_no_more() -> None:
    file = calendar.ics(about(cancelled_at=datetime(2026, 11, 25, tzinfo=UTC)), ADDRESS)
    assert properties(file)["STATUS"] == "CANCELLED"
    assert ("BEGIN", "VALARM") not in read(file)


WRITTEN = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\\;,\n"), max_size=300)


@given(title=WRITTEN.map(lambda title: " ".join(title.split())), words=WRITTEN)
def test_whatever_is_written_is_read_as_it_was(title: str, words: str) -> None:
    told = properties(calendar.ics(about(title=title, words=words), ADDRESS))
    assert text(told["SUMMARY"]) == f"{title} · Prises de risque"
    assert words in text(told["DESCRIPTION"])


@pytest.mark.storage
def test_a_calendar_knows_it_again_after_a_change_and_a_cancellation(cast: Cast, meeting: Meeting) -> None:
    first = properties(calendar.ics(meeting, ADDRESS))
    room, plan = cast.fabrique.pk, replace(planned(cast.judith, days=2), minutes=30)
    announcing.change(cast.judith, room, None, meeting.pk, plan)
    changed = properties(calendar.ics(Meeting.objects.get(), ADDRESS))
    announcing.cancel(cast.judith, room, None, meeting.pk)
    cancelled = properties(calendar.ics(Meeting.objects.get(), ADDRESS))
    assert first["UID"] == changed["UID"] == cancelled["UID"]
    assert [told["SEQUENCE"] for told in (first, changed, cancelled)] == ["0", "1", "2"]
    assert first["DTSTART"] != changed["DTSTART"] == cancelled["DTSTART"]
    assert cancelled["STATUS"] == "CANCELLED"
