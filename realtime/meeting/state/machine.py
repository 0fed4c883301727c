"""The state of one meeting: its members, and what holds for everybody.

The commands beside this file change it and record effects. What everybody must know (``meeting.members``,
``meeting.state``, ``meeting.knocking``) no command sends: ``effects`` compares the state with what was sent
last, so that what people see can never differ from what is.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from msgspec.structs import replace

from realtime.meeting.state import effects as e
from realtime.meeting.state.attendees import AppliedMedia, Knock, MeetingMember
from realtime.wire import meeting as m


@dataclass(frozen=True, slots=True)
class MeetingPolicy:
    """What meetings may do here. ``token`` makes an unguessable string; ``ice`` lists a person's TURN
    servers with credentials for a moment; ``can_forward``: whether the server can carry media."""

    mesh_up_to: int
    most: int
    token: Callable[[], str]
    ice: Callable[[int, int], list[m.IceServer]]
    chance: Random
    can_forward: Callable[[], bool] = lambda: True
    janus: bool = False


@dataclass
class MeetingMachine:
    """The state machine. ``begun``: a host has opened the meeting. ``over``: nobody enters any more.
    ``empty_since``: since when nobody is inside; ``led_by_nobody_since``: since when no host is there.
    ``groups_phase``: the phase of a session with which the groups end; ``group_size``: how many that phase
    wants in each, 0 where a host made them; ``parted_in``: the beginning of a phase for which they were made
    last.
    ``signs``: those that one may make here. ``facts``: attendance columns by person, which the database
    may not have written yet when they come back. ``withdrawn``: when somebody who was being recorded took
    their agreement back, by person."""

    meeting: int
    policy: MeetingPolicy
    state: m.MeetingState
    signs: frozenset[str] = frozenset()
    begun: bool = False
    over: bool = False
    empty_since: int | None = None
    led_by_nobody_since: int | None = None
    groups_phase: int | None = None
    group_size: int = 0
    parted_in: int | None = None
    members: dict[int, MeetingMember] = field(default_factory=dict)
    knocks: dict[int, Knock] = field(default_factory=dict)
    facts: dict[int, dict[str, Any]] = field(default_factory=dict)
    recorded_by: int | None = None
    withdrawn: dict[int, int] = field(default_factory=dict)
    last_hand: int = 0
    now: int = 0

    _messages: list[e.Effect] = field(default_factory=list)
    _media_effects: list[e.Effect] = field(default_factory=list)
    _writes: list[e.Effect] = field(default_factory=list)
    _newcomers: list[MeetingMember] = field(default_factory=list)
    _sent_members: dict[int, m.ShownMember] = field(default_factory=dict)
    _sent_state: m.MeetingState | None = None
    _applied_mode: m.Mode | None = None
    _applied_groups: dict[int, int] = field(default_factory=dict)
    _applied_spotlight: int | None = None

    # Queries

    def member_at(self, client: int) -> MeetingMember | None:
        """Return the member whose client this is."""
        return next((member for member in self.members.values() if member.client == client), None)

    def inside(self, who: int, by: MeetingMember) -> MeetingMember | None:
        """Return a member; when ``who`` is none, refuse ``by`` with ``not_here``."""
        if who not in self.members:
            self.refuse(by, "not_here")
        return self.members.get(who)

    def hosts(self) -> list[MeetingMember]:
        """List the hosts who are connected."""
        return [member for member in self.members.values() if member.host and member.client is not None]

    def openers(self) -> list[MeetingMember]:
        """List who may open to those who knock: connected hosts; everybody while no host is inside."""
        leading = [member for member in self.members.values() if member.host]
        return [member for member in leading or self.members.values() if member.client is not None]

    def together(self, group: int) -> tuple[int, ...]:
        """List the clients of a group."""
        return self._clients(member for member in self.members.values() if member.group == group)

    @staticmethod
    def _clients(members: Iterable[MeetingMember]) -> tuple[int, ...]:
        return tuple(member.client for member in members if member.client is not None)

    def may_speak(self, member: MeetingMember) -> bool:
        """Whether they may turn their microphone on now."""
        return not member.silenced and (self.state.floor or member.host or member.let)

    # Recording of effects

    def set(self, **changes: Any) -> None:
        """Change fields of the shared state."""
        self.state = replace(self.state, **changes)

    def tell(self, clients: Iterable[int | None], message: m.MeetingMessage) -> None:
        """Send a message to those of ``clients`` that are connected."""
        taken = tuple(client for client in clients if client is not None)
        if taken:
            self._messages.append(e.SendMessage(taken, message))

    def refuse(self, member: MeetingMember, code: str) -> None:
        """Tell somebody why their command is refused."""
        if member.client is not None:
            self._messages.append(e.SendRefusal(member.client, code))

    def out(self, client: int | None, reason: m.Reason, *, again: bool, sentence: str = "") -> None:
        """Tell a client that it is no longer in this meeting."""
        if client is not None:
            self._messages.append(e.PutOut(client, reason, again, sentence))

    def close(self, client: int | None) -> None:
        """Close a client's socket."""
        if client is not None:
            self._messages.append(e.CloseClient(client))

    def control_media(self, *acts: e.MediaEffect) -> None:
        """Control the media backend, after the messages of this step."""
        self._media_effects += acts

    def save(self, *facts: e.DatabaseEffect) -> None:
        """Write facts to the database."""
        self._writes += facts

    def save_attendance(self, who: int, **columns: Any) -> None:
        """Write columns of somebody's attendance, and remember them at once."""
        self.facts.setdefault(who, {}).update(columns)
        self.save(e.SaveAttendance(who, columns))

    def save_meeting(self, **columns: Any) -> None:
        """Write columns of the meeting."""
        self.save(e.SaveMeeting(columns))

    def welcome(self, member: MeetingMember) -> None:
        """Send a newcomer the whole state at the end of this step."""
        self._newcomers.append(member)

    # Synchronisation of members

    def shown(self, member: MeetingMember) -> m.ShownMember:
        """Return a member as all others see them."""
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
            away=member.client is None,
            quality=member.quality,
            group=member.group,
        )

    def effects(self) -> Sequence[e.Effect]:
        """Return the effects since the last call: messages, then media control, then database writes."""
        told = [*self._messages, *self._member_updates(), *self._newcomer_updates(), *self._lobby_updates()]
        done = [*told, *self._media_updates(), *self._media_effects, *self._writes]
        for each in (self._messages, self._media_effects, self._writes, self._newcomers):
            each.clear()
        return done

    def _member_updates(self) -> Iterable[e.Effect]:
        old = [member for member in self.members.values() if member not in self._newcomers]
        clients, now = self._clients(old), {who: self.shown(member) for who, member in self.members.items()}
        changed = [shown for who, shown in now.items() if self._sent_members.get(who) != shown]
        gone = [who for who in self._sent_members if who not in now]
        state_changed = self._sent_state != self.state
        self._sent_members, self._sent_state = now, self.state
        if not clients:
            return
        if state_changed:
            yield e.SendMessage(clients, m.MeetingStateChanged(meeting=self.meeting, state=self.state))
        if changed or gone:
            yield e.SendMessage(clients, m.MeetingMembers(meeting=self.meeting, members=changed, gone=gone))

    def _newcomer_updates(self) -> Iterable[e.Effect]:
        for member in self._newcomers:
            if member.client is not None:
                yield e.SendMessage((member.client,), self._joined(member))

    def _joined(self, member: MeetingMember) -> m.MeetingJoined:
        member.ice_at = self.now
        return m.MeetingJoined(
            meeting=self.meeting,
            me=member.person.id,
            resume=member.resume,
            resumed=not member.to_open,
            state=self.state,
            members=list(self._sent_members.values()),
            ice=self.policy.ice(member.person.id, self.now),
        )

    def _lobby_updates(self) -> Iterable[e.Effect]:
        """Tell who may open who waits, and who waits whether somebody is there to open."""
        waiting = tuple(knock.rights.person for knock in self.knocks.values())
        openers = self.openers()
        for member in self.members.values():
            people = waiting if member in openers else ()
            if member.lobby != people and member.client is not None:
                member.lobby = people
                yield e.SendMessage(
                    (member.client,), m.MeetingLobby(meeting=self.meeting, people=list(people))
                )
        told = m.MeetingWaiting(meeting=self.meeting, hosted=bool(self.hosts()), heard=bool(openers))
        for knock in self.knocks.values():
            if knock.told != told:
                knock.told = told
                yield e.SendMessage((knock.client,), told)

    # Synchronisation of the media backend

    def _media_updates(self) -> Iterable[e.Effect]:
        if self._applied_mode != self.state.mode:
            yield from self._switch_backend()
        groups = {who: member.group for who, member in self.members.items()}
        if self._applied_groups != groups:
            self._applied_groups = groups
            yield e.ChangeGroups(groups)
        if self._applied_spotlight != self.state.spotlight:
            self._applied_spotlight = self.state.spotlight
            yield e.ChangeSpotlight(self.state.spotlight)
        for member in self.members.values():
            yield from self._open_media(member)
            if not member.to_open:
                yield from _track_updates(member)

    def _switch_backend(self) -> Iterable[e.Effect]:
        self._applied_mode, self._applied_groups, self._applied_spotlight = self.state.mode, {}, None
        for member in self.members.values():
            member.to_open = True
        yield e.SwitchBackend(self.state.mode)

    @staticmethod
    def _open_media(member: MeetingMember) -> Iterable[e.Effect]:
        """Open a pending media connection, unless its member is disconnected and could not answer."""
        if member.to_open and member.client is not None:
            member.to_open, member.applied = False, AppliedMedia()
            most = max(member.pictures, member.view.pictures)
            yield e.OpenMedia(member.person.id, replace(member.view, pictures=most))
            if most > member.view.pictures:
                yield e.ChangeView(member.person.id, member.view)


def _track_updates(member: MeetingMember) -> Iterable[e.Effect]:
    who, told = member.person.id, member.applied
    if told.held != member.held:
        told.held = member.held
        yield e.HoldTrack(who, "microphone", member.held)
    tracks: tuple[tuple[m.Track, bool], ...] = (
        ("microphone", member.microphone),
        ("camera", member.camera),
        ("screen", member.screen),
    )
    for track, on in tracks:
        if told.tracks.get(track) != on:
            told.tracks[track] = on
            yield e.AnnounceTrack(who, track, on)
