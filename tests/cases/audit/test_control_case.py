"""Control cases: nobody can tell them from others, and who opens one is put up at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client

from cases.access import gate
from cases.audit import control_case, ledger, review_scan
from cases.audit.events import Event
from cases.audit.models import HoneytokenCase, LedgerLine, ReviewItem
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cases.audit.reviewing import filled, invented, looked, second_auditor
from tests.cast import Region

LogIn = Callable[[str], Client]


@pytest.fixture
def token(region: Region) -> HoneytokenCase:
    """Give a control case in the list of the desk; the job has looked at all that was before."""
    second_auditor(region)
    placed = control_case.place(actor=region.actor("dina"), invented=invented(region), now=region.now)
    looked(region)
    return placed


def test_placing_it_is_a_line_that_names_no_case(region: Region, token: HoneytokenCase) -> None:
    line = LedgerLine.objects.filter(event="control_case.placed").get()
    assert (line.user_id, line.case_id, line.case_number) == (region.dina.pk, None, "")
    assert not LedgerLine.objects.filter(case_id=token.case_id).exists()


@pytest.mark.parametrize("name", ["anna", "joost", "bea"])
def test_only_auditors_place_and_end(region: Region, token: HoneytokenCase, name: str) -> None:
    with pytest.raises(AccessDenied):
        control_case.place(actor=region.actor(name), invented=invented(region), now=region.now)
    with pytest.raises(AccessDenied):
        control_case.end(token, actor=region.actor(name), now=region.now)


def test_what_would_give_it_away_is_refused(region: Region) -> None:
    wrong = (
        ({"started_on": region.now.date() - timedelta(days=30)}, "too_recent"),
        ({"deputy": region.eva}, "unfit"),
        ({"deputy": region.bram}, "unfit"),
        ({"organisation": region.oversight, "coordinator": region.dina, "deputy": region.dina}, "unfit"),
    )
    for about, code in wrong:
        with pytest.raises(StateConflictError) as conflict:
            control_case.place(actor=region.actor("dina"), invented=invented(region, **about), now=region.now)
        assert conflict.value.code == code
    assert not HoneytokenCase.objects.exists()


def test_in_the_list_it_is_a_case_like_any_other(
    region: Region, token: HoneytokenCase, log_in: LogIn
) -> None:
    page = log_in("anna").get("/cases/", {"status": "all"}).text
    assert token.case_number in page
    for hint in ("ontrole", "honey", "ontrol", "verzonnen casus", str(token.explanation)):
        assert hint not in page.replace("Controleer", "")
    assert not ReviewItem.objects.filter(reason="honeytoken").exists()


def test_nothing_in_the_case_leads_to_its_secret(token: HoneytokenCase) -> None:
    columns = {field.name for field in apps.get_model("cases", "Case")._meta.get_fields()}
    assert not [name for name in columns if "honey" in name or "control" in name or "token" in name]


def test_who_opens_it_is_put_up_at_once_and_the_auditors_hear_it(
    region: Region, token: HoneytokenCase, log_in: LogIn
) -> None:
    answer = log_in("anna").get(f"/cases/{token.case_number}/")
    assert answer.status_code == 200
    (item,) = review_scan.watch_control_cases(now=region.now + timedelta(seconds=20))
    assert (item.person, item.reason, item.case_number) == (region.anna, "honeytoken", token.case_number)
    told = Delivery.objects.filter(notification__kind="review_urgent", channel="inbox")
    assert {delivery.user for delivery in told} == {region.dina, region.people["dirk"]}
    assert review_scan.watch_control_cases(now=region.now + timedelta(seconds=40)) == []


def test_a_gap_in_the_ledger_does_not_keep_it_waiting(
    region: Region, token: HoneytokenCase, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(review_scan, "_arrived", lambda cursor, now: [])
    gate.open_case(region.actor("anna"), token.case_number, now=region.now)
    review_scan.scan(now=region.now)
    assert ReviewItem.objects.filter(reason="honeytoken").count() == 1


def test_taking_it_out_counts_too_and_so_does_being_refused(region: Region, token: HoneytokenCase) -> None:
    case = Case.objects.get(pk=token.case_id)
    ledger.record(region.actor("anna"), Event.CASE_CHANGED, case=case, now=region.now)
    ledger.record(
        region.actor("chris"), Event.ACCESS_REFUSED, case=case, now=region.now, outcome="refused", refusal="x"
    )
    opened = review_scan.watch_control_cases(now=region.now)
    assert {item.person for item in opened} == {region.anna, region.chris}


def test_an_ended_one_is_not_watched_any_more(region: Region, token: HoneytokenCase) -> None:
    control_case.end(token, actor=region.actor("dina"), now=region.now)
    gate.open_case(region.actor("anna"), token.case_number, now=region.now)
    assert review_scan.watch_control_cases(now=region.now) == []
    with pytest.raises(StateConflictError):
        control_case.end(token, actor=region.actor("dina"), now=region.now)


def test_dina_places_and_ends_one_by_the_pages(region: Region, log_in: LogIn) -> None:
    client, path = log_in("dina"), "/audit/control-cases/new/"
    assert client.post(path, filled(client.get(path))).status_code == 400
    about = invented(region)
    typed = {
        "organisation": about.organisation.pk,
        "coordinator": about.coordinator.pk,
        "deputy": about.deputy.pk,
        "name": about.name,
        "birth_date": "2008-02-03",
        "age_band": "16_17",
        "form_of_concern": "sexual",
        "started_on": "2025-03-03",
        "close_reason": about.close_reason,
        "explanation": about.explanation,
    }
    assert client.post(path, filled(client.get(path), **typed)).status_code == 302
    token = HoneytokenCase.objects.get()
    page = client.get("/audit/control-cases/").text
    assert token.case_number in page
    assert "Quirine" not in page
    end = f"/audit/control-cases/{token.pk}/end/"
    assert client.post(end, filled(client.get(end))).status_code == 302
    assert client.post(end, filled(client.get(end))).status_code == 409
    assert client.get("/audit/control-cases/9999/end/").status_code == 404
