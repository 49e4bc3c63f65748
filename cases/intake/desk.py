"""The desk that a signal goes to, and everybody who will read it: said before it is saved.

A desk is an organisation for care coordination that is bound by the same covenant as the reporter, may
receive signals under a clause in force, and has somebody who triages them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from organisations import covenant, duty, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import (
    Covenant,
    CovenantParty,
    Membership,
    Organisation,
    OrganisationGroupObjectPermission,
    User,
)
from organisations.roles import DEFAULT_ACTS, REACH, Reach

KIND = "care_coordination"


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a signal may go: an organisation, and the table (covenant) at which it is the desk."""

    organisation: Organisation
    table: Covenant


@dataclass(frozen=True, slots=True)
class Readers:
    """People of one organisation who will read a signal."""

    organisation: Organisation
    people: list[User]


def open_to(organisation: Organisation, *, now: datetime) -> list[Desk]:
    """Give the desks that this organisation may address at ``now`` (aware), the oldest first."""
    bound = covenant.bound(on=timezone.localdate(now))
    shared = bound.filter(organisation=organisation).values("version")
    parties = bound.filter(version__in=shared, organisation__kind=KIND, organisation__is_active=True)
    return _open(parties, now=now)


def open_to_everybody(*, now: datetime) -> list[Desk]:
    """Give the desks that take in signals without an account at ``now`` (aware), the oldest first."""
    bound = covenant.bound(on=timezone.localdate(now))
    parties = bound.filter(organisation__kind=KIND, organisation__is_active=True)
    return _open(parties, now=now)


def choose(
    organisation: Organisation, desk: Organisation, table: Covenant | None, *, now: datetime
) -> Desk | None:
    """Give the desk that was meant, if this organisation may address it; without a table, the only one."""
    meant = [
        found
        for found in open_to(organisation, now=now)
        if found.organisation == desk and table in (None, found.table)
    ]
    return meant[0] if len(meant) == 1 else None


def triagers(desk: Organisation, *, now: datetime) -> list[User]:
    """Give everybody at the desk whose role lets them triage at ``now`` (aware), by name."""
    return [member.user for member in _holding(desk, Act.TRIAGE_SIGNAL, now=now)]


def to_tell(desk: Organisation, *, actor: Actor, now: datetime) -> list[User]:
    """Give who hears of a new signal: those who triage and are on duty, or all who triage when none is.

    Nobody is told what they did themselves.
    """
    able = [user for user in triagers(desk, now=now) if user.pk != actor.user_id]
    on_duty = {user.pk for people in duty.on_duty([desk.pk], at=now)[desk.pk].values() for user in people}
    return [user for user in able if user.pk in on_duty] or able


def readers(actor: Actor, desk: Organisation, *, now: datetime) -> list[Readers]:
    """Give everybody who will read a signal that this actor sends to this desk, as the gate will decide."""
    own = [actor.user, *_wide_readers(actor, now=now)]
    if actor.organisation_id == desk.pk:
        return [Readers(desk, _once([actor.user, *triagers(desk, now=now), *own]))]
    return [Readers(desk, triagers(desk, now=now)), Readers(actor.organisation, _once(own))]


def deputies(actor: Actor, *, now: datetime) -> QuerySet[User]:
    """Give the colleagues who may stand in as coordinator: all who read cases for this organisation."""
    able = _holding(actor.organisation, Act.READ_CASE, now=now).values("user")
    return User.objects.filter(pk__in=able).exclude(pk=actor.user_id).order_by("name", "pk")


def _open(parties: QuerySet[CovenantParty], *, now: datetime) -> list[Desk]:
    rows = parties.select_related("organisation", "version__covenant").order_by(
        "organisation_id", "version_id"
    )
    found = [Desk(party.organisation, party.version.covenant) for party in rows]
    return [
        desk for desk in found if _receives_signals(desk, now=now) and triagers(desk.organisation, now=now)
    ]


def _wide_readers(actor: Actor, *, now: datetime) -> list[User]:
    """Give the colleagues who read every signal of their organisation."""
    members = _holding(actor.organisation, Act.READ_SIGNALS, now=now)
    return [member.user for member in members if REACH[member.role] is Reach.ORGANISATION]


def _holding(organisation: Organisation, act: Act, *, now: datetime) -> QuerySet[Membership]:
    """Give the members whose role at this organisation holds the act, as each request would find."""
    held = OrganisationGroupObjectPermission.objects.filter(
        content_object=organisation, permission__codename=act.value, group__user=OuterRef("user")
    )
    return (
        present.caseworkers(at=now)
        .filter(
            Exists(held),
            organisation=organisation,
            role__in=[role.value for role, acts in DEFAULT_ACTS.items() if act in acts],
        )
        .select_related("user")
        .order_by("user__name", "id")
    )


def _receives_signals(desk: Desk, *, now: datetime) -> bool:
    ceiling = covenant.ceiling(desk.organisation, under=desk.table.pk, now=now)
    return bool(ceiling.pairs.get(Compartment.SIGNALS))


def _once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())
