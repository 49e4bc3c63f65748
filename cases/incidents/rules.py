"""The kinds of safety incidents in care, and what helps when a report to the police follows. PURE.

Evidence asks for a detailed report and for registering always; who reports may choose another address than
their own (domicilie): http://docplayer.nl/225469-Sociale-veiligheid-in-de-ggz.html
"""

from enum import StrEnum


class IncidentKind(StrEnum):
    """What happened."""

    AGGRESSION = "aggression"
    THREAT = "threat"
    AT_THE_GATE = "at_the_gate"
    WEAPON = "weapon"
    DAMAGE = "damage"
    ONLINE = "online"
    OTHER = "other"


class Against(StrEnum):
    """Whom it was aimed at."""

    YOUNG_PERSON = "young_person"
    OTHER_YOUTH = "other_youth"
    STAFF = "staff"
    BUILDING = "building"
    UNKNOWN = "unknown"


class Police(StrEnum):
    """Whether the police know."""

    NOT_YET = "not_yet"
    CALLED = "called"
    REPORTED = "reported"
    NOT_WANTED = "not_wanted"


class Address(StrEnum):
    """Which address stands in a report to the police."""

    NOT_CHOSEN = "not_chosen"
    OWN = "own"
    WORK = "work"
    POLICE = "police"


#: Still somebody to call: shown as such, never pressed.
WITHOUT_POLICE = frozenset({Police.NOT_YET})
#: What may come again tonight: the page says 112 and asks about the safety plan.
MAY_RETURN = frozenset({IncidentKind.THREAT, IncidentKind.AT_THE_GATE, IncidentKind.WEAPON})
