"""The case's spine: every act adds its own line, in codes and references."""

from datetime import datetime

from cases.casefile.models import Case, CaseParticipation, TimelineEntry
from organisations.actor import Actor
from organisations.compartments import Compartment


def add(
    case: Case,
    kind: str,
    *,
    actor: Actor,
    compartment: Compartment,
    now: datetime,
    url: str = "",
    **params: str | int | list[str] | None,
) -> TimelineEntry:
    """Append a line and mark the case as changed. ``params``: codes and numbers, never words."""
    entry = TimelineEntry.objects.create(
        case=case,
        at=now,
        compartment=compartment.value,
        kind=kind,
        organisation=actor.organisation,
        user=actor.user,
        params=params,
        url=url,
    )
    touch(case, now=now)
    return entry


def touch(case: Case, *, now: datetime) -> None:
    """Move the case to the top of every participant's list.

    Plain updates, without history: ``updated_at`` and its copy are list order, not facts.
    """
    Case.objects.filter(pk=case.pk).update(updated_at=now)
    CaseParticipation.objects.filter(case=case, ended_at=None).update(sort_at=now)
    case.updated_at = now
