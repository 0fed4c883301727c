"""What the processes of a rehearsal say to each other: the job of a player, its progress, what it played."""

import msgspec

from realtime.simulate.latency import Place
from realtime.simulate.scenario import Scenario

# A ``Histogram``, as it travels.
Counts = dict[int, int]


class Newcomer(msgspec.Struct, frozen=True):
    """Somebody who will come: with the cookie of an open session to the room ``slug``, else by ``code``."""

    name: str
    slug: str = ""
    cookie: str = ""
    code: str = ""


class Job(msgspec.Struct, frozen=True):
    """The people of one process. Second 0 is ``begins`` of the machine's monotonic clock."""

    url: str
    people: list[Newcomer]
    scenario: Scenario
    begins: float
    seconds: float
    seed: str


class Progress(msgspec.Struct, frozen=True, tag=True):
    """Each second: how it goes. ``cpu``: the share of one core that the process took since the last one;
    ``late``: the worst delay of its own clock, in seconds."""

    second: int
    connected: int
    written: int
    deliveries: int
    errors: int
    cpu: float
    late: float
    recent: Counts


class Quiet(msgspec.Struct, frozen=True, tag=True):
    """Everything that people wanted to say is said and answered."""


class Heads(msgspec.Struct, frozen=True, tag=True):
    """To the players, once all are quiet: the last number of each room's log, to be heard by everybody."""

    seqs: dict[int, int]


class Heard(msgspec.Struct, frozen=True):
    """The feed of one person in ``room``, as the bytes of ``Feed``'s two arrays."""

    name: str
    person: int
    room: int
    since: int
    seqs: bytes
    digests: bytes


class Done(msgspec.Struct, frozen=True):
    """A command of ``person`` that was answered with line ``seq`` of ``room``."""

    person: int
    room: int
    seq: int


class Played(msgspec.Struct, frozen=True, tag=True):
    """All that one process has to tell at the end. ``sent`` and ``waiting``: see ``Ledger``.
    People who never came in, who were never answered, who were not connected at the end."""

    histograms: dict[int, Counts]
    answers: Counts
    pages: Counts
    deliveries: dict[int, int]
    written: dict[int, int]
    connected: dict[int, int]
    errors: dict[int, dict[str, int]]
    counts: dict[str, int]
    closes: dict[int, int]
    sent: list[tuple[Place, float]]
    waiting: list[tuple[Place, bytes]]
    done: list[Done]
    feeds: list[Heard]
    absent: int
    unanswered: int
    stranded: int


Told = Progress | Quiet | Played


# Lines of a log: number, author's id or None, digest.
Lines = list[tuple[int, int | None, int]]


class Gather(msgspec.Struct, frozen=True, tag=True):
    """Make so many fabriques with so many people in each; answered by a list of ``Newcomer``."""

    rooms: int
    people: int


class Convene(msgspec.Struct, frozen=True, tag=True):
    """Make one fabrique whose artist has announced a rencontre for now, with ``people`` in all; answered by
    ``Convened``."""

    people: int


class Convened(msgspec.Struct, frozen=True):
    """The rencontre, and who will come: the artist who leads it first."""

    meeting: int
    people: list[Newcomer]


class ReadLog(msgspec.Struct, frozen=True, tag=True):
    """The whole log of every room; answered by ``Lines`` for each."""


Request = Gather | Convene | ReadLog
