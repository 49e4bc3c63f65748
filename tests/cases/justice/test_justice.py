"""Court dates, requests for information, where evidence is: written down, in sight, ended; never an image."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.dashboard import queue
from cases.justice import kept
from cases.justice.models import CourtDate, EvidenceNote, InformationRequest
from cases.justice.told import DateTold, EvidenceTold, RequestTold, Told
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
TODAY = NOW.date()
HEARING = DateTold("hearing", TODAY + timedelta(days=9), place="Rechtbank")
ASKED = RequestTold("in", "AVIM", "Absence of October", "police_data_act", TODAY, TODAY + timedelta(days=5))
PHONE = EvidenceTold("Her old phone", "The safe", "Hugo", TODAY)
EACH: list[tuple[str, Told]] = [("dates", HEARING), ("information", ASKED), ("evidence", PHONE)]
TYPED: dict[str, dict[str, str]] = {
    "dates": {"kind": "hearing", "on": "2026-12-01", "place": "Rechtbank"},
    "information": {
        "direction": "in",
        "party": "AVIM, dossierteam",
        "asked": "Het verzuim",
        "legal_ground": "police_data_act",
        "asked_on": "2026-11-16",
    },
    "evidence": {"what": "Telefoon", "place": "Kluis", "held_by": "Hugo", "held_since": "2026-11-16"},
}


def due(region: Region, name: str, part: str, **days: int) -> list[Any]:
    """Give the days that somebody finds in their queue, so many days from now."""
    items = queue.for_actor(region.actor(name), now=NOW + timedelta(**days))
    return [item.due for item in items if item.url.endswith(f"/police/#{part}")]


class TestActs:
    """Who writes, what stays behind, and what is refused."""

    @pytest.mark.parametrize(("place", "told"), EACH)
    def test_what_is_written_leaves_a_line_without_content(
        self, region: Region, case: Case, place: str, told: Told
    ) -> None:
        made = kept.add(case, actor=region.actor("farid"), told=told, now=NOW)
        table = kept.TABLES[place]
        line = LedgerLine.objects.get(event=table.written)
        assert (line.case_id, line.compartments, line.detail) == (case.pk, "police", {})
        entry = case.timeline.get(kind=table.line)
        assert (entry.compartment, entry.params) == ("police", {})
        assert made.history.count() == 1

    @pytest.mark.parametrize("name", ["bram", "hugo", "gerda", "iris", "chris", "eva", "dina", "joost"])
    def test_who_does_not_read_police_writes_nothing(self, region: Region, case: Case, name: str) -> None:
        for _place, told in EACH:
            with pytest.raises(AccessDenied):
                kept.add(case, actor=region.actor(name), told=told, now=NOW)
        assert not CourtDate.objects.exists()

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            (replace(HEARING, starts_on=TODAY + timedelta(days=10)), "on"),
            (DateTold("reflection", TODAY + timedelta(days=60)), "starts_on"),
            (DateTold("reflection", date(2027, 2, 18), starts_on=TODAY), "on"),
            (DateTold("reflection_dublin", date(2026, 12, 18), starts_on=TODAY), "on"),
            (replace(ASKED, asked_on=TODAY + timedelta(days=1)), "asked_on"),
            (replace(ASKED, due_on=TODAY - timedelta(days=1)), "due_on"),
            (replace(PHONE, held_since=TODAY + timedelta(days=1)), "held_since"),
        ],
    )
    def test_dates_that_contradict_each_other_are_refused(
        self, region: Region, case: Case, told: Told, field: str
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            kept.add(case, actor=region.actor("anna"), told=told, now=NOW)
        assert refused.value.field == field

    def test_a_reflection_period_may_end_on_its_last_day(self, region: Region, case: Case) -> None:
        for told in (
            DateTold("reflection", date(2027, 2, 17), starts_on=TODAY),
            DateTold("reflection_dublin", date(2026, 12, 17), starts_on=TODAY),
        ):
            assert kept.add(case, actor=region.actor("anna"), told=told, now=NOW).pk

    @pytest.mark.parametrize(("place", "told"), EACH)
    def test_a_change_keeps_what_was_there_and_an_end_is_written_once(
        self, region: Region, case: Case, place: str, told: Told
    ) -> None:
        anna, table = region.actor("anna"), kept.TABLES[place]
        made = kept.add(case, actor=anna, told=told, now=NOW)
        kept.change(made, actor=anna, told=told, version=1, now=NOW)
        assert made.history.count() == 2
        with pytest.raises(StaleWriteError):
            kept.end(made, actor=anna, outcome="x", decision="given", version=1, now=NOW)
        ended = kept.end(made, actor=anna, outcome="Klaar", decision="given", version=2, now=NOW)
        assert (ended.outcome, ended.ended_at) == ("Klaar", NOW)
        assert LedgerLine.objects.latest("id").event == table.ended
        with pytest.raises(StateConflictError):
            kept.change(made, actor=anna, told=told, version=3, now=NOW)

    def test_a_closed_case_gets_nothing_new(self, region: Region, case: Case) -> None:
        casefile.close(case, actor=region.actor("anna"), reason="done", now=NOW)
        with pytest.raises(StateConflictError):
            kept.add(case, actor=region.actor("anna"), told=HEARING, now=NOW)


class TestQueue:
    """Coordinator and deputy see it in time, and until somebody says what came of it."""

    def test_they_see_a_hearing_and_an_answer_and_nobody_else(self, region: Region, case: Case) -> None:
        farid = region.actor("farid")
        hearing = kept.add(case, actor=farid, told=HEARING, now=NOW)
        kept.add(case, actor=farid, told=ASKED, now=NOW)
        for name in ("anna", "arno"):
            assert due(region, name, "dates") == [HEARING.on]
            assert due(region, name, "information") == [ASKED.due_on]
        for name in ("bram", "farid", "hugo", "iris"):
            assert due(region, name, "dates") == due(region, name, "information") == []
        assert due(region, "anna", "dates", days=20) == [HEARING.on]
        kept.end(hearing, actor=region.actor("anna"), outcome="Uitgesteld", version=1, now=NOW)
        assert due(region, "anna", "dates", days=20) == []

    def test_not_yet_when_it_is_further_away(self, region: Region, case: Case) -> None:
        anna = region.actor("anna")
        far = TODAY + timedelta(days=29)
        kept.add(case, actor=anna, told=replace(HEARING, on=far), now=NOW)
        kept.add(case, actor=anna, told=replace(ASKED, due_on=far), now=NOW)
        assert due(region, "anna", "dates") == due(region, "anna", "information") == []
        assert due(region, "anna", "dates", days=1) == [far]


class TestPages:
    """What people see and type."""

    @pytest.mark.parametrize(
        ("place", "shown"),
        [("dates", "Rechtbank"), ("information", "AVIM, dossierteam"), ("evidence", "Kluis")],
    )
    def test_it_is_written_changed_and_ended_through_the_forms(
        self, case: Case, log_in: LogIn, place: str, shown: str
    ) -> None:
        anna = log_in("anna")
        base = f"/cases/{case.number}/{place}/"
        answer = anna.post(f"{base}new/", TYPED[place], follow=True)
        assert shown in answer.content.decode()
        made = kept.TABLES[place].model.objects.get()
        anna.post(f"{base}{made.pk}/change/", {**TYPED[place], "version": 1})
        typed = {"outcome": "Meegegeven aan de politie", "decision": "partly", "version": 2}
        answer = anna.post(f"{base}{made.pk}/end/", typed, follow=True)
        assert "Meegegeven aan de politie" in answer.content.decode()
        made.refresh_from_db()
        assert (made.version, made.ended_at is None) == (3, False)

    @pytest.mark.parametrize("place", list(TYPED))
    @pytest.mark.parametrize(
        ("name", "status"), [("farid", 200), ("bram", 403), ("hugo", 403), ("chris", 404), ("eva", 404)]
    )
    def test_who_meets_the_form(self, case: Case, log_in: LogIn, place: str, name: str, status: int) -> None:
        assert log_in(name).get(f"/cases/{case.number}/{place}/new/").status_code == status

    @pytest.mark.parametrize(
        ("place", "typed", "status", "field"),
        [
            ("dates", {"on": "31-02-2027"}, 400, "on"),
            ("dates", {"kind": "execution"}, 400, "kind"),
            ("dates", {"kind": "reflection"}, 409, "starts_on"),
            ("information", {"legal_ground": ""}, 400, "legal_ground"),
            ("information", {"asked_on": "2026-11-18"}, 409, "asked_on"),
            ("evidence", {"held_since": "2026-11-18"}, 409, "held_since"),
            ("evidence", {"what": "x" * 301}, 400, "what"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
        self, case: Case, log_in: LogIn, place: str, typed: dict[str, str], status: int, field: str
    ) -> None:
        posted = {**TYPED[place], **typed}
        answer = log_in("anna").post(f"/cases/{case.number}/{place}/new/", posted)
        assert answer.status_code == status
        form = answer.context["form"]
        assert form.errors[field]
        assert all(form[name].value() == value for name, value in posted.items())
        assert not kept.TABLES[place].model.objects.exists()

    @pytest.mark.parametrize(
        "sent",
        [
            {"photo": SimpleUploadedFile("a.jpg", b"\xff\xd8\xff\xe0", content_type="image/jpeg")},
            {"remark": "data:image/png;base64,iVBORw0KGgo="},
        ],
        ids=["a file", "inside a text"],
    )
    def test_an_image_is_refused_with_whom_to_call(
        self, case: Case, log_in: LogIn, sent: dict[str, Any]
    ) -> None:
        answer = log_in("anna").post(f"/cases/{case.number}/evidence/new/", {**TYPED["evidence"], **sent})
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "0900-8844" in "".join(answer.context["form"].non_field_errors())
        assert 'value="Kluis"' in page
        assert not EvidenceNote.objects.exists()

    def test_a_stale_page_shows_what_is_there_now(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = kept.add(case, actor=region.actor("anna"), told=ASKED, now=NOW)
        newer = replace(ASKED, party="EMM")
        kept.change(made, actor=region.actor("farid"), told=newer, version=1, now=NOW)
        answer = log_in("anna").post(
            f"/cases/{case.number}/information/{made.pk}/change/", {**TYPED["information"], "version": 1}
        )
        assert answer.status_code == 409
        assert "EMM" in answer.content.decode()

    def test_a_record_of_another_case_is_not_found(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = kept.add(case, actor=region.actor("anna"), told=ASKED, now=NOW)
        assert InformationRequest.objects.get() == made
        for rest in ("change/", "end/"):
            answer = log_in("anna").get(f"/cases/C-26-22222/information/{made.pk}/{rest}")
            assert answer.status_code == 404
