"""Break-glass: open one case for a few hours because waiting would hurt, and be asked about it afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.access.models import EmergencyAccess
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications import outbox
from organisations import duty, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.roles import Role

LONGEST = timedelta(hours=4)
#: One answer for every number that opens nothing, so that it tells of none of them whether it exists.
UNKNOWN = _(
    "There is no case with this number that you can open. Check the number. If there is a sealed case with "
    "this number, the people named on it have been told now that you tried. Is somebody in danger? Call 112."
)


@dataclass(frozen=True, slots=True)
class Emergency:
    """Why the glass is broken: a reason of the list, the person's own words, whole hours (1 to 4)."""

    reason: str
    explanation: str
    hours: int


def break_glass(number: str, *, actor: Actor, emergency: Emergency, now: datetime) -> EmergencyAccess:
    """Open the case with this number for the actor; the coordinator and their own contact point hear at once.

    Raises:
        AccessDenied: the actor's role has no emergency access.
        StateConflictError: no such case, or not for this person (one and the same answer);
            or the case is open to them already.
    """
    actor.demand(Act.BREAK_GLASS)
    if not timedelta(0) < timedelta(hours=emergency.hours) <= LONGEST:
        raise StateConflictError(
            _("Emergency access lasts from one to four hours."), code="too_long", field="hours"
        )
    with transaction.atomic():
        case = _find(number, actor, now=now)
        opened = EmergencyAccess(
            case=case,
            user=actor.user,
            organisation=actor.organisation,
            reason=emergency.reason,
            explanation=emergency.explanation,
            starts_at=now,
            ends_at=now + timedelta(hours=emergency.hours),
        )
        write(opened, actor=actor, now=now)
        ledger.record(
            actor,
            Event.GLASS_BROKEN,
            on=opened,
            case=case,
            now=now,
            act=Act.BREAK_GLASS,
            emergency=True,
            reason=emergency.reason,
            hours=emergency.hours,
        )
        timeline.add(case, "emergency_opened", actor=actor, compartment=Compartment.CORE, now=now)
        _tell(case, opened, actor, now=now)
    actor.memo.pop("emergencies", None)
    return opened


def _find(number: str, actor: Actor, *, now: datetime) -> Case:
    """Lock the case; a number that does not exist, a conflict, a seal and no covenant all look the same."""
    case = Case.objects.select_for_update(of=("self",)).filter(number=number.strip().upper()).first()
    in_covenant = bool(facts.ceiling_of(actor, now=now).pairs.get(Compartment.CORE))
    if case is None or not in_covenant or _is_hidden(case, actor):
        raise StateConflictError(
            UNKNOWN,
            code="emergency_unknown",
            field="number",
        )
    if gate.may(actor, Act.READ_CASE, on=case, now=now):
        raise StateConflictError(
            _("You can open this case already. You do not need emergency access."),
            code="opens_already",
            field="number",
        )
    return case


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
            coordinators, stage = _coordinators(case, "history/", now=now), str(line.pk)
            outbox.put(
                "emergency_sealed", number=case.number, to=coordinators, now=now, stage=stage, case=case
            )
            # What belongs to a sealed case is hidden outside of it, and auditors are: theirs stands alone.
            outbox.put(
                "emergency_sealed",
                number=case.number,
                to=auditors(case.number, now=now),
                now=now,
                stage=stage,
            )


def _is_hidden(case: Case, actor: Actor) -> bool:
    blocked = facts.blocks(actor).filter(case=case)
    return blocked.exists() or facts.sealed_away(actor).filter(pk=case.pk).exists()


def _tell(case: Case, opened: EmergencyAccess, actor: Actor, *, now: datetime) -> None:
    """Owe the coordinator, the deputy and the contact points of the actor's own organisation a message."""
    recipients = [*_coordinators(case, "sharing/", now=now), *_own_contact_points(actor, now=now)]
    outbox.put(
        "emergency_opened", number=case.number, to=recipients, now=now, stage=str(opened.pk), case=case
    )


def auditors(number: str, *, now: datetime) -> list[outbox.Recipient]:
    """Give everybody who reviews the ledger; their link leads to the lines about this number."""
    rows = present.members(at=now).filter(role=Role.AUDITOR.value).select_related("user", "organisation")
    return [
        outbox.Recipient(row.user, row.organisation, f"/audit/?number={number}")
        for row in rows.order_by("user__name", "id")
    ]


def _coordinators(case: Case, page: str, *, now: datetime) -> list[outbox.Recipient]:
    assigned = case.assignments.filter(ended_at=None).select_related("coordinator", "deputy").first()
    if assigned is None:
        return []
    path = f"/cases/{case.number}/{page}"
    return [
        outbox.Recipient(membership.user, membership.organisation, path)
        for person in (assigned.coordinator, assigned.deputy)
        for membership in present.members(at=now)
        .filter(
            user=person,
            organisation__participations__case=case,
            organisation__participations__ended_at=None,
        )
        .select_related("user", "organisation")[:1]
    ]


def _own_contact_points(actor: Actor, *, now: datetime) -> list[outbox.Recipient]:
    people = duty.contact_points([actor.organisation_id], at=now)[actor.organisation_id]
    return [
        outbox.Recipient(user, actor.organisation, "/inbox/") for user in people if user.pk != actor.user_id
    ]
