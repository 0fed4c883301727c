"""Keeps the processes of the house running, and ends them together."""

import asyncio
import signal
import sys
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass

from realtime.serve.options import HOUSE, Options
from realtime.serve.sentences import CHILD_ENDED, CLOSING, MEETINGS, SERVER, TASK_WORKER

# Seconds between an end and the next try, doubled each time; a rencontre waits for the first of them.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
STEADY = 60.0  # seconds after which a child is held to be well again
GRACE = 8.0  # seconds to end what is under way, before it is killed


@dataclass(frozen=True)
class Child:
    """One process of the house: its name in a sentence, and the words that start it."""

    name: str
    command: tuple[str, ...]


def children(options: Options) -> list[Child]:
    """The servers, one worker for what need not be done at once, and who leads the meetings."""
    server = Child(SERVER(), server_command(options.host, options.port))
    worker = Child(TASK_WORKER(), _python("django", "task_worker", "--no-reload"))
    meetings = Child(MEETINGS(), meeting_command())
    return [server] * options.workers + [worker, meetings]


def server_command(host: str, port: int) -> tuple[str, ...]:
    """The words that start one server; several may share a port."""
    return _python("realtime.server", "--host", host, "--port", str(port), "--reuse-port")


def meeting_command() -> tuple[str, ...]:
    """The words that start the process which leads the meetings."""
    return _python("realtime.meeting")


def _python(module: str, *words: str) -> tuple[str, ...]:
    # -P: the folder where the command was typed is never searched for modules.
    return (sys.executable, "-P", "-m", module, *words)


async def run_until_told(kept: Sequence[Child], beside: Coroutine[None, None, None]) -> None:
    """Run the children, and ``beside`` once, until SIGINT, SIGTERM or SIGHUP; then end them all."""
    told = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(keep(child)) for child in kept]
        tasks.append(group.create_task(beside))
        await told.wait()
        print(CLOSING(), flush=True)
        for task in tasks:
            task.cancel()


async def keep(child: Child) -> None:
    """Start the child each time it ends, waiting longer while it keeps ending, until cancelled."""
    pause = FIRST_PAUSE
    while True:
        began = time.monotonic()
        code = await _run(child)
        if time.monotonic() - began > STEADY:
            pause = FIRST_PAUSE
        print(CHILD_ENDED(name=child.name, code=code, pause=pause), flush=True)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _run(child: Child) -> int:
    # A group of its own: Ctrl+C reaches the supervisor alone, which then ends the children in order.
    process = await asyncio.create_subprocess_exec(*child.command, cwd=HOUSE, process_group=0)
    try:
        return await process.wait()
    except asyncio.CancelledError:
        await _end(process)
        raise


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
