"""Options of ``bin/simulate --meeting``."""

import argparse

from realtime.serve.sentences import CommandRefused
from realtime.simulate.meeting import words as say
from realtime.simulate.meeting.plan import FEWEST_PEOPLE, MOST_PEOPLE, SimulatedMeeting
from settings.terminal import Sentence

OF_A_MEETING = ("cameras", "speaking", "tiles", "loss")
OF_AN_EVENING = ("rooms", "find_limit")
USUAL_TILES = 9


def plan(known: argparse.Namespace) -> SimulatedMeeting | None:
    """Return the rencontre asked for with ``--meeting``, else None. Raises ``CommandRefused``."""
    if not known.meeting:
        _none_of(known, OF_A_MEETING, say.NEEDS_MEETING)
        return None
    _none_of(known, OF_AN_EVENING, say.NOT_WITH_MEETING)
    if known.workers > 1:
        raise CommandRefused(say.NOT_WITH_MEETING(option="--workers"))
    if known.people < FEWEST_PEOPLE:
        raise CommandRefused(say.TOO_FEW(fewest=FEWEST_PEOPLE))
    if known.people > MOST_PEOPLE:
        raise CommandRefused(say.TOO_MANY(most=MOST_PEOPLE))
    return SimulatedMeeting(
        people=known.people,
        cameras=min(known.cameras or USUAL_TILES, known.people),
        speaking=min(3 if known.speaking is None else known.speaking, known.people),
        tiles=known.tiles or USUAL_TILES,
        seconds=(known.minutes or 1.0) * 60,
        loss=(known.loss or 0.0) / 100,
        seed=known.seed,
        goal_ms=known.goal_ms or 1_500.0,
    )


def _none_of(known: argparse.Namespace, names: tuple[str, ...], sentence: Sentence) -> None:
    for name in names:
        if getattr(known, name):
            raise CommandRefused(sentence(option=f"--{name.replace('_', '-')}"))
