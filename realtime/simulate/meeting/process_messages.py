"""Messages between the processes of a simulated rencontre: a worker's job, orders, progress, reports."""

import msgspec

from realtime.simulate.meeting.meeting_client import GuestSpec


class GuestsJob(msgspec.Struct, frozen=True, tag=True):
    """The guests of one process, of ``people`` in all. They signal to the Hub at ``url``, or else to
    ``port``.

    They arrive within ``arrival`` seconds of ``begins`` (``time.monotonic``). ``speaking`` of them speak at a
    time, for ``turn`` seconds each (0: always the same). ``loss``: the share of packets lost each way.
    ``patience``: seconds for everybody to be in, once they have arrived.
    """

    guests: list[GuestSpec]
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
    patience: float = 30.0


class StartMedia(msgspec.Struct, frozen=True, tag=True):
    """Order: send media, and count from now on."""


class PauseMedia(msgspec.Struct, frozen=True, tag=True):
    """Order: stop sending media, and stay connected."""


class SendReport(msgspec.Struct, frozen=True, tag=True):
    """Order: report everything since ``StartMedia``; answered by ``GuestsReport``."""


class StopGuests(msgspec.Struct, frozen=True, tag=True):
    """Order: leave the meeting, and end the process."""


GuestsOrder = StartMedia | PauseMedia | SendReport | StopGuests


class AllConnected(msgspec.Struct, frozen=True, tag=True):
    """Everybody is connected, or has timed out: ``missing`` are not connected."""

    missing: int


class GuestsProgress(msgspec.Struct, frozen=True, tag=True):
    """Sent each second. Counted since the last one: packets ``received`` and ``sent``, ``gaps``, packets
    ``repaired``, frames ``shown``. ``jitter``: of the worst stream, in milliseconds; ``frozen``: pictures;
    ``cpu``: of this process, in cores; ``late``: the delay of its clock, in seconds."""

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


class StreamReport(msgspec.Struct, frozen=True):
    """What one media section received. ``frames``: those that could be shown; ``longest``: the longest pause
    between two of one person, in seconds; ``waited``: seconds to the first frame of each person."""

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


class GuestReport(msgspec.Struct, frozen=True):
    """One guest. Durations in milliseconds from asking to join; None when it never happened. ``dark``: the
    longest time without any picture, in seconds, across reconnections."""

    name: str
    number: int
    person: int
    left: str
    mode: str
    joined_ms: float | None
    connected_ms: float | None
    seen_ms: float | None
    dark: float
    pictures: list[StreamReport]
    voices: list[StreamReport]
    sent: int
    resent: int
    keys_asked: int
    replayed: int
    broken: int
    unsent: int
    counts: dict[str, int]


class GuestsReport(msgspec.Struct, frozen=True, tag=True):
    """The reports of all guests of a process, over ``seconds``."""

    seconds: float
    guests: list[GuestReport]


GuestsMessage = AllConnected | GuestsProgress | GuestsReport
