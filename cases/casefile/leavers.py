"""Who left an organisation is named on nothing for it any more.

The door closed at the instant of leaving; this takes the names off, so that nobody who comes
back later finds old cases open (features P26).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import grants
from cases.casefile.models import CaseUserObjectPermission
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act


def take_off(*, now: datetime) -> int:
    """Take the names of those who left off their cases, one transaction each; answers how many."""
    actor, done = Actor.system("leavers", frozenset({Act.NAME_COLLEAGUE})), 0
    for row in _left(now).select_related("content_object", "user", "organisation").order_by("pk"):
        with transaction.atomic():
            if not _left(now).select_for_update(of=("self",)).filter(pk=row.pk).exists():
                continue  # came back, or was taken off by hand
            case = row.content_object
            grants.take_off_case(case, row.user, organisation=row.organisation, actor=actor, now=now)
            ledger.record(
                actor,
                Event.COLLEAGUE_REMOVED,
                on=case,
                case=case,
                now=now,
                act=Act.NAME_COLLEAGUE,
                named=row.user_id,
            )
            done += 1
    return done


def _left(now: datetime) -> QuerySet[CaseUserObjectPermission]:
    belongs = present.belonging(at=now).filter(user=OuterRef("user"), organisation=OuterRef("organisation"))
    return CaseUserObjectPermission.objects.filter(~Exists(belongs))
