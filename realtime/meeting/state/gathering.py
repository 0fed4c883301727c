"""One meeting, now: who is in it, and what holds for everybody.

The verbs beside this file change it and say what is to be told, carried and kept. What everybody must know
(``meeting.members``, ``meeting.state``, ``meeting.knocking``) no verb tells: ``effects`` compares with what
was told last, so that what people see can never differ from what is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from msgspec.structs import replace

from realtime.meeting.state import effects as e
from realtime.meeting.state.people import Carriage, Knock, Member
from realtime.wire import meeting as m


@dataclass(frozen=True, slots=True)
class Terms:
    """What the house allows, and what it has. ``token`` makes a word that nobody guesses; ``ice`` gives a
    person the relays and their credentials at a moment; ``forwards``: whether the house can carry media."""

    mesh_up_to: int
    most: int
    token: Callable[[], str]
    ice: Callable[[int, int], list[m.IceServer]]
    chance: Random
    forwards: Callable[[], bool] = lambda: True
    janus: bool = False


@dataclass
class Gathering:
    """``begun``: a host has opened it. ``over``: nobody comes in any more. ``empty_since``: nobody is inside
    since then; ``led_by_nobody_since``: nobody who leads is there. ``signs``: those that one may make here.
    ``facts``: what was wanted kept of each person, which the database may not have written yet when they
    come back."""

    meeting: int
    terms: Terms
    state: m.MeetingState
    signs: frozenset[str] = frozenset()
    begun: bool = False
    over: bool = False
    empty_since: int | None = None
    led_by_nobody_since: int | None = None
    members: dict[int, Member] = field(default_factory=dict)
    knocks: dict[int, Knock] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    recorded_by: int | None = None
    last_hand: int = 0
    now: int = 0

    _told: list[e.Effect] = field(default_factory=list)
    _carried: list[e.Effect] = field(default_factory=list)
    _kept: list[e.Effect] = field(default_factory=list)
    _newcomers: list[Member] = field(default_factory=list)
    _known_members: dict[int, m.ShownMember] = field(default_factory=dict)
    _known_state: m.MeetingState | None = None
    _known_mode: m.Mode | None = None
    _known_groups: dict[int, int] = field(default_factory=dict)
    _known_spotlight: int | None = None

    # Who.

    def seated(self, seat: int) -> Member | None:
        """Who sits there, inside."""
        return next((member for member in self.members.values() if member.seat == seat), None)

    def inside(self, who: int, by: Member) -> Member | None:
        """Somebody who is inside; for anybody else, ``by`` is refused ``not_here``."""
        if who not in self.members:
            self.refuse(by, "not_here")
        return self.members.get(who)

    def hosts(self) -> list[Member]:
        """Those who lead and are there now."""
        return [member for member in self.members.values() if member.host and member.seat is not None]

    def together(self, group: int) -> tuple[int, ...]:
        """The seats of a group."""
        return self._seats(member for member in self.members.values() if member.group == group)

    @staticmethod
    def _seats(members: Iterable[Member]) -> tuple[int, ...]:
        return tuple(member.seat for member in members if member.seat is not None)

    def may_speak(self, member: Member) -> bool:
        """Whether they may turn their microphone on now."""
        return not member.silenced and (self.state.floor or member.host or member.let)

    # What verbs say.

    def set(self, **changes: Any) -> None:
        """Change what holds for everybody."""
        self.state = replace(self.state, **changes)

    def tell(self, seats: Iterable[int | None], message: m.MeetingMessage) -> None:
        """Tell those seats that are taken."""
        taken = tuple(seat for seat in seats if seat is not None)
        if taken:
            self._told.append(e.Tell(taken, message))

    def refuse(self, member: Member, code: str) -> None:
        """Tell somebody why what they asked is not done."""
        if member.seat is not None:
            self._told.append(e.Refuse(member.seat, code))

    def out(self, seat: int | None, reason: m.Reason, *, again: bool, sentence: str = "") -> None:
        """Tell a seat that it is no longer of this meeting."""
        if seat is not None:
            self._told.append(e.Out(seat, reason, again, sentence))

    def close(self, seat: int | None) -> None:
        """Have the socket of a seat closed."""
        if seat is not None:
            self._told.append(e.Close(seat))

    def carry(self, *acts: e.Carried) -> None:
        """Have the media do something, after what is told now."""
        self._carried += acts

    def keep(self, *facts: e.Kept) -> None:
        """Have something kept in the database."""
        self._kept += facts

    def keep_of(self, who: int, **columns: Any) -> None:
        """Have columns of somebody's attendance kept, and know them from now on."""
        self.facts.setdefault(who, {}).update(columns)
        self.keep(e.KeepAttendance(who, columns))

    def keep_meeting(self, **columns: Any) -> None:
        """Have columns of the meeting kept."""
        self.keep(e.KeepMeeting(columns))

    def welcome(self, member: Member) -> None:
        """Tell somebody everything, who knows nothing yet."""
        self._newcomers.append(member)

    # What everybody sees.

    def shown(self, member: Member) -> m.ShownMember:
        """Somebody as all others see them."""
        return m.ShownMember(
            person=member.person,
            host=member.host,
            stood_down=member.may_lead and member.stood_down,
            microphone=member.microphone,
            camera=member.camera,
            screen=member.screen,
            hand=member.hand,
            silenced=member.silenced,
            may_speak=self.may_speak(member),
            away=member.seat is None,
            quality=member.quality,
            group=member.group,
        )

    def effects(self) -> Sequence[e.Effect]:
        """All that is to be done since it was last asked: told first, then carried, then kept."""
        told = [*self._told, *self._news(), *self._welcomes(), *self._at_the_door()]
        done = [*told, *self._changes_of_media(), *self._carried, *self._kept]
        for each in (self._told, self._carried, self._kept, self._newcomers):
            each.clear()
        return done

    def _news(self) -> Iterable[e.Effect]:
        old = [member for member in self.members.values() if member not in self._newcomers]
        seats, now = self._seats(old), {who: self.shown(member) for who, member in self.members.items()}
        changed = [shown for who, shown in now.items() if self._known_members.get(who) != shown]
        gone = [who for who in self._known_members if who not in now]
        state_changed = self._known_state != self.state
        self._known_members, self._known_state = now, self.state
        if not seats:
            return
        if state_changed:
            yield e.Tell(seats, m.MeetingStateChanged(meeting=self.meeting, state=self.state))
        if changed or gone:
            yield e.Tell(seats, m.MeetingMembers(meeting=self.meeting, members=changed, gone=gone))

    def _welcomes(self) -> Iterable[e.Effect]:
        for member in self._newcomers:
            if member.seat is not None:
                yield e.Tell((member.seat,), self._joined(member))

    def _joined(self, member: Member) -> m.MeetingJoined:
        member.ice_at = self.now
        return m.MeetingJoined(
            meeting=self.meeting,
            me=member.person.id,
            resume=member.resume,
            resumed=not member.to_open,
            state=self.state,
            members=list(self._known_members.values()),
            ice=self.terms.ice(member.person.id, self.now),
        )

    def _at_the_door(self) -> Iterable[e.Effect]:
        """To hosts, who waits; to who waits, whether a host is there."""
        waiting = tuple(knock.standing.person for knock in self.knocks.values())
        hosts = self.hosts()
        for host in hosts:
            if host.lobby != waiting and host.seat is not None:
                host.lobby = waiting
                yield e.Tell((host.seat,), m.MeetingLobby(meeting=self.meeting, people=list(waiting)))
        for knock in self.knocks.values():
            if knock.hosted != bool(hosts):
                knock.hosted = bool(hosts)
                yield e.Tell((knock.seat,), m.MeetingWaiting(meeting=self.meeting, hosted=bool(hosts)))

    # What the media must know.

    def _changes_of_media(self) -> Iterable[e.Effect]:
        if self._known_mode != self.state.mode:
            yield from self._another_carrier()
        groups = {who: member.group for who, member in self.members.items()}
        if self._known_groups != groups:
            self._known_groups = groups
            yield e.Group(groups)
        if self._known_spotlight != self.state.spotlight:
            self._known_spotlight = self.state.spotlight
            yield e.Spot(self.state.spotlight)
        for member in self.members.values():
            yield from self._opening(member)
            if not member.to_open:
                yield from _changes_of_tracks(member)

    def _another_carrier(self) -> Iterable[e.Effect]:
        self._known_mode, self._known_groups, self._known_spotlight = self.state.mode, {}, None
        for member in self.members.values():
            member.to_open = True
        yield e.Carry(self.state.mode)

    @staticmethod
    def _opening(member: Member) -> Iterable[e.Effect]:
        """Whose line is cut could not answer: theirs is opened when they are back."""
        if member.to_open and member.seat is not None:
            member.to_open, member.carriage = False, Carriage()
            most = max(member.pictures, member.view.pictures)
            yield e.Open(member.person.id, replace(member.view, pictures=most))
            if most > member.view.pictures:
                yield e.View(member.person.id, member.view)


def _changes_of_tracks(member: Member) -> Iterable[e.Effect]:
    who, told = member.person.id, member.carriage
    if told.held != member.held:
        told.held = member.held
        yield e.Hold(who, "microphone", member.held)
    tracks: tuple[tuple[m.Track, bool], ...] = (
        ("microphone", member.microphone),
        ("camera", member.camera),
        ("screen", member.screen),
    )
    for track, on in tracks:
        if told.tracks.get(track) != on:
            told.tracks[track] = on
            yield e.Announce(who, track, on)
