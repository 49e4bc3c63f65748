"""The self-attack finds nothing in the house as it is, and finds each hole that somebody makes in it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from cases.access import facts, gate, rules
from cases.attack import addresses, markers, play
from cases.attack.visitor import Finding, Found
from cases.attack.walk import Depth, Ground, attackers, everybody
from cases.casefile import listing, search
from cases.casefile.models import Case, CaseParticipation
from cases.dashboard import counts
from cases.missing.models import MissingEpisode
from organisations import prepared
from organisations.actor import Actor
from organisations.compartments import Compartment
from tests.access.addresses import one_of_everything
from tests.cast import Region, found_region, standing_region

Attack = Callable[..., set[Finding]]


@pytest.fixture(scope="module")
def ground(django_db_setup: None, django_db_blocker: Any) -> Iterator[Ground]:
    """Set the scene once for the whole file: every walk leaves it as it was."""
    with django_db_blocker.unblock(), transaction.atomic():
        region = standing_region() or found_region()
        one_of_everything(region)
        with play.stage(region.now):
            yield play.set_up(now=region.now, depth=Depth())
        transaction.set_rollback(True)


@pytest.fixture
def attack(ground: Ground) -> Attack:
    """Play an attack on the region of the tests: ``attack("professional@school", within="cases/")``."""

    def walk(*people: str, every: int = 1, within: str = "", questions: int = 2) -> set[Finding]:
        depth = Depth(every=every, questions=questions, within=within)
        here = replace(ground, depth=depth, found=Found(), posted=set())
        chosen = [(number, person) for number, person in attackers(here.truth) if person.label in people]
        assert len(chosen) == len(people)
        found = everybody(here, chosen)
        assert found.requests > 10
        return found.findings

    return walk


@pytest.mark.parametrize(
    ("who", "every"),
    [
        ("organisation_admin@school", 8),  # may not even know that a case exists
        ("professional@school", 16),
        ("care_coordinator@care_coordination", 24),
    ],
)
def test_nobody_meets_what_they_may_not_know(attack: Attack, who: str, every: int) -> None:
    """The short form of the nightly attack."""
    assert attack(who, every=every) == set()


# -- Holes, made one by one: each must be found --------------------------------------------------------------


@pytest.fixture(autouse=True)
def spelled_anew() -> Iterator[None]:
    """Let a hole find its way into questions that were spelled before it was made."""
    prepared.forget()
    yield
    prepared.forget()


def careless_door(actor: Actor, act: Any, about: facts.CaseFacts, **_asked: Any) -> gate.CaseAccess:
    """Let everybody in."""
    return gate.CaseAccess(actor, about, frozenset(Compartment), rules.Way.ORGANISATION, "v1")


def test_a_door_that_skips_the_gate_is_found(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "_required", careless_door)
    found = attack("professional@school", within="cases/<str:number>/n")
    assert "difference" in {finding.kind for finding in found}
    assert "cases.Note.text" in {finding.what for finding in found if finding.kind == "leak"}


def test_a_list_that_is_not_scoped_is_found(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = CaseParticipation.objects.select_related("case").order_by("-sort_at", "-case_id")
    monkeypatch.setattr(gate, "in_list_order", lambda actor, *, now: everything)
    found = attack("contact_point@youth_care", within="cases/", every=60)
    assert Finding("leak", "cases/", "contact_point@youth_care", "cases.Case.pseudonym") in found


def test_a_count_of_all_rows_is_found(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    running = MissingEpisode.objects.filter(status="running")
    monkeypatch.setattr(counts, "running_episodes", lambda actor, *, now: running)
    found = attack("contact_point@police", within="requests/")
    assert {finding.kind for finding in found} == {"count"}


def test_a_print_with_a_part_too_many_is_found(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gate, "readable", lambda asked: frozenset(Compartment))
    found = attack("process_director@care_table", within="cases/<str:number>/", every=60)
    assert "cases.YoungPerson.name" in {finding.what for finding in found}


def test_a_search_that_suggests_every_name_is_found(attack: Attack, monkeypatch: pytest.MonkeyPatch) -> None:
    def suggest(actor: Actor, typed: str, *, now: Any) -> list[listing.Row]:
        cases = Case.objects.select_related("young_person").exclude(young_person=None)
        return [listing.row(case, case.young_person.name, {}) for case in cases]

    monkeypatch.setattr(search, "find", suggest)
    found = attack("professional@school", within="search/")
    assert {"cases.YoungPerson.name", "cases.Case.number"} <= {finding.what for finding in found}


def test_a_refusal_that_tells_more_than_nothing_is_found(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slower for what is hidden: more work before an answer gives away as much as a word."""
    usual = gate._required

    def look_twice(*given: Any, on: Case, **asked: Any) -> gate.CaseAccess:
        Case.objects.filter(pk=on.pk).exists()
        return usual(*given, on=on, **asked)

    monkeypatch.setattr(gate, "_required", look_twice)
    found = attack("professional@school", within="cases/<str:number>/t")
    assert {(finding.kind, finding.what) for finding in found} == {("difference", "statements")}


# -- Nothing is left out -------------------------------------------------------------------------------------


def test_every_address_has_a_plan() -> None:
    assert addresses.unplanned() == []


def test_an_address_that_nobody_planned_for_is_reported(
    attack: Attack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(addresses.STEMS, "duty/shifts/<int:pk>")
    assert Finding("unplanned", "duty/shifts/<int:pk>/remove/") in attack("auditor@oversight", within="duty/")


def test_every_text_is_watched_or_known_as_a_code() -> None:
    known: dict[str, set[str]] = {}
    for kept in markers.KEPT:
        known.setdefault(kept.model, set()).update(kept.fields.split())
    for label, names in markers.CODES.items():
        known.setdefault(label, set()).update(names.split())
    for model in apps.get_models():
        is_ours = model._meta.app_label in {"cases", "organisations"}
        if not is_ours or model.__name__.startswith("Historical"):
            continue
        texts = {
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, models.CharField | models.TextField) and not column.choices
        }
        assert known.pop(model._meta.label, set()) == texts, model._meta.label
    assert known == {}


def test_only_a_copy_is_ever_attacked(region: Region) -> None:
    with pytest.raises(play.NotACopyError):
        play.demand_copy()


def test_an_attack_leaves_the_database_as_it_was(case: Case, region: Region) -> None:
    before = sorted(Case.objects.values_list("number", "close_reason"))
    found, walked = play.play(now=region.now, depth=Depth(within="health/"), share=(0, 500))
    assert (walked, found.requests > 2) == (1, True)
    assert sorted(Case.objects.values_list("number", "close_reason")) == before


def test_a_grab_pack_that_stays_open_when_nobody_is_missing_is_found(
    attack: Attack, ground: Ground, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other way round: the alerts of the scene run, and the second source knows of none."""
    monkeypatch.setattr(ground.truth, "missing", set())
    found = attack("professional@school", within="missing/<str:number>/")
    assert "cases.GrabPack.phones" in {finding.what for finding in found if finding.kind == "leak"}
    assert attack("duty_officer@youth_care", within="missing/<str:number>/") == set()
