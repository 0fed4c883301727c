"""How Python's interpreter is set for a server: the loop of the sockets must not wait long (decision 018)."""

import gc
import sys

# Each send to a socket gives the interpreter away; a thread that draws a page keeps it so long.
SWITCH_SECONDS = 0.0005


def serve_sockets() -> None:
    """Once all is loaded: what is there now will stay, and no collection looks at it again."""
    sys.setswitchinterval(SWITCH_SECONDS)
    gc.collect()
    gc.freeze()
