"""The work queue: everything with a clock that waits for this person, by urgency and date.

Each kind of work is one query, made from the same lists that the pages show; nothing is
counted that cannot be opened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.dashboard import counts
from cases.meldcode.models import VeiligThuisReport
from cases.missing.models import AlertCall, ReturnInterview
from cases.workdays import end_of_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

PER_KIND = 25
RANK = {"acute": 0, "urgent": 1, "normal": 2}


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what, about which number or pseudonym, before when, and where."""

    kind: Promise
    about: str
    detail: str
    due: date | datetime | None
    url: str
    urgency: str = "normal"


def for_actor(actor: Actor, *, now: datetime) -> list[Item]:
    """Give the queue of this actor at ``now`` (aware): acute first, then by date."""
    items = [item for source in _sources(actor, now) for item in source]
    return sorted(items, key=lambda item: (RANK[item.urgency], _moment(item.due)))


def unanswered_calls(actor: Actor, *, now: datetime) -> QuerySet[AlertCall]:
    """Give the running alerts that this actor's organisation has not answered yet."""
    if not actor.holds(Act.ANSWER_ALERT):
        return AlertCall.objects.none()
    calls = AlertCall.objects.filter(
        organisation_id=actor.organisation_id, acknowledged_at=None, episode__status="running"
    ).exclude(state="ended")
    return gate.visible(actor, calls, Compartment.MISSING, now=now).select_related("episode__case")


def _sources(actor: Actor, now: datetime) -> Iterator[Iterable[Item]]:
    if actor.holds(Act.TRIAGE_SIGNAL):
        yield _signals(actor, now)
    if actor.holds(Act.ADMIT_ORGANISATION):
        yield _requests(actor, now)
    if actor.holds(Act.SOUND_ALERT):
        yield _return_interviews(actor, now)
    if actor.holds(Act.FOLLOW_MELDCODE):
        yield _assessments(actor, now)
    if actor.holds(Act.WORK_ON_ACTIONS):
        yield _actions(actor, now)


def _requests(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the requests about cases this person coordinates, and those that somebody let wait too long."""
    pair = Q(case__assignments__coordinator_id=actor.user_id) | Q(case__assignments__deputy_id=actor.user_id)
    mine = Q(case__assignments__ended_at=None) & pair
    rows = counts.requests_to_answer(actor, now=now).filter(mine | Q(reminded_at__isnull=False))
    rows = rows.select_related("case", "organisation").distinct()
    for asked in rows.order_by("due_at", "id")[:PER_KIND]:
        yield Item(
            kind=_("Answer a request for access"),
            about=asked.case.pseudonym,
            detail=f"{asked.organisation.name} · {asked.number}",
            due=asked.due_at,
            url=f"/requests/{asked.number}/",
            urgency="acute" if asked.is_urgent else "urgent" if asked.reminded_at else "normal",
        )


def _signals(actor: Actor, now: datetime) -> Iterator[Item]:
    rows = counts.to_triage(actor, now=now).order_by("triage_due_at", "id")[:PER_KIND]
    for signal in rows:
        waits_for_feedback = signal.status in {"classified", "not_substantiated"}
        yield Item(
            kind=_("Give feedback on a signal") if waits_for_feedback else _("Triage a signal"),
            about=signal.number,
            detail=str(signal.get_form_of_concern_display()),
            due=signal.feedback_due_at if waits_for_feedback else signal.triage_due_at,
            url=f"/signals/{signal.number}/",
            urgency=signal.urgency,
        )


def _return_interviews(actor: Actor, now: datetime) -> Iterator[Item]:
    rows = ReturnInterview.objects.filter(recorded_at=None)
    rows = gate.visible(actor, rows, Compartment.MISSING, now=now).select_related("episode__case")
    for talk in rows.order_by("due_at", "id")[:PER_KIND]:
        yield Item(
            kind=_("Hold the return interview"),
            about=talk.episode.case.pseudonym,
            detail=talk.episode.number,
            due=talk.due_at,
            url=f"/missing/{talk.episode.number}/",
            urgency="urgent",
        )


def _assessments(actor: Actor, now: datetime) -> Iterator[Item]:
    mine = Q(track__organisation_id=actor.organisation_id) | Q(track__professional_id=actor.user_id)
    rows = VeiligThuisReport.objects.filter(mine, assessed_at=None)
    rows = gate.visible(actor, rows, Compartment.MELDCODE, now=now).select_related("track__case")
    for report in rows.order_by("assessment_due_at", "id")[:PER_KIND]:
        yield Item(
            kind=_("Veilig Thuis: safety assessment expected"),
            about=report.track.case.pseudonym,
            detail=report.reference,
            due=report.assessment_due_at,
            url=f"/cases/{report.track.case.number}/meldcode/{report.track_id}/",
        )


def _actions(actor: Actor, now: datetime) -> Iterator[Item]:
    rows = counts.open_actions(actor, now=now).select_related("case").order_by("due_on", "id")[:PER_KIND]
    for action in rows:
        yield Item(
            kind=_("Action of your organisation"),
            about=action.case.pseudonym,
            detail=action.description,
            due=action.due_on,
            url=f"/cases/{action.case.number}/plan/",
        )


def _moment(due: date | datetime | None) -> float:
    if due is None:
        return float("inf")
    return (due if isinstance(due, datetime) else end_of_day(due)).timestamp()
