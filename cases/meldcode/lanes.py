"""Every organisation of a case on the Meldcode board, with a track or without one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.access.facts import in_force
from cases.casefile.models import Case
from cases.meldcode import board, choices
from cases.meldcode.board_rules import Lane, Remark, Standing, remarks
from cases.meldcode.models import MeldcodeTrack
from cases.meldcode.profile_rules import ROUTE_OF_KIND, OtherRoute
from cases.meldcode.rules import WeighingState
from cases.meldcode.step_rules import StepStatus
from organisations.models import Organisation

NOTES = {
    Standing.CLOSED: _("track closed"),
    Standing.LEFT: _("no longer takes part in this case"),
    Standing.NOT_STARTED: _("has not started here"),
    Standing.CARE_NOTIFICATION: _("no Meldcode: sends a zorgmelding"),
}
#: The order on the board: who works on it, who has not begun, and then what lies behind.
ORDER = list(Standing)


@dataclass(frozen=True, slots=True)
class Cell:
    """One step of one organisation: where it stands, and since when."""

    number: int
    label: Any
    state: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Shown:
    """One organisation as the board shows it; without a track it has no cells."""

    organisation: str
    note: Any
    url: str
    cells: list[Cell]
    reported_at: datetime | None
    clocks: list[dict[str, Any]]
    facts: Lane


def lanes(case: Case, tracks: Iterable[MeldcodeTrack], *, now: datetime) -> list[Shown]:
    """Put the tracks that the reader may see beside the organisations of the case that have none.

    Who takes part is part of the core of a case; a track shows only when it was handed in. One query.
    """
    taking_part = _taking_part(case, now=now)
    present = {organisation.pk for organisation, _reads in taking_part}
    found = [_of_track(track, is_here=track.organisation_id in present, now=now) for track in tracks]
    followed = {track.organisation_id for track in tracks}
    found += [
        shown
        for organisation, reads in taking_part
        if organisation.pk not in followed and (shown := _without_track(organisation, reads)) is not None
    ]
    return sorted(found, key=lambda shown: ORDER.index(shown.facts.standing))


def said(shown: Iterable[Shown]) -> list[dict[str, Any]]:
    """Give what holds of the whole board, in sentences; the first always says whether anybody reported."""
    return [_sentence(remark) for remark in remarks(lane.facts for lane in shown)]


def _taking_part(case: Case, *, now: datetime) -> list[tuple[Organisation, bool]]:
    rows = in_force(now=now).filter(case=case).select_related("organisation").order_by("organisation__name")
    reads: dict[Organisation, bool] = {}
    for row in rows:  # an organisation may be admitted twice, for two purposes
        reads[row.organisation] = reads.get(row.organisation, False) or row.reads_meldcode
    return list(reads.items())


def _without_track(organisation: Organisation, reads: bool) -> Shown | None:
    route = ROUTE_OF_KIND.get(organisation.kind)
    if route is OtherRoute.CARE_NOTIFICATION:
        standing = Standing.CARE_NOTIFICATION
    elif reads and route is None:
        standing = Standing.NOT_STARTED
    else:
        return None  # receives the reports, or does not share in this part of the case
    return Shown(organisation.name, NOTES[standing], "", [], None, [], Lane(organisation.name, standing))


def _of_track(track: MeldcodeTrack, *, is_here: bool, now: datetime) -> Shown:
    card = board.card(track, now=now)
    newest = {record.step: record for record in track.records.all()}
    cells = [
        Cell(step["number"], step["label"], step["state"], _since(newest.get(step["number"])))
        for step in card.steps
    ]
    statuses = (newest[cell.number].status if cell.number in newest else "not_started" for cell in cells)
    reported = tuple(report.reported_at for report in track.reports.all())
    weighed = list(track.weighings.all())
    facts = Lane(
        organisation=track.organisation.name,
        standing=_standing(track, is_here=is_here),
        steps=tuple(map(StepStatus, statuses)),
        weighing=WeighingState(weighed[-1].outcome) if weighed else None,
        reported_at=reported,
        is_late=any(clock["state"] == "overdue" for clock in card.clocks),
    )
    note = NOTES.get(facts.standing, track.professional.name)
    return Shown(
        track.organisation.name, note, card.url, cells, max(reported, default=None), card.clocks, facts
    )


def _standing(track: MeldcodeTrack, *, is_here: bool) -> Standing:
    if track.closed_at is not None:
        return Standing.CLOSED
    return Standing.RUNNING if is_here else Standing.LEFT


def _since(record: Any) -> datetime | None:
    return None if record is None else record.at


def _sentence(remark: Remark) -> dict[str, Any]:
    tone, title, text = choices.BOARD_FACTS[remark.fact]
    names = ", ".join(remark.organisations)
    return {"kind": tone, "title": title % {"organisations": names}, "text": text, "code": remark.fact.value}
