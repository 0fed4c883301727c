"""Plays the simulated people of rehearsals, in whichever process looks: what they do is harmless twice."""

import asyncio
import logging
import random
from collections.abc import Callable

from django.utils import timezone

from database import workers
from people.refusals import Refusal
from realtime.simulate import phrases
from rooms import posting, reacting
from rooms.models import Post, Room
from rooms.sessions import rehearsing, writing
from rooms.sessions.models import Phase
from rooms.sessions.rehearsing import Played

LOOK_SECONDS = 1.0
CLEAN_EVERY = 60  # looks
DONE_BY = 0.75  # of a phase: then all have finished
LASTS = 60.0  # seconds in which people finish where there is no end
TALKATIVE = 0.25  # chance that somebody says something, each second

Act = Callable[[], object]

logger = logging.getLogger(__name__)


async def run() -> None:
    """Run until cancelled; a look that fails is logged, and the next one does its work."""
    looks = 0
    while True:
        try:
            await _look()
            if looks % CLEAN_EVERY == 0:
                await workers.write(lambda: rehearsing.strike_old(timezone.now()))
        except Exception:
            logger.exception("The simulated people of a rehearsal stumbled; they go on in a second.")
        looks += 1
        await asyncio.sleep(LOOK_SECONDS)


async def _look() -> None:
    for rehearsal in await workers.read(rehearsing.played):
        for act in acts(rehearsal, random.Random()):  # noqa: S311 - a play
            await workers.write(lambda act=act: _try(act), rehearsal.room)  # type: ignore[misc]


def acts(of: Played, chance: random.Random) -> list[Act]:
    """Return what the people of a rehearsal do in this second."""
    if of.phase.kind == Phase.Kind.SILENCE:
        return _writing(of, chance)
    return _talking(of, chance) if of.phase.writers == Phase.Writers.ALL else []


def _writing(of: Played, chance: random.Random) -> list[Act]:
    """Some finish, so that all have in time; one of the others goes on writing."""
    due = int(_share(of) / DONE_BY * (len(of.finished) + len(of.others))) - len(of.finished)
    finishing, going_on = of.others[: max(due, 0)], of.others[max(due, 0) :][:1]
    room, phase = of.room, of.phase.pk
    return [
        *(_finish(person, room, phase, chance.choice(phrases.POSTS)) for person in finishing),
        *(_keep(person, room, phase, chance.choice(phrases.POSTS)) for person in going_on),
    ]


def _finish(person: int, room: int, phase: int, words: str) -> Act:
    return lambda: writing.finish(person, room, None, phase, words, True)


def _keep(person: int, room: int, phase: int, words: str) -> Act:
    return lambda: writing.keep(person, room, None, phase, words)


def _talking(of: Played, chance: random.Random) -> list[Act]:
    people = [*of.finished, *of.others]
    if not people or chance.random() > TALKATIVE:
        return []
    person, words = chance.choice(people), chance.choice(phrases.COMMENTS)
    if chance.random() < 0.5:
        return [lambda: posting.publish(person, of.room, None, words)]
    return [lambda: _sign(person, of.room, chance)]


def _sign(person: int, room: int, chance: random.Random) -> None:
    said = Post.objects.visible().filter(room=room).order_by("-seq").first()
    if said is not None:
        reacting.react(person, room, None, said.pk, chance.choice(Room.objects.get(pk=room).reactions), True)


def _share(of: Played) -> float:
    """Return how much of the phase is over, from 0 to 1."""
    lasts = (of.ends_at - of.began_at).total_seconds() if of.ends_at else LASTS
    return min((timezone.now() - of.began_at).total_seconds() / max(lasts, 0.1), 1.0)


def _try(act: Act) -> None:
    """Do it, unless a rule refuses: the phase may have passed meanwhile."""
    try:
        act()
    except Refusal as refusal:
        logger.debug("In a rehearsal, %s", refusal.code)
