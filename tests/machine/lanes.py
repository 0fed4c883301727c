"""Sort tests into the lanes of ``bin/test``: each runs in exactly one, found from its marks."""

from collections.abc import Collection
from dataclasses import dataclass

VIEWS, UNITS = "views", "units"
WALK = "walk"  # through all pages: there are so many that the lane of its kind would last longest by far
SERVERS, PROGRAMS, PAGES, WALKS, MEETINGS = "servers", "programs", "pages", "walks", "meetings"
QUICK = (VIEWS, UNITS)  # these start no process, and compute about as much
NETWORKED = {"janus", "network", "coturn"}
STARTING = {"process", "node", "redis", "postgres", "nginx", *NETWORKED}


def lane_of(marks: Collection[str]) -> str:
    """Return the name of the lane of a test that bears ``marks``.

    Browser tests never share a lane with tests that want an event loop of their own: Playwright keeps one.
    """
    marks = set(marks)
    if "browser" in marks:
        if marks & {"media", *NETWORKED}:
            return MEETINGS
        return WALKS if WALK in marks else PAGES
    if "server" in marks:
        return SERVERS
    if marks & STARTING:
        return PROGRAMS
    return VIEWS if VIEWS in marks and WALK not in marks else UNITS


@dataclass(frozen=True)
class Lane:
    """One pytest process and its share of the tests.

    ``patience``: how nice it is to the other lanes; ``in_background``: it runs beside them all, one such lane
    after another. ``apart``: it has a network of its own where there may be several, that leads nowhere: a
    browser drops what it loads when its machine gets an address.
    """

    name: str
    words: tuple[str, ...]
    patience: int = 0
    in_background: bool = False
    apart: bool = False


# Where each lane's tests are: collecting the others too takes it five seconds of processor. ``bin/test`` says
# so when a test is in another folder. Units are everywhere, and their lane counts all.
FOLDERS = {
    MEETINGS: ("tests/browser/meeting", "tests/journeys", "tests/realtime/meeting"),
    PAGES: ("tests/bench", "tests/browser", "tests/journeys", "tests/machine"),
    WALKS: ("tests/browser",),
    SERVERS: ("tests/faults", "tests/machine", "tests/realtime", "tests/serve"),
    VIEWS: ("tests/frontend",),
}


def _lane(name: str, patience: int = 0, *, in_background: bool = False, apart: bool = False) -> Lane:
    words = (f"--lane={name}", *FOLDERS.get(name, ()))
    return Lane(name, words, patience, in_background=in_background, apart=apart)


# As many run at once as the machine bears, and the others follow. Meetings come first: sound and pictures
# cannot wait. The storage round comes second: pages wait for it, so that browsers seldom have two lanes.
# In background: what only computes, at the lowest priority, then the servers, which wait for most of their
# time, and at last the walks, so that no lane is alone for long.
EMBEDDED = (
    _lane(MEETINGS),
    _lane(PAGES, 1, apart=True),
    _lane(PROGRAMS, 1, apart=True),
    _lane(VIEWS, 10, in_background=True),
    _lane(UNITS, 10, in_background=True),
    _lane(SERVERS, 1, in_background=True, apart=True),
    _lane(WALKS, 1, in_background=True, apart=True),
)
STORAGE = Lane("storage", ("--storage",), patience=1)
