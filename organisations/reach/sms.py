"""Text messages: one way out, whichever gateway stands behind it.

The gateway itself is loaded when the first message goes: a web process that sends none does not
carry its library.
"""

from django.conf import settings
from django.utils.module_loading import import_string


class SmsError(Exception):
    """A message was not taken; ``code`` is ours. ``is_final``: trying again can't help."""

    def __init__(self, code: str, *, is_final: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final


class GatewayAwayError(SmsError):
    """The gateway can't be reached or refuses us: that says nothing about this message."""


def is_offered() -> bool:
    """Tell whether this site can send text messages at all."""
    return bool(settings.ZORGTAFEL_SMS_BACKEND)


def send(number: str, text: str) -> None:
    """Hand one message to the gateway; ``number`` is in one notation (``phone.normalise``).

    Raises:
        GatewayAwayError: not reached, not configured, or it refuses us.
        SmsError: not taken, now or for good.
    """
    if not is_offered():
        raise GatewayAwayError("SmsNotConfigured")
    import_string(settings.ZORGTAFEL_SMS_BACKEND)(number, text)
