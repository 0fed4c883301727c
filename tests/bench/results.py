"""The results of a benchmark: a table to read, and figures to compare with their goals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

# The goal of each figure, by benchmark. A figure without a goal is only reported.
GOALS_BY_BENCH: dict[str, dict[str, tuple[str, float]]] = {
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
    "dearest": {"dearest_request_ms": ("<", 50)},
    "pages": {
        "page_vs_empty": ("≤", 1.5),
        "page_fresh_vs_empty": ("≤", 2),
        "empty_vs_live": ("≤", 1.8),
        "fragment_storm": ("≤", 1),
        "events_beside_pages": ("≤", 1.5),
    },
    "phone": {
        "phone_http2_words_s": ("≤", 3),
        "phone_http2_live_s": ("≤", 4.5),
        "phone_http2_live_again_s": ("≤", 2.5),
        "phone_http2_requests": ("≤", 25),
        "phone_http2_script_style_kib": ("≤", 60),
        "phone_http2_moved": ("≤", 0),
        "phone_words_s": ("≤", 3),
        "phone_live_s": ("≤", 4.5),
        "phone_live_again_s": ("≤", 2.5),
        "phone_requests": ("≤", 25),
        "phone_script_style_kib": ("≤", 60),
        "phone_moved": ("≤", 0),
    },
    "session": {
        "phase_change_p99_ms": ("<", 250),
        "phase_late_p99_ms": ("≤", 250),
        "clock_p99_ms": ("≤", 100),
        "reveal_s": ("≤", 3),
    },
    "moderation": {"desk_p99_ms": ("<", 250), "decision_p99_ms": ("<", 250)},
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
GOALS = {name: goal for goals in GOALS_BY_BENCH.values() for name, goal in goals.items()}


@dataclass(frozen=True)
class Spread:
    """The median of several rounds, and the lowest and highest of them."""

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Sequence[float]) -> "Spread":
        return cls(median(values), min(values), max(values))

    def __str__(self) -> str:
        return f"{self.middle:.3g} ({self.low:.3g} – {self.high:.3g})"


@dataclass
class BenchResult:
    """``rows``: the measured values, one row a server; ``figures``: by the name of their goal.

    ``skipped``: what could not be measured, and why; ``note``: what one must know to compare the rows.
    """

    title: str
    rows: dict[str, dict[str, Spread]] = field(default_factory=dict)
    figures: dict[str, float] = field(default_factory=dict)
    skipped: dict[str, str] = field(default_factory=dict)
    note: str = ""


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios by round: a machine that slows down affects both sides."""
    return median(one / other for one, other in zip(ours, theirs, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the value that ``percent`` of ``values`` do not exceed."""
    ranked = sorted(values)
    return ranked[min(len(ranked) - 1, int(len(ranked) * percent / 100))]


def percentiles(waits: Sequence[float]) -> dict[str, Spread]:
    """Return a row of milliseconds: the middle, the 99th percentile and the worst."""
    return {f"p{share} ms": Spread.of([percentile(waits, share)]) for share in (50, 99, 100)}


def is_met(name: str, value: float) -> bool:
    """Return whether a figure meets its goal; one without a goal always does."""
    sign, goal = GOALS.get(name, ("", 0.0))
    return {"≤": value <= goal, "≥": value >= goal, "<": value < goal, "": True}[sign]


def unmeasured(benches: Iterable[str], outcomes: Sequence[BenchResult]) -> list[str]:
    """Return the goals of ``benches`` that have no figure, since a peer or a program was missing."""
    told = {name for outcome in outcomes for name in outcome.figures}
    return [name for bench in benches for name in GOALS_BY_BENCH.get(bench, ()) if name not in told]


def table(outcome: BenchResult) -> str:
    """Format as plain text: title, rows, figures with their goals, what was skipped, the note."""
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
    benches: Iterable[str], outcomes: Sequence[BenchResult], machine: Mapping[str, object]
) -> dict[str, object]:
    """Return the ``figures`` of all benchmarks, their tables, and the machine."""
    return {
        "figures": {name: value for outcome in outcomes for name, value in outcome.figures.items()},
        "missed": [n for outcome in outcomes for n, v in outcome.figures.items() if not is_met(n, v)],
        "unmeasured": unmeasured(benches, outcomes),
        "skipped": {name: why for outcome in outcomes for name, why in outcome.skipped.items()},
        "tables": {outcome.title: outcome.rows for outcome in outcomes},
        "notes": {outcome.title: outcome.note for outcome in outcomes if outcome.note},
        "machine": machine,
    }
