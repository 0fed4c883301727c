"""Plots as HTML figures: lines and bars are SVG that stretches; labels are HTML and keep their size."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import NamedTuple

from realtime.simulate.sentences import number
from settings.terminal import speaks_english

WIDTH, HEIGHT = 1000.0, 240.0
MOST_POINTS = 240
TICKS = 4
IN_SIGHT = 4  # a goal this many times above the data is not drawn: it would flatten the curve

# One value a second; None where there is none.
Values = Sequence[float | None]


@dataclass(frozen=True)
class Curve:
    """One curve. ``mark``: its CSS class, for the curve and its legend."""

    label: str
    values: Values
    mark: str


@dataclass(frozen=True)
class PlotAxis:
    """Maps values to positions between the edges of a plot: 0 is left or bottom, 1 is right or top."""

    ticks: list[float]
    most: float

    def at(self, value: float) -> float:
        """Return the position of ``value``, at most 1."""
        return min(value / self.most, 1.0) if self.most else 0.0


def axis(highest: float) -> PlotAxis:
    """Return an axis with round ticks from zero to at least ``highest``."""
    step = _round_step(max(highest, 1e-9) / TICKS)
    count = max(1, math.ceil(highest / step - 1e-9))
    return PlotAxis([step * tick for tick in range(count + 1)], step * count)


def _round_step(raw: float) -> float:
    power = 10.0 ** math.floor(math.log10(raw))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= raw * (1 - 1e-9))


def pooled(values: Values, width: int) -> list[float | None]:
    """Return the highest of each ``width`` values, so that no peak is smoothed away."""
    groups = (values[start : start + width] for start in range(0, len(values), width))
    return [max((value for value in group if value is not None), default=None) for group in groups]


class PlotLabels(NamedTuple):
    """The title of a plot, its caption, and the unit of its vertical axis."""

    title: str
    note: str
    unit: str


def over_time(
    words: PlotLabels, lines: Sequence[Curve], phases: Sequence[tuple[float, str]], goal: Curve | None = None
) -> str:
    """Draw curves over the seconds of the rehearsal, with its phases, and ``goal`` if it is near the data."""
    seconds = max(len(line.values) for line in lines)
    width = max(1, math.ceil(seconds / MOST_POINTS))
    drawn = [Curve(line.label, pooled(line.values, width), line.mark) for line in lines]
    highest = max((value for line in drawn for value in line.values if value is not None), default=0.0)
    wanted = goal.values[0] if goal else None
    is_in_sight = wanted is not None and highest > wanted / IN_SIGHT
    y, x = axis(max(highest, wanted or 0) if is_in_sight else highest), _time_axis(seconds)
    paths = [_walls(phases, seconds), *(_path(line, y, seconds / width) for line in drawn)]
    if goal and wanted is not None and is_in_sight:
        paths.append(_rule(y.at(wanted), goal.mark))
        drawn.append(goal)
    ways = [(x.at(tick), clock(tick)) for tick in x.ticks if tick <= seconds]
    return _figure(words, drawn, "".join(paths), y, ways, _names(phases, seconds), _key(phases))


def distribution(words: PlotLabels, buckets: Sequence[tuple[float, int]], p99: float) -> str:
    """Draw a histogram over milliseconds on a logarithmic axis, with a rule at ``p99``."""
    edges = _log_edges(buckets)
    counts = [0] * (len(edges) - 1)
    for most, count in buckets:
        counts[min(_slot(most, edges), len(counts) - 1)] += count
    y = axis(max(counts))
    wide = WIDTH / len(counts)
    bars = "".join(
        f'<rect class="bar" x="{index * wide + 1:.1f}" width="{wide - 2:.1f}"'
        f' y="{HEIGHT * (1 - y.at(count)):.1f}" height="{HEIGHT * y.at(count):.1f}"/>'
        for index, count in enumerate(counts)
    )
    whole = math.log(edges[-1] / edges[0])
    places = [(math.log(edge / edges[0]) / whole, number(edge)) for edge in _few(edges)]
    at = math.log(p99 / edges[0]) / whole * WIDTH
    rule = f'<path class="goal" d="M{at:.1f} 0V{HEIGHT}"/>'
    return _figure(words, [], bars + rule, y, places)


def _log_edges(buckets: Sequence[tuple[float, int]]) -> list[float]:
    """Return edges that grow by the twelfth root of ten, from below the first bucket to above the last."""
    first = math.floor(math.log10(buckets[0][0]) * 12)
    last = math.ceil(math.log10(buckets[-1][0]) * 12 + 1e-9)
    return [10 ** (edge / 12) for edge in range(first, max(last, first + 1) + 1)]


def _slot(value: float, edges: Sequence[float]) -> int:
    return int((math.log10(value) - math.log10(edges[0])) * 12 + 1e-6)


def _few(edges: Sequence[float]) -> Sequence[float]:
    return edges[:: max(1, math.ceil(len(edges) / 6))]


def clock(seconds: float) -> str:
    """Format minutes and seconds."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def _time_axis(seconds: int) -> PlotAxis:
    steps = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)
    step = next((step for step in steps if seconds / step <= 6), 28800)
    return PlotAxis([float(tick) for tick in range(0, seconds + 1, step)], float(seconds))


