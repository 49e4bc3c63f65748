"""The Meldcode board: every organisation's track with its five steps, its clocks and who follows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.casefile.models import Case
from cases.coordination.words import clock
from cases.meldcode import choices, entries, guidance, trail
from cases.meldcode.contact_rules import FeedbackKind, feedback_expected
from cases.meldcode.models import MeldcodeTrack
from cases.meldcode.step_rules import Step, StepStatus
from organisations.actor import Actor
from organisations.compartments import Compartment

SHAPES = {
    StepStatus.NOT_STARTED: "open",
    StepStatus.RUNNING: "current",
    StepStatus.DONE: "done",
    StepStatus.SKIPPED: "skipped",
}
CLOCKS = {
    FeedbackKind.SAFETY_ASSESSMENT: _("Safety assessment by Veilig Thuis"),
    FeedbackKind.INQUIRY: _("Inquiry by Veilig Thuis (term not confirmed)"),
}
#: What was written down in a track, with who wrote it.
WRITTEN = ("records", "child_checks", "consultations", "talks", "weighings", "reports")


@dataclass(frozen=True, slots=True)
class Card:
    """One track on the board."""

    track: MeldcodeTrack
    url: str
    steps: list[dict[str, Any]]
    clocks: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class StepPart:
    """One step on the page of a track."""

    number: int
    label: Any
    state: str
    guide: guidance.Guide
    entries: list[entries.Entry]


def tracks(case: Case, *, actor: Actor, now: datetime) -> QuerySet[MeldcodeTrack]:
    """Give the tracks of a case that this actor may read, with who follows them and where they stand."""
    rows = gate.visible(actor, case.meldcode_tracks.all(), Compartment.MELDCODE, now=now)
    return rows.select_related("organisation", "professional").prefetch_related(
        "records", "reports", "weighings"
    )


def whole(case: Case, pk: int, *, actor: Actor, now: datetime) -> MeldcodeTrack | None:
    """Give one track of a case with everything written in it, or nothing when it can't be read."""
    written = [f"{name}__by" for name in WRITTEN]
    return tracks(case, actor=actor, now=now).prefetch_related(*written).filter(pk=pk).first()


def in_order(case: Case, *, actor: Actor, now: datetime) -> list[MeldcodeTrack]:
    """Give the tracks that this actor may read, the running ones first."""
    return sorted(tracks(case, actor=actor, now=now), key=lambda track: track.closed_at is not None)


def card(track: MeldcodeTrack, *, now: datetime) -> Card:
    """Give one track as the board shows it. Works on prefetched rows, without a query."""
    url = trail.address(track)
    return Card(track, url, steps(track, url), clocks(track, now=now))


def steps(track: MeldcodeTrack, url: str) -> list[dict[str, Any]]:
    """Give the five steps with where each stands."""
    newest = {record.step: record for record in track.records.all()}  # oldest first: the newest stays
    return [
        {
            "number": number,
            "label": label,
            "state": SHAPES[StepStatus(newest[number].status)] if number in newest else "open",
            "url": f"{url}#step-{number}",
        }
        for number, label in choices.STEPS.items()
    ]


def parts(track: MeldcodeTrack) -> list[StepPart]:
    """Give the five steps with their help and everything written down in them."""
    written = entries.by_step(track)
    states = {shown["number"]: shown["state"] for shown in steps(track, "")}
    return [
        StepPart(
            number=step.number,
            label=choices.STEPS[step.number],
            state=states[step.number],
            guide=guidance.STEPS[step.number],
            entries=written[step.number],
        )
        for step in Step
    ]


def clocks(track: MeldcodeTrack, *, now: datetime) -> list[dict[str, Any]]:
    """Give what the reporter is still to hear from Veilig Thuis, with the time that is left."""
    return [
        clock(CLOCKS[feedback.kind], feedback.due, now=now)
        for report in track.reports.all()
        for feedback in feedback_expected(report.facts)
    ]
