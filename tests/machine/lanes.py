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


# As many run at once as the machine bears, and the others follow. Meetings come first: sound and pictures
# cannot wait. The storage round comes second: pages wait for it, so that browsers seldom have two lanes. The
# shortest comes last, as nothing runs beside the end of the last lane. In background, beside them: what only
# computes, at the lowest priority, and at last the servers, which wait for most of their time.
EMBEDDED = (
    Lane(MEETINGS, (f"--lane={MEETINGS}",)),
    *(Lane(name, (f"--lane={name}",), patience=1, apart=True) for name in (PAGES, PROGRAMS, WALKS)),
    # Views are all of one folder: collecting the others takes four seconds of a lane.
    Lane(VIEWS, (f"--lane={VIEWS}", "tests/frontend"), patience=10, in_background=True),
    Lane(UNITS, (f"--lane={UNITS}",), patience=10, in_background=True),
    Lane(SERVERS, (f"--lane={SERVERS}",), patience=1, in_background=True, apart=True),
)
STORAGE = Lane("storage", ("--storage",), patience=1)
