"""Actions: what an organisation agreed to do before a date; done with an outcome, cancelled with a reason."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.casefile.closing import check_open
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination.models import Action
from cases.coordination.rules import ActionStatus, move
from cases.moves import MoveRefusal, MoveRefused
from cases.notifications import outbox
from organisations import duty
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation

SENTENCES = {
    MoveRefusal.NOT_FROM_HERE: _("This action was finished already. Open the plan again to see how."),
    MoveRefusal.REASON_MISSING: _("Write down why the action is not needed or not possible any more."),
}

EVIDENCE = _("Write down what came of it, and where others can see it.")


def agree(
    case: Case,
    *,
    actor: Actor,
    description: str,
    owner_organisation: Organisation,
    due_on: date,
    now: datetime,
    decision: object | None = None,
) -> Action:
    """Agree that an organisation does something before the end of a day (local date).

    ``decision`` is the decision of a meeting that it follows from, if any.

    Raises:
        AccessDenied: the actor does not work on actions of this case.
        StateConflictError: the organisation takes no part, the day has passed, or the case is closed.
    """
    gate.require(actor, Act.WORK_ON_ACTIONS, on=case, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        check_open(case)
        _check_agreement(case, owner_organisation, due_on, now=now)
        agreed = Action(
            case=case,
            decision=decision,
            description=description,
            owner_organisation=owner_organisation,
            due_on=due_on,
            created_at=now,
        )
        write(agreed, actor=actor, now=now)
        _note_down(agreed, Event.ACTION_AGREED, "action_agreed", actor=actor, now=now)
        _tell_owner(agreed, actor, now=now)
    return agreed


def finish(action: Action, *, actor: Actor, outcome: str, now: datetime) -> Action:
    """Mark an action as done, with what came of it.

    Raises:
        AccessDenied: somebody else's action.
        StateConflictError: it is not open any more, or what came of it is missing.
    """
    return _end(action, ActionStatus.DONE, actor=actor, words=outcome, now=now)


def cancel(action: Action, *, actor: Actor, reason: str, now: datetime) -> Action:
    """Take an action back, with the reason.

    Raises:
        AccessDenied: somebody else's action.
        StateConflictError: it is not open any more, or the reason is missing.
    """
    return _end(action, ActionStatus.CANCELLED, actor=actor, words=reason, now=now)


def may_end(action: Action, actor: Actor, *, access: gate.CaseAccess, now: datetime) -> bool:
    """Tell whether the actor may finish or cancel an action: its owner may, and who assigns on the case."""
    if action.owner_organisation_id == actor.organisation_id:
        return gate.may(actor, Act.WORK_ON_ACTIONS, on=action.case, access=access, now=now)
    return gate.may(actor, Act.ASSIGN_COORDINATOR, on=action.case, access=access, now=now)


def _end(action: Action, to: ActionStatus, *, actor: Actor, words: str, now: datetime) -> Action:
    access = gate.require(actor, Act.WORK_ON_ACTIONS, on=action.case, now=now)
    if not may_end(action, actor, access=access, now=now):
        raise AccessDenied(
            _("This action is of another organisation. Only they or the coordinator can end it."),
            code="not_owner",
            act=Act.WORK_ON_ACTIONS,
            case=action.case,
        )
    with transaction.atomic():
        standing = _lock(action)
        _check_move(standing, to, words)
        standing.status, standing.outcome = to.value, words
        standing.ended_at, standing.ended_by = now, actor.user
        write(standing, actor=actor, now=now, reason=to.value)
        event = Event.ACTION_DONE if to is ActionStatus.DONE else Event.ACTION_CANCELLED
        _note_down(standing, event, f"action_{to.value}", actor=actor, now=now)
    return standing


def _lock(action: Action) -> Action:
    """Lock a case and an action in it, in that order; give the action as it stands after the wait."""
    case = Case.objects.select_for_update().get(pk=action.case_id)
    standing = Action.objects.select_for_update().get(pk=action.pk)
    standing.case = case
    return standing


def _check_agreement(case: Case, owner: Organisation, due_on: date, *, now: datetime) -> None:
    if not facts.in_force(now=now).filter(case=case, organisation=owner).exists():
        raise StateConflictError(
            _("This organisation takes no part in the case, so it could not see the action."),
            code="owner_not_admitted",
            field="owner_organisation",
        )
    if due_on < timezone.localdate(now):
        raise StateConflictError(
            _("This day has passed. Choose today or a later day."), code="due_in_past", field="due_on"
        )


def _check_move(action: Action, to: ActionStatus, words: str) -> None:
    try:
        move(ActionStatus(action.status), to, reason=words)
    except MoveRefused as refused:
        sentence, field = SENTENCES[refused.code], None
        if refused.code is MoveRefusal.REASON_MISSING:
            is_done = to is ActionStatus.DONE
            sentence, field = (EVIDENCE, "outcome") if is_done else (sentence, "reason")
        raise StateConflictError(sentence, code=refused.code.value, field=field) from refused


def _note_down(action: Action, event: Event, kind: str, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=action, case=action.case, now=now, act=Act.WORK_ON_ACTIONS)
    timeline.add(
        action.case,
        kind,
        actor=actor,
        compartment=Compartment.CORE,
        now=now,
        url=f"/cases/{action.case.number}/plan/",
        owner=action.owner_organisation.name,
        due=action.due_on.isoformat(),
    )


def _tell_owner(action: Action, actor: Actor, *, now: datetime) -> None:
    owner = action.owner_organisation
    people = duty.contact_points([owner.pk], at=now)[owner.pk]
    recipients = [
        outbox.Recipient(user, owner, f"/cases/{action.case.number}/plan/")
        for user in people
        if user.pk != actor.user_id
    ]
    outbox.put(
        "action_agreed",
        number=action.case.number,
        to=recipients,
        now=now,
        stage=str(action.pk),
        case=action.case,
    )
