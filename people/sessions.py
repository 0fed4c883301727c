"""Read sessions and their people with two queries that are compiled once.

When a thousand sockets came back after a restart, compiling these took almost half of the server's time.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY, get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from database.compiled_sql import CompiledQuery
from people.models import Person
from people.pacing import REMEMBERED
from people.rows import PERSON

_SESSION = CompiledQuery(Session.objects.all(), "session_key")
SEEN_FOR = 600.0  # seconds


class SeenSessions:
    """The sessions that this process read lately, and whose they are: for what must ask no database, and
    grants nothing that is not asked of the database later."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: OrderedDict[str, tuple[int, float]] = OrderedDict()

    def note(self, key: str, person: int) -> None:
        """Remember that the session ``key`` is of ``person``."""
        self._seen.pop(key, None)
        self._seen[key] = person, self._clock()
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)

    def whose(self, key: str) -> int | None:
        """Return whose session ``key`` is; None if it was not read in the last ten minutes."""
        person, at = self._seen.get(key, (None, 0.0))
        return person if self._clock() - at < SEEN_FOR else None


seen = SeenSessions()


class SessionStore(db.SessionStore):
    """The store of ``SESSION_ENGINE``: Django's database sessions, read by a compiled query."""

    def load(self) -> dict[str, Any]:
        """Return what the session holds, and note whose it is."""
        held: dict[str, Any] = super().load()
        if self.session_key and SESSION_KEY in held:
            seen.note(self.session_key, int(held[SESSION_KEY]))
        return held

    def _get_session_from_db(self) -> Session | None:
        # PostgreSQL raises an error on some keys that a browser may send, where SQLite finds nothing.
        found = _SESSION.first(self.session_key) if _is_plain(self.session_key) else None
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


def _is_plain(key: str | None) -> bool:
    """Return whether Django could have made this key."""
    return key is not None and key.isascii() and key.isalnum()


class PersonBackend(ModelBackend):
    """Django's password backend, with people read by a compiled query."""

    def get_user(self, user_id: Any) -> Person | None:
        """Return the person with that id; None when they are gone, or no longer active."""
        person = PERSON.first(user_id)
        return person if person and self.user_can_authenticate(person) else None


def sessions_of(person: Person) -> Iterator[Session]:
    """Return the sessions of ``person``. No column says whose a session is, so all are decoded."""
    for session in Session.objects.all():
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            yield session


def of_session(key: str) -> Person | None:
    """Return the person signed in with the session ``key``, as a page's request has it; None for nobody."""
    request = HttpRequest()
    request.session = SessionStore(key)
    person = get_user(request)
    return person if isinstance(person, Person) else None
