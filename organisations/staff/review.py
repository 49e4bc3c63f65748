"""The yearly review of rights: every member is kept, gets another role or leaves, and then it is finished.

Each decision is saved at once, so half a review is never lost. A change or an end in a review
is the ordinary act, with its own line; the review adds who decided.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Max, Min, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations import membership, present
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.history import check_version, write
from organisations.managing import demand_at
from organisations.models import Membership, Organisation
from organisations.roles import Role
from organisations.staff.models import RightsDecision, RightsReview
from organisations.staff.review_rules import due_on


@dataclass(frozen=True, slots=True)
class Choice:
    """What is decided on one member: kept, ended, or a new role. ``version`` is what the page showed."""

    member: Membership
    outcome: str
    version: int
    role: Role | None = None


def start(organisation: Organisation, *, actor: Actor, now: datetime) -> RightsReview:
    """Start a review.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: one is going on already.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, organisation)
    with transaction.atomic():
        made = RightsReview(organisation=organisation, started_by=actor.user, started_at=now)
        try:
            with transaction.atomic():
                write(made, actor=actor, now=now)
        except IntegrityError as clash:
            raise StateConflictError(
                _("A review is going on already. Go on with that one."), code="review_open"
            ) from clash
        ledger.record(actor, Event.RIGHTS_REVIEW_STARTED, on=made, now=now, act=Act.MANAGE_MEMBERS)
    return made


def decide(review: RightsReview, *, actor: Actor, choice: Choice, now: datetime) -> RightsDecision:
    """Decide on one member, now; deciding again replaces what was decided before.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: the review is finished, the member left, is the last administrator or oneself.
        StaleWriteError: somebody else changed this member in the meantime.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, review.organisation)
    with transaction.atomic():
        _check_open(_locked(review))
        _perform(choice, actor=actor, now=now)
        made = RightsDecision.objects.filter(review=review, membership=choice.member).first()
        made = made or RightsDecision(review=review, membership=choice.member)
        made.outcome, made.decided_by, made.decided_at = choice.outcome, actor.user, now
        write(made, actor=actor, now=now)
        ledger.record(
            actor,
            Event.RIGHTS_DECIDED,
            on=choice.member,
            now=now,
            act=Act.MANAGE_MEMBERS,
            outcome=choice.outcome,
        )
    return made


def finish(review: RightsReview, *, actor: Actor, now: datetime) -> RightsReview:
    """Finish a review in which every member was decided on.

    Raises:
        AccessDenied: the actor does not manage this organisation's members.
        StateConflictError: finished already, or somebody is not decided on yet.
    """
    demand_at(actor, Act.MANAGE_MEMBERS, review.organisation)
    with transaction.atomic():
        standing = _locked(review)
        _check_open(standing)
        left = undecided(standing, now=now).count()
        if left:
            raise StateConflictError(
                _("Still to decide: %(count)s. Decide on every member, then finish.") % {"count": left},
                code="undecided",
            )
        standing.finished_by, standing.finished_at = actor.user, now
        write(standing, actor=actor, now=now)
        ledger.record(actor, Event.RIGHTS_REVIEW_FINISHED, on=standing, now=now, act=Act.MANAGE_MEMBERS)
    return standing


def members(organisation: Organisation, *, now: datetime) -> QuerySet[Membership]:
    """Give whose rights are looked at: everybody who belongs here or is still to come."""
    rows = present.belonging(at=now).filter(organisation=organisation)
    return rows.select_related("user", "organisation").order_by("user__name", "id")


def undecided(review: RightsReview, *, now: datetime) -> QuerySet[Membership]:
    """Give the members who were not decided on yet."""
    decided = RightsDecision.objects.filter(review=review).values("membership")
    return members(review.organisation, now=now).exclude(pk__in=decided)


def open_at(organisation: Organisation) -> RightsReview | None:
    """Give the review that is going on, or None."""
    rows = RightsReview.objects.filter(organisation=organisation, finished_at=None)
    return rows.select_related("organisation").first()


def due(organisations: Iterable[Organisation], *, now: datetime) -> dict[int, date | None]:
    """Give per organisation (id) the local day before which a review must be finished. Two queries."""
    ids = [organisation.pk for organisation in organisations]
    finished = dict(
        RightsReview.objects.filter(organisation__in=ids)
        .values_list("organisation")
        .annotate(Max("finished_at"))
        .order_by()
    )
    first = dict(
        present.belonging(at=now)
        .filter(organisation__in=ids)
        .values_list("organisation")
        .annotate(Min("starts_at"))
        .order_by()
    )
    return {pk: due_on(last_finished=_day(finished.get(pk)), first_member=_day(first.get(pk))) for pk in ids}


def _day(at: datetime | None) -> date | None:
    return None if at is None else timezone.localdate(at)


def _perform(choice: Choice, *, actor: Actor, now: datetime) -> None:
    """Do what was decided; keeping only checks that the page showed what is there."""
    if choice.outcome == "ended":
        membership.end(choice.member, actor=actor, now=now, version=choice.version)
    elif choice.outcome == "changed" and choice.role is not None:
        membership.change_role(choice.member, actor=actor, role=choice.role, now=now, version=choice.version)
    else:
        current = Membership.objects.select_for_update(of=("self",)).get(pk=choice.member.pk)
        if current.ended_at is not None:
            raise StateConflictError(_("This person does not work here any more."), code="member_ended")
        check_version(current, choice.version)


def _locked(review: RightsReview) -> RightsReview:
    rows = RightsReview.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=review.pk)


def _check_open(review: RightsReview) -> None:
    if review.finished_at is not None:
        raise StateConflictError(_("This review is finished already."), code="review_finished")
