"""An invitation by mail: sent, sent again, withdrawn, accepted.

Whoever invites never learns whether the address already has an account elsewhere: every
answer before the invited person speaks is the same.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import membership, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import write
from organisations.managing import demand_at
from organisations.models import ContactChannel, Organisation, User
from organisations.roles import GIVEN_BY_PLATFORM, Role
from organisations.staff import links, post
from organisations.staff.invitation_rules import VALID_FOR, Facts, Standing, standing
from organisations.staff.models import Invitation

SENTENCES = {
    Standing.ACCEPTED: _("This invitation was accepted already. Log in to go on."),
    Standing.WITHDRAWN: _("This invitation was withdrawn. Ask who invited you for a new one."),
    Standing.REPLACED: _("A newer invitation was sent to you. Use the link in the newest mail."),
    Standing.EXPIRED: _("This invitation is older than seven days. Ask who invited you for a new one."),
}
UNKNOWN = _("This link is not complete. Open it again from the mail, or copy the whole line.")


@dataclass(frozen=True, slots=True)
class Asked:
    """Whom an administrator asks: an address as typed, a name and a role."""

    email: str
    name: str
    role: Role


def send(*, actor: Actor, organisation: Organisation, asked: Asked, now: datetime) -> Invitation:
    """Invite somebody by mail; the place begins when the person accepts.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: works here already, was invited already, or the role is not theirs to give.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    membership.check_given(actor, asked.role)
    membership.check_signed(organisation, actor=actor, role=asked.role, now=now)
    address = asked.email.strip().lower()
    _check_new_here(address, organisation, now=now)
    with transaction.atomic():
        made = Invitation(
            organisation=organisation,
            email=address,
            name=asked.name.strip(),
            role=asked.role.value,
            nonce=get_random_string(24),
            given_by=actor.user,
            given_at=now,
            expires_at=now + VALID_FOR,
        )
        _write_first(made, actor=actor, now=now)
        _owe(made, actor=actor, now=now)
    return made


def send_again(invitation: Invitation, *, actor: Actor, now: datetime) -> Invitation:
    """Send a fresh link that counts for seven days; the older link stops working.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: accepted or withdrawn already, or the role is not theirs to give.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, invitation.organisation)
    with transaction.atomic():
        waiting = _locked(invitation)
        _check_waiting(waiting)
        membership.check_given(actor, Role(waiting.role))
        waiting.nonce = get_random_string(24)
        waiting.given_by, waiting.given_at, waiting.expires_at = actor.user, now, now + VALID_FOR
        write(waiting, actor=actor, now=now)
        post.take_back(waiting)
        _owe(waiting, actor=actor, now=now)
    return waiting


def withdraw(invitation: Invitation, *, actor: Actor, now: datetime) -> Invitation:
    """Take an invitation back; its link stops working.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: accepted or withdrawn already.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, invitation.organisation)
    with transaction.atomic():
        waiting = _locked(invitation)
        _check_waiting(waiting)
        waiting.withdrawn_at = now
        write(waiting, actor=actor, now=now)
        post.take_back(waiting)
        ledger.record(actor, Event.INVITATION_WITHDRAWN, on=waiting, now=now, act=Act.MANAGE_MEMBERS)
    return waiting


def read(ticket: str, *, now: datetime) -> Invitation:
    """Give the open invitation that a link leads to.

    Raises:
        StateConflictError: cut off, accepted, withdrawn, replaced or expired; each in its own words.
    """
    found = links.found(ticket, Invitation.objects.select_related("organisation"))
    _check_open(found, ticket, now=now)
    return found


def accept_new(ticket: str, *, actor: Actor, name: str, password: str, now: datetime) -> User:
    """Make the account of somebody who has none yet, with the password they chose, and let them start.

    Raises:
        StateConflictError: the link is not open any more, or the address has an account by now.
    """
    with transaction.atomic():
        waiting = _open_and_locked(ticket, now=now)
        user = _account(waiting.email, name, password)
        person = Actor(user=user, origin=actor.origin, request_id=actor.request_id)
        channel = ContactChannel(user=user, kind="mail", address=waiting.email, verified_at=now)
        write(channel, actor=person, now=now)  # the link proved that mail arrives there
        _take_up(waiting, user, actor=person, now=now)
    return user


