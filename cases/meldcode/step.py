"""One of the five steps: write down that it runs, is done, is taken again, or why it is skipped."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.meldcode import step_rules, trail
from cases.meldcode.models import MeldcodeTrack, StepRecord
from cases.meldcode.step_rules import StepStatus
from cases.meldcode.track import lock_running, require_own
from cases.moves import MoveRefusal, MoveRefused
from organisations.actor import Actor
from organisations.history import write

REFUSALS = {
    MoveRefusal.REASON_MISSING: ("reason", _("Write down why this step is skipped.")),
    MoveRefusal.NOT_FROM_HERE: (
        "status",
        _("This step was taken, so it can't be skipped any more. You can take it again."),
    ),
}


def record(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    number: int,
    status: StepStatus,
    text: str = "",
    reason: str = "",
    now: datetime,
) -> StepRecord:
    """Write down where a step (1 to 5) stands and what was found. Steps may overlap and be repeated.

    Source: https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1 (the order is only a model).

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, the reason for skipping is missing, or the step was taken.
        ValueError: there is no such step.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        made = follow(standing, number=number, status=status, text=text, reason=reason, actor=actor, now=now)
        kind = f"meldcode_step_{made.status}"
        trail.leave(standing, Event.MELDCODE_STEP_RECORDED, kind, actor=actor, now=now, on=made, step=number)
    return made


def follow(
    track: MeldcodeTrack,
    *,
    number: int,
    status: StepStatus,
    text: str = "",
    reason: str = "",
    actor: Actor,
    now: datetime,
) -> StepRecord:
    """Move a step inside the transaction of an act that locked the track and leaves its own lines.

    Raises:
        StateConflictError: the reason for skipping is missing, or the step was taken.
        ValueError: there is no such step.
    """
    number = step_rules.Step.numbered(number).number
    try:
        move = step_rules.move(current(track, number), status, reason=reason)
    except MoveRefused as refused:
        field, sentence = REFUSALS[refused.code]
        raise StateConflictError(sentence, code=str(refused.code), field=field) from refused
    made = StepRecord(
        track=track, step=number, status=move.to.value, text=text, reason=move.reason, at=now, by=actor.user
    )
    return write(made, actor=actor, now=now)


def current(track: MeldcodeTrack, number: int) -> StepStatus:
    """Give where a step stands: what its newest record says."""
    newest = track.records.filter(step=number).last()
    return StepStatus.NOT_STARTED if newest is None else StepStatus(newest.status)
