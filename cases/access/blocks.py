"""Conflict blocks: a named person is kept away from a case, before anything else is asked."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.models import ConflictBlock
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write
from organisations.models import User


def block(case: Case, *, actor: Actor, user: User, reason: str, now: datetime) -> ConflictBlock:
    """Keep a person away from a case; blocking twice changes nothing.

    Raises:
        AccessDenied: the actor may not block people on this case.
        StateConflictError: the person coordinates the case; a case is never without.
    """
    gate.require(actor, Act.BLOCK_CONFLICT, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        standing = ConflictBlock.objects.filter(case=case, user=user, ended_at=None).first()
        if standing is not None:
            return standing
        _check_not_coordinating(case, user)
        made = ConflictBlock(case=case, user=user, reason=reason, since=now)
        write(made, actor=actor, now=now)
        ledger.record(
            actor,
            Event.CONFLICT_BLOCKED,
            on=made,
            case=case,
            now=now,
            act=Act.BLOCK_CONFLICT,
            blocked=user.pk,
        )
    return made


def lift(standing: ConflictBlock, *, actor: Actor, now: datetime) -> ConflictBlock:
    """End a block; what the person may see is again decided by the rest of the rules.

    Raises:
        AccessDenied: the actor may not block people on this case.
    """
    gate.require(actor, Act.BLOCK_CONFLICT, on=standing.case, now=now)
    with transaction.atomic():
        standing = ConflictBlock.objects.select_for_update().get(pk=standing.pk)
        if standing.ended_at is None:
            standing.ended_at = now
            write(standing, actor=actor, now=now)
            ledger.record(
                actor,
                Event.CONFLICT_UNBLOCKED,
                on=standing,
                case=standing.case,
                now=now,
                act=Act.BLOCK_CONFLICT,
            )
    return standing


def on_case(case: Case) -> QuerySet[ConflictBlock]:
    """Give the blocks in force on a case, oldest first. For whoever may block, and nobody else."""
    return case.blocks.filter(ended_at=None).select_related("user").order_by("since", "id")


def _check_not_coordinating(case: Case, user: User) -> None:
    if case.assignments.filter(Q(coordinator=user) | Q(deputy=user), ended_at=None).exists():
        raise StateConflictError(
            _("This person coordinates the case or is the deputy. Assign somebody else first."),
            code="coordinates",
            field="user",
        )
