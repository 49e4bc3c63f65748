"""Which organisations have a Meldcode, and which sector's they follow."""

#: Which profile fits which kind of organisation; every other kind starts with the general one.
PROFILE_OF_KIND = {
    "school": "education",
    "school_attendance": "attendance",
    "public_health": "health",
    "mental_health": "health",
    "sexual_assault_centre": "health",
    "youth_care": "youth_help",
    "certified_agency": "youth_help",
    "neighbourhood_team": "neighbourhood_team",
}

#: The Politiewet is not among the laws of the Besluit verplichte meldcode: police send a zorgmelding
#: (https://zoek.officielebekendmakingen.nl/stb-2013-324.html).
KINDS_WITHOUT_MELDCODE = frozenset({"police"})


def proposed_profile(organisation_kind: str) -> str:
    """Propose the sector profile for a kind of organisation; the professional may choose another."""
    return PROFILE_OF_KIND.get(organisation_kind, "general")
