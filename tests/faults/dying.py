"""Run a service that dies between a commit and its hint: each life ends with the third line."""

import os
import signal
from itertools import count

from asgi import application as application
from realtime.fanout.connection_registry import registry
from rooms import log
from tests.faults import LAST_WORDS

_lines = count(1)
_tell = registry.hint


def _die(entry: log.LogEntry) -> None:
    if next(_lines) == 3:
        print(LAST_WORDS, flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
    _tell(entry)


registry.hint = _die  # type: ignore[method-assign]
