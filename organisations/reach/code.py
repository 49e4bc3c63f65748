"""The code that is sent to a phone number or an address.

It is made from the row and a key that the database does not hold: who reads the database can't
fill in somebody else's code, and a letter that is sent again holds the same one.
"""

import secrets

from django.utils.crypto import constant_time_compare, salted_hmac

from organisations.models import ContactChannel
from organisations.reach import code_rules

SALT = "organisations.reach.code"


def new_nonce() -> str:
    """Give what makes the next code differ from the last one."""
    return secrets.token_hex(8)


def of(channel: ContactChannel) -> str:
    """Give the code that counts now for a channel."""
    digest = salted_hmac(SALT, f"{channel.pk}:{channel.nonce}", algorithm="sha256").digest()
    number = int.from_bytes(digest, "big") % 10**code_rules.DIGITS
    return f"{number:0{code_rules.DIGITS}d}"


def fits(channel: ContactChannel, typed: str) -> bool:
    """Tell whether somebody filled in the code of a channel."""
    return constant_time_compare(of(channel), code_rules.digits_of(typed))
