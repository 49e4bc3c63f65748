"""The only writer of guardian rows on cases: who is named on a case (need to know)."""

from datetime import datetime

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from organisations.actor import Actor
from organisations.history import remove, write
from organisations.models import Membership, User

WORK_ON_CASE = "work_on_case"


def name_on_case(case: Case, user: User, *, actor: Actor, now: datetime) -> bool:
    """Name a person on a case; tells whether they were not named before."""
    permission = Permission.objects.get(codename=WORK_ON_CASE, content_type__app_label="cases")
    row = CaseUserObjectPermission.objects.filter(user=user, permission=permission, content_object=case)
    if row.exists():
        return False
    write(
        CaseUserObjectPermission(user=user, permission=permission, content_object=case), actor=actor, now=now
    )
    return True


def take_off_case(case: Case, user: User, *, actor: Actor, now: datetime) -> bool:
    """Take a person's name off a case; tells whether it was there."""
    rows = list(CaseUserObjectPermission.objects.filter(user=user, content_object=case))
    for row in rows:
        remove(row, actor=actor, now=now)
    return bool(rows)


def excess() -> list[str]:
    """Name every row of somebody who works for no organisation that takes part in the case."""
    allowed = set(CaseParticipation.objects.filter(ended_at=None).values_list("case_id", "organisation_id"))
    works_at: dict[int, set[int]] = {}
    for user_id, organisation_id in Membership.objects.filter(ended_at=None).values_list(
        "user_id", "organisation_id"
    ):
        works_at.setdefault(user_id, set()).add(organisation_id)
    rows = CaseUserObjectPermission.objects.values_list("content_object_id", "user_id")
    return [
        f"user {user_id} is named on case {case_id} without a participating organisation"
        for case_id, user_id in rows
        if not any((case_id, organisation_id) in allowed for organisation_id in works_at.get(user_id, ()))
    ]


def named_on(case: Case) -> QuerySet:
    """Give the ids of the people named on a case."""
    rows = CaseUserObjectPermission.objects.filter(content_object=case, permission__codename=WORK_ON_CASE)
    return rows.values("user_id")
