"""What the house counts of itself, for Prometheus: never who, never what was said.

Several processes share a port, so a scrape meets any of them: with ``PROMETHEUS_MULTIPROC_DIR``, which
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
LAG = Gauge(
    "hub_pump_lag_events", "Events of the log not told yet, in all rooms", multiprocess_mode="livemax"
)
DELIVERIES = Counter("hub_deliveries", "Frames written to sockets")
COMMANDS = Histogram(
    "hub_command_seconds", "From a command to its answer", ["command"], buckets=(0.005, 0.02, 0.1, 0.5, 2)
)
REFUSALS = Counter("hub_refusals", "Commands refused, by a rule or since they came too fast", ["code"])
FAILURES = Counter("hub_failures", "Commands that broke")
CLOSES = Counter("hub_closes", "Sockets ended", ["code"])
# Each server is told the same of the one process that leads the meetings.
MEETINGS = Gauge("hub_meetings", "Meetings with somebody inside", multiprocess_mode="livemax")
MEETING_PEOPLE = Gauge("hub_meeting_people", "People inside meetings", multiprocess_mode="livemax")
MEETING_WAITING = Gauge("hub_meeting_waiting", "People at a meeting's door", multiprocess_mode="livemax")
MEETING_SIGNALS = Counter("hub_meeting_signals", "What meetings and browsers said to each other", ["way"])


def observe(sockets: int, people: int, rooms: int, unsent: Iterable[int], lag: int) -> None:
    """Set what is of now."""
    SOCKETS.set(sockets)
    PEOPLE.set(people)
    ROOMS.set(rooms)
    UNSENT.set(sum(unsent))
    LAG.set(lag)


def observe_meetings(meetings: int, people: int, waiting: int) -> None:
    """Set what is of now, as the process that leads the meetings tells it."""
    MEETINGS.set(meetings)
    MEETING_PEOPLE.set(people)
    MEETING_WAITING.set(waiting)


def forget_the_gone() -> None:
    """What servers that have ended had open is open no longer, where several share a folder."""
    folder = os.environ.get("PROMETHEUS_MULTIPROC_DIR")
    if not folder:
        return
    for pid in {int(path.stem.rpartition("_")[2]) for path in Path(folder).glob("gauge_live*_*.db")}:
        if not _runs(pid):
            mark_process_dead(pid, folder)  # type: ignore[no-untyped-call]


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def exposition() -> bytes:
    """Prometheus's text format, for all processes where they share a folder."""
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return generate_latest()
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    return generate_latest(registry)
