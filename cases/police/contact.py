"""Contact with police or justice: logged once, with what was given and received, and on which ground."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import case as casefile
from cases.casefile import timeline
from cases.casefile.models import Case
from cases.happened import check_happened
from cases.police.models import PoliceContact
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write


@dataclass(frozen=True, slots=True)
class Talk:
    """What one contact was about. ``happened_at`` is aware; codes as in ``rules``, and out or in."""

    kind: str
    unit: str
    person: str
    purpose: str
    legal_ground: str
    happened_at: datetime
    given: str = ""
    received: str = ""
    agreement: str = ""
    direction: str = "out"


def log(case: Case, *, actor: Actor, talk: Talk, now: datetime) -> PoliceContact:
    """Log a contact with police or justice in a case.

    Raises:
        AccessDenied: the actor may not log police contact in this case.
        StateConflictError: the case is closed, or the contact lies in the future.
    """
    gate.require(actor, Act.LOG_POLICE_CONTACT, on=case, compartment=Compartment.POLICE, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        casefile.check_open(case)
        check_happened(talk.happened_at, "happened_at", now=now)
        contact = PoliceContact(
            case=case, by=actor.user, organisation=actor.organisation, at=now, **asdict(talk)
        )
        write(contact, actor=actor, now=now)
        _note(contact, case, actor=actor, now=now)
    return contact


def _note(contact: PoliceContact, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.POLICE_CONTACT_LOGGED,
        on=contact,
        case=case,
        now=now,
        act=Act.LOG_POLICE_CONTACT,
        compartments=[Compartment.POLICE],
        ground=contact.legal_ground,
        kind=contact.kind,
        unit=contact.unit,
    )
    timeline.add(
        case,
        "police_contact",
        actor=actor,
        compartment=Compartment.POLICE,
        now=now,
        url=f"/cases/{case.number}/police/#contact-{contact.pk}",
        contact=contact.pk,
    )
