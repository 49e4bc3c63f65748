"""Whom a message about a case goes to when it is for who coordinates."""

from cases.casefile.models import Case, CaseUserObjectPermission
from cases.coordination.models import CoordinatorAssignment
from cases.notifications.outbox import Recipient


def recipients(case: Case, *, path: str) -> list[Recipient]:
    """Give coordinator and deputy, each for the organisation for which they are named. Two queries."""
    pair = CoordinatorAssignment.objects.filter(case=case, ended_at=None)
    people = {pk for row in pair.values_list("coordinator_id", "deputy_id") for pk in row}
    named = CaseUserObjectPermission.objects.filter(content_object=case, user__in=people)
    return [
        Recipient(row.user, row.organisation, path)
        for row in named.select_related("user", "organisation").order_by("id")
    ]
