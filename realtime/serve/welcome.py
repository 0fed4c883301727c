"""The welcome that ``bin/serve`` prints once the Hub is running."""

import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import segno

from realtime.serve import addresses, data_folder
from realtime.serve.options import ServeOptions
from realtime.serve.sentences import HERE, NEARBY, OPEN, ROLES, SCAN

Ways = Mapping[str, Mapping[str, str]]
WHITE_ON_BLACK, PLAIN = "\033[97;40m", "\033[0m"


def welcome(options: ServeOptions) -> str:
    """Return the addresses, the links of the demo if there is one, the QR code, and the closing sentence."""
    here = addresses.on_this_machine(options.host, options.port)
    nearby = addresses.nearby(options.host, options.port)
    ways = ways_in(options.data)
    blocks = [_places(here, nearby), _roles(ways, nearby or here)]
    if nearby:
        blocks.append(f"{SCAN()}\n\n{qr(nearby + _door(ways))}")
    blocks.append(OPEN(address=nearby or here))
    return "\n" + "\n\n".join(block for block in blocks if block) + "\n"


def ways_in(data: Path) -> Ways:
    """Return the links of the demo: by role, a ``path`` and other values. Empty without a demo."""
    path = data / data_folder.DEMO
    return json.loads(path.read_text()) if path.exists() else {}


def qr(address: str) -> str:
    """Return the address as a QR code of half blocks; black on white in any terminal."""
    drawn = io.StringIO()
    segno.make(address, micro=False, error="l").terminal(drawn, border=2, compact=True)
    lines = drawn.getvalue().splitlines()
    if sys.stdout.isatty():
        lines = [f"{WHITE_ON_BLACK}{line}{PLAIN}" for line in lines]
    return "\n".join(lines)


def _places(here: str, nearby: str | None) -> str:
    return _columns([(HERE(), here), *([(NEARBY(), nearby)] if nearby else [])])


def _roles(ways: Ways, base: str) -> str:
    return _columns([(ROLES[role](), " · ".join(_facts(ways[role], base))) for role in ROLES if role in ways])


def _facts(way: Mapping[str, str], base: str) -> Iterator[str]:
    for name, fact in way.items():
        yield base + fact if name == "path" else fact


def _door(ways: Ways) -> str:
    return ways.get("participant", {}).get("path", "/")


def _columns(rows: list[tuple[str, str]]) -> str:
    return "\n".join(f"  {label:<22}{value}" for label, value in rows)
