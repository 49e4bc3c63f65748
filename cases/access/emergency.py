"""Break-glass: open one case for a few hours because waiting would hurt, and be asked about it afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import OuterRef
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate, told
from cases.access.models import REVIEW_SIDES, EmergencyAccess, EmergencyReview
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

LONGEST = timedelta(hours=4)
#: One answer for every number that opens nothing, so that it tells of none of them whether it exists.
UNKNOWN = _(
    "There is no case with this number that you can open. Check the number. If there is a sealed case with "
    "this number, the people named on it have been told now that you tried. Is somebody in danger? Call 112."
)


@dataclass(frozen=True, slots=True)
class Emergency:
    """Why the glass is broken: a reason of the list, own words, whole hours (1 to 4), and which parts."""

    reason: str
    explanation: str
    hours: int
    parts: frozenset[Compartment]


def break_glass(number: str, *, actor: Actor, emergency: Emergency, now: datetime) -> EmergencyAccess:
    """Open parts of the case with this number for the actor; who must know hears at once (``access/told``).

    Two reviews are opened with it: nobody can use this and not be asked.

    Raises:
        AccessDenied: the actor's role has no emergency access.
        StateConflictError: no such case, or not for this person (one and the same answer); the covenant
            has no clause for a part; or all of it is open to them already.
    """
    actor.demand(Act.BREAK_GLASS)
    _check_asked(emergency, actor, now=now)
    with transaction.atomic():
        case = _find(number, emergency.parts, actor, now=now)
        opened = _write(case, emergency, actor=actor, now=now)
        ledger.record(
            actor,
            Event.GLASS_BROKEN,
            on=opened,
            case=case,
            now=now,
            act=Act.BREAK_GLASS,
            compartments=facts.parts_of(opened),
            emergency=True,
            reason=emergency.reason,
            hours=emergency.hours,
        )
        timeline.add(case, "emergency_opened", actor=actor, compartment=Compartment.CORE, now=now)
        told.of_opening(case, opened, actor=actor, now=now)
    facts.forget(actor)
    return opened


def give_back(opened: EmergencyAccess, *, actor: Actor, now: datetime) -> EmergencyAccess:
    """End one's own emergency access before its time; the review stays.

    Raises:
        AccessDenied: it is somebody else's: the same answer as when there is none.
        StateConflictError: it is over.
    """
    actor.demand(Act.BREAK_GLASS)
    if (opened.user_id, opened.organisation_id) != (actor.user_id, actor.organisation_id):
        raise gate.not_found(opened.case.number, act=Act.BREAK_GLASS)
    with transaction.atomic():
        standing = EmergencyAccess.objects.select_for_update(of=("self",)).get(pk=opened.pk)
        if standing.ends_at <= now:
            raise StateConflictError(_("This emergency access is over already."), code="emergency_over")
        standing.given_back_at = now
        standing.ends_at = max(now, standing.starts_at + timedelta(microseconds=1))
        write(standing, actor=actor, now=now)
        ledger.record(
            actor,
            Event.EMERGENCY_GIVEN_BACK,
            on=standing,
            case=opened.case,
            now=now,
            act=Act.BREAK_GLASS,
            emergency=True,
        )
        timeline.add(opened.case, "emergency_given_back", actor=actor, compartment=Compartment.CORE, now=now)
    facts.forget(actor)
    return standing


def refused(number: str, *, actor: Actor, now: datetime) -> None:
    """Leave a line for a number that opened nothing, and raise the alarm when it is a sealed case's.

    To be called after the act was rolled back. Coordinator, deputy and auditors hear of it at once: at
    02:00 somebody who knows the number may know where the child is, so whoever coordinates can call back.
    """
    case = Case.objects.filter(number=number.strip().upper(), is_sealed=True).first()
    sealed = case is not None and facts.sealed_away(actor).filter(pk=case.pk).exists()
    with transaction.atomic():
        line = ledger.record(
            actor,
            Event.ACCESS_REFUSED,
            case=case if sealed else None,
            now=now,
            outcome="refused",
            refusal="emergency_sealed" if sealed else "emergency",
            act=Act.BREAK_GLASS,
            object_number=number.strip().upper()[:20],
        )
        if sealed:
            told.of_attempt(case, stage=str(line.pk), now=now)


def _check_asked(emergency: Emergency, actor: Actor, *, now: datetime) -> None:
    """Judge what is asked before the number is looked at: the answer says nothing about any case."""
    if not timedelta(0) < timedelta(hours=emergency.hours) <= LONGEST:
        raise StateConflictError(
            _("Emergency access lasts from one to four hours."), code="too_long", field="hours"
        )
    if not emergency.parts or not facts.opening(actor, *emergency.parts, now=now):
        raise StateConflictError(
            _("Choose at least one part, and only parts that the covenant lets your organisation read."),
            code="no_clause",
            field="parts",
        )


def _find(number: str, parts: frozenset[Compartment], actor: Actor, *, now: datetime) -> Case:
    """Lock the case; a number that does not exist, a conflict, a seal and no covenant all look the same."""
    case = Case.objects.select_for_update(of=("self",)).filter(number=number.strip().upper()).first()
    wanted = parts | {Compartment.CORE}
    tables = facts.opening(actor, *wanted, now=now)
    if case is None or case.covenant_id not in tables or _is_hidden(case, actor):
        raise StateConflictError(UNKNOWN, code="emergency_unknown", field="number")
    if all(gate.may(actor, Act.READ_CASE, on=case, compartment=part, now=now) for part in wanted):
        raise StateConflictError(
            _("You can open this already. You do not need emergency access."),
            code="opens_already",
            field="number",
        )
    return case


def _is_hidden(case: Case, actor: Actor) -> bool:
    barred = Case.objects.filter(facts.barred(actor, OuterRef("pk")), pk=case.pk)
    return barred.exists() or facts.sealed_away(actor).filter(pk=case.pk).exists()


def _write(case: Case, emergency: Emergency, *, actor: Actor, now: datetime) -> EmergencyAccess:
    opened = EmergencyAccess(
        case=case,
        user=actor.user,
        organisation=actor.organisation,
        reason=emergency.reason,
        explanation=emergency.explanation,
        compartments=",".join(sorted(emergency.parts | {Compartment.CORE})),
        starts_at=now,
        ends_at=now + timedelta(hours=emergency.hours),
    )
    write(opened, actor=actor, now=now)
    due_at = now + timedelta(days=settings.ZORGTAFEL_EMERGENCY_REVIEW_DAYS)
    for side, _label in REVIEW_SIDES:
        write(EmergencyReview(access=opened, side=side, due_at=due_at), actor=actor, now=now)
    return opened
