"""``bin/test``: gets what the suite needs, runs it whole, then its storage part again on the real thing."""

import argparse
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.machine import node, programs
from tests.machine.postgres_server import PostgresServer
from tests.machine.redis_server import RedisServer

NEEDS = tuple(dict.fromkeys(program.need for program in programs.ALL))
PASSED, FAILED, NOTHING_SELECTED = 0, 1, 5


def main(words: Sequence[str]) -> int:
    """Return the exit code: 0 when all passed, 2 when something cannot be had, else pytest's."""
    asked, own = _read(words)
    try:
        programs.get_missing(program for program in programs.ALL if program.need not in asked.without)
        if "node" not in asked.without:
            node.ready_packages()
    except (programs.MissingProgram, subprocess.CalledProcessError) as error:
        print(f"bin/test: {error}", file=sys.stderr)
        return 2
    if asked.prepare:
        return PASSED
    code = run_suite(_options(asked) + own, asked.without, chosen=bool(own))
    print(_verdict(code, asked.without), flush=True)
    return code


def _read(words: Sequence[str]) -> tuple[argparse.Namespace, list[str]]:
    parser = argparse.ArgumentParser(
        prog="bin/test",
        allow_abbrev=False,
        epilog="Everything else is handed to pytest: bin/test tests/rooms -k draft.",
    )
    parser.add_argument("--without", type=_needs, default=(), help=f"some of {','.join(NEEDS)}")
    parser.add_argument("--prepare", action="store_true", help="get what the tests need, and run none")
    parser.add_argument("--screenshots", metavar="DIR", help="where pictures of the pages are left")
    parser.add_argument("--faults", choices=["short", "long"], help="how long things are broken on purpose")
    parser.add_argument("--no-skips", action="store_true", help="a skipped test is a failure")
    return parser.parse_known_args(words)


def _needs(text: str) -> tuple[str, ...]:
    words = tuple(text.split(","))
    if unknown := set(words) - set(NEEDS):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not one of {', '.join(NEEDS)}")
    return words


def _options(asked: argparse.Namespace) -> list[str]:
    """In one word each: pytest takes the second word of an option it does not know yet for a path."""
    options = [f"--without={','.join(asked.without)}"] if asked.without else []
    options += [f"--screenshots={Path(asked.screenshots).resolve()}"] if asked.screenshots else []
    options += [f"--faults={asked.faults}"] if asked.faults else []
    return options + (["--no-skips"] if asked.no_skips else [])


def run_suite(words: list[str], without: Sequence[str], *, chosen: bool) -> int:
    """Twice: embedded, then on PostgreSQL and Redis. ``chosen`` words may leave the second with nothing."""
    code = _pytest(words, {"DATABASE_URL": "", "REDIS_URL": ""})
    if code not in (PASSED, FAILED) or {"redis", "postgres"} <= set(without):
        return code
    with ExitStack() as stack:
        again = _pytest(["--storage", *words], _start_storage(stack, without))
    if again == NOTHING_SELECTED and chosen:
        return code
    return code or again


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
    print(f"Again, on {' and '.join(sorted(urls.values()))}:", flush=True)
    return urls


def _pytest(words: Sequence[str], environment: Mapping[str, str]) -> int:
    command = [sys.executable, "-P", "-m", "pytest", *words]
    with subprocess.Popen(command, env={**os.environ, **environment}) as running:
        try:
            return running.wait()
        except SystemExit:
            running.send_signal(signal.SIGINT)  # on which pytest stops what its fixtures have started
            raise
        except KeyboardInterrupt:
            running.wait()  # the terminal has told it already
            raise


def _verdict(code: int, without: Sequence[str]) -> str:
    left_out = f" Left out: {', '.join(without)}." if without else ""
    if code == PASSED:
        return f"bin/test: everything asked for has passed.{left_out}"
    if code == NOTHING_SELECTED:
        return f"bin/test: these words select no test.{left_out}"
    return f"bin/test: not everything has passed, see above.{left_out}"


def _leave(number: int, _frame: object) -> None:
    sys.exit(128 + number)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, _leave)
    sys.exit(main(sys.argv[1:]))
