"""One live meeting: what is wanted is done, and one mistake costs one thing."""

import logging

import pytest

from realtime.meeting.keeper import Keeper
from realtime.meeting.live import Live
from realtime.meeting.mesh import Mesh
from realtime.meeting.seats import Seats
from realtime.meeting.state import entering, obeying
from realtime.meeting.state.gathering import Gathering
from realtime.wire.meeting import (
    CaptionWritten,
    MeetingJoined,
    MeetingState,
    RaiseHand,
    ViewMeeting,
    WriteCaption,
)
from tests.realtime.meeting.led import JOIN, JUDITH, MEETING, NADIA, NOW, Benches, Carriers, recorders, terms


class Broken(Mesh):
    """Media with a mistake in them."""

    def open(self, person: int, view: ViewMeeting) -> None:
        raise ZeroDivisionError


@pytest.fixture
def seats() -> Seats:
    return Seats()


def lead(seats: Seats, kind: type[Mesh]) -> Live:
    gathering = Gathering(MEETING, terms(), MeetingState(mode="mesh"))
    return Live(gathering, seats, Carriers(kind), Keeper(), recorders(), lambda: NOW)


def test_a_mistake_in_the_media_is_logged_and_costs_nobody_what_is_told_and_kept(
    seats: Seats, caplog: pytest.LogCaptureFixture
) -> None:
    live, benches = lead(seats, Broken), Benches(seats)
    judith, nadia = benches.take(JUDITH), benches.take(NADIA)
    with caplog.at_level(logging.ERROR):
        live.act(lambda g: entering.arrive(g, judith.number, JUDITH, JOIN, False))
        live.act(lambda g: entering.arrive(g, nadia.number, NADIA, JOIN, False))
    live.act(lambda g: obeying.obey(g, nadia.number, RaiseHand(meeting=MEETING, up=True)))
    assert [type(message) for message in benches.heard(nadia)][:1] == [MeetingJoined]
    assert live.gathering.members[NADIA.person.id].hand is not None
    assert "Open went wrong" in caplog.text


def test_a_mistake_in_a_verb_is_logged_and_the_next_one_is_done(
    seats: Seats, caplog: pytest.LogCaptureFixture
) -> None:
    def mistake(_g: Gathering) -> None:
        raise ZeroDivisionError

    live, benches = lead(seats, Mesh), Benches(seats)
    judith = benches.take(JUDITH)
    with caplog.at_level(logging.ERROR):
        live.act(mistake)
    live.act(lambda g: entering.arrive(g, judith.number, JUDITH, JOIN, False))
    assert "ZeroDivisionError" in caplog.text
    assert isinstance(benches.heard(judith)[0], MeetingJoined)


def test_a_caption_is_one_line_and_nothing_in_it_is_invisible(seats: Seats) -> None:
    live, benches = lead(seats, Mesh), Benches(seats)
    judith = benches.take(JUDITH)
    live.act(lambda g: entering.arrive(g, judith.number, JUDITH, JOIN, False))
    written = WriteCaption(meeting=MEETING, text=" Bonjour\x00\n18:02  Nadia\u202e : oui ", final=True)
    live.act(lambda g: obeying.obey(g, judith.number, written))
    told = benches.heard(judith)[-1]
    assert isinstance(told, CaptionWritten)
    assert told.text == "Bonjour 18:02 Nadia : oui"
