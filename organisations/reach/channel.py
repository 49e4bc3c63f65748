"""A person's own phone number and address: added, proved with a code, taken away.

Only what was proved counts: an alert goes nowhere else. Of each kind one counts; a newly proved
one takes the place of the old one, so that nobody's old phone keeps ringing.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import remove, write
from organisations.models import ContactChannel, PushDevice, User
from organisations.reach import code, code_rules, phone, push, sms
from organisations.reach.code_rules import CodeFacts, Refusal, Verdict
from organisations.staff import post
from organisations.staff.models import Letter

A_DAY = timedelta(days=1)
#: Unproved ones beside the two that count; more is no way to be reached.
MOST = 6


@dataclass(frozen=True, slots=True)
class Device:
    """A browser that asks for notifications; ``keys``: its public key and its secret, in base64url."""

    name: str
    endpoint: str
    keys: tuple[str, str]

    @property
    def address(self) -> str:
        """Tell it from the other devices of the same person, without its address."""
        return f"{self.name} · {hashlib.sha256(self.endpoint.encode()).hexdigest()[:6]}"


REFUSALS: dict[Refusal, Promise] = {
    Refusal.TOO_SOON: _("A code was sent less than a minute ago. Wait a moment; it may be on its way."),
    Refusal.TOO_OFTEN: _("Ten codes were sent today. Try again tomorrow, or ask your administrator."),
}


def own(actor: Actor) -> QuerySet[ContactChannel]:
    """Give somebody's own phone numbers and addresses, what counts first."""
    rows = ContactChannel.objects.filter(user_id=actor.user_id)
    return rows.order_by("verified_at", "kind", "id")


def is_reachable(user: User) -> bool:
    """Tell whether an alert can reach this person outside the application. One query."""
    return ContactChannel.objects.filter(user=user, verified_at__isnull=False).exists()


def add(typed: str, *, actor: Actor, now: datetime) -> ContactChannel:
    """Note a phone number or an address of one's own, and send a code to it.

    Raises:
        StateConflictError: unreadable, known already, or too many codes; the sentence says which.
    """
    kind, address = _read(typed)
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        known = ContactChannel.objects.filter(user_id=actor.user_id)
        found = known.filter(kind=kind, address=address).first()
        _check_new(found, known.filter(verified_at=None).count())
        channel = found or ContactChannel(user=actor.user, kind=kind, address=address)
        _send_code(channel, actor=actor, now=now)
        _record(channel, Event.CHANNEL_ADDED, actor=actor, now=now)
    return channel


def add_device(device: Device, *, actor: Actor, now: datetime) -> ContactChannel:
    """Note a device that must get notifications, and send a code to it.

    Raises:
        StateConflictError: no push service that we know, no keys, known already, or too many codes.
    """
    if not push.is_offered() or not push.is_service(device.endpoint) or not push.is_key(*device.keys):
        raise StateConflictError(
            _("This browser gave no address that notifications can go to. Use another browser."),
            code="device_unknown",
        )
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        known = ContactChannel.objects.filter(user_id=actor.user_id)
        found = known.filter(device__endpoint=device.endpoint).first()
        _check_new(found, known.filter(verified_at=None).count())
        channel = found or ContactChannel(user=actor.user, kind="push", address=device.address)
        write(channel, actor=actor, now=now)
        p256dh, auth = device.keys
        PushDevice.objects.update_or_create(
            channel=channel, defaults={"endpoint": device.endpoint, "p256dh": p256dh, "auth": auth}
        )
        _send_code(channel, actor=actor, now=now)
        _record(channel, Event.CHANNEL_ADDED, actor=actor, now=now)
    return channel


def drop_lost(device: PushDevice, *, now: datetime) -> None:
    """Take away a device of which its push service says that nobody listens there; its owner hears so."""
    actor = Actor.system("courier")
    with transaction.atomic():
        standing = ContactChannel.objects.select_related("user").filter(pk=device.pk).first()
        if standing is not None:
            _drop(standing, actor=actor, now=now)
            post.owe("channel_lost", to=[standing.user], path="/account/reach/", now=now)


