"""Who is seen in which slot: an order for each viewer, and as few moves as it allows."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from realtime.wire.meeting import Track

T = TypeVar("T")


class Picture(NamedTuple):
    """What can be seen of somebody."""

    person: int
    track: Track


class Stage(NamedTuple):
    """What those who hear one another show. ``cameras``: recent speakers first, then in order of entry, as
    the ``screens`` are; ``spotlight``: whom everybody is to see first."""

    cameras: Sequence[int]
    screens: Sequence[int]
    spotlight: int | None = None


def wanted(stage: Stage, viewer: int | None, pinned: int | None, most: int) -> list[Picture]:
    """At most ``most`` pictures for ``viewer``, the most important first; never their own."""
    first = (pinned, stage.spotlight)
    screens = [Picture(person, "screen") for person in _first(stage.screens, first)]
    cameras = [Picture(person, "camera") for person in _first(stage.cameras, first)]
    chosen = [picture for person in first for picture in (*screens, *cameras) if picture.person == person]
    ordered = dict.fromkeys([*chosen, *screens, *cameras])
    return [picture for picture in ordered if picture.person != viewer][:most]


def ranked(order: Sequence[int], recent: Iterable[int]) -> list[int]:
    """The people of ``order``, those in ``recent`` first and as they are there."""
    there = set(order)
    return list(dict.fromkeys([*(person for person in recent if person in there), *order]))


def place(slots: Sequence[T | None], shown: Sequence[T]) -> list[T | None]:
    """Give each of ``shown`` a slot; who has one keeps it, new ones take the free ones from the left."""
    kept = set(shown)
    placed = [held if held in kept else None for held in slots]
    newcomers = iter([one for one in shown if one not in placed])
    return [held or next(newcomers, None) for held in placed]


def _first(people: Sequence[int], chosen: Iterable[int | None]) -> list[int]:
    return [*(person for person in chosen if person in people and person is not None), *people]
