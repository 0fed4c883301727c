"""One room of the demo, played from its first word to its last, as if everybody had been there.

The services themselves do it. They are unwrapped, for the turns of the past have another ``now``.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from inspect import unwrap

from people.models import Person
from protocols import asking, submitting
from protocols.demo.script import Answer, Asked, Met, Place, Placed, Score, Words
from protocols.models import Consigne, Protocole
from protocols.written import Written
from rooms import commenting, joining, posting, reacting, reading
from rooms.meetings import announcing, telling
from rooms.meetings.announcing import Plan
from rooms.models import Meeting, Room
from rooms.turns import Receipt, Turn

# Reactions come one after the other while a thing is fresh.
FRESH = timedelta(hours=5)
SECOND_THOUGHTS = timedelta(minutes=3)


def take_turn(actor: Person, room: Room, moment: datetime, do: Callable[[Turn], Receipt]) -> Receipt:
    """``do`` what an unwrapped service does, as of ``moment``. The caller's transaction holds ``room``."""
    return do(Turn(actor, room, reading.membership(actor, room), None, moment))


@dataclass(frozen=True)
class Act:
    """``who`` does something in the room, ``at`` a moment before the loading."""

    at: timedelta
    who: str
    do: Callable[[Turn], Receipt]


@dataclass
class Stage:
    """``room``, held by the caller's transaction, where ``cast`` plays what ``place`` tells."""

    room: Room
    place: Place
    cast: Mapping[str, Person]
    now: datetime
    _consignes: dict[str, int] = field(default_factory=dict)
    _posts: dict[Placed, int | None] = field(default_factory=dict)
    _meetings: dict[Met, Meeting] = field(default_factory=dict)

    def play(self) -> None:
        """Everything that was asked, said and made, in the order of its moments."""
        for act in sorted(self._acts(), key=lambda act: act.at):
            self._perform(act)

    def _perform(self, act: Act) -> None:
        actor = self.cast[act.who]
        receipt = take_turn(actor, self.room, self.now + act.at, act.do)
        joining.read(actor, self.room.pk, receipt.seq)

    def _acts(self) -> Iterator[Act]:
        for asked in self.place.consignes:
            yield Act(asked.at, self.place.led_by, partial(self._pin, asked))
        for made in self.place.protocoles:
            yield Act(made.at, made.author, partial(self._hand_in, made))
            yield from self._around(made)
        for said in self.place.posts:
            yield Act(said.at, said.author, partial(self._publish, said))
            yield from self._around(said)
            if said.withdrawn:
                yield Act(said.at + SECOND_THOUGHTS, said.author, partial(self._withdraw, said))

        for met in self.place.meetings:
            yield Act(met.announced, self.place.led_by, partial(self._announce, met))
            if met.began:
                yield Act(met.starts_at(self.now) - self.now, self.place.led_by, partial(self._begin, met))
                yield Act(self._end(met) - self.now, self.place.led_by, partial(self._finish, met))

    def _around(self, placed: Placed) -> Iterator[Act]:
        for answer in placed.comments:
            yield Act(answer.at, answer.author, partial(self._comment, placed, answer))
        signs = [(sign, who) for sign, people in placed.reactions.items() for who in people]
        for (sign, who), at in zip(signs, _spread(placed.at, len(signs)), strict=True):
            yield Act(at, who, partial(self._react, placed, sign))

    def _pin(self, asked: Asked, turn: Turn) -> Receipt:
        receipt: Receipt = unwrap(asking.pin)(turn, asked.title, asked.words, asked.fields)
        self._consignes[asked.key] = Consigne.objects.filter(room=self.room).latest("pk").pk
        return receipt

    def _hand_in(self, made: Score, turn: Turn) -> Receipt:
        receipt: Receipt = unwrap(submitting.hand_in)(turn, self._consignes[made.consigne], _written(made))
        Protocole.objects.filter(post=receipt.post).update(created_at=turn.now, changed_at=turn.now)
        return self._keep(made, receipt)

    def _publish(self, said: Words, turn: Turn) -> Receipt:
        return self._keep(said, unwrap(posting.publish)(turn, said.body))

    def _withdraw(self, said: Words, turn: Turn) -> Receipt:
        receipt: Receipt = unwrap(posting.withdraw)(turn, self._posts[said])
        return receipt

    def _comment(self, placed: Placed, answer: Answer, turn: Turn) -> Receipt:
        receipt: Receipt = unwrap(commenting.comment)(turn, self._posts[placed], answer.body)
        return receipt

    def _react(self, placed: Placed, sign: str, turn: Turn) -> Receipt:
        receipt: Receipt = unwrap(reacting.react)(turn, self._posts[placed], sign, on=True)
        return receipt

    def _announce(self, met: Met, turn: Turn) -> Receipt:
        plan = Plan(met.title, met.words, met.starts_at(self.now), met.minutes, turn.actor.pk)
        receipt: Receipt = unwrap(announcing.announce)(turn, plan)
        self._meetings[met] = Meeting.objects.filter(room=self.room).latest("pk")
        return receipt

    def _begin(self, met: Met, turn: Turn) -> Receipt:
        meeting = self._meetings[met]
        meeting.opened_at = turn.now
        meeting.save(update_fields=["opened_at"])
        return turn.append(telling.changed(meeting))

    def _finish(self, met: Met, turn: Turn) -> Receipt:
        meeting, begun = self._meetings[met], met.starts_at(self.now)
        for line in met.lines:
            at, author = begun + line.after, self.cast[line.author]
            meeting.captions.create(person=author, text=line.text, at=at)
        meeting.ended_at = turn.now
        meeting.save(update_fields=["ended_at"])
        return turn.append(telling.changed(meeting))

    def _end(self, met: Met) -> datetime:
        return met.starts_at(self.now) + timedelta(minutes=met.minutes)

    def _keep(self, placed: Placed, receipt: Receipt) -> Receipt:
        self._posts[placed] = receipt.post
        return receipt


def _spread(at: timedelta, count: int) -> Iterable[timedelta]:
    """``count`` moments between ``at`` and the loading, evenly, while the thing is fresh."""
    step = min(-at, FRESH) / (count + 1)
    return (at + step * rank for rank in range(1, count + 1))


def _written(made: Score) -> Written:
    return Written(
        title=made.title,
        needs="\n".join(made.needs),
        duration=made.duration,
        steps=made.steps,
        origin=made.origin,
        answers=made.answers,
    )
