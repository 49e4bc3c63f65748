"""What a case can still take, and what keeps it from closing."""

from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access.facts import in_force
from cases.casefile.models import Case
from cases.conflict import StateConflictError


def check_open(case: Case) -> None:
    """Pass when work on the case can go on.

    Raises:
        StateConflictError: the case is closed.
    """
    if case.status == "closed":
        raise StateConflictError(
            _("This case is closed. Ask the coordinator to reopen it first."), code="case_closed"
        )


def still_open(case: Case, *, now: datetime) -> list[Promise]:
    """Name what keeps a case from closing: a running episode, an open track or question, open actions.

    A track of an organisation that left is no hindrance: nobody could close it any more. ``now`` is aware.
    """
    blockers = []
    if case.episodes.filter(status__in=["running", "found"]).exists():
        blockers.append(_("a missing episode is not finished"))
    here = in_force(now=now).filter(case=case).values("organisation_id")
    if case.meldcode_tracks.filter(closed_at=None, organisation_id__in=here).exists():
        blockers.append(_("a Meldcode track is open"))
    if case.coordination_offers.filter(state="waiting").exists():
        blockers.append(_("somebody was asked to coordinate and has not answered"))
    if case.asks.filter(ended_at=None).exists():
        blockers.append(_("a question between organisations waits for an answer"))
    if case.actions.filter(status="open").exists():
        blockers.append(_("there are open actions"))
    return blockers
