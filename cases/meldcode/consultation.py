"""Step 2: who was consulted, and what came of it."""

from datetime import datetime

from django.db import transaction

from cases.audit.events import Event
from cases.happened import check_happened
from cases.meldcode import step, trail
from cases.meldcode.models import Consultation, MeldcodeTrack
from cases.meldcode.step_rules import Step, StepStatus
from cases.meldcode.track import check_since_start, lock_running, require_own
from organisations.actor import Actor
from organisations.history import write


def record(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    kind: str,
    with_whom: str,
    held_at: datetime,
    outcome: str,
    status: StepStatus,
    tasks: str = "",
    overview: str = "",
    now: datetime,
) -> Consultation:
    """Write down a consultation, and where step 2 stands with it. ``held_at`` is aware.

    ``tasks``: who does what; ``overview``: who coordinates.
    Advice of Veilig Thuis has its own place (``veilig_thuis.ask_advice``), which other organisations
    do not read.
    Source: https://handelingsprotocol.nl/utrecht-amw-stap-3-consultatie-3

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, or the consultation lies in the future or before the track.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        check_happened(held_at, "held_at", now=now)
        check_since_start(standing, held_at, "held_at")
        made = Consultation(
            track=standing,
            kind=kind,
            with_whom=with_whom,
            held_at=held_at,
            outcome=outcome,
            tasks=tasks,
            overview=overview,
            by=actor.user,
        )
        write(made, actor=actor, now=now)
        step.follow(standing, number=Step.CONSULT.number, status=status, actor=actor, now=now)
        trail.leave(standing, Event.MELDCODE_CONSULTED, "meldcode_consulted", actor=actor, now=now, on=made)
    return made
