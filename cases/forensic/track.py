"""Acts on a track after sexual violence: open one, correct the latest moment it can have happened."""

from datetime import datetime

from django.db import transaction

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.forensic.models import ForensicTrack
from cases.happened import check_happened
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

MEDICAL = Compartment.MEDICAL


def open_track(
    case: Case, *, actor: Actor, latest_possible_at: datetime | None, now: datetime
) -> ForensicTrack:
    """Open a track; ``latest_possible_at`` (aware) is None when nobody knows, and then counts as open.

    Raises:
        AccessDenied: the actor may not write in the medical part of this case.
        StateConflictError: the case is closed, or the moment is still to come.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=MEDICAL, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        _check(latest_possible_at, now=now)
        made = ForensicTrack(
            case=case, latest_possible_at=latest_possible_at, opened_at=now, **_by(actor, now)
        )
        write(made, actor=actor, now=now)
        _record(made, Event.FORENSIC_TRACK_OPENED, actor=actor, now=now)
        timeline.add(
            case, "forensic_opened", actor=actor, compartment=MEDICAL, now=now, url=address(case, made)
        )
    return made


def correct(
    track: ForensicTrack,
    *,
    actor: Actor,
    latest_possible_at: datetime | None,
    version: int | None,
    now: datetime,
) -> ForensicTrack:
    """Correct the latest moment (aware; None: not known); the history keeps what was there.

    Raises:
        AccessDenied: the actor may not write in the medical part of this case.
        StateConflictError: the moment is still to come.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    gate.require(actor, Act.WRITE_NOTE, on=track.case, compartment=MEDICAL, now=now)
    with transaction.atomic():
        standing = ForensicTrack.objects.select_for_update(of=("self",)).get(pk=track.pk)
        check_version(standing, version)
        _check(latest_possible_at, now=now)
        standing.latest_possible_at = latest_possible_at
        for name, value in _by(actor, now).items():
            setattr(standing, name, value)
        write(standing, actor=actor, now=now)
        _record(standing, Event.FORENSIC_TRACK_CORRECTED, actor=actor, now=now)
    return standing


def address(case: Case, track: ForensicTrack) -> str:
    """Give where a track stands inside this site."""
    return f"/cases/{case.number}/forensic/#track-{track.pk}"


def _check(moment: datetime | None, *, now: datetime) -> None:
    if moment is not None:
        check_happened(moment, "latest_possible_at", now=now)


def _by(actor: Actor, now: datetime) -> dict:
    return {"written_at": now, "written_by": actor.user, "organisation": actor.organisation}


def _record(track: ForensicTrack, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor, event, on=track, case=track.case, now=now, act=Act.WRITE_NOTE, compartments=[MEDICAL]
    )
