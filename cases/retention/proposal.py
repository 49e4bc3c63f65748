"""The daily look: which closed cases reach the end of their term, who is warned, who is asked.

Proposes and tells; destroys nothing. Each case has a transaction of its own, and a second run the same day
finds nothing to do.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile.models import Case
from cases.casefile.retention import kept
from cases.casefile.retention_rules import months_later
from cases.conflict import StateConflictError
from cases.notifications import outbox
from cases.numbers import draw
from cases.retention import rules, seats
from cases.retention.models import DestructionAgreement, DestructionCertificate, DestructionProposal
from cases.retention.rules import STANDING, State
from cases.workdays import start_of_day
from organisations.actor import Actor
from organisations.history import write
from organisations.models import CovenantVersion, Membership

log = logging.getLogger(__name__)

SYSTEM = "retention"
MARGIN = timedelta(days=3)  # months differ in length: look a little wider, and judge each case exactly


def sweep(*, now: datetime) -> int:
    """Announce what ends soon, warn, ask and withdraw; tells how many changed. Safe to run twice."""
    return _each(_due(now=now), _announce, now=now) + _each(_standing(), _go_on, now=now)


def lock(proposal: DestructionProposal) -> tuple[Case, DestructionProposal]:
    """Lock the case, then the proposal, and give both as they stand now.

    Raises:
        StateConflictError: the case was destroyed meanwhile.
    """
    case = Case.objects.select_for_update(of=("self",)).filter(pk=proposal.case_id).first()
    rows = DestructionProposal.objects.select_for_update(of=("self",)).filter(pk=proposal.pk)
    standing = rows.first()
    if case is None or standing is None:
        raise StateConflictError(
            _("This case was destroyed just now. What stays is its certificate."), code="destroyed"
        )
    standing.case = case
    return case, standing


def is_closed_as_proposed(case: Case, proposal: DestructionProposal) -> bool:
    """Tell whether the case is closed since the same moment for which its end was proposed."""
    return case.status == "closed" and case.closed_at == proposal.closed_at


def address(proposal: DestructionProposal) -> str:
    """Give the page of a proposal."""
    return f"/retention/{proposal.number}/"


def is_number_taken(number: str) -> bool:
    """Tell whether a number stands on a proposal or on a certificate."""
    return (
        DestructionProposal.objects.filter(number=number).exists()
        or DestructionCertificate.objects.filter(number=number).exists()
    )


def _each(pks: Iterable[int], perform: Callable[..., bool], *, now: datetime) -> int:
    done = 0
    for pk in pks:
        try:
            with transaction.atomic():
                done += perform(pk, now=now)
        except Exception:
            log.exception("the end of a term could not be looked at")
    return done


def _due(*, now: datetime) -> list[int]:
    """Give the closed cases whose term may end soon, by the versions under which they closed."""
    ahead = timezone.localdate(now) + timedelta(days=max(rules.WARNINGS))
    standing = DestructionProposal.objects.filter(case=OuterRef("pk"), state__in=STANDING)
    rows = Case.objects.filter(~Exists(standing), status="closed")
    found: set[int] = set()
    for version in CovenantVersion.objects.filter(status="settled"):
        last = months_later(ahead, -version.retention_months) + MARGIN
        last = min(last, version.valid_until) if version.valid_until else last
        closed = rows.filter(covenant=version.covenant_id, closed_at__gte=start_of_day(version.valid_from))
        found.update(
            closed.filter(closed_at__lt=start_of_day(last + timedelta(days=1))).values_list("pk", flat=True)
        )
    return sorted(found)


def _standing() -> list[int]:
    rows: QuerySet[DestructionProposal] = DestructionProposal.objects.filter(state__in=STANDING)
    return list(rows.order_by("kept_until", "id").values_list("pk", flat=True))


def _announce(pk: int, *, now: datetime) -> bool:
    case = Case.objects.select_for_update(of=("self",)).filter(pk=pk, status="closed").first()
    term = None if case is None else kept(case, now=now)
    today = timezone.localdate(now)
    if case is None or term is None or today < term.until - timedelta(days=max(rules.WARNINGS)):
        return False
    if case.destruction_proposals.filter(state__in=STANDING).exists():
        return False
    actor = Actor.system(SYSTEM)
    made = DestructionProposal(
        number=draw("D", today.year, is_number_taken),
        case=case,
        covenant_version=term.version,
        months=term.months,
        closed_at=case.closed_at,
        kept_until=term.until,
        announced_at=now,
    )
    write(made, actor=actor, now=now)
    ledger.record(
        actor, Event.DESTRUCTION_ANNOUNCED, on=made, case=case, now=now, kept_until=term.until.isoformat()
    )
    return True


def _go_on(pk: int, *, now: datetime) -> bool:
    """Let time and the case move one proposal, and tell those who must know."""
    proposal = DestructionProposal.objects.filter(pk=pk).first()
    if proposal is None:
        return False
    try:
        case, standing = lock(proposal)
    except StateConflictError:
        return False
    return standing.state in STANDING and (_move(case, standing, now=now) or _tell(case, standing, now=now))


def _move(case: Case, standing: DestructionProposal, *, now: datetime) -> bool:
    today = timezone.localdate(now)
    end = rules.last_day(standing.kept_until, standing.held_until)
    is_closed = is_closed_as_proposed(case, standing)
    state = rules.next_state(standing.state, end, today=today, is_closed=is_closed)
    if state == standing.state:
        return False
    actor = Actor.system(SYSTEM)
    standing.state, standing.told_at = rules.move(standing.state, state).to.value, None
    if state is State.WITHDRAWN:
        standing.ended_at = now
        end_agreements(standing, actor=actor, now=now)
    write(standing, actor=actor, now=now, reason=state.value)
    event = Event.DESTRUCTION_WITHDRAWN if state is State.WITHDRAWN else Event.DESTRUCTION_DUE
    ledger.record(actor, event, on=standing, case=case, now=now)
    if state is State.WAITING:
        _tell(case, standing, now=now)
    return True


def end_agreements(standing: DestructionProposal, *, actor: Actor, now: datetime) -> None:
    """End what was agreed so far: who agrees, agrees to the case as it stands."""
    for agreement in DestructionAgreement.objects.filter(proposal=standing, ended_at=None):
        agreement.ended_at = now
        write(agreement, actor=actor, now=now)


def _tell(case: Case, standing: DestructionProposal, *, now: datetime) -> bool:
    today = timezone.localdate(now)
    told_on = None if standing.told_at is None else timezone.localdate(standing.told_at)
    if standing.state == State.ANNOUNCED and rules.warns(standing.kept_until, told_on, today=today):
        kind, to = "retention_ends", seats.coordinating(case, now=now)
    elif standing.state == State.WAITING and rules.reminds(told_on, today=today):
        kind, to = "destruction_waits", _asked(case, standing, now=now)
    else:
        return False
    standing.told_at = now
    write(standing, actor=Actor.system(SYSTEM), now=now, reason="told")
    recipients = [outbox.Recipient(m.user, m.organisation, address(standing)) for m in to]
    outbox.put(kind, number=standing.number, to=recipients, now=now, stage=today.isoformat(), case=case)
    return True


def _asked(case: Case, standing: DestructionProposal, *, now: datetime) -> list[Membership]:
    """Give who can still say something: nobody of an organisation that agreed already."""
    agreed = set(standing.agreements.filter(ended_at=None).values_list("organisation_id", flat=True))
    everybody = [*seats.coordinating(case, now=now), *seats.second_eyes(standing, now=now)]
    return [member for member in everybody if member.organisation_id not in agreed]
