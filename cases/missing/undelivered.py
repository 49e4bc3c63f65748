"""Calls that reached nobody: every message of the level failed for good, over every channel.

Waiting for an answer that nobody was asked for is lost time, so the next level is called at once.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from cases.missing.models import AlertCall
from cases.notifications.models import Delivery

#: Failures of longer ago concern levels that had their time long since.
RECENT = timedelta(hours=1)

#: What was called: number of the alert, organisation, stage.
Called = tuple[str, int, str]


def stage_of(call: AlertCall, order: int) -> str:
    """Name one level of one round of an organisation, as the messages about it do."""
    return str(order) if call.round == 1 else f"{call.round}.{order}"


def calls(*, now: datetime) -> set[int]:
    """Give the calls (their ids) that wait for an answer of a level of which nobody could be told."""
    failed = _messages().filter(state="failed", due_at__gt=now - RECENT)
    suspects = set(failed.values_list("notification__number", "organisation_id"))
    if not suspects:
        return set()
    wanted = Q()
    for number, organisation_id in suspects:
        wanted |= Q(episode__number=number, organisation=organisation_id)
    waiting = AlertCall.objects.filter(wanted, state="waiting", level__gt=0).select_related("episode")
    return of_which_nobody(waiting)


def reached_nobody(call: AlertCall) -> bool:
    """Tell whether every message of the level called last failed for good."""
    return call.pk in of_which_nobody([call])


def of_which_nobody(calls: Iterable[AlertCall]) -> set[int]:
    """Give which calls (their ids) had every message of the level called last fail for good. One query."""
    asked = {
        (call.episode.number, call.organisation_id, stage_of(call, call.level)): call.pk
        for call in calls
        if call.level
    }
    if not asked:
        return set()
    numbers, organisations, stages = (set(values) for values in zip(*asked, strict=True))
    rows = _messages().filter(
        notification__number__in=numbers, notification__stage__in=stages, organisation__in=organisations
    )
    states: dict[Called, set[str]] = defaultdict(set)
    told = rows.values_list("notification__number", "organisation_id", "notification__stage", "state")
    for *called, state in told.distinct():
        states[tuple(called)].add(state)
    return {pk for called, pk in asked.items() if states[called] == {"failed"}}


def counts(number: str) -> dict[tuple[int, str], tuple[int, int]]:
    """Give per organisation and stage how many people no message reached, of how many. One query."""
    rows = _messages().filter(notification__number=number)
    people: dict[tuple[int, str], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    found = rows.values_list("organisation_id", "notification__stage", "user_id", "state")
    for organisation_id, stage, user_id, state in found:
        people[organisation_id, stage][user_id].add(state)
    return {key: (_lost(told.values()), len(told)) for key, told in people.items()}


def _messages() -> QuerySet[Delivery]:
    return Delivery.objects.filter(notification__kind="alert").exclude(channel="inbox")


def _lost(states: Iterable[set[str]]) -> int:
    return sum(of_person == {"failed"} for of_person in states)
