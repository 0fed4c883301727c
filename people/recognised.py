"""Who comes with a cookie: Django's sessions and people, by two queries compiled once.

A thousand sockets that come back after a restart spent almost half of the server's time on compiling these.
"""

from typing import Any

from django.contrib.auth import get_user
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.utils import timezone

from people.models import Person
from people.prepared import PERSON, Prepared

_SESSION = Prepared(Session.objects.all(), "session_key")


class SessionStore(db.SessionStore):
    """The store of ``SESSION_ENGINE``, which keeps its sessions as Django's own does."""

    def _get_session_from_db(self) -> Session | None:
        # PostgreSQL fails on some of what a browser may send, where SQLite finds nothing.
        found = _SESSION.first(self.session_key) if _is_plain(self.session_key) else None
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


def _is_plain(key: str | None) -> bool:
    """Whether Django makes such keys."""
    return key is not None and key.isascii() and key.isalnum()


class PersonBackend(ModelBackend):
    """Passwords as Django has them, people as the house reads them."""

    def get_user(self, user_id: Any) -> Person | None:
        """Whoever is signed in with that id; None when they are gone, or no longer active."""
        person = PERSON.first(user_id)
        return person if person and self.user_can_authenticate(person) else None


def of_session(key: str) -> Person | None:
    """Whoever is signed in with the session ``key``, as the request of a page has it; None: nobody is."""
    request = HttpRequest()
    request.session = SessionStore(key)
    person = get_user(request)
    return person if isinstance(person, Person) else None
