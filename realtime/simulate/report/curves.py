"""The plots of the report, and their captions."""

from collections.abc import Iterator

from realtime.simulate.report import words as w
from realtime.simulate.report.plots import Curve, PlotLabels, distribution, over_time
from realtime.simulate.result import RehearsalResult
from realtime.simulate.sentences import number, troubles, whole


def curves(figures: RehearsalResult) -> Iterator[str]:
    """Yield the plots as HTML figures, from what people notice to what the machine does."""
    if not figures.series:
        return
    if figures.distribution:
        yield _latency(figures)
        yield _spread(figures)
    yield _deliveries(figures)
    yield _people(figures)
    if figures.server.cpu is None:
        yield _words_only(w.CPU(), w.UNKNOWN_COST())
    else:
        yield _cpu(figures)
        yield _memory(figures)
    yield _trouble(figures)


def _latency(figures: RehearsalResult) -> str:
    lines = [
        Curve(w.NEARLY_ALL(), [second.p99 for second in figures.series], "line hot"),
        Curve(w.HALF(), [second.p50 for second in figures.series], "line ink"),
    ]
    goal = Curve(w.GOAL(goal=number(figures.goal_ms)), [figures.goal_ms], "goal")
    return over_time(PlotLabels(w.LATENCY(), w.LATENCY_NOTE(), "ms"), lines, figures.phases, goal)


def _spread(figures: RehearsalResult) -> str:
    told = {name: number(getattr(figures.latency, name) or 0) for name in ("p50", "p95", "p99", "longest")}
    note = w.SPREAD_NOTE(count=whole(figures.latency.count), **told)
    return distribution(
        PlotLabels(w.SPREAD(), note, w.EACH_DELIVERY()), figures.distribution, figures.latency.p99 or 0
    )


def _deliveries(figures: RehearsalResult) -> str:
    lines = [Curve(w.EACH_SECOND(), [float(each.deliveries) for each in figures.series], "line area")]
    answer = number(figures.answers.p99 or 0)
    note = w.DELIVERIES_NOTE(
        written=whole(figures.written), deliveries=whole(figures.deliveries), answer=answer
    )
    return over_time(PlotLabels(w.DELIVERIES(), note, w.EACH_SECOND()), lines, figures.phases)


def _people(figures: RehearsalResult) -> str:
    lines = [Curve(w.SOCKETS(), [float(each.connected) for each in figures.series], "line ink")]
    counts = {name: figures.counts.get(f"{name[:-1]}", 0) for name in ("sleeps", "cuts", "closes")}
    pages = {"half": number(figures.pages.p50 or 0), "most": number(figures.pages.p95 or 0)}
    return over_time(
        PlotLabels(w.PEOPLE(), w.PEOPLE_NOTE(**counts, **pages), w.SOCKETS()), lines, figures.phases
    )


def _cpu(figures: RehearsalResult) -> str:
    lines = [
        Curve(w.SERVER(), [each.server_cpu for each in figures.series], "line hot"),
        Curve(w.SIMULATOR(), [each.simulator_cpu for each in figures.series], "line ink"),
        Curve(w.OTHERS(), [each.others_cpu for each in figures.series], "line quiet"),
    ]
    note = w.CPU_NOTE(
        cpu=number(figures.server.cpu or 0),
        busiest=number(figures.server.busiest or 0),
        cores=figures.machine.cores,
        simulator=number(figures.simulator.cpu),
    )
    return over_time(PlotLabels(w.CPU(), note, w.CORES()), lines, figures.phases)


def _memory(figures: RehearsalResult) -> str:
    lines = [Curve(w.MEMORY(), [each.server_mb for each in figures.series], "line area")]
    note = w.MEMORY_NOTE(mb=number(figures.server.mb or 0))
    return over_time(PlotLabels(w.MEMORY(), note, w.MIB()), lines, figures.phases)


def _trouble(figures: RehearsalResult) -> str:
    if not figures.errors:
        return _words_only(w.TROUBLE(), w.NO_TROUBLE())
    lines = [Curve(w.ERRORS_SECOND(), [float(each.errors) for each in figures.series], "line alarm")]
    note = " · ".join(troubles(figures.errors))
    return over_time(PlotLabels(w.TROUBLE(), note, w.ERRORS_SECOND()), lines, figures.phases)


def _words_only(title: str, note: str) -> str:
    return f'<figure class="plot"><figcaption><h3>{title}</h3><p>{note}</p></figcaption></figure>'