def _path(line: Curve, y: PlotAxis, points: float) -> str:
    """Draw a curve with gaps where there are no values."""
    moves, is_on = [], False
    for index, value in enumerate(line.values):
        if value is not None:
            across, up = (index + 0.5) / points * WIDTH, HEIGHT * (1 - y.at(value))
            moves.append(f"{'L' if is_on else 'M'}{across:.1f} {up:.1f}{'' if is_on else 'h.1'}")
        is_on = value is not None
    return f'<path class="{line.mark}" d="{"".join(moves)}"/>'


def _rule(at: float, mark: str) -> str:
    return f'<path class="{mark}" d="M0 {HEIGHT * (1 - at):.1f}H{WIDTH}"/>'


def _walls(phases: Sequence[tuple[float, str]], seconds: int) -> str:
    places = (start / seconds * WIDTH for start, _title in phases if start > 0)
    return "".join(f'<path class="wall" d="M{place:.1f} 0V{HEIGHT}"/>' for place in places)


def _names(phases: Sequence[tuple[float, str]], seconds: int) -> str:
    ends = [start for start, _title in phases[1:]] + [float(seconds)]
    cells = (
        f'<li style="width:{(end - start) / seconds:.2%}"><span>{escape(title)}</span></li>'
        for (start, title), end in zip(phases, ends, strict=True)
    )
    return f'<ol class="phases">{"".join(cells)}</ol>'


def _key(phases: Sequence[tuple[float, str]]) -> str:
    """Repeat the names of the phases, for narrow screens where they do not fit above the curve."""
    return f'<ol class="key">{"".join(f"<li>{escape(title)}</li>" for _start, title in phases)}</ol>'


def _figure(
    words: PlotLabels,
    lines: Sequence[Curve],
    drawing: str,
    y: PlotAxis,
    ways: Sequence[tuple[float, str]],
    above: str = "",
    key: str = "",
) -> str:
    title, note, unit = map(escape, words)
    grid = "".join(_rule(y.at(tick), "grid") for tick in y.ticks)
    up = "".join(f'<span style="bottom:{y.at(tick):.2%}">{number_of(tick)}</span>' for tick in y.ticks)
    across = "".join(_way(place, text) for place, text in ways)
    signs = "".join(f'<li class="{line.mark}">{escape(line.label)}</li>' for line in lines)
    legend = f'<ul class="legend">{signs}</ul>' if len(lines) > 1 else ""
    return (
        f'<figure class="plot"><figcaption><h3>{title}</h3><p>{note}</p>{legend}{key}</figcaption>'
        f'<div class="frame"><p class="unit">{unit}</p>{above}'
        f'<div class="ground"><div class="up" aria-hidden="true">{up}</div>'
        f'<svg viewBox="0 0 {WIDTH:g} {HEIGHT:g}" preserveAspectRatio="none" role="img"'
        f' aria-label="{title}">{grid}{drawing}</svg></div>'
        f'<div class="across" aria-hidden="true">{across}</div></div></figure>'
    )


def _way(place: float, text: str) -> str:
    """Place a label under the plot, within its edges."""
    edge = ' class="first"' if place < 0.02 else ' class="last"' if place > 0.97 else ""
    return f'<span{edge} style="left:{place:.2%}">{escape(text)}</span>'


def number_of(tick: float) -> str:
    """Format a round figure without trailing zeros."""
    text = f"{tick:.2f}".rstrip("0").rstrip(".")
    return text if speaks_english() else text.replace(".", ",")
