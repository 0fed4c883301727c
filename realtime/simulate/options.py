"""Command line options of ``bin/simulate``."""

import argparse
import ipaddress
import os
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, urlsplit

from realtime.serve.sentences import BAD_NUMBER, WORKERS_NEED_REDIS, CommandRefused
from realtime.simulate import sentences as say
from realtime.simulate.meeting import options as meeting_options
from realtime.simulate.meeting.plan import SimulatedMeeting
from realtime.simulate.scenario import Scenario, load

Number = TypeVar("Number", int, float)
LARGEST_CROWD = 20_000


@dataclass(frozen=True)
class SimulateOptions:
    """The parsed options. ``url`` is None for a temporary hub; else ``codes`` are its join codes."""

    rooms: int
    people: int
    minutes: float
    scenario_name: str
    scenario: Scenario
    url: str | None
    codes: tuple[str, ...]
    workers: int
    slow_phones: int
    seed: str
    json: Path | None
    report: Path | None
    find_limit: bool
    goal_ms: float
    meeting: SimulatedMeeting | None = None


def read(words: Sequence[str]) -> SimulateOptions | None:
    """Return the options, or None for ``--help``. Raises ``CommandRefused``."""
    try:
        known, rest = _parser().parse_known_args(words)
    except argparse.ArgumentError as error:
        raise CommandRefused(say.MISUSED_OPTION(option=error.argument_name)) from error
    if known.help:
        return None
    if rest:
        raise CommandRefused(say.UNKNOWN_OPTION(option=rest[0]))
    meeting = meeting_options.plan(known)
    url = _checked_url(known.url, is_mine=known.i_own_this_server) if known.url else None
    codes = tuple(known.code)
    _check_together(known, url, codes)
    for path in (known.json, known.report):
        _check_writable(path)
    return SimulateOptions(
        rooms=known.rooms or len(codes) or 1,
        people=known.people,
        minutes=known.minutes or (0.5 if known.find_limit else 1.0),
        scenario_name=known.scenario,
        scenario=load(known.scenario),
        url=url,
        codes=codes,
        workers=known.workers,
        slow_phones=known.slow_phones,
        seed=known.seed,
        json=known.json,
        report=known.report,
        find_limit=known.find_limit,
        goal_ms=known.goal_ms or 250.0,
        meeting=meeting,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False, exit_on_error=False)
    parser.add_argument("--rooms", type=_number("--rooms", int, 1, 1000, example=10))
    parser.add_argument("--people", type=_number("--people", int, 1, 5000, example=100), default=20)
    parser.add_argument("--minutes", type=_number("--minutes", float, 0.1, 1440, example=5))
    parser.add_argument("--scenario", default="atelier")
    parser.add_argument("--url")
    parser.add_argument("--code", action="append", default=[])
    parser.add_argument("--workers", type=_number("--workers", int, 1, 64, example=2), default=1)
    parser.add_argument("--slow-phones", type=_number("--slow-phones", int, 0, 90, example=30), default=0)
    parser.add_argument("--seed", default="metallos")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--report", type=Path)
    parser.add_argument("--find-limit", action="store_true")
    parser.add_argument("--goal-ms", type=_number("--goal-ms", float, 1, 60_000, example=250))
    parser.add_argument("--i-own-this-server", action="store_true")
    parser.add_argument("--meeting", action="store_true")
    parser.add_argument("--cameras", type=_number("--cameras", int, 1, 100, example=9))
    parser.add_argument("--speaking", type=_number("--speaking", int, 0, 100, example=3))
    parser.add_argument("--tiles", type=_number("--tiles", int, 1, 29, example=9))
    parser.add_argument("--loss", type=_number("--loss", float, 0, 30, example=3))
    parser.add_argument("--help", action="store_true")
    return parser


def _number(
    option: str, kind: type[Number], lowest: float, highest: float, *, example: int
) -> Callable[[str], Number]:
    def read_number(text: str) -> Number:
        try:
            number = kind(text)
        except ValueError:
            number = kind(-1)
        if lowest <= number <= highest:
            return number
        facts = {"option": option, "lowest": lowest, "highest": highest, "text": text, "example": example}
        raise CommandRefused(BAD_NUMBER(**facts))

    return read_number


def _check_together(known: argparse.Namespace, url: str | None, codes: tuple[str, ...]) -> None:
    if url and not codes:
        raise CommandRefused(say.URL_NEEDS_CODE())
    if codes and not url:
        raise CommandRefused(say.CODE_NEEDS_URL())
    if codes and known.rooms not in (None, len(codes)):
        raise CommandRefused(say.ONE_CODE_EACH(rooms=known.rooms, codes=len(codes)))
    if url and known.workers > 1:
        raise CommandRefused(say.WORKERS_ARE_OURS())
    if url and known.slow_phones:
        raise CommandRefused(say.SLOW_PHONES_NEED_HOUSE())
    if known.workers > 1 and not os.environ.get("REDIS_URL"):
        raise CommandRefused(WORKERS_NEED_REDIS())
    crowd = (known.rooms or len(codes) or 1) * known.people
    if crowd > LARGEST_CROWD:
        raise CommandRefused(say.TOO_MANY(crowd=crowd, most=LARGEST_CROWD))


def _check_writable(path: Path | None) -> None:
    if path is not None and (path.is_dir() or not os.access(path.parent, os.W_OK)):
        raise CommandRefused(say.CANNOT_WRITE(path=path))


def _checked_url(text: str, *, is_mine: bool) -> str:
    address = urlsplit(text)
    try:
        port = address.port
    except ValueError as error:
        raise CommandRefused(say.BAD_URL(url=text)) from error
    if address.scheme not in ("http", "https") or not address.hostname or not _is_bare(address):
        raise CommandRefused(say.BAD_URL(url=text))
    if not is_mine and not is_local(address.hostname, port or 80):
        raise CommandRefused(say.NOT_LOCAL(host=address.hostname))
    return f"{address.scheme}://{address.netloc}"


def _is_bare(address: SplitResult) -> bool:
    return not (address.path.strip("/") or address.query or address.fragment or "@" in address.netloc)


def is_local(host: str, port: int) -> bool:
    """Return whether ``host`` is this machine. Raises ``CommandRefused`` when the name does not resolve."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise CommandRefused(say.UNKNOWN_HOST(host=host)) from error
    return all(_is_own(family, str(address[0])) for family, _kind, _proto, _name, address in found)


def _is_own(family: int, address: str) -> bool:
    """Return whether ``address`` is loopback, or can be bound here."""
    if ipaddress.ip_address(address.partition("%")[0]).is_loopback:
        return True
    with socket.socket(family, socket.SOCK_STREAM) as trial:
        try:
            trial.bind((address, 0))
        except OSError:
            return False
    return True
