"""One live meeting: runs its state machine and carries out the effects."""

import logging
from collections import deque
from collections.abc import Callable
from functools import singledispatchmethod
from typing import Any

from realtime.meeting import sentences
from realtime.meeting.clients import ClientRefs
from realtime.meeting.media.backends import MediaBackends
from realtime.meeting.media.interface import BadDescription, MediaBackend
from realtime.meeting.recording.manager import RecordingManager
from realtime.meeting.state import effects as e
from realtime.meeting.state import media_control, recording, showing, speaking
from realtime.meeting.state.machine import MeetingMachine
from realtime.meeting.write_behind import WriteBehindQueue
from realtime.wire.meeting import MeetingLeft, MeetingMessage, MeetingRefused, Quality

logger = logging.getLogger(__name__)

Work = Callable[[MeetingMachine], None]


class MeetingRunner:
    """Serialises everything that happens to a meeting through ``act``, and is its ``MediaListener``."""

    def __init__(
        self,
        machine: MeetingMachine,
        clients: ClientRefs,
        backends: MediaBackends,
        writes: WriteBehindQueue,
        recordings: RecordingManager,
        clock: Callable[[], int],
    ) -> None:
        self.machine = machine
        self._clients, self._backends, self._writes, self._clock = clients, backends, writes, clock
        self._recordings = recordings
        self._media: MediaBackend = backends.create(machine.state.mode, machine.meeting, self)
        self._queue: deque[Work] = deque()
        self._busy = False

    def act(self, work: Work) -> None:
        """Apply ``work`` to the machine and carry out the effects; what arrives meanwhile is queued."""
        self._queue.append(work)
        if self._busy:
            return
        self._busy = True
        try:
            while self._queue:
                self._act(self._queue.popleft())
        finally:
            self._busy = False

    def has_connection(self, person: int) -> bool:
        """Whether a media connection of ``person`` is up or coming up."""
        return self._media.has_connection(person)

    def _act(self, work: Work) -> None:
        self.machine.now = self._clock()
        self._try(work, self.machine)
        for effect in self.machine.effects():
            self._try(self._do, effect)

    def _try(self, do: Callable[[Any], None], what: Any) -> None:
        """Contain a bug of ours to one effect of one meeting: neither the effects after it, nor the IPC
        connection of a gateway, nor the timers of other meetings stop."""
        try:
            do(what)
        except Exception:
            logger.exception("Meeting %s: %s went wrong", self.machine.meeting, type(what).__name__)

    # MediaListener.

    def tell(self, person: int, message: MeetingMessage) -> None:
        """Send ``message`` to one member whose socket is connected."""
        member = self.machine.members.get(person)
        if member is None or member.client is None:
            return
        if isinstance(message, MeetingRefused) and not message.sentence:
            self._refuse(e.SendRefusal(member.client, message.code))
        else:
            self._clients.send([member.client], message)

    def spoke(self, people: list[int]) -> None:
        """Pass on who speaks now, loudest first."""
        self.act(lambda g: speaking.spoke(g, people))

    def measured(self, person: int, quality: Quality) -> None:
        """Pass on the measured quality of somebody's media connection."""
        self.act(lambda g: showing.measured(g, person, quality))

    def lost(self, person: int) -> None:
        """Reopen a media connection that the backend lost."""
        self.act(lambda g: media_control.reopen(g, person))

    # Effects.

    @singledispatchmethod
    def _do(self, effect: e.Effect) -> None:
        raise TypeError(effect)

    @_do.register
    def _tell(self, effect: e.SendMessage) -> None:
        self._clients.send(effect.clients, effect.message)

    @_do.register
    def _out(self, effect: e.PutOut) -> None:
        if effect.client not in self._clients:
            return
        client = self._clients[effect.client]
        sentence = effect.sentence or sentences.why_out(effect.reason, client.language)
        meeting = self.machine.meeting
        left = MeetingLeft(meeting=meeting, reason=effect.reason, sentence=sentence, again=effect.again)
        self._clients.send([effect.client], left)
        client.meetings.discard(meeting)
        logger.info("Meeting %s: %s is out (%s)", meeting, client.person, effect.reason)

    @_do.register
    def _refuse(self, effect: e.SendRefusal) -> None:
        if effect.client in self._clients:
            sentence = sentences.why_not(effect.code, self._clients[effect.client].language)
            refused = MeetingRefused(meeting=self.machine.meeting, code=effect.code, sentence=sentence)
            self._clients.send([effect.client], refused)

    @_do.register
    def _close(self, effect: e.CloseClient) -> None:
        self._clients.close(effect.client)

    @_do.register
    def _switch_backend(self, effect: e.SwitchBackend) -> None:
        if self._media.mode != effect.mode:
            logger.info("Meeting %s: %s carries it now", self.machine.meeting, effect.mode)
            self._media.close()
            self._media = self._backends.create(effect.mode, self.machine.meeting, self)

    @_do.register
    def _open(self, effect: e.OpenMedia) -> None:
        self._media.open(effect.person, effect.view)

    @_do.register
    def _shut(self, effect: e.ShutMedia) -> None:
        self._media.shut(effect.person)

    @_do.register
    def _apply_signal(self, effect: e.ApplySignal) -> None:
        try:
            self._media.apply_signal(effect.person, effect.signal)
        except BadDescription as error:
            logger.info("Meeting %s: %s signals badly: %s", self.machine.meeting, effect.person, error)
            self.act(lambda g: media_control.misdescribed(g, effect.person))

    @_do.register
    def _hold(self, effect: e.HoldTrack) -> None:
        self._media.hold(effect.person, effect.track, effect.on)

    @_do.register
    def _announce(self, effect: e.AnnounceTrack) -> None:
        self._media.announce(effect.person, effect.track, effect.on)

    @_do.register
    def _view(self, effect: e.ChangeView) -> None:
        self._media.view(effect.person, effect.view)

    @_do.register
    def _spotlight(self, effect: e.ChangeSpotlight) -> None:
        self._media.spotlight(effect.person)

    @_do.register
    def _group(self, effect: e.ChangeGroups) -> None:
        self._media.group(effect.groups)

    @_do.register
    def _close_media(self, _effect: e.CloseBackend) -> None:
        self._media.close()

    @_do.register
    def _record(self, effect: e.StartRecording) -> None:
        if not self._recordings.start(self.machine.meeting, effect.by, self._media, self._not_recorded):
            self.act(recording.failed)

    @_do.register
    def _stop_recording(self, _effect: e.StopRecording) -> None:
        self._recordings.stop(self.machine.meeting)

    def _not_recorded(self) -> None:
        self._recordings.stop(self.machine.meeting)
        self.act(recording.failed)

    @_do.register(e.SaveAttendance)
    @_do.register(e.ClearGroups)
    @_do.register(e.SaveMeeting)
    @_do.register(e.SaveCaption)
    @_do.register(e.EraseRecording)
    @_do.register(e.SaveBeginning)
    @_do.register(e.SaveEnd)
    def _save(self, effect: e.DatabaseEffect) -> None:
        self._writes.put(self.machine.meeting, effect)
