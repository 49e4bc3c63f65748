"""The police tab, for insiders, for who lacks this part, and for outsiders."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.police import complaint, contact
from cases.police.models import ComplaintEntry, PoliceContact
from tests.cases.police.test_acts import NOT_YET, TALK
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
POSTED = {
    "kind": "notification",
    "unit": "avim",
    "person": "Zoë 🌱 Ωmega",
    "purpose": "=1+1 <b>vet</b>",
    "legal_ground": "public_task",
    "happened_at": "2026-11-17T09:30",
    "given": "<script>alert(1)</script>",
    "received": "",
    "agreement": "",
}


def tab(case: Case, rest: str = "") -> str:
    return f"/cases/{case.number}/police/{rest}"


def test_anna_reads_contacts_and_track_and_the_ledger_knows(
    region: Region, case: Case, log_in: LogIn
) -> None:
    contact.log(case, actor=region.actor("farid"), talk=TALK, now=NOW)
    complaint.record(case, actor=region.actor("farid"), stage=NOT_YET, now=NOW)
    page = log_in("anna").get(tab(case)).content.decode()
    assert "A pattern, without a name" in page
    assert "Ik wil het nu niet" in page
    assert "(Nog) niet" in page
    assert "informal_consult" not in page
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.compartments) == ("case.read", "core,identity,police")


@pytest.mark.parametrize("rest", ["", "contact/new/", "complaint/"])
@pytest.mark.parametrize(
    ("name", "status"),
    [("farid", 200), ("bram", 403), ("hugo", 403), ("iris", 403), ("chris", 404), ("eva", 404)],
)
def test_who_meets_the_tab(case: Case, log_in: LogIn, name: str, status: int, rest: str) -> None:
    assert log_in(name).get(tab(case, rest)).status_code == status


def test_chris_gets_the_same_answer_as_for_a_case_that_does_not_exist(case: Case, log_in: LogIn) -> None:
    chris = log_in("chris")
    known, unknown = chris.get(tab(case)), chris.get("/cases/C-26-22222/police/")
    assert known.status_code == unknown.status_code == 404
    pages = [page.content.decode() for page in (known, unknown)]
    # The form's token, the number, and the reading's own number at the foot of each page.
    pages = [re.sub(r"\b\w{64}\b|\b[0-9a-f]{12}\b|C-26-\w{5}", "", page) for page in pages]
    assert pages[0] == pages[1]


def test_a_contact_is_logged_from_the_form_and_markup_stays_text(case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    answer = anna.post(tab(case, "contact/new/"), POSTED)
    made = PoliceContact.objects.get()
    assert answer["Location"] == tab(case, f"#contact-{made.pk}")
    page = anna.get(tab(case)).content.decode()
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "Zoë 🌱 Ωmega" in page


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"given": "x" * 200_000}, "given"),
        ({"purpose": "   "}, "purpose"),
        ({"happened_at": "2026-11-18T09:30"}, "happened_at"),
        ({"happened_at": "gisteren"}, "happened_at"),
        ({"kind": "hearsay"}, "kind"),
        ({"unit": ""}, "unit"),
    ],
)
def test_a_form_that_was_not_accepted_says_so_and_keeps_what_was_typed(
    case: Case, log_in: LogIn, change: dict[str, str], field: str
) -> None:
    answer = log_in("anna").post(tab(case, "contact/new/"), {**POSTED, **change})
    assert answer.status_code in (400, 409)
    form = answer.context["form"]
    assert form.errors[field]
    assert form["person"].value() == POSTED["person"]
    assert not PoliceContact.objects.exists()


def test_a_form_posted_after_logout_is_still_there(region: Region, case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    typed_by = anna.get(tab(case, "contact/new/")).context["form"]["typed_by"].value()
    anna.logout()
    anna.post(tab(case, "contact/new/"), {**POSTED, "typed_by": typed_by})
    assert not PoliceContact.objects.exists()
    anna.force_login(region.anna)
    assert POSTED["person"] in anna.get(tab(case, "contact/new/")).content.decode()


def test_the_complaint_form_offers_what_may_follow_and_no_more(case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    form = anna.get(tab(case, "complaint/")).context["form"]
    assert "complaint" not in dict(form.fields["stage"].choices)
    posted = {"stage": "not_yet", "happened_at": "2026-11-17T09:00", "wish": "Later misschien", "after": "0"}
    assert anna.post(tab(case, "complaint/"), posted).status_code == 302
    late = anna.post(tab(case, "complaint/"), {**posted, "stage": "notification"})
    assert late.status_code == 409  # the page was opened before "not yet" was there
    assert "Later misschien" in late.content.decode()
    assert ComplaintEntry.objects.count() == 1


def test_the_guidance_stands_where_a_statement_may_follow(region: Region, case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    for rest in ("", "contact/new/"):
        assert anna.get(tab(case, rest)).context["guard"]["do"]
    Case.objects.filter(pk=case.pk).update(exploitation_suspected=False)
    assert not anna.get(tab(case)).context["guard"]["do"]
    report = complaint.Stage(stage="notification", happened_at=NOW)
    complaint.record(case, actor=region.actor("anna"), stage=report, now=NOW)
    assert anna.get(tab(case)).context["guard"]["do"]


def test_hugo_can_ask_at_night_whom_to_call_and_nothing_is_kept(case: Case, log_in: LogIn) -> None:
    hugo = log_in("hugo")
    page = hugo.get(tab(case, "clocks/"))
    assert "0800-0188" in page.content.decode()
    assert {clock["left"] for clock in page.context["clocks"]} == {None}
    counted = hugo.post(tab(case, "clocks/"), {"moment": "2026-11-17T04:00"})
    assert [clock["since"] for clock in counted.context["clocks"]] == [6, 6, 6, 6]
    later = hugo.post(tab(case, "clocks/"), {"moment": "2026-11-18T04:00"})
    assert later.status_code == 400
    assert "2026-11-17T04" not in str(list(LedgerLine.objects.values_list("detail", flat=True)))
    assert log_in("chris").get(tab(case, "clocks/")).status_code == 404


def test_contacts_come_in_pages_of_25_newest_first(region: Region, case: Case, log_in: LogIn) -> None:
    for hours in range(27):
        talk = contact.Talk(
            **{**POSTED, "person": f"Rechercheur {hours}", "happened_at": NOW - timedelta(hours=hours // 2)}
        )
        contact.log(case, actor=region.actor("anna"), talk=talk, now=NOW)
    anna = log_in("anna")
    first = anna.get(tab(case)).context["page"]
    second = anna.get(tab(case) + first.next_url).context["page"]
    seen = [row.pk for row in first.rows + second.rows]
    assert (len(first.rows), len(second.rows), len(set(seen)), second.next_url) == (25, 2, 27, "")
    assert anna.get(tab(case), {"after": "²"}).context["page"].rows[0].pk == first.rows[0].pk


def test_more_contacts_cost_no_more_queries(region: Region, case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    counts = []
    for more in (1, 9):
        for _ in range(more):
            contact.log(case, actor=region.actor("anna"), talk=TALK, now=NOW)
        anna.get(tab(case))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            anna.get(tab(case))
        counts.append(len(queries))
    assert counts[0] == counts[1]
