"""What happens to a request that nobody answers: a reminder upward, then an honest end.

The rows are the promise: ``next_due_at`` says when the sweep must look, and what is true then is
read again under lock.
"""

import logging
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from cases.access import answer, audience, facts, people, request
from cases.access.models import AccessRequest
from cases.access.request_rules import RequestState, Step, expires_at, next_step
from cases.audit.events import Event
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership
from organisations.roles import Role

log = logging.getLogger(__name__)

SYSTEM = "access_requests"


def sweep(*, now: datetime) -> int:
    """Move every request on whose clock has run out; tells how many. One short transaction each."""
    due = AccessRequest.objects.filter(next_due_at__lte=now).order_by("next_due_at", "id")
    moved = 0
    for pk in list(due.values_list("pk", flat=True)):
        try:
            moved += _move_on(pk, now=now)
        except Exception:
            log.exception("request %s could not be moved on", pk)
    return moved


def _move_on(pk: int, *, now: datetime) -> bool:
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        rows = AccessRequest.objects.select_for_update(of=("self",), skip_locked=skip)
        rows = rows.select_related("user", "organisation", "case")
        standing = rows.filter(pk=pk, next_due_at__lte=now).first()
        if standing is None:
            return False
        if next_step(is_reminded=standing.reminded_at is not None) is Step.REMIND:
            _remind(standing, now=now)
        else:
            _expire(standing, now=now)
    return True


def _remind(standing: AccessRequest, *, now: datetime) -> None:
    """Tell the deputy, the other coordinators there and the process director that an answer is late."""
    actor = Actor.system(SYSTEM)
    standing.reminded_at, standing.next_due_at = now, expires_at(now)
    write(standing, actor=actor, now=now)
    request.record(standing, Event.ACCESS_REQUEST_OVERDUE, "", actor, now)
    if standing.case is not None:
        outbox.put(
            "access_request_overdue",
            number=standing.number,
            to=_up(standing, now=now),
            now=now,
            case=standing.case,
        )


def _up(standing: AccessRequest, *, now: datetime) -> list[outbox.Recipient]:
    homes = people.pair(standing.case_id, now=now).homes.values()
    at_the_case = facts.in_force(now=now).filter(case=standing.case).values("organisation")
    asked = Q(organisation__in={home.pk for home in homes}, role=Role.CARE_COORDINATOR.value) | Q(
        organisation__in=at_the_case, role=Role.PROCESS_DIRECTOR.value
    )
    members = present.members(at=now).filter(asked).select_related("user", "organisation")
    readers = audience.of_case(standing.case_id, now=now).readers(Compartment.CORE)
    return [
        outbox.Recipient(member.user, member.organisation, _where(standing, member))
        for member in members
        if (member.organisation_id, member.user_id) in readers
    ]


def _where(standing: AccessRequest, member: Membership) -> str:
    """Lead to the request, or, for whoever cannot answer it, to the people who can."""
    if member.role == Role.PROCESS_DIRECTOR:
        return f"/cases/{standing.case.number}/people/"
    return request.address(standing)


def _expire(standing: AccessRequest, *, now: datetime) -> None:
    actor = Actor.system(SYSTEM)
    request.finish(standing, RequestState.EXPIRED, actor=actor, now=now)
    write(standing, actor=actor, now=now)
    request.record(standing, Event.ACCESS_REQUEST_EXPIRED, "", actor, now)
    answer.tell_requester(standing, now=now)
