"""The first book: what did the field say before (django-simple-history, trimmed).

A tracked table is written through ``write`` and nothing else: a save without somebody to
answer for it raises, so an untraced change cannot reach the database.
Each old value carries the acting organisation, the role and the request that wrote it;
with the request id one finds its line in the ledger.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db import connection, models
from django.db.models import OuterRef, QuerySet, Subquery
from simple_history.models import HistoricalRecords

from organisations.actor import Actor


class UntracedWriteError(RuntimeError):
    """A tracked table was saved without saying who acts."""


class StaleWriteError(Exception):
    """The record changed since the page was opened; nothing was overwritten."""

    def __init__(self, current: Any) -> None:
        super().__init__(f"stale write of {type(current).__name__}")
        self.current = current


@dataclass(frozen=True, slots=True)
class Trace:
    """Who writes, when and why."""

    actor: Actor
    now: datetime
    reason: str


class Traced(models.Model):
    """Columns that every history table has beside the old values."""

    acting_organisation_id = models.BigIntegerField(null=True)
    acting_role = models.CharField(max_length=40, blank=True)
    request_id = models.CharField(max_length=32, db_index=True)

    class Meta:
        abstract = True


class TracedRecords(HistoricalRecords):
    """History rows that always know for which organisation and in which request they were written."""

    def __init__(self, **options: Any) -> None:
        super().__init__(bases=[Traced], user_db_constraint=False, **options)

    def create_historical_record(self, instance: Any, history_type: str, using: str | None = None) -> None:
        """Write the row; the clock and the person come from ``write``, never from thin air."""
        trace: Trace | None = instance.__dict__.get("_trace")
        if trace is None:
            raise UntracedWriteError(
                f"{type(instance).__name__} is tracked: save it with organisations.history.write"
            )
        _row(instance, history_type, trace).save(using=using)


def write(instance: Any, *, actor: Actor, now: datetime, reason: str = "") -> Any:
    """Save a tracked record together with its history row, and give it back.

    A record that has a ``version`` gets the next one, so that a page opened before can be
    recognised as stale. ``now`` is aware.
    """
    instance._trace = Trace(actor=actor, now=now, reason=reason)
    _count_write(instance)
    try:
        instance.save()
    finally:
        del instance._trace
    return instance


def write_all(instances: Iterable[Any], *, actor: Actor, now: datetime, reason: str = "") -> list[Any]:
    """Save many tracked records of one table with a history row each, and give them back.

    As ``write`` does it, in as many statements for forty records as for two. ``now`` is aware.
    Records that stand already are held by the caller's lock: one that is gone would come back.
    """
    rows = list(instances)
    if not rows:
        return rows
    table, trace = type(rows[0]), Trace(actor=actor, now=now, reason=reason)
    new = [row for row in rows if row._state.adding]
    standing = [row for row in rows if not row._state.adding]
    for row in rows:
        _count_write(row)
    table._base_manager.bulk_create(new)
    fields = [field.name for field in table._meta.concrete_fields if not field.primary_key]
    # The upsert says what ``bulk_update`` says with a CASE per field and record, which costs half an alert.
    table._base_manager.bulk_create(
        standing, update_conflicts=True, unique_fields=[table._meta.pk.name], update_fields=fields
    )
    _keep(table, new, "+", trace)
    _keep(table, standing, "~", trace)
    return rows


def remove(instance: Any, *, actor: Actor, now: datetime, reason: str = "") -> None:
    """Delete a tracked record; its history keeps the last values."""
    instance._trace = Trace(actor=actor, now=now, reason=reason)
    instance.delete()


def _count_write(instance: Any) -> None:
    counts_writes = isinstance(getattr(instance, "version", None), int)  # elsewhere a covenant's version
    if counts_writes and not instance._state.adding:
        instance.version += 1


@cache
def _history_of(table: type) -> Any:
    """Give the table that keeps the history of a table: each ``table.history`` makes a manager class anew."""
    return table.history.model


def _row(instance: Any, history_type: str, trace: Trace) -> Any:
    """Give the row of the history that keeps the values of a record as they are now."""
    history = _history_of(type(instance))
    values = {field.attname: getattr(instance, field.attname) for field in history.tracked_fields}
    return history(**_traced(history_type, trace), **values)


def _keep(table: type, records: list[Any], history_type: str, trace: Trace) -> None:
    """Let the database copy records that were written just now into their history, in the order of their ids.

    To send all their values a second time took a third of bringing in a file.
    """
    if not records:
        return
    history, name = _history_of(table), connection.ops.quote_name
    traced = _traced(history_type, trace)
    fields = {key: history._meta.get_field(key) for key in traced}
    said = [fields[key].get_db_prep_save(value, connection) for key, value in traced.items()]
    values = ", ".join(name(field.column) for field in history.tracked_fields)
    into = ", ".join([*(name(field.column) for field in fields.values()), values])
    asked = ", ".join(["%s"] * len(said))
    among = ", ".join(["%s"] * len(records))
    key = name(table._meta.pk.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {name(history._meta.db_table)} ({into}) "
            f"SELECT {asked}, {values} FROM {name(table._meta.db_table)} "
            f"WHERE {key} IN ({among}) ORDER BY {key}",
            [*said, *(record.pk for record in records)],
        )


def _traced(history_type: str, trace: Trace) -> dict[str, Any]:
    """Give what a row of the history says beside the old values."""
    return {
        "history_date": trace.now,
        "history_type": history_type,
        "history_user_id": trace.actor.user_id,
        "history_change_reason": trace.reason[:100] or None,
        "acting_organisation_id": trace.actor.organisation_id,
        "acting_role": trace.actor.role or trace.actor.system_name,
        "request_id": trace.actor.request_id,
    }


def check_version(current: Any, version: int | None) -> None:
    """Pass when the page showed the values that are still there. ``None``: nothing was shown.

    Raises:
        StaleWriteError: somebody else saved in the meantime.
    """
    if version is not None and current.version != version:
        raise StaleWriteError(current)


def as_it_was(model: type[models.Model], *, at: datetime) -> QuerySet:
    """Give the records of a tracked table as they were at ``at`` (aware), without what was removed by then.

    Rows of the history: their fields are those of the table, so that the same conditions apply to both.
    """
    history = model.history.model
    versions = history.objects.filter(id=OuterRef("id"), history_date__lte=at)
    latest = versions.order_by("-history_date", "-history_id").values("history_id")[:1]
    return history.objects.filter(history_id=Subquery(latest)).exclude(history_type="-")
