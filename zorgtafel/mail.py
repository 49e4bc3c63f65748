"""Mail and text messages in the trial: on the screen and as a file.

Nobody needs a mail server or a gateway to see them arrive.
"""

import sys
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage


class TrialBackend(BaseEmailBackend):
    """Write each message to the console and to a file in ``var/mail/``."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Show and keep the messages; return how many there were."""
        for message in email_messages:
            _keep(message, Path(settings.ZORGTAFEL_MAIL_DIR))
            _show(message)
        return len(email_messages)


def show_sms(number: str, text: str) -> None:
    """Write a text message to the console and to a file in ``var/mail/``."""
    folder = Path(settings.ZORGTAFEL_MAIL_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{uuid4().hex}.sms.txt").write_text(f"{number}\n\n{text}\n", encoding="utf-8")
    print(f"text message to {number}: {text}", file=sys.stdout, flush=True)


def _keep(message: EmailMessage, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{uuid4().hex}.eml").write_bytes(message.message().as_bytes())


def _show(message: EmailMessage) -> None:
    lines = [f"  | {line}" for line in message.body.strip().splitlines()]
    head = f"mail to {', '.join(message.to)}: {message.subject}"
    print("\n".join([head, *lines]), file=sys.stdout, flush=True)
