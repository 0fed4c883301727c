"""Keep what somebody is writing, for them alone, until they hand it in."""

from people.models import Person
from protocols.models import Consigne, Protocole
from protocols.showing import fields_of
from protocols.written import Written, clean


def keep(person: Person, consigne: Consigne, written: Written) -> Protocole:
    """Save the one draft of ``person`` for ``consigne``. Raises ``Refusals`` for what is too long."""
    content = fill(clean(written, fields_of(consigne)))
    draft, _made = Protocole.objects.update_or_create(
        consigne=consigne, author=person, post=None, defaults=content
    )
    return draft


def find(person: Person, consigne: Consigne) -> Protocole | None:
    """The draft of ``person`` for ``consigne``, if they began one."""
    return Protocole.objects.filter(consigne=consigne, author=person, post=None).first()


def fill(written: Written) -> dict[str, object]:
    """``written`` as the columns of a protocole."""
    return {name: getattr(written, name) for name in Written.__struct_fields__}
