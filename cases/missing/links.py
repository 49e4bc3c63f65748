"""The link in an alert: signed, for one person and one round of one call, for a day.

It holds three numbers and a signature, no name and no case. Opening it never acknowledges. Without a
login it can do one thing, once: answer this call.
"""

from dataclasses import dataclass

from django.core import signing

from cases.missing.models import AlertCall
from cases.missing.silence_rules import CALLS_FOR
from organisations.models import User

SALT = "cases.missing.acknowledge"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link that we signed says, and whether its day is over."""

    call_id: int
    user_id: int
    round: int
    is_old: bool


#: A link to nothing.
NOWHERE = Link(0, 0, 0, is_old=True)


def path(call: AlertCall, user: User) -> str:
    """Give the address at which this person answers this call."""
    return f"/ack/{signing.dumps([call.pk, user.pk, call.round], salt=SALT)}/"


def read(token: str) -> Link | None:
    """Read a link; None when it is garbled, cut off or made up."""
    try:
        call_id, user_id, ring = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Link(call_id, user_id, ring, is_old=_is_old(token))


def call_for(token: str, user: User) -> AlertCall | None:
    """Give the call that a link of this person leads to; None when it is no link, or somebody else's.

    One query, also when there is nothing to find: how long it takes tells nothing.
    """
    link = read(token)
    return call_of(NOWHERE if link is None or link.user_id != user.pk else link)


def call_of(link: Link) -> AlertCall | None:
    """Give the call that a link is about."""
    calls = AlertCall.objects.select_related("episode__case__young_person", "organisation", "acknowledged_by")
    return calls.filter(pk=link.call_id).first()


def _is_old(token: str) -> bool:
    try:
        signing.loads(token, salt=SALT, max_age=CALLS_FOR)
    except signing.SignatureExpired:
        return True
    return False
