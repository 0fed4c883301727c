"""Messages between the processes of a rehearsal: a worker's job, its progress, its report."""

import msgspec

from realtime.simulate.latency import LogPosition
from realtime.simulate.scenario import Scenario

# A ``Histogram`` as serialized.
Counts = dict[int, int]


class Newcomer(msgspec.Struct, frozen=True):
    """A person to simulate, signed in to the room ``slug`` by ``cookie``, or who joins by ``code``.

    ``part``: ``hostile``, ``innocent`` or ``team``, in a storm; ``share``: of the team, which people are
    theirs to look at, those whose id leaves the first number when it is divided by the second;
    ``hostile_code``: by which code those came who harm, and somebody ``innocent``, by their id. ``is_slow``:
    at the end of a ``SlowPhoneLine``.
    """

    name: str
    slug: str = ""
    cookie: str = ""
    code: str = ""
    part: str = ""
    share: tuple[int, int] = (0, 1)
    hostile_code: str = ""
    innocent: int = 0
    is_slow: bool = False


class PeopleJob(msgspec.Struct, frozen=True):
    """The people of one process. ``begins``: ``time.monotonic`` at second 0. ``sessions``: the ids of the
    phases of each room, where a session is played."""

    url: str
    people: list[Newcomer]
    scenario: Scenario
    begins: float
    seconds: float
    seed: str
    sessions: dict[int, list[int]] = {}


class Ready(msgspec.Struct, frozen=True, tag=True):
    """The worker has started, and reads its job."""


class Progress(msgspec.Struct, frozen=True, tag=True):
    """Sent each second. ``cpu``: the share of a core that the process used since the last one; ``late``: the
    worst delay of its own clock, in seconds."""

    second: int
    connected: int
    written: int
    deliveries: int
    errors: int
    cpu: float
    late: float
    recent: Counts


class AllAnswered(msgspec.Struct, frozen=True, tag=True):
    """All commands of the worker's people are answered."""


class Heads(msgspec.Struct, frozen=True, tag=True):
    """To the workers, once all are answered: the last number of each room's log, which everybody must
    reach."""

    seqs: dict[int, int]


class SerializedLog(msgspec.Struct, frozen=True):
    """The ``ReceivedLog`` of one person in ``room``, its two arrays as bytes."""

    name: str
    person: int
    room: int
    since: int
    seqs: bytes
    digests: bytes


class HeardSession(msgspec.Struct, frozen=True):
    """What person ``name`` heard of the session of ``room``: see ``SessionWatch``."""

    name: str
    room: int
    finished: str
    revealed: dict[int, str]
    phases: dict[int, tuple[int, int]]
    early: list[str]


class Acknowledged(msgspec.Struct, frozen=True):
    """A command of ``person`` that was acknowledged as line ``seq`` of ``room``."""

    person: int
    room: int
    seq: int


class HeardTimes(msgspec.Struct, frozen=True):
    """How long pages and deliveries took; ``waiting``: see ``LatencyRecorder``."""

    histograms: dict[int, Counts] = {}
    waiting: list[tuple[LogPosition, bytes]] = []
    pages: Counts = {}


class PeopleReport(msgspec.Struct, frozen=True, tag=True):
    """The report of one process. ``sent`` and ``waiting``: see ``LatencyRecorder``. ``absent`` people never
    got in, ``unanswered`` never got an answer, ``stranded`` were not connected at the end. ``slow``: the
    times of slow phones, which are not among the others."""

    histograms: dict[int, Counts]
    answers: Counts
    pages: Counts
    deliveries: dict[int, int]
    written: dict[int, int]
    connected: dict[int, int]
    errors: dict[int, dict[str, int]]
    counts: dict[str, int]
    closes: dict[int, int]
    sent: list[tuple[LogPosition, float]]
    waiting: list[tuple[LogPosition, bytes]]
    done: list[Acknowledged]
    feeds: list[SerializedLog]
    absent: int
    unanswered: int
    stranded: int
    sessions: list[HeardSession] = []
    slow: HeardTimes = HeardTimes()

    def of_slow_phones(self) -> "PeopleReport":
        """Return the same with the times of the slow phones instead of the others'."""
        slow = self.slow
        return msgspec.structs.replace(
            self, histograms=slow.histograms, waiting=slow.waiting, pages=slow.pages
        )


PeopleMessage = Ready | Progress | AllAnswered | PeopleReport


# Log lines: number, author's id or None, digest.
LogLines = list[tuple[int, int | None, int]]


class MakeRooms(msgspec.Struct, frozen=True, tag=True):
    """Make ``rooms`` fabriques with ``people`` in each; answered by a list of ``Newcomer``."""

    rooms: int
    people: int


class MakeMeeting(msgspec.Struct, frozen=True, tag=True):
    """Make a fabrique of ``people`` whose artist announced a rencontre for now; answered by
    ``MadeMeeting``."""

    people: int


class MadeMeeting(msgspec.Struct, frozen=True):
    """The rencontre's id, and its people: first the artist, who hosts it."""

    meeting: int
    people: list[Newcomer]


class PlannedPhase(msgspec.Struct, frozen=True):
    """A phase of a session to be made. ``seconds`` None: it lasts until somebody passes on."""

    kind: str
    title: str
    seconds: int | None


class MakeSessions(msgspec.Struct, frozen=True, tag=True):
    """Compose a session of these phases in each fabrique; answered by the ids of its phases, by room."""

    phases: list[PlannedPhase]


class StartSessions(msgspec.Struct, frozen=True, tag=True):
    """Begin all sessions ``at`` that time, in seconds since 1970; answered by how many."""

    at: float


class MakeStorm(msgspec.Struct, frozen=True, tag=True):
    """Make ``hostile`` members of the room ``slug``, and a ``team``; answered by a list of ``Newcomer``."""

    slug: str
    hostile: int
    team: int


class ReadLog(msgspec.Struct, frozen=True, tag=True):
    """Read the whole log of every room; answered by ``LogLines`` for each."""


SeedingRequest = MakeRooms | MakeMeeting | MakeSessions | StartSessions | MakeStorm | ReadLog
