"""Nothing of a destroyed case is left: not one byte in any table of the whole database (bar S21).

Every text of the case, old values included, becomes a marker that stands nowhere else. Tables that the story
left empty are filled by hand, so that no table of the plan goes untested.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, connection, models, transaction

from cases.audit import frontier, seal, verification
from cases.audit.models import LedgerLine, ReviewItem
from cases.casefile.models import Case, CaseParticipation
from cases.intake.models import Signal
from cases.level.choices import RUNGS
from cases.retention import collect, destruction
from cases.retention.models import DestructionProposal
from cases.retention.plan_rules import LINKS
from tests.access.addresses import one_of_everything
from tests.cases.retention.ending import later, looked_at, short_term
from tests.cast import Region, full_table

MARKER = "Xq7Zw"
#: Texts that are codes, numbers or keys: what the database itself checks, or what the ledger keeps too.
CODES = {
    "asked_number": "",
    "case_number": "",
    "history_type": "",
    "key": "",
    "moment": "received",
    "number": "",
    "request_id": "",
}
WHEN = datetime(2020, 1, 2, 3, 4, tzinfo=UTC)


def texts(model: type[models.Model]) -> Iterator[models.Field]:
    """Give the fields in which somebody can have written something."""
    for field in model._meta.concrete_fields:
        is_text = isinstance(field, models.CharField | models.TextField) and not field.choices
        is_roomy = (field.max_length or 99) >= len(MARKER) and not field.unique and field.name not in CODES
        if isinstance(field, models.JSONField | models.BinaryField) or (is_text and is_roomy):
            yield field


def mark(model: type[models.Model], pks: Any) -> int:
    """Write the marker in every text of these rows, but where the database allows none; tells how often."""
    marked = 0
    for field in texts(model):
        value: Any = [MARKER] if isinstance(field, models.JSONField) else MARKER
        if isinstance(field, models.BinaryField):
            value = MARKER.encode()  # a photo
        with suppress(IntegrityError), transaction.atomic():
            marked += model._base_manager.filter(pk__in=pks).update(**{field.name: value})
    return marked


def fill(table: str, case: Case, region: Region) -> None:
    """Put one row in a table that the story left empty."""
    model = apps.get_model(table)
    values: dict[str, Any] = {}
    for field in model._meta.concrete_fields:
        if field.primary_key or field.null or field.has_default():
            continue
        values[field.attname] = _value(field, case, region)
    if table in {
        "cases.AccessRequest",
        "cases.ExistenceCheck",
        "cases.Shielding",
        "cases.Signal",
        "cases.OverlapKey",
        "cases.PutAside",
    }:
        values["case_id"] = case.pk
    if table == "cases.LevelStep":
        values["to_rung"] = RUNGS[1][0]  # a step goes somewhere
    if table == "cases.SignalSplit":
        values["first_id"] = _another_signal(values["original_id"], "S-20-44444")
        values["second_id"] = _another_signal(values["original_id"], "S-20-33333")
    if table == "cases.SignalJoin":
        values["joined_id"] = _another_signal(values["kept_id"])
    model._base_manager.bulk_create([model(**values)])


def _another_signal(pk: int, number: str = "S-20-22222") -> int:
    """Put a second signal beside one: two are joined, never one with itself."""
    other = Signal.objects.get(pk=pk)
    other.pk, other.number = None, number
    return Signal.objects.bulk_create([other])[0].pk


def _value(field: models.Field, case: Case, region: Region) -> Any:
    if field.related_model is not None:
        return _parent(field.related_model, case, region)
    if field.choices:
        return field.choices[0][0]
    kinds = {
        models.DateTimeField: WHEN,
        models.DateField: date(2020, 1, 2),
        models.TimeField: time(3, 4),
        models.BooleanField: False,
        models.UUIDField: "8a1f0d3c-1111-4a4a-9c9c-0123456789ab",
    }
    for kind, value in kinds.items():
        if isinstance(field, kind):
            return value
    if isinstance(field, models.IntegerField):
        return case.pk if field.name == "case_id" else 1
    if isinstance(field, models.BinaryField):
        return b"photo"
    if field.name == "case_number":
        return case.number
    return CODES.get(field.name) or MARKER


def _parent(related: type[models.Model], case: Case, region: Region) -> int:
    if related._meta.label in LINKS:
        return sorted(collect.rows_of(case).rows[related._meta.label].ids)[0]
    return {"Organisation": region.desk.pk, "User": region.anna.pk}.get(related.__name__) or (
        related._base_manager.first().pk
    )


def dump() -> Iterator[tuple[str, str]]:
    """Give every value of every column of every table, as text."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor:
                yield from ((table, _told(value)) for value in row if value is not None)


def _told(value: Any) -> str:
    return str(bytes(value)) if isinstance(value, bytes | memoryview) else str(value)


