"""The part of a story in which it becomes known who and what is around a young person. All invented."""

from datetime import timedelta

from cases.demo.tale import Tale
from cases.network import thing as network
from cases.network.models import NetworkThing
from organisations.compartments import Compartment

CAR = network.Thing("vehicle", "Witte kleine auto", mark="DE-MO-01")  # a plate that is never given out

#: key, what, how it is known, from where, days ago, who wrote it down
THINGS = (
    (
        "mother",
        network.Thing("person", "Moeder Zeegras", "family"),
        "first_hand",
        "Gesprek op school",
        30,
        "anna",
    ),
    ("friend", network.Thing("person", "Fee Wolkenveld", "also_at_risk"), "first_hand", "Mentor", 24, "anna"),
    ("ricky", network.Thing("person", "Iemand die Ricky heet", "suspect"), "second_hand", "Fee", 20, "anna"),
    (
        "phone",
        network.Thing("phone", "Prepaid nummer", mark="00 00 00 00 02"),
        "second_hand",
        "Fee",
        20,
        "anna",
    ),
    (
        "hotel",
        network.Thing("place", "Hotel Windroos", mark="Havenkade 12 Waterdam"),
        "inferred",
        "",
        14,
        "anna",
    ),
    ("car", CAR, "first_hand", "Conciërge, bij de fietsenstalling", 18, "anna"),
    (
        "account",
        network.Thing("account", "ricky.altijd", mark="@ricky.altijd"),
        "second_hand",
        "Fee",
        20,
        "anna",
    ),
)
#: first (empty: the young person), how, second, how it is known, part
LINKS = (
    ("mother", "family", "", "first_hand", Compartment.NETWORK),
    ("", "friend", "friend", "first_hand", Compartment.NETWORK),
    ("ricky", "pays", "", "second_hand", Compartment.NETWORK),
    ("friend", "knows", "ricky", "second_hand", Compartment.NETWORK),
    ("ricky", "uses", "phone", "second_hand", Compartment.NETWORK),
    ("ricky", "uses", "car", "inferred", Compartment.NETWORK),
    ("ricky", "uses", "account", "second_hand", Compartment.NETWORK),
    ("car", "other", "hotel", "first_hand", Compartment.POLICE),
)


def is_known(tale: Tale) -> None:
    """Write down who and what is around the young person; what the police saw stays in the police's part."""
    made: dict[str, NetworkThing] = {}
    for key, what, knowledge, source, days, person in THINGS:
        known = _known(tale, knowledge, source or "Uit wat Fee vertelde", days)
        made[key] = network.add(
            tale.case, actor=tale.actor(person), what=what, known=known, part=Compartment.NETWORK, now=tale.at
        )
    for first, relation, second, knowledge, part in LINKS:
        ends = [made[key].pk if key else None for key in (first, second)]
        known = _known(
            tale, knowledge, "Recherche" if part is Compartment.POLICE else "Gesprek op school", 14
        )
        network.add(
            tale.case,
            actor=tale.actor("anna"),
            what=network.Link(ends[0], relation, ends[1]),
            known=known,
            part=part,
            now=tale.at,
        )


def is_fetched_by_the_same_car(tale: Tale, person: str) -> None:
    """Write down in another case the same car, as somebody else would call and spell it."""
    car = network.Thing("vehicle", "Auto bij het station", mark="de mo 01")
    known = _known(tale, "first_hand", "Toezichthouder op het station", 2)
    part = Compartment.NETWORK
    there = network.add(tale.case, actor=tale.actor(person), what=car, known=known, part=part, now=tale.at)
    fetched = network.Link(there.pk, "fetches", None)
    network.add(tale.case, actor=tale.actor(person), what=fetched, known=known, part=part, now=tale.at)


def _known(tale: Tale, knowledge: str, source: str, days: int) -> network.Known:
    return network.Known(knowledge, source, tale.at.date() - timedelta(days=days))
