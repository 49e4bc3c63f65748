"""Actions: agreed with an organisation at the case, ended by it or by the coordinator."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.coordination.models import Action
from cases.coordination.words import clock
from cases.dashboard import counts
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cast import PEOPLE, Region, open_case

LogIn = Callable[[str], Client]
FRIDAY = date(2026, 11, 20)


def agree(region: Region, case: Case, owner: str = "school", due_on: date = FRIDAY) -> Action:
    """Let Anna agree an action with an organisation."""
    return action.agree(
        case,
        actor=region.actor("anna"),
        description="Gesprek met de mentor",
        owner_organisation=region.organisations[owner],
        due_on=due_on,
        now=region.now,
    )


def test_the_owner_is_told_and_everybody_sees_it_in_the_timeline(region: Region, case: Case) -> None:
    agreed = agree(region, case)
    told = Delivery.objects.filter(notification__kind="action_agreed", channel="inbox")
    assert [row.user for row in told] == [region.bea]
    assert LedgerLine.objects.filter(event="action.agreed", object_id=agreed.pk).count() == 1
    entry = case.timeline.get(kind="action_agreed")
    assert entry.params == {"owner": "Lyceum De Dijk", "due": "2026-11-20"}


@pytest.mark.parametrize("name", ["bram", "bea", "anna"])
def test_the_owner_and_the_coordinator_may_finish(region: Region, case: Case, name: str) -> None:
    agreed = agree(region, case)
    done = action.finish(agreed, actor=region.actor(name), outcome="Gesproken", now=region.now)
    assert (done.status, done.outcome, done.ended_by) == ("done", "Gesproken", region.people[name])
    assert case.timeline.filter(kind="action_done").count() == 1
    assert done.history.count() == 2


@pytest.mark.parametrize("name", ["farid", "gerda", "chris", "eva", "dina"])
def test_others_may_not(region: Region, case: Case, name: str) -> None:
    agreed = agree(region, case)
    with pytest.raises(AccessDenied):
        action.finish(agreed, actor=region.actor(name), outcome="", now=region.now)
    assert Action.objects.get().status == "open"


def test_an_action_ends_once(region: Region, case: Case) -> None:
    agreed = agree(region, case)
    action.cancel(agreed, actor=region.actor("bram"), reason="Niet meer nodig", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        action.finish(agreed, actor=region.actor("bea"), outcome="", now=region.now)
    assert refused.value.code == "not_from_here"
    assert case.timeline.filter(kind__in=["action_done", "action_cancelled"]).count() == 1


def test_cancelling_asks_a_reason(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError) as refused:
        action.cancel(agree(region, case), actor=region.actor("bram"), reason="  ", now=region.now)
    assert refused.value.field == "reason"


def test_what_cannot_be_agreed_gets_a_sentence(region: Region, case: Case, log_in: LogIn) -> None:
    for owner, due_on, code in (
        ("elsewhere", FRIDAY, "owner_not_admitted"),
        ("school", date(2026, 11, 16), "due_in_past"),
    ):
        with pytest.raises(StateConflictError) as refused:
            agree(region, case, owner, due_on)
        assert refused.value.code == code
    casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=region.now)
    sent = {"description": "Bellen", "owner_organisation": region.school.pk, "due_on": "2026-11-20"}
    answer = log_in("anna").post(f"/cases/{case.number}/plan/new/", sent)
    assert answer.status_code == 409
    assert "Bellen" in answer.content.decode()


def test_bram_walks_an_action_through_the_pages(region: Region, case: Case, log_in: LogIn) -> None:
    client, plan = log_in("bram"), f"/cases/{case.number}/plan/"
    sent = {
        "description": "<b>Bellen</b>",
        "owner_organisation": region.school.pk,
        "due_on": "2026-11-20",
    }
    assert client.post(f"{plan}new/", sent).headers["Location"] == plan
    agreed = Action.objects.get()
    assert "&lt;b&gt;Bellen" in client.get(plan).content.decode()
    assert "&lt;b&gt;Bellen" in client.get("/tasks/").content.decode()
    assert client.post(f"{plan}{agreed.pk}/cancel/", {}).status_code == 400
    assert client.post(f"{plan}{agreed.pk}/done/", {"outcome": "Gebeld"}).status_code == 302
    assert "Gebeld" in client.get(plan).content.decode()
    assert log_in("farid").get(plan).status_code == 200
    refused = log_in("farid").post(f"{plan}{agreed.pk}/done/", {"outcome": "x"})
    assert refused.status_code == 403


def test_the_id_of_an_action_in_another_case_is_not_found(region: Region, case: Case, log_in: LogIn) -> None:
    elsewhere = agree(region, open_case(region), "desk")
    answer = log_in("bram").get(f"/cases/{case.number}/plan/{elsewhere.pk}/done/")
    assert answer.status_code == 404


@pytest.mark.parametrize("name", sorted(PEOPLE))
def test_the_number_in_the_navigation_is_the_length_of_the_list(
    region: Region, case: Case, log_in: LogIn, name: str
) -> None:
    for owner in ("school", "police", "desk", "veilig_thuis"):
        agree(region, case, owner)
    page = log_in(name).get("/tasks/")
    waiting = counts.waiting(region.actor(name), now=region.now)
    if page.status_code == 200:
        assert len(page.context["rows"]) == waiting["actions"]
    else:
        assert (page.status_code, "actions" in waiting) == (403, False)


def test_the_list_of_actions_costs_the_same_for_one_and_for_many(
    region: Region, case: Case, log_in: LogIn
) -> None:
    client = log_in("anna")
    seen = []
    for count in (1, 30):
        for _number in range(count):
            agree(region, case, "desk")
        client.get("/tasks/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/tasks/")
        seen.append(len(captured))
    assert seen[0] == seen[1]
    assert client.get("/tasks/").context["page"].next_url


@pytest.mark.parametrize(
    ("hours", "state", "text"),
    [
        (0.5, "soon", "nog minder dan een uur"),
        (30, "soon", "nog 30 uur"),
        (72, "later", "nog 3 dagen"),
        (-0.5, "overdue", "minder dan een uur na de termijn"),
        (-5, "overdue", "5 uur na de termijn"),
        (-50, "overdue", "2 dagen na de termijn"),
    ],
)
def test_a_clock_reads_without_judging(region: Region, hours: float, state: str, text: str) -> None:
    shown = clock("Actie", region.now + timedelta(hours=hours), now=region.now)
    assert (shown["state"], shown["text"]) == (state, text)
