"""Computes the figures of a rehearsal from the reports of all processes."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from realtime.simulate.latency import Histogram, LatencyRecorder, longest, quantile
from realtime.simulate.process_messages import PeopleReport, Progress
from realtime.simulate.rehearsal import RehearsalPlan, RehearsalRecord
from realtime.simulate.result import (
    Durations,
    OtherCost,
    RehearsalResult,
    RehearsalSecond,
    ServerCost,
    SimulatorCost,
    SlowPhones,
)
from realtime.simulate.sampling import Load, Sample, machine_info
from realtime.simulate.scenario import timeline
from realtime.simulate.session_verification import session_result
from realtime.simulate.verification import found_faults

BUSIEST = 5  # seconds
FAULTS_TOLD = 100
MIB = 2**20

Key = TypeVar("Key")
Samples = Mapping[int, Sample]


def result_of(plan: RehearsalPlan, record: RehearsalRecord) -> RehearsalResult:
    """Compute every figure of ``record``."""
    played, faults = record.played, found_faults(record.played, record.logs)
    histograms = merged_histograms(played, record.begins)
    whole = _sum(histograms.values())
    kinds = Counter(fault.kind for fault in faults)
    server, simulator = _server(record), _simulator(record.progress)
    return RehearsalResult(
        rooms=plan.rooms,
        people=plan.people,
        seconds=plan.seconds,
        scenario=plan.scenario_name,
        seed=plan.seed,
        goal_ms=plan.goal_ms,
        expected=record.people,
        came=record.people - sum(each.absent for each in played),
        unanswered=sum(each.unanswered for each in played),
        stranded=sum(each.stranded for each in played),
        latency=durations(whole),
        pages=_pages(played),
        answers=durations(_sum(Counter(each.answers) for each in played)),
        lost=kinds["lost"],
        doubled=kinds["doubled"],
        disordered=kinds["disordered"],
        altered=kinds["altered"],
        compared=sum(len(each.seqs) // 8 for one in played for each in one.feeds),
        faults=faults[:FAULTS_TOLD],
        deliveries=_deliveries(played),
        written=sum(sum(each.written.values()) for each in played),
        counts=dict(_sum(Counter(each.counts) for each in played)),
        closes=dict(_sum(Counter(each.closes) for each in played)),
        errors=dict(_sum(Counter(errors) for each in played for errors in each.errors.values())),
        server=server,
        simulator=simulator,
        others=_others(record, server, simulator),
        machine=machine_info(),
        phases=[
            (scheduled.starts, scheduled.phase.title) for scheduled in timeline(plan.scenario, plan.seconds)
        ],
        series=_series(record, histograms),
        session=session_result(played),
        slow_phones=_slow_phones(plan, record),
        distribution=[(round(longest(bucket), 3), whole[bucket]) for bucket in sorted(whole)],
    )


def _slow_phones(plan: RehearsalPlan, record: RehearsalRecord) -> SlowPhones | None:
    if not plan.slow_phones:
        return None
    played = [each.of_slow_phones() for each in record.played]
    heard = _sum(merged_histograms(played, record.begins).values())
    people = plan.rooms * plan.people * plan.slow_phones // 100
    return SlowPhones(people, durations(heard), _pages(played))


def _pages(played: Sequence[PeopleReport]) -> Durations:
    return durations(_sum(Counter(each.pages) for each in played))


def durations(histogram: Histogram) -> Durations:
    """Summarise ``histogram``."""
    p50, p95, p99, most = (_rounded(quantile(histogram, share)) for share in (0.5, 0.95, 0.99, 1.0))
    return Durations(histogram.total(), p50, p95, p99, most)


def merged_histograms(played: Sequence[PeopleReport], begins: float) -> dict[int, Histogram]:
    """Merge the histograms by second, adding deliveries whose sender and receiver were in different
    processes."""
    recorder = LatencyRecorder(begins)
    for each in played:
        for second, histogram in each.histograms.items():
            recorder.histograms[second].update(histogram)
        recorder.sent.update(each.sent)
    for position, pairs in ((position, pairs) for each in played for position, pairs in each.waiting):
        if position in recorder.sent:
            recorder.waiting[position] = array("d", pairs)
            recorder.was_sent(position, recorder.sent[position])
    return recorder.histograms


def _sum(counters: Iterable[Counter[Key]]) -> Counter[Key]:
    whole: Counter[Key] = Counter()
    for each in counters:
        whole.update(each)
    return whole


def _series(record: RehearsalRecord, histograms: dict[int, Histogram]) -> list[RehearsalSecond]:
    told = {each.second for progress in record.progress for each in progress}
    heard = {second for each in record.played for second in each.deliveries}
    seconds = range(max(told | heard, default=0) + 1)
    return [_second(record, second, histograms.get(second, Counter())) for second in seconds]


def _second(record: RehearsalRecord, second: int, histogram: Histogram) -> RehearsalSecond:
    played = record.played
    sample = record.samples.get(second)
    cpu = _servers_between(record.samples, second, second + 1)
    simulator = sum(_cpu_at(told, second) for told in record.progress)
    busy = _between(record.samples, second, second + 1, lambda load: load.busy)
    return RehearsalSecond(
        second=second,
        p50=_rounded(quantile(histogram, 0.5)),
        p99=_rounded(quantile(histogram, 0.99)),
        deliveries=sum(each.deliveries.get(second, 0) for each in played),
        written=sum(each.written.get(second, 0) for each in played),
        connected=sum(each.connected.get(second, 0) for each in played),
        errors=sum(sum(each.errors.get(second, {}).values()) for each in played),
        server_cpu=_rounded(cpu),
        server_mb=_rounded(sample.servers.memory / MIB) if sample and sample.servers else None,
        simulator_cpu=round(simulator, 3),
        others_cpu=None if busy is None or cpu is None else _rounded(max(0.0, busy - cpu - simulator)),
    )


def _servers_between(samples: Samples, start: int, end: int) -> float | None:
    """Return the cores that the servers used between two seconds; None without a sample of both."""
    before, after = (samples.get(second) for second in (start, end))
    if not before or not after or not before.servers or not after.servers:
        return None
    return (after.servers.cpu - before.servers.cpu) / (end - start)


def _between(samples: Samples, start: int, end: int, what: Callable[[Load], float]) -> float | None:
    """Return the same for a counter of the whole machine."""
    before, after = (samples.get(second) for second in (start, end))
    if not before or not after or not before.machine or not after.machine:
        return None
    return (what(after.machine) - what(before.machine)) / (end - start)


def _cpu_at(told: Sequence[Progress], second: int) -> float:
    return sum(each.cpu for each in told if each.second == second)


def _deliveries(played: Sequence[PeopleReport]) -> int:
    return sum(sum(each.deliveries.values()) for each in played)


def _server(record: RehearsalRecord) -> ServerCost:
    samples, processes, deliveries = record.samples, record.servers, _deliveries(record.played)
    first, last = _ends(samples)
    cpu = _servers_between(samples, first, last) if last > first else None
    if cpu is None:
        return ServerCost(processes, None, None, None, None)
    spans = (_servers_between(samples, second, second + BUSIEST) for second in samples)
    return ServerCost(
        processes=processes,
        cpu=_rounded(cpu),
        busiest=_rounded(max((span for span in spans if span is not None), default=cpu)),
        mb=_rounded(max(each.servers.memory for each in samples.values() if each.servers) / MIB),
        us_per_delivery=_rounded(cpu * (last - first) / deliveries * 1e6) if deliveries else None,
    )


def _others(record: RehearsalRecord, server: ServerCost, simulator: SimulatorCost) -> OtherCost:
    first, last = _ends(record.samples)
    if server.cpu is None:
        return OtherCost(None, None)
    busy = _between(record.samples, first, last, lambda load: load.busy)
    disk = _between(record.samples, first, last, lambda load: load.disk)
    cpu = None if busy is None else max(0.0, busy - server.cpu - simulator.cpu)
    return OtherCost(_rounded(cpu), _rounded(disk))


def _ends(samples: Samples) -> tuple[int, int]:
    return min(samples, default=0), max(samples, default=0)


def _simulator(progress: Sequence[Sequence[Progress]]) -> SimulatorCost:
    lateness = sorted(each.late * 1000 for told in progress for each in told)
    everything = [each.cpu for told in progress for each in told]
    return SimulatorCost(
        processes=len(progress),
        cpu=round(sum(everything) / max(map(len, progress), default=1), 3) if everything else 0.0,
        busiest=round(max((_busiest(told) for told in progress), default=0.0), 3),
        late_ms=round(lateness[int(len(lateness) * 0.95)], 1) if lateness else 0.0,
    )


def _busiest(told: Sequence[Progress]) -> float:
    cpu = [each.cpu for each in told]
    spans = [cpu[start : start + BUSIEST] for start in range(max(1, len(cpu) - BUSIEST + 1))]
    return max((sum(span) / len(span) for span in spans if span), default=0.0)


def _rounded(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 3)
