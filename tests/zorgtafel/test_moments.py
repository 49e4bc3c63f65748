"""02:30 in the night that the clock goes back, and in the one that it goes forward, on every form."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django import forms
from django.db.models import Model
from django.test import Client

from cases.casefile.models import Case, CaseParticipation
from cases.intake.models import Signal
from cases.meetings.models import Meeting
from cases.meldcode import track
from cases.meldcode.models import Consultation, MeldcodeTrack, Talk, VeiligThuisAdvice, VeiligThuisReport
from cases.missing.models import MissingEpisode
from cases.police.models import ComplaintEntry, PoliceContact
from organisations.models import DutyOverride
from organisations.roles import Role
from tests.cases.intake.telling import typed
from tests.cases.meldcode.test_pages import FORMS
from tests.cases.police.test_pages import POSTED
from tests.cast import Region
from tests.organisations.conftest import join
from zorgtafel.moments import AppointmentField, MomentField

LogIn = Callable[[str], Client]

TWICE, NEVER = "2026-10-25T02:30", "2026-03-29T02:30"
#: Summer time ends on Sunday 2026-10-25 at 01:00 UTC (Directive 2000/84/EC, article 3).
FIRST, SECOND = datetime(2026, 10, 25, 0, 30, tzinfo=UTC), datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

PAGES: dict[str, tuple[str, type[Model], str, dict[str, Any]]] = {
    "/signals/new/": ("bram", Signal, "noticed_at", typed()),
    "/cases/{case}/missing/raise/": ("hugo", MissingEpisode, "missing_since", {"police_told": "not_yet"}),
    "/cases/{case}/police/contact/new/": ("farid", PoliceContact, "happened_at", POSTED),
    "/cases/{case}/police/complaint/": (
        "farid",
        ComplaintEntry,
        "happened_at",
        {"stage": "not_yet", "wish": "Rust", "after": 0},
    ),
    "/cases/{case}/meldcode/{track}/consultation/": (
        "bram",
        Consultation,
        "held_at",
        FORMS["consultation/"],
    ),
    "/cases/{case}/meldcode/{track}/talk/": ("bram", Talk, "held_at", FORMS["talk/"]),
    "/cases/{case}/meldcode/{track}/advice/": ("bram", VeiligThuisAdvice, "asked_at", FORMS["advice/"]),
    "/cases/{case}/meldcode/{track}/report/": ("bram", VeiligThuisReport, "reported_at", FORMS["report/"]),
    "/meetings/new/": ("iris", Meeting, "starts_at", {"title": "Overleg"}),
}


@pytest.fixture
def started(region: Region, case: Case) -> MeldcodeTrack:
    """Give Bram's track, in a case that everybody has been on since the first of October."""
    begin = datetime(2026, 10, 1, tzinfo=UTC)
    CaseParticipation.objects.update(starts_at=begin)
    return track.start(case, actor=region.actor("bram"), profile="education", now=begin)


def post(log_in: LogIn, about: MeldcodeTrack, place: str, moment: str, **change: Any) -> Any:
    name, _model, field, values = PAGES[place]
    path = place.format(case=about.case.number, track=about.pk)
    return log_in(name).post(path, {**values, field: moment, **change})


@pytest.mark.parametrize(
    ("now", "meant"),
    [("2026-10-25T00:31Z", FIRST), ("2026-10-25T01:31Z", SECOND), ("2026-10-25T09:00Z", SECOND)],
)
@pytest.mark.parametrize("place", [page for page in PAGES if page != "/meetings/new/"])
def test_what_happened_happened_the_last_time_that_has_passed(
    started: MeldcodeTrack, log_in: LogIn, time_machine: Any, place: str, now: str, meant: datetime
) -> None:
    def open_at(name: str) -> Client:
        client = log_in(name)
        time_machine.move_to(datetime.fromisoformat(now), tick=False)
        return client

    answer = post(open_at, started, place, TWICE)
    assert answer.status_code == 302, answer.context["form"].errors
    _name, model, field, _values = PAGES[place]
    assert getattr(model.objects.get(), field) == meant


