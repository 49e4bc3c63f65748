"""The link in an alert: signed, for one person and one call, and worth nothing once the alert is over.

It holds two numbers and a signature, no name and no case. Opening it never acknowledges.
"""

from django.core import signing

from cases.missing.models import AlertCall
from organisations.models import User

SALT = "cases.missing.acknowledge"


def path(call: AlertCall, user: User) -> str:
    """Give the address at which this person answers this call."""
    return f"/ack/{signing.dumps([call.pk, user.pk], salt=SALT)}/"


def call_for(token: str, user: User) -> AlertCall | None:
    """Give the call that a link leads to; None when it is garbled, cut off or somebody else's."""
    try:
        call_id, user_id = signing.loads(token, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if user_id != user.pk:
        return None
    calls = AlertCall.objects.select_related("episode__case__young_person", "organisation", "acknowledged_by")
    return calls.filter(pk=call_id).first()
