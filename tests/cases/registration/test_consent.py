"""Anna writes down whether the case may be registered at CoMensha; who may not know the name reads none."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.registration import consent
from cases.registration.models import RegistrationAnswer
from cases.registration.rules import Answer, Said, Signer
from organisations.actor import AccessDenied
from tests.cast import Region, full_table

LogIn = Callable[[str], Client]


def answered(region: Region, case: Case, what: str, *, name: str = "anna") -> RegistrationAnswer:
    said = Said(Answer(what), Signer.PARENTS, region.now.date(), "The safe of the desk")
    return consent.answer(case, actor=region.actor(name), said=said, now=region.now)


def test_what_is_written_leaves_a_line_without_content(region: Region) -> None:
    case = full_table(region)
    made = answered(region, case, "given")
    line = LedgerLine.objects.get(event="registration.answered")
    assert (line.case_id, line.detail, line.compartments) == (case.pk, {}, "identity")
    entry = case.timeline.get(kind="registration_answered")
    assert (entry.compartment, entry.params) == ("identity", {})
    assert made.history.count() == 1


def test_the_newest_answer_counts_and_the_earlier_ones_stay(region: Region) -> None:
    case = full_table(region)
    for what in ("asked", "given"):
        answered(region, case, what)
    assert consent.standing(case) is Answer.GIVEN
    answered(region, case, "withdrawn")
    assert consent.standing(case) is Answer.WITHDRAWN
    assert case.registration_answers.count() == 3


@pytest.mark.parametrize("name", ["iris", "chris", "eva", "dina", "joost"])
def test_who_may_not_know_the_name_writes_nothing(region: Region, name: str) -> None:
    case = full_table(region)
    with pytest.raises(AccessDenied):
        answered(region, case, "asked", name=name)
    assert not RegistrationAnswer.objects.exists()


def test_a_closed_case_takes_no_answer(region: Region) -> None:
    case = full_table(region)
    casefile.close(case, actor=region.actor("anna"), reason="Done", now=region.now)
    with pytest.raises(StateConflictError):
        answered(region, case, "asked")


def test_the_age_on_the_day_of_the_answer_counts(region: Region) -> None:
    """Noor was under 16 then: what her parents signed was theirs to sign, whatever her age is now."""
    case = full_table(region)
    born = case.young_person.birth_date
    sixteenth = born.replace(year=born.year + 16)
    said = Said(Answer.GIVEN, Signer.YOUNG_PERSON, min(sixteenth, region.now.date()) - timedelta(days=1), "x")
    with pytest.raises(StateConflictError) as refused:
        consent.answer(case, actor=region.actor("anna"), said=said, now=region.now)
    assert (refused.value.code, refused.value.field) == ("too_young", "signer")


def test_the_sheet_is_there_once_somebody_agreed(region: Region, log_in: LogIn) -> None:
    case = full_table(region)
    anna = log_in("anna")
    assert "Wat het formulier vraagt" not in anna.get(consent.address(case)).content.decode()
    typed = {
        "answer": "given",
        "signer": "parents",
        "answered_on": region.now.date().isoformat(),
        "kept_at": "",
    }
    refused = anna.post(f"{consent.address(case)}answer/", typed)
    assert refused.status_code == 409
    assert "Schrijf op waar het getekende formulier ligt." in refused.content.decode()
    anna.post(f"{consent.address(case)}answer/", {**typed, "kept_at": "De kluis"})
    page = anna.get(consent.address(case)).content.decode()
    assert "Wat het formulier vraagt" in page
    assert "De kluis" in page


def test_who_reads_no_identity_finds_no_page(region: Region, log_in: LogIn) -> None:
    case = full_table(region)
    answered(region, case, "given")
    assert log_in("iris").get(consent.address(case)).status_code == 403
    assert log_in("chris").get(consent.address(case)).status_code == 404
    assert "CoMensha" not in log_in("iris").get(f"/cases/{case.number}/people/").content.decode()
