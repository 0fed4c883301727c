"""The state machine on a stage: people with screens, a clock of the test, and all that it wants done."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Any, TypeVar

from realtime.meeting.state import effects as e
from realtime.meeting.state import entering, leaving, obeying, ticking
from realtime.meeting.state.gathering import Gathering, Terms
from realtime.meeting.state.people import Barred
from realtime.wire import meeting as m
from rooms.events import ShownPerson
from rooms.meetings.standing import Standing

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
class Screen:
    """What one page knows, folded from what it was told. ``left``: why it is out; None while it is not."""

    seat: int
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
        """Somebody, as this page shows them."""
        return self.members[who.id]

    def hands(self) -> list[str]:
        """Who has raised their hand, in the order shown."""
        raised = [member for member in self.members.values() if member.hand is not None]
        return [member.person.name for member in sorted(raised, key=lambda member: member.hand or 0)]


class Scene:
    """``terms`` and ``state`` change what the house allows and how the meeting was left."""

    def __init__(self, state: dict[str, Any] | None = None, begun: bool = False, **terms: Any) -> None:
        words = count(1)
        usual: dict[str, Any] = {
            "mesh_up_to": 4,
            "most": 100,
            "token": lambda: f"word {next(words)}",
            "ice": lambda who, now: [m.IceServer(["turn:relay"], f"{now}:{who}", "key")],
            "chance": Random(7),
        }
        self.gathering = Gathering(
            MEETING,
            Terms(**usual | terms),
            m.MeetingState(mode="mesh", **(state or {})),
            frozenset({"merci"}),
            begun,
            empty_since=START,
            now=START,
        )
        self._seats = count(100)
        self.screens: dict[int, Screen] = {}
        self.done: list[e.Effect] = []

    def act(self, work: Callable[[Gathering], None]) -> list[e.Effect]:
        """Let something happen; what the machine wants done, told to the screens already."""
        work(self.gathering)
        wanted = list(self.gathering.effects())
        for effect in wanted:
            self._tell(effect)
        self.done += wanted
        return wanted

    def _tell(self, effect: e.Effect) -> None:
        match effect:
            case e.Tell(seats, message):
                for seat in seats:
                    self.screens[seat].hear(message)
            case e.Refuse(seat, code):
                self.screens[seat].refused.append(code)
            case e.Close(seat):
                self.screens[seat].closed = True
            case e.Out(seat, reason, again):
                screen = self.screens[seat]
                assert screen.left is None, f"{screen.person.name} was out already"
                screen.left, screen.again = reason, again

    # What people do.

    def come(self, who: ShownPerson, standing: dict[str, Any] | None = None, **join: Any) -> Screen:
        """Somebody joins from a page of their own."""
        screen = Screen(next(self._seats), who)
        self.screens[screen.seat] = screen
        self.rejoin(screen, standing, **join)
        return screen

    def rejoin(
        self, screen: Screen, standing: dict[str, Any] | None = None, runs: bool = False, **join: Any
    ) -> list[e.Effect]:
        """The same page joins again."""
        screen.left = None
        facts = Standing(**{"person": screen.person, "host": screen.person in HOSTS, **(standing or {})})
        asked = m.JoinMeeting(meeting=MEETING, **join)
        return self.act(lambda g: entering.arrive(g, screen.seat, facts, asked, runs))

    def all_come(self, *people: ShownPerson, **join: Any) -> list[Screen]:
        """One after another."""
        return [self.come(who, **join) for who in people]

    def says(self, screen: Screen, kind: type[m.MeetingCommand], **fields: Any) -> list[e.Effect]:
        """One command from a page."""
        command = kind(meeting=MEETING, **fields)
        return self.act(lambda g: obeying.obey(g, screen.seat, command))

    def is_cut(self, screen: Screen, restarts: bool = False) -> list[e.Effect]:
        """The page's line is gone; its server ``restarts``."""
        screen.gone = True
        return self.act(lambda g: leaving.cut(g, screen.seat, restarts))

    def waits(self, milliseconds: int) -> list[e.Effect]:
        """Time passes, second by second."""
        wanted: list[e.Effect] = []
        for _second in range(milliseconds // 1000):
            self.gathering.now += 1000
            wanted += self.act(ticking.tick)
        return wanted

    def is_barred(self, who: ShownPerson, reason: m.Reason) -> list[e.Effect]:
        """The database says that somebody may be here no longer."""
        return self.act(lambda g: leaving.restand(g, who.id, Barred(reason, "")))

    # What is checked.

    @property
    def open_screens(self) -> list[Screen]:
        """Pages that are inside, and whose line holds."""
        return [screen for screen in self.screens.values() if screen.inside and not screen.gone]

    def kept(self, who: ShownPerson) -> dict[str, Any]:
        """The columns of somebody's attendance as they would stand now."""
        columns: dict[str, Any] = {}
        for fact in of(self.done, e.KeepAttendance):
            if fact.person == who.id:
                columns |= fact.columns
        return columns

    def kept_of_meeting(self) -> dict[str, Any]:
        """The columns of the meeting as they would stand now."""
        columns: dict[str, Any] = {}
        for fact in of(self.done, e.KeepMeeting):
            columns |= fact.columns
        return columns


def of(effects: Iterable[e.Effect], kind: type[Effect]) -> list[Effect]:
    """Those of one kind."""
    return [effect for effect in effects if isinstance(effect, kind)]


def _by_id(members: list[m.ShownMember]) -> dict[int, m.ShownMember]:
    return {member.person.id: member for member in members}
