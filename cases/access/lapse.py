"""Nobody loses access unwarned: 30, 7 and 1 day before a covenant ends for an organisation.

The access itself ends without anybody doing anything: the clauses in force are asked at each
request. What is done here is telling people, once per stage, and asking parties to sign.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cases.audit import ledger
from cases.audit.events import Event
from cases.notifications import outbox
from cases.notifications.models import Delivery
from organisations import present
from organisations.actor import Actor
from organisations.covenant_lapse import lapses, unsigned
from organisations.covenant_rules import stage_of
from organisations.models import CovenantParty
from organisations.roles import Role

#: Who hears at an organisation that its access ends.
CONCERNED = (Role.CONTACT_POINT.value, Role.ORGANISATION_ADMIN.value)
OURS = "/covenants/ours/"


def warn(*, now: datetime) -> int:
    """Warn whoever must be warned at ``now`` (aware), once per stage; answers how many were told."""
    today, actor = timezone.localdate(now), Actor.system("covenant")
    told = 0
    for lapse in lapses(on=today):
        days = (lapse.ends_on - today).days
        stage = f"{lapse.party.pk}.{lapse.ends_on.isoformat()}.{stage_of(days)}"
        told += _tell(lapse.party, "covenant_lapses", stage, actor=actor, days=stage_of(days), now=now)
    for party in unsigned(on=today):
        stage = f"{party.pk}.{party.version.text_hash[:12]}"
        told += _tell(party, "covenant_to_sign", stage, actor=actor, days=None, now=now)
    return told


def _tell(
    party: CovenantParty, kind: str, stage: str, *, actor: Actor, days: int | None, now: datetime
) -> int:
    """Owe one message per person and stage; who comes second finds it owed already."""
    number = f"v{party.version.number}"
    with transaction.atomic():
        CovenantParty.objects.select_for_update().get(pk=party.pk)
        if Delivery.objects.filter(key__startswith=f"{kind}:{number}:{stage}:").exists():
            return 0
        recipients = list(_recipients(party, kind, now=now))
        if not recipients:
            return 0
        outbox.put(kind, number=number, to=recipients, now=now, stage=stage)
        if days is not None:
            ledger.record(
                actor,
                Event.COVENANT_WARNED,
                on=party,
                object_number=number,
                now=now,
                organisation=party.organisation_id,
                days=days,
            )
    return len(recipients)


def _recipients(party: CovenantParty, kind: str, *, now: datetime) -> Iterator[outbox.Recipient]:
    """Give who hears it: those concerned at the organisation, and for a lapse the platform's keepers."""
    signs = kind == "covenant_to_sign"
    roles = (Role.ORGANISATION_ADMIN.value,) if signs else CONCERNED
    there = Q(organisation=party.organisation_id, role__in=roles)
    keepers = Q(role=Role.PLATFORM_ADMIN.value)
    rows = present.members(at=now).filter(there if signs else there | keepers)
    for member in rows.select_related("user", "organisation").order_by("pk"):
        keeps = member.role == Role.PLATFORM_ADMIN.value
        path = f"/covenants/{party.version_id}/" if keeps else OURS
        yield outbox.Recipient(member.user, member.organisation, path)
