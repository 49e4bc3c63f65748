"""The look back at every emergency access: by the coordinator's side and by an auditor, never by oneself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.models import AUDIT, COORDINATION, EmergencyAccess, EmergencyReview
from cases.audit import ledger
from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.history import write
from organisations.models import Organisation

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Figures:
    """How often people of one organisation broke the glass in a year, and what became of it. Numbers only."""

    organisation: str
    opened: int
    given_back: int
    not_needed: int
    to_review: int
    overdue: int


def judge_case(
    opened: EmergencyAccess, *, actor: Actor, verdict: str, words: str, now: datetime
) -> EmergencyReview:
    """Give the verdict of the coordinator's side.

    Raises:
        AccessDenied: the actor decides nothing about access to this case, or it was their own emergency.
        StateConflictError: this side has given its verdict, or the actor gave that of the other one.
    """
    gate.require(actor, Act.ADMIT_ORGANISATION, on=opened.case, now=now)
    return _judge(
        opened, COORDINATION, actor=actor, act=Act.ADMIT_ORGANISATION, verdict=verdict, words=words, now=now
    )


def judge_audit(
    opened: EmergencyAccess, *, actor: Actor, verdict: str, words: str, now: datetime
) -> EmergencyReview:
    """Give the verdict of an auditor.

    Raises:
        AccessDenied: the actor does not review, or it was their own emergency.
        StateConflictError: this side has given its verdict, or the actor gave that of the other one.
    """
    actor.demand(Act.REVIEW_AUDIT)
    return _judge(opened, AUDIT, actor=actor, act=Act.REVIEW_AUDIT, verdict=verdict, words=words, now=now)


def of_case(case: Case) -> QuerySet[EmergencyAccess]:
    """Give every emergency access to a case with its reviews, the newest first."""
    rows = EmergencyAccess.objects.filter(case=case).select_related("user", "organisation")
    return rows.prefetch_related("reviews__reviewed_by").order_by("-starts_at", "-id")


def of_all() -> QuerySet[EmergencyAccess]:
    """Give every emergency access with its reviews, the newest first; for auditors."""
    rows = EmergencyAccess.objects.select_related("user", "organisation", "case")
    return rows.prefetch_related("reviews__reviewed_by")


def readings(opened: EmergencyAccess) -> QuerySet[LedgerLine]:
    """Give what this person's pages of the case were, while it was open; references, no content."""
    lines = LedgerLine.objects.filter(case_id=opened.case_id, user_id=opened.user_id, is_emergency=True)
    return lines.filter(at__gte=opened.starts_at, at__lte=opened.ends_at).order_by("at", "id")


def figures(*, now: datetime) -> list[Figures]:
    """Give, per organisation, how emergency access was used in the last year. Two queries."""
    since = EmergencyAccess.objects.filter(starts_at__gt=now - YEAR)
    counted = since.values("organisation").annotate(
        opened=Count("pk", distinct=True),
        given_back=Count("pk", distinct=True, filter=~Q(given_back_at=None)),
        not_needed=Count("pk", distinct=True, filter=Q(reviews__verdict="not_needed")),
        to_review=Count("reviews", filter=Q(reviews__reviewed_at=None)),
        overdue=Count("reviews", filter=Q(reviews__reviewed_at=None, reviews__due_at__lt=now)),
    )
    rows = {row.pop("organisation"): row for row in counted}
    names = Organisation.objects.filter(pk__in=rows).order_by("name").values_list("pk", "name")
    return [Figures(organisation=name, **rows[pk]) for pk, name in names]


def side(opened: EmergencyAccess, name: str) -> EmergencyReview:
    """Give the review of one side, from what was fetched with the access."""
    return next(review for review in opened.reviews.all() if review.side == name)


def _judge(
    opened: EmergencyAccess,
    name: str,
    *,
    actor: Actor,
    act: Act,
    verdict: str,
    words: str,
    now: datetime,
) -> EmergencyReview:
    if opened.user_id == actor.user_id:
        raise AccessDenied(_("Somebody else reviews what you did yourself."), code="own_emergency", act=act)
    with transaction.atomic():
        sides = EmergencyReview.objects.select_for_update(of=("self",)).filter(access=opened).order_by("pk")
        review, other = sorted(sides, key=lambda row: row.side != name)
        if review.reviewed_at is not None:
            raise StateConflictError(_("This was reviewed already."), code="reviewed")
        if other.reviewed_by_id == actor.user_id:
            raise StateConflictError(
                _("You gave the verdict of the other side. Two people look back; ask somebody else."),
                code="second_person_needed",
            )
        review.verdict, review.words = verdict, words
        review.reviewed_at, review.reviewed_by = now, actor.user
        write(review, actor=actor, now=now)
        ledger.record(
            actor,
            Event.EMERGENCY_REVIEWED,
            on=review,
            case=opened.case,
            now=now,
            act=act,
            side=name,
            verdict=verdict,
        )
    return review
