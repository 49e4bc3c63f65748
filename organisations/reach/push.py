"""Notifications to a device: encrypted for that browser, signed by this site, unreadable on the way.

The browser names its push service and gives a key (RFC 8030, 8291); who runs that service sees when a message
goes, never what it says. Each message is signed (VAPID, RFC 8292) with a key that is not in the database.
"""

import base64
import json
import os
import time
from collections.abc import Mapping

import http_ece
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from py_vapid import Vapid02

from organisations.reach import push_rules
from organisations.reach.models import PushDevice

#: The service says that nobody listens at this address any more.
GONE = frozenset({404, 410})
#: The service refuses us, whatever the message: a wrong key, or one that this device does not know.
OURS = frozenset({401, 403})
#: Seconds to connect and to wait for an answer.
PATIENCE = (3, 5)
#: Seconds that a signature counts; the standard allows a day.
SIGNED_FOR = 3600
POINT = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class PushError(Exception):
    """A device did not get a message; ``code`` is ours. ``is_final``: trying again can't help.

    ``is_gone``: nobody listens there any more.
    """

    def __init__(self, code: str, *, is_final: bool = False, is_gone: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.is_final = is_final
        self.is_gone = is_gone


def is_offered() -> bool:
    """Tell whether this site can send notifications to devices."""
    return bool(settings.ZORGTAFEL_PUSH_KEY)


def new_key() -> str:
    """Give a new private key, as the setting wants it."""
    number = ec.generate_private_key(ec.SECP256R1()).private_numbers().private_value
    return _text(number.to_bytes(32, "big"))


def public_key() -> str:
    """Give the key that a browser asks for when it subscribes."""
    return _text(_signer().public_key.public_bytes(*POINT))


def is_service(endpoint: str) -> bool:
    """Tell whether this site sends to an address that a browser named."""
    return push_rules.is_service(endpoint, also=frozenset(settings.ZORGTAFEL_PUSH_ORIGINS))


def is_key(p256dh: str, auth: str) -> bool:
    """Tell whether a browser gave keys that something can be encrypted with."""
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _bytes(p256dh))
        return len(_bytes(auth)) == 16
    except ValueError:
        return False


def send(
    device: PushDevice, payload: Mapping[str, str], *, seconds: int, is_urgent: bool, topic: str = ""
) -> None:
    """Hand one message for one device to its push service.

    ``seconds``: how long the service keeps trying. ``topic``: a newer message of the same one replaces it.

    Raises:
        PushError: not taken, now or for good.
    """
    if not is_offered():
        raise PushError("PushNotConfigured")
    if not is_service(device.endpoint):
        raise PushError("PushServiceUnknown", is_final=True)
    headers = {
        **_signature(device.endpoint),
        "Content-Encoding": "aes128gcm",
        "TTL": str(seconds),
        "Urgency": "high" if is_urgent else "normal",
    }
    if topic:
        headers["Topic"] = topic
    try:
        answer = requests.post(
            device.endpoint,
            data=_encrypted(device, payload),
            headers=headers,
            timeout=PATIENCE,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise PushError(type(error).__name__) from None  # its text repeats the address
    if answer.status_code >= 300:
        raise _refusal(answer.status_code)


def _refusal(status: int) -> PushError:
    code = f"PushAnswer {status}"
    if status in GONE:
        return PushError(code, is_final=True, is_gone=True)
    is_about_message = 300 <= status < 500 and status not in OURS | {408, 429}
    return PushError(code, is_final=is_about_message)


def _encrypted(device: PushDevice, payload: Mapping[str, str]) -> bytes:
    return http_ece.encrypt(
        json.dumps(payload).encode(),
        salt=os.urandom(16),
        private_key=ec.generate_private_key(ec.SECP256R1()),
        dh=_bytes(device.p256dh),
        auth_secret=_bytes(device.auth),
        version="aes128gcm",
    )


def _signature(endpoint: str) -> dict[str, str]:
    claims = {
        "aud": push_rules.origin_of(endpoint),
        "exp": int(time.time()) + SIGNED_FOR,
        "sub": settings.ZORGTAFEL_SITE_URL,
    }
    return _signer().sign(claims)


def _signer() -> Vapid02:
    signer = Vapid02.from_raw(settings.ZORGTAFEL_PUSH_KEY.encode())
    signer.conf["no-strict"] = True  # a trial has no https address of its own
    return signer


def _text(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
