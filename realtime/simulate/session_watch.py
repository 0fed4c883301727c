"""What one phone hears of a session: its phases, the texts that are revealed, any that comes too early."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from realtime.simulate.process_messages import HeardSession
from realtime.simulate.received_message import ReceivedLine

# Stands in every silent text, and nowhere else: what is between is whose it is.
_MARKED = re.compile(rb"\(murmure ([^)]{1,80})\)")
_START = b"(murmure "


def silent_text(name: str, words: str) -> str:
    """Return the text that ``name`` writes in silence."""
    return f"(murmure {name}) {words}"


def authors_in(payload: bytes) -> set[str]:
    """Return whose silent texts, finished or not, ``payload`` has anything of."""
    return {name.decode() for name in _MARKED.findall(payload)} if _START in payload else set()


@dataclass(eq=False)
class SessionWatch:
    """``finished``: the text of this person that the service took as finished. ``revealed`` and ``phases``
    by the number of their line; ``early``: whose texts came before the line that reveals them."""

    finished: str = ""
    revealed: dict[int, str] = field(default_factory=dict)
    phases: dict[int, tuple[int, int]] = field(default_factory=dict)
    early: set[str] = field(default_factory=set)
    _known: set[str] = field(default_factory=set)

    def hear(self, payload: bytes, lines: Iterable[ReceivedLine]) -> None:
        """Look through a frame, every byte of it."""
        for line in lines:
            if line.phase is not None:
                self.phases[line.seq] = line.phase
            if line.silent is not None:
                self.revealed[line.seq] = line.silent
                self._known |= authors_in(line.silent.encode())
        self.early |= authors_in(payload) - self._known

    def told(self, name: str, room: int) -> HeardSession:
        """Return the report of person ``name``."""
        return HeardSession(name, room, self.finished, self.revealed, self.phases, sorted(self.early))
