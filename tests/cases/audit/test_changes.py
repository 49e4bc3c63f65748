"""Old and new values for a reviewer, who has no case content."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import Field, Model
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.audit import changes
from cases.audit.changes import CLOSED_FIELDS, CLOSED_MODELS, OPEN_TEXT, UNTOLD, Change
from cases.audit.fields import LABELS
from cases.audit.models import LedgerLine
from cases.casefile import note, participation
from cases.casefile import person as people
from cases.casefile.models import Case, CaseParticipation
from organisations import membership
from organisations.compartments import Compartment
from organisations.models import Membership
from organisations.roles import Role
from tests.cast import CARE, Region, admit, member

SECRET = "Zij stapte bij de haven in een blauwe auto"


def tracked() -> list[type[Model]]:
    """Give every table that has history."""
    return [
        model
        for app in ("cases", "organisations")
        for model in apps.get_app_config(app).get_models()
        if hasattr(model, "history")
    ]


def of_latest(event: str) -> list[Change]:
    """Give the changes of the newest line of an event, in English."""
    line = LedgerLine.objects.filter(event=event).latest("id")
    with translation.override("en"):
        return changes.of_lines([line]).get(line.pk, [])


def test_every_tracked_field_has_a_label() -> None:
    names = {field.name for model in tracked() for field in model._meta.concrete_fields}
    assert names - UNTOLD - set(LABELS) == set()


def test_every_exception_names_a_field_that_exists() -> None:
    places = {(model._meta.model_name, field.name) for model in tracked() for field in model._meta.fields}
    assert places >= OPEN_TEXT | CLOSED_FIELDS
    assert {model._meta.model_name for model in tracked()} >= CLOSED_MODELS


def _texts() -> list[Field]:
    """Give every tracked field of the cases that holds words."""
    return [
        field
        for model in tracked()
        if model._meta.app_label == "cases"
        for field in model._meta.concrete_fields
        if field.get_internal_type() in {"CharField", "TextField", "EmailField", "JSONField"}
        and not field.choices
        and field.name not in UNTOLD
        and (model._meta.model_name, field.name) not in OPEN_TEXT
    ]


@pytest.mark.parametrize("field", _texts(), ids=str)
def test_no_words_of_a_case_leak(field: Field) -> None:
    for before, after, is_new in ((None, SECRET, True), ("kort", SECRET, False), (SECRET, "", False)):
        change = changes._change(field, before, after, {}, is_new=is_new)
        assert "haven" not in change.old + change.new


def test_a_date_of_birth_is_content() -> None:
    born = apps.get_model("cases", "youngperson")._meta.get_field("birth_date")
    assert "2011" not in changes._change(born, None, "2011-05-04", {}, is_new=True).new


def test_nothing_of_the_young_person_is_told(region: Region, case: Case) -> None:
    people.identify(
        case,
        actor=region.actor("anna"),
        name="Noor Duinroos",
        birth_date=None,
        address="",
        municipality="Dijkstad",
        guardians="",
        version=case.young_person.version,
        now=region.now,
    )
    told = of_latest("person.changed")
    assert {change.label for change in told} >= {"Name", "Date of birth"}
    shown = " ".join(change.old + change.new for change in told)
    assert not any(word in shown for word in ("Noor", "Zeegras", "Duinroos", "Dijkstad", "2011"))
    assert "text changed (12 → 13 characters)" in shown


def test_a_note_is_counted_and_not_shown(region: Region, case: Case) -> None:
    note.add(case, actor=region.actor("anna"), compartment=Compartment.CORE, text=SECRET, now=region.now)
    told = of_latest("note.written")
    assert f"text ({len(SECRET)} characters)" in [change.new for change in told]
    assert "haven" not in str(told)


def test_terms_show_old_and_new_values(region: Region, case: Case) -> None:
    standing = CaseParticipation.objects.get(case=case, organisation=region.school)
    terms = participation.Terms(
        purpose=CARE[0],
        legal_ground=CARE[1],
        compartments=frozenset({Compartment.CORE, Compartment.IDENTITY}),
        starts_at=standing.starts_at,
    )
    participation.change(standing, actor=region.actor("anna"), terms=terms, now=region.now)
    assert Change("Reads: Meldcode", "yes", "no") in of_latest("participation.changed")


def test_a_role_shows_old_and_new(region: Region) -> None:
    membership.change_role(
        member(region, "bram"), actor=region.actor("joost"), role=Role.CONTACT_POINT, now=region.now
    )
    assert of_latest("member.changed") == [Change("Role", "Professional", "Contact point")]


def test_a_new_record_has_no_old_values(region: Region) -> None:
    told = of_latest("member.added")
    assert all(change.old == "" for change in told)
    assert {change.label: change.new for change in told}["Person"] == "Joost"


def test_what_did_not_change_is_not_told(region: Region, case: Case) -> None:
    line = LedgerLine.objects.filter(event="access.refused").first() or LedgerLine.objects.first()
    assert changes.of_lines([LedgerLine(pk=0, request_id=line.request_id, object_type="")]) == {}


def test_more_lines_cost_no_more_queries(region: Region, case: Case) -> None:
    lines = list(LedgerLine.objects.filter(event="member.added").order_by("id"))
    assert len(lines) > 10
    with CaptureQueriesContext(connection) as few:
        changes.of_lines(lines[:1])
    with CaptureQueriesContext(connection) as many:
        changes.of_lines(lines)
    assert len(many) == len(few)
    assert Membership.objects.count() >= len(lines)
    admit(region, case, "elsewhere", CARE, "core")
