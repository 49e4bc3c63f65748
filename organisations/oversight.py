"""Oversight of several tables: there is one ledger, so who reads it sits at every table that it tells of.

The covenant of each table decides who may hear of its cases. An auditor of one table would meet the
numbers, and the readers, of the cases of another.
"""

from datetime import datetime

from django.utils import timezone

from organisations import covenant
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
    today = timezone.localdate(now)
    here = covenant.bound(on=today).filter(organisation=membership.organisation_id)
    held = CovenantVersion.objects.filter(covenant.version_holds(on=today))
    elsewhere = held.exclude(covenant__in=here.values("version__covenant"))
    return ON_THE_LEDGER if elsewhere.exists() else frozenset()
