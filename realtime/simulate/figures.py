"""From what every process tells to the figures of a rehearsal."""

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from realtime.simulate.latency import Histogram, Ledger, longest, quantile
from realtime.simulate.proof import found_faults
from realtime.simulate.rehearsal import Evening, Plan
from realtime.simulate.result import Durations, Others, Result, Second, Server, Simulator
from realtime.simulate.sampling import Load, Sample, machine
from realtime.simulate.scenario import timeline
from realtime.simulate.telling import Played, Progress

BUSIEST = 5  # seconds
FAULTS_TOLD = 100
MIB = 2**20

Key = TypeVar("Key")
Samples = Mapping[int, Sample]


def result_of(plan: Plan, evening: Evening) -> Result:
    """Every figure of ``evening``."""
    played, faults = evening.played, found_faults(evening.played, evening.logs)
    histograms = merged_histograms(played, evening.begins)
    whole = _sum(histograms.values())
    kinds = Counter(fault.kind for fault in faults)
    server, simulator = _server(evening), _simulator(evening.progress)
    return Result(
        rooms=plan.rooms,
        people=plan.people,
        seconds=plan.seconds,
        scenario=plan.scenario_name,
        seed=plan.seed,
        goal_ms=plan.goal_ms,
        expected=evening.people,
        came=evening.people - sum(each.absent for each in played),
        unanswered=sum(each.unanswered for each in played),
        stranded=sum(each.stranded for each in played),
        latency=durations(whole),
        pages=durations(_sum(Counter(each.pages) for each in played)),
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
        others=_others(evening, server, simulator),
        machine=machine(),
        phases=[(scene.starts, scene.phase.title) for scene in timeline(plan.scenario, plan.seconds)],
        series=_series(evening, histograms),
        distribution=[(round(longest(bucket), 3), whole[bucket]) for bucket in sorted(whole)],
    )


def durations(histogram: Histogram) -> Durations:
    """What is told of ``histogram``."""
    p50, p95, p99, most = (_rounded(quantile(histogram, share)) for share in (0.5, 0.95, 0.99, 1.0))
    return Durations(histogram.total(), p50, p95, p99, most)


def merged_histograms(played: Sequence[Played], begins: float) -> dict[int, Histogram]:
    """By second, those of all processes, and what one heard of what was sent from another."""
    ledger = Ledger(begins)
    for each in played:
        for second, histogram in each.histograms.items():
            ledger.histograms[second].update(histogram)
        ledger.sent.update(each.sent)
    for place, pairs in ((place, pairs) for each in played for place, pairs in each.waiting):
        if place in ledger.sent:
            ledger.waiting[place] = array("d", pairs)
            ledger.was_sent(place, ledger.sent[place])
    return ledger.histograms


def _sum(counters: Iterable[Counter[Key]]) -> Counter[Key]:
    whole: Counter[Key] = Counter()
    for each in counters:
        whole.update(each)
    return whole


def _series(evening: Evening, histograms: dict[int, Histogram]) -> list[Second]:
    told = {each.second for progress in evening.progress for each in progress}
    heard = {second for each in evening.played for second in each.deliveries}
    seconds = range(max(told | heard, default=0) + 1)
    return [_second(evening, second, histograms.get(second, Counter())) for second in seconds]


def _second(evening: Evening, second: int, histogram: Histogram) -> Second:
    played = evening.played
    sample = evening.samples.get(second)
    cpu = _servers_between(evening.samples, second, second + 1)
    simulator = sum(_cpu_at(told, second) for told in evening.progress)
    busy = _between(evening.samples, second, second + 1, lambda load: load.busy)
    return Second(
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
    """Cores that the servers took between two seconds; None where one of them was not seen."""
    before, after = (samples.get(second) for second in (start, end))
    if not before or not after or not before.servers or not after.servers:
        return None
    return (after.servers.cpu - before.servers.cpu) / (end - start)


def _between(samples: Samples, start: int, end: int, what: Callable[[Load], float]) -> float | None:
    """As ``_servers_between``, of the whole machine."""
    before, after = (samples.get(second) for second in (start, end))
    if not before or not after or not before.machine or not after.machine:
        return None
    return (what(after.machine) - what(before.machine)) / (end - start)


def _cpu_at(told: Sequence[Progress], second: int) -> float:
    return sum(each.cpu for each in told if each.second == second)


def _deliveries(played: Sequence[Played]) -> int:
    return sum(sum(each.deliveries.values()) for each in played)


def _server(evening: Evening) -> Server:
    samples, processes, deliveries = evening.samples, evening.servers, _deliveries(evening.played)
    first, last = _ends(samples)
    cpu = _servers_between(samples, first, last) if last > first else None
    if cpu is None:
        return Server(processes, None, None, None, None)
    spans = (_servers_between(samples, second, second + BUSIEST) for second in samples)
    return Server(
        processes=processes,
        cpu=_rounded(cpu),
        busiest=_rounded(max((span for span in spans if span is not None), default=cpu)),
        mb=_rounded(max(each.servers.memory for each in samples.values() if each.servers) / MIB),
        us_per_delivery=_rounded(cpu * (last - first) / deliveries * 1e6) if deliveries else None,
    )


def _others(evening: Evening, server: Server, simulator: Simulator) -> Others:
    first, last = _ends(evening.samples)
    if server.cpu is None:
        return Others(None, None)
    busy = _between(evening.samples, first, last, lambda load: load.busy)
    disk = _between(evening.samples, first, last, lambda load: load.disk)
    cpu = None if busy is None else max(0.0, busy - server.cpu - simulator.cpu)
    return Others(_rounded(cpu), _rounded(disk))


def _ends(samples: Samples) -> tuple[int, int]:
    return min(samples, default=0), max(samples, default=0)


def _simulator(progress: Sequence[Sequence[Progress]]) -> Simulator:
    lateness = sorted(each.late * 1000 for told in progress for each in told)
    everything = [each.cpu for told in progress for each in told]
    return Simulator(
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
