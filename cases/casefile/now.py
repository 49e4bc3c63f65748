"""What needs attention in a case now: who is missing, which clocks run, what was agreed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case, Note, TimelineEntry
from cases.coordination.words import clock
from organisations.compartments import Compartment


@dataclass(frozen=True, slots=True)
class Now:
    """The top of a case. Holds only what the reader's compartments open."""

    episode: Any
    clocks: list[dict[str, Any]]
    actions: list[Any]
    lines: list[TimelineEntry]
    notes: list[Note]


def look(case: Case, *, now: datetime) -> Now:
    """Give what needs attention at ``now`` (aware) in an opened case. At most six statements."""
    readable = case.access.readable
    episode = _episode(case)
    actions = list(
        case.actions.filter(status="open").select_related("owner_organisation").order_by("due_on", "id")[:5]
    )
    return Now(
        episode=episode,
        clocks=[
            *_return_clock(episode, now),
            *_report_clocks(case, now),
            *_action_clock(case, actions, now),
        ],
        actions=actions,
        lines=list(
            case.timeline.filter(compartment__in=readable)
            .select_related("organisation")
            .order_by("-at", "-id")[:5]
        ),
        notes=list(
            case.notes.filter(compartment__in=readable)
            .select_related("author", "organisation", "corrects")
            .prefetch_related("disagreements")
            .order_by("-written_at", "-id")[:3]
        ),
    )


def _episode(case: Case) -> Any:
    if Compartment.MISSING not in case.access.readable:
        return None
    return case.episodes.filter(status__in=["running", "found"]).select_related("return_interview").first()


def _return_clock(episode: Any, now: datetime) -> list[dict[str, Any]]:
    interview = getattr(episode, "return_interview", None)
    if interview is None or interview.recorded_at is not None:
        return []
    return [clock(_("Talk after return"), interview.due_at, now=now, url=f"/missing/{episode.number}/")]


def _report_clocks(case: Case, now: datetime) -> list[dict[str, Any]]:
    if Compartment.MELDCODE not in case.access.readable:
        return []
    due = case.meldcode_tracks.filter(reports__isnull=False, reports__assessed_at=None)
    return [
        clock(_("Answer of Veilig Thuis"), moment, now=now, url=f"/cases/{case.number}/meldcode/")
        for moment in due.order_by("reports__assessment_due_at").values_list(
            "reports__assessment_due_at", flat=True
        )[:3]
    ]


def _action_clock(case: Case, actions: list[Any], now: datetime) -> list[dict[str, Any]]:
    if not actions:
        return []
    return [clock(_("First action"), actions[0].due_on, now=now, url=f"/cases/{case.number}/plan/")]
