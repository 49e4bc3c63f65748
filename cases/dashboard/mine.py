"""What belongs to the cases that somebody coordinates or deputises, and of that only what the gate opens."""

from datetime import datetime

from django.db.models import Q, QuerySet

from cases.access import gate
from cases.casefile.models import Case
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def mine(actor: Actor, rows: QuerySet, part: Compartment, *, now: datetime) -> QuerySet:
    """Keep of ``rows`` (cases, or what belongs to one in a ``part``) what lies in an open case of theirs."""
    case = "" if rows.model is Case else "case__"
    rows = rows.filter(in_pair(actor, case)).exclude(**{f"{case}status": "closed"})
    return gate.visible(actor, rows, part, act=Act.ADMIT_ORGANISATION, now=now).distinct()


def in_pair(actor: Actor, case: str = "case__") -> Q:
    """Give the condition that this person coordinates or deputises the case at the end of a path."""
    pair = Q(**{f"{case}assignments__coordinator_id": actor.user_id})
    pair |= Q(**{f"{case}assignments__deputy_id": actor.user_id})
    return pair & Q(**{f"{case}assignments__ended_at": None})
