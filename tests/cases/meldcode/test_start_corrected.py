"""Bram began his Meldcode on another day than he wrote down: corrected, and the old day stays on record."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.meldcode import consultation, step, track
from cases.meldcode.models import MeldcodeTrack
from cases.meldcode.step_rules import StepStatus
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import NOW, Region

YESTERDAY = NOW - timedelta(days=1)
LAST_WEEK = NOW - timedelta(days=7)
WHY = "Ik begon al toen de mentor belde"


def correct(about: MeldcodeTrack, region: Region, name: str = "bram", **given: Any) -> MeldcodeTrack:
    values = {"started_at": LAST_WEEK, "reason": WHY, "now": NOW, **given}
    return track.correct_start(about, actor=region.actor(name), **values)


def consult(about: MeldcodeTrack, region: Region, held_at: datetime = YESTERDAY) -> None:
    consultation.record(
        about,
        actor=region.actor("bram"),
        kind="colleague",
        with_whom="De mentor",
        outcome="Samen verder",
        held_at=held_at,
        status=StepStatus.RUNNING,
        now=YESTERDAY,
    )


def test_an_earlier_day_takes_the_place_and_the_old_one_stays_on_record(
    region: Region, brams: MeldcodeTrack
) -> None:
    before = brams.started_at
    made = correct(brams, region)
    assert (made.started_at, made.start_reason) == (LAST_WEEK, WHY)
    assert [row.started_at for row in made.history.order_by("history_id")] == [before, LAST_WEEK]
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.user_id, line.compartments) == (
        "meldcode.start_corrected",
        region.bram.pk,
        "meldcode",
    )
    assert "mentor" not in str(line.detail)
    assert TimelineEntry.objects.filter(kind="meldcode_start_corrected").count() == 1


def test_what_lay_before_the_track_can_then_be_written_down(region: Region, brams: MeldcodeTrack) -> None:
    with pytest.raises(StateConflictError) as conflict:
        consult(brams, region, LAST_WEEK)
    assert conflict.value.code == "before_track"
    correct(brams, region)
    consult(brams, region, LAST_WEEK)
    assert brams.consultations.count() == 1


def test_a_later_day_is_possible_until_the_first_thing_in_it(region: Region, brams: MeldcodeTrack) -> None:
    correct(brams, region)
    consult(brams, region)
    with pytest.raises(StateConflictError) as conflict:
        correct(brams, region, started_at=NOW)
    assert (conflict.value.code, conflict.value.field) == ("after_first", "started_at")
    assert correct(brams, region, started_at=YESTERDAY).started_at == YESTERDAY


def test_a_step_that_was_recorded_counts_too(region: Region, brams: MeldcodeTrack) -> None:
    correct(brams, region)
    done = {"status": StepStatus.RUNNING, "text": "Blauwe plek", "now": YESTERDAY}
    step.record(brams, number=1, actor=region.actor("bram"), **done)
    with pytest.raises(StateConflictError) as conflict:
        correct(brams, region, started_at=NOW)
    assert conflict.value.code == "after_first"


@pytest.mark.parametrize(
    ("given", "code", "field"),
    [
        ({"started_at": NOW + timedelta(hours=1)}, "future", "started_at"),
        ({"started_at": YESTERDAY}, "same_day", "started_at"),
        ({"reason": "  "}, "reason_missing", "reason"),
    ],
)
def test_what_cannot_be_gets_a_sentence_beside_the_field(
    region: Region, brams: MeldcodeTrack, given: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(StateConflictError) as conflict:
        correct(brams, region, **given)
    assert (conflict.value.code, conflict.value.field) == (code, field)
    brams.refresh_from_db()
    assert brams.start_reason == ""


@pytest.mark.parametrize("name", ["anna", "chris", "eva", "gerda", "hugo"])
def test_only_their_own_organisation_corrects_it(region: Region, brams: MeldcodeTrack, name: str) -> None:
    with pytest.raises(AccessDenied):
        correct(brams, region, name)


def test_a_closed_track_and_a_closed_case_stay_as_they_are(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    track.close(brams, actor=region.actor("bram"), reason="Overgedragen", now=NOW)
    with pytest.raises(StateConflictError) as conflict:
        correct(brams, region)
    assert conflict.value.code == "track_closed"
    casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=NOW)
    with pytest.raises(StateConflictError):
        correct(brams, region)


def test_a_stale_page_corrects_nothing(region: Region, brams: MeldcodeTrack) -> None:
    with pytest.raises(StaleWriteError):
        correct(brams, region, version=brams.version + 1)


def test_bram_corrects_it_on_its_page(
    region: Region, brams: MeldcodeTrack, log_in: Callable[[str], Client]
) -> None:
    bram = log_in("bram")
    address = f"/cases/{brams.case.number}/meldcode/{brams.pk}/"
    assert 'href="begin/"' in bram.get(address).content.decode()
    form = bram.get(f"{address}begin/").context["form"]
    typed = {**form.hidden_values(), "version": form["version"].value(), "reason": WHY}
    refused = bram.post(f"{address}begin/", {**typed, "started_at": "2026-12-24T10:00"})
    assert refused.status_code in (400, 409)
    assert WHY in refused.content.decode()
    assert bram.post(f"{address}begin/", {**typed, "started_at": "2026-11-10T10:00"}).status_code == 302
    page = bram.get(address).content.decode()
    assert "10 november 2026" in page
    assert WHY in page
