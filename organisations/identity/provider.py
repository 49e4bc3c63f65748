"""An organisation's own login: which provider, whom it may let in, and the tie of a person to a subject."""

import os
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import membership
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import write
from organisations.identity.models import IdentityLink, IdentityProvider
from organisations.identity.sealing import seal, unseal
from organisations.models import Organisation, User
from organisations.roles import Role

PURPOSE = "identity provider"


class LoginRefused(Exception):  # noqa: N818 - reads as what happened: login refused
    """The provider knows this person, but zorgtafel does not let them in; says so in a readable sentence."""

    def __init__(self, sentence: str, *, code: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code


@dataclass(frozen=True, slots=True)
class Terms:
    """What the keeper of the platform fills in; an empty ``secret`` keeps the one there is."""

    issuer: str
    client_id: str
    email_domain: str
    secret: str = ""
    secret_variable: str = ""
    is_required: bool = False
    has_second_factor: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Claims:
    """What a provider says about who logged in there, after every check on its signature."""

    subject: str
    email: str = ""
    is_verified: bool = False


def keep(*, actor: Actor, organisation: Organisation, terms: Terms, now: datetime) -> IdentityProvider:
    """Write down, or change, through which provider the people of an organisation log in.

    Raises:
        AccessDenied: the actor does not keep the platform.
        StateConflictError: the domain belongs to another organisation's provider.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        kept = IdentityProvider.objects.filter(organisation=organisation).first()
        kept = kept or IdentityProvider(organisation=organisation)
        others = IdentityProvider.objects.exclude(organisation=organisation)
        if others.filter(email_domain=terms.email_domain).exists():
            raise StateConflictError(
                _("Another organisation logs in with this domain already."),
                code="domain_taken",
                field="email_domain",
            )
        _fill_in(kept, terms)
        write(kept, actor=actor, now=now)
        ledger.record(
            actor,
            Event.PROVIDER_CHANGED,
            on=kept,
            now=now,
            act=Act.MANAGE_COVENANT,
            party=organisation.pk,
            required=kept.is_required,
            active=kept.is_active,
        )
    return kept


def of_address(email: str) -> IdentityProvider | None:
    """Give the provider for an address, by its domain only: this tells nothing about any account."""
    domain = email.strip().lower().rpartition("@")[2]
    found = IdentityProvider.objects.filter(email_domain=domain, is_active=True, organisation__is_active=True)
    return found.select_related("organisation").first()


def demanded_of(user: User, *, now: datetime) -> IdentityProvider | None:
    """Give the provider that an organisation of this person demands instead of a password.

    Whoever keeps the platform is never asked for it: when a provider fails, somebody must be able to
    switch it off here.
    """
    found = membership.in_force(user, now=now)
    if any(member.role == Role.PLATFORM_ADMIN.value for member in found):
        return None
    return (
        IdentityProvider.objects.filter(
            organisation__in=[member.organisation_id for member in found], is_active=True, is_required=True
        )
        .select_related("organisation")
        .first()
    )


def link_of(user: User) -> IdentityLink | None:
    """Give how a provider knows this person, if one does."""
    return (
        IdentityLink.objects.filter(user=user, provider__is_active=True)
        .select_related("provider__organisation")
        .first()
    )


def admit(provider: IdentityProvider, claims: Claims, *, origin: Actor, now: datetime) -> User:
    """Give the member that a provider vouches for; the first time, tie the subject to the account.

    The subject decides. Only the first time an address counts, and then only one that the provider has
    verified, in the organisation's own domain, of somebody whom the organisation invited. No account is made.

    Raises:
        LoginRefused: unknown here, or no member of this organisation any more.
    """
    with transaction.atomic():
        IdentityProvider.objects.select_for_update().get(pk=provider.pk)
        link = provider.links.filter(subject=claims.subject).select_related("user").first()
        user = link.user if link else _invited(provider, claims)
        if user is None or not _works_there(user, provider, now=now):
            raise _unknown()
        if link is None:
            _tie(user, provider, claims, origin=origin, now=now)
    return user


def secret_of(provider: IdentityProvider) -> str:
    """Give the client's secret, from the environment or unsealed; empty for a client without one."""
    if provider.secret_variable:
        return os.environ.get(provider.secret_variable, "")
    return unseal(provider.sealed_secret, purpose=PURPOSE) if provider.sealed_secret else ""


def _fill_in(kept: IdentityProvider, terms: Terms) -> None:
    kept.issuer, kept.client_id = terms.issuer.rstrip("/"), terms.client_id
    kept.email_domain, kept.is_active = terms.email_domain, terms.is_active
    kept.is_required, kept.has_second_factor = terms.is_required, terms.has_second_factor
    kept.secret_variable = terms.secret_variable
    if terms.secret_variable:
        kept.sealed_secret = ""
    elif terms.secret:
        kept.sealed_secret = seal(terms.secret, purpose=PURPOSE)


def _invited(provider: IdentityProvider, claims: Claims) -> User | None:
    address = claims.email.strip().lower()
    if not claims.is_verified or address.rpartition("@")[2] != provider.email_domain:
        return None
    found = User.objects.filter(email=address).first()
    if found is None or provider.links.filter(user=found).exists():
        return None  # another subject has this person: an address that was given out again opens nothing
    return found


def _works_there(user: User, provider: IdentityProvider, *, now: datetime) -> bool:
    at = membership.in_force(user, now=now)
    return any(member.organisation_id == provider.organisation_id for member in at)


def _tie(
    user: User, provider: IdentityProvider, claims: Claims, *, origin: Actor, now: datetime
) -> IdentityLink:
    link = IdentityLink(user=user, provider=provider, subject=claims.subject, linked_at=now)
    actor = Actor(user=user, origin=origin.origin, request_id=origin.request_id)
    write(link, actor=actor, now=now)
    ledger.record(actor, Event.IDENTITY_LINKED, on=link, now=now, party=provider.organisation_id)
    return link


def _unknown() -> LoginRefused:
    return LoginRefused(
        _(
            "Your organisation knows you, but zorgtafel does not. Ask the administrator of your organisation "
            "to invite you, with the e-mail address that you log in with."
        ),
        code="unknown_subject",
    )
