"""What a public key of an organisation looks like, when it counts, and how a private one is known. PURE.

Format: age-encryption.org/v1 (C2SP/age): a key pair of X25519 in Bech32. A public key is ``age1`` and 58
signs, a private one ``AGE-SECRET-KEY-1`` and 58 signs. That a second person confirms, and who may be that, is
a choice of our own: who swaps the key reads the file, and one stolen account must not be enough for it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"  # Bech32 (BIP 173)
PUBLIC = re.compile(rf"\bage1[{SIGNS}]{{58}}\b", re.IGNORECASE)
LENGTH = 62
#: So many signs of the end are read out loud: 18 of the key and 6 that follow from all of it (some 116 bits).
READ_OUT, GROUP = 24, 4
#: Who confirms works here longer than this: an account that was made for it confirms nothing.
LONG_ENOUGH = timedelta(days=7)

_GAP = r"[\W_]{0,3}"  # a word processor makes other dashes of dashes
_PRIVATE = re.compile(
    rf"age{_GAP}secret{_GAP}key|age{_GAP}plugin|private{_GAP}key|putty{_GAP}user{_GAP}key", re.IGNORECASE
)
_BEGUN = re.compile(rf"\bage1[{SIGNS}]*", re.IGNORECASE)  # a public one, or what is left of it
_ONE_HALF = re.compile(rf"[{SIGNS}]{{50,}}", re.IGNORECASE)


class State(StrEnum):
    """Where a key stands."""

    WAITING = "waiting"
    COUNTS = "counts"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"


class Refusal(StrEnum):
    """Why a key cannot be confirmed."""

    OVER = "over"
    COUNTS_ALREADY = "counts_already"
    OWN = "own"
    TOO_NEW = "too_new"
    OTHER = "other"


class Refused(Exception):
    """It cannot be confirmed; ``code`` says why."""

    def __init__(self, code: Refusal) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Standing:
    """A key as it stands: its text, who registered it and when (aware), and what became of it."""

    public_key: str
    registered_by: int
    registered_at: datetime
    is_confirmed: bool = False
    end: str = ""


def looks_private(text: str) -> bool:
    """Tell whether a text may hold a private key, or a part of one. Rather once too often."""
    without_public = _BEGUN.sub(" ", text)
    together = re.sub(r"\s+", "", without_public)
    return bool(_PRIVATE.search(text) or _PRIVATE.search(together) or _ONE_HALF.search(together))


def found_in(text: str) -> str:
    """Give the one public key in a text, in small letters, also out of a line of ``key.txt``; else empty."""
    found = {match.lower() for match in PUBLIC.findall(text)}
    return found.pop() if len(found) == 1 else ""


def point_of(public_key: str) -> bytes:
    """Give the 32 bytes that a public key stands for; its check signs were looked at before."""
    bits = "".join(f"{SIGNS.index(sign):05b}" for sign in public_key[4:-6])
    return int(bits[:256], 2).to_bytes(32, "big")


def fingerprint(public_key: str) -> str:
    """Give the end of a key in groups of four: to be read out, and found by eye in ``key.txt``."""
    end = public_key[-READ_OUT:]
    return " ".join(end[at : at + GROUP] for at in range(0, READ_OUT, GROUP))


def is_same(typed: str, public_key: str) -> bool:
    """Tell whether a fingerprint as somebody typed it is the one of this key."""
    return re.sub(r"[\W_]+", "", typed).lower() == public_key[-READ_OUT:]


def state(standing: Standing) -> State:
    """Give where a key stands."""
    if standing.end:
        return State(standing.end)
    return State.COUNTS if standing.is_confirmed else State.WAITING


def may_confirm_from(member_since: datetime) -> datetime:
    """Give from which registrations on a member may confirm (aware): not in their first week."""
    return member_since + LONG_ENOUGH


def check_confirm(standing: Standing, *, user: int, member_since: datetime, typed: str) -> None:
    """Pass when this person confirms this key with what they typed; ``member_since`` is aware.

    Raises: Refused when it is their own, they are new, it is over or counts, or the fingerprint is another.
    """
    where = state(standing)
    if where is State.COUNTS:
        raise Refused(Refusal.COUNTS_ALREADY)
    if where is not State.WAITING:
        raise Refused(Refusal.OVER)
    if user == standing.registered_by:
        raise Refused(Refusal.OWN)
    if standing.registered_at < may_confirm_from(member_since):
        raise Refused(Refusal.TOO_NEW)
    if not is_same(typed, standing.public_key):
        raise Refused(Refusal.OTHER)
