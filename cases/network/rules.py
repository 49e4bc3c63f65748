"""What stands in the network of a case, and who sees which of it. PURE.

A network tells of people who are not the subject of the case. So everything names where it is known from,
and a link is seen only by who may read the link *and* both its ends: a line without its end still tells that
there is something.
"""

from collections.abc import Container
from enum import StrEnum

from organisations.compartments import Compartment

#: Third persons stand in the network, or in the part that the knowledge comes from; never in the core or
#: among the young person's own details, which more people read.
PARTS = (
    Compartment.NETWORK,
    Compartment.SIGNALS,
    Compartment.MISSING,
    Compartment.POLICE,
    Compartment.MEDICAL,
)


class ThingKind(StrEnum):
    """What somebody or something in the network is."""

    PERSON = "person"
    PLACE = "place"
    VEHICLE = "vehicle"
    PHONE = "phone"
    ACCOUNT = "account"


class Standing(StrEnum):
    """How a person stands to what the case is about; of anything else, and when unknown, nothing is said."""

    NOT_SAID = ""
    FAMILY = "family"
    FRIEND = "friend"
    SUSPECT = "suspect"
    CLIENT = "client"
    ALSO_AT_RISK = "also_at_risk"
    WITNESS = "witness"
    OTHER = "other"


class Relation(StrEnum):
    """How two are linked, read from the first to the second."""

    FAMILY = "family"
    PARTNER = "partner"
    FRIEND = "friend"
    KNOWS = "knows"
    ONLINE = "online"
    RECRUITS = "recruits"
    PRESSES = "presses"
    PAYS = "pays"
    FETCHES = "fetches"
    WORKS_FOR = "works_for"
    LIVES = "lives"
    STAYS = "stays"
    USES = "uses"
    OWNS = "owns"
    OTHER = "other"


#: The same from both sides; of all others the picture shows which way they go.
BOTH_WAYS = frozenset(
    {
        Relation.FAMILY,
        Relation.PARTNER,
        Relation.FRIEND,
        Relation.KNOWS,
        Relation.ONLINE,
        Relation.OTHER,
    }
)
YOUNG_PERSON = None  # an end without a row: who the case is about


class LinkRefusal(StrEnum):
    """Why two can't be linked."""

    SAME = "same"
    OVER = "over"


def is_seen(
    part: Compartment | str, *ends: Compartment | str | None, readable: Container[Compartment]
) -> bool:
    """Tell whether a reader sees a thing, or a link with the parts of its ends (None: the young person)."""
    return all(Compartment(one) in readable for one in (part, *ends) if one is not None)


def link_refusal(first: int | None, second: int | None, *, is_over: bool) -> LinkRefusal | None:
    """Say why two things (by number; None: the young person) can't be linked; None when they can."""
    if first == second:
        return LinkRefusal.SAME
    return LinkRefusal.OVER if is_over else None


def standing_of(kind: ThingKind | str, standing: Standing | str) -> Standing:
    """Give how somebody stands to the case: a car or a house is no suspect."""
    return Standing(standing) if kind == ThingKind.PERSON else Standing.NOT_SAID
