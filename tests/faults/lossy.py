"""The service with a bad messenger between the commit and the hint: some are lost, some late, some twice."""

import random

from asgi import application as application
from realtime.fanout.house import house
from rooms import log

_chance = random.Random(7)
_tell = house.hint


def _badly(entry: log.Entry) -> None:
    luck = _chance.random()
    if luck < 0.3 or house.loop is None:
        return
    _tell(entry)
    if luck < 0.6:
        house.loop.call_later(0.3, _tell, entry)


def _late(entry: log.Entry) -> None:
    if house.loop is not None:
        house.loop.call_later(_chance.random() * 0.05, _badly, entry)


house.hint = _late  # type: ignore[method-assign]
