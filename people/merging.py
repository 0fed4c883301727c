"""Two accounts of one person: whose the ways in are afterwards, and what is left of the second account."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from people import ways_in
from people.models import Person
from people.sessions import SessionStore, sessions_of

# In a session: the accounts that its browser was signed in as, and that are one with its person's now.
FORMER = "former"


def hold(*people: int) -> None:
    """Lock accounts in the order of their ids, before any room, as renaming does.

    What only refers to them, as a new message does, is not kept waiting.
    """
    list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))


def present(person: Person) -> Person:
    """Return the account that has what was of ``person``: mostly themselves."""
    return person.merged_into or person


def hold_present(person: Person) -> Person:
    """Hold the account of ``person`` as it is by now, or the one that has what was theirs."""
    return present(Person.objects.select_for_update(no_key=True).get(pk=person.pk))


def move_ways_in(kept: Person, other: Person) -> None:
    """Let the browsers that are signed in as ``other`` be signed in as ``kept``."""
    for session in sessions_of(other):
        before = session.get_decoded()
        held = before | {
            SESSION_KEY: str(kept.pk),
            HASH_SESSION_KEY: kept.get_session_auth_hash(),
            FORMER: [*before.get(FORMER, []), other.pk],
        }
        Session.objects.filter(pk=session.pk).update(session_data=SessionStore().encode(held))
    kept.created_at = min(kept.created_at, other.created_at)
    kept.save(update_fields=["created_at", "changed_at"])


def formerly(held: Mapping[str, Any]) -> str:
    """Return the numbers of the accounts whose words a device may still keep, with a space between two."""
    return " ".join(map(str, held.get(FORMER, [])))


def leave_behind(kept: Person, other: Person) -> None:
    """Leave of ``other``, who has nothing any more, where it went: for whoever still writes as them."""
    other.name, other.email, other.arrival, other.last_login = _("Quelqu’un"), None, None, None
    other.is_active, other.merged_into = False, kept
    other.save()
    transaction.on_commit(lambda: ways_in.sessions_ended.send_robust(Person, person=other.pk))
