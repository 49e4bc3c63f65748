"""OpenID Connect as far as a login needs it: the code flow with PKCE, state and nonce (Core 1.0).

Written out here and not left to the login library: that one skips the signature of a token that came over
TLS, knows no nonce, and would make accounts. Each check below names what it stops.
"""

import base64
import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from django.conf import settings

from organisations.identity.models import IdentityProvider
from organisations.identity.provider import Claims, secret_of

TIMEOUT = 5  # seconds
LEEWAY = 60  # seconds that the clocks may differ
#: Asymmetric only: with a symmetric one, or none, whoever knows the client could sign.
ALGORITHMS = ("RS256", "PS256", "ES256")
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2


class ProviderError(Exception):
    """The provider did not answer, or not as it should; the text is for the log, never for the page."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One login that is under way at a provider; kept in the session, used once."""

    provider: int
    state: str
    nonce: str
    verifier: str
    next: str
    at: float
    again: bool

    def as_dict(self) -> dict[str, Any]:
        """Give it as the session keeps it."""
        return asdict(self)


def begin(provider: IdentityProvider, *, next_url: str, at: float, again: bool = False) -> Attempt:
    """Start a login: three secrets that nobody can guess, each for one use."""
    fresh = [secrets.token_urlsafe(32) for _ in range(3)]
    return Attempt(provider.pk, *fresh, next=next_url, at=at, again=again)


def authorize_url(provider: IdentityProvider, attempt: Attempt, *, redirect_uri: str, hint: str) -> str:
    """Give the address at the provider where the person logs in.

    Raises:
        ProviderError: the provider cannot be reached or is not what it says.
    """
    digest = hashlib.sha256(attempt.verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "scope": "openid email",
        "client_id": provider.client_id,
        "redirect_uri": redirect_uri,
        "state": attempt.state,
        "nonce": attempt.nonce,
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        "login_hint": hint,
    }
    if attempt.again:
        asked |= {"prompt": "login", "max_age": "0"}
    return f"{_discover(provider)['authorization_endpoint']}?{urlencode(asked)}"


def finish(provider: IdentityProvider, attempt: Attempt, *, code: str, redirect_uri: str) -> Claims:
    """Trade the code for a token, and give what it says about the person.

    Raises:
        ProviderError: no token, or one that fails any check.
    """
    found = _discover(provider)
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": provider.client_id,
        "code_verifier": attempt.verifier,
    }
    if secret := secret_of(provider):
        sent["client_secret"] = secret
    answer = _ask("post", found["token_endpoint"], data=sent)
    token = answer.get("id_token")
    if not isinstance(token, str):
        raise ProviderError("no id_token")
    return _claims(_verified(token, provider, found["jwks_uri"]), attempt)


def _claims(said: dict[str, Any], attempt: Attempt) -> Claims:
    if not secrets.compare_digest(str(said.get("nonce", "")), attempt.nonce):
        raise ProviderError("nonce of another login")  # a token that was caught elsewhere
    if attempt.again and not attempt.at - LEEWAY <= _seconds(said.get("auth_time")):
        raise ProviderError("did not log in again")
    subject = said.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderError("no subject")
    return Claims(subject, str(said.get("email") or ""), said.get("email_verified") is True)


def _verified(token: str, provider: IdentityProvider, jwks_uri: str) -> dict[str, Any]:
    try:
        kid = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_ask("get", jwks_uri)).keys
        key = next((key for key in keys if kid is None or key.key_id == kid), None)
        if key is None:
            raise ProviderError("unknown key")
        said = jwt.decode(
            token,
            key.key,
            algorithms=list(ALGORITHMS),
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )
    except (jwt.PyJWTError, ValueError) as refused:
        raise ProviderError(type(refused).__name__) from refused
    if said.get("azp", provider.client_id) != provider.client_id:
        raise ProviderError("token of another client")
    return said


def _discover(provider: IdentityProvider) -> dict[str, Any]:
    """Read the provider's own description; it must be about this issuer, and over TLS."""
    found = _ask("get", f"{provider.issuer}/.well-known/openid-configuration")
    if found.get("issuer") != provider.issuer:
        raise ProviderError("description of another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_allowed(str(found.get(name, ""))):
            raise ProviderError(f"no safe {name}")
    return found


def is_allowed(address: str) -> bool:
    """Tell whether an address may be spoken to: TLS, except on the machine of the trial itself."""
    parts = urlsplit(address)
    is_trial = (
        settings.ZORGTAFEL_PROVIDER_ON_LOOPBACK
        and parts.scheme == "http"
        and parts.hostname in {"127.0.0.1", "localhost"}
    )
    return bool(parts.hostname) and (parts.scheme == "https" or is_trial)


def _ask(method: str, address: str, **sent: Any) -> dict[str, Any]:
    if not is_allowed(address):
        raise ProviderError("address without TLS")
    try:
        answer = requests.request(method, address, timeout=TIMEOUT, allow_redirects=False, **sent)
        if answer.status_code != requests.codes.ok:
            raise ProviderError(f"answered {answer.status_code}")
        found = answer.json()
    except (requests.RequestException, ValueError) as failed:
        raise ProviderError(type(failed).__name__) from failed
    if not isinstance(found, dict):
        raise ProviderError("no object")
    return found


def _seconds(value: Any) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else 0.0
