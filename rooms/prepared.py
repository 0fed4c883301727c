"""Rows that every command reads, by SQL compiled once: that takes Django ten times longer than asking."""

from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from people.models import Person
from rooms.models import Membership, Room

M = TypeVar("M", bound=Model)


class Prepared(Generic[M]):
    """The first of ``rows`` whose ``fields`` have the values given at each call, in that order."""

    def __init__(self, rows: QuerySet[M], *fields: str) -> None:
        self._rows, self._fields = rows, fields
        self._columns: list[Any] = [rows.model._meta.get_field(name) for name in fields]
        self._sql: dict[str, str] = {}

    def first(self, *values: Any) -> M | None:
        """As ``filter(…).first()`` where at most one row is; foreign keys are given by id, never None."""
        if connection.vendor not in self._sql:
            self._sql[connection.vendor] = self._compiled(values)
        pairs = zip(self._columns, values, strict=True)
        known = [column.get_db_prep_value(value, connection) for column, value in pairs]
        return next(iter(self._rows.model._base_manager.raw(self._sql[connection.vendor], known)), None)

    def _compiled(self, values: tuple[Any, ...]) -> str:
        wanted = self._rows
        for field, value in zip(self._fields, values, strict=True):
            wanted = wanted.filter(**{field: value})  # one by one, which keeps their order
        sql, _values = wanted[:1].query.sql_with_params()
        return str(sql)


PERSON = Prepared(Person.objects.all(), "id")
ROOM = Prepared(Room.objects.all(), "id")
MEMBERSHIP = Prepared(Membership.objects.all(), "room", "person")
