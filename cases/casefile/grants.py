"""The only writer of guardian rows on cases: who is named on a case (need to know)."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

from cases.casefile.models import Case, CaseParticipation, CaseUserObjectPermission
from organisations import present
from organisations.actor import Actor
from organisations.history import remove, write
from organisations.models import Organisation, User
from organisations.prepared import prepared

WORK_ON_CASE = "work_on_case"


def name_on_case(case: Case, user: User, *, organisation: Organisation, actor: Actor, now: datetime) -> bool:
    """Name a person on a case for an organisation; tells whether they were not named for it before.

    Somebody who was named for another organisation is from now on named for this one.
    """
    (permission,) = _permission(codename=WORK_ON_CASE)
    row = CaseUserObjectPermission.objects.filter(user=user, content_object=case).first()
    if row is not None and row.organisation_id == organisation.pk:
        return False
    row = row or CaseUserObjectPermission(user=user, permission=permission, content_object=case)
    row.organisation = organisation
    write(row, actor=actor, now=now)
    return True


@prepared
def _permission(*, codename: Any) -> QuerySet[Permission]:
    """Give a permission with the content type that guardian compares when a row is saved."""
    rows = Permission.objects.filter(codename=codename, content_type__app_label="cases")
    return rows.select_related("content_type")


def take_off_case(case: Case, user: User, *, organisation: Organisation, actor: Actor, now: datetime) -> bool:
    """Take a person's name for an organisation off a case; tells whether it was there."""
    rows = list(
        CaseUserObjectPermission.objects.filter(user=user, content_object=case, organisation=organisation)
    )
    for row in rows:
        remove(row, actor=actor, now=now)
    return bool(rows)


def excess(*, at: datetime) -> list[str]:
    """Name every row for an organisation that takes no part, or where the person left before ``at``."""
    takes_part = set(
        CaseParticipation.objects.filter(ended_at=None).values_list("case_id", "organisation_id")
    )
    works_at = set(present.belonging(at=at).values_list("user_id", "organisation_id"))
    rows = CaseUserObjectPermission.objects.values_list("content_object_id", "user_id", "organisation_id")
    return [
        f"user {user_id} is named on case {case_id} without a participating organisation"
        for case_id, user_id, organisation_id in rows
        if (case_id, organisation_id) not in takes_part or (user_id, organisation_id) not in works_at
    ]


def named(case: Case) -> set[tuple[int, int]]:
    """Give who is named on a case, as pairs of organisation id and user id."""
    rows = CaseUserObjectPermission.objects.filter(content_object=case)
    return set(rows.values_list("organisation_id", "user_id"))


def named_on(case: Case, organisation: Organisation) -> QuerySet:
    """Give the ids of the people named on a case for an organisation."""
    rows = CaseUserObjectPermission.objects.filter(content_object=case, organisation=organisation)
    return rows.values("user_id")
