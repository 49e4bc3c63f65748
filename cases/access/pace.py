"""Slows whoever opens very many cases in a few minutes: a rightful reader can scrape as well (bar S22).

Nobody reads a hundred and twenty cases in five minutes; a program does, and so does whoever takes everything
along. What was opened is counted in the ledger, which cannot be empty where a cache can. A case that was
opened in these minutes stays open, and nothing about a youth who is missing is ever held up: whoever must
find the right case at two in the morning is not to be taken for a thief. The auditors hear of it long before
(``audit.review_rules.bursts``).
"""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.audit.review_rules import BURST_CASES
from cases.casefile.models import Case
from cases.missing.models import MissingEpisode
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.prepared import prepared

WINDOW = timedelta(minutes=5)
CODE = "too_fast"
_SEARCH = Q(event=Event.CASES_SEARCHED.value)
SENTENCE = _("You opened or searched for very many cases in a few minutes, so no more is shown for a moment.")


class TooFast(AccessDenied):  # noqa: N818 - reads as what happened
    """So many cases in so little time that the next one waits; nothing is wrong with the access itself."""


def demand_calm(actor: Actor, *, case: Case, act: Act, now: datetime) -> None:
    """Pass unless this person opened very many other cases in the last minutes before ``now`` (aware).

    Raises:
        TooFast: the next case waits. Never about an alert, nor a case with a running one.
    """
    if actor.user_id is None or act is Act.SOUND_ALERT:
        return
    counted = _counted(user_id=actor.user_id, case_id=case.pk, since=now - WINDOW, now=now)
    opened, searched, this = next(iter(counted), (0, 0, 0))
    is_calm = this or opened + searched < most()
    if not is_calm and not MissingEpisode.objects.filter(case=case, status="running").exists():
        raise TooFast(SENTENCE, code=CODE, act=act, case=case)


def demand_calm_search(actor: Actor, *, now: datetime) -> None:
    """Pass unless this person searched very many times in the last minutes before ``now`` (aware).

    Raises:
        TooFast: the next search waits.
    """
    if _looked(actor.user_id, now - WINDOW, now).filter(_SEARCH).count() >= most():
        raise TooFast(SENTENCE, code=CODE, act=Act.SEARCH_CASES)


def most() -> int:
    """Give how many cases a person may open in five minutes; the auditors always hear first."""
    return max(settings.ZORGTAFEL_MOST_CASES, BURST_CASES)


@prepared
def _counted(*, user_id: Any, case_id: Any, since: Any, now: Any) -> QuerySet:
    """Count, in one row or none: cases opened, searches done, and how often this very case was opened."""
    counted = (
        _looked(user_id, since, now)
        .values("user_id")
        .annotate(
            opened=Count("case_id", distinct=True),
            searched=Count("id", filter=_SEARCH),
            this=Count("id", filter=Q(case_id=case_id)),
        )
    )
    return counted.values_list("opened", "searched", "this")


def _looked(user_id: Any, since: Any, now: Any) -> QuerySet[LedgerLine]:
    rows = LedgerLine.objects.filter(
        user_id=user_id, at__gt=since, at__lte=now, action="R", outcome="allowed"
    )
    return rows.filter(Q(case_id__isnull=False) | _SEARCH)
