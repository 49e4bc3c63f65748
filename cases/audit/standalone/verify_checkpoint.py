#!/usr/bin/env python3
"""Checks an exported ledger of zorgtafel against checkpoints: one file, Python 3.10 or newer, no network.

    python3 verify_checkpoint.py ledger.jsonl checkpoint.json [older-checkpoint.json ...]

It was written apart from zorgtafel and shares no code with it, so that you need not trust the host. It
computes again the digest of every line, the Merkle root of every batch and the chain over all batches, checks
the signature of each checkpoint (Ed25519, RFC 8032, with the library ``cryptography`` when it is there,
otherwise by the code below), and compares. Keep checkpoints yourself: an older one of your own shows whether
the past was rewritten. Keep the public key apart as well, and give it with ``--public-key``.

Ends with 0 when all is well, 1 when something is not as it was, 2 when a file cannot be read.
"""

import argparse
import hashlib
import json
import sys

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

#: Which fields of a line the digest covers, in this order, by the number of the format.
FORMATS = {
    1: [
        *("event_id", "at", "event", "action", "outcome", "refusal", "request_id"),
        *("user_id", "user_label", "organisation_id", "organisation_label", "role", "on_behalf_of", "origin"),
        *("object_type", "object_id", "object_number", "case_id", "case_number", "compartments", "detail"),
        *("act", "ground", "covenant_version", "is_emergency"),
    ]
}
SIGNED = [
    *("kind", "version", "site", "number", "total", "last_id", "link", "mac", "sealed_at", "public_key")
]

SENTENCES = {
    "nl": {
        "sound": "In orde: {lines} regels in {seals} zegels kloppen met {checkpoints} controlepunt(en).",
        "broken": "NIET IN ORDE: de eerste plek die niet klopt staat hieronder.",
        "order": "regel {line} staat niet op volgorde (zegel {seal})",
        "count": "zegel {seal}: {found} regels in plaats van {count} (regel {first} tot en met {last})",
        "root": "zegel {seal}: een regel is gewijzigd of vervangen (regel {first} tot en met {last})",
        "link": "zegel {seal}: de keten sluit niet aan op het zegel ervoor",
        "number": "zegel {seal} ontbreekt",
        "head": "zegel {seal}: het logboek is een ander dan toen dit controlepunt is gemaakt ({file})",
        "tail": "het einde ontbreekt: {file} kent {total} regels (tot regel {last}), hier zijn er {lines}",
        "signature": "{file}: de handtekening klopt niet",
        "key": "{file}: ondertekend met een andere sleutel dan verwacht",
        "unsealed": "{lines} regels staan achter het laatste zegel en zijn niet gecontroleerd",
        "start": "Let op: het bestand begint bij zegel {seal}; wat ervoor staat is niet gecontroleerd.",
        "unreadable": "{file} kan niet worden gelezen: {why}",
        "later": "Let op: {seals} zegel(s) zijn later gemaakt dan het nieuwste controlepunt.",
    },
    "en": {
        "sound": "Sound: {lines} lines in {seals} seals agree with {checkpoints} checkpoint(s).",
        "broken": "NOT SOUND: the first place that does not fit stands below.",
        "order": "line {line} is out of order (seal {seal})",
        "count": "seal {seal}: {found} lines instead of {count} (lines {first} to {last})",
        "root": "seal {seal}: a line was changed or replaced (lines {first} to {last})",
        "link": "seal {seal}: the chain does not go on from the seal before",
        "number": "seal {seal} is missing",
        "head": "seal {seal}: the ledger is another one than when this checkpoint was made ({file})",
        "tail": "the end is missing: {file} knows {total} lines (up to line {last}), here are {lines}",
        "signature": "{file}: the signature does not fit",
        "key": "{file}: signed with another key than expected",
        "unsealed": "{lines} lines stand after the last seal and were not checked",
        "start": "Note: the file begins at seal {seal}; what comes before was not checked.",
        "unreadable": "{file} cannot be read: {why}",
        "later": "Note: {seals} seal(s) were made later than the newest checkpoint.",
    },
}


class Unreadable(Exception):  # noqa: N818 - reads as what happened
    """A file is not what it should be."""


