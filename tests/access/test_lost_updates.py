"""Two people save what both had open: one wins, the other hears it, and nothing is lost in silence."""

import time
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from cases.casefile import case as casefile
from cases.casefile import participation, person
from cases.casefile.models import Case, CaseParticipation, YoungPerson
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from tests.cast import CARE, Region
from tests.together import together

pytestmark = pytest.mark.postgres

ROUNDS = 50
Save = Callable[[Actor, str, int], Any]


@pytest.fixture
def founded(transactional_db: None, region: Region, case: Case) -> tuple[Region, Case]:
    """Give a region and a case that every thread can see."""
    return region, case


def race(region: Region, read: Callable[[], Any], save: Save, seen: Callable[[Any], str]) -> None:
    """Let Anna and Arno save what both opened, in many orders; ``seen`` reads what was saved."""
    editors, lot = [region.actor("anna"), region.actor("arno")], Random(14)
    for number in range(ROUNDS):
        version, words = read().version, [f"by {name} {number}" for name in ("Anna", "Arno")]

        def job(actor: Actor, text: str, pause: float, version: int = version) -> Callable[[], Any]:
            return lambda: (time.sleep(pause), save(actor, text, version))[1]

        pairs = zip(editors, words, strict=True)
        answers = together(*(job(actor, text, lot.random() / 200) for actor, text in pairs))
        stale = [isinstance(answer, StaleWriteError) for answer in answers]
        assert sorted(stale) == [False, True], answers
        assert seen(read()) == words[stale.index(False)]
        assert seen(answers[stale.index(True)].current) == words[stale.index(False)]
        assert read().version == version + 1


def test_the_details_of_the_young_person(founded: tuple[Region, Case]) -> None:
    region, case = founded
    pk = case.young_person_id

    def save(actor: Actor, text: str, version: int) -> Any:
        known = {"birth_date": None, "municipality": "", "guardians": "", "address": text}
        return person.identify(case, actor=actor, name="Noor", version=version, now=region.now, **known)

    race(region, lambda: YoungPerson.objects.get(pk=pk), save, lambda row: row.address)


def test_the_case_itself(founded: tuple[Region, Case]) -> None:
    region, case = founded

    def save(actor: Actor, text: str, version: int) -> Any:
        urgency = "normal" if "Anna" in text else "urgent"
        return casefile.change(
            case, actor=actor, form_of_concern=text[:20], urgency=urgency, version=version, now=region.now
        )

    race(region, lambda: Case.objects.get(pk=case.pk), save, lambda row: row.form_of_concern)


def test_what_an_organisation_may_read(founded: tuple[Region, Case]) -> None:
    region, case = founded
    pk = CaseParticipation.objects.get(case=case, organisation=region.school).pk
    parts = {"Anna": Compartment.SIGNALS, "Arno": Compartment.IDENTITY}
    saved: dict[int, str] = {}

    def save(actor: Actor, text: str, version: int) -> Any:
        terms = participation.Terms(
            *CARE, compartments=frozenset({parts[text.split()[1]]}), starts_at=region.now
        )
        standing = CaseParticipation.objects.select_related("case", "organisation").get(pk=pk)
        changed = participation.change(standing, actor=actor, terms=terms, version=version, now=region.now)
        saved[changed.version] = text
        return changed

    def seen(row: CaseParticipation) -> str:
        text = saved[row.version]
        assert row.reads_signals is ("Anna" in text)
        assert row.reads_identity is ("Arno" in text)
        return text

    race(region, lambda: CaseParticipation.objects.get(pk=pk), save, seen)
