"""What waits for who keeps the platform: covenant, oversight, missing administrators, grants."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from cases.notifications import heart
from cases.notifications.models import Heartbeat
from organisations import covenant, oversight, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.covenant_lapse import Lapse, lapses, unsigned
from organisations.models import CovenantParty, CovenantVersion, Organisation
from organisations.roles import Role


@dataclass(frozen=True, slots=True)
class Keeping:
    """Everything that the platform's keeper has to look at today; empty lists are good news."""

    lapses: list[Lapse]
    unsigned: list[CovenantParty]
    drafts: list[CovenantVersion]
    without_administrator: list[Organisation]
    is_bound: bool
    is_overseen: bool
    grants: Heartbeat | None
    channels: list[heart.Carried]
    today: date


def for_actor(actor: Actor, *, now: datetime) -> Keeping | None:
    """Give what the keeper of the covenant has to look at, at ``now`` (aware); None for anybody else."""
    if not actor.holds(Act.MANAGE_COVENANT):
        return None
    today = timezone.localdate(now)
    return Keeping(
        lapses=lapses(on=today),
        unsigned=unsigned(on=today),
        drafts=list(
            CovenantVersion.objects.filter(status__in=["draft", "signing"])
            .select_related("covenant")
            .order_by("pk")
        ),
        without_administrator=list(_without_administrator(now=now)),
        is_bound=covenant.bound(on=today).exists(),
        is_overseen=oversight.auditors(now=now).exists(),
        grants=heart.last("grants"),
        channels=heart.channels(now=now),
        today=today,
    )


def _without_administrator(*, now: datetime) -> list[Organisation]:
    administrators = present.members(at=now).filter(
        organisation=OuterRef("pk"), role=Role.ORGANISATION_ADMIN.value
    )
    rows = Organisation.objects.filter(~Exists(administrators), is_active=True)
    return list(rows.order_by("name"))
