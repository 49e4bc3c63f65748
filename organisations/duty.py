"""Who is on duty for an organisation at an instant (a weekly plan with exceptions), and can be reached.

The plan is in local wall time (Europe/Amsterdam), so a shift from 22:00 to 07:00 stays
that in the nights when the clock changes.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from organisations import present
from organisations.coverage_rules import is_covering
from organisations.models import ContactChannel, DutyOverride, DutyShift, EscalationStep, User
from organisations.roles import Role

#: level -> people
Roster = dict[int, list[User]]
#: For an organisation that configured nothing: all its contact points, with five minutes to answer.
DEFAULT_LADDER = (EscalationStep(order=1, calls="contact_points", wait_seconds=300),)


def on_duty(organisation_ids: Iterable[int], *, at: datetime) -> dict[int, Roster]:
    """Give who is on duty at ``at`` (aware) per organisation and level. Two queries, however many."""
    ids = list(organisation_ids)
    rosters: dict[int, Roster] = {pk: defaultdict(list) for pk in ids}
    away, extra = _overrides(ids, at)
    for shift in _shifts(ids, at):
        if (shift.organisation_id, shift.user_id) not in away:
            rosters[shift.organisation_id][shift.level].append(shift.user)
    for override in extra:
        people = rosters[override.organisation_id][override.level]
        if override.user not in people:
            people.append(override.user)
    return rosters


def away(user_ids: Iterable[int], *, at: datetime, until: datetime) -> dict[int, tuple[datetime, datetime]]:
    """Give who is away between two instants (aware), by the roster: from when and until when, first first.

    One query, however many. For whichever organisation it was written down: a person is away as a whole.
    """
    rows = DutyOverride.objects.filter(
        user__in=set(user_ids), is_away=True, starts_at__lt=until, ends_at__gt=at
    )
    found: dict[int, tuple[datetime, datetime]] = {}
    for user_id, starts_at, ends_at in rows.order_by("starts_at", "id").values_list(
        "user_id", "starts_at", "ends_at"
    ):
        found.setdefault(user_id, (starts_at, ends_at))
    return found


def contact_points(organisation_ids: Iterable[int], *, at: datetime) -> dict[int, list[User]]:
    """Give the contact points of each organisation who are members at ``at``. One query."""
    found: dict[int, list[User]] = {pk: [] for pk in organisation_ids}
    rows = (
        present.members(at=at)
        .filter(
            organisation_id__in=list(found),
            role__in=[Role.CONTACT_POINT.value, Role.CARE_COORDINATOR.value],
        )
        .select_related("user")
    )
    for membership in rows.order_by("starts_at", "id"):
        found[membership.organisation_id].append(membership.user)
    return found


def ladders(organisation_ids: Iterable[int], colour: str) -> dict[int, list[EscalationStep]]:
    """Give the levels that each organisation is called by, for a colour of alert. One query."""
    found: dict[int, list[EscalationStep]] = {pk: [] for pk in organisation_ids}
    for step in EscalationStep.objects.filter(organisation__in=found, colour=colour).order_by("order"):
        found[step.organisation_id].append(step)
    return {pk: steps or list(DEFAULT_LADDER) for pk, steps in found.items()}


def reached(user_ids: Iterable[int]) -> frozenset[int]:
    """Give which of some users have a verified way of contact, so that a message reaches them. One query."""
    verified = ContactChannel.objects.filter(user__in=set(user_ids), verified_at__isnull=False)
    return frozenset(verified.values_list("user_id", flat=True))


def _works_there(at: datetime) -> Exists:
    """Ask of a row of the roster whether its person works for its organisation at this instant."""
    return Exists(present.members(at=at).filter(user=OuterRef("user"), organisation=OuterRef("organisation")))


def _shifts(ids: list[int], at: datetime) -> list[DutyShift]:
    local = timezone.localtime(at)
    yesterday = (local - timedelta(days=1)).weekday()
    rows = DutyShift.objects.filter(
        _works_there(at), organisation_id__in=ids, weekday__in={local.weekday(), yesterday}
    ).select_related("user")
    return [shift for shift in rows.order_by("level", "id") if is_covering(shift, local)]


def _overrides(ids: list[int], at: datetime) -> tuple[set[tuple[int, int]], list[DutyOverride]]:
    rows = DutyOverride.objects.filter(
        _works_there(at), Q(starts_at__lte=at) & Q(ends_at__gt=at), organisation_id__in=ids
    ).select_related("user")
    away = {(row.organisation_id, row.user_id) for row in rows if row.is_away}
    return away, [row for row in rows if not row.is_away]
