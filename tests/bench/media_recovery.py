"""How long a meeting is interrupted when one process of ``bin/serve`` is killed during it."""

import asyncio
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from realtime.serve.addresses import wait_for_answer
from realtime.simulate.meeting.process_messages import GuestReport
from realtime.simulate.venue import HOST, OPENING_SECONDS, TemporaryHub
from tests.bench.guest_processes import BlockingGuestsWorker, GuestsMissing, all_with_cameras
from tests.bench.server_process import free_port

PROCESSES = {"the server": "realtime.server", "who leads": "realtime.meeting"}
BEFORE, LOOK_EVERY, PATIENCE = 2.0, 0.1, 30.0  # seconds


@dataclass(frozen=True)
class Recovery:
    """Seconds from the kill until everybody had rejoined, and the longest that each saw no picture."""

    back: float
    dark: list[float]

    @property
    def whole(self) -> float:
        """Seconds until everybody had rejoined and saw somebody."""
        return max(self.back, *self.dark)


def recoveries(people: int, rounds: int) -> dict[str, list[Recovery]]:
    """Kill each process ``rounds`` times during a meeting. Raises ``GuestsMissing``, ``CommandRefused``."""
    with served() as (hub, supervisor, url), ExitStack() as stack:
        made = asyncio.run(hub.make_meeting(people))
        worker = stack.enter_context(BlockingGuestsWorker(all_with_cameras(made.people, made.meeting, url)))
        if missing := worker.are_in():
            raise GuestsMissing(f"{missing} of {people} never had their media")
        return {
            name: [_away(worker, _child(supervisor, module)) for _round in range(rounds)]
            for name, module in PROCESSES.items()
        }


def _away(worker: BlockingGuestsWorker, process: int) -> Recovery:
    worker.play()
    time.sleep(BEFORE)
    before = [_entries(guest) for guest in _seen(worker)]
    os.kill(process, signal.SIGKILL)
    killed = time.monotonic()
    _until(lambda: all(now > then for now, then in zip(map(_entries, _seen(worker)), before, strict=True)))
    back = time.monotonic() - killed
    time.sleep(BEFORE)
    return Recovery(back, [guest.dark for guest in _seen(worker)])


def _entries(guest: GuestReport) -> int:
    """Return how often the guest joined or resumed."""
    return guest.counts.get("joined", 0) + guest.counts.get("resumed", 0)


def _seen(worker: BlockingGuestsWorker) -> list[GuestReport]:
    worker.ask()
    return worker.hear().guests


def _until(so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not so():
        if time.monotonic() > deadline:
            raise GuestsMissing(f"somebody was not back after {PATIENCE:g} s")
        time.sleep(LOOK_EVERY)


@contextmanager
def served() -> Iterator[tuple[TemporaryHub, int, str]]:
    """Run ``bin/serve`` on an empty folder. Yields its hub, its supervisor's process id, its URL."""
    port, media = free_port(), free_port()
    with TemporaryDirectory(prefix="hub-bench-") as folder:
        hub = TemporaryHub(Path(folder), 1, {"HUB_MEDIA_PORT": str(media), "HUB_MEDIA_ADDRESSES": HOST})
        words = ("--no-demo", "--host", HOST, "--port", str(port), "--data", folder)
        with hub.process("realtime.serve", *words) as supervisor:
            asyncio.run(asyncio.wait_for(wait_for_answer(HOST, port), OPENING_SECONDS))
            yield hub, supervisor.pid, f"http://{HOST}:{port}"


def _child(parent: int, module: str) -> int:
    """Return the child of ``parent`` that runs ``module``, from /proc."""
    children: Sequence[str] = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return next(
        int(child) for child in children if module in Path(f"/proc/{child}/cmdline").read_text().split("\0")
    )
