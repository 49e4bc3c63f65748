"""A checkpoint: the head of the chain, signed, for people outside to hold. PURE: bytes in, bytes out.

Who holds one can later show that the ledger up to there is still the same, or that it is not. It says how
many lines there are and when, and nothing of any case. The signature is Ed25519 (RFC 8032), so a partner
needs no secret to check it.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cases.audit.sealing_rules import canonical, instant

KIND = "zorgtafel checkpoint"
VERSION = 1
#: What the signature covers, in this order.
SIGNED = ("kind", "version", "site", "number", "total", "last_id", "link", "mac", "sealed_at", "public_key")
_WHOLE = {"version", "number", "total", "last_id"}


class BadCheckpointError(ValueError):
    """This is not a checkpoint, or not one of ours; the text says why, for whoever gave it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The head of the chain as it was: ``total`` lines up to ``last_id``, in seal ``number``."""

    site: str
    number: int
    total: int
    last_id: int
    link: str
    mac: str
    sealed_at: str  # in UTC, as ``sealing_rules.instant`` writes it
    public_key: str
    signature: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give what the file holds."""
        values = {"kind": KIND, "version": VERSION}
        values |= {name: getattr(self, name) for name in SIGNED if name not in values}
        return {**values, "signature": self.signature}


def sign(
    seed: bytes, *, site: str, number: int, total: int, last_id: int, link: str, mac: str, at: datetime
) -> Checkpoint:
    """Make a checkpoint of a head, signed with the private key that this seed of 32 bytes is."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public = private.public_key().public_bytes_raw().hex()
    unsigned = Checkpoint(site, number, total, last_id, link, mac, instant(at), public)
    return Checkpoint(**_values(unsigned), signature=private.sign(message(unsigned)).hex())


def message(checkpoint: Checkpoint) -> bytes:
    """Give the bytes that are signed."""
    values = checkpoint.as_json()
    return canonical([values[name] for name in SIGNED])


def public_key(seed: bytes) -> str:
    """Give the public key that belongs to a seed, in hexadecimal."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw().hex()


def parse(text: str) -> Checkpoint:
    """Read a checkpoint and check its signature with the key that it names itself.

    Raises:
        BadCheckpointError: it cannot be read, or its signature does not fit.
    """
    try:
        values = json.loads(text)
        if values["kind"] != KIND or values["version"] != VERSION:
            raise BadCheckpointError("This file is not a checkpoint that this version can read.")
        named = {name: values[name] for name in (*SIGNED[2:], "signature")}
    except (ValueError, KeyError, TypeError) as error:
        if isinstance(error, BadCheckpointError):
            raise
        raise BadCheckpointError("This file is not a checkpoint.") from error
    if not all(isinstance(value, int if name in _WHOLE else str) for name, value in named.items()):
        raise BadCheckpointError("This file is not a checkpoint.")
    read = Checkpoint(**named)
    _demand_signature(read)
    return read


def _demand_signature(read: Checkpoint) -> None:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(read.public_key))
        key.verify(bytes.fromhex(read.signature), message(read))
    except (InvalidSignature, ValueError) as error:
        raise BadCheckpointError("The signature of this checkpoint does not fit what it says.") from error


def _values(checkpoint: Checkpoint) -> dict[str, Any]:
    return {name: getattr(checkpoint, name) for name in SIGNED[2:]}
