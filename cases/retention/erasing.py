"""Takes the rows of a case away, under its certificate, and nothing else."""

import json
from collections.abc import Iterable, Sequence

from django.contrib.sessions.models import Session
from django.db import connection
from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.retention.collect import Found
from cases.retention.erase_rules import sqlite_delete
from cases.retention.models import DestructionCertificate

_PIECE = 500


def erase(found: Found, certificate: DestructionCertificate) -> None:
    """Remove everything that was found, old values first; in the caller's transaction.

    Raises:
        StateConflictError: something was added or removed at this very moment; nothing is destroyed.
    """
    for rows in found.rows.values():
        if rows.old is not None:
            _remove(rows.old._meta.db_table, sorted(rows.old_ids), certificate)
        _remove(rows.model._meta.db_table, sorted(rows.ids), certificate)
    forget_typed(found.numbers)
    if connection.vendor == "postgresql":
        connection.check_constraints()  # now, and not at the commit, where nobody can explain it any more


def forget_typed(numbers: Iterable[str]) -> int:
    """End the sessions that keep something typed on a page about one of these numbers; tells how many."""
    sought = tuple(numbers)
    ended = 0
    for session in Session.objects.order_by("pk").iterator():
        kept = json.dumps(session.get_decoded(), default=str)
        if any(number in kept for number in sought):
            session.delete()
            ended += 1
    return ended


def _remove(table: str, ids: Sequence[int], certificate: DestructionCertificate) -> None:
    for start in range(0, len(ids), _PIECE):
        piece = ids[start : start + _PIECE]
        if _erased(table, piece, certificate) != len(piece):
            raise changed_meanwhile()


def _erased(table: str, ids: Sequence[int], certificate: DestructionCertificate) -> int:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT erase_case_rows(%s, %s, %s)", [certificate.pk, table, list(ids)])
            return cursor.fetchone()[0]
        cursor.execute(sqlite_delete(table, ids), list(ids))
        return cursor.rowcount


def changed_meanwhile() -> StateConflictError:
    """Give the sentence for a case that somebody worked on at the same moment."""
    return StateConflictError(
        _("Something in this case changed at this very moment. Nothing was destroyed; look again."),
        code="changed_meanwhile",
    )
