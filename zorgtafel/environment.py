"""What the environment must say before the software may start. PURE: text in, sentences out.

With debug off every missing or unsafe value is a refusal in one sentence that names the variable and says
what to put there. The trial (debug on) needs nothing.
"""

import base64
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

SHORTEST_KEY = 50  # characters; the length Django's own deploy check (security.W009) asks for
FEWEST_DIFFERENT = 5  # different characters in a key, from the same check

#: How many private keys the curve of web push has (FIPS 186-4, D.1.2.3).
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551

TRIAL_SECRET_KEY = "trial-only-" + "synthetic-region-no-real-person-is-in-here"
TRIAL_LEDGER_KEY = "trial-only-" + "synthetic-ledger-no-real-person-is-in-here"
TRIAL_OVERLAP_KEY = "trial-only-" + "synthetic-overlap-no-real-person-is-in-here"

#: Any of these in the environment means that somebody set this machine up for real work.
PRODUCTION_NAMES = (
    "DATABASE_URL",
    "CELERY_BROKER_URL",
    "EMAIL_URL",
    "ZORGTAFEL_SECRET_KEY",
    "ZORGTAFEL_ALLOWED_HOSTS",
)

#: Gateways for text messages that may be named, by their scheme in apprise; each speaks TLS.
_GATEWAYS = (
    "46elks bulksms bulkvs burstsms clickatell clicksend cm d7sms forms infobip jsons kaleyra msgbird "
    "nexmo octopush plivo seven sinch smseagles smsmanager smsmgr telnyx twilio vonage xmls"
)
SMS_GATEWAYS = frozenset(_GATEWAYS.split())
#: The same without TLS: only towards this very machine.
SMS_ON_LOOPBACK = frozenset({"form", "json", "xml"})
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class UnsafeEnvironment(SystemExit):
    """The environment is not safe to serve real people from; the message is one sentence to the operator."""


def require_safe(values: Mapping[str, str]) -> None:
    """Refuse to go on when a value that debug-off operation needs is missing or unsafe.

    Args:
        values: the environment, as in ``os.environ``.

    Raises:
        UnsafeEnvironment: with the sentence of the first problem found.
    """
    found = problems(values)
    if found:
        raise UnsafeEnvironment(f"zorgtafel does not start: {found[0]}")


def problems(values: Mapping[str, str]) -> tuple[str, ...]:
    """Name everything in the environment that is missing or unsafe with debug off, most basic first."""
    answers = (check(values.get(name, "").strip(), values) for name, check in CHECKS.items())
    return tuple(answer for answer in answers if answer)


def is_for_real(values: Mapping[str, str]) -> bool:
    """Say whether the environment configures real work, so that a left-over trial file must not count."""
    return any(values.get(name) for name in PRODUCTION_NAMES)


def trial_file(values: Mapping[str, str], folder: Path) -> Path | None:
    """Return the file that ``make run`` leaves behind, when there is one and nothing real is configured."""
    path = folder / "trial.env"
    return path if path.exists() and not is_for_real(values) else None


def next_redis_database(url: str) -> str:
    """Return the same Redis server with the next database number: broker and cache must not share one.

    Args:
        url: ``redis://host:6379/0`` or ``rediss://…``; no number means 0.
    """
    parts = urlsplit(url)
    number = int(parts.path.strip("/") or 0)
    return urlunsplit(parts._replace(path=f"/{number + 1}"))


def is_redis(url: str) -> bool:
    """Say whether an address is a Redis server."""
    return urlsplit(url).scheme in {"redis", "rediss"}


def _secret_key(value: str, values: Mapping[str, str]) -> str:
    if _weak(value):
        return (
            f"set ZORGTAFEL_SECRET_KEY to a random text of at least {SHORTEST_KEY} characters "
            "(or ZORGTAFEL_DEBUG=1 for the trial on this machine)."
        )
    return ""


def _ledger_key(value: str, values: Mapping[str, str]) -> str:
    if _weak(value):
        return f"set ZORGTAFEL_LEDGER_KEY to a random text of at least {SHORTEST_KEY} characters."
    if value == values.get("ZORGTAFEL_SECRET_KEY", "").strip():
        return "ZORGTAFEL_LEDGER_KEY must differ from ZORGTAFEL_SECRET_KEY: one holder may not have both."
    return ""


