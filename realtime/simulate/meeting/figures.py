"""Computes the figures of a simulated rencontre from the reports of all processes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from statistics import median

from realtime.simulate.figures import BUSIEST, MIB
from realtime.simulate.meeting.plan import SimulatedMeeting
from realtime.simulate.meeting.process_messages import GuestReport, GuestsProgress, StreamReport
from realtime.simulate.meeting.rehearsal import MeetingRecord
from realtime.simulate.meeting.result import MediaResult, MediaSecond, MediaServerCost, MissingPictures
from realtime.simulate.result import Durations, SimulatorCost
from realtime.simulate.sampling import Sample, machine_info

USUAL = frozenset({"joined", "closed: 1000", "closed: 1001"})


def result_of(plan: SimulatedMeeting, record: MeetingRecord) -> MediaResult:
    """Compute every figure of ``record``."""
    guests = sorted((guest for seen in record.seen for guest in seen.guests), key=lambda guest: guest.number)
    seconds = max((seen.seconds for seen in record.seen), default=0.0)
    pictures = [each for guest in guests for each in guest.pictures if each.person is not None]
    streams = [each for guest in guests for each in (*guest.pictures, *guest.voices)]
    steady = [each for each in pictures if not each.waited[1:]]  # streams that showed one person all the time
    rates = [each.frames / seconds for each in steady or pictures] if seconds else []
    return MediaResult(
        people=plan.people,
        cameras=plan.cameras,
        speaking=plan.speaking,
        tiles=plan.tiles,
        seconds=plan.seconds,
        loss=plan.loss,
        seed=plan.seed,
        goal_ms=plan.goal_ms,
        mode=next((guest.mode for guest in guests if guest.mode), ""),
        came=sum(guest.joined_ms is not None and not guest.left for guest in guests),
        connected=sum(guest.connected_ms is not None for guest in guests),
        joins=durations(guest.joined_ms for guest in guests),
        media=durations(guest.connected_ms for guest in guests),
        first=durations(guest.seen_ms for guest in guests),
        changes=durations(1000 * each for stream in pictures for each in stream.waited[1:]),
        blind=[blind for guest in guests if (blind := _blind(plan, guest))],
        pictures=len(pictures),
        packets=sum(each.packets for each in streams),
        gaps=sum(each.gaps for each in streams),
        repaired=sum(each.repaired for each in streams),
        replayed=sum(guest.replayed for guest in guests),
        broken=sum(guest.broken for guest in guests),
        unsent=sum(guest.unsent for guest in guests),
        frames=round(median(rates), 2) if rates else 0.0,
        fewest_frames=round(min(rates, default=0.0), 2),
        longest_freeze=max((each.longest for each in pictures), default=0.0),
        jitter_ms=max((each.jitter_ms for each in streams), default=0.0),
        keys_asked=sum(guest.keys_asked for guest in guests),
        troubles=_troubles(guests),
        server=_server(record),
        simulator=_simulator(record.progress),
        machine=machine_info(),
        series=_series(record),
    )


def durations(milliseconds: Iterable[float | None]) -> Durations:
    """Summarise durations; None (never happened) does not count."""
    ranked = sorted(each for each in milliseconds if each is not None)
    if not ranked:
        return Durations(0, None, None, None, None)
    shares = (ranked[min(len(ranked) - 1, int(len(ranked) * share))] for share in (0.5, 0.95, 0.99))
    p50, p95, p99 = (round(each, 1) for each in shares)
    return Durations(len(ranked), p50, p95, p99, round(ranked[-1], 1))


def _blind(plan: SimulatedMeeting, guest: GuestReport) -> MissingPictures | None:
    seen, awaited = sum(map(_moves, guest.pictures)), plan.awaited(guest.number)
    return MissingPictures(guest.name, awaited, seen) if seen < awaited else None


def _moves(picture: StreamReport) -> bool:
    return picture.person is not None and picture.frames > 0


def _troubles(guests: Sequence[GuestReport]) -> dict[str, int]:
    whole: Counter[str] = Counter()
    for guest in guests:
        whole.update({name: count for name, count in guest.counts.items() if name not in USUAL})
        whole.update({f"left: {guest.left}": 1} if guest.left else {})
    return dict(whole)


# The machine.


def _server(record: MeetingRecord) -> MediaServerCost:
    house, media = record.house, record.media
    processes = 0 if not house or next(iter(house.values())).servers is None else 1
    memory = [each.servers.memory for each in house.values() if each.servers]
    spans = [_cores(media, second, second + BUSIEST) for second in media]
    return MediaServerCost(
        processes=processes,
        cpu=_cores(house, min(house, default=0), max(house, default=0)),
        media=_cores(media, min(media, default=0), max(media, default=0)),
        busiest=max((span for span in spans if span is not None), default=None),
        mb=round(max(memory) / MIB, 1) if memory else None,
    )


def _cores(samples: dict[int, Sample], start: int, end: int) -> float | None:
    before, after = samples.get(start), samples.get(end)
    if end <= start or not before or not after or not before.servers or not after.servers:
        return None
    return round((after.servers.cpu - before.servers.cpu) / (end - start), 3)


def _simulator(progress: Sequence[Sequence[GuestsProgress]]) -> SimulatorCost:
    lateness = sorted(each.late * 1000 for told in progress for each in told)
    means = [sum(each.cpu for each in told) / len(told) for told in progress if told]
    return SimulatorCost(
        processes=len(progress),
        cpu=round(sum(means), 3),
        busiest=round(max((each.cpu for told in progress for each in told), default=0.0), 3),
        late_ms=round(lateness[int(len(lateness) * 0.95)], 1) if lateness else 0.0,
    )


def _series(record: MeetingRecord) -> list[MediaSecond]:
    told = [each for progress in record.progress for each in progress if each.second >= 0]
    return [
        _second(record, second, [each for each in told if each.second == second])
        for second in range(max((each.second for each in told), default=-1) + 1)
    ]


def _second(record: MeetingRecord, second: int, told: Sequence[GuestsProgress]) -> MediaSecond:
    return MediaSecond(
        second=second,
        inside=sum(each.inside for each in told),
        received=sum(each.received for each in told),
        sent=sum(each.sent for each in told),
        gaps=sum(each.gaps for each in told),
        repaired=sum(each.repaired for each in told),
        shown=sum(each.shown for each in told),
        frozen=sum(each.frozen for each in told),
        jitter=round(max((each.jitter for each in told), default=0.0), 2),
        media_cpu=_cores(record.media, second, second + 1),
        house_cpu=_cores(record.house, second, second + 1),
        simulator_cpu=round(sum(each.cpu for each in told), 3),
    )
