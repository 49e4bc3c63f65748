"""What people read for the coded values of a network."""

from django.utils.translation import gettext_lazy as _

from cases.network.rules import PARTS, Relation, Standing, ThingKind
from organisations.choices import COMPARTMENTS

THING_KINDS = [
    (ThingKind.PERSON.value, _("A person")),
    (ThingKind.PLACE.value, _("A place")),
    (ThingKind.VEHICLE.value, _("A vehicle")),
    (ThingKind.PHONE.value, _("A phone")),
    (ThingKind.ACCOUNT.value, _("An account")),
]

STANDINGS = [
    (Standing.NOT_SAID.value, _("Not said")),
    (Standing.FAMILY.value, _("Family")),
    (Standing.FRIEND.value, _("Friend or acquaintance")),
    (Standing.SUSPECT.value, _("Possible suspect")),
    (Standing.CLIENT.value, _("Possible client")),
    (Standing.ALSO_AT_RISK.value, _("Perhaps also at risk")),
    (Standing.WITNESS.value, _("Saw or knows something")),
    (Standing.OTHER.value, _("Otherwise")),
]

RELATIONS = [
    (Relation.FAMILY.value, _("is family of")),
    (Relation.PARTNER.value, _("is partner of")),
    (Relation.FRIEND.value, _("is a friend of")),
    (Relation.KNOWS.value, _("knows")),
    (Relation.ONLINE.value, _("has contact online with")),
    (Relation.RECRUITS.value, _("perhaps recruits")),
    (Relation.PRESSES.value, _("puts pressure on")),
    (Relation.PAYS.value, _("pays or gives presents to")),
    (Relation.FETCHES.value, _("fetches or brings")),
    (Relation.WORKS_FOR.value, _("works for")),
    (Relation.LIVES.value, _("lives at")),
    (Relation.STAYS.value, _("is often at")),
    (Relation.USES.value, _("uses")),
    (Relation.OWNS.value, _("owns")),
    (Relation.OTHER.value, _("is linked with")),
]

#: How it is known; the same codes as of a sign (``cases.choices.KNOWLEDGE``), worded for third persons.
KNOWN_HOW = [
    ("first_hand", _("Seen or heard oneself")),
    ("second_hand", _("Heard from somebody")),
    ("inferred", _("Inferred")),
]

NETWORK_PARTS = [(value, label) for value, label in COMPARTMENTS if value in {part.value for part in PARTS}]
