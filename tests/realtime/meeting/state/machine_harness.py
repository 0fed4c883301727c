"""A harness of the state machine: people with pages, the test's clock, and all effects."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, TypeVar

from realtime.meeting.state import dispatch, entering, leaving, timers
from realtime.meeting.state import effects as e
from realtime.meeting.state.attendees import Barred
from realtime.meeting.state.machine import MeetingMachine, MeetingPolicy
from realtime.wire import meeting as m
from rooms.events import ShownPerson
from rooms.meetings.rights import AttendeeRights

MEETING = 4
START = 1_777_024_800_000
JUDITH, NADIA, MARCEL, AWA, OUSMANE, LEA = (
    ShownPerson(number, name, role)
    for number, name, role in (
        (1, "Judith", "artist"),
        (2, "Nadia", "participant"),
        (3, "Marcel", "participant"),
        (4, "Awa", "staff"),
        (5, "Ousmane", "participant"),
        (6, "Léa", "participant"),
    )
)
HOSTS = (JUDITH, AWA)

Message = TypeVar("Message", bound=m.MeetingMessage)
Effect = TypeVar("Effect")


@dataclass
class FakePage:
    """What one page knows from its messages. ``left``: why it is out; None while it is not."""

    client: int
    person: ShownPerson
    heard: list[m.MeetingMessage] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    members: dict[int, m.ShownMember] = field(default_factory=dict)
    state: m.MeetingState | None = None
    left: m.Reason | None = None
    again: bool = False
    closed: bool = False
    gone: bool = False

    def hear(self, message: m.MeetingMessage) -> None:
        """Fold one message."""
        assert not self.gone, f"{message} told to a socket that is gone"
        assert self.left is None, f"{message} told to {self.person.name}, who is out"
        self.heard.append(message)
        match message:
            case m.MeetingJoined():
                self.state, self.members = message.state, _by_id(message.members)
            case m.MeetingMembers():
                self.members |= _by_id(message.members)
                for who in message.gone:
                    del self.members[who]
            case m.MeetingStateChanged():
                self.state = message.state

    def last(self, kind: type[Message]) -> Message:
        """The last message of that kind."""
        return next(message for message in reversed(self.heard) if isinstance(message, kind))

    def all(self, kind: type[Message]) -> list[Message]:
        """All messages of that kind."""
        return [message for message in self.heard if isinstance(message, kind)]

    @property
    def inside(self) -> bool:
        """Whether this page was let in, and not out again."""
        return self.state is not None and self.left is None

    def sees(self, who: ShownPerson) -> m.ShownMember:
        """Return somebody as this page shows them."""
        return self.members[who.id]

    def hands(self) -> list[str]:
        """Who has raised their hand, in the order shown."""
        raised = [member for member in self.members.values() if member.hand is not None]
        return [member.person.name for member in sorted(raised, key=lambda member: member.hand or 0)]


class MachineHarness:
    """``policy`` and ``state`` change the defaults of the meeting."""

    def __init__(self, state: dict[str, Any] | None = None, begun: bool = False, **policy: Any) -> None:
        words = count(1)
        usual: dict[str, Any] = {
            "mesh_up_to": 4,
            "most": 100,
            "token": lambda: f"word {next(words)}",
            "ice": lambda who, now: [m.IceServer(["turn:relay"], f"{now}:{who}", "key")],
            "chance": Random(7),
        }
        self.machine = MeetingMachine(
            MEETING,
            MeetingPolicy(**usual | policy),
            m.MeetingState(mode="mesh", **(state or {})),
            frozenset({"merci"}),
            begun,
            empty_since=START,
            now=START,
        )
        self._clients = count(100)
        self.screens: dict[int, FakePage] = {}
        self.done: list[e.Effect] = []

    def act(self, work: Callable[[MeetingMachine], None]) -> list[e.Effect]:
        """Apply ``work``, deliver its messages to the pages, and return all effects."""
        work(self.machine)
        wanted = list(self.machine.effects())
        for effect in wanted:
            self._tell(effect)
        self.done += wanted
        return wanted

    def _tell(self, effect: e.Effect) -> None:
        match effect:
            case e.SendMessage(clients, message):
                for client in clients:
                    self.screens[client].hear(message)
            case e.SendRefusal(client, code):
                self.screens[client].refused.append(code)
            case e.CloseClient(client):
                self.screens[client].closed = True
            case e.PutOut(client, reason, again):
                screen = self.screens[client]
                assert screen.left is None, f"{screen.person.name} was out already"
                screen.left, screen.again = reason, again

    # What people do.

    def come(self, who: ShownPerson, rights: dict[str, Any] | None = None, **join: Any) -> FakePage:
        """Let somebody join from a page of their own."""
        screen = FakePage(next(self._clients), who)
        self.screens[screen.client] = screen
        self.rejoin(screen, rights, **join)
        return screen

    def rejoin(
        self,
        screen: FakePage,
        rights: dict[str, Any] | None = None,
        has_connection: bool = False,
        **join: Any,
    ) -> list[e.Effect]:
        """The same page joins again."""
        screen.left = None
        facts = AttendeeRights(**{"person": screen.person, "host": screen.person in HOSTS, **(rights or {})})
        asked = m.JoinMeeting(meeting=MEETING, **join)
        return self.act(lambda g: entering.arrive(g, screen.client, facts, asked, has_connection))

    def all_come(self, *people: ShownPerson, **join: Any) -> list[FakePage]:
        """One after another."""
        return [self.come(who, **join) for who in people]

    def says(self, screen: FakePage, kind: type[m.MeetingCommand], **fields: Any) -> list[e.Effect]:
        """One command from a page."""
        command = kind(meeting=MEETING, **fields)
        return self.act(lambda g: dispatch.dispatch(g, screen.client, command))

    def is_cut(self, screen: FakePage, restarts: bool = False) -> list[e.Effect]:
        """Disconnect a page; ``restarts``: because its gateway restarts."""
        screen.gone = True
        return self.act(lambda g: leaving.disconnect(g, screen.client, restarts))

    def waits(self, milliseconds: int) -> list[e.Effect]:
        """Time passes, second by second."""
        wanted: list[e.Effect] = []
        for _second in range(milliseconds // 1000):
            self.machine.now += 1000
            wanted += self.act(timers.tick)
        return wanted

    def is_barred(self, who: ShownPerson, reason: m.Reason) -> list[e.Effect]:
        """The database says that somebody may be here no longer."""
        return self.act(lambda g: leaving.apply_rights(g, who.id, Barred(reason, "")))

    # What is checked.

    @property
    def open_screens(self) -> list[FakePage]:
        """Pages that are inside and connected."""
        return [screen for screen in self.screens.values() if screen.inside and not screen.gone]

    def kept(self, who: ShownPerson) -> dict[str, Any]:
        """Return the columns of somebody's attendance as written so far."""
        columns: dict[str, Any] = {}
        for fact in of(self.done, e.SaveAttendance):
            if fact.person == who.id:
                columns |= fact.columns
        return columns

    def kept_of_meeting(self) -> dict[str, Any]:
        """Return the columns of the meeting as written so far."""
        columns: dict[str, Any] = {}
        for fact in of(self.done, e.SaveMeeting):
            columns |= fact.columns
        return columns


def of(effects: Iterable[e.Effect], kind: type[Effect]) -> list[Effect]:
    """Those of one kind."""
    return [effect for effect in effects if isinstance(effect, kind)]


def _by_id(members: list[m.ShownMember]) -> dict[int, m.ShownMember]:
    return {member.person.id: member for member in members}
