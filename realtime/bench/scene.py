"""Where a bench takes place: its folder, and everything that it starts, gone when it ends."""

import tempfile
from contextlib import ExitStack
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from realtime.bench.contender import Contender
from realtime.bench.crowd import Crowd
from realtime.bench.door import Door
from realtime.bench.ground import Ground

C = TypeVar("C", bound=Crowd)


class Scene:
    """A context; ``crowds`` and servers end with it, last come first gone."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._numbers = count(1)

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-bench-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()

    def ground(self, people: int, events: int = 0, **where: Any) -> Ground:
        """A database of its own with a crowd in it; ``where`` is as ``Ground.prepare`` has it."""
        return Ground.prepare(self.folder / f"ground-{next(self._numbers)}", people, events, **where)

    def start(self, contender: Contender) -> Contender:
        """Start a server that ends with the scene. Raises ``NotReady``."""
        self._stack.callback(contender.end)
        contender.start()
        return contender

    def crowd(self, door: Door) -> Crowd:
        """Nobody yet; they leave with the scene."""
        return self.keep(Crowd(door))

    def keep(self, crowd: C) -> C:
        """Have ``crowd`` leave with the scene."""
        self._stack.callback(crowd.disperse)
        return crowd


def until_calm(crowd: Crowd) -> None:
    """Past the arrival: what the house says of it, coalesced by the size of the crowd, is heard."""
    crowd.hear_for(min(0.5 + len(crowd.listeners) / 200, 6.0))
