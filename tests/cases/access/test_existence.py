"""Does a case exist about this young person, and whom do I ask? One answer, or nothing to tell."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import blocks, existence, sealing
from cases.access.existence_rules import MOST, Pace
from cases.access.models import ExistenceCheck
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from organisations import covenant
from organisations.actor import AccessDenied
from organisations.models import CovenantClause
from tests.cast import FOUNDER, Region, open_case

BORN = date(2011, 5, 4)


def asks(
    region: Region, name: str = "Noor Zeegras", *, born: date = BORN, who: str = "chris"
) -> existence.Answer:
    """Let somebody ask, and read the answer."""
    actor = region.actor(who)
    check = existence.ask(actor=actor, name=name, birth_date=born, now=region.now)
    return existence.answer(actor, check, now=region.now)


def block(region: Region, case: Case, who: str) -> None:
    """Keep somebody away from a case."""
    anna = region.actor("anna")
    blocks.block(case, actor=anna, user=region.people[who], reason="aunt", now=region.now)


def withdraw_article(region: Region, kind: str) -> None:
    """Take the article away that lets a kind of organisation ask."""
    clause = CovenantClause.objects.get(existence_only=True, organisation_kind=kind)
    covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)


def test_an_outsider_hears_whom_to_ask_and_nothing_else(region: Region) -> None:
    open_case(region)
    assert asks(region) == existence.Answer(
        exists=True, coordinator="Anna", organisation="Zorgcoordinatie Waterland-Zuid", deputy="Arno"
    )


@pytest.mark.parametrize(
    "written",
    [
        "noor zeegras",
        "Zeegras, Noor",
        "  Noor   van  Zeegras ",
        "Nóór Zéégras",
        "NOOR ZEEGRAS",
        "Zeegras van der Noor",
    ],
)
def test_capitals_accents_spaces_and_dutch_prefixes_do_not_matter(region: Region, written: str) -> None:
    open_case(region)
    assert asks(region, written).exists


@pytest.mark.parametrize(
    ("written", "born"),
    [
        ("Noor Zeegra", BORN),
        ("Noor", BORN),
        ("Nour Zeegras", BORN),
        ("Noor Maria Zeegras", BORN),
        ("Noor Zeegras", date(2011, 4, 5)),
    ],
)
def test_a_part_a_sound_or_another_day_finds_nobody(region: Region, written: str, born: date) -> None:
    open_case(region)
    assert not asks(region, written, born=born).exists


def nothing(region: Region) -> None:
    """No case at all."""


def blocked(region: Region) -> None:
    """Chris has a conflict of interest."""
    block(region, open_case(region), "chris")


def not_allowed(region: Region) -> None:
    """The covenant does not let his organisation ask."""
    open_case(region)
    withdraw_article(region, "youth_care")


def closed(region: Region) -> None:
    """The case is closed."""
    case = open_case(region)
    case.status, case.closed_at = "closed", region.now
    Case.objects.bulk_update([case], ["status", "closed_at"])


def sealed(region: Region) -> None:
    """The case exists for the people named on it only."""
    sealing.seal(open_case(region), actor=region.actor("anna"), reason="A threat", keep=[], now=region.now)


SILENCES = [nothing, blocked, not_allowed, closed, sealed]


@pytest.mark.parametrize("silence", SILENCES)
def test_every_other_answer_is_one_and_the_same_page(
    region: Region, log_in: Callable[[str], Client], silence: Callable[[Region], None]
) -> None:
    silence(region)
    chris = log_in("chris")
    answer = chris.post("/cases/exists/", {"name": "Noor Zeegras", "birth_date": "2011-05-04"}, follow=True)
    page = answer.content.decode()
    assert "Er is niets om u te vertellen" in page
    assert "Anna" not in page
    assert LedgerLine.objects.filter(event="existence.asked").get().case_id is None


def test_every_answer_costs_the_same_statements(region: Region) -> None:
    counted = {}
    open_case(region, name="Somebody Else")
    for situation in (nothing, open_case, blocked, sealed, not_allowed):
        situation(region)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            asks(region)
        counted[situation.__name__] = len(queries)
    assert len(set(counted.values())) == 1, counted


def test_the_ledger_keeps_a_fingerprint_and_no_name(region: Region) -> None:
    case = open_case(region)
    asks(region)
    asks(region, "zeegras NOOR")
    first, second = LedgerLine.objects.filter(event="existence.asked").order_by("pk")
    assert first.detail == second.detail  # equal questions can be seen, and none be read
    assert first.detail["answer"] == "exists"
    assert "oor" not in str(first.detail)
    assert first.case_id == case.pk  # the coordinator can see who asked


def test_the_clause_opens_nothing_to_read(region: Region) -> None:
    for clause in CovenantClause.objects.filter(organisation_kind="youth_care", existence_only=False):
        covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
    assert covenant.tables(region.elsewhere, now=region.now) == {}
    open_case(region)
    assert asks(region).exists


def test_an_auditor_and_a_chair_do_not_ask(region: Region) -> None:
    for who in ("dina", "iris", "joost"):
        with pytest.raises(AccessDenied):
            asks(region, who=who)


def test_an_answer_is_for_one_person_and_one_day(region: Region) -> None:
    open_case(region)
    chris = region.actor("chris")
    check = existence.ask(actor=chris, name="Noor Zeegras", birth_date=BORN, now=region.now)
    assert existence.own(region.actor("gerda"), check.token, now=region.now) is None
    assert existence.own(chris, check.token, now=region.now + timedelta(hours=25)) is None


def test_an_answer_follows_what_changes_afterwards(region: Region) -> None:
    case = open_case(region)
    chris = region.actor("chris")
    check = existence.ask(actor=chris, name="Noor Zeegras", birth_date=BORN, now=region.now)
    block(region, case, "chris")
    assert not existence.answer(chris, check, now=region.now).exists


def test_fishing_is_stopped_and_explained(region: Region, log_in: Callable[[str], Client]) -> None:
    chris = log_in("chris")
    for number in range(MOST[Pace.PERSON_HOUR]):
        asks(region, f"Somebody Number{number}")
    answer = chris.post("/cases/exists/", {"name": "Noor Zeegras", "birth_date": "2011-05-04"})
    assert answer.status_code == 409
    assert "tien keer binnen een uur" in answer.content.decode()
    line = LedgerLine.objects.filter(outcome="refused").get()
    assert (line.refusal, line.user_id) == ("asked_too_often", region.chris.pk)
    later = region.actor("chris")
    existence.ask(actor=later, name="A B", birth_date=BORN, now=region.now + timedelta(minutes=61))


def test_an_organisation_has_its_own_pace(region: Region) -> None:
    rows = [
        ExistenceCheck(
            token=f"00000000-0000-0000-0000-{number:012}",
            user=region.piet,
            organisation=region.institution,
            at=region.now - timedelta(hours=5),
        )
        for number in range(MOST[Pace.ORGANISATION_DAY])
    ]
    ExistenceCheck.objects.bulk_create(rows)
    with pytest.raises(StateConflictError) as refused:
        asks(region, who="hugo")
    assert "honderd" in str(refused.value.sentence) or "hundred" in str(refused.value.sentence)


def test_questions_are_forgotten_after_a_month(region: Region) -> None:
    asks(region)
    assert existence.forget(now=region.now + timedelta(days=30)) == 0
    assert existence.forget(now=region.now + timedelta(days=32)) == 1
    assert LedgerLine.objects.filter(event="existence.asked").count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": "Noor", "birth_date": "2011-05-04"}, "Vul de voornaam en de achternaam in."),
        ({"name": "Noor Zeegras", "birth_date": "2027-05-04"}, "Deze dag moet nog komen"),
        ({"name": "Noor Zeegras", "birth_date": "31-31-2011"}, "datum"),
        ({"name": "", "birth_date": ""}, "verplicht"),
    ],
)
def test_bad_input_gets_a_sentence_and_is_kept(
    log_in: Callable[[str], Client], typed: dict[str, str], sentence: str
) -> None:
    answer = log_in("chris").post("/cases/exists/", typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert sentence in page
    assert not typed["name"] or f'value="{typed["name"]}"' in page
    assert ExistenceCheck.objects.count() == 0


def test_the_page_says_when_the_covenant_has_no_article(
    region: Region, log_in: Callable[[str], Client]
) -> None:
    with_article = log_in("chris").get("/cases/exists/").content.decode()
    without = log_in("bram").get("/cases/exists/").content.decode()
    assert "Artikel 20.1" in with_article
    assert "Het convenant laat uw organisatie dit niet vragen" in without
