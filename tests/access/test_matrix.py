"""Role × act, written out by hand a second time: a change in one place only is a mistake."""

import pytest

from organisations.acts import CONTENT_ACTS, Act
from organisations.roles import ALWAYS_KEPT, GIVEN_BY_PLATFORM, REACH, Reach, Role, acts_of

COLUMNS = {
    "pro": Role.PROFESSIONAL,
    "cp": Role.CONTACT_POINT,
    "cc": Role.CARE_COORDINATOR,
    "dir": Role.PROCESS_DIRECTOR,
    "duty": Role.DUTY_OFFICER,
    "adm": Role.ORGANISATION_ADMIN,
    "aud": Role.AUDITOR,
    "plat": Role.PLATFORM_ADMIN,
}

MATRIX = """
act                  pro  cp   cc   dir  duty adm  aud  plat
log_signal           yes  yes  yes  -    yes  -    -    -
read_signals         yes  yes  yes  -    yes  -    -    -
triage_signal        -    -    yes  -    -    -    -    -
read_case            yes  yes  yes  yes  yes  -    -    -
search_cases         yes  yes  yes  yes  yes  -    -    -
start_case           -    -    yes  -    -    -    -    -
assign_coordinator   -    -    yes  -    -    -    -    -
admit_organisation   -    -    yes  -    -    -    -    -
share_identity       -    -    yes  -    -    -    -    -
name_colleague       -    yes  yes  -    -    -    -    -
write_note           yes  yes  yes  -    yes  -    -    -
close_case           -    -    yes  -    -    -    -    -
work_on_actions      yes  yes  yes  yes  yes  -    -    -
block_conflict       -    -    yes  yes  -    -    -    -
seal_case            -    -    yes  -    -    -    -    -
answer_rights        -    -    yes  -    -    -    -    -
log_rights           -    -    yes  -    -    yes  -    -
break_glass          yes  yes  yes  -    -    -    -    -
agree_destruction    -    yes  yes  -    -    -    -    -
ask_access           yes  yes  yes  -    yes  -    -    -
follow_meldcode      yes  yes  yes  -    -    -    -    -
sound_alert          yes  yes  yes  -    yes  -    -    -
answer_alert         yes  yes  yes  -    yes  -    -    -
keep_pack            yes  yes  -    -    yes  -    -    -
log_police_contact   yes  yes  yes  -    yes  -    -    -
keep_directory       -    -    yes  yes  -    -    -    -
chair_meeting        -    -    -    yes  -    -    -    -
attend_meeting       yes  yes  yes  yes  -    -    -    -
see_figures          -    yes  yes  yes  -    yes  yes  -
review_audit         -    -    -    -    -    -    yes  -
hold_checkpoint      -    yes  -    -    -    yes  yes  yes
stop_export          -    -    -    -    -    -    yes  yes
see_destruction      -    yes  yes  -    -    -    yes  -
manage_members       -    -    -    -    -    yes  -    yes
manage_roster        -    -    -    -    -    yes  -    yes
see_coverage         -    yes  yes  -    yes  yes  -    yes
run_drill            -    -    yes  yes  -    yes  -    -
manage_covenant      -    -    -    -    -    -    -    yes
manage_routes        -    -    -    yes  -    -    -    yes
sign_covenant        -    -    -    -    -    yes  -    -
keep_key             -    yes  yes  -    -    yes  -    -
see_organisations    -    -    -    -    -    yes  yes  yes
read_inbox           yes  yes  yes  yes  yes  yes  yes  yes
"""

REACHES = {
    "pro": Reach.NAMED,
    "cp": Reach.ORGANISATION,
    "cc": Reach.ORGANISATION,
    "dir": Reach.ORGANISATION,
    "duty": Reach.ORGANISATION,
    "adm": Reach.NONE,
    "aud": Reach.NONE,
    "plat": Reach.NONE,
}


def cells() -> list[tuple[str, str, bool]]:
    """Give every cell: act, column, whether the role holds it."""
    header, *rows = [line.split() for line in MATRIX.strip().splitlines()]
    return [
        (act, column, mark == "yes")
        for act, *marks in rows
        for column, mark in zip(header[1:], marks, strict=True)
    ]


@pytest.mark.parametrize(("act", "column", "allowed"), cells())
def test_the_table_of_roles_says_what_was_agreed(act: str, column: str, allowed: bool) -> None:
    assert (Act(act) in acts_of(COLUMNS[column])) is allowed


def test_no_act_and_no_role_is_forgotten() -> None:
    assert {act for act, _, _ in cells()} == {act.value for act in Act}
    assert set(COLUMNS.values()) == set(Role)


def test_each_role_reaches_as_far_as_was_agreed() -> None:
    assert {COLUMNS[column]: reach for column, reach in REACHES.items()} == REACH


def test_a_role_without_reach_holds_no_act_on_content() -> None:
    without = [role for role in Role if REACH[role] is Reach.NONE]
    assert [role for role in without if acts_of(role) & CONTENT_ACTS] == []


def test_what_no_organisation_takes_away_or_hands_out_itself() -> None:
    kept = """
    read_inbox         pro cp cc dir duty adm aud plat
    manage_members     adm plat
    see_organisations  adm plat
    review_audit       aud
    manage_covenant    plat
    """
    rows = [line.split() for line in kept.strip().splitlines()]
    assert {(COLUMNS[column], Act(act)) for act, *columns in rows for column in columns} == ALWAYS_KEPT
    assert {Role.AUDITOR, Role.PLATFORM_ADMIN} == GIVEN_BY_PLATFORM
