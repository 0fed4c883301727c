"""Run ``bin/test``: get what the suite needs, then run it in lanes, embedded and on the real storage."""

import argparse
import os
import shlex
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from realtime.serve.translations import compile_stale
from tests.machine import lanes, node, programs, second_look, summary
from tests.machine.postgres_server import PostgresServer
from tests.machine.redis_server import RedisServer
from tests.machine.runner import FAILED, NOTHING_SELECTED, PASSED, LaneRun, Runner, pytest_command

NEEDS = tuple(dict.fromkeys(program.need for program in programs.ALL))
STORAGE_NEEDS = {"redis", "postgres"}
PROCESSORS = Path("/proc/stat")
EMBEDDED = {"DATABASE_URL": "", "REDIS_URL": ""}


def main(words: Sequence[str]) -> int:
    """Return the exit code: 0 when all passed, 2 when something cannot be had, else pytest's."""
    asked, own = _read(words)
    try:
        absent = [] if asked.quick else _ready(asked.without)
    except (programs.MissingProgram, subprocess.CalledProcessError) as error:
        print(f"bin/test: {error}", file=sys.stderr)
        return 2
    for program in absent:
        print(f"bin/test: {_without(program)}", flush=True)
    if asked.prepare:
        return PASSED
    asked.without = (*asked.without, *(program.need for program in absent))
    compile_stale([node.HOUSE / "frontend/locale"])  # once, by one process, before many ask for it
    code = _run(asked, own)
    for sentence in (*map(_without, absent), _verdict(code, asked)):
        print(f"bin/test: {sentence}", flush=True)
    return code


def _ready(without: Sequence[str]) -> list[programs.Program]:
    """Get what is missing; return what this system has no package for."""
    wanted = [program for program in programs.ALL if program.need not in without]
    absent = programs.get_missing(wanted)
    if "node" not in without:
        node.ready_packages()
    return absent


def _without(program: programs.Program) -> str:
    return f"this system has no package {program.package}: what needs it is left out, all else is run."


def _read(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="bin/test",
        allow_abbrev=False,
        epilog="Everything else is handed to pytest: bin/test tests/rooms -k draft.",
    )
    parser.add_argument("--without", type=_needs, default=(), help=f"some of {','.join(NEEDS)}")
    parser.add_argument("--prepare", action="store_true", help="get what the tests need, and run none")
    parser.add_argument("--quick", action="store_true", help="only what needs no other process")
    parser.add_argument("--screenshots", metavar="DIR", help="where pictures of the pages are left")
    parser.add_argument("--faults", choices=["short", "long"], help="how long things are broken on purpose")
    parser.add_argument("--no-skips", action="store_true", help="a skipped test is a failure")
    parser.add_argument("--beside", metavar="COMMAND", help="one more command to run beside the lanes")
    return parser.parse_known_args(words)


