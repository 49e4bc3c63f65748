"""The child check (kindcheck) of step 1: children who depend on the client."""

from datetime import datetime

from django.db import transaction

from cases.audit.events import Event
from cases.meldcode import contact_rules, step, trail
from cases.meldcode.models import ChildCheck, MeldcodeTrack
from cases.meldcode.step_rules import Step, StepStatus
from cases.meldcode.track import lock_running, require_own
from organisations.actor import Actor
from organisations.history import write


def record(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    answers: contact_rules.ChildCheck,
    children: str = "",
    care_shared: str = "",
    now: datetime,
) -> ChildCheck:
    """Write down the answers of a child check with what it leads to. ``children``: how many, how old.

    Source: https://lkah.nl/kindcheck

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        made = _made(standing, answers, children, care_shared, actor=actor, now=now)
        if step.current(standing, Step.MAP_SIGNALS.number) is StepStatus.NOT_STARTED:
            step.follow(
                standing,
                number=Step.MAP_SIGNALS.number,
                status=StepStatus.RUNNING,
                actor=actor,
                now=now,
            )
        trail.leave(
            standing, Event.MELDCODE_CHILD_CHECKED, "meldcode_child_checked", actor=actor, now=now, on=made
        )
    return made


def answers_of(check: ChildCheck) -> contact_rules.ChildCheck:
    """Give the stored answers as the rules read them."""
    return contact_rules.ChildCheck(
        risk_signals=check.risk_signals,
        children_or_pregnant=check.children_depend,
        care=check.care,
        other_professional=check.other_professional,
    )


def _made(
    track: MeldcodeTrack,
    answers: contact_rules.ChildCheck,
    children: str,
    care_shared: str,
    *,
    actor: Actor,
    now: datetime,
) -> ChildCheck:
    made = ChildCheck(
        track=track,
        risk_signals=answers.risk_signals or "",
        children_depend=answers.children_or_pregnant or "",
        children=children,
        care_shared=care_shared,
        care=answers.care or "",
        other_professional=answers.other_professional or "",
        outcome=contact_rules.child_check(answers).outcome.value,
        at=now,
        by=actor.user,
    )
    return write(made, actor=actor, now=now)