def _overlap_key(value: str, values: Mapping[str, str]) -> str:
    if _weak(value):
        return f"set ZORGTAFEL_OVERLAP_KEY to a random text of at least {SHORTEST_KEY} characters."
    for other in ("ZORGTAFEL_SECRET_KEY", "ZORGTAFEL_LEDGER_KEY"):
        if value == values.get(other, "").strip():
            return f"ZORGTAFEL_OVERLAP_KEY must differ from {other}: each can be changed without the other."
    return ""


def _allowed_hosts(value: str, values: Mapping[str, str]) -> str:
    hosts = [host.strip() for host in value.split(",") if host.strip()]
    if not hosts:
        return "set ZORGTAFEL_ALLOWED_HOSTS to the site's host names, split by commas, the main one first."
    if any("*" in host or host.startswith(".") for host in hosts):
        return "ZORGTAFEL_ALLOWED_HOSTS may not hold a wildcard: name every host."
    return ""


def _database(value: str, values: Mapping[str, str]) -> str:
    if urlsplit(value).scheme not in {"postgres", "postgresql", "psql", "pgsql"}:
        return (
            "set DATABASE_URL to a PostgreSQL database, as in postgres://user:password@host:5432/zorgtafel."
        )
    return ""


def _broker(value: str, values: Mapping[str, str]) -> str:
    if not is_redis(value):
        return "set CELERY_BROKER_URL to a Redis server, as in redis://host:6379/0."
    return ""


def _email(value: str, values: Mapping[str, str]) -> str:
    if urlsplit(value).scheme not in {"smtp", "smtp+tls", "smtp+ssl", "smtps"}:
        return "set EMAIL_URL to a mail server, as in smtp+tls://user:password@host:587."
    return ""


def _sms(value: str, values: Mapping[str, str]) -> str:
    if not value:
        return ""  # a site without text messages
    if "{number}" not in value:
        return "put {number} in ZORGTAFEL_SMS_URL where the phone number must come, digits only."
    parts = urlsplit(value)
    if parts.scheme in SMS_GATEWAYS or (parts.scheme in SMS_ON_LOOPBACK and parts.hostname in LOOPBACK):
        return ""
    return "ZORGTAFEL_SMS_URL names no gateway with TLS that we know: see the README for an example."


def _heartbeat(value: str, values: Mapping[str, str]) -> str:
    parts = urlsplit(value)
    if not value or parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return ""
    return "ZORGTAFEL_HEARTBEAT_URL must be an https address."


def _push(value: str, values: Mapping[str, str]) -> str:
    if not value or is_push_key(value):
        return ""  # without one the site sends no notifications to devices
    return (
        "ZORGTAFEL_PUSH_KEY is no key: make one with manage.py push_key, and keep it as secret as the others."
    )


def is_push_key(value: str) -> bool:
    """Say whether a text is a private key on the curve P-256, in base64url, that nobody could guess."""
    try:
        raw = base64.b64decode(value + "=" * (-len(value) % 4), altchars=b"-_", validate=True)
    except ValueError:
        return False
    return len(raw) == 32 and 0 < int.from_bytes(raw, "big") < P256_ORDER and len(set(raw)) > FEWEST_DIFFERENT


def _weak(key: str) -> bool:
    return len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT or key.startswith("trial-only-")


CHECKS: dict[str, Callable[[str, Mapping[str, str]], str]] = {
    "ZORGTAFEL_SECRET_KEY": _secret_key,
    "ZORGTAFEL_LEDGER_KEY": _ledger_key,
    "ZORGTAFEL_OVERLAP_KEY": _overlap_key,
    "ZORGTAFEL_ALLOWED_HOSTS": _allowed_hosts,
    "DATABASE_URL": _database,
    "CELERY_BROKER_URL": _broker,
    "EMAIL_URL": _email,
    "ZORGTAFEL_SMS_URL": _sms,
    "ZORGTAFEL_HEARTBEAT_URL": _heartbeat,
    "ZORGTAFEL_PUSH_KEY": _push,
}
