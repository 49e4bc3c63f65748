"""A form changes what is on it: every other column of the tables, sent along, changes nothing (bar S5)."""

import re
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from cases.attack import pages
from cases.attack.visitor import Visitor

#: What differs between two times anyway: numbers drawn by lot, keys, hashes, signatures, sessions.
BY_LOT = re.compile(
    r"\b[A-Z]-\d\d-[0-9A-Z]{5,7}\b|Jongere \d\d-\d+|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}"
    r"|\b\d{19}\b|gAAAA[\w-]{20,}=*|pbkdf2\S+|\d\d:\d\d:\d\d\.\d+|\b[0-9A-Za-z]{24}\b|:[\w-]{6}:[\w-]{43}"
)
WRITES = re.compile(r"\s*(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
NOT_OURS = ("django_session", "usersessions_usersession", "organisations_submission", "cases_ledgerline")


class _Writes:
    """Keeps what is written, in the order of writing."""

    def __init__(self) -> None:
        self.told: list[str] = []

    def __call__(self, execute: Callable, sql: str, params: Any, many: bool, context: dict) -> Any:
        """Keep a statement that writes, and let it pass."""
        if WRITES.match(sql) and not any(table in sql[:80] for table in NOT_OURS):
            self.told.append(BY_LOT.sub("drawn", f"{sql} {_plain(params)}"))
        return execute(sql, params, many, context)


def slip_in(visitor: Visitor, route: str, path: str, text: str) -> None:
    """Send each form of a page as it is, and again with everything that is not on it."""
    for form in pages.forms(path, text):
        honest = form.sent()
        action = form.action
        expected = _writes(visitor, route, action, honest)
        if not expected:
            continue
        extra = {name: value for name, value in everything().items() if not _is_on(name, form.names)}
        got = _writes(visitor, route, action, {**extra, **honest})
        if got and got != expected:  # a form that refuses the whole changes nothing either
            visitor.report("assignment", route)


@cache
def everything() -> dict[str, str]:
    """Give every column of every table of ours with a value that would matter if it were taken."""
    found: dict[str, str] = {}
    for model in apps.get_models():
        if model._meta.app_label not in {"cases", "organisations"}:
            continue
        for column in model._meta.concrete_fields:
            for name in (column.name, column.attname):
                found.setdefault(name, _value(column))
    return found


def _value(column: models.Field) -> str:
    if column.choices:
        return str(next(value for value, _label in reversed(list(column.flatchoices))))
    if isinstance(column, models.BooleanField):
        return "on"
    if isinstance(column, models.DateTimeField):
        return "2026-01-02T03:04"
    if isinstance(column, models.DateField):
        return "2026-01-02"
    return "1" if column.related_model or isinstance(column, models.IntegerField) else "slipped"


def _is_on(name: str, names: set[str]) -> bool:
    """A field may carry a prefix, or have its date and its hour apart: what is on the form is left alone."""
    return any(known == name or known.endswith(f"-{name}") or known.startswith(f"{name}_") for known in names)


def _writes(visitor: Visitor, route: str, action: str, sent: dict[str, Any]) -> list[str]:
    writes = _Writes()
    with connection.execute_wrapper(writes):
        visitor.post(action, sent, route=route)
    return writes.told


def _plain(params: Any) -> str:
    return " ".join("at" if isinstance(value, datetime | date) else str(value) for value in params or ())
