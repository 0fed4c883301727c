"""What the processes of a simulated rencontre say to each other."""

import msgspec

from realtime.simulate.meeting.attendee import Guest


class Party(msgspec.Struct, frozen=True, tag=True):
    """The guests of one process, of ``people`` in all. ``url``: a Hub; else the bare line on ``port``.

    They arrive within ``arrival`` seconds of ``begins``, on the machine's monotonic clock. ``speaking`` of
    them speak at a time, for ``turn`` seconds each (0: always the same). ``loss``: of their networks.
    """

    guests: list[Guest]
    people: int
    meeting: int
    begins: float
    seed: str
    url: str = ""
    port: int = 0
    arrival: float = 0.0
    speaking: int = 3
    turn: float = 0.0
    loss: float = 0.0


class Play(msgspec.Struct, frozen=True, tag=True):
    """To the guests: send, and count from here."""


class Rest(msgspec.Struct, frozen=True, tag=True):
    """Send nothing until told to; nobody leaves."""


class Tell(msgspec.Struct, frozen=True, tag=True):
    """Say what was seen since ``Play``; answered by ``Seen``."""


class Leave(msgspec.Struct, frozen=True, tag=True):
    """Go home; the process ends."""


Order = Play | Rest | Tell | Leave


class Inside(msgspec.Struct, frozen=True, tag=True):
    """Everybody is in and connected, or has waited long enough: ``missing`` are not."""

    missing: int


class Second(msgspec.Struct, frozen=True, tag=True):
    """How it goes. Counted since the second before: packets ``received`` and ``sent``, ``gaps``, packets
    ``repaired``, pictures ``shown``. ``jitter``: of the worst stream, in milliseconds; ``frozen``: pictures
    that stand still; ``cpu``: of this process, in cores; ``late``: of its clock, in seconds."""

    second: int
    inside: int
    received: int
    sent: int
    gaps: int
    repaired: int
    shown: int
    frozen: int
    jitter: float
    cpu: float
    late: float


class StreamSeen(msgspec.Struct, frozen=True):
    """What came through one section. ``frames``: pictures that could be shown; ``longest``: the longest pause
    between two while somebody was there, in seconds; ``waited``: seconds for the first one, each time."""

    mid: str
    person: int | None
    packets: int
    gaps: int
    repaired: int
    frames: int
    keys: int
    longest: float
    jitter_ms: float
    waited: list[float]


class GuestSeen(msgspec.Struct, frozen=True):
    """One guest. Durations in milliseconds from asking to come in; None when it never happened. ``dark``: the
    longest time without a picture of anybody, in seconds, whatever broke and was built again."""

    name: str
    number: int
    person: int
    left: str
    mode: str
    joined_ms: float | None
    connected_ms: float | None
    seen_ms: float | None
    dark: float
    pictures: list[StreamSeen]
    voices: list[StreamSeen]
    sent: int
    resent: int
    keys_asked: int
    replayed: int
    broken: int
    unsent: int
    counts: dict[str, int]


class Seen(msgspec.Struct, frozen=True, tag=True):
    """What all guests of a process saw in ``seconds``."""

    seconds: float
    guests: list[GuestSeen]


Told = Inside | Second | Seen
