"""A decision of the table, and the action it asks for: owner and day, in one go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import timeline
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.meetings import agenda, room, rules
from cases.meetings.models import AgendaItem, Decision
from cases.meetings.rules import DecisionFacts, DecisionNeed
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation

MAX_ACTION = 500  # characters

#: What is still needed: the sentence, and the field it belongs to.
NEEDS = {
    DecisionNeed.TEXT: (_("Write down what was decided."), "text"),
    DecisionNeed.OWNER: (_("Choose which organisation does it."), "owner_organisation"),
    DecisionNeed.OWNER_ON_CASE: (
        _("This organisation takes no part in the case, so it could not see the action."),
        "owner_organisation",
    ),
    DecisionNeed.DUE_DATE: (_("Choose the day before which it is done."), "due_on"),
    DecisionNeed.DUE_NOT_BEFORE_MEETING: (
        _("This day lies before the meeting. Choose the day of the meeting or a later one."),
        "due_on",
    ),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """A decision as typed. An action comes with it as soon as one of its three parts is filled in."""

    text: str
    legal_ground: str
    dissent: str = ""
    description: str = ""
    owner_organisation: Organisation | None = None
    due_on: date | None = None

    @property
    def asks_action(self) -> bool:
        """Tell whether somebody has to do something."""
        return bool(self.description or self.owner_organisation or self.due_on)


def record(item: AgendaItem, *, actor: Actor, outcome: Outcome, now: datetime) -> Decision:
    """Record a decision in an item, and agree the action it asks for.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: attendance is missing, or the decision or its action is incomplete.
    """
    agenda.require_chair_of(item, actor=actor, now=now)
    with transaction.atomic():
        standing = agenda.lock(item)
        agenda.check_may_minute(standing, now=now)
        _check_complete(standing, outcome, now=now)
        decided = Decision(
            item=standing,
            text=outcome.text,
            dissent=outcome.dissent,
            legal_ground=outcome.legal_ground,
            at=now,
            by=actor.user,
        )
        write(decided, actor=actor, now=now)
        _note(decided, actor=actor, now=now)
        if outcome.asks_action:
            _agree(decided, outcome, actor=actor, now=now)
    return decided


def needs(item: AgendaItem, outcome: Outcome, *, owner_on_case: bool) -> tuple[DecisionNeed, ...]:
    """List what a decision still needs, against the local day of its meeting."""
    asked = DecisionFacts(
        text=outcome.text,
        asks_action=outcome.asks_action,
        has_owner=outcome.owner_organisation is not None,
        owner_on_case=owner_on_case,
        due_on=outcome.due_on,
    )
    return rules.decision_needs(asked, meeting_on=timezone.localdate(item.meeting.starts_at)).needs


def _check_complete(item: AgendaItem, outcome: Outcome, *, now: datetime) -> None:
    owner_on_case = outcome.owner_organisation in room.on_the_case(item.case, now=now)
    for need in needs(item, outcome, owner_on_case=owner_on_case):
        sentence, field = NEEDS[need]
        raise StateConflictError(sentence, code=need, field=field)


def _note(decided: Decision, *, actor: Actor, now: datetime) -> None:
    item = decided.item
    ledger.record(
        actor,
        Event.DECISION_RECORDED,
        on=decided,
        case=item.case,
        now=now,
        act=Act.CHAIR_MEETING,
        compartments=[Compartment.CORE],
        ground=decided.legal_ground,
        object_number=item.meeting.number,
    )
    timeline.add(
        item.case,
        "decision",
        actor=actor,
        compartment=Compartment.CORE,
        now=now,
        meeting=item.meeting.number,
    )


def _agree(decided: Decision, outcome: Outcome, *, actor: Actor, now: datetime) -> None:
    """Let the action say what the decision says, unless it says it more precisely."""
    action.agree(
        decided.item.case,
        actor=actor,
        description=(outcome.description or outcome.text)[:MAX_ACTION],
        owner_organisation=outcome.owner_organisation,
        due_on=outcome.due_on,
        decision=decided,
        now=now,
    )