def left_of(*words: str) -> set[str]:
    """Give the tables in which one of these words still stands."""
    return {table for table, value in dump() if any(word in value for word in words)}


@pytest.fixture
def full(region: Region, settings: Any, tmp_path: Path) -> Case:
    """Give a closed case with something in every table of the plan, marked through and through."""
    settings.ZORGTAFEL_CHECKPOINT_DIR = str(tmp_path)  # that of a trial on this machine is of another ledger
    short_term(region)
    things = one_of_everything(region)
    case = Case.objects.get(number=things["case"])
    # Past the acts: what must be finished before a case closes is told elsewhere.
    Case.objects.filter(pk=case.pk).update(status="closed", closed_at=region.now)
    then = later(region, 190)
    looked_at(then.now)
    for table in [*reversed(collect.rows_of(case).rows)]:
        if table != "cases.DestructionAgreement" and not collect.rows_of(case).rows[table].ids:
            fill(table, case, region)
    ReviewItem.objects.filter(case_number=case.number).update(status="done", verdict="", judged_at=None)
    for row in collect.rows_of(case).rows.values():
        if row.model._meta.label == "cases.EmergencyReview":
            row.model.objects.filter(pk__in=row.ids).update(
                reviewed_at=WHEN, reviewed_by=region.anna, verdict="needed"
            )
    return Case.objects.get(pk=case.pk)


def test_not_one_byte_is_left_and_everything_else_is_unharmed(full: Case, region: Region) -> None:
    then, numbers = later(region, 190), collect.rows_of(full).numbers
    proposal = DestructionProposal.objects.get(case=full)
    destruction.agree(proposal, actor=then.actor("anna"), now=then.now)
    marked = 0
    for rows in collect.rows_of(full).rows.values():
        assert rows.ids, rows.model
        before = dict.fromkeys(rows.ids)
        marked += mark(rows.model, before)
        if rows.old is not None:
            marked += mark(rows.old, rows.old_ids)
    assert marked > 300
    other = full_table(region, name="Sem Rietkraag")
    typing = SessionStore()
    typing["kept_form"] = {"path": f"/cases/{full.number}/notes/new/", "values": {"text": [MARKER]}}
    typing.save()
    elsewhere = SessionStore()
    elsewhere["kept_form"] = {"path": f"/cases/{other.number}/notes/new/", "values": {"text": ["Hallo"]}}
    elsewhere.save()
    rows_before = {table: model_rows(table) for table in LINKS}

    certificate = destruction.agree(proposal, actor=then.actor("gerda"), now=then.now)

    assert left_of(MARKER) == set()
    assert left_of("Zeegras") == set()
    # Numbers are references: the ledger keeps them, and the one certificate.
    assert left_of(*numbers) <= {
        "cases_ledgerline",
        "cases_destructioncertificate",
        "organisations_submission",
    }
    assert not SessionStore(typing.session_key).exists(typing.session_key)
    assert elsewhere.exists(elsewhere.session_key)
    gone = {table: rows_before[table] - model_rows(table) for table in LINKS}
    gone["cases.DestructionAgreement"] += 1  # that of Gerda, written and gone at once
    assert gone == {table: certificate.counts[table][0] for table in LINKS}
    assert Case.objects.get(pk=other.pk).young_person.name == "Sem Rietkraag"
    assert CaseParticipation.objects.filter(case=other).count() == 6
    _ledger_stands(then)


def model_rows(table: str) -> int:
    """Count the rows of a table."""
    return apps.get_model(table)._base_manager.count()


def _ledger_stands(region: Region) -> None:
    seal.seal_next(frontier.settled_id(), now=region.now)
    assert [finding for step in verification.walk() for finding in step.findings] == []
    last = LedgerLine.objects.get(event="case.destroyed")
    assert (last.action, last.object_type) == ("D", "destructioncertificate")


def test_whom_another_case_is_about_stays(region: Region) -> None:
    short_term(region)
    case = full_table(region)
    second = full_table(region, name="")
    Case.objects.filter(pk=second.pk).update(young_person=case.young_person)
    second.refresh_from_db()
    found = collect.rows_of(case)
    assert found.person_stays
    assert found.rows["cases.YoungPerson"].ids == frozenset()
    assert collect.rows_of(second).person_stays


def test_old_values_of_a_row_that_was_removed_go_too(region: Region) -> None:
    case = full_table(region)
    named = case.caseuserobjectpermission_set.first()
    old = type(named).history.filter(id=named.pk).count()
    type(named).objects.filter(pk=named.pk)._raw_delete("default")
    rows = collect.rows_of(case).rows["cases.CaseUserObjectPermission"]
    assert named.pk not in rows.ids
    assert len(rows.old_ids) >= old > 0
