"""What people read about court dates, requests for information and evidence, on the police tab."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case
from cases.justice.models import CourtDate, EvidenceNote, InformationRequest
from cases.justice.rules import ANSWER_AHEAD, Standing, standing

MOST_ENDED = 20
DATE_STATES: dict[Standing, tuple[Promise, str]] = {
    Standing.LATER: (_("Later"), "neutral"),
    Standing.SOON: (_("Comes near"), "warning"),
    Standing.PAST: (_("Passed: what came of it?"), "warning"),
}
REQUEST_STATES: dict[Standing | None, tuple[Promise, str]] = {
    None: (_("Waits, without a date"), "info"),
    Standing.LATER: (_("Waits for an answer"), "info"),
    Standing.SOON: (_("The answer is due soon"), "warning"),
    Standing.PAST: (_("Date passed: ask, or decide"), "warning"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One record on the tab, with how it stands in words (empty: nothing to say)."""

    record: Any
    state: Promise | str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One table on the tab: what stands, and what is over, the latest first."""

    place: str
    rows: list[Row]
    ended: list[Any]


def sections(case: Case, *, today: date) -> dict[str, Section]:
    """Give the three tables of a case. Three queries; only for who reads *police*. ``today`` is local."""
    dates = _split(case.court_dates, "on")
    asked = _split(case.information_requests, "asked_on")
    evidence = _split(case.evidence_notes, "held_since")
    return {
        "dates": Section("dates", [_date(row, today) for row in dates[0]], dates[1]),
        "information": Section("information", [_request(row, today) for row in asked[0]], asked[1]),
        "evidence": Section("evidence", [Row(row) for row in evidence[0]], evidence[1]),
    }


def _split(rows: Any, day: str) -> tuple[list[Any], list[Any]]:
    found = list(rows.select_related("written_by", "organisation").order_by(day, "id"))
    ended = sorted((row for row in found if row.ended_at), key=lambda row: row.ended_at, reverse=True)
    return [row for row in found if row.ended_at is None], ended[:MOST_ENDED]


def _date(row: CourtDate, today: date) -> Row:
    return Row(row, *DATE_STATES[standing(row.on, today=today)])


def _request(row: InformationRequest, today: date) -> Row:
    near = None if row.due_on is None else standing(row.due_on, today=today, ahead=ANSWER_AHEAD)
    return Row(row, *REQUEST_STATES[near])


def words(record: CourtDate | InformationRequest | EvidenceNote) -> str:
    """Say in one line what a record is about, for the page that asks about it."""
    if isinstance(record, CourtDate):
        return f"{record.get_kind_display()}, {record.on:%d-%m-%Y} {record.place}".strip()
    if isinstance(record, InformationRequest):
        return f"{record.get_direction_display()}: {record.party}. {record.asked}"
    return f"{record.what}. {record.place}, {record.held_by}"
