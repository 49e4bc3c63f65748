"""Which organisations have a Meldcode, and which sector's profile is proposed."""

import pytest

from cases.choices import MELDCODE_PROFILES
from cases.meldcode.rules import PROFILES
from cases.meldcode.sector_rules import KINDS_WITHOUT_MELDCODE, PROFILE_OF_KIND, proposed_profile
from organisations.choices import ORGANISATION_KINDS


@pytest.mark.parametrize(
    ("kind", "profile"),
    [
        ("school", "education"),
        ("school_attendance", "attendance"),
        ("mental_health", "health"),
        ("youth_care", "youth_help"),
        ("neighbourhood_team", "neighbourhood_team"),
        ("care_coordination", "general"),
    ],
)
def test_the_profile_is_proposed_from_the_kind_of_organisation(kind: str, profile: str) -> None:
    assert proposed_profile(kind) == profile


def test_every_kind_and_every_profile_exists() -> None:
    kinds = dict(ORGANISATION_KINDS)
    assert PROFILE_OF_KIND.keys() | KINDS_WITHOUT_MELDCODE <= kinds.keys()
    assert {proposed_profile(kind) for kind in kinds} <= PROFILES.keys()
    assert dict(MELDCODE_PROFILES).keys() == PROFILES.keys()
