"""Which organisations have a Meldcode, and how a sector's own code differs from the general one.

There is one way of weighing (rules.weigh); what differs per sector stands here as data, each profile with
the pages that it rests on. What no page confirms is named in ``unconfirmed``, so that a screen can say so.
"""

from dataclasses import dataclass
from enum import StrEnum

from cases.meldcode.step_rules import Step


class Consultation(StrEnum):
    """Whom a professional can consult in step 2."""

    SAFEGUARDING_LEAD = "safeguarding_lead"
    VEILIG_THUIS_ADVICE = "veilig_thuis_advice"
    COLLEAGUE = "colleague"
    FORENSIC_EXPERT = "forensic_expert"


@dataclass(frozen=True, slots=True)
class SectorProfile:
    """How a sector's own code differs: what doubt about question 2 means, and which habits it adds.

    ``own_wording``: the questions ("q3") that its code asks in words of its own.
    ``trust_allows_hiding``: a report may stay hidden from the family to keep the relation of trust.
    ``has_staff_route``: an offence by one's own staff goes another, separate way.
    """

    name: str
    sources: tuple[str, ...]
    doubt_means_report: bool = False
    first_question_in: Step = Step.DECIDE
    mandatory_consultations: tuple[Consultation, ...] = ()
    advised_consultations: tuple[Consultation, ...] = ()
    talk_alone_with_youth: bool = False
    names_case_manager: bool = False
    trust_allows_hiding: bool = False
    has_staff_route: bool = False
    own_wording: frozenset[str] = frozenset()
    unconfirmed: frozenset[str] = frozenset()


FRAMEWORK = "https://www.nji.nl/kindermishandeling/afwegingskader-meldcode"
EDUCATION = "https://www.handelingsprotocol.nl/utrecht-bo-stap-5-hulp-of-melden-3"
SCHOOL_TALK = "https://seksuelevorming.nl/onderwerpen/meldcode/"
ATTENDANCE = "https://nuwelijn.nl/beleidsdocumenten/meldcode-kindermishandelin"
STAFF_OFFENCE = (
    "https://5dok.net/document/z3dmrn58-meldcode-huiselijk-geweld-en-kindermishandeling.html"  # contents only
)
DOCTORS = "https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/voorwoord1"
DOCTORS_HIDDEN = (
    "https://knmg-meldcode.maglr.com/meldcode-kindermishandeling-en-huiselijk-geweld/"
    "bijlage-3-een-anonieme-melding-doen-bij-veilig-thuis"
)
TEAM = "https://handelingsprotocol.nl/utrecht-amw-stap-3-consultatie-3"
YOUTH_HELP = "https://www.ambiq.nl/professionals/vragen-aan-ambiq/meldcode-professionals"
OWN_FRAMEWORKS = (
    "https://huiselijkgeweld.nl/actueel/nieuws/2018/07/02/minister-hugo-de-jonge-vws-ontvangt-"
    "afwegingskaders-voor-verbeterde-meldcode-huiselijk-geweld-en-kindermishandeling"
)
#: A framework of the sector's own exists, but what it says could not be confirmed: the general one is used.
OWN_FRAMEWORK = frozenset({"framework"})

# School and attendance: doubt about question 2 is a report, question 1 belongs to step 4, and a case manager
# is named (EDUCATION); the pupil is spoken to alone (SCHOOL_TALK).
_SCHOOL = {
    "doubt_means_report": True,
    "first_question_in": Step.WEIGH,
    "talk_alone_with_youth": True,
    "names_case_manager": True,
    "own_wording": frozenset({"q2", "q3", "q4"}),
}
PROFILES: dict[str, SectorProfile] = {
    profile.name: profile
    for profile in (
        SectorProfile("general", (FRAMEWORK,)),
        SectorProfile(
            "education",
            (EDUCATION, SCHOOL_TALK, STAFF_OFFENCE),
            has_staff_route=True,
            unconfirmed=frozenset({"has_staff_route"}),
            **_SCHOOL,
        ),
        SectorProfile("attendance", (EDUCATION, ATTENDANCE), **_SCHOOL),
        SectorProfile(
            "health",
            (DOCTORS, DOCTORS_HIDDEN),
            advised_consultations=(Consultation.VEILIG_THUIS_ADVICE, Consultation.COLLEAGUE),
            trust_allows_hiding=True,
            unconfirmed=frozenset({"advised_consultations"}),
        ),
        SectorProfile("youth_help", (YOUTH_HELP,)),
        SectorProfile(
            "neighbourhood_team",
            (TEAM,),
            mandatory_consultations=(Consultation.SAFEGUARDING_LEAD,),
            advised_consultations=(Consultation.VEILIG_THUIS_ADVICE,),
        ),
        SectorProfile("youth_protection", (OWN_FRAMEWORKS,), unconfirmed=OWN_FRAMEWORK),
        SectorProfile("justice", (OWN_FRAMEWORKS,), unconfirmed=OWN_FRAMEWORK),
        SectorProfile(
            "childcare",
            (FRAMEWORK,),
            has_staff_route=True,
            unconfirmed=frozenset({"has_staff_route"}),
        ),
    )
}
GENERAL = PROFILES["general"]

#: Which profile fits which kind of organisation; every other kind starts with the general one.
PROFILE_OF_KIND = {
    "school": "education",
    "school_attendance": "attendance",
    "public_health": "health",
    "mental_health": "health",
    "sexual_assault_centre": "health",
    "youth_care": "youth_help",
    "certified_agency": "youth_protection",
    "child_protection_board": "youth_protection",
    "neighbourhood_team": "neighbourhood_team",
}


class OtherRoute(StrEnum):
    """What somebody does to whom the Meldcode does not apply."""

    CARE_NOTIFICATION = "care_notification"  # police: a zorgmelding
    VOLUNTEER = "volunteer"  # tells a professional, or asks Veilig Thuis
    RECEIVES_REPORTS = "receives_reports"  # Veilig Thuis itself


#: The Politiewet is not among the laws of the Besluit verplichte meldcode: police send a zorgmelding
#: (https://zoek.officielebekendmakingen.nl/stb-2013-324.html).
KINDS_WITHOUT_MELDCODE = frozenset({"police"})
#: The code is not for volunteers:
#: https://www.ggdzeeland.nl/seksualiteit-en-soa/seksualiteit/seksueel-geweld/voor-professionals/
VOLUNTEER = "volunteer"
#: Kinds that nobody waits for on the board: they have no Meldcode, or are the ones who are told.
ROUTE_OF_KIND = {
    **dict.fromkeys(KINDS_WITHOUT_MELDCODE, OtherRoute.CARE_NOTIFICATION),
    "veilig_thuis": OtherRoute.RECEIVES_REPORTS,
}


def proposed_profile(organisation_kind: str) -> str:
    """Propose the sector profile for a kind of organisation; the professional may choose another."""
    return PROFILE_OF_KIND.get(organisation_kind, GENERAL.name)


def missing_consultations(profile: SectorProfile, held: frozenset[Consultation]) -> tuple[Consultation, ...]:
    """Name the consultations that this sector's code asks for and that were not held yet."""
    return tuple(kind for kind in profile.mandatory_consultations if kind not in held)


def advised_consultations(profile: SectorProfile, held: frozenset[Consultation]) -> tuple[Consultation, ...]:
    """Name the consultations that this sector's code advises and that were not held yet."""
    return tuple(kind for kind in profile.advised_consultations if kind not in held)
