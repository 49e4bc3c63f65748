"""Thinking along without a name, and sharing the name later as a decision of its own.

A table can often help without knowing who it is about: an organisation reads *core* under the
pseudonym, until a day. The name follows only when somebody decides so, for a purpose, on a ground
of the covenant and with a reason.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import participation, timeline
from cases.casefile.models import Case, CaseParticipation
from cases.casefile.participation import Terms
from cases.conflict import StateConflictError
from cases.notifications import outbox
from organisations import covenant, duty
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Organisation

LONGEST = timedelta(days=42)  # long enough for two meetings of the table; a design choice


@dataclass(frozen=True, slots=True)
class Sharing:
    """For what, on which legal ground and why an organisation is told the name."""

    purpose: str
    legal_ground: str
    reason: str


def ask(
    case: Case,
    *,
    actor: Actor,
    organisation: Organisation,
    purpose: str,
    legal_ground: str,
    until: date,
    now: datetime,
) -> CaseParticipation:
    """Let an organisation think along under the pseudonym, up to and including a local day.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: the day is too far away, no clause covers core, or it takes part already.
    """
    if until > timezone.localdate(now) + LONGEST:
        raise StateConflictError(
            _("Thinking along without a name lasts six weeks at most. Choose an earlier day."),
            code="too_long",
            field="until",
        )
    ends_at = timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min))
    terms = Terms(purpose, legal_ground, frozenset({Compartment.CORE}), now, ends_at)
    return participation.admit(case, actor=actor, organisation=organisation, terms=terms, now=now)


def share_identity(
    part: CaseParticipation, *, actor: Actor, sharing: Sharing, now: datetime
) -> CaseParticipation:
    """Tell an organisation that takes part who the young person is; a decision of its own.

    Raises:
        AccessDenied: the actor may not share names on this case, or does not know the name.
        StateConflictError: it knows already, its part has ended, or no clause covers this.
    """
    case = part.case
    gate.require(actor, Act.SHARE_IDENTITY, on=case, compartment=Compartment.IDENTITY, now=now)
    with transaction.atomic():
        Case.objects.select_for_update(of=("self",)).get(pk=case.pk)
        standing = participation.lock(part, now=now)
        if standing.reads_identity:
            raise StateConflictError(_("This organisation knows the name already."), code="knows_already")
        _check_clause(standing, sharing, now=now)
        standing.reads_identity = True
        standing.identity_purpose, standing.identity_ground = sharing.purpose, sharing.legal_ground
        standing.identity_reason = sharing.reason
        standing.identity_shared_at, standing.identity_shared_by = now, actor.user
        write(standing, actor=actor, now=now, reason="identity shared")
        _record(case, standing, actor=actor, now=now)
        _tell(case, standing, now=now)
    return standing


def terms_for(part: CaseParticipation, *, now: datetime) -> list[tuple[str, str]]:
    """Give the purposes and grounds on which the covenant lets an organisation at a case know the name."""
    allowed = covenant.ceiling(part.organisation, under=part.covenant_id, now=now)
    return sorted(allowed.pairs.get(Compartment.IDENTITY, ()))


def _check_clause(part: CaseParticipation, sharing: Sharing, *, now: datetime) -> None:
    if (sharing.purpose, sharing.legal_ground) not in terms_for(part, now=now):
        raise StateConflictError(
            _("The covenant has no clause that lets this organisation know the name on this ground."),
            code="no_clause",
            field="terms",
        )


def _record(case: Case, standing: CaseParticipation, *, actor: Actor, now: datetime) -> None:
    ledger.record(
        actor,
        Event.IDENTITY_SHARED,
        on=standing,
        case=case,
        now=now,
        act=Act.SHARE_IDENTITY,
        compartments=[Compartment.IDENTITY],
        ground=f"{standing.identity_purpose}/{standing.identity_ground}",
        admitted=standing.organisation_id,
    )
    timeline.add(
        case,
        "identity_shared",
        actor=actor,
        compartment=Compartment.CORE,
        now=now,
        admitted=standing.organisation.name,
    )


def _tell(case: Case, standing: CaseParticipation, *, now: datetime) -> None:
    people = duty.contact_points([standing.organisation_id], at=now)[standing.organisation_id]
    to = [outbox.Recipient(user, standing.organisation, f"/cases/{case.number}/people/") for user in people]
    outbox.put("identity_shared", number=case.number, to=to, now=now, stage=str(standing.pk), case=case)
