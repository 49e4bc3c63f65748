"""Which organisations have a Meldcode, and which sector's profile is proposed."""

import pytest

from cases.choices import MELDCODE_PROFILES
from cases.meldcode import choices, profile_rules
from cases.meldcode.profile_rules import (
    KINDS_WITHOUT_MELDCODE,
    PROFILE_OF_KIND,
    PROFILES,
    ROUTE_OF_KIND,
    VOLUNTEER,
    Consultation,
    OtherRoute,
    SectorProfile,
    proposed_profile,
)
from cases.meldcode.rules import Question
from cases.meldcode.step_rules import Step
from organisations.choices import ORGANISATION_KINDS


@pytest.mark.parametrize(
    ("kind", "profile"),
    [
        ("school", "education"),
        ("school_attendance", "attendance"),
        ("mental_health", "health"),
        ("youth_care", "youth_help"),
        ("certified_agency", "youth_protection"),
        ("child_protection_board", "youth_protection"),
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
    assert VOLUNTEER not in PROFILES


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_each_profile_names_its_pages_and_asks_all_five_questions(profile: SectorProfile) -> None:
    assert profile.sources
    assert all(page.startswith("https://") for page in profile.sources)
    assert choices.questions(profile).keys() == {question.value for question in Question}
    assert profile.own_wording <= choices.SCHOOL_QUESTIONS.keys()
    assert choices.first_question_help(profile)


def test_a_school_asks_question_1_in_step_4_and_says_in_its_own_words_that_doubt_is_a_report() -> None:
    school = PROFILES["education"]
    assert school.first_question_in is Step.WEIGH
    assert choices.questions(school)["q2"] != choices.QUESTIONS["q2"]
    assert choices.questions(PROFILES["general"]) == choices.QUESTIONS


def test_what_no_source_confirms_is_marked() -> None:
    unconfirmed = {profile.name for profile in PROFILES.values() if profile.unconfirmed}
    assert unconfirmed == {"education", "health", "youth_protection", "justice", "childcare"}
    assert choices.sector_notes(PROFILES["justice"]) == [choices.OWN_FRAMEWORK]
    assert choices.sector_notes(PROFILES["education"]) == [choices.STAFF_ROUTE]
    assert choices.sector_notes(PROFILES["general"]) == []


# Police: https://zoek.officielebekendmakingen.nl/stb-2013-324.html (the Politiewet is not named)
def test_nobody_waits_for_a_report_of_the_police_or_of_veilig_thuis_itself() -> None:
    assert ROUTE_OF_KIND == {
        "police": OtherRoute.CARE_NOTIFICATION,
        "veilig_thuis": OtherRoute.RECEIVES_REPORTS,
    }


# https://handelingsprotocol.nl/utrecht-amw-stap-3-consultatie-3 : the team must ask the safeguarding lead.
def test_a_sector_names_the_consultations_that_it_asks_for() -> None:
    team, lead = PROFILES["neighbourhood_team"], Consultation.SAFEGUARDING_LEAD
    assert profile_rules.missing_consultations(team, frozenset({Consultation.COLLEAGUE})) == (lead,)
    assert profile_rules.missing_consultations(team, frozenset({lead})) == ()
    assert profile_rules.missing_consultations(PROFILES["general"], frozenset()) == ()


# Doctors: advice of Veilig Thuis is standard, unconfirmed.
def test_a_sector_names_the_consultations_that_it_advises() -> None:
    advice, colleague = Consultation.VEILIG_THUIS_ADVICE, Consultation.COLLEAGUE
    assert profile_rules.advised_consultations(PROFILES["health"], frozenset()) == (advice, colleague)
    assert profile_rules.advised_consultations(PROFILES["health"], frozenset({colleague})) == (advice,)
