"""Whose membership counts at an instant: the one answer for the door, the roster and every list.

A membership counts from ``starts_at`` up to ``ends_at``, by itself: no task has to run first.
"""

from datetime import datetime

from django.db.models import Q, QuerySet

from organisations.acts import CONTENT_ACTS, Act
from organisations.models import Membership


def belonging(*, at: datetime) -> QuerySet[Membership]:
    """Give the memberships that are not over at ``at`` (aware), also those that still have to start."""
    return Membership.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), ended_at=None)


def members(*, at: datetime) -> QuerySet[Membership]:
    """Give the memberships that count at ``at`` (aware): started, not over, account and organisation open."""
    return belonging(at=at).filter(starts_at__lte=at, user__is_active=True, organisation__is_active=True)


def caseworkers(*, at: datetime) -> QuerySet[Membership]:
    """Give the members whom their organisation lets near a case: introduced, where it asks for that."""
    return members(at=at).filter(Q(organisation__requires_training=False) | Q(trained_on__isnull=False))


def withheld(membership: Membership) -> frozenset[Act]:
    """Give the acts that wait until this member is introduced; none where nobody asks for that."""
    waits = membership.organisation.requires_training and membership.trained_on is None
    return CONTENT_ACTS if waits else frozenset()
