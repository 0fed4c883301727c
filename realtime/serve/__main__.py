"""``bin/serve``: check, prepare, open, keep open, close."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import cast

from realtime.serve import addresses, folder, options, supervising
from realtime.serve.options import HOUSE, Options
from realtime.serve.sentences import CLOSED, HELP, Refusal
from realtime.serve.welcome import welcome


def main(words: Sequence[str]) -> int:
    """Return the exit code: 0 once closed, 2 after a refusal."""
    try:
        asked = options.read(words)
        if asked.help:
            print(HELP())
            return 0
        return open_hub(asked)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return 2


def open_hub(asked: Options) -> int:
    """Open the house and come back when it is closed. Raises ``Refusal``."""
    addresses.check_free(asked.host, asked.port)
    if asked.fresh:
        folder.check_is_ours(asked.data)
    with folder.take(asked.data):
        if asked.fresh:
            folder.empty(asked.data)
        set_environment(asked)
        code = prepare(asked)
        if code == 0:
            asyncio.run(supervising.run_until_told(supervising.children(asked), greet(asked)))
            print(CLOSED(), flush=True)
    return code


def set_environment(asked: Options) -> None:
    """What the processes of the house read; an operator's own variables win."""
    os.environ["HUB_DATA"] = str(asked.data.resolve())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.dev")
    os.environ.setdefault("HUB_LOG", "WARNING")  # the terminal is for people: the welcome stays in sight
    if asked.workers > 1:  # each answers Prometheus for all: see realtime/metrics.py
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(folder.empty_figures(asked.data))
    if not os.environ.get("SECRET_KEY"):
        os.environ["SECRET_KEY"] = folder.secret_key(asked.data)


def prepare(asked: Options) -> int:
    """Migrate and the like, in a process that gives its memory back; return its exit code."""
    command = [sys.executable, "-P", "-m", "realtime.serve.preparing"]
    return subprocess.run(command + ([] if asked.demo else ["--no-demo"]), cwd=HOUSE, check=False).returncode  # noqa: S603


async def greet(asked: Options) -> None:
    """Print the welcome as soon as the door answers."""
    await addresses.wait_for_answer(asked.host, asked.port)
    print(welcome(asked), flush=True)


if __name__ == "__main__":
    # A terminal that knows no é and no half blocks still gets its addresses.
    cast(TextIOWrapper, sys.stdout).reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
