"""Write down whether the police released what they told: who there, when, for whom."""

from dataclasses import asdict, dataclass
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
from cases.happened import check_happened
from cases.police.models import PoliceContact, PoliceRelease
from cases.police.release_rules import Release, Standing, standing
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

POLICE = Compartment.POLICE


@dataclass(frozen=True, slots=True)
class Said:
    """What the police said. ``decision`` as in ``release_rules``; ``decided_at`` is aware."""

    decision: str
    decided_by: str
    decided_at: datetime
    for_whom: str = ""
    condition: str = ""


def decide(
    contact: PoliceContact, *, actor: Actor, said: Said, now: datetime, after: int | None = None
) -> PoliceRelease:
    """Write down what the police said about passing on what they told.

    ``after`` is the id of the last decision that the page showed (0: none, None: not asked).

    Raises:
        AccessDenied: the actor may not log police contact in this case.
        StateConflictError: the case is closed, nothing was received, nobody is named for whom it is released,
            the moment is still to come, or somebody was faster.
    """
    gate.require(actor, Act.LOG_POLICE_CONTACT, on=contact.case, compartment=POLICE, now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=contact.case_id)
        casefile.check_open(case)
        _check_latest(contact, after)
        _check(contact, said, now=now)
        made = PoliceRelease(
            contact=contact, by=actor.user, organisation=actor.organisation, at=now, **asdict(said)
        )
        write(made, actor=actor, now=now)
        _note(made, case, actor=actor, now=now)
    return made


def last_of(contact: PoliceContact) -> PoliceRelease | None:
    """Give the last decision about a contact; reads what was prefetched, if it was."""
    return max(contact.releases.all(), key=lambda row: (row.at, row.pk), default=None)


def standing_of(contact: PoliceContact) -> Standing:
    """Say whether what was received may be passed on."""
    last = last_of(contact)
    return standing(contact.received, None if last is None else last.decision)


def _check_latest(contact: PoliceContact, after: int | None) -> None:
    last = contact.releases.order_by("-at", "-id").first()
    if after is not None and after != (0 if last is None else last.pk):
        raise StateConflictError(
            _("Somebody else wrote down what the police said in the meantime. Look at it, then save again."),
            code="somebody_was_faster",
        )


def _check(contact: PoliceContact, said: Said, *, now: datetime) -> None:
    if not contact.received.strip():
        raise StateConflictError(
            _("Nothing was received in this contact, so there is nothing to release."), code="nothing"
        )
    check_happened(said.decided_at, "decided_at", now=now)
    if said.decision == Release.RELEASED and not said.for_whom.strip():
        raise StateConflictError(
            _("Say for whom the police released it. Everybody else still may not hear it."),
            code="for_nobody",
            field="for_whom",
        )


def _note(made: PoliceRelease, case: Case, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.POLICE_RELEASE_DECIDED,
        on=made,
        case=case,
        now=now,
        act=Act.LOG_POLICE_CONTACT,
        compartments=[POLICE],
        decision=made.decision,
    )
    timeline.add(
        case,
        "police_release",
        actor=actor,
        compartment=POLICE,
        now=now,
        url=f"/cases/{case.number}/police/#contact-{made.contact_id}",
    )
