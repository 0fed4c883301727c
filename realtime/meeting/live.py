"""One live meeting: its state, the media that carry it, and the doing of what the state machine wants."""

import logging
from collections import deque
from collections.abc import Callable
from functools import singledispatchmethod
from typing import Any

from realtime.meeting import sentences
from realtime.meeting.carriers import Carriers
from realtime.meeting.keeper import Keeper
from realtime.meeting.media import BadDescription, Media
from realtime.meeting.recording.recorders import Recorders
from realtime.meeting.seats import Seats
from realtime.meeting.state import carrying, recording, showing, speaking
from realtime.meeting.state import effects as e
from realtime.meeting.state.gathering import Gathering
from realtime.wire.meeting import MeetingLeft, MeetingMessage, MeetingRefused, Quality

logger = logging.getLogger(__name__)

Work = Callable[[Gathering], None]


class Live:
    """Listens to its media (``MediaListener``); everything goes through ``act``, one thing after another."""

    def __init__(
        self,
        gathering: Gathering,
        seats: Seats,
        carriers: Carriers,
        keeper: Keeper,
        recorders: Recorders,
        clock: Callable[[], int],
    ) -> None:
        self.gathering = gathering
        self._seats, self._carriers, self._keeper, self._clock = seats, carriers, keeper, clock
        self._recorders = recorders
        self._media: Media = carriers.carrier(gathering.state.mode, gathering.meeting, self)
        self._works: deque[Work] = deque()
        self._busy = False

    def act(self, work: Work) -> None:
        """Let something happen to the state, and do what follows. What happens meanwhile waits its turn."""
        self._works.append(work)
        if self._busy:
            return
        self._busy = True
        try:
            while self._works:
                self._act(self._works.popleft())
        finally:
            self._busy = False

    def runs(self, person: int) -> bool:
        """Whether a media connection of theirs goes on."""
        return self._media.runs(person)

    def _act(self, work: Work) -> None:
        self.gathering.now = self._clock()
        self._try(work, self.gathering)
        for effect in self.gathering.effects():
            self._try(self._do, effect)

    def _try(self, do: Callable[[Any], None], what: Any) -> None:
        """A mistake of ours costs one thing in one meeting: not what follows from it, not the line on which a
        server's browsers hang, and not the clock of all meetings."""
        try:
            do(what)
        except Exception:
            logger.exception("Meeting %s: %s went wrong", self.gathering.meeting, type(what).__name__)

    # What the media tell.

    def tell(self, person: int, message: MeetingMessage) -> None:
        """To one member, if their line holds."""
        member = self.gathering.members.get(person)
        if member is None or member.seat is None:
            return
        if isinstance(message, MeetingRefused) and not message.sentence:
            self._refuse(e.Refuse(member.seat, message.code))
        else:
            self._seats.tell([member.seat], message)

    def spoke(self, people: list[int]) -> None:
        """These speak now."""
        self.act(lambda g: speaking.spoke(g, people))

    def measured(self, person: int, quality: Quality) -> None:
        """How well somebody's media come and go."""
        self.act(lambda g: showing.measured(g, person, quality))

    def lost(self, person: int) -> None:
        """Somebody's connection with the house has ended."""
        self.act(lambda g: carrying.reopen(g, person))

    # What the state wants.

    @singledispatchmethod
    def _do(self, effect: e.Effect) -> None:
        raise TypeError(effect)

    @_do.register
    def _tell(self, effect: e.Tell) -> None:
        self._seats.tell(effect.seats, effect.message)

    @_do.register
    def _out(self, effect: e.Out) -> None:
        if effect.seat not in self._seats:
            return
        seat = self._seats[effect.seat]
        sentence = effect.sentence or sentences.why_out(effect.reason, seat.language)
        meeting = self.gathering.meeting
        left = MeetingLeft(meeting=meeting, reason=effect.reason, sentence=sentence, again=effect.again)
        self._seats.tell([effect.seat], left)
        seat.meetings.discard(meeting)
        logger.info("Meeting %s: %s is out (%s)", meeting, seat.person, effect.reason)

    @_do.register
    def _refuse(self, effect: e.Refuse) -> None:
        if effect.seat in self._seats:
            sentence = sentences.why_not(effect.code, self._seats[effect.seat].language)
            refused = MeetingRefused(meeting=self.gathering.meeting, code=effect.code, sentence=sentence)
            self._seats.tell([effect.seat], refused)

    @_do.register
    def _close(self, effect: e.Close) -> None:
        self._seats.shut(effect.seat)

    @_do.register
    def _carry(self, effect: e.Carry) -> None:
        if self._media.mode != effect.mode:
            logger.info("Meeting %s: %s carries it now", self.gathering.meeting, effect.mode)
            self._media.close()
            self._media = self._carriers.carrier(effect.mode, self.gathering.meeting, self)

    @_do.register
    def _open(self, effect: e.Open) -> None:
        self._media.open(effect.person, effect.view)

    @_do.register
    def _shut(self, effect: e.Shut) -> None:
        self._media.shut(effect.person)

    @_do.register
    def _hear(self, effect: e.Hear) -> None:
        try:
            self._media.hear(effect.person, effect.signal)
        except BadDescription as error:
            logger.info("Meeting %s: %s signals badly: %s", self.gathering.meeting, effect.person, error)
            self.act(lambda g: carrying.misdescribed(g, effect.person))

    @_do.register
    def _hold(self, effect: e.Hold) -> None:
        self._media.hold(effect.person, effect.track, effect.on)

    @_do.register
    def _announce(self, effect: e.Announce) -> None:
        self._media.announce(effect.person, effect.track, effect.on)

    @_do.register
    def _view(self, effect: e.View) -> None:
        self._media.view(effect.person, effect.view)

    @_do.register
    def _spot(self, effect: e.Spot) -> None:
        self._media.spotlight(effect.person)

    @_do.register
    def _group(self, effect: e.Group) -> None:
        self._media.group(effect.groups)

    @_do.register
    def _close_media(self, _effect: e.CloseMedia) -> None:
        self._media.close()

    @_do.register
    def _record(self, effect: e.StartRecording) -> None:
        if not self._recorders.start(self.gathering.meeting, effect.by, self._media, self._not_recorded):
            self.act(recording.failed)

    @_do.register
    def _stop_recording(self, _effect: e.StopRecording) -> None:
        self._recorders.stop(self.gathering.meeting)

    def _not_recorded(self) -> None:
        self._recorders.stop(self.gathering.meeting)
        self.act(recording.failed)

    @_do.register(e.KeepAttendance)
    @_do.register(e.KeepMeeting)
    @_do.register(e.KeepCaption)
    @_do.register(e.Begin)
    @_do.register(e.Finish)
    def _keep(self, effect: e.Kept) -> None:
        self._keeper.keep(self.gathering.meeting, effect)