def _needs(text: str) -> tuple[str, ...]:
    words = tuple(text.split(","))
    if unknown := set(words) - set(NEEDS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not one of {', '.join(NEEDS)}")
    return words


def _options(asked: argparse.Namespace) -> list[str]:
    """Write options as one word each: pytest takes the second word of one it does not know yet for a path."""
    options = [f"--without={','.join(asked.without)}"] if asked.without else []
    options += [f"--screenshots={Path(asked.screenshots).resolve()}"] if asked.screenshots else []
    options += [f"--faults={asked.faults}"] if asked.faults else []
    return options + (["--no-skips"] if asked.no_skips else [])


def _run(asked: argparse.Namespace, own: list[str]) -> int:
    """Run a chosen part test after test, its output on the terminal; run everything in lanes."""
    options = _options(asked)
    if asked.quick and own:
        return _pytest([f"--lane={','.join(lanes.QUICK)}", *options, *own], EMBEDDED)
    if own:
        return run_chosen(options + own, asked.without)
    with ExitStack() as stack:
        chosen = [lane for lane in lanes.EMBEDDED if lane.name in lanes.QUICK or not asked.quick]
        runs = [_lane_run(lane, options, asked) for lane in chosen]
        if not (asked.quick or set(asked.without) >= STORAGE_NEEDS):
            runs.insert(1, _lane_run(lanes.STORAGE, options, asked, _start_storage(stack, asked.without)))
        if asked.beside:
            command = ["nice", "-n", "10", *shlex.split(asked.beside)]
            runs.append(LaneRun("beside", command, reports=False, in_background=True))
        return run_lanes(runs, whole=not asked.quick)


def run_chosen(words: list[str], without: Sequence[str]) -> int:
    """Run embedded, then on PostgreSQL and Redis, where nothing may be left to run."""
    code = _pytest(words, EMBEDDED)
    if code not in (PASSED, FAILED) or set(without) >= STORAGE_NEEDS:
        return code
    with ExitStack() as stack:
        again = _pytest(["--storage", *words], _start_storage(stack, without))
    return code if again == NOTHING_SELECTED else code or again


def run_lanes(runs: Sequence[LaneRun], *, whole: bool) -> int:
    """Run all lanes. ``whole``: nothing was selected, so every collected test belongs to one of them."""
    began, before = time.monotonic(), PROCESSORS.read_text()
    with tempfile.TemporaryDirectory(prefix="hub-lanes-") as folder:
        runner = Runner(Path(folder))
        runner.run(runs)
        failed = [run for run in runs if not summary.has_passed(run)]
        print("\nThe slowest tests:", *summary.slowest(runs), "", *summary.table(runs), sep="\n")
        print(f"{'':<9} {summary.busy(before, PROCESSORS.read_text())}")
        for run in failed:
            print("", summary.failure(run, runner.log(run).read_text(errors="replace")), sep="\n")
        again = second_look.repeats(failed)
        runner.run(again)
    lost = summary.lost(runs) if whole else 0
    if lost:
        print(f"bin/test: {lost} tests belong to no lane, or to two: tests/machine/lanes.py")
    print("", summary.closing(runs, time.monotonic() - began), sep="\n")
    for run in again:
        print(*summary.second_look(run), sep="\n")
    return PASSED if all(map(summary.has_passed, again or failed)) and not lost else FAILED


def _lane_run(
    lane: lanes.Lane, options: list[str], asked: argparse.Namespace, storage: Mapping[str, str] = EMBEDDED
) -> LaneRun:
    command = pytest_command(
        [*lane.words, *options],
        patience=0 if asked.quick else lane.patience,
        apart=lane.apart and "network" not in asked.without,
    )
    return LaneRun(
        lane.name, command, {**EMBEDDED, **storage}, in_background=lane.in_background and not asked.quick
    )


def _start_storage(stack: ExitStack, without: Sequence[str]) -> dict[str, str]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hub-test-")))
    urls = {}
    for need, variable, kind in (
        ("redis", "REDIS_URL", RedisServer),
        ("postgres", "DATABASE_URL", PostgresServer),
    ):
        if need not in without:
            server = kind(folder)
            stack.callback(server.stop)
            server.start()
            urls[variable] = server.url
    print(f"The storage round is on {' and '.join(sorted(urls.values()))}.", flush=True)
    return urls


def _pytest(words: Sequence[str], environment: Mapping[str, str]) -> int:
    command = [sys.executable, "-P", "-m", "pytest", *words]
    with subprocess.Popen(command, env={**os.environ, **environment}) as running:
        try:
            return running.wait()
        except SystemExit:
            running.send_signal(signal.SIGINT)  # pytest then stops what its fixtures have started
            raise
        except KeyboardInterrupt:
            running.wait()  # the terminal has interrupted it already
            raise


def _verdict(code: int, asked: argparse.Namespace) -> str:
    left_out = f" Left out: {', '.join(asked.without)}." if asked.without else ""
    if code == PASSED and asked.quick:
        return "everything that needs no other process has passed; without --quick, the rest is run too."
    if code == PASSED:
        return f"everything asked for has passed.{left_out}"
    if code == NOTHING_SELECTED:
        return f"these words select no test.{left_out}"
    return f"not everything has passed, see above.{left_out}"


def become_interruptible() -> None:
    """End everything that was started when either signal comes. A shell that starts us in the background
    makes us ignore SIGINT, and so would every process that we start."""
    signal.signal(signal.SIGTERM, _leave)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    become_interruptible()
    sys.exit(main(sys.argv[1:]))
