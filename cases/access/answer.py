"""The answer to a request for access: granted in whole or in part, or refused with a sentence."""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access import facts, gate, request
from cases.access.models import AccessRequest
from cases.access.request_rules import GrantRefusal, GrantRefused, RequestState, Share, decode, outcome
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import consult, grants, participation
from cases.casefile.models import CaseParticipation
from cases.casefile.participation import Terms
from cases.conflict import StateConflictError
from cases.notifications import outbox
from organisations import present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write

GRANT_REFUSALS = {
    GrantRefusal.MORE_THAN_ASKED: (_("You can give less than was asked, not more."), "compartments"),
    GrantRefusal.LONGER_THAN_ASKED: (
        _("You can give a shorter period than was asked, not a longer."),
        "until",
    ),
}


def grant(
    asked: AccessRequest,
    *,
    actor: Actor,
    compartments: frozenset[Compartment],
    until: date | None,
    answer: str,
    now: datetime,
) -> AccessRequest:
    """Let the organisation in, in whole or in part, and name the requester on the case.

    ``until`` is the last day (local) of the period; None is no end.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: answered or withdrawn meanwhile, more than was asked, no clause covers it,
            or the requester no longer works there or has a conflict of interest.
    """
    gate.require(actor, Act.ADMIT_ORGANISATION, on=asked.case, now=now)
    with transaction.atomic():
        standing = request.lock(asked)
        share = Share(compartments, until)
        result = _outcome(standing, share)
        request.finish(standing, result, actor=actor, answer=answer, now=now)
        _check_can_come_in(standing, now=now)
        standing.participation = _let_in(standing, share, actor=actor, now=now)
        write(standing, actor=actor, now=now)
        _name(standing, actor=actor, now=now)
        event = Event.ACCESS_REQUEST_GRANTED
        request.record(standing, event, Act.ADMIT_ORGANISATION, actor, now, decision=result.value)
        tell_requester(standing, now=now)
    return standing


def refuse(asked: AccessRequest, *, actor: Actor, answer: str, now: datetime) -> AccessRequest:
    """Refuse a request, with a sentence that the requester reads.

    Raises:
        AccessDenied: the actor may not admit organisations to this case.
        StateConflictError: answered or withdrawn meanwhile, or no sentence.
    """
    gate.require(actor, Act.ADMIT_ORGANISATION, on=asked.case, now=now)
    with transaction.atomic():
        standing = request.lock(asked)
        request.finish(standing, RequestState.REFUSED, actor=actor, answer=answer, now=now)
        write(standing, actor=actor, now=now)
        request.record(standing, Event.ACCESS_REQUEST_REFUSED, Act.ADMIT_ORGANISATION, actor, now)
        tell_requester(standing, now=now)
    return standing


def tell_requester(standing: AccessRequest, *, now: datetime) -> None:
    """Owe the requester the answer; not tied to the case, because they may stand outside it."""
    to = [outbox.Recipient(standing.user, standing.organisation, request.address(standing))]
    outbox.put("access_answered", number=standing.number, to=to, now=now)


def _outcome(standing: AccessRequest, given: Share) -> RequestState:
    try:
        return outcome(wanted=Share(decode(standing.compartments), standing.until), given=given)
    except GrantRefused as refused:
        sentence, field = GRANT_REFUSALS[refused.code]
        raise StateConflictError(sentence, code=refused.code, field=field) from refused


def _check_can_come_in(standing: AccessRequest, *, now: datetime) -> None:
    works = present.members(at=now).filter(user=standing.user, organisation=standing.organisation)
    if not works.exists():
        raise StateConflictError(
            _("The requester no longer works for this organisation. Refuse the request."), code="left"
        )
    kept_away = standing.case.blocks.filter(user=standing.user, ended_at=None)
    barred = standing.case.organisation_blocks.filter(organisation=standing.organisation, ended_at=None)
    if kept_away.exists() or barred.exists():
        raise StateConflictError(
            _("The requester is kept away from this case for a conflict of interest. Refuse the request."),
            code="blocked",
        )


def _let_in(standing: AccessRequest, share: Share, *, actor: Actor, now: datetime) -> CaseParticipation:
    """Admit the organisation, or open more to one that takes part already."""
    ends_at = _end_of(share.until)
    part = standing.case.participations.filter(organisation=standing.organisation, ended_at=None).first()
    if part is None:
        terms = Terms(standing.purpose, standing.legal_ground, share.compartments, now, ends_at)
        return participation.admit(
            standing.case, actor=actor, organisation=standing.organisation, terms=terms, now=now
        )
    if (part.purpose, part.legal_ground) != (standing.purpose, standing.legal_ground):
        raise StateConflictError(
            _(
                "This organisation takes part already, for another purpose or on another ground. "
                "Change its terms on the page Sharing, and tell so in a refusal."
            ),
            code="other_terms",
        )
    known = facts.admission(part).compartments
    opened = known | (share.compartments - {Compartment.IDENTITY})
    terms = Terms(part.purpose, part.legal_ground, opened, part.starts_at, _later(part.ends_at, ends_at))
    part = participation.change(part, actor=actor, terms=terms, now=now)
    if Compartment.IDENTITY in share.compartments - known:
        why = _("Asked in request %(number)s") % {"number": standing.number}
        sharing = consult.Sharing(standing.purpose, standing.legal_ground, str(why))
        part = consult.share_identity(part, actor=actor, sharing=sharing, now=now)
    return part


def _end_of(day: date | None) -> datetime | None:
    """Give the instant at which a local day has ended."""
    if day is None:
        return None
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Give the later end; None is no end."""
    return None if one is None or other is None else max(one, other)


def _name(standing: AccessRequest, *, actor: Actor, now: datetime) -> None:
    case, user = standing.case, standing.user
    if grants.name_on_case(case, user, organisation=standing.organisation, actor=actor, now=now):
        ledger.record(
            actor,
            Event.COLLEAGUE_NAMED,
            on=case,
            case=case,
            now=now,
            act=Act.ADMIT_ORGANISATION,
            named=user.pk,
        )
