"""What an administrator sees of the members: how they log in and are reached. No case, no count of cases."""

from datetime import datetime, timedelta
from enum import StrEnum

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from organisations import present
from organisations.models import ContactChannel, Membership, Organisation

#: An agreed end that is nearer than this is "soon".
SOON = timedelta(days=30)
#: Somebody who was not here for so long is asked whether they still need it.
LONG = timedelta(days=60)
SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


class Show(StrEnum):
    """A part of the members that asks for attention."""

    ALL = "all"
    NEVER = "never"
    LONG_AGO = "long_ago"
    UNREACHABLE = "unreachable"
    NO_SECOND_FACTOR = "no_second_factor"
    NOT_INTRODUCED = "not_introduced"
    ENDS_SOON = "ends_soon"
    CLOSED = "closed"


class Sort(StrEnum):
    """An order of the list."""

    NAME = "name"
    ROLE = "role"
    SINCE = "since"
    LAST_LOGIN = "last_login"


_ORDER = {
    Sort.NAME: (F("user__name").asc(),),
    Sort.ROLE: (F("role").asc(), F("user__name").asc()),
    Sort.SINCE: (F("starts_at").desc(),),
    Sort.LAST_LOGIN: (F("user__last_login").asc(nulls_first=True),),
}


def members(organisation: Organisation, *, show: Show, sort: Sort, now: datetime) -> QuerySet[Membership]:
    """Give the members of a part, in an order; each with ``is_reachable`` and ``has_second_factor``."""
    rows = _all(organisation, now=now).filter(_part(show, now=now))
    return rows.select_related("user", "organisation").order_by(*_ORDER[sort], "id")


def counts(organisation: Organisation, *, now: datetime) -> dict[Show, int]:
    """Count the members of every part. One query."""
    parts = {show.value: Count("pk", filter=_part(show, now=now)) for show in Show}
    found = _all(organisation, now=now).aggregate(**parts)
    return {show: found[show.value] for show in Show}


def _all(organisation: Organisation, *, now: datetime) -> QuerySet[Membership]:
    verified = ContactChannel.objects.filter(user=OuterRef("user"), verified_at__isnull=False)
    factors = Authenticator.objects.filter(user=OuterRef("user"), type__in=SECOND_FACTORS)
    return (
        present.belonging(at=now)
        .filter(organisation=organisation)
        .annotate(is_reachable=Exists(verified), has_second_factor=Exists(factors))
    )


def _part(show: Show, *, now: datetime) -> Q:
    used = Q(user__is_active=True)
    return {
        Show.ALL: Q(pk__isnull=False),
        Show.NEVER: used & Q(user__last_login=None),
        Show.LONG_AGO: used & Q(user__last_login__lt=now - LONG),
        Show.UNREACHABLE: used & Q(is_reachable=False),
        Show.NO_SECOND_FACTOR: used & Q(has_second_factor=False),
        Show.NOT_INTRODUCED: used & Q(trained_on=None),
        Show.ENDS_SOON: Q(ends_at__lte=now + SOON),
        Show.CLOSED: ~used,
    }[show]
