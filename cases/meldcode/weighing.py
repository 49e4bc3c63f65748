"""Steps 4 and 5: the weighing questions, and the two decisions in their order.

What the framework says is shown with its ground; what is decided is the professional's.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.ages import MINOR_BANDS
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meldcode import rules, step, trail
from cases.meldcode.models import MeldcodeTrack, Weighing
from cases.meldcode.profile_rules import PROFILES
from cases.meldcode.step_rules import Step, StepStatus
from cases.meldcode.track import lock_running, require_own
from organisations.actor import Actor
from organisations.history import write


def weigh(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    answers: rules.Answers,
    reasons: Mapping[str, str],
    status: StepStatus,
    now: datetime,
) -> Weighing:
    """Write down answers to the weighing questions, each with what it rests on ("q1" to "q5").

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, or an answer has no reason.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        _check_reasons(answers, reasons)
        made = Weighing(track=standing, at=now, by=actor.user)
        for question in rules.Question:
            setattr(made, question.value, getattr(answers, question.value) or "")
            setattr(made, f"{question.value}_reason", reasons.get(question.value, ""))
        made.outcome = verdict(made, standing).state.value
        write(made, actor=actor, now=now)
        step.follow(standing, number=Step.WEIGH.number, status=status, actor=actor, now=now)
        trail.leave(standing, Event.MELDCODE_WEIGHED, "meldcode_weighed", actor=actor, now=now, on=made)
    return made


def decide(
    weighing: Weighing,
    *,
    actor: Actor,
    report_decision: str,
    report_reason: str,
    help_decision: str,
    help_reason: str,
    now: datetime,
) -> Weighing:
    """Write down both decisions on a weighing: is a report necessary, is help (also) possible.

    Source of the order: https://www.moetd.nl/MeldcodeStap5.html

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, there is a newer weighing, it was decided, or a reason
            is missing.
    """
    require_own(weighing.track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(weighing.track)
        current = _to_decide(weighing, standing)
        _check_decided(report_reason, "report_reason")
        _check_decided(help_reason, "help_reason")
        current.report_decision, current.report_reason = report_decision, report_reason
        current.help_decision, current.help_reason = help_decision, help_reason
        write(current, actor=actor, now=now, reason="decided")
        step.follow(standing, number=Step.DECIDE.number, status=StepStatus.DONE, actor=actor, now=now)
        trail.leave(standing, Event.MELDCODE_DECIDED, "meldcode_decided", actor=actor, now=now, on=current)
    return current


def verdict(weighing: Weighing, track: MeldcodeTrack) -> rules.Weighing:
    """Give what the framework says about the answers of a weighing, for the sector of its track."""
    reported_before = any(report.reported_at < weighing.at for report in track.reports.all())
    return rules.weigh(weighing.answers, PROFILES[track.profile], reported_before=reported_before)


def proposal(case: Case, *, on: date) -> rules.Preset | None:
    """Propose an answer to question 2, from what the whole table may know of the case."""
    return rules.preset_q2(
        exploitation_suspected=case.exploitation_suspected, is_minor=case.age_band_on(on) in MINOR_BANDS
    )


def _to_decide(weighing: Weighing, track: MeldcodeTrack) -> Weighing:
    newest = track.weighings.last()
    if newest is None or newest.pk != weighing.pk:
        raise StateConflictError(
            _("There is a newer weighing. Look at that one and decide there."), code="weighed_again"
        )
    if newest.report_decision:
        raise StateConflictError(
            _("Both decisions on this weighing were taken already. Weigh again to decide anew."),
            code="decided",
        )
    return newest


def _check_reasons(answers: rules.Answers, reasons: Mapping[str, str]) -> None:
    for question in rules.Question:
        answered = getattr(answers, question.value) is not None
        if answered and not reasons.get(question.value, "").strip():
            raise StateConflictError(
                _("Write down what this answer rests on."),
                code="reason_missing",
                field=f"{question.value}_reason",
            )


def _check_decided(reason: str, field: str) -> None:
    if not reason.strip():
        raise StateConflictError(_("Write down why you decide this."), code="reason_missing", field=field)
