"""Bram says what hinders him; nothing of a case comes along, and Joost answers."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from cases.opinions import opinion, shown
from cases.opinions.models import Opinion
from cases.opinions.opinion import Said
from cases.opinions.rules import LONGEST
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from organisations.models import Submission
from tests.cast import Region

LogIn = Callable[[str], Client]
NEW = "/opinions/new/"


def give(region: Region, name: str = "bram", **said: Any) -> Opinion:
    return opinion.give(Said(**{"kind": "hinders", **said}), actor=region.actor(name), now=region.now)


class TestGiving:
    """What is kept, and what never."""

    def test_of_who_does_not_want_an_answer_nobody_is_kept_anywhere(self, region: Region) -> None:
        row = give(region, text="Te veel klikken")
        assert (row.by, row.organisation) == (None, None)
        assert (row.role, row.organisation_kind) == ("professional", "school")
        (line,) = LedgerLine.objects.filter(event="opinion.given")
        assert (line.user_id, line.organisation_id, line.object_id) == (None, None, None)
        assert line.user_label == "opinions"

    def test_who_wants_an_answer_is_kept_with_it(self, region: Region) -> None:
        row = give(region, may_ask=True)
        assert (row.by, row.organisation) == (region.bram, region.school)
        (line,) = LedgerLine.objects.filter(event="opinion.given")
        assert (line.user_id, line.object_id, line.object_number) == (region.bram.pk, row.pk, row.number)

    def test_everybody_who_works_here_has_one(self, region: Region) -> None:
        for name in ("anna", "dina", "farid", "joost"):
            assert give(region, name).role

    def test_the_day_is_kept_and_no_minute(self, region: Region) -> None:
        fields = {field.name for field in Opinion._meta.concrete_fields}
        moments = {name for name in fields if name.endswith(("_at", "_on"))}
        assert moments == {"given_on", "handled_at"}
        assert not hasattr(Opinion, "history")

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            ("Bij C-26-7K3QF laadt het niet", "C-26-7K3QF"),
            ("Haar bsn is 111222333", "111222333"),
            ("Bel 06 12345678", "06 12345678"),
            ("Geboren 3-11-2010", "3-11-2010"),
            ("De auto GK-123-B", "GK-123-B"),
            ("noor@voorbeeld.nl", "noor@voorbeeld.nl"),
        ],
    )
    def test_what_looks_like_a_case_is_refused_and_named(self, region: Region, text: str, named: str) -> None:
        with pytest.raises(StateConflictError) as refused:
            give(region, text=text)
        assert refused.value.field == "text"
        assert named in str(refused.value.sentence)
        assert not Opinion.objects.exists()
        assert not LedgerLine.objects.filter(event="opinion.given").exists()

    def test_a_story_or_another_kind_is_refused(self, region: Region) -> None:
        for said in ({"text": "a" * (LONGEST + 1)}, {"kind": "novel"}):
            with pytest.raises(StateConflictError):
                give(region, **said)
        assert give(region, text="a" * LONGEST).text

    def test_the_database_keeps_nobody_by_halves(self, region: Region) -> None:
        row = give(region)
        row.by = region.bram
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


class TestThePage:
    """At the foot of every page, for who is logged in."""

    def test_the_foot_of_a_case_leads_there_with_the_name_of_the_route_only(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        bram = log_in("bram")
        page = bram.get(f"/cases/{case.number}/").content.decode()
        assert 'href="/opinions/new/?page=case"' in page
        form = bram.get(f"{NEW}?page=case").context["form"]
        assert form["page"].value() == "case"

    def test_who_is_not_logged_in_has_no_such_link(self, client: Client, db: None) -> None:
        assert "/opinions/new/" not in client.get("/account/login/").content.decode()

    @pytest.mark.parametrize(
        "given",
        ["/cases/C-26-7K3QF/", "C-26-7K3QF", "Noor", "case?q=Noor", "", "https://elders.example/", "a" * 300],
    )
    def test_of_a_page_nothing_is_kept_but_the_name_of_a_route(
        self, region: Region, log_in: LogIn, given: str
    ) -> None:
        bram = log_in("bram")
        assert bram.get(NEW, {"page": given}).context["form"]["page"].value() == ""
        bram.post(NEW, {"kind": "idea", "page": given})
        assert not Opinion.objects.exclude(page="").exists()

    def test_every_route_that_people_see_has_a_name_that_fits(self) -> None:
        assert shown.route_name("case") == "case"
        room = Opinion._meta.get_field("page").max_length
        names = [name for name in shown.get_resolver().reverse_dict if isinstance(name, str)]
        assert max(map(len, names)) <= room

    def test_one_answer_is_enough_and_what_was_sent_leads_nowhere_near_it(
        self, region: Region, log_in: LogIn
    ) -> None:
        done = log_in("bram").post(NEW, {"kind": "works", "page": "case", "idempotency": "k1"})
        assert (done.status_code, done.url) == (302, "/")
        row = Opinion.objects.get()
        assert (row.kind, row.text, row.page, row.by) == ("works", "", "case", None)
        assert list(Submission.objects.values_list("url", flat=True)) == ["/"]

    def test_a_refused_text_is_shown_again_with_what_to_leave_out(
        self, region: Region, log_in: LogIn
    ) -> None:
        page = log_in("bram").post(NEW, {"kind": "wrong", "text": "Bel 06 12345678 maar", "page": "case"})
        told = page.content.decode()
        assert page.status_code == 409
        assert "Laat dit weg: 06 12345678 (een telefoonnummer)" in told
        assert ">\nBel 06 12345678 maar</textarea>" in told
        assert not Opinion.objects.exists()

    def test_without_a_choice_the_text_stays(self, region: Region, log_in: LogIn) -> None:
        page = log_in("bram").post(NEW, {"text": "Grotere letters"})
        assert page.status_code == 400
        assert "Grotere letters" in page.content.decode()

    def test_after_ten_in_an_hour_the_next_one_waits_with_its_text(
        self, region: Region, log_in: LogIn
    ) -> None:
        bram, anna = log_in("bram"), log_in("anna")
        for _one in range(10):
            assert bram.post(NEW, {"kind": "idea"}).status_code == 302
        page = bram.post(NEW, {"kind": "idea", "text": "Nog iets"})
        assert page.status_code == 429
        assert "Nog iets" in page.content.decode()
        assert anna.post(NEW, {"kind": "idea"}).status_code == 302
        assert Opinion.objects.count() == 11


class TestAnswering:
    """Who reads, who answers, who hears of it."""

    def test_only_who_keeps_the_platform_reads_them(self, region: Region, log_in: LogIn) -> None:
        row = give(region, text="Te veel klikken", may_ask=True)
        assert row.text in log_in("joost").get("/opinions/").content.decode()
        for name in ("anna", "bram", "dina", "iris"):
            assert log_in(name).get("/opinions/").status_code == 403
            with pytest.raises(AccessDenied):
                shown.every(region.actor(name))
            with pytest.raises(AccessDenied):
                opinion.answer(row, actor=region.actor(name), text="", version=1, now=region.now)

    def test_the_answer_reaches_the_writer_and_nobody_else(self, region: Region, log_in: LogIn) -> None:
        row = give(region, text="Te veel klikken", may_ask=True)
        joost = log_in("joost")
        assert "Bram" in joost.get(f"/opinions/{row.number}/").content.decode()
        done = joost.post(f"/opinions/{row.number}/", {"answer": "Nu nog één klik", "version": 1})
        assert done.status_code == 302
        told = Delivery.objects.get(notification__kind="opinion_answered", channel="inbox")
        assert (told.user, told.path) == (region.bram, "/opinions/mine/")
        assert "Nu nog één klik" in log_in("bram").get("/opinions/mine/").content.decode()
        assert "Nu nog één klik" not in log_in("anna").get("/opinions/mine/").content.decode()
        line = LedgerLine.objects.get(event="opinion.handled")
        assert (line.user_id, line.object_number, line.detail) == (region.joost.pk, row.number, {})

    def test_without_a_name_or_an_answer_nobody_is_told(self, region: Region) -> None:
        for row, text in ((give(region), "Gedaan"), (give(region, may_ask=True), "")):
            opinion.answer(row, actor=region.actor("joost"), text=text, version=1, now=region.now)
        assert not Delivery.objects.filter(notification__kind="opinion_answered").exists()

    def test_it_is_handled_once_and_on_a_fresh_page(self, region: Region) -> None:
        row, joost = give(region), region.actor("joost")
        with pytest.raises(StaleWriteError):
            opinion.answer(row, actor=joost, text="", version=7, now=region.now)
        with pytest.raises(StateConflictError):
            opinion.answer(row, actor=joost, text="Bel 06 12345678", version=1, now=region.now)
        opinion.answer(row, actor=joost, text="Gedaan", version=1, now=region.now)
        with pytest.raises(StateConflictError):
            opinion.answer(row, actor=joost, text="Nog eens", version=2, now=region.now)

    def test_what_was_handled_leaves_the_list_and_stays_within_reach(
        self, region: Region, log_in: LogIn
    ) -> None:
        row, joost = give(region), log_in("joost")
        opinion.answer(row, actor=region.actor("joost"), text="", version=1, now=region.now)
        assert joost.get("/opinions/").context["page"].rows == []
        assert joost.get("/opinions/?all=1").context["page"].rows == [row]

    def test_a_long_list_is_read_page_by_page_without_missing_one(
        self, region: Region, log_in: LogIn
    ) -> None:
        made = {give(region, "anna").number for _one in range(30)}
        joost, seen, url = log_in("joost"), [], "/opinions/"
        while url:
            page = joost.get(url).context["page"]
            seen += [row.number for row in page.rows]
            url = page.next_url and f"/opinions/{page.next_url}"
        assert sorted(seen) == sorted(made)

    def test_the_operator_reads_them_without_who_gave_them(self, region: Region) -> None:
        row = give(region, text="Te veel klikken\nen scrollen", page="case", may_ask=True)
        out = StringIO()
        call_command("opinions", stdout=out)
        assert f"{row.number}: Dit hindert mij in mijn werk · case · Professional · School" in out.getvalue()
        assert "    en scrollen" in out.getvalue()
        assert "Bram" not in out.getvalue()
        assert LedgerLine.objects.get(event="page.read").detail == {"page": "opinions", "shown": 1}

    def test_after_a_year_it_is_gone(self, region: Region) -> None:
        give(region)
        assert opinion.forget(now=region.now + timedelta(days=365)) == 0
        assert opinion.forget(now=region.now + timedelta(days=366)) == 1
        assert not Opinion.objects.exists()
