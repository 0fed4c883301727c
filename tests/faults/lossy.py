"""Run the service with unreliable hints after commits: some are lost, some late, some sent twice."""

import random

from asgi import application as application
from realtime.fanout.connection_registry import registry
from rooms import log

_chance = random.Random(7)
_tell = registry.hint


def _badly(entry: log.LogEntry) -> None:
    luck = _chance.random()
    if luck < 0.3 or registry.loop is None:
        return
    _tell(entry)
    if luck < 0.6:
        registry.loop.call_later(0.3, _tell, entry)


def _late(entry: log.LogEntry) -> None:
    if registry.loop is not None:
        registry.loop.call_later(_chance.random() * 0.05, _badly, entry)


registry.hint = _late  # type: ignore[method-assign]
