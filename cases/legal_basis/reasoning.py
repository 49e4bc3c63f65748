"""The act on the reasoning about sharing: keep what was answered, what followed from it, and why."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.legal_basis import rules
from cases.legal_basis.models import SharingReason
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation

VEILIG_THUIS = "veilig_thuis"  # organisations.choices: a kind of organisation


@dataclass(frozen=True, slots=True)
class Reasoning:
    """What somebody answered about sharing something with an organisation; codes as in ``rules``."""

    recipient: Organisation
    subject: str
    agreed: str
    danger: str
    needed: str
    told: str
    reasoning: str = ""


def verdict_of(said: Reasoning) -> rules.Verdict:
    """Say what follows from the answers."""
    return rules.weigh(
        rules.Answers(
            rules.Agreed(said.agreed),
            rules.Danger(said.danger),
            rules.Needed(said.needed),
            to_veilig_thuis=said.recipient.kind == VEILIG_THUIS,
        )
    )


def keep(case: Case, *, actor: Actor, said: Reasoning, now: datetime) -> SharingReason:
    """Keep the reasoning about sharing something of a case.

    Raises:
        AccessDenied: the actor does not write in this case.
        StateConflictError: the case is closed, or the reason is missing where one is needed.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, now=now)
    answer = verdict_of(said).answer
    with transaction.atomic():
        case = Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        casefile.check_open(case)
        _check_says_why(said, answer)
        kept = _write(case, said, answer, actor=actor, now=now)
        _note(kept, case, actor=actor, now=now)
    return kept


def _check_says_why(said: Reasoning, answer: rules.Answer) -> None:
    if rules.must_say_why(answer, told=said.told == "told") and not said.reasoning.strip():
        raise StateConflictError(
            _("Write down why. One or two sentences are enough; they protect the young person and you."),
            code="reason_missing",
            field="reasoning",
        )


def _write(
    case: Case, said: Reasoning, answer: rules.Answer, *, actor: Actor, now: datetime
) -> SharingReason:
    row = SharingReason(
        case=case,
        recipient=said.recipient,
        subject=said.subject,
        agreed=said.agreed,
        danger=said.danger,
        needed=said.needed,
        answer=answer.value,
        told=said.told,
        reasoning=said.reasoning,
        by=actor.user,
        organisation=actor.organisation,
        at=now,
    )
    return write(row, actor=actor, now=now)


def _note(kept: SharingReason, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.SHARING_REASONED,
        on=kept,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[Compartment.CORE],
        answer=kept.answer,
    )
    timeline.add(
        case,
        "sharing_reasoned",
        actor=actor,
        compartment=Compartment.CORE,
        now=now,
        url=f"/cases/{case.number}/sharing/basis/#reason-{kept.pk}",
    )
