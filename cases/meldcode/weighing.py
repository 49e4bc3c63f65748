"""Steps 4 and 5: the weighing questions, and the two decisions in their order.

What the framework says is shown with its ground; what is decided is the professional's.
"""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.ages import MINOR_BANDS
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.meldcode import rules, step, trail
from cases.meldcode.models import MeldcodeTrack, Weighing
from cases.meldcode.profile_rules import PROFILES
from cases.meldcode.step_rules import Step, StepStatus
from cases.meldcode.track import lock_running, require_own
from cases.workdays import local_day
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
    help_until: date | None = None,
    case_manager: str = "",
    now: datetime,
) -> Weighing:
    """Write down both decisions on a weighing: is a report necessary, is help (also) possible.

    ``help_until`` (local date): when to look whether the help works (question 5). ``case_manager``: who keeps
    the help together, where the sector's code asks for one.

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
        _check_help(standing, help_decision, help_until, case_manager, today=local_day(now))
        current.report_decision, current.report_reason = report_decision, report_reason
        current.help_decision, current.help_reason = help_decision, help_reason
        current.help_until, current.case_manager = help_until, case_manager
        write(current, actor=actor, now=now, reason="decided")
        step.follow(standing, number=Step.DECIDE.number, status=StepStatus.DONE, actor=actor, now=now)
        trail.leave(standing, Event.MELDCODE_DECIDED, "meldcode_decided", actor=actor, now=now, on=current)
    return current


def verdict(weighing: Weighing, track: MeldcodeTrack) -> rules.Weighing:
    """Give what the framework says about the answers of a weighing, for the sector of its track."""
    reported_before = any(report.reported_at < weighing.at for report in track.reports.all())
    return rules.weigh(weighing.answers, PROFILES[track.profile], reported_before=reported_before)


def proposal(track: MeldcodeTrack, *, on: date) -> rules.Preset | None:
    """Propose an answer to question 2: from what the table may know, and what the young person said."""
    return rules.preset_q2(
        exploitation_suspected=track.case.exploitation_suspected,
        is_minor=track.case.age_band_on(on) in MINOR_BANDS,
        said=frozenset(said for said, _at in _said(track)),
    )


def was_disclosed_since(track: MeldcodeTrack) -> bool:
    """Tell whether the young person disclosed something after the newest weighing of a track."""
    newest = track.weighings.last()
    return newest is not None and any(
        said is rules.Said.DISCLOSED and at > newest.at for said, at in _said(track)
    )


def _said(track: MeldcodeTrack) -> list[tuple[rules.Said, datetime]]:
    rows = [*track.records.exclude(said=""), *track.talks.exclude(said="")]
    return [(rules.Said(row.said), row.at) for row in rows]


def _check_help(
    track: MeldcodeTrack, decision: str, until: date | None, manager: str, *, today: date
) -> None:
    if decision != "help":
        return
    if until is not None and until < today:
        raise StateConflictError(
            _("The term of the help lies in the past. Choose a day from today on."),
            code="term_passed",
            field="help_until",
        )
    if not PROFILES[track.profile].names_case_manager:
        return
    for field, given in (("help_until", until), ("case_manager", manager.strip())):
        if not given:
            raise StateConflictError(
                _("Your sector's code asks for this when help is agreed."),
                code="help_incomplete",
                field=field,
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
