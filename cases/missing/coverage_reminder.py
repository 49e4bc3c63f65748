"""Tells who can fill it that a gap in the roster is near: each once, and what is planned so once a week."""

from collections.abc import Iterator
from datetime import datetime

from cases.notifications import outbox
from cases.notifications.models import Notification
from cases.workdays import local_day
from organisations import coverage, duty, present
from organisations.coverage_rules import Gap
from organisations.models import Organisation
from organisations.roles import Role

KIND = "coverage_gap"
PAGE = "/duty/coverage/"


def remind(*, now: datetime) -> int:
    """Tell of every gap that begins within 48 hours of ``now`` (aware); gives how many messages were written.

    An organisation without a roster hears nothing: its contact points are called, as it chose.
    """
    homes = {one.pk: one for one in Organisation.objects.filter(is_active=True)}
    told = 0
    for pk, gaps in coverage.near_of(homes, now=now).items():
        stages = dict.fromkeys(_stage(gap, now=now) for gap in gaps)
        told += sum(_tell(homes[pk], stage, now=now) for stage in stages)
    return told


def _stage(gap: Gap, *, now: datetime) -> str:
    """Name a gap so that it is told once; one that runs already is named by the day."""
    if gap.is_planned:
        year, week, _day = local_day(now).isocalendar()
        return f"plan{year}{week:02}"
    begins = f"{gap.starts_at:%y%m%d%H}" if gap.starts_at > now else f"{local_day(now):%y%m%d}"
    return f"{gap.state.value[0]}{begins}"


def _tell(organisation: Organisation, stage: str, *, now: datetime) -> bool:
    number = f"R{organisation.pk}"
    if Notification.objects.filter(kind=KIND, number=number, stage=stage).exists():
        return False
    outbox.put(KIND, number=number, to=list(_recipients(organisation, now=now)), now=now, stage=stage)
    return True


def _recipients(organisation: Organisation, *, now: datetime) -> Iterator[outbox.Recipient]:
    administrators = present.members(at=now).filter(
        organisation=organisation, role=Role.ORGANISATION_ADMIN.value
    )
    people = [row.user for row in administrators.select_related("user")]
    people += duty.contact_points([organisation.pk], at=now)[organisation.pk]
    for user in dict.fromkeys(people):
        yield outbox.Recipient(user, organisation, PAGE)
