"""What ``people`` keeps of somebody: their name, and their ways to sign in."""

from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext as _

from people import merging, ways_in
from people.data import Facts, Link, PersonalData
from people.models import Card, Person
from people.sessions import sessions_of


def _erase(person: Person, _by: Person) -> None:
    """Erase their name and address, and close every way in, including the pages they have open."""
    ways_in.close(person)
    person.name, person.email, person.arrival, person.last_login = _("Quelqu’un"), None, None, None
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()


def _export(person: Person) -> Facts:
    return {
        "number": person.pk,
        "name": person.name,
        "email": person.email,
        "language": person.language,
        "team": person.is_staff,
        "came_at": person.created_at,
        "cards": list(
            person.cards.order_by("pk").values("created_at", "expires_at", "spent_at", "single_use")
        ),
        "sessions": [{"expires_at": session.expire_date} for session in sessions_of(person)],
    }


LINKS = (
    Link(Card, "person"),
    Link(Person, "merged_into"),
    Link(Person.groups.through, "person", alone=("group",)),
    Link(Person.user_permissions.through, "person", alone=("permission",)),
    Link(LogEntry, "user"),
)
PERSONAL_DATA = PersonalData("people", _erase, _export, LINKS, merging.move_ways_in)
