"""Acts on the public key of an organisation: register it, confirm it as somebody else, withdraw it."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pyrage import RecipientError, x25519

from cases.audit import ledger
from cases.audit.events import Event
from organisations import managing, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import check_version, write
from organisations.keys import rules
from organisations.keys.models import SealingKey
from organisations.keys.rules import Refusal, State
from organisations.models import Membership, Organisation, User
from organisations.roles import Role, acts_of
from organisations.staff import post

ACT = Act.KEEP_KEY

REFUSALS: dict[Refusal, Promise] = {
    Refusal.OVER: _("This key was withdrawn or replaced. Register another one."),
    Refusal.COUNTS_ALREADY: _("This key counts already."),
    Refusal.OWN: _("You registered this key yourself. A colleague confirms it."),
    Refusal.TOO_NEW: _(
        "Who confirms a key works here for a week before it is registered. Ask a colleague who does."
    ),
    Refusal.OTHER: _(
        "This is not the fingerprint of the key that was registered. Call who made the key pair. Is it "
        "another key? Then withdraw this one: whoever has its private half could read what is meant for you."
    ),
}


def register(*, actor: Actor, public_key: str, now: datetime) -> SealingKey:
    """Register a public key of the own organisation; it counts once a colleague confirms it.

    Raises:
        AccessDenied: the role keeps no key.
        StateConflictError: no key of age, known already, or another one waits.
    """
    actor.demand(ACT)
    text = _checked(public_key)
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=actor.organisation_id)
        _check_new(text, organisation)
        if organisation.sealing_keys.filter(ended_at=None, confirmed_at=None).exists():
            raise _refused(
                _("A key of your organisation waits for a colleague already. Withdraw it first."), "key_waits"
            )
        made = SealingKey(
            organisation=organisation, public_key=text, registered_at=now, registered_by=actor.user
        )
        write(made, actor=actor, now=now)
        _record(Event.KEY_REGISTERED, made, actor=actor, now=now)
        _tell("key_registered", made, actor=actor, now=now)
    return made


def confirm(
    key: SealingKey, *, actor: Actor, fingerprint: str, version: int | None = None, now: datetime
) -> SealingKey:
    """Confirm a key with its fingerprint as who made the pair reads it out; from now on it counts.

    Raises:
        AccessDenied: the role keeps no key, or it is another organisation's.
        StateConflictError: an own key, a member of less than a week, another fingerprint, or it is over.
        StaleWriteError: it changed since the page was opened.
    """
    with _held(key, actor=actor) as standing:
        check_version(standing, version)
        since = _member_since(standing.organisation_id, actor=actor, now=now)
        try:
            rules.check_confirm(standing.standing, user=actor.user_id, member_since=since, typed=fingerprint)
        except rules.Refused as refused:
            field = "fingerprint" if refused.code is Refusal.OTHER else None
            raise StateConflictError(REFUSALS[refused.code], code=refused.code, field=field) from refused
        before = counting(standing.organisation)
        if before is not None:
            _end(before, State.REPLACED, actor=actor, now=now)
        standing.confirmed_at, standing.confirmed_by = now, actor.user
        write(standing, actor=actor, now=now)
        _record(Event.KEY_CONFIRMED, standing, actor=actor, now=now)
        _tell("key_counts", standing, actor=actor, now=now)
    return standing


def withdraw(key: SealingKey, *, actor: Actor, version: int | None = None, now: datetime) -> SealingKey:
    """Withdraw a key: nothing is sealed with it any more. One person is enough for that.

    Raises:
        AccessDenied: the role keeps no key, or it is another organisation's.
        StateConflictError: it is over already.
        StaleWriteError: it changed since the page was opened.
    """
    with _held(key, actor=actor) as standing:
        check_version(standing, version)
        if standing.ended_at is not None:
            raise _refused(REFUSALS[Refusal.OVER], Refusal.OVER)
        _end(standing, State.WITHDRAWN, actor=actor, now=now)
        _record(Event.KEY_WITHDRAWN, standing, actor=actor, now=now)
        _tell("key_withdrawn", standing, actor=actor, now=now)
    return standing


def counting(organisation: Organisation) -> SealingKey | None:
    """Give the key with which files for an organisation are sealed now, if there is one."""
    found = in_force().filter(organisation=organisation)
    return found.select_related("registered_by", "confirmed_by").first()


def in_force() -> QuerySet[SealingKey]:
    """Give every key with which files are sealed now: one of an organisation at most."""
    return SealingKey.objects.filter(ended_at=None, confirmed_at__isnull=False)


def all_of(organisation: Organisation) -> QuerySet[SealingKey]:
    """Give every key that an organisation ever registered, the newest first."""
    return SealingKey.objects.filter(organisation=organisation).select_related(
        "registered_by", "confirmed_by", "ended_by"
    )


def keepers(organisation: Organisation, *, now: datetime) -> QuerySet[Membership]:
    """Give who keeps the key of an organisation: in a role that does, unless it was taken away (aware)."""
    away = set(organisation.narrowings.filter(act=ACT.value).values_list("role", flat=True))
    roles = [role.value for role in Role if ACT in acts_of(role) and role.value not in away]
    found = present.members(at=now).filter(organisation=organisation, role__in=roles)
    return found.select_related("user").order_by("user__name", "pk")


def find(organisation: Organisation, pk: int, *, actor: Actor) -> SealingKey:
    """Give a key of the own organisation.

    Raises: AccessDenied when it is another organisation's, or does not exist.
    """
    found = all_of(organisation).filter(pk=pk).first()
    if found is None:
        raise managing.elsewhere(ACT)
    _demand_own(found, actor)
    return found


class _held:  # noqa: N801 - reads as what the block does
    """A transaction in which a key of the own organisation is locked, together with its organisation."""

    def __init__(self, key: SealingKey, *, actor: Actor) -> None:
        _demand_own(key, actor)
        self.key, self.atomic = key, transaction.atomic()

    def __enter__(self) -> SealingKey:
        self.atomic.__enter__()
        Organisation.objects.select_for_update().get(pk=self.key.organisation_id)
        return SealingKey.objects.select_related("organisation").get(pk=self.key.pk)

    def __exit__(self, *problem: object) -> None:
        self.atomic.__exit__(*problem)


def _demand_own(key: SealingKey, actor: Actor) -> None:
    """Pass for the own organisation alone: whoever keeps the platform registers no key for another."""
    actor.demand(ACT)
    if key.organisation_id != actor.organisation_id:
        raise managing.elsewhere(ACT)


def _checked(typed: str) -> str:
    """Give a public key as age writes it.

    Raises: StateConflictError when it is private, no key of age, or one that seals nothing.
    """
    if rules.looks_private(typed):
        raise _refused(PRIVATE, "private_key")
    text = rules.found_in(typed)
    try:
        x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise _refused(NO_KEY, "no_key") from error
    try:  # a point of low order: everybody could open what is sealed with it (RFC 7748, section 6.1)
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(rules.point_of(text)))
    except ValueError as error:
        raise _refused(NO_KEY, "weak_key") from error
    return text


PRIVATE = _(
    "This looks like a private key. It was not kept, and is not shown again. Whoever saw it could read "
    "what is sealed for you: make a new pair, and fill in the public key of that one. It begins with age1."
)
NO_KEY = _(
    "This is not a public key of age. It begins with age1 and has 62 signs. It stands in the file with your "
    "key pair, after “public key:”."
)


def _check_new(text: str, organisation: Organisation) -> None:
    known = SealingKey.objects.filter(public_key=text).first()
    if known is None:
        return
    if known.organisation_id != organisation.pk:
        raise _refused(
            _("Another organisation registered this key. Make a pair of your own."), "key_elsewhere"
        )
    raise _refused(_("This key was registered before. Make a new pair for another key."), "key_known")


def _member_since(organisation: int, *, actor: Actor, now: datetime) -> datetime:
    here = present.members(at=now).filter(user_id=actor.user_id, organisation_id=organisation)
    return here.values_list("starts_at", flat=True).order_by("-starts_at").first() or now


def _end(key: SealingKey, how: State, *, actor: Actor, now: datetime) -> None:
    key.ended_at, key.ended_by, key.end = now, actor.user, how.value
    write(key, actor=actor, now=now)


def _record(event: Event, key: SealingKey, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=key, now=now, act=ACT, party=key.organisation_id)


def _tell(kind: str, key: SealingKey, *, actor: Actor, now: datetime) -> None:
    """Tell everybody else who keeps the key, so that no key comes or goes unseen."""
    others: list[User] = [
        one.user for one in keepers(key.organisation, now=now) if one.user_id != actor.user_id
    ]
    post.owe(kind, to=others, path=f"/organisations/{key.organisation_id}/key/", now=now)


def _refused(sentence: Promise, code: str) -> StateConflictError:
    return StateConflictError(sentence, code=code, field="public_key")
