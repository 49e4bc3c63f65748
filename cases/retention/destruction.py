"""Two people decide about the end of a case: agree, hold, and with the second agreement: destroy."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access.models import EmergencyReview
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import ReviewItem
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.retention import collect, erasing, rules, seats
from cases.retention.models import (
    DestructionAgreement,
    DestructionCertificate,
    DestructionHold,
    DestructionProposal,
)
from cases.retention.proposal import end_agreements, is_closed_as_proposed, lock
from cases.retention.rules import Refusal, Standing, State, Voice
from organisations.actor import Actor
from organisations.acts import Act
from organisations.history import write

REFUSALS = {
    Refusal.REOPENED: _("This case was opened again. It is not destroyed."),
    Refusal.HELD: _("This case is held. It can't be destroyed before the hold ends."),
    Refusal.TERM_RUNS: _("The term of this case has not ended yet."),
    Refusal.ENDED: _("This proposal has ended."),
    Refusal.AGREED_ALREADY: _("You agreed already. Somebody of another organisation must agree too."),
    Refusal.SAME_ORGANISATION: _(
        "Your organisation agreed already. The second must be somebody of another organisation."
    ),
    Refusal.NOBODY_COORDINATES: _(
        "Two of you agree, but neither coordinates this case. Its coordinator or deputy must agree as well."
    ),
}


def agree(proposal: DestructionProposal, *, actor: Actor, now: datetime) -> DestructionCertificate | None:
    """Agree that a case is destroyed; the second who agrees, of another organisation, destroys it.

    Gives the certificate when the case is gone, None when somebody else must still agree.

    Raises:
        AccessDenied: the actor decides nothing here.
        StateConflictError: opened again, held, not due yet, agreed already, destroyed already, or something
            about the case still has to be looked at.
    """
    voice = _voice(actor, leads=seats.require(actor, proposal, now=now))
    try:
        with transaction.atomic():
            case, standing = lock(proposal)
            is_second = _decide(case, standing, voice, now=now)
            check_nothing_open(case)
            _write_agreement(case, standing, voice, actor=actor, now=now)
            return _destroy(case, standing, actor=actor, now=now) if is_second else None
    except IntegrityError as clash:
        raise erasing.changed_meanwhile() from clash


def hold(
    proposal: DestructionProposal, *, actor: Actor, reason: str, explanation: str, until: date, now: datetime
) -> DestructionHold:
    """Keep a case longer, until a day on which somebody looks again. Who agreed must then agree anew.

    Raises:
        AccessDenied: the actor decides nothing here.
        StateConflictError: opened again, destroyed already, or a day that is too early or too far.
    """
    seats.require(actor, proposal, now=now)
    with transaction.atomic():
        case, standing = lock(proposal)
        if not is_closed_as_proposed(case, standing) or standing.state not in rules.STANDING:
            raise StateConflictError(REFUSALS[Refusal.REOPENED], code=Refusal.REOPENED)
        _check_day(standing, until, today=timezone.localdate(now))
        standing.state = rules.move(standing.state, State.HELD).to.value
        standing.held_until, standing.told_at = until, None
        write(standing, actor=actor, now=now, reason=reason)
        end_agreements(standing, actor=actor, now=now)
        made = DestructionHold(
            proposal=standing,
            reason=reason,
            explanation=explanation,
            until=until,
            at=now,
            by=actor.user,
            organisation=actor.organisation,
        )
        write(made, actor=actor, now=now)
        _record(Event.DESTRUCTION_HELD, standing, case, actor, now, hold=reason, until=until.isoformat())
    return made


def standing_agreements(proposal: DestructionProposal) -> QuerySet[DestructionAgreement]:
    """Give who agrees at this moment, the first one first."""
    rows = proposal.agreements.filter(ended_at=None).select_related("user", "organisation")
    return rows.order_by("at", "id")


def agreed_for(organisation_id: int | None, proposals: Iterable[DestructionProposal]) -> set[int]:
    """Give the ids of the proposals to which this organisation agreed. One query."""
    rows = DestructionAgreement.objects.filter(
        proposal__in=[proposal.pk for proposal in proposals], organisation_id=organisation_id, ended_at=None
    )
    return set(rows.values_list("proposal_id", flat=True))


def check_nothing_open(case: Case) -> None:
    """Pass when nobody still has to look at how this case was read.

    Raises:
        StateConflictError: a review of the ledger or an emergency access waits.
    """
    reviews = ReviewItem.objects.filter(case_number=case.number).exclude(status="done")
    emergencies = EmergencyReview.objects.filter(access__case=case, reviewed_at=None)
    if reviews.exists() or emergencies.exists():
        raise StateConflictError(
            _("Somebody still has to look back at who read this case. Destroy it after that."),
            code="review_open",
        )


def _voice(actor: Actor, *, leads: bool) -> Voice:
    return Voice(user=actor.user_id, organisation=actor.organisation_id, leads=leads)


def _decide(case: Case, standing: DestructionProposal, voice: Voice, *, now: datetime) -> bool:
    before = [
        Voice(agreed.user_id, agreed.organisation_id, agreed.leads)
        for agreed in standing_agreements(standing)
    ]
    facts = Standing(
        state=State(standing.state),
        kept_until=standing.kept_until,
        held_until=standing.held_until,
        is_closed=is_closed_as_proposed(case, standing),
        voices=before,
    )
    try:
        return rules.agree(facts, voice, today=timezone.localdate(now))
    except rules.Refused as refused:
        raise StateConflictError(REFUSALS[refused.code], code=refused.code) from refused


def _check_day(standing: DestructionProposal, until: date, *, today: date) -> None:
    first, last = rules.hold_days(today)
    first = max(first, standing.kept_until)
    if not first <= until <= max(last, first):
        raise StateConflictError(
            _("Choose a day after today and after the end of the term, at most two years from now."),
            code="hold_day",
            field="until",
        )


def _write_agreement(
    case: Case, standing: DestructionProposal, voice: Voice, *, actor: Actor, now: datetime
) -> None:
    made = DestructionAgreement(
        proposal=standing, user=actor.user, organisation=actor.organisation, leads=voice.leads, at=now
    )
    write(made, actor=actor, now=now)
    _record(Event.DESTRUCTION_AGREED, standing, case, actor, now, leads=voice.leads)


def _destroy(
    case: Case, standing: DestructionProposal, *, actor: Actor, now: datetime
) -> DestructionCertificate:
    rules.move(standing.state, State.DESTROYED)
    found = collect.rows_of(case)
    certificate = _certificate(case, standing, found, now=now)
    certificate.save(force_insert=True)
    erasing.erase(found, certificate)
    _record(Event.CASE_DESTROYED, certificate, case, actor, now, tables=len(certificate.counts))
    return certificate


def _certificate(
    case: Case, standing: DestructionProposal, found: collect.Found, *, now: datetime
) -> DestructionCertificate:
    first, second = standing_agreements(standing)
    return DestructionCertificate(
        number=standing.number,
        at=now,
        case_id=case.pk,
        case_number=case.number,
        closed_on=timezone.localdate(case.closed_at),
        kept_until=standing.kept_until,
        held_until=standing.held_until,
        covenant=standing.covenant_version.covenant.name,
        covenant_version=standing.covenant_version.number,
        months=standing.months,
        first_id=first.user_id,
        first_name=first.user.name,
        first_organisation_id=first.organisation_id,
        first_organisation=first.organisation.name,
        first_at=first.at,
        second_id=second.user_id,
        second_name=second.user.name,
        second_organisation_id=second.organisation_id,
        second_organisation=second.organisation.name,
        counts=found.counts(),
        person_stays=found.person_stays,
    )


def _record(
    event: Event,
    on: DestructionProposal | DestructionCertificate,
    case: Case,
    actor: Actor,
    now: datetime,
    **detail: str | int | bool,
) -> None:
    ledger.record(actor, event, on=on, case=case, now=now, act=Act.AGREE_DESTRUCTION, **detail)
