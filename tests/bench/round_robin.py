"""Servers take turns, so that a machine that slows down during a run affects all of them."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def round_robin(contenders: Sequence[T], rounds: int) -> Iterator[T]:
    """Yield each contender once a round, starting each round with another one."""
    for number in range(rounds):
        first = number % len(contenders)
        yield from (*contenders[first:], *contenders[:first])
