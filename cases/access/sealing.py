"""Sealed cases: the case exists for the people named on it, and for nobody else.

For when the knowledge that there is a case is itself a danger. Lists, searches, counts, agendas, alerts
and emergency access all follow, because they all ask the gate.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.access.models import CaseSeal
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import grants, timeline
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from cases.conflict import StateConflictError
from cases.notifications import outbox
from organisations import present
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership
from organisations.roles import REACH, Reach, Role, acts_of

#: Roles of people who can be named: they read cases at all.
READING_ROLES = [
    role.value for role in Role if REACH[role] is not Reach.NONE and Act.READ_CASE in acts_of(role)
]


def seal(case: Case, *, actor: Actor, reason: str, keep: Iterable[Membership], now: datetime) -> CaseSeal:
    """Seal a case; from the next page on it exists for coordinator, deputy and ``keep`` only.

    Raises:
        AccessDenied: the actor does not coordinate this case.
        StateConflictError: it is sealed already, or somebody of ``keep`` can't be named.
    """
    _require(actor, case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if case.is_sealed:
            raise StateConflictError(_("This case is sealed already."), code="sealed")
        made = CaseSeal(
            case=case, reason=reason, sealed_at=now, sealed_by=actor.user, organisation=actor.organisation
        )
        write(made, actor=actor, now=now)
        _mark(case, True, actor=actor, now=now)
        ledger.record(actor, Event.CASE_SEALED, on=made, case=case, now=now, act=Act.SEAL_CASE)
        timeline.add(case, "case_sealed", actor=actor, compartment=Compartment.CORE, now=now)
        _name_exactly(case, keep, actor=actor, now=now)
    return made


def unseal(case: Case, *, actor: Actor, reason: str, now: datetime) -> CaseSeal:
    """Take the seal off; who may see the case is again decided by organisation and role. Names stay.

    Raises:
        AccessDenied: the actor does not coordinate this case.
        StateConflictError: it is not sealed.
    """
    _require(actor, case, now=now)
    with transaction.atomic():
        case = _lock_sealed(case)
        standing = CaseSeal.objects.get(case=case, lifted_at=None)
        standing.lifted_at, standing.lifted_by, standing.lift_reason = now, actor.user, reason
        write(standing, actor=actor, now=now)
        _mark(case, False, actor=actor, now=now)
        ledger.record(actor, Event.CASE_UNSEALED, on=standing, case=case, now=now, act=Act.SEAL_CASE)
        timeline.add(case, "case_unsealed", actor=actor, compartment=Compartment.CORE, now=now)
    return standing


def rename(case: Case, *, actor: Actor, keep: Iterable[Membership], now: datetime) -> None:
    """Decide who is named on a sealed case beside coordinator and deputy, at every organisation.

    On a case that is not sealed each organisation names its own people; on a sealed one its contact
    point may not know of the case.

    Raises:
        AccessDenied: the actor does not coordinate this case.
        StateConflictError: it is not sealed, or somebody of ``keep`` can't be named.
    """
    _require(actor, case, now=now)
    with transaction.atomic():
        _name_exactly(_lock_sealed(case), keep, actor=actor, now=now)


def candidates(case: Case, *, now: datetime) -> list[Membership]:
    """Give who can be named beside coordinator and deputy: readers by role, at work there, not blocked."""
    taking_part = facts.in_force(now=now).filter(case=case).values("organisation_id")
    rows = present.caseworkers(at=now).filter(organisation_id__in=taking_part, role__in=READING_ROLES)
    rows = rows.exclude(user_id__in=case.blocks.filter(ended_at=None).values("user_id"))
    found = rows.exclude(user_id__in=_pair(case)).select_related("user", "organisation")
    return list(found.order_by("organisation__name", "user__name", "id"))


def is_coordinating(case: Case, actor: Actor) -> bool:
    """Tell whether this person coordinates the case or is the deputy."""
    return actor.user_id in _pair(case)


def _require(actor: Actor, case: Case, *, now: datetime) -> None:
    gate.require(actor, Act.SEAL_CASE, on=case, now=now)
    if not is_coordinating(case, actor):
        raise AccessDenied(
            _("Only the coordinator of this case or the deputy can do this."),
            code="not_coordinating",
            act=Act.SEAL_CASE,
            case=case,
        )


def _pair(case: Case) -> set[int]:
    rows = case.assignments.filter(ended_at=None).values_list("coordinator_id", "deputy_id")
    return {user_id for pair in rows for user_id in pair}


def _lock_sealed(case: Case) -> Case:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    if not case.is_sealed:
        raise StateConflictError(_("This case is not sealed."), code="not_sealed")
    return case


def _mark(case: Case, is_sealed: bool, *, actor: Actor, now: datetime) -> None:
    """Write the flag on the case and its copy on every part in it, ended or not, in one transaction."""
    case.is_sealed = is_sealed
    write(case, actor=actor, now=now)
    for part in CaseParticipation.objects.select_for_update(of=("self",)).filter(case=case).order_by("pk"):
        part.is_sealed = is_sealed
        write(part, actor=actor, now=now)


def _name_exactly(case: Case, keep: Iterable[Membership], *, actor: Actor, now: datetime) -> None:
    """Name these people and nobody else, besides coordinator and deputy; each change is a line."""
    wanted = {(member.organisation_id, member.user_id): member for member in keep}
    possible = {(member.organisation_id, member.user_id) for member in candidates(case, now=now)}
    if not wanted.keys() <= possible or len({user_id for _home, user_id in wanted}) < len(wanted):
        raise StateConflictError(
            _("Somebody you chose can't be named, or was chosen for two organisations. Choose again."),
            code="cannot_be_named",
            field="people",
        )
    pair, before = _pair(case), grants.named(case)
    rows = CaseUserObjectPermission.objects.filter(content_object=case).select_related("user", "organisation")
    for row in rows.exclude(user_id__in=pair):
        if (row.organisation_id, row.user_id) not in wanted:
            grants.take_off_case(case, row.user, organisation=row.organisation, actor=actor, now=now)
            _record(Event.COLLEAGUE_REMOVED, case, row.user_id, actor=actor, now=now)
    for key in sorted(wanted.keys() - before):
        _name(case, wanted[key], actor=actor, now=now)


def _name(case: Case, member: Membership, *, actor: Actor, now: datetime) -> None:
    grants.name_on_case(case, member.user, organisation=member.organisation, actor=actor, now=now)
    _record(Event.COLLEAGUE_NAMED, case, member.user_id, actor=actor, now=now)
    to = [outbox.Recipient(member.user, member.organisation, f"/cases/{case.number}/")]
    outbox.put("colleague_named", number=case.number, to=to, now=now, stage=now.isoformat(), case=case)


def _record(event: Event, case: Case, user_id: int, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=case, case=case, now=now, act=Act.SEAL_CASE, named=user_id)


def standing(case: Case) -> CaseSeal | None:
    """Give the seal in force on a case, with who put it there."""
    return CaseSeal.objects.filter(case=case, lifted_at=None).select_related("sealed_by").first()


def mismatches() -> list[str]:
    """Name every part in a case whose copy of the seal differs from the case itself."""
    rows = CaseParticipation.objects.exclude(Q(is_sealed=True, case__is_sealed=True))
    rows = rows.filter(Q(is_sealed=True) | Q(case__is_sealed=True))
    return [
        f"participation {pk} disagrees with its case about the seal"
        for pk in rows.values_list("pk", flat=True)
    ]
