"""The complaint track: one stage after another, in the young person's own time."""

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
from cases.happened import check_happened
from cases.moves import MoveRefusal, MoveRefused
from cases.police import rules
from cases.police.choices import STAGES
from cases.police.models import ComplaintEntry
from cases.police.rules import ComplaintRefusal, ComplaintStage
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

LABELS = dict(STAGES)
REFUSALS = {
    ComplaintRefusal.COMPLAINT_STANDS: _(
        "A complaint was made. It can't be withdrawn, so the track ends here. "
        "Log what happens next as a contact."
    ),
    MoveRefusal.NOT_FROM_HERE: _("“%(to)s” does not follow “%(current)s”. Choose another stage."),
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage as told: ``wish`` in the young person's own words, ``agreed_until`` as agreed with them."""

    stage: str
    happened_at: datetime
    wish: str = ""
    note: str = ""
    agreed_until: date | None = None


def record(
    case: Case, *, actor: Actor, stage: Stage, now: datetime, after: int | None = None
) -> ComplaintEntry:
    """Record the next stage of the complaint track.

    ``after`` is the id of the last entry that the page showed (0: none, None: not asked), so that
    two people never record a stage past each other.

    Raises:
        AccessDenied: the actor may not log police contact in this case.
        StateConflictError: this stage does not follow, lies in the future, or somebody was faster.
    """
    gate.require(actor, Act.LOG_POLICE_CONTACT, on=case, compartment=Compartment.POLICE, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        _check_latest(latest(case), after)
        _check_stage(current_stage(case), stage, now=now)
        entry = ComplaintEntry(
            case=case, by=actor.user, organisation=actor.organisation, at=now, **asdict(stage)
        )
        write(entry, actor=actor, now=now)
        _note(entry, case, actor=actor, now=now)
    return entry


def latest(case: Case) -> ComplaintEntry | None:
    """Give the last recorded stage of a case, if any."""
    return case.complaint_entries.order_by("-at", "-id").first()


def current_stage(case: Case) -> ComplaintStage:
    """Give where the track stands; nothing recorded is a stage as well."""
    return stage_of(latest(case))


def stage_of(entry: ComplaintEntry | None) -> ComplaintStage:
    """Give the stage of an entry, or the one before any."""
    return ComplaintStage.NONE_YET if entry is None else ComplaintStage(entry.stage)


def _check_latest(entry: ComplaintEntry | None, after: int | None) -> None:
    shown = 0 if entry is None else entry.pk
    if after is not None and after != shown:
        raise StateConflictError(
            _("Somebody else recorded a stage in the meantime: %(stage)s. Look at it, then save again.")
            % {"stage": LABELS[stage_of(entry)]},
            code="somebody_was_faster",
        )


def _check_stage(current: ComplaintStage, stage: Stage, *, now: datetime) -> None:
    check_happened(stage.happened_at, "happened_at", now=now)
    try:
        rules.move(current, ComplaintStage(stage.stage))
    except MoveRefused as refused:
        names = {"to": LABELS[refused.to], "current": LABELS[refused.current]}
        raise StateConflictError(
            REFUSALS[refused.code] % names, code=refused.code, field="stage"
        ) from refused
    _check_agreed(stage, now=now)


def _check_agreed(stage: Stage, *, now: datetime) -> None:
    """The time to think is agreed with the young person, never a fixed term.

    Source: https://www.nrc.nl/nieuws/2015/12/28/politie-aangifte-doen-van-zedenmisdrijf-wordt-mak-1574226-a1223257
    """
    if stage.agreed_until is None:
        return
    if stage.stage != ComplaintStage.CONSIDERATION_PERIOD:
        raise StateConflictError(
            _("A date goes with “Time to think it over” only. Leave it empty here."),
            code="date_elsewhere",
            field="agreed_until",
        )
    if stage.agreed_until < timezone.localdate(stage.happened_at):
        raise StateConflictError(
            _("The agreed date lies before the moment it was agreed. Check both."),
            code="date_before",
            field="agreed_until",
        )


def _note(entry: ComplaintEntry, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.COMPLAINT_STAGE_RECORDED,
        on=entry,
        case=case,
        now=now,
        act=Act.LOG_POLICE_CONTACT,
        compartments=[Compartment.POLICE],
        stage=entry.stage,
    )
    timeline.add(
        case,
        "complaint_stage",
        actor=actor,
        compartment=Compartment.POLICE,
        now=now,
        url=f"/cases/{case.number}/police/#complaint",
        entry=entry.pk,
    )
