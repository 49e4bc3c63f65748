"""Oversight of several tables: there is one ledger, so who reads it sits at every table that it tells of.

The covenant of each table decides who may hear of its cases. An auditor of one table would meet the
numbers, and the readers, of the cases of another.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from organisations import covenant, present
from organisations.acts import Act
from organisations.models import CovenantVersion, Membership
from organisations.roles import Role

#: Acts that open the ledger as a whole, or what was found in it.
ON_THE_LEDGER = frozenset({Act.REVIEW_AUDIT, Act.SEE_DESTRUCTION})


def withheld(membership: Membership, *, now: datetime) -> frozenset[Act]:
    """Give the acts on the ledger that wait until the organisation signed the covenant of every table.

    ``now``: aware. One query for an auditor, none for anybody else.
    """
    if membership.role != Role.AUDITOR:
        return frozenset()
    oversees = Membership.objects.filter(_at_every_table(now=now), pk=membership.pk)
    return frozenset() if oversees.exists() else ON_THE_LEDGER


def auditors(*, now: datetime) -> QuerySet[Membership]:
    """Give who reviews the ledger at ``now`` (aware), and so may hear of what stands in it."""
    return present.members(at=now).filter(_at_every_table(now=now), role=Role.AUDITOR.value)


def _at_every_table(*, now: datetime) -> Q:
    """Say "the organisation of this membership is bound by every covenant in force"."""
    today = timezone.localdate(now)
    signed = covenant.bound(on=today).filter(organisation=OuterRef(OuterRef("organisation")))
    held = CovenantVersion.objects.filter(covenant.version_holds(on=today))
    return ~Q(Exists(held.exclude(pk__in=signed.values("version"))))
