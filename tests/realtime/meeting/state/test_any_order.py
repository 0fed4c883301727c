"""Whatever people do, in whatever order: what holds of every meeting at every moment."""

from collections.abc import Callable
from functools import partial
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from realtime.meeting.state import effects as e
from realtime.meeting.state import groups, media_control, recording, showing, speaking
from realtime.meeting.state.groups import CurrentPhase
from realtime.wire import meeting as m
from rooms.events import ShownPerson
from tests.realtime.meeting.state.machine_harness import (
    AWA,
    HOSTS,
    JUDITH,
    LEA,
    MARCEL,
    NADIA,
    OUSMANE,
    FakePage,
    MachineHarness,
    of,
)

WHO = st.sampled_from((JUDITH, NADIA, NADIA, MARCEL, AWA, OUSMANE, LEA))
# Few, so that things happen to the same people again.
IDS = st.sampled_from([NADIA.id, NADIA.id, MARCEL.id, AWA.id, JUDITH.id, 99])
ANYBODY = st.none() | IDS
ON = st.booleans()
PHASES = st.integers(1, 2)


def command(kind: type[m.MeetingCommand], **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A command of that kind, as a pair to be said."""
    return st.tuples(st.just(kind), st.fixed_dictionaries(fields))


TAKING_PART = st.one_of(
    command(m.MuteTrack, track=st.sampled_from(["microphone", "camera", "screen"]), on=ON),
    command(m.Consent, yes=st.sampled_from([True, True, True, False])),
    command(m.ForgetRecording),
    command(m.WriteCaption, text=st.sampled_from(["", "un mot"]), final=ON),
    command(m.MakeSign, sign=st.sampled_from(["merci", "autre"])),
    command(m.TurnStep, step=st.integers(0, 3)),
    command(m.PutTextAway),
    command(m.LeaveMeeting),
    command(m.Lead, on=st.booleans()),
    command(m.OfferMedia, peer=st.just(0) | IDS, sdp=st.just("v=0")),
    command(m.RestartMedia),
    command(m.ReportUnmet, peer=st.sampled_from([1, 2, 3, 99])),
    command(m.ViewMeeting, pictures=st.integers(0, 9)),
    command(m.ReportQuality, loss=st.floats(0, 1), rtt=st.integers(0, 2000)),
)
VOICES = st.one_of(
    command(m.Silence, person=ANYBODY, on=ON),
    command(m.OpenFloor, open=ON),
    command(m.LetSpeak, person=IDS, on=ON),
    command(m.AskToUnmute, person=IDS),
)
LEADING = st.one_of(
    command(m.RecordMeeting, on=st.sampled_from([True, True, False])),
    command(m.Admit, person=ANYBODY, yes=ON),
    command(m.KeepLobby, on=ON),
    command(m.Lock, on=ON),
    command(m.HandOver, person=IDS),
    command(m.Spotlight, person=ANYBODY),
    command(m.ReadText, what=st.just("protocole"), id=st.integers(1, 2), reader=ANYBODY),
    command(m.SplitIntoGroups, groups=st.integers(2, 3), minutes=st.just(1), phase=st.none() | PHASES),
    command(m.JoinGroup, group=st.integers(0, 4), person=ANYBODY),
    command(m.CallBack),
)


class AnyMeeting(RuleBasedStateMachine):
    """``MachineHarness`` itself refuses a message to whom is out, or to a socket that is gone."""

    def __init__(self) -> None:
        super().__init__()
        self.harness = MachineHarness()
        self.removed: set[int] = set()
        self.barred: set[int] = set()
        self.agreed: set[int] = set()

    @property
    def g(self) -> Any:
        return self.harness.machine

    @rule(who=WHO, join=st.fixed_dictionaries({"microphone": ON, "camera": ON, "consents": ON}))
    def come(self, who: ShownPerson, join: dict[str, bool]) -> None:
        self._agrees_at_the_door(who, join)
        self._heard_by(who.id, lambda: self.harness.come(who, self._rights(who), **join))

    def _agrees_at_the_door(self, who: ShownPerson, join: dict[str, Any]) -> None:
        if join.get("consents"):
            self.agreed.add(who.id)

    @rule(choice=st.integers(0, 50), join=st.fixed_dictionaries({"microphone": ON}), has_connection=ON)
    def come_back(self, choice: int, join: dict[str, Any], has_connection: bool) -> None:
        screens = [screen for screen in self.harness.screens.values() if not screen.gone]
        if screens:
            screen = screens[choice % len(screens)]
            word = screen.all(m.MeetingJoined)[-1].resume if screen.all(m.MeetingJoined) else ""
            join |= {"resume": word}
            back = partial(self.harness.rejoin, screen, self._rights(screen.person), has_connection, **join)
            self._heard_by(screen.person.id, back)

    @initialize()
    def begin(self) -> None:
        self.harness.all_come(JUDITH, NADIA, MARCEL, microphone=True)

    @rule(choice=st.integers(0, 50), said=TAKING_PART)
    def take_part(self, choice: int, said: tuple[type[m.MeetingCommand], dict[str, Any]]) -> None:
        self._say(self._one_of(self.harness.open_screens, choice), *said)

    @rule(choices=st.lists(st.integers(0, 50), max_size=3), up=ON)
    def raise_hands(self, choices: list[int], up: bool) -> None:
        """Of several, in the same millisecond."""
        for choice in choices:
            self._say(self._one_of(self.harness.open_screens, choice), m.RaiseHand, {"up": up})

    @rule(choice=st.integers(0, 50), said=VOICES)
    def lead_voices(self, choice: int, said: tuple[type[m.MeetingCommand], dict[str, Any]]) -> None:
        self._say(self._one_of(self._leaders(), choice), *said)

    @rule(choice=st.integers(0, 50), said=LEADING)
    def lead(self, choice: int, said: tuple[type[m.MeetingCommand], dict[str, Any]]) -> None:
        self._say(self._one_of(self._leaders(), choice), *said)

    @rule(choice=st.integers(0, 50))
    def stand_down(self, choice: int) -> None:
        is_led = bool(self.g.hosts())
        self._say(self._one_of(self._leaders(), choice), m.Lead, {"on": False})
        assert bool(self.g.hosts()) == is_led, "the last who leads went on"

    @rule(choice=st.integers(0, 50), who=IDS)
    def remove(self, choice: int, who: int) -> None:
        leader, member = self._one_of(self._leaders(), choice), self.g.members.get(who)
        is_removable = who in self.g.knocks or (member is not None and not member.may_lead)
        self._say(leader, m.RemoveFromMeeting, {"person": who})
        if leader is not None and is_removable:
            self.removed.add(who)

    @rule(choice=st.integers(0, 50), said=LEADING | TAKING_PART | VOICES)
    def stray(self, choice: int, said: tuple[type[m.MeetingCommand], dict[str, Any]]) -> None:
        """From any page, of people who are out, or who do not lead."""
        screens = [screen for screen in self.harness.screens.values() if not screen.gone]
        self._say(self._one_of(screens, choice), *said)

    def _leaders(self) -> list[FakePage]:
        return [screen for screen in self.harness.open_screens if self._leads(screen)]

    @staticmethod
    def _one_of(screens: list[FakePage], choice: int) -> FakePage | None:
        return screens[choice % len(screens)] if screens else None

    def _say(self, screen: FakePage | None, kind: type[m.MeetingCommand], fields: dict[str, Any]) -> None:
        if screen is None:
            return
        was_off = self.g.state.recording == "off"
        before, is_led = self.g.state.text, self._leads(screen)
        if kind is m.Consent and not was_off and screen.inside:
            self.agreed = self.agreed | {screen.person.id} if fields["yes"] else set()
        if kind is m.RecordMeeting and was_off:
            self.agreed = {screen.person.id}
        self._heard_by(screen.person.id, lambda: self.harness.says(screen, kind, **fields))
        if self.g.state.text != before and not is_led:
            assert before is not None, "a text was shown by somebody who does not lead"
            assert before.reader == screen.person.id, "the steps were turned by somebody who does not read"

    @rule(choice=st.integers(0, 50))
    def cut(self, choice: int) -> None:
        screens = [screen for screen in self.harness.screens.values() if not screen.gone]
        if screens:
            self.harness.is_cut(screens[choice % len(screens)])

    @rule(seconds=st.integers(1, 20))
    def wait(self, seconds: int) -> None:
        self.harness.waits(seconds * 1000)
        if seconds > 16 and not self.g.hosts():
            stood_down = [member for member in self.g.members.values() if member.stood_down]
            assert not stood_down, "nobody leads, although somebody may"

    @rule(who=WHO)
    def bar(self, who: ShownPerson) -> None:
        self.harness.is_barred(who, "removed")
        self.barred.add(who.id)

    @rule(people=st.lists(IDS, max_size=3, unique=True), quality=st.sampled_from(["good", "poor", "lost"]))
    def media_tell(self, people: list[int], quality: m.Quality) -> None:
        self.harness.act(lambda g: speaking.spoke(g, people))
        for who in people:
            self.harness.act(partial(showing.measured, who=who, quality=quality))
            self.harness.act(partial(media_control.reopen, who=who))

    @rule(
        bound=st.none() | PHASES,
        now=st.none() | PHASES,
        left=st.none() | st.integers(0, 90_000),
        passage=st.integers(1, 3),
        size=st.sampled_from([0, 2, 3]),
    )
    def phase_is(self, bound: int | None, now: int | None, left: int | None, passage: int, size: int) -> None:
        ends_at = left if left is None else self.g.now + left
        current = now and CurrentPhase(now, ends_at, passage, size)
        was_bound, parted_in = self.g.groups_phase == bound, self.g.parted_in
        self.harness.act(lambda g: groups.follow(g, bound, current or None))
        if was_bound and bound is not None and now != bound:
            assert self.g.groups_phase != bound, "groups went on after their phase"
        if self.g.parted_in != parted_in:
            assert (self.g.groups_phase, self.g.group_size) == (now, size)

    @precondition(lambda self: self.g.state.recording == "on")
    @rule()
    def recorder_fails(self) -> None:
        self.harness.act(recording.failed)

    def _rights(self, who: ShownPerson) -> dict[str, Any]:
        """As the database would have kept it; who was let back in by the team is barred no longer."""
        self.barred.discard(who.id)
        kept = self.harness.kept(who)
        return {
            "host": who in HOSTS or bool(kept.get("host")),
            "admitted": bool(kept.get("admitted_at")),
            "entered": bool(kept.get("entered_at")),
            "silenced": kept.get("silenced", False),
            "let": kept.get("may_speak", False),
            "group": kept.get("group", 0),
            "stood_down": kept.get("stood_down", False),
        }

    def _leads(self, screen: FakePage) -> bool:
        member = self.g.members.get(screen.person.id)
        return member is not None and member.host and member.client == screen.client

    def _heard_by(self, who: int, act: Callable[[], Any]) -> None:
        """Only whoever acts may have their own voice heard by it."""
        before = {each: member.held for each, member in self.g.members.items()}
        microphones = {each: member.microphone for each, member in self.g.members.items()}
        act()
        for each, member in self.g.members.items():
            if each != who and each in before:
                assert member.held >= before[each], "somebody was unmuted from afar"
                assert member.microphone <= microphones[each], "a microphone was opened from afar"

    # What always holds.

    @invariant()
    def everybody_sees_what_is(self) -> None:
        shown = {who: self.g.shown(member) for who, member in self.g.members.items()}
        clients = {member.client for member in self.g.members.values() if member.client is not None}
        for screen in self.harness.screens.values():
            if screen.client in clients:
                assert screen.members == shown
                assert screen.state == self.g.state
            else:
                assert screen.gone or screen.left is not None or not screen.inside

    @invariant()
    def who_is_removed_or_barred_is_nowhere(self) -> None:
        for who in self.removed | self.barred:
            assert who not in self.g.members
            assert who not in self.g.knocks

    @invariant()
    def nobody_is_inside_and_at_the_door(self) -> None:
        assert not set(self.g.members) & set(self.g.knocks)

    @invariant()
    def hands_are_in_one_order(self) -> None:
        hands = [member.hand for member in self.g.members.values() if member.hand is not None]
        assert len(hands) == len(set(hands))

    @invariant()
    def who_may_not_speak_is_not_heard(self) -> None:
        for member in self.g.members.values():
            if not self.g.may_speak(member):
                assert member.held
                assert not member.microphone
            assert not (member.held and member.microphone)

    @invariant()
    def nobody_is_left_to_a_mesh_who_may_not_speak(self) -> None:
        """There, what a page sends although it should not is dropped by nobody."""
        assert self.g.state.mode != "mesh" or all(map(self.g.may_speak, self.g.members.values()))

    @invariant()
    def the_media_were_told_whose_voice_to_drop(self) -> None:
        held: dict[int, bool] = {}
        for effect in self.harness.done:
            if isinstance(effect, e.OpenMedia):
                held.pop(effect.person, None)
            if isinstance(effect, e.HoldTrack):
                held[effect.person] = effect.on
        for who, member in self.g.members.items():
            if not member.to_open:
                assert held[who] == member.held

    @invariant()
    def one_screen_at_a_time(self) -> None:
        assert sum(member.screen for member in self.g.members.values()) <= 1

    @invariant()
    def nobody_is_recorded_who_did_not_agree(self) -> None:
        if self.g.state.recording == "on":
            assert self.g.members
            assert set(self.g.members) <= self.agreed
        started, stopped = of(self.harness.done, e.StartRecording), of(self.harness.done, e.StopRecording)
        assert len(started) >= len(stopped)

    @invariant()
    def hosts_know_who_waits(self) -> None:
        waiting = [knock.rights.person for knock in self.g.knocks.values()]
        for host in self.g.hosts():
            told = self.harness.screens[host.client].all(m.MeetingLobby)
            assert (told[-1].people if told else []) == waiting or not waiting

    @invariant()
    def groups_exist(self) -> None:
        assert all(member.group <= self.g.state.groups for member in self.g.members.values())
        if self.g.groups_phase is not None:
            assert self.g.state.groups or self.g.group_size, "a phase waits for people, a host does not"


AnyMeeting.TestCase.settings = settings(max_examples=100, stateful_step_count=50, deadline=None)
TestAnyMeeting = AnyMeeting.TestCase
