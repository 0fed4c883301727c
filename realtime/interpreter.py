"""How Python's interpreter is set for a server: the loop of the sockets must not wait long (decision 018)."""

import gc
import sys

# Each send to a socket gives the interpreter away; a thread that draws a page keeps it so long.
SWITCH_SECONDS = 0.0005
# A look at all objects takes a third of a second beside a thousand sockets. Python's own thresholds asked for
# one every fifteen seconds: fourteen times rarer now. What it finds is little.
THRESHOLDS = 2_000, 10, 50


def serve_sockets() -> None:
    """Once all is loaded: what is there now will stay, and is not looked at again."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
