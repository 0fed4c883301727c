"""Verifies that everybody received the log, and that it holds every acknowledged command exactly once."""

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from realtime.simulate.process_messages import LogLines, PeopleReport, SerializedLog
from realtime.simulate.received_log import Fault, Log, ReceivedLog, compare


def found_faults(played: Sequence[PeopleReport], logs: Mapping[int, LogLines]) -> list[Fault]:
    """Return every difference between the received logs, the logs, and the acknowledged commands."""
    feeds = [heard for each in played for heard in each.feeds]
    known = {room: {seq: told for seq, _by, told in lines} for room, lines in logs.items()}
    found = [fault for heard in feeds for fault in _of_a_feed(heard, known.get(heard.room, {}))]
    found += [fault for room, log in known.items() for fault in _holes(room, log)]
    return found + list(_of_commands(feeds, played, logs))


def _of_a_feed(heard: SerializedLog, log: Log) -> list[Fault]:
    feed = ReceivedLog(heard.since, array("Q", heard.seqs), array("Q", heard.digests))
    return compare(feed, log, heard.room, heard.name)


def _holes(room: int, log: Log) -> list[Fault]:
    """Return the numbers that are missing in a log: they must be dense."""
    numbers = range(min(log, default=0), max(log, default=0))
    return [Fault("lost", room, seq) for seq in numbers if seq not in log]


def _of_commands(
    feeds: Sequence[SerializedLog], played: Sequence[PeopleReport], logs: Mapping[int, LogLines]
) -> Iterator[Fault]:
    """Yield commands that were acknowledged but are not in the log, and lines that nobody asked for."""
    asked: dict[tuple[int, int], list[int]] = defaultdict(list)
    for done in (done for each in played for done in each.done):
        asked[done.room, done.person].append(done.seq)
    own: dict[tuple[int, int | None], set[int]] = defaultdict(set)
    for room, (seq, by, _told) in ((room, line) for room, lines in logs.items() for line in lines):
        own[room, by].add(seq)
    for heard in feeds:
        there = {seq for seq in own[heard.room, heard.person] if seq > heard.since}
        for seq in asked[heard.room, heard.person]:
            if seq not in there:
                yield Fault("lost", heard.room, seq)
            there.discard(seq)
        yield from (Fault("doubled", heard.room, seq) for seq in sorted(there))
