"""Contact with Veilig Thuis: advice without a name, a report with its clocks, and what they answer."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit.events import Event
from cases.casefile.case import check_open
from cases.casefile.models import Case
from cases.casefile.names import fold
from cases.conflict import StateConflictError
from cases.happened import check_happened
from cases.meldcode import contact_rules, news, trail
from cases.meldcode.contact_rules import HiddenFault, HiddenGround
from cases.meldcode.models import MeldcodeTrack, VeiligThuisAdvice, VeiligThuisReport
from cases.meldcode.profile_rules import PROFILES
from cases.meldcode.track import check_since_start, lock, lock_running, require_own
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.history import check_version, write


@dataclass(frozen=True, slots=True)
class Agreed:
    """What Veilig Thuis does next, on which safety conditions, and what was agreed about following it."""

    service: str = ""
    conditions: str = ""
    follow_up: str = ""


NOTHING_AGREED = Agreed()


def ask_advice(
    track: MeldcodeTrack, *, actor: Actor, asked_at: datetime, question: str, advice: str, now: datetime
) -> VeiligThuisAdvice:
    """Write down advice of Veilig Thuis, without the young person's name; ``asked_at`` is aware.

    Only the asking organisation reads it: no line on the timeline, and no step moves. Veilig Thuis
    records nothing of those involved either (https://www.afwegingskadermeldcode.nl/veelgestelde-vragen/).

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, the text holds the name, or it lies in the future.
    """
    access = require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        check_happened(asked_at, "asked_at", now=now)
        # Whoever may not read the name must not be able to find it out by being refused.
        if Compartment.IDENTITY in access.readable:
            _check_nameless(standing.case, question=question, advice=advice)
        made = VeiligThuisAdvice(
            track=standing, asked_at=asked_at, question=question, advice=advice, by=actor.user
        )
        write(made, actor=actor, now=now)
        trail.book(standing, Event.VEILIG_THUIS_ADVICE_ASKED, actor=actor, now=now, on=made)
    return made


def advices(track: MeldcodeTrack, *, actor: Actor, now: datetime) -> QuerySet[VeiligThuisAdvice]:
    """Give the advice in a track that this actor may read: that of their own organisation, or none."""
    own = VeiligThuisAdvice.objects.filter(track=track, track__organisation_id=actor.organisation_id)
    return gate.visible(actor, own, Compartment.MELDCODE, now=now).select_related("by")


def report(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    reported_at: datetime,
    reference: str,
    family_told: str,
    family_told_note: str,
    attempts: int = 0,
    hidden_ground: str = "",
    hidden_reason: str = "",
    now: datetime,
) -> VeiligThuisReport:
    """Write down a report to Veilig Thuis and start the clock of the safety assessment.

    ``reported_at`` is aware. Whether the family was told is always written down, with the reason why not:
    https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/stap-5-beslissen-over-melden-via-afwegingskader
    ``hidden_ground``: why the family may not know who reports; empty when they may. Whoever follows a track
    of their own in this case, and who coordinates it, hears that there is news on the board.

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, it lies in the future or before the track, a reason is
            missing, or the sector knows no such ground.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        check_happened(reported_at, "reported_at", now=now)
        check_since_start(standing, reported_at, "reported_at")
        _check_family(family_told, family_told_note, attempts)
        _check_hidden(standing, hidden_ground, hidden_reason)
        made = VeiligThuisReport(
            track=standing,
            reported_at=reported_at,
            reference=reference,
            family_told=family_told,
            family_told_note=family_told_note,
            attempts=attempts,
            hidden_ground=hidden_ground,
            hidden_reason=hidden_reason,
            assessment_due_at=contact_rules.safety_assessment_due(reported_at, terms=terms()),
            by=actor.user,
        )
        write(made, actor=actor, now=now)
        trail.leave(
            standing, Event.VEILIG_THUIS_REPORTED, "veilig_thuis_reported", actor=actor, now=now, on=made
        )
        news.tell_the_others(standing, stage=f"report-{made.pk}", actor=actor, now=now)
    return made


def record_answer(
    report: VeiligThuisReport,
    *,
    actor: Actor,
    kind: str,
    at: datetime,
    text: str,
    agreed: Agreed = NOTHING_AGREED,
    version: int | None = None,
    now: datetime,
) -> VeiligThuisReport:
    """Write down what Veilig Thuis answered: "assessment", "inquiry" (it started) or "feedback".

    ``at`` is aware. ``agreed``: what changed in safety conditions and follow-up; what is empty stays.
    Answers also come after the track was closed, so only the case has to be open.

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the case is closed, it was written down already, or the moment can't be right.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require_own(report.track, actor=actor, now=now)
    with transaction.atomic():
        standing = _lock(report)
        check_open(standing.track.case)
        check_version(standing, version)
        _check_moment(standing, at, now=now)
        ANSWERS[kind](standing, at, text)
        for name, value in asdict(agreed).items():
            if value:
                setattr(standing, name, value)
        write(standing, actor=actor, now=now, reason=kind)
        trail.leave(
            standing.track,
            Event.VEILIG_THUIS_ANSWERED,
            f"veilig_thuis_{kind}",
            actor=actor,
            now=now,
            on=standing,
        )
    return standing


def terms() -> contact_rules.VeiligThuisTerms:
    """Give the terms of Veilig Thuis as this installation has them; all but the first are unconfirmed."""
    return contact_rules.VeiligThuisTerms(
        assessment_workdays=settings.ZORGTAFEL_ASSESSMENT_WORKDAYS,
        inquiry_weeks=settings.ZORGTAFEL_INQUIRY_WEEKS,
        monitoring_months=tuple(settings.ZORGTAFEL_MONITORING_MONTHS),
    )


def monitoring(report: VeiligThuisReport) -> tuple[date, ...]:
    """Give the days on which safety conditions of this report are usually looked at."""
    if report.assessed_at is None or not report.service:
        return ()
    return contact_rules.monitoring_days(
        contact_rules.Service(report.service), report.assessed_at, terms=terms()
    )


def _assessed(report: VeiligThuisReport, at: datetime, text: str) -> None:
    _check_first(report.assessed_at)
    report.assessed_at, report.assessment_outcome = at, text


def _inquiry_started(report: VeiligThuisReport, at: datetime, text: str) -> None:
    _check_first(report.inquiry_started_at)
    report.inquiry_started_at, report.inquiry_note = at, text
    report.inquiry_due_at = contact_rules.inquiry_due(at, terms=terms())


def _fed_back(report: VeiligThuisReport, at: datetime, text: str) -> None:
    _check_first(report.feedback_at)
    report.feedback_at, report.feedback = at, text


HIDDEN = {
    HiddenFault.REASON_MISSING: (
        "hidden_reason",
        _("Veilig Thuis asks for the reason. Write it down here as well."),
    ),
    HiddenFault.NOT_IN_SECTOR: (
        "hidden_ground",
        _("Only the code of doctors knows this ground. Is it danger? Then choose that one."),
    ),
}
ANSWERS = {"assessment": _assessed, "inquiry": _inquiry_started, "feedback": _fed_back}


def _lock(report: VeiligThuisReport) -> VeiligThuisReport:
    track = lock(report.track)
    standing = VeiligThuisReport.objects.select_for_update().get(pk=report.pk)
    standing.track = track
    return standing


def _check_first(known: datetime | None) -> None:
    if known is not None:
        raise StateConflictError(
            _("This answer was written down already. Choose another kind of answer."),
            code="answered",
            field="kind",
        )


def _check_moment(report: VeiligThuisReport, at: datetime, *, now: datetime) -> None:
    check_happened(at, "at", now=now)
    if at < report.reported_at:
        raise StateConflictError(
            _("This lies before the report itself. Check the date."), code="before_report", field="at"
        )


def _check_hidden(track: MeldcodeTrack, ground: str, reason: str) -> None:
    trust_allows = PROFILES[track.profile].trust_allows_hiding
    try:
        contact_rules.check_hidden(
            HiddenGround(ground) if ground else None, reason, trust_allows=trust_allows
        )
    except contact_rules.HiddenRefused as refused:
        field, sentence = HIDDEN[refused.code]
        raise StateConflictError(sentence, code=str(refused.code), field=field) from refused


def _check_family(family_told: str, note: str, attempts: int) -> None:
    if family_told == "unreached" and attempts < contact_rules.MINIMUM_ATTEMPTS:
        raise StateConflictError(
            _("Try at least twice. Is there no time for that? Then say that they will be told afterwards."),
            code="too_few_attempts",
            field="attempts",
        )
    if family_told != "yes" and not note.strip():
        raise StateConflictError(
            _("Write down why the family was not told beforehand."),
            code="family_not_told",
            field="family_told_note",
        )


def _check_nameless(case: Case, **texts: str) -> None:
    if case.young_person is None:
        return
    name = set(case.young_person.name_key.split())
    for field, text in texts.items():
        if name & _words(text):
            raise StateConflictError(
                _("This text holds the young person's name. Advice is asked without a name: leave it out."),
                code="name_in_advice",
                field=field,
            )


def _words(text: str) -> set[str]:
    return {word for part in text.split() for word in fold(part).split()}
