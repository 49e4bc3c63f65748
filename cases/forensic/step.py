"""One step after sexual violence: offered, accepted, declined, not possible or done, and who consented."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.forensic.choices import OUTCOMES
from cases.forensic.models import ForensicStep, ForensicTrack
from cases.forensic.rules import WITH_CONSENT
from cases.forensic.track import address
from cases.happened import check_happened
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

LABELS = dict(OUTCOMES)
MEDICAL = Compartment.MEDICAL


@dataclass(frozen=True, slots=True)
class Told:
    """What happened. Codes as in ``rules``; ``happened_at`` is aware, ``follow_up_on`` a local date."""

    outcome: str
    happened_at: datetime
    place: str = ""
    consent_by: str = ""
    examiner: str = ""
    follow_up_on: date | None = None
    remark: str = ""


def record(
    track: ForensicTrack, *, actor: Actor, told: Told, now: datetime, after: int | None = None
) -> ForensicStep:
    """Record what happened with the offer; any step may follow any other, also after a refusal.

    ``after`` is the id of the last step that the page showed (0: none, None: not asked), so that two
    people never record past each other.

    Raises:
        AccessDenied: the actor may not write in the medical part of this case.
        StateConflictError: the case is closed, nobody consented, a date is wrong, or somebody was faster.
    """
    gate.require(actor, Act.WRITE_NOTE, on=track.case, compartment=MEDICAL, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=track.case_id)
        casefile.check_open(case)
        _check_latest(track, after)
        _check(told, now=now)
        made = ForensicStep(
            track=track, by=actor.user, organisation=actor.organisation, at=now, **asdict(told)
        )
        write(made, actor=actor, now=now)
        _note(made, case, actor=actor, now=now)
    return made


def latest(track: ForensicTrack) -> ForensicStep | None:
    """Give the last recorded step of a track, if any."""
    return track.steps.order_by("-at", "-id").first()


def _check_latest(track: ForensicTrack, after: int | None) -> None:
    last = latest(track)
    if after is not None and after != (0 if last is None else last.pk):
        raise StateConflictError(
            _("Somebody else recorded a step in the meantime: %(step)s. Look at it, then save again.")
            % {"step": "–" if last is None else LABELS[last.outcome]},
            code="somebody_was_faster",
        )


def _check(told: Told, *, now: datetime) -> None:
    check_happened(told.happened_at, "happened_at", now=now)
    if told.outcome in WITH_CONSENT and not told.consent_by:
        raise StateConflictError(
            _("Say who consented. Without consent nothing is done."), code="no_consent", field="consent_by"
        )
    if told.follow_up_on is not None and told.follow_up_on < timezone.localdate(told.happened_at):
        raise StateConflictError(
            _("The follow-up lies before this step. Check both dates."),
            code="follow_up_before",
            field="follow_up_on",
        )


def _note(made: ForensicStep, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.FORENSIC_STEP_RECORDED,
        on=made,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[MEDICAL],
    )
    timeline.add(
        case, "forensic_step", actor=actor, compartment=MEDICAL, now=now, url=address(case, made.track)
    )
