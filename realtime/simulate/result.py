"""What is told of a rehearsal: every figure, as it stands in the JSON."""

import msgspec

from realtime.simulate.feed import Fault
from realtime.simulate.sampling import Machine

BUSY = 0.9  # of a core: a process that takes more is itself what is measured
LATE_MS = 100.0  # so late on its own clock, it measures itself
LONG_AT_THE_DOOR_MS = 5_000.0  # so many wait, and some go home
CROWDED = 0.25  # of all cores: what else runs on the machine is measured too


class Durations(msgspec.Struct, frozen=True):
    """Milliseconds that half, 95 and 99 of 100, and all did not pass; None when there was nothing."""

    count: int
    p50: float | None
    p95: float | None
    p99: float | None
    longest: float | None


class Second(msgspec.Struct, frozen=True):
    """One second. ``p50``, ``p99``: of the deliveries of that second, in milliseconds; ``server_cpu`` and
    ``simulator_cpu`` in cores; ``server_mb`` in MiB; ``others_cpu`` what else
    kept the machine busy or waiting for its disk; None where it was not to be had."""

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


class Simulator(msgspec.Struct, frozen=True):
    """What the crowd itself cost: ``busiest`` is the most that one of its processes took of a core over five
    seconds; ``late_ms`` the lateness that its clocks passed in one second of twenty."""

    processes: int
    cpu: float
    busiest: float
    late_ms: float

    @property
    def was_the_limit(self) -> bool:
        """Whether the figures are the simulator's as much as the service's."""
        return self.busiest > BUSY or self.late_ms > LATE_MS


class Server(msgspec.Struct, frozen=True):
    """``cpu`` and ``busiest`` (over five seconds) in cores, ``mb`` at most; None where nothing tells."""

    processes: int
    cpu: float | None
    busiest: float | None
    mb: float | None
    us_per_delivery: float | None


class Others(msgspec.Struct, frozen=True):
    """What ran on the machine beside the service and the crowd, in cores on average: ``cpu`` of programs,
    ``disk`` cores idle for the sake of the disk (everybody's, ours too). None where it was not to be had."""

    cpu: float | None
    disk: float | None


class Result(msgspec.Struct, frozen=True):
    """``latency`` is from sending until another's socket has it; ``answers`` until it is acknowledged;
    ``pages`` from wanting to come in until the page is there. ``came`` of ``expected`` people got in;
    ``unanswered`` waited for an answer in vain; ``stranded`` were not connected at the end.
    ``distribution``: milliseconds at most, and how many. ``faults``: the first hundred of them."""

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
    server: Server
    simulator: Simulator
    others: Others
    machine: Machine
    phases: list[tuple[float, str]]
    series: list[Second]
    distribution: list[tuple[float, int]]
