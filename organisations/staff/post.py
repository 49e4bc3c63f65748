"""The mails of people management, and the codes that prove a number or an address.

A row is owed first, then sent, at least once.

A letter carries its title and a link, never a name. The link of an invitation is made when the
letter is sent, because the database keeps no token. The broker is only poked; the beat finds
whatever a poke missed.
"""

import logging
import smtplib
from collections.abc import Iterable
from datetime import datetime, timedelta

from celery import current_app
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation
from kombu.exceptions import OperationalError

from organisations import present
from organisations.choices import LETTERS
from organisations.models import ContactChannel, Invitation, Organisation, User
from organisations.reach import code, code_rules, push, sms
from organisations.reach.push import PushError
from organisations.reach.sms import SmsError
from organisations.roles import Role
from organisations.staff import links
from organisations.staff.models import Letter

log = logging.getLogger(__name__)

POST_TASK = "organisations.post"
#: Longer than one mail may take; a worker that dies in between is followed by the next beat.
LEASE = timedelta(minutes=1)
MAX_ATTEMPTS = 8
BATCH = 100
TITLES = dict(LETTERS)


def owe(
    kind: str,
    *,
    to: Iterable[User] = (),
    path: str = "",
    invitation: Invitation | None = None,
    now: datetime,
) -> list[Letter]:
    """Owe a letter to people, or to the address of an invitation; sent after the commit."""
    wanted = [(user.email, user.language, None) for user in to]
    if invitation is not None:
        known = User.objects.filter(email=invitation.email).first()
        language = settings.LANGUAGE_CODE if known is None else known.language
        wanted.append((invitation.email, language, invitation))
    owed = [
        Letter.objects.create(
            kind=kind,
            address=address,
            language=language,
            path=path,
            invitation=about,
            created_at=now,
            due_at=now,
        )
        for address, language, about in wanted
    ]
    if owed:
        transaction.on_commit(_poke, robust=True)
    return owed


def owe_code(channel: ContactChannel, *, now: datetime) -> Letter:
    """Owe a code to the very number or address that it has to prove; made when it is sent."""
    owed = Letter.objects.create(
        kind="channel_code",
        address=channel.address,
        language=channel.user.language,
        channel=channel,
        created_at=now,
        due_at=now,
    )
    transaction.on_commit(_poke, robust=True)
    return owed


def administrators(organisation: Organisation, *, now: datetime) -> list[User]:
    """Give who administers an organisation at ``now`` (aware), by name."""
    rows = present.members(at=now).filter(organisation=organisation, role=Role.ORGANISATION_ADMIN.value)
    return [row.user for row in rows.select_related("user").order_by("user__name", "id")]


def keepers(*, now: datetime) -> list[User]:
    """Give who keeps the platform at ``now`` (aware), by name."""
    rows = present.members(at=now).filter(role=Role.PLATFORM_ADMIN.value)
    return [row.user for row in rows.select_related("user").order_by("user__name", "id")]


def take_back(invitation: Invitation) -> int:
    """Take back the letters of an invitation that were not sent yet; answers how many."""
    return Letter.objects.filter(invitation=invitation, sent_at=None).delete()[0]


def take_back_codes(channel: ContactChannel) -> int:
    """Take back the codes of a channel that were not sent yet; answers how many."""
    return Letter.objects.filter(channel=channel, sent_at=None).delete()[0]


def deliver_due(*, now: datetime) -> int:
    """Send the letters that are due at ``now`` (aware); answers how many went out."""
    rows = Letter.objects.filter(sent_at=None, given_up_at=None, due_at__lte=now).order_by("due_at", "id")
    return sum(_deliver(pk, now=now) for pk in list(rows.values_list("pk", flat=True)[:BATCH]))


def _deliver(pk: int, *, now: datetime) -> bool:
    """Claim one letter (compare-and-set), send it and write down how that ended."""
    mine = Letter.objects.filter(pk=pk, sent_at=None, given_up_at=None, due_at__lte=now)
    if mine.update(due_at=now + LEASE, attempts=F("attempts") + 1) != 1:
        return False
    letter = Letter.objects.select_related("invitation", "channel").get(pk=pk)
    try:
        _send(letter)
    except (OSError, smtplib.SMTPException, ValueError, SmsError, PushError) as error:
        log.warning("letter %s failed: %s", pk, type(error).__name__)
        later = now + timedelta(minutes=min(2**letter.attempts, 60))
        is_lost = letter.attempts >= MAX_ATTEMPTS or getattr(error, "is_final", False)
        given_up = now if is_lost else None
        Letter.objects.filter(pk=pk, sent_at=None).update(due_at=later, given_up_at=given_up)
        return False
    return Letter.objects.filter(pk=pk, sent_at=None).update(sent_at=now) == 1


def _send(letter: Letter) -> None:
    if letter.channel is None or letter.channel.kind == "mail":
        _message(letter).send()
        return
    if letter.channel.kind == "push":
        _push_code(letter.channel)
        return
    with translation.override(letter.language):
        text = render_to_string("organisations/reach/code_sms.txt", {"code": code.of(letter.channel)})
    sms.send(letter.channel.address, text.strip())


def _push_code(channel: ContactChannel) -> None:
    payload = {"number": code.of(channel), "colour": "", "link": f"/account/reach/{channel.pk}/"}
    seconds = int(code_rules.COUNTS_FOR.total_seconds())
    push.send(channel.device, payload, seconds=seconds, is_urgent=True)


def _message(letter: Letter) -> EmailMessage:
    path = letter.path if letter.invitation is None else links.path(letter.invitation)
    with translation.override(letter.language):
        title = str(TITLES[letter.kind])
        context = {
            "letter": letter,
            "title": title,
            "link": f"{settings.ZORGTAFEL_SITE_URL}{path}",
            "code": "" if letter.channel is None else code.of(letter.channel),
        }
        body = render_to_string("organisations/letter.txt", context)
    headers = {"Message-ID": f"<letter-{letter.pk}@zorgtafel.invalid>"}
    return EmailMessage(subject=f"zorgtafel: {title}", body=body, to=[letter.address], headers=headers)


def _poke() -> None:
    try:
        current_app.send_task(POST_TASK, ignore_result=True)
    except (OperationalError, OSError) as error:
        log.warning("broker not reached, the beat will deliver: %s", type(error).__name__)