def canonical(values: list) -> bytes:
    """Write values as JSON without spaces, keys sorted, in ASCII."""
    return json.dumps(values, separators=(",", ":"), sort_keys=True).encode("ascii")


def sha256(data: bytes) -> bytes:
    """Give the digest of bytes."""
    return hashlib.sha256(data).digest()


def leaf_of(line: dict, fields: list) -> bytes:
    """Give the leaf of a line whose digest covers these fields."""
    digest = sha256(canonical([line[name] for name in fields]))
    return sha256(b"\x00" + line["id"].to_bytes(8, "big", signed=True) + digest)


def root(leaves: list) -> str:
    """Give the Merkle root of leaves (RFC 6962, an odd one out goes up as it is)."""
    level = leaves
    while len(level) > 1:
        above = [sha256(b"\x01" + level[i] + level[i + 1]) for i in range(0, len(level) - 1, 2)]
        level = above + ([level[-1]] if len(level) % 2 else [])
    return level[0].hex() if level else ""


def link(previous: str, seal: dict) -> str:
    """Give the hash that ties a seal to the one before."""
    names = ("number", "format", "first_id", "last_id", "count", "total", "root", "sealed_at")
    return sha256(canonical(["zorgtafel seal", previous] + [seal[name] for name in names])).hex()


class Chain:
    """The chain as it is computed again from the file, one batch in memory at a time."""

    def __init__(self, header: dict) -> None:
        self.previous = header["previous_link"]
        self.start = self.number = header["after_number"]
        self.total = header["after_total"]
        self.last_id = None
        self.lines = []
        self.checked = 0
        self.heads = {header["after_number"]: (header["previous_link"], header["after_total"])}
        self.problems = []

    def say(self, what: str, **words) -> None:
        """Keep a problem."""
        self.problems.append((what, words))

    def take_line(self, line: dict) -> None:
        """Take the next line of the file."""
        if self.last_id is not None and line["id"] <= self.last_id:
            self.say("order", line=line["id"], seal=self.number + 1)
        self.last_id = line["id"]
        self.lines.append(line)

    def take_seal(self, seal: dict) -> None:
        """Take a seal: what came since the one before must be exactly what it covers."""
        words = {"seal": seal["number"], "first": seal["first_id"], "last": seal["last_id"]}
        if seal["number"] != self.number + 1:
            self.say("number", seal=self.number + 1)
        fields = FORMATS.get(seal["format"])
        if fields is None:
            raise Unreadable(f"format {seal['format']}")
        if len(self.lines) != seal["count"]:
            self.say("count", found=len(self.lines), count=seal["count"], **words)
        elif root([leaf_of(line, fields) for line in self.lines]) != seal["root"]:
            self.say("root", **words)
        total = self.total + seal["count"]
        if seal["total"] != total or link(self.previous, seal) != seal["link"]:
            self.say("link", seal=seal["number"])
        self.previous, self.number, self.total = seal["link"], seal["number"], seal["total"]
        self.checked += len(self.lines)
        self.lines = []
        self.heads[self.number] = (self.previous, self.total)

    def compare(self, file: str, checkpoint: dict) -> None:
        """Compare the chain with a checkpoint."""
        head = self.heads.get(checkpoint["number"])
        if checkpoint["number"] > self.number:
            words = {"total": checkpoint["total"], "last": checkpoint["last_id"], "lines": self.total}
            self.say("tail", file=file, **words)
        elif head is None and checkpoint["number"] > self.start:
            self.say("number", seal=checkpoint["number"])
        elif head is not None and head != (checkpoint["link"], checkpoint["total"]):
            self.say("head", seal=checkpoint["number"], file=file)


def read_export(path: str) -> Chain:
    """Read an export and compute its chain again.

    Raises:
        Unreadable: it is not an export, or a line of it is not JSON.
    """
    try:
        with open(path, encoding="utf-8") as file:
            header = json.loads(file.readline())
            if header.get("kind") != "zorgtafel ledger export" or header.get("version") != 1:
                raise Unreadable("kind")
            chain = Chain(header)
            for text in file:
                entry = json.loads(text)
                if entry["kind"] == "line":
                    chain.take_line(entry)
                elif entry["kind"] == "seal":
                    chain.take_seal(entry)
            return chain
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
        raise Unreadable(type(error).__name__) from error


