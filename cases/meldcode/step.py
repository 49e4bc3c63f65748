"""One of the five steps: write down that it runs, is done, is taken again, or why it is skipped."""

from dataclasses import asdict, dataclass
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


@dataclass(frozen=True, slots=True)
class Signals:
    """What step 1 keeps apart from the facts: source, interpretation, diagnosis, and what the youth said.

    Source: https://www.augeo.nl/nl-nl/kindcheck ; a diagnosis is made by somebody competent (unconfirmed).
    """

    heard_from: str = ""
    interpretation: str = ""
    diagnosis: str = ""
    diagnosis_by: str = ""
    said: str = ""


NO_SIGNALS = Signals()
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
    signals: Signals = NO_SIGNALS,
    now: datetime,
) -> StepRecord:
    """Write down where a step (1 to 5) stands and what was found. Steps may overlap and be repeated.

    Source: https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1 (the order is only a model).

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, the reason for skipping is missing, the step was taken, or a
            diagnosis is of nobody.
        ValueError: there is no such step.
    """
    require_own(track, actor=actor, now=now)
    _check_diagnosis(signals)
    with transaction.atomic():
        standing = lock_running(track)
        made = follow(
            standing,
            number=number,
            status=status,
            text=text,
            reason=reason,
            signals=signals,
            actor=actor,
            now=now,
        )
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
    signals: Signals = NO_SIGNALS,
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
        track=track,
        step=number,
        status=move.to.value,
        text=text,
        reason=move.reason,
        at=now,
        by=actor.user,
        **asdict(signals),
    )
    return write(made, actor=actor, now=now)


def _check_diagnosis(signals: Signals) -> None:
    if signals.diagnosis.strip() and not signals.diagnosis_by.strip():
        raise StateConflictError(
            _("Write down who made the diagnosis. Only somebody competent can make one."),
            code="diagnosis_of_nobody",
            field="diagnosis_by",
        )


def current(track: MeldcodeTrack, number: int) -> StepStatus:
    """Give where a step stands: what its newest record says."""
    newest = track.records.filter(step=number).last()
    return StepStatus.NOT_STARTED if newest is None else StepStatus(newest.status)
