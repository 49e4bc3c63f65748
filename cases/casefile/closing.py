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
    """Name what keeps a case from closing: an episode, a track, a condition, a question, an action.

    A track of an organisation that left is no hindrance: nobody could close it any more. A safety condition
    is one. In a closed case its clock would stop without a word, while Veilig Thuis follows conditions for a
    year and a half on average
    (https://www.huiselijkgeweld.nl/dossiers/veilig-thuis/nieuws/2018/12/11/veilig-thuis-start-landelijk-register).
    A table need not stay that long: it ends the condition as followed elsewhere, and says by whom.
    ``now`` is aware.
    """
    blockers = []
    if case.episodes.filter(status__in=["running", "found"]).exists():
        blockers.append(_("a missing episode is not finished"))
    here = in_force(now=now).filter(case=case).values("organisation_id")
    if case.meldcode_tracks.filter(closed_at=None, organisation_id__in=here).exists():
        blockers.append(_("a Meldcode track is open"))
    if case.safety_conditions.filter(ended_at=None).exists():
        blockers.append(_("a safety condition still stands"))
    if case.coordination_offers.filter(state="waiting").exists():
        blockers.append(_("somebody was asked to coordinate and has not answered"))
    if case.asks.filter(ended_at=None).exists():
        blockers.append(_("a question between organisations waits for an answer"))
    if case.actions.filter(status="open").exists():
        blockers.append(_("there are open actions"))
    return blockers
