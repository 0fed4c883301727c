"""``bin/bench NAME… [--json FILE]``: run benchmarks in order, print their tables, write their figures."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import msgspec

from tests.bench.host_info import host_info
from tests.bench.results import BenchResult, as_json, is_met, table, unmeasured
from tests.bench.workspace import Workspace

SOCKETS = ("fanout", "latency", "writes", "catchup", "storm", "memory", "scale", "flatness")
NAMES = (*SOCKETS, "dearest", "pages", "session", "moderation", "phone", "media")


def main(words: Sequence[str]) -> int:
    """Run the named benchmarks. Return 1 when a figure misses its goal or could not be measured, else 0."""
    asked = _read(words)
    names = NAMES if "all" in asked.names else asked.names
    outcomes: list[BenchResult] = []
    for name in names:
        with Workspace() as workspace:
            found = import_module(f"tests.bench.{name}").run(workspace)
        print(*map(table, found), sep="\n", flush=True)
        outcomes += found
    lacking = unmeasured(names, outcomes)
    print(*(f"not measured: {name}" for name in lacking), sep="\n", end="\n" * bool(lacking))
    if asked.json:
        facts = as_json(names, outcomes, host_info())
        asked.json.write_bytes(msgspec.json.format(msgspec.json.encode(facts)) + b"\n")
    all_met = all(is_met(*figure) for outcome in outcomes for figure in outcome.figures.items())
    return int(not all_met or bool(lacking))


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
