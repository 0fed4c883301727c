"""Sort tests into the lanes of ``bin/test``: each runs in exactly one, found from its marks."""

from collections.abc import Collection
from dataclasses import dataclass

UNITS, DATABASE = "units", "database"
SERVERS, PROGRAMS, PAGES, MEETINGS = "servers", "programs", "pages", "meetings"
QUICK = (DATABASE, UNITS)  # these start no process
NETWORKED = {"janus", "network", "coturn"}
STARTING = {"process", "node", "redis", "postgres", "nginx", *NETWORKED}


def lane_of(marks: Collection[str]) -> str:
    """Return the name of the lane of a test that bears ``marks``.

    Browser tests never share a lane with tests that want an event loop of their own: Playwright keeps one.
    """
    marks = set(marks)
    if "browser" in marks:
        return MEETINGS if marks & {"media", *NETWORKED} else PAGES
    if "server" in marks:
        return SERVERS
    if marks & STARTING:
        return PROGRAMS
    return DATABASE if marks & {"db", "django_db"} else UNITS


@dataclass(frozen=True)
class Lane:
    """One pytest process and its share of the tests.

    ``patience``: how nice it is to the other lanes; ``in_background``: it only computes, and runs beside them
    all. ``apart``: it has a network of its own where there may be
    several, that leads nowhere: a browser drops what it loads when its machine gets an address.
    """

    name: str
    words: tuple[str, ...]
    patience: int = 0
    in_background: bool = False
    apart: bool = False


# The longest first: as many run at once as the machine bears, and the others follow. Meetings come before
# the rest: sound and pictures cannot wait.
EMBEDDED = (
    Lane(MEETINGS, (f"--lane={MEETINGS}",)),
    *(Lane(name, (f"--lane={name}",), patience=1, apart=True) for name in (PAGES, PROGRAMS, SERVERS)),
    *(Lane(name, (f"--lane={name}",), patience=10, in_background=True) for name in QUICK),
)
STORAGE = Lane("storage", ("--storage",), patience=1)
