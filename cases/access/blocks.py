"""Conflict blocks: a person or an organisation is kept away from a case, before anything else is asked.

A coordinator decides it, or the person says so; then access stops at once and nobody asks what it is.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate, people
from cases.access.block_rules import (
    FOUR_EYES,
    BlockKind,
    LiftRefusal,
    LiftRefused,
    Standing,
    Step,
    lift_step,
)
from cases.access.models import ConflictBlock, OrganisationBlock
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import participation
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write
from organisations.models import Organisation, User

Block = ConflictBlock | OrganisationBlock

NOT_LIFTED = {
    LiftRefusal.OVER: _("This block has been lifted already."),
    LiftRefusal.SAME_PERSON: _("You proposed this yourself. A second person has to agree."),
    LiftRefusal.NO_COORDINATOR: _(
        "One of both has to be the coordinator of this case or the deputy. Ask them to agree."
    ),
    LiftRefusal.ABOUT_ONESELF: _("This block keeps you away yourself. Others decide about it."),
}


def block(
    case: Case,
    *,
    actor: Actor,
    user: User,
    reason: str,
    now: datetime,
    kind: BlockKind = BlockKind.DECIDED,
) -> ConflictBlock:
    """Keep a person away from a case; blocking twice changes nothing, but that a second person must lift it.

    ``kind`` SUBJECT: the case is about this person, who works at the table.

    Raises:
        AccessDenied: the actor may not block people on this case.
        StateConflictError: the person coordinates the case; a case is never without.
    """
    gate.require(actor, Act.BLOCK_CONFLICT, on=case, now=now)
    with transaction.atomic():
        return _block_person(case, user, kind, reason, Act.BLOCK_CONFLICT, actor=actor, now=now)


def declare(case: Case, *, actor: Actor, now: datetime) -> ConflictBlock:
    """Step back oneself: a relative, a neighbour, one's own child. Access stops at once; nobody asks which.

    Raises:
        AccessDenied: the actor does not see this case.
        StateConflictError: the actor coordinates the case; somebody else must take over first.
    """
    gate.require(actor, Act.READ_CASE, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        if actor.user_id in _pair(case):
            raise StateConflictError(
                _("You coordinate this case or are the deputy. Let somebody else take over; then step back."),
                code="coordinates",
            )
        made = _block_person(case, actor.user, BlockKind.DECLARED, "", Act.READ_CASE, actor=actor, now=now)
        told = [
            outbox.Recipient(user, home, f"/cases/{case.number}/sharing/")
            for user, home in people.pair(case.pk, now=now).at_work()
        ]
        outbox.put("conflict_declared", number=case.number, to=told, now=now, stage=str(made.pk), case=case)
    return made


def block_organisation(
    case: Case, *, actor: Actor, organisation: Organisation, reason: str, now: datetime
) -> OrganisationBlock:
    """Keep a whole organisation away from a case; its part in it, if any, ends. Twice changes nothing.

    Raises:
        AccessDenied: the actor may not block on this case, or may not end the organisation's part.
        StateConflictError: the coordinator or deputy works there.
    """
    gate.require(actor, Act.BLOCK_CONFLICT, on=case, now=now)
    gate.require(actor, Act.ADMIT_ORGANISATION, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        standing = case.organisation_blocks.filter(organisation=organisation, ended_at=None).first()
        if standing is not None:
            return standing
        participation.check_not_coordinating(case, organisation, now=now)
        part = case.participations.filter(organisation=organisation, ended_at=None).first()
        if part is not None:
            participation.end(part, actor=actor, reason="conflict", now=now)
        made = OrganisationBlock(case=case, organisation=organisation, reason=reason, since=now)
        write(made, actor=actor, now=now)
        ledger.record(
            actor,
            Event.ORGANISATION_BLOCKED,
            on=made,
            case=case,
            now=now,
            act=Act.BLOCK_CONFLICT,
            party=organisation.pk,
        )
    return made


def lift(standing: Block, *, actor: Actor, now: datetime) -> Block:
    """Take a block off, or propose it where two persons decide; what may be seen is up to the other rules.

    Raises:
        AccessDenied: the actor may not block people on this case.
        StateConflictError: it is over, proposed by the actor, or nobody of both coordinates the case.
    """
    gate.require(actor, Act.BLOCK_CONFLICT, on=standing.case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=standing.case_id)
        standing = type(standing).objects.select_for_update(of=("self",)).get(pk=standing.pk)
        step = _step(standing, _pair(case), actor)
        if step is Step.PROPOSE:
            standing.lift_asked_at, standing.lift_asked_by = now, actor.user
        else:
            standing.ended_at = now
        write(standing, actor=actor, now=now)
        ledger.record(
            actor,
            Event.CONFLICT_LIFT_PROPOSED if step is Step.PROPOSE else Event.CONFLICT_UNBLOCKED,
            on=standing,
            case=case,
            now=now,
            act=Act.BLOCK_CONFLICT,
        )
    return standing


def on_case(case: Case) -> QuerySet[ConflictBlock]:
    """Give the blocks of persons on a case, oldest first. For whoever may block, and nobody else."""
    rows = case.blocks.filter(ended_at=None).select_related("user", "lift_asked_by")
    return rows.order_by("since", "id")


def of_organisations(case: Case) -> QuerySet[OrganisationBlock]:
    """Give the blocks of organisations on a case, oldest first. For whoever may block, and nobody else."""
    rows = case.organisation_blocks.filter(ended_at=None).select_related("organisation", "lift_asked_by")
    return rows.order_by("since", "id")


def asks_two(standing: Block) -> bool:
    """Tell whether two persons have to agree before this block comes off."""
    return _kind(standing) in FOUR_EYES


def _block_person(
    case: Case, user: User, kind: BlockKind, reason: str, act: Act, *, actor: Actor, now: datetime
) -> ConflictBlock:
    case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
    standing = ConflictBlock.objects.filter(case=case, user=user, ended_at=None).first()
    if standing is not None and (_kind(standing) in FOUR_EYES or kind not in FOUR_EYES):
        return standing
    if standing is None:
        _check_not_coordinating(case, user)
        standing = ConflictBlock(case=case, user=user, reason=reason, since=now)
    standing.kind = kind.value
    write(standing, actor=actor, now=now, reason=kind.value)
    declared = kind is BlockKind.DECLARED
    event = Event.CONFLICT_DECLARED if declared else Event.CONFLICT_BLOCKED
    ledger.record(actor, event, on=standing, case=case, now=now, act=act, blocked=user.pk)
    return standing


def _step(standing: Block, pair: set[int], actor: Actor) -> Step:
    about = Standing(
        kind=_kind(standing),
        against=getattr(standing, "user_id", None),
        is_over=standing.ended_at is not None,
        proposed_by=standing.lift_asked_by_id,
        proposer_coordinates=standing.lift_asked_by_id in pair,
    )
    try:
        return lift_step(about, actor=actor.user_id, coordinates=actor.user_id in pair)
    except LiftRefused as refused:
        raise StateConflictError(NOT_LIFTED[refused.code], code=refused.code.value) from refused


def _kind(standing: Block) -> BlockKind:
    return BlockKind(standing.kind) if isinstance(standing, ConflictBlock) else BlockKind.ORGANISATION


def _pair(case: Case) -> set[int]:
    rows = case.assignments.filter(ended_at=None).values_list("coordinator_id", "deputy_id")
    return {user_id for pair in rows for user_id in pair}


def _check_not_coordinating(case: Case, user: User) -> None:
    if case.assignments.filter(Q(coordinator=user) | Q(deputy=user), ended_at=None).exists():
        raise StateConflictError(
            _("This person coordinates the case or is the deputy. Assign somebody else first."),
            code="coordinates",
            field="user",
        )
