"""What needs attention in a case now: who is missing, which clocks run, what was agreed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case, Note, TimelineEntry
from cases.coordination.words import clock
from cases.forensic.rules import window_ends
from cases.workdays import is_after
from organisations.compartments import Compartment
from organisations.prepared import prepared


@dataclass(frozen=True, slots=True)
class Now:
    """The top of a case. Holds only what the reader's compartments open."""

    episode: Any
    clocks: list[dict[str, Any]]
    actions: list[Any]
    lines: list[TimelineEntry]
    notes: list[Note]


def look(case: Case, *, now: datetime) -> Now:
    """Give what needs attention at ``now`` (aware) in an opened case. At most seven statements."""
    readable = tuple(sorted(case.access.readable))
    episode = _episode(case)
    actions = _open_actions(case_id=case.pk)
    return Now(
        episode=episode,
        clocks=_soonest_first(
            *_return_clock(episode, now),
            *_report_clocks(case, now),
            *_forensic_clocks(case, now),
            *_action_clock(case, actions, now),
        ),
        actions=actions,
        lines=_last_lines(readable, case_id=case.pk),
        notes=_last_notes(readable, case_id=case.pk),
    )


def _soonest_first(*clocks: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(clocks, key=lambda one: one["due"])


@prepared
def _open_actions(*, case_id: Any) -> QuerySet:
    rows = _of_a_case("actions").filter(case_id=case_id, status="open").select_related("owner_organisation")
    return rows.order_by("due_on", "id")[:5]


@prepared
def _last_lines(readable: tuple[Compartment, ...], *, case_id: Any) -> QuerySet[TimelineEntry]:
    rows = TimelineEntry.objects.filter(case_id=case_id, compartment__in=readable)
    return rows.select_related("organisation").order_by("-at", "-id")[:5]


@prepared
def _last_notes(readable: tuple[Compartment, ...], *, case_id: Any) -> QuerySet[Note]:
    rows = Note.objects.filter(case_id=case_id, compartment__in=readable)
    rows = rows.select_related("author", "organisation", "corrects").prefetch_related("disagreements")
    return rows.order_by("-written_at", "-id")[:3]


def _episode(case: Case) -> Any:
    if Compartment.MISSING not in case.access.readable:
        return None
    return next(iter(_last_episode(case_id=case.pk)), None)


@prepared
def _last_episode(*, case_id: Any) -> QuerySet:
    rows = _of_a_case("episodes").filter(case_id=case_id, status__in=["running", "found"])
    return rows.select_related("return_interview")[:1]


def _return_clock(episode: Any, now: datetime) -> list[dict[str, Any]]:
    interview = getattr(episode, "return_interview", None)
    if interview is None or interview.recorded_at is not None:
        return []
    return [clock(_("Talk after return"), interview.due_at, now=now, url=f"/missing/{episode.number}/")]


def _report_clocks(case: Case, now: datetime) -> list[dict[str, Any]]:
    if Compartment.MELDCODE not in case.access.readable:
        return []
    return [
        clock(_("Answer of Veilig Thuis"), moment, now=now, url=f"/cases/{case.number}/meldcode/")
        for moment in _answers_due(case_id=case.pk)
    ]


@prepared
def _answers_due(*, case_id: Any) -> QuerySet:
    rows = _of_a_case("meldcode_tracks").filter(
        case_id=case_id, reports__isnull=False, reports__assessed_at=None
    )
    return rows.order_by("reports__assessment_due_at").values_list("reports__assessment_due_at", flat=True)[
        :3
    ]


def _forensic_clocks(case: Case, now: datetime) -> list[dict[str, Any]]:
    """Count down while the window is open and nothing is recorded; never past it."""
    if Compartment.MEDICAL not in case.access.readable:
        return []
    ends = [window_ends(moment) for moment in _waiting_since(case_id=case.pk)]
    where = f"/cases/{case.number}/forensic/"
    return [
        clock(_("Call the centre: examination possible"), end, now=now, url=where)
        for end in ends
        if not is_after(now, end)
    ]


@prepared
def _waiting_since(*, case_id: Any) -> QuerySet:
    rows = _of_a_case("forensic_tracks").filter(case_id=case_id, steps=None, latest_possible_at__isnull=False)
    return rows.order_by("-latest_possible_at").values_list("latest_possible_at", flat=True)[:3]


def _action_clock(case: Case, actions: list[Any], now: datetime) -> list[dict[str, Any]]:
    if not actions:
        return []
    return [clock(_("First action"), actions[0].due_on, now=now, url=f"/cases/{case.number}/plan/")]


def _of_a_case(name: str) -> QuerySet:
    """Give the rows of what belongs to a case, by the name under which a case knows them."""
    return Case._meta.get_field(name).related_model.objects.all()
