"""``python -m tests.realtime.tell_vectors``: write what every fold of the wire must make of a log.

Each file in ``vectors`` holds a scene, lines of the room's log, and the scene after them. The lines are those
that came one by one (``…-live``), or those that the log still told at the end (``…-since``).
"""

import os
from pathlib import Path

import django
import msgspec
from django.db import connection, transaction

FOLDER = Path(__file__).with_name("vectors")
WINDOW = 2


def main() -> None:
    """Play every story in a database made for it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings.test")
    django.setup()
    from tests.realtime.playing import play  # its models need Django set up
    from tests.realtime.stories import STORIES

    connection.creation.create_test_db(verbosity=0)
    try:
        for story in STORIES:
            with transaction.atomic():
                for name, vector in play(story, WINDOW if story.__name__ == "window" else 50):
                    _write(f"{story.__name__}-{name}", vector)
                transaction.set_rollback(True)
    finally:
        connection.creation.destroy_test_db(str(connection.settings_dict["NAME"]), verbosity=0)


def _write(name: str, vector: msgspec.Struct) -> None:
    text = msgspec.json.format(msgspec.json.encode(vector), indent=1)
    (FOLDER / f"{name}.json").write_bytes(text + b"\n")


if __name__ == "__main__":
    main()
