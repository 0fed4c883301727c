"""Personal data: each app declares its own part; all parts are erased, exported or given to another account
together."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet

from people.models import Person

Facts = dict[str, Any]
Merge = Callable[[Person, Person], None]


def _nothing(_kept: Person, _other: Person) -> None:
    """Fold nothing: the links say all."""


@dataclass(frozen=True, slots=True)
class Link:
    """A column of ``model`` that names a person. ``alone``: the columns with which somebody has one row only.

    Where two accounts that become one have such a row each, the other's goes; with ``empties`` it stays, and
    that column of it is emptied.
    """

    model: type[models.Model]
    column: str
    alone: tuple[str, ...] = ()
    empties: str = ""

    def move(self, kept: Person, other: Person) -> None:
        """Let every row that names ``other`` name ``kept``.

        The plain manager is asked: rows that are written once (``rooms/append_only.py``) keep what they say.
        """
        rows = self.model._base_manager.filter(**{self.column: other})
        if self.empties:
            self.doubles(kept, other).update(**{self.empties: None})
        elif self.alone:
            self.doubles(kept, other).delete()
        rows.update(**{self.column: kept})

    def doubles(self, kept: Person, other: Person) -> QuerySet[Any]:
        """Query the rows of ``other`` of which ``kept`` has one too."""
        same = {name: OuterRef(name) for name in self.alone}
        rows = self.model._base_manager
        mine = rows.filter(**{self.column: kept}, **same)
        found = rows.filter(Exists(mine), **{self.column: other}).values_list("pk", flat=True)
        return rows.filter(pk__in=list(found))


@dataclass(frozen=True, slots=True)
class PersonalData:
    """One app's part of the personal data, exported under ``name``.

    ``erase(person, by)`` runs in a transaction, after the parts of the apps below; ``by`` is of the team,
    somebody else. ``export(person)`` gives plain values and moments. ``links`` are all columns that name a
    person; ``fold(kept, other)`` runs before they are moved, for what both have and cannot have twice.
    """

    name: str
    erase: Callable[[Person, Person], None]
    export: Callable[[Person], Facts]
    links: tuple[Link, ...]
    fold: Merge = _nothing


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


def merge(kept: Person, other: Person, parts: Iterable[PersonalData]) -> None:
    """Give all that is of ``other`` in ``parts`` to ``kept``. The caller holds both, and all that they share,
    in a transaction."""
    for part in parts:
        part.fold(kept, other)
        for link in part.links:
            link.move(kept, other)
