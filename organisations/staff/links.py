"""The link in an invitation: signed, for one invitation, and worthless once a newer one was sent.

It holds the number of the invitation and its nonce. Who steals the database cannot make one:
the signature needs the key that is kept outside it.
"""

from django.core import signing
from django.db.models import QuerySet

from organisations.staff.models import Invitation

SALT = "organisations.invitation"


def path(invitation: Invitation) -> str:
    """Give the address at which this invitation is accepted."""
    return f"/invitation/{signing.dumps([invitation.pk, invitation.nonce], salt=SALT)}/"


def numbers(ticket: str) -> tuple[int, str] | None:
    """Read the invitation's number and nonce from a link; None when it is cut off or made up."""
    try:
        pk, nonce = signing.loads(ticket, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (pk, nonce)


def found(ticket: str, rows: QuerySet[Invitation]) -> Invitation | None:
    """Give the invitation of a link among ``rows``; None when the link is not one of ours."""
    read = numbers(ticket)
    return None if read is None else rows.filter(pk=read[0]).first()
