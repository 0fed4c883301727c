"""Non-blocking reader of the lines that a benchmark writes to a peer's standard input."""

import os
import sys


class StdinLines:
    """Reads complete lines; ends the process once standard input is closed."""

    def __init__(self) -> None:
        self.descriptor = sys.stdin.fileno()
        self._rest = b""

    def ready(self) -> list[bytes]:
        """Return the complete lines that have arrived. Call it when ``descriptor`` is readable."""
        data = os.read(self.descriptor, 1 << 20)
        if not data:
            os._exit(0)
        *whole, self._rest = (self._rest + data).split(b"\n")
        return whole
