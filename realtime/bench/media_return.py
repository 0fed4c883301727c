"""How long a rencontre is away when one of the processes of ``bin/serve`` is killed in the middle of it."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from realtime.bench.contender import free_port
from realtime.bench.party import Missing, Player, filmed
from realtime.serve.addresses import wait_for_answer
from realtime.simulate.meeting.telling import GuestSeen
from realtime.simulate.venue import HOST, OPENING_SECONDS, OwnHouse

PROCESSES = {"the server": "realtime.server", "who leads": "realtime.meeting"}
BEFORE, LOOK_EVERY, PATIENCE = 2.0, 0.1, 30.0  # seconds


@dataclass(frozen=True)
class Away:
    """Seconds from the kill until the last one was in again; and the longest that each saw no picture."""

    back: float
    dark: list[float]

    @property
    def whole(self) -> float:
        """Until everybody was in and saw somebody."""
        return max(self.back, *self.dark)


def away(people: int, rounds: int) -> dict[str, list[Away]]:
    """Each process killed so many times before ``people`` with cameras. Raises ``Missing``, ``Refusal``."""
    with served() as (house, supervisor, url), ExitStack() as stack:
        convened = asyncio.run(house.convene(people))
        player = stack.enter_context(Player(filmed(convened.people, convened.meeting, url)))
        if missing := player.are_in():
            raise Missing(f"{missing} of {people} never had their media")
        return {
            name: [_away(player, _child(supervisor, module)) for _round in range(rounds)]
            for name, module in PROCESSES.items()
        }


def _away(player: Player, process: int) -> Away:
    player.play()
    time.sleep(BEFORE)
    before = [_entries(guest) for guest in _seen(player)]
    os.kill(process, signal.SIGKILL)
    killed = time.monotonic()
    _until(lambda: all(now > then for now, then in zip(map(_entries, _seen(player)), before, strict=True)))
    back = time.monotonic() - killed
    time.sleep(BEFORE)
    return Away(back, [guest.dark for guest in _seen(player)])


def _entries(guest: GuestSeen) -> int:
    """How often they came in, or back."""
    return guest.counts.get("joined", 0) + guest.counts.get("resumed", 0)


def _seen(player: Player) -> list[GuestSeen]:
    player.ask()
    return player.hear().guests


def _until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        if time.monotonic() > deadline:
            raise Missing(f"somebody was not back after {PATIENCE:g} s")
        time.sleep(LOOK_EVERY)


@contextmanager
def served() -> Iterator[tuple[OwnHouse, int, str]]:
    """``bin/serve`` on a fresh folder: its house, the process that keeps all others, its address."""
    port, media = free_port(), free_port()
    with TemporaryDirectory(prefix="hub-bench-") as folder:
        house = OwnHouse(Path(folder), 1, {"HUB_MEDIA_PORT": str(media), "HUB_MEDIA_ADDRESSES": HOST})
        words = ("--no-demo", "--host", HOST, "--port", str(port), "--data", folder)
        with house.process("realtime.serve", *words) as supervisor:
            asyncio.run(asyncio.wait_for(wait_for_answer(HOST, port), OPENING_SECONDS))
            yield house, supervisor.pid, f"http://{HOST}:{port}"


def _child(parent: int, module: str) -> int:
    """The process of ``module`` among the children of ``parent``, as /proc tells them."""
    children: Sequence[str] = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return next(
        int(child) for child in children if module in Path(f"/proc/{child}/cmdline").read_text().split("\0")
    )
