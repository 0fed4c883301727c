"""Contenders take turns: a machine that drifts in the course of a run takes all of them along."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")


def turns(contenders: Sequence[T], rounds: int) -> Iterator[T]:
    """Each of them once a round; each round begins with another one."""
    for number in range(rounds):
        first = number % len(contenders)
        yield from (*contenders[first:], *contenders[:first])
