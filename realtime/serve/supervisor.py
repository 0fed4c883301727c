"""Keeps the processes of a Hub running, and stops them together."""

import asyncio
import signal
import sys
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass

from realtime import pulse
from realtime.serve.options import HOUSE, ServeOptions
from realtime.serve.sentences import CHILD_ENDED, CHILD_STILL, CLOSING, MEETINGS, SERVER, TASK_WORKER
from settings import env

# Seconds before a restart, doubled each time; a rencontre waits for the first.
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 30.0
STEADY = 60.0  # seconds of running after which the pause is reset
# A process is asked so often, in seconds, and has as long to answer; so many answers may fail to come.
BETWEEN_QUESTIONS, MISSED = 5.0, 4
GRACE = 8.0  # seconds between SIGTERM and SIGKILL


@dataclass(frozen=True)
class ChildProcess:
    """One process: its name in messages, and the command that starts it."""

    name: str
    command: tuple[str, ...]


def children(options: ServeOptions) -> list[ChildProcess]:
    """Return the servers, one worker for background tasks, and the meeting process."""
    server = ChildProcess(SERVER(), server_command(options.host, options.port))
    worker = ChildProcess(TASK_WORKER(), _python("django", "task_worker", "--no-reload"))
    meetings = ChildProcess(MEETINGS(), meeting_command())
    return [server] * options.workers + [worker, meetings]


def server_command(host: str, port: int) -> tuple[str, ...]:
    """Return the command that starts one server; several may share a port."""
    return _python("realtime.server", "--host", host, "--port", str(port), "--reuse-port")


def meeting_command() -> tuple[str, ...]:
    """Return the command that starts the meeting process."""
    return _python("realtime.meeting")


def _python(module: str, *words: str) -> tuple[str, ...]:
    # -P: do not search the current folder for modules.
    return (sys.executable, "-P", "-m", module, *words)


async def run_until_told(kept: Sequence[ChildProcess], beside: Coroutine[None, None, None]) -> None:
    """Run the children, and ``beside`` once, until SIGINT, SIGTERM or SIGHUP; then stop them all."""
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


async def keep(child: ChildProcess) -> None:
    """Restart the child each time it ends, with a growing pause, until cancelled."""
    pause = FIRST_PAUSE
    while True:
        began = time.monotonic()
        code = await _run(child)
        if time.monotonic() - began > STEADY:
            pause = FIRST_PAUSE
        print(CHILD_ENDED(name=child.name, code=code, pause=pause), flush=True)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE)


async def _run(child: ChildProcess) -> int:
    # A process group of its own: Ctrl+C reaches the supervisor alone, which then stops the children.
    process = await asyncio.create_subprocess_exec(*child.command, cwd=HOUSE, process_group=0)
    watching = asyncio.create_task(_watch(child, process))
    try:
        return await process.wait()
    except asyncio.CancelledError:
        await _end(process)
        raise
    finally:
        watching.cancel()


async def _watch(child: ChildProcess, process: asyncio.subprocess.Process) -> None:
    """Kill the child when it has not answered several times in a row: it serves nobody, and would not hear
    SIGTERM."""
    missed = 0
    while missed < MISSED:
        await asyncio.sleep(BETWEEN_QUESTIONS)
        missed = 0 if await asyncio.to_thread(_moves, process.pid) else missed + 1
    print(CHILD_STILL(name=child.name), flush=True)
    process.kill()


def _moves(pid: int) -> bool:
    own = [each for each in pulse.found(env.data_folder()) if each.pid == pid]
    return all(each.answers(BETWEEN_QUESTIONS) for each in own)  # none: it is still starting


async def _end(process: asyncio.subprocess.Process) -> None:
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()
