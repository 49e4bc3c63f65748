"""Secrets at rest: what the database holds of a second factor or a provider is unreadable without the key.

The key comes from ``SECRET_KEY``, one per purpose; old keys (``SECRET_KEY_FALLBACKS``) still open.
"""

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


def seal(text: str, *, purpose: str) -> str:
    """Encrypt a text for one purpose."""
    return _box(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, purpose: str) -> str:
    """Decrypt what ``seal`` gave for the same purpose.

    Raises:
        cryptography.fernet.InvalidToken: another key, another purpose, or changed.
    """
    return _box(purpose).decrypt(sealed.encode()).decode()


def _box(purpose: str) -> MultiFernet:
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return MultiFernet([Fernet(_derive(key, purpose)) for key in keys])


def _derive(key: str, purpose: str) -> bytes:
    digest = hmac.new(key.encode(), f"zorgtafel sealing: {purpose}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest)
