"""The service that dies between a commit and its hint, again and again: with the third line of each life."""

import os
import signal
from itertools import count

from asgi import application as application
from realtime.fanout.house import house
from rooms import log
from tests.faults import LAST_WORDS

_lines = count(1)
_tell = house.hint


def _die(entry: log.Entry) -> None:
    if next(_lines) == 3:
        print(LAST_WORDS, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    _tell(entry)


house.hint = _die  # type: ignore[method-assign]
