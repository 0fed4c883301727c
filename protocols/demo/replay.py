"""Replay one room of the demo in order of time, through the services.

The services are unwrapped from ``room_transaction``, since transactions in the past have another ``now``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from inspect import unwrap

from people.models import Person
from protocols import asking, submitting
from protocols.demo.content import (
    DemoComment,
    DemoConsigne,
    DemoFeedItem,
    DemoMeeting,
    DemoPost,
    DemoProtocole,
    DemoRoom,
)
from protocols.models import Consigne, Protocole
from protocols.written import Written
from rooms import commenting, joining, posting, reacting, reading
from rooms.meetings import announcing, telling
from rooms.meetings.announcing import MeetingPlan
from rooms.meetings.models import Meeting
from rooms.models import Room
from rooms.transaction import Receipt, RoomTransaction

# The span after an item within which reactions to it are spread.
FRESH = timedelta(hours=5)
SECOND_THOUGHTS = timedelta(minutes=3)


def take_turn(
    actor: Person, room: Room, moment: datetime, do: Callable[[RoomTransaction], Receipt]
) -> Receipt:
    """Run an unwrapped service as of ``moment``. The caller's transaction has locked ``room``."""
    return do(RoomTransaction(actor, room, reading.membership(actor, room), None, now=moment))


@dataclass(frozen=True)
class TimedAction:
    """An action of ``who`` in the room, ``at`` a time relative to the loading."""

    at: timedelta
    who: str
    do: Callable[[RoomTransaction], Receipt]


@dataclass
class RoomReplay:
    """Replays the content of ``place`` in ``room``, which the caller's transaction has locked."""

    room: Room
    place: DemoRoom
    cast: Mapping[str, Person]
    now: datetime
    _consignes: dict[str, int] = field(default_factory=dict)
    _posts: dict[DemoFeedItem, int | None] = field(default_factory=dict)
    _meetings: dict[DemoMeeting, Meeting] = field(default_factory=dict)

    def play(self) -> None:
        """Perform all actions in order of time."""
        for action in sorted(self._actions(), key=lambda action: action.at):
            self._perform(action)

    def _perform(self, action: TimedAction) -> None:
        actor = self.cast[action.who]
        receipt = take_turn(actor, self.room, self.now + action.at, action.do)
        joining.read(actor, self.room.pk, receipt.seq)

    def _actions(self) -> Iterator[TimedAction]:
        for asked in self.place.consignes:
            yield TimedAction(asked.at, self.place.led_by, partial(self._pin, asked))
        for made in self.place.protocoles:
            yield TimedAction(made.at, made.author, partial(self._hand_in, made))
            yield from self._around(made)
        for said in self.place.posts:
            yield TimedAction(said.at, said.author, partial(self._publish, said))
            yield from self._around(said)
            if said.withdrawn:
                yield TimedAction(said.at + SECOND_THOUGHTS, said.author, partial(self._withdraw, said))

        for met in self.place.meetings:
            yield TimedAction(met.announced, self.place.led_by, partial(self._announce, met))
            if met.began:
                yield TimedAction(
                    met.starts_at(self.now) - self.now, self.place.led_by, partial(self._begin, met)
                )
                yield TimedAction(self._end(met) - self.now, self.place.led_by, partial(self._finish, met))

    def _around(self, placed: DemoFeedItem) -> Iterator[TimedAction]:
        for answer in placed.comments:
            yield TimedAction(answer.at, answer.author, partial(self._comment, placed, answer))
        signs = [(sign, who) for sign, people in placed.reactions.items() for who in people]
        for (sign, who), at in zip(signs, _spread(placed.at, len(signs)), strict=True):
            yield TimedAction(at, who, partial(self._react, placed, sign))

    def _pin(self, asked: DemoConsigne, tx: RoomTransaction) -> Receipt:
        receipt: Receipt = unwrap(asking.pin)(tx, asked.title, asked.words, asked.fields)
        self._consignes[asked.key] = Consigne.objects.filter(room=self.room).latest("pk").pk
        return receipt

    def _hand_in(self, made: DemoProtocole, tx: RoomTransaction) -> Receipt:
        receipt: Receipt = unwrap(submitting.hand_in)(tx, self._consignes[made.consigne], _written(made))
        Protocole.objects.filter(post=receipt.post).update(created_at=tx.now, changed_at=tx.now)
        return self._keep(made, receipt)

    def _publish(self, said: DemoPost, tx: RoomTransaction) -> Receipt:
        return self._keep(said, unwrap(posting.publish)(tx, said.body))

    def _withdraw(self, said: DemoPost, tx: RoomTransaction) -> Receipt:
        receipt: Receipt = unwrap(posting.withdraw)(tx, self._posts[said])
        return receipt

    def _comment(self, placed: DemoFeedItem, answer: DemoComment, tx: RoomTransaction) -> Receipt:
        receipt: Receipt = unwrap(commenting.comment)(tx, self._posts[placed], answer.body)
        return receipt

    def _react(self, placed: DemoFeedItem, sign: str, tx: RoomTransaction) -> Receipt:
        receipt: Receipt = unwrap(reacting.react)(tx, self._posts[placed], sign, on=True)
        return receipt

    def _announce(self, met: DemoMeeting, tx: RoomTransaction) -> Receipt:
        plan = MeetingPlan(met.title, met.words, met.starts_at(self.now), met.minutes, tx.actor.pk)
        receipt: Receipt = unwrap(announcing.announce)(tx, plan)
        self._meetings[met] = Meeting.objects.filter(room=self.room).latest("pk")
        return receipt

    def _begin(self, met: DemoMeeting, tx: RoomTransaction) -> Receipt:
        meeting = self._meetings[met]
        meeting.opened_at = tx.now
        meeting.save(update_fields=["opened_at"])
        return telling.changed(tx, meeting)

    def _finish(self, met: DemoMeeting, tx: RoomTransaction) -> Receipt:
        meeting, begun = self._meetings[met], met.starts_at(self.now)
        for line in met.lines:
            at, author = begun + line.after, self.cast[line.author]
            meeting.captions.create(person=author, text=line.text, at=at)
        meeting.ended_at = tx.now
        meeting.save(update_fields=["ended_at"])
        return telling.changed(tx, meeting)

    def _end(self, met: DemoMeeting) -> datetime:
        return met.starts_at(self.now) + timedelta(minutes=met.minutes)

    def _keep(self, placed: DemoFeedItem, receipt: Receipt) -> Receipt:
        self._posts[placed] = receipt.post
        return receipt


def _spread(at: timedelta, count: int) -> Iterable[timedelta]:
    """Spread ``count`` times evenly between ``at`` and the loading, within ``FRESH``."""
    step = min(-at, FRESH) / (count + 1)
    return (at + step * rank for rank in range(1, count + 1))


def _written(made: DemoProtocole) -> Written:
    return Written(
        title=made.title,
        needs="\n".join(made.needs),
        duration=made.duration,
        steps=made.steps,
        origin=made.origin,
        answers=made.answers,
    )
