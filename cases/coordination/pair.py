"""Whom a message about a case goes to: who coordinates, or contact points of organisations at the table."""

from collections.abc import Iterable
from datetime import datetime

from cases.access import audience
from cases.casefile.models import Case, CaseUserObjectPermission
from cases.coordination.models import CoordinatorAssignment
from cases.notifications.outbox import Recipient
from organisations import duty
from organisations.compartments import Compartment
from organisations.models import Organisation


def recipients(case: Case, *, path: str) -> list[Recipient]:
    """Give coordinator and deputy, each for the organisation for which they are named. Two queries."""
    pair = CoordinatorAssignment.objects.filter(case=case, ended_at=None)
    people = {pk for row in pair.values_list("coordinator_id", "deputy_id") for pk in row}
    named = CaseUserObjectPermission.objects.filter(content_object=case, user__in=people)
    return [
        Recipient(row.user, row.organisation, path)
        for row in named.select_related("user", "organisation").order_by("id")
    ]


def points(
    case: Case, homes: Iterable[Organisation], part: Compartment, *, path: str, now: datetime
) -> list[Recipient]:
    """Give the contact points of these organisations who read this part of the case at ``now`` (aware).

    Whoever was kept out for a conflict, or is not named on a sealed case, hears of nothing.
    """
    asked = {home.pk: home for home in homes}
    found = duty.contact_points(asked, at=now)
    seats = [(pk, person) for pk, people in found.items() for person in people]
    among = {(pk, person.pk) for pk, person in seats}
    readers = audience.of_case(case.pk, now=now, among=among).readers(part)
    return [Recipient(person, asked[pk], path) for pk, person in seats if (pk, person.pk) in readers]
