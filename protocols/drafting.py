"""Keep a person's draft for them alone, until they hand it in."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from database.compiled_sql import CompiledQuery
from people.merging import present
from people.models import Person
from people.refusals import Refusal
from protocols.models import Consigne, Protocole
from protocols.showing import fields_of
from protocols.written import Written, clean

_DRAFT = CompiledQuery(Protocole.objects.filter(post=None), "consigne", "author")

SLACK = 4  # a draft may be too long to be handed in: shortening it is part of writing


def keep(person: Person, consigne: Consigne, written: Written, since: str | None = None) -> Protocole:
    """Save the one draft of ``person`` for ``consigne``.

    ``since`` is the ``version`` that was changed; None: whatever is there is replaced. Raises ``Refusals``
    for what is far too long, and ``draft_newer``.
    """
    content = fill(clean(written, fields_of(consigne), SLACK))
    with transaction.atomic():
        # Two tabs may begin the same draft, and another account of theirs may have become this one meanwhile.
        person = present(Person.objects.select_for_update().get(pk=person.pk))
        may_replace(person, consigne, content, since)
        draft, _made = Protocole.objects.update_or_create(
            consigne=consigne, author=person, post=None, defaults=content
        )
    return draft


def may_replace(person: Person, consigne: Consigne, content: dict[str, object], since: str | None) -> None:
    """Raise ``draft_newer`` where the draft is no longer the version ``since``, nor already the same."""
    draft = find(person, consigne)
    if draft is None or since is None or version(draft) == since:
        return
    if any(getattr(draft, name) != value for name, value in content.items()):
        raise Refusal(
            "draft_newer",
            _("Ce brouillon a changé ailleurs depuis que cette page est ouverte. Le plus récent est gardé."),
        )


def version(made: Protocole | None) -> str:
    """Return what changes with each change of ``made``; empty where there is nothing yet."""
    return f"{made.pk}-{int(made.changed_at.timestamp() * 1_000_000)}" if made else ""


def find(person: Person, consigne: Consigne) -> Protocole | None:
    """Return the draft of ``person`` for ``consigne``, None if they began none."""
    return find_for(person, consigne.pk)


def find_for(person: Person, consigne: int) -> Protocole | None:
    """Return the draft of ``person`` for the consigne of that id, None if they began none."""
    return _DRAFT.first(consigne, person.pk)


def fill(written: Written) -> dict[str, object]:
    """Return ``written`` as the columns of a protocole."""
    return {name: getattr(written, name) for name in Written.__struct_fields__}
