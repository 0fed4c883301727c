"""What a bench found: a table for people, and figures for the goals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

# What each figure must be, from the issue that asked for it; a figure that is not here is told only.
ASKED: dict[str, dict[str, tuple[str, float]]] = {
    "fanout": {
        "fanout_vs_channels": ("≤", 1 / 20),
        "fanout_vs_socketio": ("≤", 0.75),
        "fanout_vs_ws": ("≤", 0.9),
        "fanout_vs_send_loop": ("≤", 1.3),
        "batched_vs_socketio": ("≥", 5),
    },
    "latency": {"latency_p99_vs_ws": ("≤", 1.5)},
    "memory": {"socket_kb": ("<", 40)},
    "storm": {"storm_s": ("<", 5)},
    "catchup": {"catchup_p95_ms": ("<", 100)},
    "writes": {
        "writes_sqlite": ("≥", 300),
        "writes_sqlite_p99_ms": ("<", 150),
        "writes_postgres": ("≥", 500),
        "writes_postgres_p99_ms": ("<", 150),
    },
    "flatness": {"crowd_flatness": ("≥", 0.85)},
    "media": {
        "forwarder_core_30x9": ("≤", 0.35),
        "forwarder_core_30x29": ("≤", 0.6),
        "forwarder_vs_janus": ("≤", 1),
        "forwarder_gaps": ("≤", 0),
        "forwarder_gaps_30x29": ("≤", 0),
        "forwarder_gaps_100x8": ("≤", 0),
        "loss_frames_per_second": ("≥", 13),
        "loss_longest_freeze_s": ("≤", 1),
        "signal_flood_p99_ms": ("<", 100),
        "meeting_back_s": ("≤", 5),
        "first_frame_p95_ms": ("<", 1500),
    },
}
GOALS = {name: goal for goals in ASKED.values() for name, goal in goals.items()}


@dataclass(frozen=True)
class Spread:
    """The middle of several rounds, and the lowest and highest of them."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{self.middle:.3g} ({self.low:.3g} – {self.high:.3g})"


@dataclass
class Outcome:
    """``rows``: what was measured, one row a contender; ``figures``: by the name of their goal.

    ``skipped``: who could not be measured, and why; ``note``: what one must know to compare the rows.
    """

    title: str
    rows: dict[str, dict[str, Spread]] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    note: str = ""


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """The middle of the ratios round by round: a machine that drifts takes both along."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that ``percent`` of ``values`` do not pass."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]


def is_met(name: str, value: float) -> bool:
    """Whether a figure is as its goal asks; one without a goal always is."""
    sign, goal = GOALS.get(name, ("", 0.0))
    return {"≤": value <= goal, "≥": value >= goal, "<": value < goal, "": True}[sign]


def unmeasured(benches: Iterable[str], outcomes: Sequence[Outcome]) -> list[str]:
    """The goals of ``benches`` for which there is no figure: a peer or a program was not to be had."""
    told = {name for outcome in outcomes for name in outcome.figures}
    return [name for bench in benches for name in ASKED.get(bench, ()) if name not in told]


def table(outcome: Outcome) -> str:
    """Plain text for the terminal: title, rows, figures with their goals, who was skipped, the note."""
    columns = list(dict.fromkeys(name for row in outcome.rows.values() for name in row))
    lines = [["", *columns]]
    lines += [[name, *(str(row.get(column, "")) for column in columns)] for name, row in outcome.rows.items()]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    text = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines]
    text += [_verdict(name, value) for name, value in outcome.figures.items()]
    text += [f"skipped: {name}, {reason}" for name, reason in outcome.skipped.items()]
    text += [outcome.note] * bool(outcome.note)
    return "\n".join([f"── {outcome.title}", *(line.rstrip() for line in text), ""])


def _verdict(name: str, value: float) -> str:
    if name not in GOALS:
        return f"{name} = {value:.3g}"
    sign, goal = GOALS[name]
    return f"{name} = {value:.3g} ({sign} {goal:.3g}: {'met' if is_met(name, value) else 'MISSED'})"


def as_json(
    benches: Iterable[str], outcomes: Sequence[Outcome], machine: Mapping[str, object]
) -> dict[str, object]:
    """``figures`` of all benches in one place, the tables beside them, and where it was."""
    return {
        "figures": {name: value for outcome in outcomes for name, value in outcome.figures.items()},
        "missed": [n for outcome in outcomes for n, v in outcome.figures.items() if not is_met(n, v)],
        "unmeasured": unmeasured(benches, outcomes),
        "skipped": {name: why for outcome in outcomes for name, why in outcome.skipped.items()},
        "tables": {outcome.title: outcome.rows for outcome in outcomes},
        "notes": {outcome.title: outcome.note for outcome in outcomes if outcome.note},
        "machine": machine,
    }
