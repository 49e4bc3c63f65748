"""Write down a safety incident in care, and tell who coordinates."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.coordination import pair
from cases.happened import check_happened
from cases.incidents.models import SafetyIncident
from cases.notifications import outbox
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

SIGNALS = Compartment.SIGNALS


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen or heard. Codes as in ``rules``; ``happened_at`` is aware."""

    kind: str
    against: str
    happened_at: datetime
    place: str
    what: str
    witnesses: str = ""
    done: str = ""
    police: str = "not_yet"
    police_reference: str = ""
    report_address: str = "not_chosen"


def report(case: Case, *, actor: Actor, seen: Seen, now: datetime) -> SafetyIncident:
    """Write down what happened; coordinator and deputy are told, unless they wrote it themselves.

    Raises:
        AccessDenied: the actor may not write in this part of the case.
        StateConflictError: the case is closed, or it lies in the future.
    """
    gate.require(actor, Act.WRITE_NOTE, on=case, compartment=SIGNALS, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        check_happened(seen.happened_at, "happened_at", now=now)
        made = SafetyIncident(
            case=case, by=actor.user, organisation=actor.organisation, at=now, **asdict(seen)
        )
        write(made, actor=actor, now=now)
        _note(made, case, actor=actor, now=now)
        _tell(made, case, actor=actor, now=now)
    return made


def address(case: Case) -> str:
    """Give where the incidents of a case stand inside this site."""
    return f"/cases/{case.number}/incidents/"


def _note(made: SafetyIncident, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.SAFETY_INCIDENT_REPORTED,
        on=made,
        case=case,
        now=now,
        act=Act.WRITE_NOTE,
        compartments=[SIGNALS],
        kind=made.kind,
    )
    timeline.add(
        case, "safety_incident", actor=actor, compartment=SIGNALS, now=now, url=f"{address(case)}#i-{made.pk}"
    )


def _tell(made: SafetyIncident, case: Case, *, actor: Actor, now: datetime) -> None:
    told = pair.recipients(case, path=address(case))
    to = [recipient for recipient in told if recipient.user.pk != actor.user_id]
    outbox.put("safety_incident", number=case.number, to=to, now=now, stage=str(made.pk), case=case)
