"""The numbers in the navigation; each is the length of exactly the list it leads to."""

from datetime import datetime
from typing import Any

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from cases.access import facts, gate, signal_gate
from cases.access.models import AccessRequest
from cases.access.shape import shaped
from cases.audit.models import ReviewItem
from cases.casefile.models import CaseParticipation
from cases.coordination.models import Action
from cases.dashboard.mine import in_pair
from cases.intake.models import Signal
from cases.missing.models import MissingEpisode
from cases.notifications.models import Delivery
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import User

TO_TRIAGE = ("received", "under_investigation", "verified", "established", "classified", "not_substantiated")
MANY = 100  # "99+" is enough; a count that stops early stays quick


class _CountUpToMany(Subquery):
    """How many rows a list has, as one column: all counts of a page cost one statement together."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0


def waiting(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Give what waits for this actor at ``now`` (aware), per entry of the navigation."""
    return next(iter(_counted(actor, now=now)), {})


@shaped
def _counted(actor: Actor, *, now: datetime) -> QuerySet:
    lists: dict[str, QuerySet] = {"inbox": unread(actor)}
    if actor.holds(Act.TRIAGE_SIGNAL):
        lists["signals"] = to_triage(actor, now=now)
    if actor.holds(Act.READ_CASE):
        lists["missing"] = running_episodes(actor, now=now)
    if actor.holds(Act.WORK_ON_ACTIONS):
        lists["actions"] = open_actions(actor, now=now)
    if actor.holds(Act.ADMIT_ORGANISATION):
        lists["requests"] = requests_to_answer(actor, now=now)
    if actor.holds(Act.REVIEW_AUDIT):
        lists["reviews"] = to_review()
    counted = {name: _CountUpToMany(rows.order_by().values("pk")[:MANY]) for name, rows in lists.items()}
    return User.objects.filter(pk=actor.user_id).values(**counted)


def unread(actor: Actor) -> QuerySet[Delivery]:
    """Give the inbox items this person has not read for this organisation."""
    rows = Delivery.objects.filter(
        user_id=actor.user_id, organisation_id=actor.organisation_id, channel="inbox", read_at=None
    )
    return rows.filter(facts.in_sight(actor, OuterRef("notification__case_id")))


def to_review() -> QuerySet[ReviewItem]:
    """Give the reviews of the ledger that wait for somebody."""
    return ReviewItem.objects.exclude(status="done")


def to_triage(actor: Actor, *, now: datetime) -> QuerySet[Signal]:
    """Give the signals that wait for this desk."""
    return signal_gate.waiting(actor, Signal.objects.filter(status__in=TO_TRIAGE), now=now)


def running_episodes(actor: Actor, *, now: datetime) -> QuerySet[MissingEpisode]:
    """Give the young people who are missing now, as far as this actor may know."""
    return gate.visible(actor, MissingEpisode.objects.filter(status="running"), Compartment.MISSING, now=now)


def requests_to_answer(actor: Actor, *, now: datetime) -> QuerySet[AccessRequest]:
    """Give the requests for access that wait, about cases to which this actor may admit organisations."""
    waiting = AccessRequest.objects.filter(state="waiting")
    return gate.visible(actor, waiting, act=Act.ADMIT_ORGANISATION, now=now)


def to_confirm_soon(actor: Actor, *, now: Any, soon: Any) -> QuerySet[CaseParticipation]:
    """Give the admissions in the cases this person coordinates or deputises that lapse before ``soon``."""
    rows = CaseParticipation.objects.filter(
        in_pair(actor), ended_at=None, lapses_at__gt=now, lapses_at__lte=soon
    )
    return gate.visible(actor, rows, act=Act.ADMIT_ORGANISATION, now=now)


def open_actions(actor: Actor, *, now: datetime) -> QuerySet[Action]:
    """Give the open actions of this organisation in cases this actor may read."""
    rows = Action.objects.filter(owner_organisation_id=actor.organisation_id, status="open")
    return gate.visible(actor, rows, Compartment.CORE, now=now)