def ask_again(channel: ContactChannel, *, actor: Actor, now: datetime) -> ContactChannel:
    """Send a new code; the earlier one stops counting.

    Raises:
        StateConflictError: it counts already, or codes go out too often.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        standing = own(actor).get(pk=channel.pk)
        _check_new(standing, 0)
        _send_code(standing, actor=actor, now=now)
        _record(standing, Event.CHANNEL_ADDED, actor=actor, now=now)
    return standing


def confirm(channel: ContactChannel, typed: str, *, actor: Actor, now: datetime) -> Verdict:
    """Judge a filled-in code, and let the channel count when it is right; right twice changes nothing.

    A wrong one is counted and no exception, for what an exception undoes is not counted.
    """
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        standing = own(actor).get(pk=channel.pk)
        if standing.verified_at is not None:
            return Verdict.RIGHT
        verdict = _judge(standing, typed, now=now)
        if verdict is Verdict.RIGHT:
            _let_count(standing, actor=actor, now=now)
        elif verdict is Verdict.WRONG:
            standing.wrong += 1
            write(standing, actor=actor, now=now)
            _record(standing, Event.CHANNEL_NOT_PROVED, actor=actor, now=now)
    return verdict


def take_away(channel: ContactChannel, *, actor: Actor, now: datetime) -> None:
    """Take away a phone number or an address of one's own; twice changes nothing."""
    with transaction.atomic():
        User.objects.select_for_update().get(pk=actor.user_id)
        standing = own(actor).filter(pk=channel.pk).first()
        if standing is not None:
            _drop(standing, actor=actor, now=now)


def _read(typed: str) -> tuple[str, str]:
    if "@" not in typed:
        if not sms.is_offered():
            raise StateConflictError(
                _("This site sends no text messages. Fill in an e-mail address."),
                code="no_sms",
                field="address",
            )
        return "sms", phone.normalise(typed)
    address = typed.strip().lower()
    try:
        validate_email(address)
    except ValidationError as wrong:
        raise StateConflictError(
            _("This e-mail address is not complete. It looks like name@organisation.nl."),
            code="address_unknown",
            field="address",
        ) from wrong
    return "mail", address


def _check_new(found: ContactChannel | None, waiting: int) -> None:
    if found is not None and found.verified_at is not None:
        raise StateConflictError(_("You are reached here already."), code="counts_already", field="address")
    if found is None and waiting >= MOST:
        raise StateConflictError(
            _("There are too many that wait for their code. Remove one first."),
            code="too_many_channels",
            field="address",
        )


def _send_code(channel: ContactChannel, *, actor: Actor, now: datetime) -> None:
    sent = Letter.objects.filter(kind="channel_code", channel__user=actor.user_id, created_at__gt=now - A_DAY)
    refused = code_rules.may_ask(last_asked_at=channel.asked_at, asked_today=sent.count(), now=now)
    if refused is not None:
        raise StateConflictError(REFUSALS[refused], code=refused.value, field="address")
    channel.nonce, channel.asked_at, channel.wrong = code.new_nonce(), now, 0
    write(channel, actor=actor, now=now)
    post.take_back_codes(channel)
    post.owe_code(channel, now=now)


def _judge(standing: ContactChannel, typed: str, *, now: datetime) -> Verdict:
    if standing.asked_at is None:
        return Verdict.EXPIRED
    facts = CodeFacts(standing.asked_at, standing.wrong)
    return code_rules.judge(facts, matches=code.fits(standing, typed), now=now)


def _let_count(standing: ContactChannel, *, actor: Actor, now: datetime) -> None:
    """Let a proved one count in the place of the old one, and tell that to where the person logs in."""
    if standing.kind != "push":  # somebody may carry two devices
        for old in own(actor).filter(kind=standing.kind, verified_at__isnull=False):
            _drop(old, actor=actor, now=now)
    standing.verified_at = now
    write(standing, actor=actor, now=now)
    _record(standing, Event.CHANNEL_PROVED, actor=actor, now=now)
    post.owe("channel_proved", to=[actor.user], path="/account/reach/", now=now)


def _drop(standing: ContactChannel, *, actor: Actor, now: datetime) -> None:
    _record(standing, Event.CHANNEL_REMOVED, actor=actor, now=now)
    post.take_back_codes(standing)
    remove(standing, actor=actor, now=now)


def _record(channel: ContactChannel, event: Event, *, actor: Actor, now: datetime) -> None:
    """Write the ledger line: which kind, and never the number or the address."""
    ledger.record(actor, event, on=channel, now=now, act=Act.READ_INBOX, channel=channel.kind)
