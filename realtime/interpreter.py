"""Interpreter settings of a server: the event loop must get the lock back soon (decision 018)."""

import gc
import sys

# Each send to a socket releases the interpreter lock; a thread that renders a page then holds it so long.
SWITCH_SECONDS = 0.0005


def tune_for_sockets() -> None:
    """Set the switch interval, and exempt everything loaded so far from garbage collection."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
