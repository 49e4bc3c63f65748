"""Who reads a case: ``rules.readable`` asked for every member of every organisation at the case.

The other side of the gate: not "what may this person see" but "who may see this". Nothing is
decided here either.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Q, QuerySet

from cases.access import facts
from cases.access.models import ConflictBlock, EmergencyAccess, OrganisationBlock
from cases.access.rules import Admission, Facts, readable
from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from organisations import covenant, present
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.covenant import Ceiling
from organisations.models import Membership, Organisation
from organisations.roles import REACH, Role, acts_of


@dataclass(frozen=True, slots=True)
class Seat:
    """One member who reads something of a case, and what."""

    member: Membership
    readable: frozenset[Compartment]
    is_emergency: bool
    is_named: bool = False
    is_meeting: bool = False


@dataclass(frozen=True, slots=True)
class Audience:
    """Everybody who reads something of a case, with the terms of their organisations (by id)."""

    admitted: dict[int, CaseParticipation]
    ceilings: dict[int, Ceiling]
    seats: tuple[Seat, ...]

    def readers(self, compartment: Compartment) -> frozenset[tuple[int, int]]:
        """Give who reads a compartment, as pairs of organisation id and user id."""
        return frozenset(
            (seat.member.organisation_id, seat.member.user_id)
            for seat in self.seats
            if compartment in seat.readable
        )


@dataclass(frozen=True, slots=True)
class _Own:
    """What the rule knows of one member beside organisation and role."""

    is_blocked: bool
    is_named: bool
    emergency: frozenset[Compartment]
    meeting: Admission | None


@dataclass(frozen=True, slots=True)
class _Personal:
    """Who is blocked, named or in by emergency, as ids."""

    blocked: frozenset[int]  # users
    barred: frozenset[int]  # organisations
    named: frozenset[tuple[int, int]]  # (organisation, user)
    emergency: dict[tuple[int, int], frozenset[Compartment]]  # (organisation, user) -> parts
    is_sealed: bool
    meeting: dict[tuple[int, int], Admission]  # (organisation, user) -> what a meeting opens

    def of(self, member: Membership) -> _Own:
        """Give what holds for this member."""
        who = (member.organisation_id, member.user_id)
        return _Own(
            is_blocked=member.user_id in self.blocked or member.organisation_id in self.barred,
            is_named=who in self.named,
            emergency=self.emergency.get(who, frozenset()),
            meeting=self.meeting.get(who),
        )


def of_case(case_id: int, *, now: datetime, among: Collection[tuple[int, int]] | None = None) -> Audience:
    """Give everybody who reads something of this case at ``now`` (aware), by name. Ten statements.

    ``among``: look only at these pairs of organisation and user (their ids); what they read stays the same.
    """
    parts = facts.in_force(now=now).filter(case=case_id)
    if among is not None:
        parts = parts.filter(organisation__in={home for home, _user in among})
    parts = parts.select_related("organisation", "admitted_by", "identity_shared_by")
    admitted = {row.organisation_id: row for row in parts}
    guests = facts.guests(now=now, item__case=case_id)
    meeting = {(row.organisation_id, row.user_id): facts.seat_of(row) for row in reversed(guests)}
    members = _members(case_id, {*admitted, *(pk for pk, _user in meeting)}, among, now=now)
    case = Case.objects.only("covenant_id", "is_sealed").get(pk=case_id)
    involved = {*admitted, *(member.organisation_id for member in members)}
    ceilings = covenant.ceilings(involved, under=case.covenant_id, now=now)
    personal = _personal(case, meeting, now=now)
    seats = _seats(members, admitted, ceilings, personal)
    return Audience(admitted, ceilings, tuple(seat for seat in seats if seat.readable))


def admitted(case: Case, part: Compartment, *, now: datetime) -> list[Organisation]:
    """Give the organisations that may read a part of a case at ``now`` (aware), by name. Two queries."""
    rows = facts.in_force(now=now).filter(
        case=case, organisation__is_active=True, **{f"reads_{part.value}": True}
    )
    found = list(rows.select_related("organisation").order_by("organisation__name"))
    ceilings = covenant.ceilings([row.organisation_id for row in found], under=case.covenant_id, now=now)
    return [
        row.organisation
        for row in found
        if all(
            ceilings[row.organisation_id].allows(one, row.purpose, row.legal_ground)
            for one in (Compartment.CORE, part)
        )
    ]


def _personal(case: Case, meeting: dict[tuple[int, int], Admission], *, now: datetime) -> _Personal:
    blocked = ConflictBlock.objects.filter(case=case, ended_at=None)
    barred = OrganisationBlock.objects.filter(case=case, ended_at=None)
    named = CaseUserObjectPermission.objects.filter(content_object=case)
    return _Personal(
        blocked=frozenset(blocked.values_list("user_id", flat=True)),
        barred=frozenset(barred.values_list("organisation_id", flat=True)),
        named=frozenset(named.values_list("organisation_id", "user_id")),
        emergency=_parts_in_emergency(case.pk, now=now),
        is_sealed=case.is_sealed,
        meeting=meeting,
    )


def _parts_in_emergency(case_id: int, *, now: datetime) -> dict[tuple[int, int], frozenset[Compartment]]:
    found: dict[tuple[int, int], frozenset[Compartment]] = {}
    for opened in _emergencies(case_id, now=now):
        key = (opened.organisation_id, opened.user_id)
        found[key] = found.get(key, frozenset()) | facts.parts_of(opened)
    return found


def _emergencies(case_id: int, *, now: datetime) -> QuerySet[EmergencyAccess]:
    return EmergencyAccess.objects.filter(case=case_id, starts_at__lte=now, ends_at__gt=now)


def _members(
    case_id: int, admitted: Iterable[int], among: Collection[tuple[int, int]] | None, *, now: datetime
) -> list[Membership]:
    hurried = _emergencies(case_id, now=now).values("organisation_id")
    rows = present.caseworkers(at=now).filter(
        Q(organisation_id__in=list(admitted)) | Q(organisation_id__in=hurried)
    )
    if among is not None:
        homes, users = ({pair[place] for pair in among} for place in (0, 1))
        rows = rows.filter(organisation_id__in=homes, user_id__in=users)
    rows = rows.select_related("user", "organisation").prefetch_related("organisation__narrowings")
    return list(rows.order_by("user__name", "id"))


def _seats(
    members: list[Membership],
    admitted: dict[int, CaseParticipation],
    ceilings: dict[int, Ceiling],
    personal: _Personal,
) -> Iterator[Seat]:
    """Ask the rule for every member; colleagues of whom it knows the same are asked for once."""

    @cache
    def opened(organisation: int, acts: frozenset[Act], role: Role, own: _Own) -> frozenset[Compartment]:
        participation = admitted.get(organisation)
        return readable(
            Facts(
                is_member=True,
                act=Act.READ_CASE,
                acts=acts,
                reach=REACH[role],
                compartment=Compartment.CORE,
                ceiling=ceilings[organisation].pairs,
                admission=None if participation is None else facts.admission(participation),
                is_blocked=own.is_blocked,
                is_named=own.is_named,
                is_sealed=personal.is_sealed,
                emergency=own.emergency,
                meeting=own.meeting,
            )
        )

    for member in members:
        own = personal.of(member)
        parts = opened(member.organisation_id, _acts(member), Role(member.role), own)
        yield Seat(member, parts, bool(own.emergency), own.is_named, own.meeting is not None)


def _acts(member: Membership) -> frozenset[Act]:
    taken_away = {row.act for row in member.organisation.narrowings.all() if row.role == member.role}
    return frozenset(act for act in acts_of(Role(member.role)) if act.value not in taken_away)
