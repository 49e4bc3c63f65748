"""Who carries how much: only what the reader may see, and every number opens the list it counts."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import blocks
from cases.asks import ask
from cases.asks.models import Ask
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.coordination import load, shown
from cases.coordination.models import Action
from cases.workdays import local_day
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import DutyOverride, User
from tests.cases.coordination.handing import hand_over
from tests.cases.coordination.test_action import agree
from tests.cast import FOUNDER, Region, full_table, open_case

LogIn = Callable[[str], Client]


def is_away(region: Region, user: User, first: int, last: int) -> None:
    """Let the roster say that somebody is away between two days from now."""
    turn = DutyOverride(
        organisation=region.desk,
        user=user,
        is_away=True,
        starts_at=region.now + timedelta(days=first),
        ends_at=region.now + timedelta(days=last),
    )
    write(turn, actor=FOUNDER, now=region.now)


def figures(region: Region, name: str) -> dict[str, tuple[int, int, int, int]]:
    """Give what somebody sees: name -> cases, acute, urgent, as deputy."""
    rows = load.everybody(region.actor(name), now=region.now)
    return {row.user.name: (row.cases, row.acute, row.urgent, row.deputy) for row in rows}


def test_each_reader_counts_their_own_cases(region: Region, case: Case) -> None:
    open_case(region, urgency="acute", name="Fenne Duinroos")
    open_case(region, urgency="normal", name="Mees Helm")
    assert figures(region, "anna") == {"Anna": (3, 1, 1, 0), "Arno": (0, 0, 0, 3)}
    assert figures(region, "bram") == {"Anna": (1, 0, 1, 0), "Arno": (0, 0, 0, 1)}
    assert figures(region, "eva") == {
        "Anna": (2, 1, 0, 0),
        "Arno": (0, 0, 0, 2),
    }  # she is kept from one
    assert figures(region, "chris") == {}


def test_a_closed_case_and_a_case_handed_over_weigh_nothing(region: Region, case: Case) -> None:
    closed = open_case(region, name="Mees Helm")
    Case.objects.filter(pk=closed.pk).update(status="closed", closed_at=region.now)
    hand_over(region, case, region.bea, region.arno)
    assert figures(region, "anna") == {"Bea": (1, 0, 1, 0), "Arno": (0, 0, 0, 1)}


@pytest.mark.parametrize("name", ["anna", "bram", "eva", "iris"])
def test_every_number_opens_the_list_it_counts(region: Region, log_in: LogIn, name: str) -> None:
    full_table(region, urgency="acute", name="Fenne Duinroos")
    open_case(region, urgency="urgent", name="Mees Helm")
    client = log_in(name)
    page = client.get("/coordination/load/").content.decode()
    links = re.findall(r'href="(/cases/\?coordinator=[^"]+)">(\d+)</a>', page)
    assert links
    for address, number in links:
        listed = client.get(address.replace("&amp;", "&")).content.decode()
        assert len(set(re.findall(r"/cases/(C-\d\d-\w+)/", listed))) == int(number)


def test_looking_is_a_line_of_the_ledger(case: Case, log_in: LogIn) -> None:
    log_in("anna").get("/coordination/load/")
    line = LedgerLine.objects.get(event="coordination.load_read")
    assert line.detail == {"shown": 2}


def test_who_is_asked_is_shown_with_what_they_carry(region: Region, case: Case, log_in: LogIn) -> None:
    is_away(region, region.arno, 2, 5)
    page = log_in("anna").get(f"/cases/{case.number}/people/coordinator/").content.decode()
    assert "Anna (Zorgcoordinatie Waterland-Zuid) · 1 casus, 1 dringend" in page
    assert "0 casussen, weg 19 nov – 22 nov" in page


def test_both_away_at_once_is_work_for_who_may_choose(region: Region, case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    waits = "zijn allebei weg"
    is_away(region, region.anna, 1, 5)
    is_away(region, region.arno, 5, 7)
    assert waits not in anna.get("/").content.decode()
    is_away(region, region.arno, 4, 6)
    assert waits in anna.get("/").content.decode()
    assert waits not in log_in("bram").get("/").content.decode()
    assert "Anna is volgens het rooster weg" in anna.get(f"/cases/{case.number}/people/").content.decode()


@pytest.mark.parametrize("typed", ["x", "-1", "0", "99999999999999999999", "1 or 1=1"])
def test_a_coordinator_that_does_not_exist_is_no_filter(case: Case, log_in: LogIn, typed: str) -> None:
    answer = log_in("anna").get("/cases/", {"coordinator": typed})
    assert answer.status_code == 200
    assert case.number in answer.content.decode()


def ages(case: Case, region: Region, opened: int, changed: int) -> None:
    """Let a case be open and quiet for so many days."""
    Case.objects.filter(pk=case.pk).update(
        started_at=region.now - timedelta(days=opened), updated_at=region.now - timedelta(days=changed)
    )


def passes_its_day(region: Region, case: Case) -> None:
    """Let an action of the school, one of the desk, and a question to Veilig Thuis pass their day."""
    for owner in ("school", "desk"):
        agree(region, case, owner)
    question = ask.Question(region.veilig_thuis, Compartment.MELDCODE, "Al contact?", local_day(region.now))
    ask.put(case, actor=region.actor("bram"), question=question, now=region.now)
    yesterday = local_day(region.now) - timedelta(days=1)
    for rows in (Action.objects.filter(case=case), Ask.objects.filter(case=case)):
        rows.update(due_on=yesterday)


LINK = re.compile(r'href="(/(?:cases|tasks)/\?[^"]+)">(\d+)(?: casus(?:sen)?)?</a>')


@pytest.mark.parametrize("name", ["anna", "bram", "gerda", "iris"])
def test_all_numbers_of_the_page_open_the_list_they_count(
    region: Region, case: Case, log_in: LogIn, name: str
) -> None:
    """Not the coordinators alone: how old, how quiet, past its day at whom, and what is unknown."""
    ages(case, region, 200, 40)
    others = [full_table(region, name=f"Fenne Duinroos {n}") for n in range(3)]
    for other, (opened, changed) in zip(others, [(100, 100), (31, 0), (400, 190)], strict=True):
        ages(other, region, opened, changed)
        passes_its_day(region, other)
    passes_its_day(region, case)
    agree(region, case, "school")  # still in time
    blocks.block(others[0], user=region.eva, actor=region.actor("anna"), reason="Aunt", now=region.now)
    client = log_in(name)
    links = LINK.findall(client.get("/coordination/load/").content.decode())
    kinds = {address.split("?")[1].split("=")[0] for address, _number in links}
    assert {"open_for", "quiet_for", "owner"} <= kinds
    for address, number in links:
        shown = client.get(address.replace("&amp;", "&")).context["rows"]
        assert len(shown) == int(number), address


def test_past_its_day_shows_what_the_reader_reads(region: Region, case: Case) -> None:
    passes_its_day(region, case)

    def seen(name: str) -> dict[str, tuple[int, int]]:
        rows = shown.overdue(region.actor(name), now=region.now)
        return {row.organisation.kind: (row.actions, row.questions) for row in rows}

    assert seen("bram")["veilig_thuis"] == (0, 1)  # the school reads the Meldcode of this case
    assert seen("chris") == {}
    assert all(questions == 0 for _actions, questions in seen("farid").values())  # the police does not


def test_a_list_of_another_organisation_names_nobody_whose_work_is_not_read(
    region: Region, case: Case, log_in: LogIn
) -> None:
    passes_its_day(region, case)
    address = f"/tasks/?owner={region.school.pk}&overdue=on"
    assert region.school.name in log_in("anna").get(address).content.decode()
    page = log_in("chris").get(address)
    assert page.context["rows"] == []
    assert region.school.name not in page.content.decode()


@pytest.mark.parametrize(
    "query", ["?owner=x", "?owner=-1", "?owner=99999999999999", "?list=never", "?overdue="]
)
def test_a_question_that_is_none_shows_the_own_actions(
    region: Region, case: Case, log_in: LogIn, query: str
) -> None:
    agree(region, case, "desk")
    page = log_in("anna").get(f"/tasks/{query}")
    assert [row["row"].owner for row in page.context["rows"]] == [region.desk]


def test_the_page_costs_as_much_with_many_cases(region: Region, case: Case, log_in: LogIn) -> None:
    client, counted = log_in("anna"), []
    passes_its_day(region, case)
    for more in (0, 3):
        for n in range(more):
            passes_its_day(region, full_table(region, name=f"Mees Helm {n}"))
        client.get("/coordination/load/")
        with CaptureQueriesContext(connection) as asked:
            client.get("/coordination/load/")
        counted.append(len(asked))
    assert counted[0] == counted[1]
