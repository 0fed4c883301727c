"""The runner: effects are carried out, and one bug costs one effect."""

import logging

import pytest

from realtime.meeting.clients import ClientRefs
from realtime.meeting.media.mesh import MeshBackend
from realtime.meeting.runner import MeetingRunner
from realtime.meeting.state import dispatch, entering
from realtime.meeting.state.machine import MeetingMachine
from realtime.meeting.write_behind import WriteBehindQueue
from realtime.wire.meeting import (
    CaptionWritten,
    MeetingJoined,
    MeetingState,
    RaiseHand,
    ViewMeeting,
    WriteCaption,
)
from tests.realtime.meeting.fakes import (
    JOIN,
    JUDITH,
    MEETING,
    NADIA,
    NOW,
    FakeBackends,
    FakeClients,
    policy,
    recordings,
)


class BrokenBackend(MeshBackend):
    """A backend with a bug."""

    def open(self, person: int, view: ViewMeeting) -> None:
        raise ZeroDivisionError


@pytest.fixture
def clients() -> ClientRefs:
    return ClientRefs()


def lead(clients: ClientRefs, kind: type[MeshBackend]) -> MeetingRunner:
    machine = MeetingMachine(MEETING, policy(), MeetingState(mode="mesh"))
    return MeetingRunner(machine, clients, FakeBackends(kind), WriteBehindQueue(), recordings(), lambda: NOW)


def test_a_mistake_in_the_media_is_logged_and_costs_nobody_what_is_told_and_kept(
    clients: ClientRefs, caplog: pytest.LogCaptureFixture
) -> None:
    live, fake_clients = lead(clients, BrokenBackend), FakeClients(clients)
    judith, nadia = fake_clients.take(JUDITH), fake_clients.take(NADIA)
    with caplog.at_level(logging.ERROR):
        live.act(lambda g: entering.arrive(g, judith.number, JUDITH, JOIN, False))
        live.act(lambda g: entering.arrive(g, nadia.number, NADIA, JOIN, False))
    live.act(lambda g: dispatch.dispatch(g, nadia.number, RaiseHand(meeting=MEETING, up=True)))
    assert [type(message) for message in fake_clients.heard(nadia)][:1] == [MeetingJoined]
    assert live.machine.members[NADIA.person.id].hand is not None
    assert "OpenMedia went wrong" in caplog.text


def test_a_mistake_in_a_verb_is_logged_and_the_next_one_is_done(
    clients: ClientRefs, caplog: pytest.LogCaptureFixture
) -> None:
    def mistake(_g: MeetingMachine) -> None:
        raise ZeroDivisionError

    live, fake_clients = lead(clients, MeshBackend), FakeClients(clients)
    judith = fake_clients.take(JUDITH)
    with caplog.at_level(logging.ERROR):
        live.act(mistake)
    live.act(lambda g: entering.arrive(g, judith.number, JUDITH, JOIN, False))
    assert "ZeroDivisionError" in caplog.text
    assert isinstance(fake_clients.heard(judith)[0], MeetingJoined)


def test_a_caption_is_one_line_and_nothing_in_it_is_invisible(clients: ClientRefs) -> None:
    live, fake_clients = lead(clients, MeshBackend), FakeClients(clients)
    judith = fake_clients.take(JUDITH)
    live.act(lambda g: entering.arrive(g, judith.number, JUDITH, JOIN, False))
    written = WriteCaption(meeting=MEETING, text=" Bonjour\x00\n18:02  Nadia\u202e : oui ", final=True)
    live.act(lambda g: dispatch.dispatch(g, judith.number, written))
    told = fake_clients.heard(judith)[-1]
    assert isinstance(told, CaptionWritten)
    assert told.text == "Bonjour 18:02 Nadia : oui"
