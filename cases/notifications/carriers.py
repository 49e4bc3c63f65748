"""Who carries a message out: the mail server, the gateway for text messages, or the push service of a device.

A carrier says in one of two ways that it did not: ``AwayError`` when it can't be reached or
refuses us, which says nothing about the message, and ``NotSentError`` about this message.
"""

import smtplib
from email.mime.text import MIMEText
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.choices import COLOURS
from cases.meetings import appointment
from cases.meetings.appointment import Enclosed
from cases.notifications import digest
from cases.notifications.messages import KINDS, WAKES_FOR
from cases.notifications.models import Delivery
from organisations.models import PushDevice
from organisations.reach import channel, push, sms

LABELS = dict(COLOURS)
#: Stands in a text where the link of its reader comes.
LINK = "{link}"
#: A mail server that greets nobody within this is away; one that took a whole message may think about
#: it for longer, for who hangs up then sends it twice.
REACH_SECONDS = 5
ANSWER_SECONDS = 40


class NotSentError(Exception):
    """This message was not taken; ``code`` names why without anybody's text. ``is_final``: now nor ever."""

    def __init__(self, code: str, *, is_final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final


class AwayError(NotSentError):
    """The way out itself is closed for now."""


class Carrier(Protocol):
    """One way out, held open over many messages."""

    def open(self) -> None:
        """Reach the other side before a message is claimed; raises ``AwayError``."""

    def send(self, delivery: Delivery) -> None:
        """Send one message; raises ``NotSentError``."""

    def close(self) -> None:
        """Let go of the other side."""


class MailCarrier:
    """Mail over one connection."""

    def __init__(self) -> None:
        self.connection = get_connection(timeout=REACH_SECONDS)

    def open(self) -> None:
        """Reach the mail server."""
        try:
            is_new = self.connection.open()
        except (OSError, smtplib.SMTPException) as error:
            raise AwayError(_name_of(error)) from error
        if is_new and getattr(self.connection, "connection", None) is not None:
            self.connection.connection.sock.settimeout(ANSWER_SECONDS)

    def send(self, delivery: Delivery) -> None:
        """Send one mail; after a failure the next one opens a fresh connection."""
        try:
            _mail(delivery, self.connection).send()
        except (OSError, smtplib.SMTPException, ValueError) as error:
            self.connection.close()
            raise NotSentError(_name_of(error), is_final=_is_final(error)) from error

    def close(self) -> None:
        """Say goodbye to the mail server."""
        self.connection.close()


class SmsCarrier:
    """Text messages, each a request of its own."""

    def open(self) -> None:
        """Every message finds its own way."""

    def send(self, delivery: Delivery) -> None:
        """Send one text message."""
        try:
            sms.send(delivery.address, text_of(delivery, "notifications/sms.txt").strip())
        except sms.GatewayAwayError as away:
            raise AwayError(away.code) from away
        except sms.SmsError as error:
            raise NotSentError(error.code, is_final=error.is_final) from error

    def close(self) -> None:
        """Nothing was held."""


class PushCarrier:
    """Notifications to every device that somebody proved, each a request of its own."""

    def open(self) -> None:
        """Every device has a push service of its own."""

    def send(self, delivery: Delivery) -> None:
        """Send to all devices; one that took it is enough. One that is gone for good is taken away."""
        troubles = []
        devices = PushDevice.objects.filter(
            channel__user=delivery.user_id, channel__kind="push", channel__verified_at__isnull=False
        )
        for device in devices:
            try:
                _push(delivery, device)
            except push.PushError as error:
                if error.is_gone:
                    channel.drop_lost(device, now=delivery.tried_at)
                troubles.append(error)
        if len(troubles) == len(devices):
            last = next((error for error in troubles if not error.is_final), None)
            code = "PushNoDevice" if not troubles else (last or troubles[-1]).code
            raise NotSentError(code, is_final=last is None)

    def close(self) -> None:
        """Nothing was held."""


CARRIERS: dict[str, type[MailCarrier | SmsCarrier | PushCarrier]] = {
    "mail": MailCarrier,
    "sms": SmsCarrier,
    "push": PushCarrier,
}


def text_of(delivery: Delivery, template: str, *, method: str = "") -> str:
    """Give what a message says, in the language of its reader: kind, number, colour and link.

    ``method``: what a calendar does with the file beside it, empty without one; of a digest its kind.
    """
    told = delivery.notification
    words = _words(
        template,
        delivery.user.language,
        told.kind,
        number="" if _is_digest(delivery) else told.number,
        colour=told.colour,
        waiting=_waiting(delivery),
        method=method,
    )
    return words.replace(LINK, f"{settings.ZORGTAFEL_SITE_URL}{delivery.path}")


@lru_cache(64)
def _words(
    template: str, language: str, kind: str, *, number: str, colour: str, waiting: int, method: str
) -> str:
    """Give the words of a message around its link: the same for all who are called in one language."""
    with translation.override(language):
        return render_to_string(
            template,
            {
                "title": _title_of(kind, waiting),
                "why": KINDS[kind].why,
                "is_urgent": KINDS[kind].is_urgent,
                "number": number,
                "colour": LABELS.get(colour, ""),
                "link": LINK,
                "method": method,
            },
        )


def _push(delivery: Delivery, device: PushDevice) -> None:
    """Send a number, a colour and a link, and nothing else; sent again it takes the place of the first."""
    told = delivery.notification
    with translation.override(delivery.user.language):
        payload = {
            "number": str(_waiting(delivery)) if _is_digest(delivery) else told.number,
            "colour": str(LABELS.get(told.colour, "")),
            "link": delivery.path,
        }
    push.send(
        device,
        payload,
        seconds=int(WAKES_FOR.total_seconds()),
        is_urgent=delivery.pages,
        topic=f"delivery-{delivery.pk}",
    )


def _is_digest(delivery: Delivery) -> bool:
    return delivery.notification.kind == digest.KIND


def _waiting(delivery: Delivery) -> int:
    """Give how many new things a digest tells of; other messages count nothing."""
    return delivery.waiting if _is_digest(delivery) else 0


def _title_of(kind: str, waiting: int) -> str:
    """Give the fixed words of a kind; of a digest how many things wait, and nothing of what they are."""
    if kind != digest.KIND:
        return str(KINDS[kind].title)
    words = ngettext("%(count)s new thing waits for you", "%(count)s new things wait for you", waiting)
    return words % {"count": waiting}


def _mail(delivery: Delivery, connection: object) -> EmailMessage:
    kind = KINDS[delivery.notification.kind]
    with translation.override(delivery.user.language):
        number = "" if _is_digest(delivery) else f" ({delivery.notification.number})"
        subject = f"zorgtafel: {_title_of(delivery.notification.kind, _waiting(delivery))}{number}"
        if kind.is_urgent:
            subject = f"{_('Urgent')} - {subject}"
    with_it = _enclosed(delivery)
    method = "" if not with_it else digest.KIND if _is_digest(delivery) else with_it[0].method
    return EmailMessage(
        subject=subject,
        body=text_of(delivery, "notifications/message.txt", method=method),
        to=[delivery.address],
        headers={"Message-ID": f"<delivery-{delivery.pk}@zorgtafel.invalid>"},
        attachments=[_part(one, place) for place, one in enumerate(with_it)],
        connection=connection,
    )


def _enclosed(delivery: Delivery) -> list[Enclosed]:
    """Give the appointments as they stand at this moment: a mail that waited brings no old one.

    Each is a file of its own: taken back is one appointment at a time (RFC 5546, 3.2.5).
    """
    told = delivery.notification
    numbers = [told.number] if KINDS[told.kind].is_appointment else []
    if _is_digest(delivery):
        numbers = digest.meetings(delivery)
    found = [
        appointment.enclosed(number, organisation_id=delivery.organisation_id, now=delivery.tried_at)
        for number in numbers
    ]
    return [one for one in found if one is not None]


def _part(enclosed: Enclosed, place: int) -> MIMEText:
    """Make it a part of a mail that calendars know: its type names the method (RFC 6047, 2.4)."""
    part = MIMEText(enclosed.content, "calendar", "utf-8")
    part.set_param("method", enclosed.method)
    part.add_header("Content-Disposition", "attachment", filename=f"zorgtafel{place or ''}.ics")
    return part


def _is_final(error: Exception) -> bool:
    """Tell whether trying again can't help: a 5xx for this recipient or message, or an impossible address."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _text in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        # A refused sender, login or greeting is about us, not about this message.
        return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
    return isinstance(error, ValueError)


def _name_of(error: Exception) -> str:
    """Name a failure without its text, which may repeat an address."""
    codes = [getattr(error, "smtp_code", None)]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _text in error.recipients.values()]
    return " ".join([type(error).__name__, *(str(code) for code in codes if code is not None)])
