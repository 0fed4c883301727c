"""Rows that every command reads, by SQL compiled once: that takes Django ten times longer than asking."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from people.models import Person
from rooms.models import Membership, Room

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Compiled:
    """One query for one kind of database. ``converters``: by place in the row, what makes a value of it."""

    sql: str
    converters: list[tuple[int, list[Any], Any]]

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> "Compiled":
        """The SQL of ``rows``, whose values are then asked for again in the same places."""
        compiler = rows.query.get_compiler(connection=connection)
        sql, _values = compiler.as_sql()
        found = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return cls(sql, [(place, *how) for place, how in found.items()])

    def row(self, values: list[Any]) -> list[Any] | None:
        """The first row, in Python's types."""
        with connection.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchone()
        return self._converted(list(found)) if found else None

    def _converted(self, row: list[Any]) -> list[Any]:
        for place, converters, column in self.converters:
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        return row


class Prepared(Generic[M]):
    """The first of ``rows`` whose ``fields`` have the values given at each call, in that order."""

    def __init__(self, rows: QuerySet[M], *fields: str) -> None:
        self._rows, self._fields = rows, fields
        self._columns: list[Any] = [rows.model._meta.get_field(name) for name in fields]
        self._names = [field.attname for field in rows.model._meta.concrete_fields]
        self._compiled: dict[str, Compiled] = {}

    def first(self, *values: Any) -> M | None:
        """As ``filter(…).first()`` where at most one row is; foreign keys are given by id, never None."""
        if connection.vendor not in self._compiled:
            self._compiled[connection.vendor] = Compiled.of(self._wanted(values))
        pairs = zip(self._columns, values, strict=True)
        known = [column.get_db_prep_value(value, connection) for column, value in pairs]
        row = self._compiled[connection.vendor].row(known)
        return self._rows.model.from_db(connection.alias, self._names, row) if row else None

    def _wanted(self, values: tuple[Any, ...]) -> QuerySet[M]:
        wanted = self._rows
        for field, value in zip(self._fields, values, strict=True):
            wanted = wanted.filter(**{field: value})  # one by one, which keeps their order
        return wanted[:1]


PERSON = Prepared(Person.objects.all(), "id")
ROOM = Prepared(Room.objects.all(), "id")
MEMBERSHIP = Prepared(Membership.objects.all(), "room", "person")
