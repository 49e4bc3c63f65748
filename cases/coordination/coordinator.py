"""Coordinator and deputy of a case: always two people, never nobody, changed as a pair (``offer``)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import facts
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import confirmation, grants, timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import rules
from cases.coordination.models import CoordinatorAssignment
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership, Organisation, User


def install(
    case: Case,
    *,
    actor: Actor,
    to: User,
    deputy: User,
    homes: dict[int, Organisation],
    reason: str,
    now: datetime,
) -> CoordinatorAssignment:
    """Write a new pair inside the caller's transaction. ``homes``: user id -> organisation.

    Raises:
        StateConflictError: somebody else was faster.
    """
    made = CoordinatorAssignment(case=case, coordinator=to, deputy=deputy, started_at=now, reason=reason)
    try:
        with transaction.atomic():
            write(made, actor=actor, now=now, reason=reason)
    except IntegrityError as clash:
        raise somebody_was_faster(case.assignments.filter(ended_at=None).first()) from clash
    for person in (to, deputy):
        grants.name_on_case(case, person, organisation=homes[person.pk], actor=actor, now=now)
    confirmation.follow_coordination(case, [homes[to.pk], homes[deputy.pk]], actor=actor, now=now)
    ledger.record(
        actor,
        Event.COORDINATOR_ASSIGNED,
        on=made,
        case=case,
        now=now,
        act=Act.ASSIGN_COORDINATOR,
        coordinator=to.pk,
        deputy=deputy.pk,
    )
    timeline.add(
        case,
        "coordinator_assigned",
        actor=actor,
        compartment=Compartment.CORE,
        now=now,
        coordinator=to.name,
        deputy=deputy.name,
    )
    recipients = [
        outbox.Recipient(person, homes[person.pk], f"/cases/{case.number}/")
        for person in (to, deputy)
        if person.pk != actor.user_id  # nobody is told what they did themselves
    ]
    outbox.put(
        "coordinator_assigned", number=case.number, to=recipients, now=now, stage=str(made.pk), case=case
    )
    return made


def candidates(case: Case, *, now: datetime) -> list[Membership]:
    """Give the members who may coordinate: of participating organisations, without a conflict, by name."""
    taking_part = facts.in_force(now=now).filter(case=case).values("organisation_id")
    return list(
        present.caseworkers(at=now)
        .filter(
            organisation_id__in=taking_part,
            role__in=["care_coordinator", "contact_point", "professional"],
        )
        .exclude(user_id__in=case.blocks.filter(ended_at=None).values("user_id"))
        .select_related("user", "organisation")
        .order_by("user__name", "id")
    )


def names(case_ids: Iterable[int]) -> dict[int, str]:
    """Give the name of the coordinator of each case. One query, however many."""
    rows = CoordinatorAssignment.objects.filter(case_id__in=list(case_ids), ended_at=None)
    return dict(rows.values_list("case_id", "coordinator__name"))


def standing_pair(case: Case) -> CoordinatorAssignment | None:
    """Give who holds the case now."""
    return case.assignments.filter(ended_at=None).select_related("coordinator", "deputy").first()


def chain(case: Case) -> QuerySet[CoordinatorAssignment]:
    """Give who held the case when, the newest first."""
    return case.assignments.select_related("coordinator", "deputy").order_by("-started_at", "-id")


def check_pair(case: Case, to: User, deputy: User, *, now: datetime) -> dict[int, Organisation]:
    """Give the organisation for which each of the two would hold a case: user id -> organisation.

    Raises:
        StateConflictError: same person twice, or nobody of a participating organisation.
    """
    try:
        rules.check_pair(to.pk, deputy.pk)
    except rules.PairRefused as refused:
        raise StateConflictError(
            _("Coordinator and deputy are the same person. Choose two people."),
            code=refused.code,
            field="deputy",
        ) from refused
    homes = {member.user_id: member.organisation for member in candidates(case, now=now)}
    for person, field in ((to, "to"), (deputy, "deputy")):
        if person.pk not in homes:
            raise StateConflictError(
                _("This person works for no organisation that takes part in the case."),
                code="not_a_participant",
                field=field,
            )
    return homes


def somebody_was_faster(standing: CoordinatorAssignment | None) -> StateConflictError:
    """Give the refusal of who chose a pair after somebody else did."""
    name = "" if standing is None else standing.coordinator.name
    return StateConflictError(
        _("Somebody else was just before you: %(name)s coordinates this case now.") % {"name": name},
        code="already_assigned",
    )
