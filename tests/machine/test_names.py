"""One name means one thing: no two classes share a name, unless each is private to its file."""

import re
from collections import defaultdict

from tests.machine.hub import HOUSE

FOLDERS = ("database", "frontend", "people", "protocols", "realtime", "rooms", "settings", "tests")
PUBLIC_CLASS = re.compile(r"^class ([A-Z]\w*)", re.MULTILINE)
OF_DJANGO = {"Command", "Migration"}  # it finds these by their names


def test_no_two_classes_share_a_public_name() -> None:
    homes: dict[str, list[str]] = defaultdict(list)
    for path in (path for folder in FOLDERS for path in (HOUSE / folder).rglob("*.py")):
        for name in PUBLIC_CLASS.findall(path.read_text()):
            homes[name].append(str(path.relative_to(HOUSE)))
    assert {"Room", "Person"} <= homes.keys()
    shared = {name for name, files in homes.items() if len(files) > 1}
    assert shared <= OF_DJANGO, {name: homes[name] for name in shared - OF_DJANGO}
