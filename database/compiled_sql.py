"""Hot queries and inserts, compiled to SQL once: Django's compilation costs ten times more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model, QuerySet
from django.db.models.sql import InsertQuery

M = TypeVar("M", bound=Model)

KEYS_AHEAD = 32
_NEXT_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


def _connection() -> BaseDatabaseWrapper:
    """Return this thread's connection: Django's ``connection`` proxy looks it up for every attribute."""
    return connections[DEFAULT_DB_ALIAS]


@dataclass(frozen=True)
class CompiledSql:
    """One query, compiled for one database vendor. ``converters``: Django's, by position in the row."""

    sql: str
    converters: list[tuple[int, list[Any], Any]]

    @classmethod
    def compile(cls, rows: QuerySet[Any, Any]) -> "CompiledSql":
        """Compile ``rows``. Its filter values are given anew to each ``row``, in the same order."""
        compiler = rows.query.get_compiler(connection=_connection())
        sql, _values = compiler.as_sql()
        found = compiler.get_converters([column for column, _sql, _alias in compiler.select])
        return cls(sql, [(place, *how) for place, how in found.items()])

    def row(self, db: BaseDatabaseWrapper, values: list[Any]) -> list[Any] | None:
        """Return the first row as Python values, or None."""
        with db.cursor() as cursor:
            cursor.execute(self.sql, values)
            found = cursor.fetchone()
        return self._convert(db, list(found)) if found else None

    def rows(self, db: BaseDatabaseWrapper, values: list[Any]) -> list[list[Any]]:
        """Return all rows as Python values."""
        with db.cursor() as cursor:
            cursor.execute(self.sql, values)
            return [self._convert(db, list(found)) for found in cursor.fetchall()]

    def _convert(self, db: BaseDatabaseWrapper, row: list[Any]) -> list[Any]:
        for place, converters, column in self.converters:
            for convert in converters:
                row[place] = convert(row[place], column, db)
        return row


class CompiledQuery(Generic[M]):
    """Finds ``rows``, or the first of them, by the values of ``fields``, which each call gives in that order.
    A field may be one of another model, as in ``post__room``.

    ``related``: a foreign key that is never null, whose row is joined (``select_related``).
    """

    def __init__(self, rows: QuerySet[M], *fields: str, related: str = "") -> None:
        self._rows, self._fields, self._related = rows, fields, related
        self._columns: list[Any] = [_field_at(rows.model, name) for name in fields]
        self._attnames = _attnames(rows.model)
        self._compiled: dict[tuple[str, int | None], CompiledSql] = {}

    def first(self, *values: Any) -> M | None:
        """Act as ``filter(…).first()`` for at most one row. Foreign keys are given by id, never None."""
        db = _connection()
        row = self._sql(db, values, 1).row(db, self._known(db, values))
        return self._instance(db, row) if row else None

    def all(self, *values: Any) -> list[M]:
        """Act as ``list(filter(…))``. Foreign keys are given by id, never None."""
        db = _connection()
        rows = self._sql(db, values, None).rows(db, self._known(db, values))
        return [self._instance(db, row) for row in rows]

    def _known(self, db: BaseDatabaseWrapper, values: tuple[Any, ...]) -> list[Any]:
        """Return ``values`` as the database compares them."""
        pairs = zip(self._columns, values, strict=True)
        return [column.get_db_prep_value(value, db) for column, value in pairs]

    def _sql(self, db: BaseDatabaseWrapper, values: tuple[Any, ...], most: int | None) -> CompiledSql:
        """Return the query for ``most`` rows, all for None, compiled the first time."""
        key = db.vendor, most
        if key not in self._compiled:
            self._compiled[key] = CompiledSql.compile(self._queryset(values)[:most])
        return self._compiled[key]

    def _queryset(self, values: tuple[Any, ...]) -> QuerySet[M]:
        queryset = self._rows.select_related(self._related) if self._related else self._rows
        for field, value in zip(self._fields, values, strict=True):
            queryset = queryset.filter(**{field: value})  # one by one, to keep their order
        return queryset

    def _instance(self, db: BaseDatabaseWrapper, row: list[Any]) -> M:
        own = len(self._attnames)
        instance = self._rows.model.from_db(db.alias, self._attnames, row[:own])
        if self._related:
            other: Any = instance._meta.get_field(self._related).related_model
            setattr(instance, self._related, other.from_db(db.alias, _attnames(other), row[own:]))
        return instance


