"""Tells a database of an earlier version from what migrations bring up to date, by the steps it has taken."""

from collections.abc import Iterable

from django.db.migrations.loader import MigrationLoader

Step = tuple[str, str]  # an app, and the name of its migration
# The apps whose migrations are the house's own.
OWN_APPS = ("people", "rooms", "meetings", "timed_sessions", "moderation", "helping", "protocols")


def is_earlier(taken: Iterable[Step]) -> bool:
    """Whether a database that has ``taken`` these steps comes from a version whose steps are no more.

    It has taken steps that are no more, and lacks some that are: one of a later version lacks none.
    """
    done, known = _own(taken), _own(MigrationLoader(None).disk_migrations or ())
    return not (done <= known or known <= done)


def _own(steps: Iterable[Step]) -> set[Step]:
    return {(app, name) for app, name in steps if app in OWN_APPS}
