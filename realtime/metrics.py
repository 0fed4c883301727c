"""Metrics for Prometheus: counts only, never who or what was said.

Several processes share a port, so a scrape reaches any of them. With ``PROMETHEUS_MULTIPROC_DIR``, which
``bin/serve --workers`` sets, each answers for all.
"""

import os
from collections.abc import Iterable
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

SOCKETS = Gauge("hub_sockets", "Sockets open now", multiprocess_mode="livesum")
PEOPLE = Gauge("hub_people", "People here now", multiprocess_mode="livesum")
ROOMS = Gauge("hub_rooms", "Rooms that somebody follows now", multiprocess_mode="livesum")
UNSENT = Gauge("hub_unsent_bytes", "Bytes that sockets have not taken yet", multiprocess_mode="livesum")
LAG = Gauge("hub_log_lag_events", "Events of the log not told yet, in all rooms", multiprocess_mode="livemax")
DELIVERIES = Counter("hub_deliveries", "Frames written to sockets")
COMMANDS = Histogram(
    "hub_command_seconds", "From a command to its answer", ["command"], buckets=(0.005, 0.02, 0.1, 0.5, 2)
)
REFUSALS = Counter("hub_refusals", "Commands refused, by a rule or since they came too fast", ["code"])
FAILURES = Counter("hub_failures", "Commands that broke")
CLOSES = Counter("hub_closes", "Sockets ended", ["code"])
# Every server gets the same counts from the one process that leads the meetings: hence livemax.
MEETINGS = Gauge("hub_meetings", "Meetings with somebody inside", multiprocess_mode="livemax")
MEETING_PEOPLE = Gauge("hub_meeting_people", "People inside meetings", multiprocess_mode="livemax")
MEETING_WAITING = Gauge("hub_meeting_waiting", "People at a meeting's door", multiprocess_mode="livemax")
MEETING_SIGNALS = Counter("hub_meeting_signals", "What meetings and browsers said to each other", ["way"])


def observe(sockets: int, people: int, rooms: int, unsent: Iterable[int], lag: int) -> None:
    """Update the gauges of this process."""
    SOCKETS.set(sockets)
    PEOPLE.set(people)
    ROOMS.set(rooms)
    UNSENT.set(sum(unsent))
    LAG.set(lag)


def observe_meetings(meetings: int, people: int, waiting: int) -> None:
    """Update the gauges of the meetings, as counted by the process that leads them."""
    MEETINGS.set(meetings)
    MEETING_PEOPLE.set(people)
    MEETING_WAITING.set(waiting)


def forget_dead_processes() -> None:
    """Remove the gauges of servers that have ended, if several share a folder."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return
    for pid in {int(path.stem.rpartition("_")[2]) for path in Path(folder).glob("gauge_live*_*.db")}:
        if not _is_running(pid):
            mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def exposition() -> bytes:
    """Return the metrics in Prometheus's text format, of all processes if they share a folder."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
