"""The one act of the guide: putting it away."""

from datetime import datetime

from django.db import transaction

from cases.audit import ledger
from cases.audit.events import Event
from cases.guide.models import GuideClosed
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write
from organisations.models import User


def close(*, actor: Actor, now: datetime) -> None:
    """Put the guide of this role away, for this person; a second time changes nothing. ``now`` is aware.

    Raises:
        AccessDenied: the actor has no start page.
    """
    actor.demand(Act.READ_INBOX)
    mine = {"user_id": actor.user_id, "organisation_id": actor.organisation_id, "role": actor.role.value}
    with transaction.atomic():
        User.objects.select_for_update().only("pk").get(pk=actor.user_id)  # two clicks take turns
        if GuideClosed.objects.filter(**mine).exists():
            return
        row = write(GuideClosed(**mine, closed_at=now), actor=actor, now=now)
        ledger.record(actor, Event.GUIDE_CLOSED, on=row, now=now, act=Act.READ_INBOX)
