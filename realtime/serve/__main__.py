"""``bin/serve``: check, prepare, run and stop the Hub."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import cast

from realtime.serve import addresses, data_folder, options, supervisor
from realtime.serve.options import HOUSE, ServeOptions
from realtime.serve.sentences import CLOSED, HELP, CommandRefused
from realtime.serve.welcome import welcome


def main(words: Sequence[str]) -> int:
    """Return the exit code: 0 once stopped, 2 after a refusal."""
    try:
        asked = options.read(words)
        if asked.help:
            print(HELP())
            return 0
        return open_hub(asked)
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return 2


def open_hub(asked: ServeOptions) -> int:
    """Run the Hub until it is stopped. Raises ``CommandRefused``."""
    addresses.check_free(asked.host, asked.port)
    if asked.fresh:
        data_folder.check_is_ours(asked.data)
    with data_folder.take(asked.data):
        if asked.fresh:
            data_folder.empty(asked.data)
        set_environment(asked)
        code = prepare(asked)
        if code == 0:
            asyncio.run(supervisor.run_until_told(supervisor.children(asked), greet(asked)))
            print(CLOSED(), flush=True)
    return code


def set_environment(asked: ServeOptions) -> None:
    """Set the variables that the processes read; an operator's own variables win."""
    os.environ["HUB_DATA"] = str(asked.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    os.environ.setdefault("HUB_LOG", "WARNING")  # keeps the welcome in sight in the terminal
    if nearby := addresses.nearby(asked.host, asked.port):
        os.environ.setdefault("HUB_NEARBY", nearby)
    if asked.workers > 1:  # each server answers Prometheus for all: see realtime/metrics.py
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(data_folder.empty_metrics(asked.data))
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = data_folder.secret_key(asked.data)


def prepare(asked: ServeOptions) -> int:
    """Run ``preparing`` in a process of its own, whose memory is freed. Return its exit code."""
    command = [sys.executable, "-P", "-m", "realtime.serve.preparing"]
    return subprocess.run(command + ([] if asked.demo else ["--no-demo"]), cwd=HOUSE, check=False).returncode  # noqa: S603


async def greet(asked: ServeOptions) -> None:
    """Print the welcome as soon as the server answers."""
    await addresses.wait_for_answer(asked.host, asked.port)
    print(welcome(asked), flush=True)


if __name__ == "__main__":
    # A terminal that cannot print é or half blocks still gets its addresses.
    cast(TextIOWrapper, sys.stdout).reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
