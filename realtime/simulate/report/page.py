"""The report's page: the verdict as a poster, then the verification, then the curves."""

import re
from collections.abc import Iterable
from datetime import datetime
from html import escape

from realtime.simulate.capacity import CapacityStep, RehearsalOutcome
from realtime.simulate.received_log import Fault
from realtime.simulate.report import words as w
from realtime.simulate.report.curves import curves
from realtime.simulate.report.plots import number_of
from realtime.simulate.report.style import style
from realtime.simulate.result import RehearsalResult
from realtime.simulate.sentences import number, whole
from settings.terminal import Sentence, speaks_english

FAULTS_SHOWN = 20
# Only in text, never inside a tag, where a space separates attributes.
_TORN = re.compile(r"(?:(?<=\d) (?=[^\W\d])|(?<=«) | (?=[»;:?!%]))(?![^<>]*>)")


def page(outcome: RehearsalOutcome, day: datetime) -> str:
    """Return the whole HTML document, which loads nothing."""
    figures = outcome.figures
    parts = [
        _poster(outcome, day),
        _faults(figures),
        _cautions(outcome.verdict.cautions),
        _steps(outcome.steps),
        f'<section class="curves">{"".join(curves(figures))}</section>',
        f'<section class="facts">{_played(figures)}{_method(figures)}</section>',
    ]
    language = "en" if speaks_english() else "fr"
    body = typeset("".join(parts))
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(outcome.verdict.sentence)}</title>\n<style>\n{style()}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def typeset(html: str) -> str:
    """Put no-break spaces between signs and their words, and between figures and their units."""
    return _TORN.sub("\u00a0", html)


def _poster(outcome: RehearsalOutcome, day: datetime) -> str:
    figures, verdict = outcome.figures, outcome.verdict
    about = w.SCENARIO(
        name=figures.scenario,
        minutes=number_of(figures.seconds / 60),
        seed=figures.seed,
        day=day.strftime("%Y-%m-%d %H:%M"),
    )
    return (
        f'<header class="strip"><p>{w.HUB()}</p><p>{w.TITLE()}</p></header>'
        f'<section class="poster {"held" if verdict.held else "not-held"}">'
        f"<h1>{_headline(outcome)}</h1>"
        f'<p class="sentence">{escape(verdict.sentence)}</p><p class="about">{escape(about)}</p></section>'
        f'<section class="proof">{_proof(figures)}</section>'
    )


def _headline(outcome: RehearsalOutcome) -> str:
    if not outcome.verdict.held:
        return w.HELD_NOT()
    figures = outcome.figures
    return w.SO_MANY(people=whole(figures.rooms * figures.people)) if outcome.steps else w.HELD()


def _proof(figures: RehearsalResult) -> str:
    p99 = figures.latency.p99
    time = f'<div class="time"><dt>{w.P99()}</dt><dd>{_milliseconds(p99)}</dd></div>'
    counted = [(w.LOST, figures.lost), (w.DOUBLED, figures.doubled), (w.DISORDERED, figures.disordered)]
    if figures.altered:
        counted.append((w.ALTERED, figures.altered))
    cells = "".join(_count(label, count) for label, count in counted)
    compared = w.COMPARED(compared=whole(figures.compared), came=whole(figures.came))
    return f'<dl>{time}{cells}</dl><p class="compared">{escape(compared)}</p>'


def _milliseconds(figure: float | None) -> str:
    return "–" if figure is None else f"{number(figure)} <small>ms</small>"


def _count(label: Sentence, count: int) -> str:
    mark = ' class="wrong"' if count else ""
    return f"<div{mark}><dt>{label()}</dt><dd>{whole(count)}</dd></div>"


def _faults(figures: RehearsalResult) -> str:
    if not figures.faults:
        return ""
    rows = "".join(_fault(fault) for fault in figures.faults[:FAULTS_SHOWN])
    return f'<section class="steps"><h2>{w.FAULTS()}</h2><table>{rows}</table></section>'


def _fault(fault: Fault) -> str:
    where = w.FAULT(seq=whole(fault.seq), room=fault.room)
    who = fault.who or w.THE_LOG()
    return f'<tr><th scope="row">{escape(who)}</th><td>{where}</td><td>{w.KINDS[fault.kind]()}</td></tr>'


def _cautions(cautions: list[str]) -> str:
    if not cautions:
        return ""
    lines = "".join(f"<li>{escape(caution)}</li>" for caution in cautions)
    return f'<section class="cautions"><h2>{w.CAUTIONS()}</h2><ul>{lines}</ul></section>'


def _steps(steps: list[CapacityStep]) -> str:
    if not steps:
        return ""
    rows = "".join(_step(step) for step in sorted(steps, key=lambda step: step.people))
    head = f'<tr><th scope="col">{w.STEP_PEOPLE()}</th><th scope="col">p99</th><td></td></tr>'
    return f'<section class="steps"><h2>{w.STEPS()}</h2><table>{head}{rows}</table></section>'


def _step(step: CapacityStep) -> str:
    held = step.verdict.held
    return (
        f'<tr class="{"held" if held else "not-held"}"><th scope="row">{whole(step.people)}</th>'
        f"<td>{_milliseconds(step.result.latency.p99)}</td>"
        f"<td>{w.STEP_HELD() if held else w.STEP_HELD_NOT()}</td></tr>"
    )


def _played(figures: RehearsalResult) -> str:
    acts = [(w.ACTS[name](), figures.counts[name]) for name in w.ACTS if figures.counts.get(name)]
    closes = [(w.CLOSED_WITH(code=code), count) for code, count in sorted(figures.closes.items())]
    return f"<div><h2>{w.PLAYED()}</h2><table>{_rows([*acts, *closes])}</table></div>"


def _rows(facts: Iterable[tuple[str, int]]) -> str:
    return "".join(f'<tr><th scope="row">{escape(name)}</th><td>{whole(n)}</td></tr>' for name, n in facts)


def _method(figures: RehearsalResult) -> str:
    machine = w.MACHINE_FACTS(
        processor=figures.machine.processor,
        cores=figures.machine.cores,
        system=figures.machine.system,
        python=figures.machine.python,
        servers=w.SERVERS(count=figures.server.processes) if figures.server.processes else w.ELSEWHERE(),
        players=w.PLAYERS(count=figures.simulator.processes),
    )
    return (
        f"<div><h2>{w.METHOD()}</h2><p>{w.METHOD_WORDS()}</p>"
        f"<h2>{w.MACHINE()}</h2><p>{escape(machine)}</p></div>"
    )
