"""What is told of a simulated rencontre: every figure, as it stands in the JSON."""

import msgspec

from realtime.simulate.result import Durations, Simulator
from realtime.simulate.sampling import Machine


class MediaServer(msgspec.Struct, frozen=True):
    """``cpu`` in cores of all processes of the house, ``media`` of the one that carries; ``busiest`` of it
    over five seconds; ``mb`` at most. None where nothing tells."""

    processes: int
    cpu: float | None
    media: float | None
    busiest: float | None
    mb: float | None


class MediaSecond(msgspec.Struct, frozen=True):
    """One second of everybody: packets, ``gaps`` that stay, packets ``repaired``, pictures that stand still,
    the worst ``jitter`` in milliseconds, processor of the media server and of the crowd in cores."""

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


class Blind(msgspec.Struct, frozen=True):
    """Somebody who did not see ``awaited`` pictures, but ``seen``."""

    name: str
    awaited: int
    seen: int


class MediaResult(msgspec.Struct, frozen=True):
    """``came`` have joined, ``connected`` have media. ``joins``, ``media``, ``first``: milliseconds from
    asking to come in until being in, connected, and seeing a picture; ``changes``: until a new face moves.
    ``blind``: who lacked pictures at the end. ``packets`` received; ``gaps`` of them never came; ``repaired``
    came when asked for again; ``replayed`` came twice; ``broken`` could not be opened. ``frames``: a second,
    of the usual and of the worst picture; ``longest_freeze`` in seconds."""

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
    blind: list[Blind]
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
    server: MediaServer
    simulator: Simulator
    machine: Machine
    series: list[MediaSecond]
