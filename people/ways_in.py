"""Close a person's ways in when what locks them has changed: password, place in the team, right to enter."""

from collections.abc import Collection
from typing import Any

from django.db import transaction
from django.dispatch import Signal

from people.models import Person
from people.sessions import sessions_of

LOCKS = ("password", "is_staff", "is_superuser", "is_active")

# Sent after the commit, with the id of the ``person``: some of their sessions have ended.
sessions_ended = Signal()


def close(person: Person) -> None:
    """End all sessions of ``person``, and void their cards: whoever holds one may be whom the change shuts
    out."""
    person.cards.all().delete()
    end_sessions(person)


def end_sessions(person: Person, but: str | None = None) -> None:
    """End the sessions of ``person``, ``but`` the one of that key."""
    for session in sessions_of(person):
        if session.session_key != but:
            session.delete()
    transaction.on_commit(lambda: sessions_ended.send_robust(Person, person=person.pk))


def close_if_changed(
    sender: Any, instance: Person, raw: bool, update_fields: Collection[str] | None, **_rest: Any
) -> None:
    """Receive ``pre_save``: close first, so that nothing opened under the old lock outlives it."""
    if raw or instance.pk is None or not set(LOCKS) & set(update_fields or LOCKS):
        return
    before = Person.objects.filter(pk=instance.pk).values_list(*LOCKS).first()
    if before not in (None, tuple(getattr(instance, lock) for lock in LOCKS)):
        close(instance)
