"""Two people save what both had open: one wins, the other hears it, and nothing is lost in silence."""

import time
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from cases.casefile import case as casefile
from cases.casefile import grants, participation, person
from cases.casefile.models import Case, CaseParticipation, YoungPerson
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.coordination.models import Action
from organisations.actor import AccessDenied, Actor
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from tests.cases.coordination.test_action import agree
from tests.cast import CARE, Region, admit
from tests.together import rounds, together

pytestmark = pytest.mark.postgres

FULL = 500
ROUNDS = rounds(FULL)
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
    parts = {"Anna": Compartment.SIGNALS, "Arno": Compartment.MELDCODE}
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
        assert row.reads_meldcode is ("Arno" in text)
        return text

    race(region, lambda: CaseParticipation.objects.get(pk=pk), save, seen)


def later(lot: Random, job: Callable[[], Any], *, within: float = 0.01) -> Callable[[], Any]:
    """Give a job that begins a random moment later, ``within`` so many seconds."""
    pause = lot.random() * within
    return lambda: (time.sleep(pause), job())[1]


def assert_both_happened(outcomes: set[bool]) -> None:
    """Check that both orders happened; a few rounds on a busy machine may all fall the same way."""
    assert ROUNDS < FULL or outcomes == {True, False}


def test_an_edit_while_somebody_closes_the_case(founded: tuple[Region, Case]) -> None:
    region, case = founded
    anna, arno, lot, outcomes = region.actor("anna"), region.actor("arno"), Random(15), set()
    for number in range(ROUNDS):
        before = Case.objects.get(pk=case.pk)
        words = {"form_of_concern": f"round {number}", "urgency": "normal", "version": before.version}
        edited, closed = together(
            later(lot, lambda words=words: casefile.change(case, actor=anna, now=region.now, **words)),
            later(lot, lambda: casefile.close(case, actor=arno, reason="Done", now=region.now)),
        )
        assert not isinstance(closed, Exception), closed
        after, is_saved = Case.objects.get(pk=case.pk), isinstance(edited, Case)
        assert is_saved or isinstance(edited, StaleWriteError), edited
        assert (after.status, after.close_reason) == ("closed", "Done")
        assert after.form_of_concern == (words if is_saved else vars(before))["form_of_concern"]
        assert after.version == before.version + 1 + is_saved
        outcomes.add(is_saved)
        casefile.reopen(case, actor=anna, now=region.now)
    assert_both_happened(outcomes)


def test_an_edit_of_a_share_while_somebody_withdraws_it(founded: tuple[Region, Case]) -> None:
    region, case = founded
    anna, arno, lot, outcomes = region.actor("anna"), region.actor("arno"), Random(16), set()
    terms = participation.Terms(*CARE, compartments=frozenset({Compartment.SIGNALS}), starts_at=region.now)
    for _round in range(ROUNDS):
        share = CaseParticipation.objects.get(case=case, organisation=region.school, ended_at=None)
        edited, ended = together(
            later(
                lot,
                lambda share=share: participation.change(
                    share, actor=anna, terms=terms, version=share.version, now=region.now
                ),
            ),
            later(
                lot, lambda share=share: participation.end(share, actor=arno, reason="Moved", now=region.now)
            ),
        )
        assert not isinstance(ended, Exception), ended
        after, is_saved = CaseParticipation.objects.get(pk=share.pk), not isinstance(edited, Exception)
        assert is_saved or isinstance(edited, StaleWriteError | StateConflictError), edited
        assert (after.ended_at, after.end_reason) == (region.now, "Moved")
        assert after.reads_identity is not is_saved
        assert after.version == share.version + 1 + is_saved
        outcomes.add(is_saved)
        admit(region, case, "school", CARE, "core identity")
    assert_both_happened(outcomes)


def test_work_of_an_organisation_while_somebody_withdraws_its_share(founded: tuple[Region, Case]) -> None:
    region, case = founded
    anna, bram, lot, outcomes = region.actor("anna"), region.actor("bram"), Random(17), set()
    for number in range(ROUNDS):
        agreed, words = agree(region, case), f"round {number}"
        share = CaseParticipation.objects.get(case=case, organisation=region.school, ended_at=None)
        done, ended = together(
            later(
                lot,
                lambda agreed=agreed, words=words: action.finish(
                    agreed, actor=bram, outcome=words, now=region.now
                ),
                within=0.1,
            ),
            later(
                lot, lambda share=share: participation.end(share, actor=anna, reason="Moved", now=region.now)
            ),
        )
        assert not isinstance(ended, Exception), ended
        after, is_saved = Action.objects.get(pk=agreed.pk), not isinstance(done, Exception)
        assert is_saved or isinstance(done, AccessDenied), done
        assert (after.status, after.outcome) == (("done", words) if is_saved else ("open", ""))
        assert CaseParticipation.objects.get(pk=share.pk).ended_at == region.now
        outcomes.add(is_saved)
        if not is_saved:
            action.cancel(after, actor=anna, reason="No longer here", now=region.now)
        admit(region, case, "school", CARE, "core identity signals")
        grants.name_on_case(case, region.bram, organisation=region.school, actor=anna, now=region.now)
    assert_both_happened(outcomes)
