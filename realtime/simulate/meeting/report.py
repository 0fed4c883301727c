"""The HTML report of a simulated rencontre, in one self-contained page."""

from collections.abc import Iterator
from datetime import datetime
from html import escape

from realtime.simulate.meeting import words as w
from realtime.simulate.meeting.result import MediaResult
from realtime.simulate.report import words as common
from realtime.simulate.report.page import typeset
from realtime.simulate.report.plots import Curve, PlotLabels, number_of, over_time
from realtime.simulate.report.style import style
from realtime.simulate.sentences import number, whole
from realtime.simulate.verdict import Verdict
from settings.terminal import speaks_english


def page(result: MediaResult, verdict: Verdict, day: datetime) -> str:
    """Return the whole HTML document, which loads nothing."""
    cautions = "".join(f"<li>{escape(caution)}</li>" for caution in verdict.cautions)
    parts = [
        _poster(result, verdict, day),
        f'<section class="proof">{_proof(result)}</section>',
        f'<section class="cautions"><h2>{common.CAUTIONS()}</h2><ul>{cautions}</ul></section>'
        * bool(cautions),
        f'<section class="curves">{"".join(_curves(result))}</section>',
        f'<section class="facts">{_method(result)}</section>',
    ]
    language = "en" if speaks_english() else "fr"
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(verdict.sentence)}</title>\n<style>\n{style()}</style>\n</head>\n"
        f"<body>\n<main>\n{typeset(''.join(parts))}\n</main>\n</body>\n</html>\n"
    )


def _poster(result: MediaResult, verdict: Verdict, day: datetime) -> str:
    about = w.ABOUT(
        people=result.people,
        minutes=number_of(result.seconds / 60),
        loss=number_of(result.loss * 100),
        seed=result.seed,
        day=day.strftime("%Y-%m-%d %H:%M"),
    )
    return (
        f'<header class="strip"><p>{common.HUB()}</p><p>{w.TITLE()}</p></header>'
        f'<section class="poster {"held" if verdict.held else "not-held"}">'
        f"<h1>{common.HELD() if verdict.held else common.HELD_NOT()}</h1>"
        f'<p class="sentence">{escape(verdict.sentence)}</p><p class="about">{escape(about)}</p></section>'
    )


def _proof(result: MediaResult) -> str:
    first = "–" if result.first.p95 is None else f"{number(result.first.p95)} <small>ms</small>"
    time = f'<div class="time"><dt>{w.FIRST_P95()}</dt><dd>{first}</dd></div>'
    cells = [
        (w.LOST(), whole(result.gaps), result.gaps > 0),
        (w.BLIND_COUNT(), whole(len(result.blind)), bool(result.blind)),
        (w.FREEZE(), number(result.longest_freeze), result.longest_freeze > 1),
    ]
    counts = "".join(
        f"<div{' class=wrong' * is_wrong}><dt>{label}</dt><dd>{figure}</dd></div>"
        for label, figure, is_wrong in cells
    )
    proved = w.PROVED(
        packets=whole(result.packets), people=whole(result.connected), repaired=whole(result.repaired)
    )
    return f'<dl>{time}{counts}</dl><p class="compared">{escape(proved)}</p>'


# The curves.


def _curves(result: MediaResult) -> Iterator[str]:
    if not result.series:
        return
    yield _packets(result)
    yield _loss(result)
    yield _jitter(result)
    yield _still(result)
    yield _inside(result)
    yield _cpu(result)


def _drawn(result: MediaResult, words: PlotLabels, *lines: Curve) -> str:
    return over_time(words, lines, [(0.0, "")])


def _of(result: MediaResult, name: str) -> list[float | None]:
    figures = (getattr(second, name) for second in result.series)
    return [None if figure is None else float(figure) for figure in figures]


def _packets(result: MediaResult) -> str:
    words = PlotLabels(w.PACKETS(), w.PACKETS_NOTE(), w.A_SECOND())
    lines = (
        Curve(w.OUT(), _of(result, "received"), "line hot"),
        Curve(w.IN(), _of(result, "sent"), "line ink"),
    )
    return _drawn(result, words, *lines)


def _loss(result: MediaResult) -> str:
    note = w.LOSS_NOTE(gaps=whole(result.gaps), repaired=whole(result.repaired))
    lines = (
        Curve(w.NEVER(), _of(result, "gaps"), "line alarm"),
        Curve(w.REPAIRED(), _of(result, "repaired"), "line ink"),
    )
    return _drawn(result, PlotLabels(w.LOSS(), note, w.A_SECOND()), *lines)


def _jitter(result: MediaResult) -> str:
    line = Curve("ms", _of(result, "jitter"), "line area")
    return _drawn(result, PlotLabels(w.JITTER(), w.JITTER_NOTE(), "ms"), line)


def _still(result: MediaResult) -> str:
    note = w.STILL_NOTE(
        freeze=number(result.longest_freeze),
        frames=number(result.frames),
        fewest=number(result.fewest_frames),
    )
    line = Curve(w.PICTURES(), _of(result, "frozen"), "line alarm")
    return _drawn(result, PlotLabels(w.STILL(), note, w.PICTURES()), line)


def _inside(result: MediaResult) -> str:
    note = w.INSIDE_NOTE(
        joins=number(result.joins.p95 or 0),
        media=number(result.media.p95 or 0),
        first=number(result.first.p95 or 0),
    )
    line = Curve(w.PEOPLE(), _of(result, "inside"), "line ink")
    return _drawn(result, PlotLabels(w.INSIDE(), note, w.PEOPLE()), line)


def _cpu(result: MediaResult) -> str:
    if result.server.media is None:
        caption = f"<figcaption><h3>{w.CPU()}</h3><p>{w.UNKNOWN_COST()}</p></figcaption>"
        return f'<figure class="plot">{caption}</figure>'
    note = w.CPU_NOTE(
        media=number(result.server.media),
        busiest=number(result.server.busiest or result.server.media),
        simulator=number(result.simulator.cpu),
    )
    lines = (
        Curve(w.MEDIA(), _of(result, "media_cpu"), "line hot"),
        Curve(w.ALL(), _of(result, "house_cpu"), "line ink"),
        Curve(w.CROWD_CPU(), _of(result, "simulator_cpu"), "line quiet"),
    )
    return _drawn(result, PlotLabels(w.CPU(), note, w.CORES_UNIT()), *lines)


def _method(result: MediaResult) -> str:
    machine = common.MACHINE_FACTS(
        processor=result.machine.processor,
        cores=result.machine.cores,
        system=result.machine.system,
        python=result.machine.python,
        servers=common.ELSEWHERE() if result.server.media is None else result.mode,
        players=common.PLAYERS(count=result.simulator.processes),
    )
    return (
        f"<div><h2>{w.METHOD()}</h2><p>{w.METHOD_WORDS()}</p>"
        f"<h2>{common.MACHINE()}</h2><p>{escape(machine)}</p></div>"
    )
