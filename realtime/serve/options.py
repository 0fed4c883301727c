"""Command line options of ``bin/serve``."""

import argparse
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from realtime.serve.sentences import (
    BAD_NUMBER,
    FRESH_IS_EMBEDDED,
    MISUSED_OPTION,
    UNKNOWN_OPTION,
    WORKERS_NEED_REDIS,
    CommandRefused,
)

HOUSE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class ServeOptions:
    """The parsed options, checked as far as possible without I/O."""

    host: str
    port: int
    workers: int
    data: Path
    demo: bool
    fresh: bool
    help: bool


def read(words: Sequence[str]) -> ServeOptions:
    """Parse the options. Raises ``CommandRefused``."""
    try:
        known, rest = _parser().parse_known_args(words)
    except argparse.ArgumentError as error:
        raise CommandRefused(MISUSED_OPTION(option=error.argument_name)) from error
    if rest:
        raise CommandRefused(UNKNOWN_OPTION(option=rest[0]))
    options = ServeOptions(**vars(known))
    if options.workers > 1 and not os.environ.get("REDIS_URL"):
        raise CommandRefused(WORKERS_NEED_REDIS())
    if options.fresh and os.environ.get("DATABASE_URL"):
        raise CommandRefused(FRESH_IS_EMBEDDED())
    return options


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--host", default="0.0.0.0")  # noqa: S104 -- phones in the network must reach it
    parser.add_argument("--port", type=_number("--port", 1, 65535, example=8000), default=8000)
    parser.add_argument("--workers", type=_number("--workers", 1, 64, example=2), default=1)
    parser.add_argument("--data", type=Path, default=HOUSE / "var")
    parser.add_argument("--no-demo", dest="demo", action="store_false")
    parser.add_argument("--fresh", action="store_true")
    parser.add_argument("--help", action="store_true")
    return parser


def _number(option: str, lowest: int, highest: int, *, example: int) -> Callable[[str], int]:
    def read_number(text: str) -> int:
        if text.isascii() and text.isdigit() and lowest <= int(text) <= highest:
            return int(text)
        raise CommandRefused(
            BAD_NUMBER(option=option, lowest=lowest, highest=highest, text=text, example=example)
        )

    return read_number
