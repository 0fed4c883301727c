"""``bin/bench NAME… [--json FILE]``: run benches one after another, print tables, keep figures."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import msgspec

from realtime.bench.machine import machine
from realtime.bench.outcome import Outcome, as_json, is_met, table
from realtime.bench.scene import Scene

NAMES = ("fanout", "latency", "writes", "catchup", "storm", "memory", "scale", "flatness", "media")


def main(words: Sequence[str]) -> int:
    """Return 0, or 1 when a figure misses its goal."""
    asked = _read(words)
    outcomes: list[Outcome] = []
    for name in NAMES if "all" in asked.names else asked.names:
        with Scene() as scene:
            found = import_module(f"realtime.bench.{name}").run(scene)
        print(*map(table, found), sep="\n", flush=True)
        outcomes += found
    if asked.json:
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(as_json(outcomes, machine()))) + b"\n")
    return int(not all(is_met(*figure) for outcome in outcomes for figure in outcome.figures.items()))


def _read(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="bin/bench", description="Measure the service beside its peers, on this machine."
    )
    parser.add_argument(
        "names", nargs="+", choices=(*NAMES, "all"), metavar="NAME", help=", ".join((*NAMES, "all"))
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="keep figures, tables and machine there")
    return parser.parse_args(words)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
