"""Steps of the triage chain as they are written: who moved a signal, when and why."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from cases.choices import SIGNAL_STATUSES
from cases.conflict import StateConflictError
from cases.intake import rules
from cases.intake.models import Signal, TriageStep
from cases.intake.rules import SignalStatus
from cases.moves import MoveRefusal, MoveRefused
from organisations.actor import Actor
from organisations.history import write

STATUS_LABELS = dict(SIGNAL_STATUSES)
REASON_MISSING = _("Give the reason for this step: others must be able to follow it later.")


def take(standing: Signal, to: str, reason: str, *, actor: Actor, now: datetime) -> None:
    """Let a locked signal take one step of the chain, in the caller's transaction. ``now`` is aware.

    Raises:
        StateConflictError: the step does not exist from here, or its reason is missing.
    """
    try:
        step = rules.move(SignalStatus(standing.status), SignalStatus(to), reason=reason)
    except MoveRefused as refused:
        raise _no_step(refused) from refused
    put(standing, step.to, step.reason, actor=actor, now=now)


def put(standing: Signal, to: SignalStatus, reason: str, *, actor: Actor, now: datetime) -> None:
    """Put a locked signal at a status and write down that it was, in the caller's transaction."""
    current, standing.status = standing.status, to.value
    write(standing, actor=actor, now=now, reason=to.value)
    TriageStep.objects.create(
        signal=standing,
        from_status=current,
        to_status=to.value,
        reason=reason,
        at=now,
        by=actor.user,
        organisation=actor.organisation,
    )


def _no_step(refused: MoveRefused) -> StateConflictError:
    if refused.code is MoveRefusal.REASON_MISSING:
        return StateConflictError(REASON_MISSING, code=refused.code.value, field="reason")
    return StateConflictError(
        _("This signal stands at “%(current)s” now; the next step can't be “%(to)s”. Choose another step.")
        % {"current": STATUS_LABELS[refused.current], "to": STATUS_LABELS[refused.to]},
        code=refused.code.value,
    )
