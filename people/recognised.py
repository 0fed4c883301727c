"""Who comes with a cookie: Django's sessions and people, by two queries compiled once.

A thousand sockets that come back after a restart spent almost half of the server's time on compiling these.
"""

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from people.models import Person
from people.prepared import PERSON, Prepared

_SESSION = Prepared(Session.objects.all(), "session_key")


class SessionStore(db.SessionStore):
    """The store of ``SESSION_ENGINE``, which keeps its sessions as Django's own does."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.first(self.session_key)
        if found is not None and found.expire_date > timezone.now():
            return found
        self._session_key = None
        return None


class PersonBackend(ModelBackend):
    """Passwords as Django has them, people as the house reads them."""

    def get_user(self, user_id: Any) -> Person | None:
        """Whoever is signed in with that id; None when they are gone, or no longer active."""
        person = PERSON.first(user_id)
        return person if person and self.user_can_authenticate(person) else None