def read_checkpoint(path: str) -> dict:
    """Read a checkpoint.

    Raises:
        Unreadable: it is not one.
    """
    try:
        with open(path, encoding="utf-8") as file:
            checkpoint = json.load(file)
        for name in [*SIGNED, "signature"]:
            checkpoint[name]
        return checkpoint
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(type(error).__name__) from error


def is_signed(checkpoint: dict) -> bool:
    """Tell whether the signature of a checkpoint fits."""
    message = canonical([checkpoint[name] for name in SIGNED])
    try:
        key, signature = bytes.fromhex(checkpoint["public_key"]), bytes.fromhex(checkpoint["signature"])
    except (TypeError, ValueError):
        return False
    if Ed25519PublicKey is None:
        return ed25519_verify(key, message, signature)
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


# -- Ed25519 by RFC 8032, section 6: slow, plain, and enough to check a signature ---------------------------
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def add(one: tuple, two: tuple) -> tuple:
    """Add two points in extended coordinates."""
    a = (one[1] - one[0]) * (two[1] - two[0]) % P
    b = (one[1] + one[0]) * (two[1] + two[0]) % P
    c, d = 2 * one[3] * two[3] * D % P, 2 * one[2] * two[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: tuple) -> tuple:
    """Multiply a point."""
    result = (0, 1, 1, 0)
    while number > 0:
        if number & 1:
            result = add(result, point)
        point, number = add(point, point), number >> 1
    return result


def recover(y: int, sign: int) -> int | None:
    """Give the x that belongs to y; None when there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P != 0:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


def decompress(data: bytes) -> tuple | None:
    """Give the point that 32 bytes stand for; None when there is none."""
    if len(data) != 32:
        return None
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def ed25519_verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Tell whether an Ed25519 signature fits."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = decompress(public), decompress(signature[:32])
    scalar = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    base_y = 4 * pow(5, P - 2, P) % P
    base_x = recover(base_y, 0)
    left = times(scalar, (base_x, base_y, 1, base_x * base_y % P))
    right = add(commitment, times(challenge, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


def main(arguments: list | None = None) -> int:
    """Check what the command line names; give the exit code."""
    options = _options(arguments)
    say = SENTENCES[options.language]
    checkpoints = {}
    name = options.export
    try:
        chain = read_export(name)
        for name in options.checkpoints:
            checkpoints[name] = read_checkpoint(name)
    except (Unreadable, OSError) as error:
        print(say["unreadable"].format(file=name, why=error), file=sys.stderr)
        return 2
    for name, checkpoint in checkpoints.items():
        if options.public_key and checkpoint["public_key"] != options.public_key.strip().lower():
            chain.say("key", file=name)
        elif not is_signed(checkpoint):
            chain.say("signature", file=name)
        else:
            chain.compare(name, checkpoint)
    return _report(chain, checkpoints, say)


def _options(arguments: list | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("export", help="the exported ledger (JSON lines)")
    parser.add_argument("checkpoints", nargs="+", help="checkpoints that you kept")
    parser.add_argument("--public-key", default="", help="the public key of the site, as you kept it")
    parser.add_argument("--language", choices=sorted(SENTENCES), default="nl")
    return parser.parse_args(arguments)


def _report(chain: Chain, checkpoints: dict, say: dict) -> int:
    if chain.start:
        print(say["start"].format(seal=chain.start + 1))
    later = chain.number - max(checkpoint["number"] for checkpoint in checkpoints.values())
    if later > 0:
        print(say["later"].format(seals=later))
    if chain.lines:
        print(say["unsealed"].format(lines=len(chain.lines)))
    if chain.problems:
        print(say["broken"])
        for what, words in chain.problems[:20]:
            print("- " + say[what].format(**words))
        return 1
    words = {"lines": chain.checked, "seals": chain.number - chain.start, "checkpoints": len(checkpoints)}
    print(say["sound"].format(**words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