def accept(ticket: str, *, actor: Actor, now: datetime) -> Invitation:
    """Let somebody who has an account start at the organisation that invited them.

    Raises:
        StateConflictError: the link is not open any more or for somebody else, or the person has a home
            elsewhere; then the invitation stays open.
    """
    with transaction.atomic():
        waiting = _open_and_locked(ticket, now=now)
        if actor.user is None or actor.user.email != waiting.email:
            raise StateConflictError(
                _("This invitation is for another e-mail address. Log out first, then open the link again."),
                code="somebody_else",
            )
        _take_up(waiting, actor.user, actor=actor, now=now)
    return waiting


def waiting_at(organisation: Organisation) -> QuerySet[Invitation]:
    """Give the invitations of an organisation that nobody accepted or withdrew, the newest first."""
    rows = Invitation.objects.filter(organisation=organisation, accepted_at=None, withdrawn_at=None)
    return rows.prefetch_related("letters").order_by("-given_at", "-id")


def _account(email: str, name: str, password: str) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(email, name.strip(), password)
    except IntegrityError as clash:
        raise StateConflictError(
            _("There is an account with this e-mail address. Log in and open the link again."),
            code="account_exists",
        ) from clash


def _take_up(waiting: Invitation, user: User, *, actor: Actor, now: datetime) -> None:
    _check_giver(waiting, now=now)
    place = membership.Place(waiting.organisation, Role(waiting.role), now)
    membership.settle_in(user, place, actor=actor, now=now)
    waiting.accepted_at = now
    write(waiting, actor=actor, now=now)
    ledger.record(actor, Event.INVITATION_ACCEPTED, on=waiting, now=now)


def _check_giver(waiting: Invitation, *, now: datetime) -> None:
    """Who invited must still be allowed to: a dismissed administrator lets nobody in."""
    if waiting.given_by_id is None:
        return
    places = present.members(at=now).filter(user=waiting.given_by_id)
    enough = Q(role=Role.PLATFORM_ADMIN.value)
    if Role(waiting.role) not in GIVEN_BY_PLATFORM:
        enough |= Q(role=Role.ORGANISATION_ADMIN.value, organisation=waiting.organisation_id)
    if not places.filter(enough).exists():
        raise StateConflictError(
            _("Who invited you is no administrator any more. Ask your organisation for a new invitation."),
            code="giver_left",
        )


def _check_new_here(address: str, organisation: Organisation, *, now: datetime) -> None:
    here = present.belonging(at=now).filter(organisation=organisation, user__email=address)
    if here.exists():
        raise StateConflictError(
            _("This person works at this organisation already. Change their role instead."),
            code="member_already",
            field="email",
        )


def _write_first(made: Invitation, *, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            write(made, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("This person was invited already. Send that invitation again, or withdraw it first."),
            code="invited_already",
            field="email",
        ) from clash


def _owe(waiting: Invitation, *, actor: Actor, now: datetime) -> None:
    post.owe("invitation", invitation=waiting, now=now)
    ledger.record(
        actor,
        Event.INVITATION_SENT,
        on=waiting,
        now=now,
        act=Act.MANAGE_MEMBERS,
        given_role=waiting.role,
    )


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=invitation.pk)


def _open_and_locked(ticket: str, *, now: datetime) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("organisation")
    found = links.found(ticket, rows)
    _check_open(found, ticket, now=now)
    return found


def _check_open(found: Invitation | None, ticket: str, *, now: datetime) -> None:
    if found is None:
        raise StateConflictError(UNKNOWN, code="unknown_link")
    stands = standing(
        Facts(
            accepted_at=found.accepted_at,
            withdrawn_at=found.withdrawn_at,
            expires_at=found.expires_at,
            is_newest_link=links.numbers(ticket)[1] == found.nonce,
        ),
        now=now,
    )
    if stands is not Standing.OPEN:
        raise StateConflictError(SENTENCES[stands], code=f"invitation_{stands.value}")


def _check_waiting(waiting: Invitation) -> None:
    if waiting.accepted_at is not None or waiting.withdrawn_at is not None:
        raise StateConflictError(
            _("This invitation was accepted or withdrawn in the meantime."), code="invitation_over"
        )
