"""The code with which somebody without an account comes back to what they told. PURE.

Eighty bits, so that nobody finds one by trying; written in letters and digits that cannot be mistaken for one
another when read from paper, and read back as people type them.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base32: no I, L, O, U
LENGTH, GROUP = 16, 4
_SPOKEN = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
#: So long a code leads back; a choice of ours, longer than a triage with its feedback can last.
VALID_FOR = timedelta(days=180)
#: Whose connection was lost while the code came gets it once more with the same form, for so long.
SHOWN_AGAIN_FOR = timedelta(minutes=15)


def made_from(key: str, *, secret: str) -> str:
    """Give the code that belongs to the hidden key of one form: the same form never makes a second one."""
    number = int.from_bytes(_keyed("code", key, secret)[:10], "big")
    return "".join(ALPHABET[(number >> (5 * place)) & 31] for place in range(LENGTH))


def written(code: str) -> str:
    """Give a code in groups of four, as it is shown."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def read(typed: str) -> str:
    """Give the code that somebody meant: blanks, dashes and capitals do not matter, nor O for zero."""
    plain = "".join(sign for sign in typed.upper() if sign.isalnum())
    return plain.translate(_SPOKEN)


def digest(code: str, *, secret: str) -> str:
    """Give the keyed hash under which a code is kept: a copy of the database holds no code."""
    return _keyed("digest", code, secret).hex()


def is_over(made_at: datetime, *, now: datetime) -> bool:
    """Tell whether a code that was made then (aware) leads back no longer."""
    return now - made_at >= VALID_FOR


def may_show_again(made_at: datetime, *, now: datetime) -> bool:
    """Tell whether the same form may still be answered with its code."""
    return now - made_at < SHOWN_AGAIN_FOR


def _keyed(purpose: str, value: str, secret: str) -> bytes:
    return hmac.new(secret.encode(), f"zorgtafel.outside.{purpose}:{value}".encode(), hashlib.sha256).digest()
