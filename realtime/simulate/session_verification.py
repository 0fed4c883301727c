"""Verifies a session: nothing silent came early, every finished text came out, all had the same phases."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TypeVar

import msgspec

from realtime.simulate.process_messages import HeardSession, PeopleReport

T = TypeVar("T")


class SessionResult(msgspec.Struct, frozen=True):
    """``finished`` texts, of which ``missing`` were never revealed; ``early``: texts that somebody else had
    before their reveal, or that nobody had finished; ``doubled``: revealed again. ``changes`` of phase that
    people saw, and how many people saw others (``apart``)."""

    finished: int
    missing: int
    early: int
    doubled: int
    changes: int
    apart: int

    @property
    def held(self) -> bool:
        """Whether the session was what it promises."""
        return not (self.missing or self.early or self.doubled or self.apart)


def session_result(played: Sequence[PeopleReport]) -> SessionResult | None:
    """Return what became of the sessions; None where there were none."""
    heard = [each for one in played for each in one.sessions]
    if not heard:
        return None
    rooms = [[each for each in heard if each.room == room] for room in sorted({each.room for each in heard})]
    parts = [_of_room(each) for each in rooms]
    return SessionResult(*(sum(values) for values in zip(*map(msgspec.structs.astuple, parts), strict=True)))


def _of_room(heard: Sequence[HeardSession]) -> SessionResult:
    finished = {each.finished for each in heard if each.finished}
    revealed = _merged(each.revealed for each in heard)
    phases = _merged(each.phases for each in heard)
    told = Counter(revealed.values())
    unfinished = told.keys() - finished
    return SessionResult(
        finished=len(finished),
        missing=len(finished - told.keys()),
        early=len({name for each in heard for name in each.early}) + len(unfinished),
        doubled=sum(count - 1 for count in told.values()),
        changes=len(phases),
        apart=sum(_is_apart(each, phases) for each in heard),
    )


def _merged(maps: Iterable[dict[int, T]]) -> dict[int, T]:
    """Return what all heard, by the number of its line; the first who heard it is believed."""
    whole: dict[int, T] = {}
    for each in maps:
        whole = each | whole
    return whole


def _is_apart(one: HeardSession, phases: dict[int, tuple[int, int]]) -> bool:
    """Return whether somebody was told another phase than others, or is not where they are.

    Who was away misses phases that are over: the service tells them only the present one.
    """
    differs = any(phases[seq] != told for seq, told in one.phases.items())
    versions = [phases[seq][0] for seq in sorted(phases)]
    is_behind = max(one.phases, default=0) != max(phases, default=0)
    return differs or is_behind or versions != sorted(set(versions))
