"""Statements that are spelled out once and filled in at each request.

Django builds a query anew each time, which for the questions that every page asks takes longer than the
database needs to answer them. A prepared one keeps the text of its SQL, never an answer: who asks, for whom
and when are blanks, and the database is asked each time.
"""

from collections.abc import Callable, Hashable, Iterable
from copy import copy
from datetime import date, datetime
from functools import lru_cache, update_wrapper
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Expression,
    Field,
    Model,
    QuerySet,
)
from django.db.models.sql.compiler import SQLCompiler
from django.db.models.sql.subqueries import InsertQuery, UpdateQuery

#: So many spellings are kept; the one that was used longest ago goes first.
SPELLINGS = 512
KINDS: tuple[tuple[type, type[Field]], ...] = (
    (int, BigIntegerField),
    (str, CharField),
    (datetime, DateTimeField),  # before its parent
    (date, DateField),
)


class Blank(Expression):
    """A value that is not known yet when the SQL is written."""

    def __init__(self, name: str, kind: type[Field]) -> None:
        super().__init__(output_field=kind())
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, list["Blank"]]:
        """Leave a place in the SQL, and stand in the list of values myself."""
        return "%s", [self]

    def filled(self, values: dict[str, Any], connection: Any) -> Any:
        """Give the value of one request, as this database takes it."""
        return self.output_field.get_db_prep_value(values[self.name], connection)


_ALL: list["Prepared | PreparedUpdate | PreparedInsert"] = []


class Prepared:
    """A function that gives a queryset, called once per spelling instead of once per request.

    Arguments by place are its shape: known when the SQL is written, and a spelling of their own each.
    Arguments by name are blanks then: the function can compare with them, and do nothing else.
    """

    def __init__(self, build: Callable[..., QuerySet]) -> None:
        update_wrapper(self, build)
        self.build = build
        self._spelled = lru_cache(SPELLINGS)(self._spell)
        _ALL.append(self)

    def __call__(self, *shape: Hashable, **values: Any) -> list[Any]:
        """Give the rows for these values, asked now.

        A list: a queryset whose text stands already would ignore in silence what narrows it further.
        "Is nothing" is spelled differently in SQL, so a value that is None is not filled in.
        """
        if None in values.values():
            return list(self.build(*shape, **values))
        kinds = _kinds(values)
        queryset, compiler, sql, blanks = self._spelled(shape, kinds)
        if sql is None:
            return []
        again = copy(compiler)
        again.connection = connections[queryset.db]
        filled = tuple(b.filled(values, again.connection) if isinstance(b, Blank) else b for b in blanks)
        again.as_sql = lambda *args, **options: (sql, filled)
        rows = queryset.all()
        rows.query.get_compiler = lambda *args, **options: again
        return list(rows)

    def _spell(self, shape: tuple[Hashable, ...], kinds: tuple[tuple[str, type[Field]], ...]) -> tuple:
        queryset = self.build(*shape, **{name: Blank(name, kind) for name, kind in kinds})
        compiler = queryset.query.get_compiler(queryset.db)
        try:
            return queryset, compiler, *compiler.as_sql()
        except EmptyResultSet:
            return queryset, compiler, None, ()


#: The rows to change, and the new value of each field.
Update = tuple[QuerySet, dict[str, Any]]


class PreparedUpdate:
    """A function that gives rows to change and their new values; spelled once, as ``Prepared`` is."""

    def __init__(self, build: Callable[..., Update]) -> None:
        update_wrapper(self, build)
        self.build = build
        self._spelled = lru_cache(SPELLINGS)(self._spell)
        _ALL.append(self)

    def __call__(self, **values: Any) -> int:
        """Change the rows for these values now; gives how many there were."""
        if None in values.values():
            rows, changes = self._changes(values)
            return rows.update(**changes)
        return _run(*self._spelled(_kinds(values)), values)

    def _spell(self, kinds: tuple[tuple[str, type[Field]], ...]) -> tuple[str, str, list[Any]]:
        rows, changes = self._changes({name: Blank(name, kind) for name, kind in kinds})
        query = rows.query.chain(UpdateQuery)
        query.add_update_values(changes)
        return rows.db, *query.get_compiler(rows.db).as_sql()

    def _changes(self, values: dict[str, Any]) -> Update:
        """Ask for the change; a table with a history is changed by ``history.write`` only."""
        rows, changes = self.build(**values)
        _check_untracked(rows.model)
        return rows, changes


class PreparedInsert:
    """A function that gives one new record, to be written; spelled once, as ``Prepared`` is."""

    def __init__(self, build: Callable[..., Model]) -> None:
        update_wrapper(self, build)
        self.build = build
        self._spelled = lru_cache(SPELLINGS)(self._spell)
        _ALL.append(self)

    def __call__(self, **values: Any) -> None:
        """Write the record for these values now."""
        _run(*self._spelled(_kinds(values)), values)

    def _spell(self, kinds: tuple[tuple[str, type[Field]], ...]) -> tuple[str, str, list[Any]]:
        record = self.build(**{name: Blank(name, kind) for name, kind in kinds})
        table = type(record)
        _check_untracked(table)
        query = InsertQuery(table)
        query.insert_values(
            [field for field in table._meta.concrete_fields if not field.primary_key], [record]
        )
        alias = router.db_for_write(table)
        ((sql, blanks),) = query.get_compiler(alias).as_sql()
        return alias, sql, blanks


def forget() -> None:
    """Forget every spelling: for a test that changes how a question is asked."""
    for one in _ALL:
        one._spelled.cache_clear()


def prepared(build: Callable[..., QuerySet]) -> Prepared:
    """Spell the queryset that a function gives once per shape; see ``Prepared``."""
    return Prepared(build)


def prepared_update(build: Callable[..., Update]) -> PreparedUpdate:
    """Spell a change once; see ``PreparedUpdate``. Never of a tracked table: it writes no history."""
    return PreparedUpdate(build)


def prepared_insert(build: Callable[..., Model]) -> PreparedInsert:
    """Spell a new record once; see ``PreparedInsert``. Never of a tracked table: it writes no history."""
    return PreparedInsert(build)


def _run(alias: str, sql: str, blanks: Iterable[Any], values: dict[str, Any]) -> int:
    """Run a spelled change with the values of one request; gives how many rows it touched."""
    connection = connections[alias]
    filled = [blank.filled(values, connection) if isinstance(blank, Blank) else blank for blank in blanks]
    with connection.cursor() as cursor:
        cursor.execute(sql, filled)
        return cursor.rowcount


def _check_untracked(table: type[Model]) -> None:
    """Pass for a table without a history; the others are changed by ``history.write`` only."""
    if hasattr(table, "history"):
        raise TypeError(f"{table.__name__} is tracked: save it with organisations.history.write")


def _kinds(values: dict[str, Any]) -> tuple[tuple[str, type[Field]], ...]:
    return tuple((name, _kind(value)) for name, value in values.items())


def _kind(value: Any) -> type[Field]:
    return next(kind for python, kind in KINDS if isinstance(value, python))