@pytest.mark.parametrize(
    ("now", "meant"), [("2026-10-20T09:00Z", FIRST), ("2026-10-25T01:05Z", SECOND)], ids=["before", "between"]
)
def test_a_meeting_starts_the_first_time_that_is_still_to_come(
    region: Region, started: MeldcodeTrack, log_in: LogIn, time_machine: Any, now: str, meant: datetime
) -> None:
    iris = log_in("iris")
    time_machine.move_to(datetime.fromisoformat(now), tick=False)
    answer = iris.post("/meetings/new/", {"title": "Overleg", "starts_at": TWICE})
    assert answer.status_code == 302, answer.context["form"].errors
    assert Meeting.objects.get().starts_at == meant


@pytest.mark.parametrize("place", PAGES)
def test_a_time_that_the_clock_skipped_gets_a_sentence_and_stays_in_the_form(
    started: MeldcodeTrack, log_in: LogIn, place: str
) -> None:
    answer = post(log_in, started, place, NEVER)
    _name, model, field, _values = PAGES[place]
    assert answer.status_code == 400
    assert answer.context["form"].errors[field]
    assert NEVER in answer.content.decode()
    assert not model.objects.exists()


def test_the_clock_after_violence_counts_from_the_last_time_that_has_passed(
    case: Case, log_in: LogIn, started: MeldcodeTrack, time_machine: Any
) -> None:
    hugo = log_in("hugo")
    time_machine.move_to(datetime(2026, 10, 25, 1, 45, tzinfo=UTC), tick=False)
    answer = hugo.post(f"/cases/{case.number}/police/clocks/", {"moment": TWICE})
    assert answer.status_code == 200
    assert answer.context["form"].cleaned_data["moment"] == SECOND
    assert hugo.post(f"/cases/{case.number}/police/clocks/", {"moment": NEVER}).status_code == 400


@pytest.mark.parametrize(
    ("now", "meant"), [("2026-10-20T09:00Z", FIRST), ("2026-10-25T01:05Z", SECOND)], ids=["before", "between"]
)
def test_an_exception_on_the_roster_begins_the_first_time_that_is_still_to_come(
    region: Region, log_in: LogIn, time_machine: Any, now: str, meant: datetime
) -> None:
    join(region, "olga", "school", Role.ORGANISATION_ADMIN, now=datetime(2026, 10, 1, tzinfo=UTC))
    olga = log_in("olga")
    time_machine.move_to(datetime.fromisoformat(now), tick=False)
    asked = {"user": region.bram.pk, "is_away": "extra", "level": 1, "ends_at": "2026-10-25T08:00"}
    answer = olga.post("/duty/overrides/new/", {**asked, "starts_at": TWICE})
    assert answer.status_code == 302, answer.context["form"].errors
    assert DutyOverride.objects.get().starts_at == meant
    skipped = olga.post("/duty/overrides/new/", {**asked, "starts_at": NEVER})
    assert skipped.status_code == 400
    assert skipped.context["form"].errors["starts_at"]


def test_no_form_of_ours_asks_for_a_moment_in_another_way() -> None:
    asked = [
        (form.__qualname__, name, field)
        for form in _all(forms.Form)
        if form.__module__.startswith(("cases.", "organisations."))
        for name, field in form.base_fields.items()
        if isinstance(field, forms.DateTimeField | forms.SplitDateTimeField)
    ]
    assert len(asked) > 10
    assert [row for row in asked if not isinstance(row[2], MomentField)] == []
    ahead = {row[0] for row in asked if isinstance(row[2], AppointmentField)}
    assert ahead == {"AsideForm", "PlanForm", "SlotForm", "OverrideForm", "TableCallForm"}


def _all(parent: type) -> list[type]:
    return [child for one in parent.__subclasses__() for child in (one, *_all(one))]
