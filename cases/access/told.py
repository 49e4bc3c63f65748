"""Who hears at once that somebody broke the glass, or tried to: nobody can use it unseen."""

from datetime import datetime

from cases.access import audience
from cases.access.models import EmergencyAccess
from cases.casefile.models import Case
from cases.notifications import outbox
from organisations import duty, oversight, present
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.models import DutyOverride, Organisation


def of_opening(case: Case, opened: EmergencyAccess, *, actor: Actor, now: datetime) -> None:
    """Tell coordinator and deputy, who stands in when they are away, own contact points, auditors."""
    stage = str(opened.pk)
    inside = [*_coordinators(case, "sharing/", now=now), *_standing_in(case, now=now)]
    own = duty.contact_points([actor.organisation_id], at=now)[actor.organisation_id]
    outside = [outbox.Recipient(user, actor.organisation, "/inbox/") for user in own]
    to = [told for told in _once([*inside, *outside]) if told.user.pk != actor.user_id]
    outbox.put("emergency_opened", number=case.number, to=to, now=now, stage=stage, case=case)
    reviewers = _auditors(f"/audit/emergencies/{opened.pk}/", now=now)
    outbox.put("emergency_opened", number=case.number, to=reviewers, now=now, stage=stage)


def of_attempt(case: Case, *, stage: str, now: datetime) -> None:
    """Tell coordinator, deputy and auditors that somebody tried the number of a sealed case.

    What belongs to a sealed case is hidden outside of it, and auditors are outside: their message stands
    apart from it.
    """
    to = _coordinators(case, "history/", now=now)
    outbox.put("emergency_sealed", number=case.number, to=to, now=now, stage=stage, case=case)
    reviewers = _auditors(f"/audit/?number={case.number}", now=now)
    outbox.put("emergency_sealed", number=case.number, to=reviewers, now=now, stage=stage)


def _coordinators(case: Case, page: str, *, now: datetime) -> list[outbox.Recipient]:
    standing = case.assignments.filter(ended_at=None).select_related("coordinator", "deputy").first()
    if standing is None:
        return []
    return [
        outbox.Recipient(membership.user, membership.organisation, f"/cases/{case.number}/{page}")
        for person in (standing.coordinator, standing.deputy)
        for membership in present.members(at=now)
        .filter(
            user=person,
            organisation__participations__case=case,
            organisation__participations__ended_at=None,
        )
        .select_related("user", "organisation")[:1]
    ]


def _standing_in(case: Case, *, now: datetime) -> list[outbox.Recipient]:
    """Give, when coordinator or deputy is away, who of their organisation is on duty and reads the case."""
    pair = _coordinators(case, "sharing/", now=now)
    away = DutyOverride.objects.filter(
        user__in=[one.user.pk for one in pair], is_away=True, starts_at__lte=now, ends_at__gt=now
    )
    if not away.exists():
        return []
    homes: dict[int, Organisation] = {one.organisation.pk: one.organisation for one in pair}
    rosters, points = duty.on_duty(homes, at=now), duty.contact_points(homes, at=now)
    able = audience.of_case(case.pk, now=now).readers(Compartment.CORE)
    return [
        outbox.Recipient(user, home, f"/cases/{case.number}/sharing/")
        for pk, home in homes.items()
        for user in [*(user for level in rosters[pk].values() for user in level), *points[pk]]
        if (pk, user.pk) in able
    ]


def _auditors(path: str, *, now: datetime) -> list[outbox.Recipient]:
    rows = oversight.auditors(now=now).select_related("user", "organisation")
    return [outbox.Recipient(row.user, row.organisation, path) for row in rows.order_by("user__name", "id")]


def _once(recipients: list[outbox.Recipient]) -> list[outbox.Recipient]:
    """Keep the first message of each person per organisation."""
    found: dict[tuple[int, int], outbox.Recipient] = {}
    for recipient in recipients:
        found.setdefault((recipient.organisation.pk, recipient.user.pk), recipient)
    return list(found.values())
