"""Personal data: each app declares its own part, and all parts are erased or exported together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from people.models import Person

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One app's part of the personal data, exported under ``name``.

    ``erase(person, by)`` runs in a transaction, after the parts of the apps below; ``by`` is of the team,
    somebody else. ``export(person)`` gives plain values and moments.
    """

    name: str
    erase: Callable[[Person, Person], None]
    export: Callable[[Person], Facts]


def erase(person: Person, by: Person, parts: Iterable[PersonalData]) -> None:
    """Erase ``person`` from all ``parts``, in their order, or from none.

    Raises ``ValueError`` for somebody who would erase themselves: they could not finish it.
    """
    if person == by:
        raise ValueError("somebody else of the team must erase them")
    with transaction.atomic():
        for part in parts:
            part.erase(person, by)


def export(person: Person, parts: Iterable[PersonalData]) -> Facts:
    """Return what ``parts`` keep of ``person``, by the name of each part."""
    return {part.name: part.export(person) for part in parts}
