"""Whose membership counts at an instant: the one answer for the door, the roster and every list.

A membership counts from ``starts_at`` up to ``ends_at``, by itself: no task has to run first.
"""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from organisations.acts import CONTENT_ACTS, Act
from organisations.models import Membership


def belonging(*, at: datetime) -> QuerySet[Membership]:
    """Give the memberships that are not over at ``at`` (aware), also those that still have to start."""
    return Membership.objects.filter(_not_over(at))


def in_term(*, at: datetime) -> Q:
    """Give the condition that a membership has started and is not over at ``at`` (aware)."""
    return _not_over(at) & Q(starts_at__lte=at)


def members(*, at: datetime) -> QuerySet[Membership]:
    """Give the memberships that count at ``at`` (aware): started, not over, account and organisation open."""
    return Membership.objects.filter(in_term(at=at), user__is_active=True, organisation__is_active=True)


def caseworkers(*, at: datetime) -> QuerySet[Membership]:
    """Give the members whom their organisation lets near a case: introduced, where it asks for that."""
    return members(at=at).filter(Q(organisation__requires_training=False) | Q(trained_on__isnull=False))


def withheld(membership: Membership) -> frozenset[Act]:
    """Give the acts that wait until this member is introduced; none where nobody asks for that."""
    return withheld_from(
        trained_on=membership.trained_on, requires_training=membership.organisation.requires_training
    )


def withheld_from(*, trained_on: date | None, requires_training: bool) -> frozenset[Act]:
    """Give the acts that wait until somebody is introduced, where their organisation asks for that."""
    return CONTENT_ACTS if requires_training and trained_on is None else frozenset()


def _not_over(at: datetime) -> Q:
    return Q(Q(ends_at=None) | Q(ends_at__gt=at), ended_at=None)
