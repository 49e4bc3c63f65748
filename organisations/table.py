"""Who can sit at the table: an organisation is added, and its name or place put right.

That it is here opens nothing: what it may receive is what a covenant says that it signed.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import grants, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import check_version, write
from organisations.models import Invitation, Organisation
from organisations.roles import Role
from organisations.staff import invitation


@dataclass(frozen=True, slots=True)
class Described:
    """How an organisation is called, of which kind it is, and where it works."""

    name: str
    kind: str
    municipality: str = ""


def add(*, actor: Actor, described: Described, now: datetime) -> Organisation:
    """Add an organisation; nobody works there yet.

    Raises:
        AccessDenied: the actor does not keep organisations and covenant.
        StateConflictError: another organisation has this name.
    """
    actor.demand(Act.MANAGE_COVENANT)
    made = Organisation(kind=described.kind)
    with transaction.atomic():
        _describe(made, described, actor=actor, now=now)
        grants.sync(made)
        ledger.record(actor, Event.ORGANISATION_ADDED, on=made, now=now, act=Act.MANAGE_COVENANT)
    return made


def change(
    organisation: Organisation, *, actor: Actor, described: Described, now: datetime, version: int | None
) -> Organisation:
    """Put the name, the place or the kind of an organisation right.

    Raises:
        AccessDenied: the actor does not keep organisations and covenant.
        StateConflictError: another one has this name, or a covenant goes by the kind already.
        StaleWriteError: somebody else changed it in the meantime.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        standing = Organisation.objects.select_for_update().get(pk=organisation.pk)
        check_version(standing, version)
        _check_kind(standing, described.kind)
        standing.kind = described.kind
        _describe(standing, described, actor=actor, now=now)
        ledger.record(actor, Event.ORGANISATION_CHANGED, on=standing, now=now, act=Act.MANAGE_COVENANT)
    return standing


def begin(*, actor: Actor, described: Described, keeper: invitation.Asked, now: datetime) -> Invitation:
    """Make the first organisation of an empty site, and invite its first platform administrator by mail.

    Asked for by whoever has the machine; afterwards a platform administrator adds the others. Until that
    first one came it may be asked again, for another address or because a mail got lost.

    Raises:
        StateConflictError: somebody keeps this site already.
    """
    with transaction.atomic():
        if present.members(at=now).filter(role=Role.PLATFORM_ADMIN.value).exists():
            raise StateConflictError(
                _("Somebody keeps this site already. Ask the platform administrator for an invitation."),
                code="begun",
            )
        home = Organisation.objects.filter(name=described.name).first()
        home = home or add(actor=actor, described=described, now=now)
        sent = invitation.waiting_at(home).filter(email=keeper.email.strip().lower()).first()
        if sent is not None:
            return invitation.send_again(sent, actor=actor, now=now)
        return invitation.send(actor=actor, organisation=home, asked=keeper, now=now)


def _describe(organisation: Organisation, described: Described, *, actor: Actor, now: datetime) -> None:
    """Write the name and the place; two names that differ in capitals only are one name."""
    others = Organisation.objects.filter(name__iexact=described.name).exclude(pk=organisation.pk)
    if others.exists():
        raise _name_taken()
    organisation.name, organisation.municipality = described.name, described.municipality
    try:
        with transaction.atomic():
            write(organisation, actor=actor, now=now)
    except IntegrityError as clash:
        raise _name_taken() from clash


def _check_kind(standing: Organisation, kind: str) -> None:
    """The clauses of a covenant go by the kind: another one would open or close cases without a signature."""
    if kind == standing.kind or not standing.covenant_parties.exclude(version__status="discarded").exists():
        return
    raise StateConflictError(
        _("This organisation stands in a covenant, which goes by its kind. The kind stays as it is."),
        code="kind_in_covenant",
        field="kind",
    )


def _name_taken() -> StateConflictError:
    return StateConflictError(
        _("There is an organisation with this name already. Look for it in the list."),
        code="name_taken",
        field="name",
    )
