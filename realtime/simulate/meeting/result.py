"""Every figure of a simulated rencontre, as written to the JSON file."""

import msgspec

from realtime.simulate.result import Durations, SimulatorCost
from realtime.simulate.sampling import MachineInfo


class MediaServerCost(msgspec.Struct, frozen=True):
    """The cost in cores: ``cpu`` of all processes, ``media`` of the media process, ``busiest`` of it over
    five seconds; ``mb`` at most. None: unknown."""

    processes: int
    cpu: float | None
    media: float | None
    busiest: float | None
    mb: float | None


class MediaSecond(msgspec.Struct, frozen=True):
    """One second of all guests: packets, ``gaps`` that remain, packets ``repaired``, ``frozen`` pictures, the
    worst ``jitter`` in milliseconds, and cores of the media process, the servers and the simulator."""

    second: int
    inside: int
    received: int
    sent: int
    gaps: int
    repaired: int
    shown: int
    frozen: int
    jitter: float
    media_cpu: float | None
    house_cpu: float | None
    simulator_cpu: float


class MissingPictures(msgspec.Struct, frozen=True):
    """A guest who saw ``seen`` pictures instead of ``awaited``."""

    name: str
    awaited: int
    seen: int


class MediaResult(msgspec.Struct, frozen=True):
    """``came`` joined, ``connected`` have media. ``joins``, ``media``, ``first``: milliseconds from asking to
    join until joined, connected, and the first picture; ``changes``: until the picture of another person
    begins. ``blind``: guests who lacked pictures at the end. Packets: ``gaps`` never arrived, ``repaired``
    arrived by retransmission, ``replayed`` arrived twice, ``broken`` did not decrypt. ``frames``,
    ``fewest_frames``: a second, of the median and of the worst picture; ``longest_freeze`` in seconds."""

    people: int
    cameras: int
    speaking: int
    tiles: int
    seconds: float
    loss: float
    seed: str
    goal_ms: float
    mode: str
    came: int
    connected: int
    joins: Durations
    media: Durations
    first: Durations
    changes: Durations
    blind: list[MissingPictures]
    pictures: int
    packets: int
    gaps: int
    repaired: int
    replayed: int
    broken: int
    unsent: int
    frames: float
    fewest_frames: float
    longest_freeze: float
    jitter_ms: float
    keys_asked: int
    troubles: dict[str, int]
    server: MediaServerCost
    simulator: SimulatorCost
    machine: MachineInfo
    series: list[MediaSecond]
