"""Who struggles in a room, for those who lead it: is cut off again and again, or does not get through."""

from typing import Any

import msgspec

from realtime.fanout.cuts import Cuts
from realtime.fanout.leader_signals import LeaderSignals
from realtime.fanout.process_bus import ProcessBus
from realtime.fanout.room_subscriber import RoomSubscriber
from realtime.fanout.unheard import UnheardSignals
from realtime.wire.answers import Message, OftenCut, Refused, Reply
from rooms import rules
from rooms.events import ShownPerson


class StrugglingSignals:
    """Keeps it in memory alone, and tells it in all processes."""

    def __init__(self, bus: ProcessBus, leaders: LeaderSignals) -> None:
        self._bus = bus
        self._leaders = leaders
        self._cuts = Cuts()
        self._unheard = UnheardSignals(bus, leaders)

    def was_cut(self, room: int, person: ShownPerson) -> None:
        """Note that ``person`` was cut off in ``room`` just now."""
        self._bus.publish({"type": "cut", "room": room, "person": msgspec.to_builtins(person)}, room)
        self._note_cut(room, person)

    def was_answered(self, room: int, person: ShownPerson, answer: Message) -> None:
        """Note by what a participant's command was answered whether they get through. What is only too soon
        waits on the device, which tells when that lasts."""
        if person.role in rules.LEADERS:
            return
        if isinstance(answer, Reply):
            self._unheard.gets_through(room, person.id)
        elif isinstance(answer, Refused) and answer.retry is None:
            self._unheard.note(room, person, "refused")

    def was_answered_by_page(self, room: int, person: ShownPerson, *, refused: bool) -> None:
        """Note the same of what a participant without a socket has sent."""
        if refused:
            self._unheard.note(room, person, "refused")
        else:
            self._unheard.gets_through_a_page(room, person.id)

    def holds_unsent(self, room: int, person: ShownPerson, *, on: bool) -> None:
        """Note that the device of ``person`` says that it holds something, or no longer."""
        if on:
            self._unheard.note(room, person, "unsent")
        else:
            self._unheard.end(room, person.id, "unsent")

    def tell(self, leader: RoomSubscriber, room: int) -> None:
        """Tell somebody who leads ``room``, and has just come, who struggles there."""
        if often := self._cuts.often(room):
            leader.send(OftenCut(room, often))
        if (unheard := self._unheard.signal(room)).people:
            leader.send(unheard)

    def forget_old(self) -> None:
        """Forget what nobody has told again."""
        self._unheard.forget_old()

    def apply_remote(self, message: dict[str, Any]) -> None:
        """Note what another process has noted."""
        match message:
            case {"type": "cut", "room": room, "person": person}:
                self._note_cut(room, msgspec.convert(person, ShownPerson))
            case _:
                self._unheard.apply_remote(message)

    def _note_cut(self, room: int, person: ShownPerson) -> None:
        self._cuts.note(room, person)
        if often := self._cuts.often(room):
            self._leaders.pass_on(room, OftenCut(room, often))
