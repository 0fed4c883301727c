"""Every figure of a rehearsal, as written to the JSON file."""

import msgspec

from realtime.simulate.received_log import Fault
from realtime.simulate.sampling import MachineInfo
from realtime.simulate.session_verification import SessionResult
from realtime.simulate.storm_result import StormResult

BUSY = 0.9  # of a core: above it, the simulator itself limits the figures
LATE_MS = 100.0  # above this lateness, the simulator itself limits the figures
LONG_AT_THE_DOOR_MS = 5_000.0  # people who wait longer for a page give up
CROWDED = 0.25  # of all cores: above it, other programs affect the figures


class Durations(msgspec.Struct, frozen=True):
    """Percentiles in milliseconds; None when nothing was measured."""

    count: int
    p50: float | None
    p95: float | None
    p99: float | None
    longest: float | None


class RehearsalSecond(msgspec.Struct, frozen=True):
    """One second. ``p50``, ``p99``: of its deliveries, in milliseconds; ``server_cpu`` and ``simulator_cpu``
    in cores; ``server_mb`` in MiB; ``others_cpu``: cores used by other programs. None where unknown."""

    second: int
    p50: float | None
    p99: float | None
    deliveries: int
    written: int
    connected: int
    errors: int
    server_cpu: float | None
    server_mb: float | None
    simulator_cpu: float
    others_cpu: float | None


class SimulatorCost(msgspec.Struct, frozen=True):
    """The cost of the simulator: ``busiest`` is the most of a core that one of its processes used over five
    seconds; ``late_ms`` is the 95th percentile of its clocks' lateness."""

    processes: int
    cpu: float
    busiest: float
    late_ms: float

    @property
    def was_the_limit(self) -> bool:
        """Whether the simulator limited the figures."""
        return self.busiest > BUSY or self.late_ms > LATE_MS


class ServerCost(msgspec.Struct, frozen=True):
    """The servers' cost: ``cpu`` and ``busiest`` (over five seconds) in cores, ``mb`` at most. None:
    unknown."""

    processes: int
    cpu: float | None
    busiest: float | None
    mb: float | None
    us_per_delivery: float | None


class OtherCost(msgspec.Struct, frozen=True):
    """Average cores used beside the service and the simulator: ``cpu`` by other programs, ``disk`` waiting
    for the disk (for anybody). None: unknown."""

    cpu: float | None
    disk: float | None


class SlowPhones(msgspec.Struct, frozen=True):
    """``people`` with a slow line: how long what others sent takes to them, and their pages."""

    people: int
    latency: Durations
    pages: Durations


class RehearsalResult(msgspec.Struct, frozen=True):
    """``latency``: from sending until another's socket has the event; ``answers``: until acknowledged;
    ``pages``: until the page is loaded. ``came`` of ``expected`` people got in; ``unanswered`` never got an
    answer; ``stranded`` were not connected at the end. ``distribution``: milliseconds (upper edge) and
    deliveries. ``faults``: the first hundred. ``session``, ``storm``, ``slow_phones``:
    None where none was played. What slow phones send, hear and load is in none of the other durations."""

    rooms: int
    people: int
    seconds: float
    scenario: str
    seed: str
    goal_ms: float
    expected: int
    came: int
    unanswered: int
    stranded: int
    latency: Durations
    answers: Durations
    pages: Durations
    lost: int
    doubled: int
    disordered: int
    altered: int
    compared: int
    faults: list[Fault]
    deliveries: int
    written: int
    counts: dict[str, int]
    closes: dict[int, int]
    errors: dict[str, int]
    server: ServerCost
    simulator: SimulatorCost
    others: OtherCost
    machine: MachineInfo
    phases: list[tuple[float, str]]
    series: list[RehearsalSecond]
    distribution: list[tuple[float, int]]
    session: SessionResult | None = None
    storm: StormResult | None = None
    slow_phones: SlowPhones | None = None
