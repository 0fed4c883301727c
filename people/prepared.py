"""Rows that every command reads or writes, by SQL compiled once: Django takes ten times longer for that."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery

from people.models import Person

M = TypeVar("M", bound=Model)

AHEAD = 32
_TAKE = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


def _here() -> BaseDatabaseWrapper:
    """This thread's connection itself: Django's ``connection`` finds it again for every attribute."""
    return connections[DEFAULT_DB_ALIAS]


@dataclass(frozen=True)
class Compiled:
    """One query for one kind of database. ``converters``: by place in the row, what makes a value of it."""

    sql: str
    converters: list[tuple[int, list[Any], Any]]

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> "Compiled":
        """The SQL of ``rows``, whose values are then asked for again in the same places."""
        compiler = rows.query.get_compiler(connection=_here())
        sql, _values = compiler.as_sql()
        found = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return cls(sql, [(place, *how) for place, how in found.items()])

    def row(self, here: BaseDatabaseWrapper, values: list[Any]) -> list[Any] | None:
        """The first row, in Python's types."""
        with here.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchone()
        return self._converted(here, list(found)) if found else None

    def _converted(self, here: BaseDatabaseWrapper, row: list[Any]) -> list[Any]:
        for place, converters, column in self.converters:
            for convert in converters:
                row[place] = convert(row[place], column, here)
        return row


class Prepared(Generic[M]):
    """The first of ``rows`` whose ``fields`` have the values given at each call, in that order.

    ``beside``: the name of a foreign key, never None, whose row is read in the same query.
    """

    def __init__(self, rows: QuerySet[M], *fields: str, beside: str = "") -> None:
        self._rows, self._fields, self._beside = rows, fields, beside
        self._columns: list[Any] = [rows.model._meta.get_field(name) for name in fields]
        self._names = _names(rows.model)
        self._compiled: dict[str, Compiled] = {}

    def first(self, *values: Any) -> M | None:
        """As ``filter(…).first()`` where at most one row is; foreign keys are given by id, never None."""
        here = _here()
        if here.vendor not in self._compiled:
            self._compiled[here.vendor] = Compiled.of(self._wanted(values))
        pairs = zip(self._columns, values, strict=True)
        known = [column.get_db_prep_value(value, here) for column, value in pairs]
        row = self._compiled[here.vendor].row(here, known)
        return self._made(here, row) if row else None

    def _wanted(self, values: tuple[Any, ...]) -> QuerySet[M]:
        wanted = self._rows.select_related(self._beside) if self._beside else self._rows
        for field, value in zip(self._fields, values, strict=True):
            wanted = wanted.filter(**{field: value})  # one by one, which keeps their order
        return wanted[:1]

    def _made(self, here: BaseDatabaseWrapper, row: list[Any]) -> M:
        own = len(self._names)
        made = self._rows.model.from_db(here.alias, self._names, row[:own])
        if self._beside:
            other: Any = made._meta.get_field(self._beside).related_model
            setattr(made, self._beside, other.from_db(here.alias, _names(other), row[own:]))
        return made


class Numbers:
    """Primary keys of ``model``, taken ahead from PostgreSQL's own sequence: no row waits to know its number.

    They last as long as the connection that took them: a database that was restored knows nothing of them.
    """

    def __init__(self, model: type[Model]) -> None:
        key: Any = model._meta.pk
        self._sequence = model._meta.db_table, key.column
        self._ahead: WeakKeyDictionary[Any, list[int]] = WeakKeyDictionary()

    def next(self, here: BaseDatabaseWrapper) -> int:
        """One that nobody else has, or will have."""
        ahead = self._ahead.setdefault(here.connection, [])
        if not ahead:
            with here.cursor() as cursor:
                cursor.execute(_TAKE, [*self._sequence, AHEAD])
                ahead += [number for (number,) in reversed(cursor.fetchall())]
        return ahead.pop()


class PreparedInsert(Generic[M]):
    """New rows of ``model``, one at a time."""

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._numbers = Numbers(model)
        self._compiled: dict[str, str] = {}

    def put(self, row: M) -> M:
        """As ``row.save(force_insert=True)``, without signals."""
        here = _here()
        is_numbered = here.vendor == "postgresql"
        if is_numbered:
            here.ensure_connection()
            row.pk = self._numbers.next(here)
        if here.vendor not in self._compiled:
            self._compiled[here.vendor] = self._sql(row, is_numbered=is_numbered)
        own = [field.get_db_prep_save(field.pre_save(row, add=True), here) for field in self._fields]
        own += [row.pk] * is_numbered
        with here.cursor() as cursor:
            cursor.execute(self._compiled[here.vendor], own)
            if not is_numbered:
                (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, here.alias
        return row

    def _sql(self, row: M, *, is_numbered: bool) -> str:
        key = self._model._meta.pk
        query = InsertQuery(self._model)
        query.insert_values([*self._fields, key] if is_numbered else self._fields, [row])
        compiler: Any = query.get_compiler(connection=_here())
        compiler.returning_fields = None if is_numbered else [key]
        ((sql, _values),) = compiler.as_sql()
        return str(sql)


def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


PERSON = Prepared(Person.objects.all(), "id")
