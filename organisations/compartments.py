"""The data compartments of a case. Everything shown in a case belongs to exactly one.

What people read for each of these stands in ``choices.py``.
"""

from enum import StrEnum


class Compartment(StrEnum):
    """One part of a case that the covenant opens or keeps closed as a whole."""

    CORE = "core"  # that it exists, pseudonym, age band, form of concern, coordinator, agreements, actions
    IDENTITY = "identity"  # name, date of birth, address, parents or guardian
    SIGNALS = "signals"  # what was seen or heard, and by whom
    MELDCODE = "meldcode"  # the five steps, the weighing, contact with Veilig Thuis
    MISSING = "missing"  # episodes, alerts, return interviews
    POLICE = "police"  # contacts with police and prosecution, criminal complaint
    MEDICAL = "medical"  # forensic medical examination
    NETWORK = "network"  # third persons, places, vehicles


#: Dutch law asks a ground for each exchange; the covenant names which apply (GDPR art. 6, 9, 10).
class Purpose(StrEnum):
    """What an exchange is for; a covenant clause names exactly one."""

    CARE_COORDINATION = "care_coordination"
    SAFETY = "safety"
    SEARCH = "search"
    PROSECUTION = "prosecution"
    PROCESS = "process"


class LegalGround(StrEnum):
    """On which ground an organisation may receive the data."""

    CONSENT = "consent"  # GDPR art. 6(1)(a)
    LEGAL_OBLIGATION = "legal_obligation"  # GDPR art. 6(1)(c)
    VITAL_INTEREST = "vital_interest"  # GDPR art. 6(1)(d)
    PUBLIC_TASK = "public_task"  # GDPR art. 6(1)(e)
    RIGHT_TO_REPORT = "right_to_report"  # Wmo 2015 art. 5.2.6, Jeugdwet art. 7.3.11
    POLICE_DATA_ACT = "police_data_act"  # Wpg art. 18-20