class CompiledValues:
    """Finds rows of plain values by the SQL of ``rows``, which is called once for each database, with what it
    is first asked for. Values are given in the order of their places in the SQL, as the database has them."""

    def __init__(self, rows: Callable[..., QuerySet[Any, Any]]) -> None:
        self._rows = rows
        self._compiled: dict[str, CompiledSql] = {}

    def first(self, *values: Any) -> list[Any] | None:
        """Return the first row, or None."""
        db = _connection()
        return self._sql(db, values).row(db, [*values])

    def all(self, *values: Any) -> list[list[Any]]:
        """Return all rows."""
        db = _connection()
        return self._sql(db, values).rows(db, [*values])

    def _sql(self, db: BaseDatabaseWrapper, values: tuple[Any, ...]) -> CompiledSql:
        if db.vendor not in self._compiled:
            self._compiled[db.vendor] = CompiledSql.compile(self._rows(*values))
        return self._compiled[db.vendor]


class KeyReserve:
    """Primary keys of ``model``, reserved from PostgreSQL's sequence: an insert need not wait for its key.

    Keys belong to the connection that reserved them, and are dropped with it: they would be invalid after a
    restore of the database.
    """

    def __init__(self, model: type[Model]) -> None:
        key: Any = model._meta.pk
        self._sequence = model._meta.db_table, key.column
        self._ahead: WeakKeyDictionary[Any, list[int]] = WeakKeyDictionary()

    def next(self, db: BaseDatabaseWrapper) -> int:
        """Return an unused key, reserving more if none is left."""
        ahead = self._ahead.setdefault(db.connection, [])
        if not ahead:
            with db.cursor() as cursor:
                cursor.execute(_NEXT_KEYS, [*self._sequence, KEYS_AHEAD])
                ahead += [number for (number,) in reversed(cursor.fetchall())]
        return ahead.pop()


class CompiledInsert(Generic[M]):
    """Inserts rows of ``model``, one at a time."""

    def __init__(self, model: type[M]) -> None:
        self._model = model
        self._fields: list[Any] = [field for field in model._meta.concrete_fields if not field.primary_key]
        self._keys = KeyReserve(model)
        self._compiled: dict[str, str] = {}

    def insert(self, row: M) -> M:
        """Act as ``row.save(force_insert=True)``, without signals, and return ``row``."""
        db = _connection()
        takes_key = db.vendor == "postgresql"
        if takes_key:
            db.ensure_connection()
            row.pk = self._keys.next(db)
        if db.vendor not in self._compiled:
            self._compiled[db.vendor] = self._sql(row, takes_key=takes_key)
        own = [field.get_db_prep_save(field.pre_save(row, add=True), db) for field in self._fields]
        own += [row.pk] * takes_key
        with db.cursor() as cursor:
            cursor.execute(self._compiled[db.vendor], own)
            if not takes_key:
                (row.pk,) = cursor.fetchone()
        row._state.adding, row._state.db = False, db.alias
        return row

    def _sql(self, row: M, *, takes_key: bool) -> str:
        key = self._model._meta.pk
        query = InsertQuery(self._model)
        query.insert_values([*self._fields, key] if takes_key else self._fields, [row])
        compiler: Any = query.get_compiler(connection=_connection())
        compiler.returning_fields = None if takes_key else [key]
        ((sql, _values),) = compiler.as_sql()
        return str(sql)


def _attnames(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _field_at(model: type[Model], path: str) -> Any:
    """Return the field at ``path`` of ``model``."""
    name, _between, rest = path.partition("__")
    field: Any = model._meta.get_field(name)
    return _field_at(field.related_model, rest) if rest else field
