"""Which track fills which slot of a viewer: ranked per viewer, moving as few as possible."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, TypeVar

from realtime.wire.meeting import Track

T = TypeVar("T")


class TrackRef(NamedTuple):
    """One track of one person."""

    person: int
    track: Track


class VisibleTracks(NamedTuple):
    """The tracks that one group can see. ``cameras``: recent speakers first, then in order of entry, as
    ``screens`` are; ``spotlight``: whom everybody sees first."""

    cameras: Sequence[int]
    screens: Sequence[int]
    spotlight: int | None = None


def rank_tracks(visible: VisibleTracks, viewer: int | None, pinned: int | None, most: int) -> list[TrackRef]:
    """Rank at most ``most`` tracks for ``viewer``, the most important first, without their own."""
    first = (pinned, visible.spotlight)
    screens = [TrackRef(person, "screen") for person in _first(visible.screens, first)]
    cameras = [TrackRef(person, "camera") for person in _first(visible.cameras, first)]
    chosen = [picture for person in first for picture in (*screens, *cameras) if picture.person == person]
    ordered = dict.fromkeys([*chosen, *screens, *cameras])
    return [picture for picture in ordered if picture.person != viewer][:most]


def recent_first(order: Sequence[int], recent: Iterable[int]) -> list[int]:
    """Reorder the people of ``order``: those in ``recent`` first, in the order of ``recent``."""
    there = set(order)
    return list(dict.fromkeys([*(person for person in recent if person in there), *order]))


def assign_slots(slots: Sequence[T | None], shown: Sequence[T]) -> list[T | None]:
    """Give each of ``shown`` a slot: whoever has one keeps it, new ones take free slots from the left."""
    kept = set(shown)
    placed = [held if held in kept else None for held in slots]
    newcomers = iter([one for one in shown if one not in placed])
    return [held or next(newcomers, None) for held in placed]


def _first(people: Sequence[int], chosen: Iterable[int | None]) -> list[int]:
    return [*(person for person in chosen if person in people and person is not None), *people]
