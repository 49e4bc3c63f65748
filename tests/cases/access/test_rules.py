"""Who may see what, as a table: the order of the questions and the answer to each."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.access.rules import (
    EMERGENCY_ACTS,
    Admission,
    Facts,
    Missing,
    Refusal,
    Verdict,
    Way,
    decide,
    missing,
    opens_in_meeting,
    readable,
)
from organisations.acts import CONTENT_ACTS, Act
from organisations.compartments import Compartment
from organisations.roles import DEFAULT_ACTS, REACH, Reach, Role

CARE = ("care_coordination", "public_task")
SAFETY = ("safety", "right_to_report")
CORE, IDENTITY, MELDCODE = Compartment.CORE, Compartment.IDENTITY, Compartment.MELDCODE
EVERYTHING = frozenset(Compartment)

#: Bram: a professional of an admitted organisation, named on the case, asking for the Meldcode part.
BRAM = Facts(
    is_member=True,
    act=Act.READ_CASE,
    acts=DEFAULT_ACTS[Role.PROFESSIONAL],
    reach=Reach.NAMED,
    compartment=Compartment.MELDCODE,
    ceiling={Compartment.CORE: frozenset({CARE}), Compartment.MELDCODE: frozenset({CARE})},
    admission=Admission(frozenset({Compartment.CORE, Compartment.MELDCODE}), *CARE),
    is_blocked=False,
    is_named=True,
    is_sealed=False,
    emergency=frozenset(),
)

#: what changes -> (refusal, must the case seem not to exist?)
ONE_BY_ONE = [
    ({"is_member": False}, Refusal.NOT_A_MEMBER, True),
    ({"is_blocked": True}, Refusal.CONFLICT_BLOCK, True),
    ({"ceiling": {}}, Refusal.NO_COVENANT, True),
    ({"ceiling": {Compartment.MELDCODE: frozenset({CARE})}}, Refusal.NO_COVENANT, True),
    ({"act": Act.TRIAGE_SIGNAL}, Refusal.ACT_NOT_IN_ROLE, False),
    ({"reach": Reach.NONE}, Refusal.ACT_NOT_IN_ROLE, True),
    ({"acts": frozenset()}, Refusal.ACT_NOT_IN_ROLE, True),
    ({"admission": None}, Refusal.NOT_ADMITTED, True),
    ({"is_named": False}, Refusal.NOT_NAMED, True),
    ({"is_sealed": True, "is_named": False}, Refusal.NOT_NAMED, True),
    ({"is_sealed": True, "compartment": Compartment.POLICE}, Refusal.COMPARTMENT_CLOSED, False),
    ({"compartment": Compartment.POLICE}, Refusal.COMPARTMENT_CLOSED, False),
    ({"ceiling": {Compartment.CORE: frozenset({CARE})}}, Refusal.COMPARTMENT_CLOSED, False),
]


def test_bram_reads_what_his_organisation_was_admitted_to() -> None:
    verdict = decide(BRAM)
    assert verdict.allowed
    assert verdict.way is Way.NAMED


@pytest.mark.parametrize(("change", "refusal", "conceal"), ONE_BY_ONE)
def test_each_missing_link_closes_the_door(change: dict, refusal: Refusal, conceal: bool) -> None:
    verdict = decide(replace(BRAM, **change))
    assert (verdict.refusal, verdict.conceal) == (refusal, conceal)


def test_a_clause_for_another_ground_does_not_count() -> None:
    other = frozenset({("care_coordination", "consent")})
    verdict = decide(replace(BRAM, ceiling={**BRAM.ceiling, Compartment.CORE: other}))
    assert verdict.refusal is Refusal.NOT_ADMITTED
    assert verdict.conceal


def test_a_contact_point_need_not_be_named() -> None:
    verdict = decide(replace(BRAM, reach=Reach.ORGANISATION, is_named=False))
    assert verdict.way is Way.ORGANISATION


def test_in_a_sealed_case_a_contact_point_must_be_named_as_well() -> None:
    wide = replace(BRAM, reach=Reach.ORGANISATION, is_sealed=True)
    assert decide(wide).way is Way.NAMED
    refused = decide(replace(wide, is_named=False))
    assert (refused.refusal, refused.conceal) == (Refusal.NOT_NAMED, True)
    closed = decide(replace(wide, is_named=False, act=Act.TRIAGE_SIGNAL))
    assert closed.conceal


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({}, None),
        ({"holds_case": False}, Refusal.ACT_NOT_IN_ROLE),
        ({"act": Act.CLOSE_CASE}, Refusal.ACT_NOT_IN_ROLE),  # only what comes with the case
        ({"acts": frozenset()}, Refusal.ACT_NOT_IN_ROLE),  # the introduction waits
        ({"acts": DEFAULT_ACTS[Role.DUTY_OFFICER]}, None),
        ({"reach": Reach.NONE}, Refusal.ACT_NOT_IN_ROLE),
        ({"is_blocked": True}, Refusal.CONFLICT_BLOCK),
        ({"ceiling": {}}, Refusal.NO_COVENANT),
        ({"admission": None}, Refusal.NOT_ADMITTED),
    ],
)
def test_who_holds_a_case_may_put_it_down_in_any_role(change: dict, refusal: Refusal | None) -> None:
    holder = replace(BRAM, act=Act.ASSIGN_COORDINATOR, compartment=CORE, holds_case=True)
    assert decide(replace(holder, **change)).refusal is refusal


@pytest.mark.parametrize(
    ("change", "opens"),
    [
        ({"admission": None}, False),
        ({"is_named": False}, False),
        ({"admission": None, "is_named": False}, False),
        ({"admission": Admission(frozenset({Compartment.CORE}), *CARE)}, True),
    ],
)
def test_an_emergency_opens_a_sealed_case_only_to_who_knows_of_it_already(change: dict, opens: bool) -> None:
    verdict = decide(replace(BRAM, is_sealed=True, emergency=EVERYTHING, **change))
    assert (verdict.way is Way.EMERGENCY) is opens
    assert verdict.conceal is not opens


@pytest.mark.parametrize("act", sorted(DEFAULT_ACTS[Role.CARE_COORDINATOR] & CONTENT_ACTS))
def test_an_emergency_lets_somebody_help_and_decide_nothing_about_the_case(act: Act) -> None:
    """Else who may admit organisations admits their own, and is in for good."""
    coordinator = {"acts": DEFAULT_ACTS[Role.CARE_COORDINATOR], "reach": Reach.ORGANISATION}
    outside = replace(BRAM, act=act, admission=None, emergency=EVERYTHING, **coordinator)
    decides = {
        Act.TRIAGE_SIGNAL,
        Act.START_CASE,
        Act.ASSIGN_COORDINATOR,
        Act.ADMIT_ORGANISATION,
        Act.SHARE_IDENTITY,
        Act.NAME_COLLEAGUE,
        Act.CLOSE_CASE,
        Act.BLOCK_CONFLICT,
        Act.SEAL_CASE,
        Act.ANSWER_RIGHTS,
        Act.AGREE_DESTRUCTION,
    }
    assert decide(outside).allowed is (act not in decides)
    assert (act in EMERGENCY_ACTS) is (act not in decides)


def test_an_emergency_opens_the_parts_that_were_asked_for_and_no_other() -> None:
    outside = replace(BRAM, admission=None, emergency=frozenset({Compartment.CORE}))
    assert readable(outside) == {Compartment.CORE}
    assert decide(outside).refusal is Refusal.NOT_ADMITTED


@pytest.mark.parametrize(
    "change",
    [
        {"admission": None},
        {"is_named": False},
        {"admission": Admission(frozenset({Compartment.CORE}), *CARE)},
    ],
)
def test_breaking_the_glass_opens_what_the_covenant_allows(change: dict) -> None:
    assert decide(replace(BRAM, emergency=EVERYTHING, **change)).way is Way.EMERGENCY


@pytest.mark.parametrize(
    "change",
    [
        {"is_blocked": True},
        {"ceiling": {}},
        {"is_member": False},
        {"acts": frozenset()},
        {"admission": None, "compartment": Compartment.MEDICAL},  # no clause for medical
    ],
)
def test_breaking_the_glass_never_goes_beyond_block_covenant_and_role(change: dict) -> None:
    assert not decide(replace(BRAM, emergency=EVERYTHING, **change)).allowed


def test_readable_is_what_decide_would_open() -> None:
    assert readable(BRAM) == {Compartment.CORE, Compartment.MELDCODE}
    assert readable(replace(BRAM, is_blocked=True)) == frozenset()


# -- the name, which may be shared by a decision of its own --------------------------------------------------

#: The clauses that let Bram's organisation know the name; how the name was shared; is it open?
NAMES = [
    (CARE, None, True),  # shared together with the rest, on the same terms
    (SAFETY, None, False),  # no clause lets the name be shared for what the organisation was admitted for
    (SAFETY, SAFETY, True),  # decided apart, on terms of its own
    (CARE, SAFETY, False),  # decided apart, but the clause for it fell away meanwhile
]


@pytest.mark.parametrize(("clause", "own", "opens"), NAMES)
def test_the_name_is_open_on_the_terms_on_which_it_was_shared(
    clause: tuple[str, str], own: tuple[str, str] | None, opens: bool
) -> None:
    case = replace(
        BRAM,
        compartment=IDENTITY,
        ceiling={**BRAM.ceiling, IDENTITY: frozenset({clause})},
        admission=Admission(frozenset({CORE, IDENTITY, MELDCODE}), *CARE, identity=own),
    )
    assert decide(case).allowed is opens
    # Whatever holds for the name, the other parts keep the terms of the admission.
    assert readable(case) == {CORE, MELDCODE} | ({IDENTITY} if opens else set())


# -- joining a meeting for one case --------------------------------------------------------------------------

SEAT = Admission(frozenset({CORE, MELDCODE}), *CARE)
#: Chris joins a meeting for one case: his organisation has no part in it.
CHRIS = replace(BRAM, admission=None, is_named=False, meeting=SEAT)


def test_a_seat_at_a_meeting_opens_the_case_to_hear_and_to_read() -> None:
    assert decide(CHRIS) == Verdict(way=Way.MEETING, refusal=None, conceal=False)
    assert decide(replace(CHRIS, act=Act.ATTEND_MEETING)).way is Way.MEETING
    assert readable(CHRIS) == {CORE, MELDCODE}


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"act": Act.WRITE_NOTE}, Refusal.NOT_ADMITTED),  # he holds the act, the seat does not give it
        ({"is_sealed": True}, Refusal.NOT_ADMITTED),  # who is not named never hears of a sealed case
        ({"compartment": Compartment.POLICE}, Refusal.NOT_ADMITTED),
        ({"ceiling": {CORE: frozenset({CARE})}}, Refusal.NOT_ADMITTED),
        ({"meeting": Admission(frozenset({CORE, MELDCODE}), *SAFETY)}, Refusal.NOT_ADMITTED),
        ({"meeting": None}, Refusal.NOT_ADMITTED),
        ({"is_blocked": True}, Refusal.CONFLICT_BLOCK),
        ({"ceiling": {}}, Refusal.NO_COVENANT),
        ({"acts": frozenset()}, Refusal.ACT_NOT_IN_ROLE),
    ],
)
def test_a_seat_opens_no_more_than_that_and_never_past_covenant_role_or_block(
    change: dict, refusal: Refusal
) -> None:
    verdict = decide(replace(CHRIS, **change))
    assert (verdict.refusal, verdict.conceal, verdict.way) == (refusal, True, None)


def test_a_seat_opens_what_the_part_of_the_own_organisation_leaves_closed() -> None:
    admitted = replace(BRAM, admission=Admission(frozenset({CORE}), *CARE), meeting=SEAT)
    assert decide(admitted).way is Way.MEETING
    assert decide(replace(admitted, compartment=CORE)).way is Way.NAMED


@pytest.mark.parametrize(
    ("parts", "ceiling", "part", "opens"),
    [
        ({CORE, MELDCODE}, {CORE: CARE, MELDCODE: CARE}, MELDCODE, True),
        ({CORE}, {CORE: CARE}, CORE, True),
        ({CORE}, {CORE: CARE, MELDCODE: CARE}, MELDCODE, False),  # not part of the invitation
        ({MELDCODE}, {CORE: CARE, MELDCODE: CARE}, MELDCODE, False),  # nothing is read without core
        ({CORE, MELDCODE}, {MELDCODE: CARE}, MELDCODE, False),  # no clause for core any more
        ({CORE, MELDCODE}, {CORE: CARE}, MELDCODE, False),  # no clause for the part any more
        ({CORE, MELDCODE}, {CORE: CARE, MELDCODE: SAFETY}, MELDCODE, False),  # for another purpose
        ({CORE, IDENTITY}, {CORE: CARE, IDENTITY: CARE}, IDENTITY, False),  # the name has terms of its own
        ({CORE, IDENTITY}, {CORE: CARE, IDENTITY: SAFETY}, IDENTITY, True),
    ],
)
def test_a_seat_needs_core_and_the_part_each_under_a_clause(
    parts: set[Compartment], ceiling: dict[Compartment, tuple[str, str]], part: Compartment, opens: bool
) -> None:
    pairs = {compartment: frozenset({pair}) for compartment, pair in ceiling.items()}
    seat = Admission(frozenset(parts), *CARE, identity=SAFETY)
    assert opens_in_meeting(seat, part, pairs) is opens


# -- what an insider lacks -----------------------------------------------------------------------------------

POLICE_TOO = {**BRAM.ceiling, Compartment.POLICE: frozenset({CARE})}
THE_NAME = {
    "compartment": IDENTITY,
    "admission": Admission(frozenset({CORE, IDENTITY}), *CARE, identity=SAFETY),
}
#: What changes for Bram -> what the calm page tells him that he lacks.
LACKING = [
    ({}, ()),  # it is open: nothing is missing
    ({"act": Act.TRIAGE_SIGNAL}, (Missing.ROLE,)),
    ({"compartment": Compartment.POLICE, "ceiling": POLICE_TOO}, (Missing.ADMISSION,)),
    ({"ceiling": {CORE: frozenset({CARE})}}, (Missing.CLAUSE,)),
    ({"ceiling": {CORE: frozenset({CARE}), MELDCODE: frozenset({SAFETY})}}, (Missing.CLAUSE,)),
    ({"compartment": Compartment.POLICE}, (Missing.ADMISSION, Missing.CLAUSE)),
    (
        {"compartment": Compartment.POLICE, "act": Act.TRIAGE_SIGNAL},
        (Missing.ROLE, Missing.ADMISSION, Missing.CLAUSE),
    ),
    # The name was shared by a decision of its own, so its own terms count: a clause for the others is none.
    ({**THE_NAME, "ceiling": {**BRAM.ceiling, IDENTITY: frozenset({CARE})}}, (Missing.CLAUSE,)),
    (
        {**THE_NAME, "ceiling": {**BRAM.ceiling, IDENTITY: frozenset({SAFETY})}, "act": Act.TRIAGE_SIGNAL},
        (Missing.ROLE,),
    ),
    # An outsider learns nothing, not even what is missing: that would tell that the case exists.
    ({"is_named": False}, ()),
    ({"admission": None}, ()),
    ({"is_blocked": True, "act": Act.TRIAGE_SIGNAL}, ()),
]


@pytest.mark.parametrize(("change", "expected"), LACKING)
def test_an_insider_hears_every_ground_that_is_missing_and_an_outsider_none(
    change: dict, expected: tuple[Missing, ...]
) -> None:
    assert missing(replace(BRAM, **change)) == expected


# -- whatever the facts --------------------------------------------------------------------------------------


def test_roles_without_reach_hold_no_act_that_opens_a_case() -> None:
    for role, reach in REACH.items():
        if reach is Reach.NONE:
            assert not DEFAULT_ACTS[role] & CONTENT_ACTS, role


pairs = st.frozensets(st.sampled_from([CARE, SAFETY, ("search", "police_data_act")]))
seats = st.builds(
    Admission,
    compartments=st.frozensets(st.sampled_from(Compartment)),
    purpose=st.just("care_coordination"),
    legal_ground=st.just("public_task"),
)
facts = st.builds(
    Facts,
    is_member=st.booleans(),
    act=st.sampled_from([Act.READ_CASE, Act.WRITE_NOTE, Act.TRIAGE_SIGNAL]),
    acts=st.sampled_from([DEFAULT_ACTS[role] for role in Role]),
    reach=st.sampled_from(Reach),
    compartment=st.sampled_from(Compartment),
    ceiling=st.dictionaries(st.sampled_from(Compartment), pairs),
    admission=st.none() | seats,
    is_blocked=st.booleans(),
    is_named=st.booleans(),
    is_sealed=st.booleans(),
    emergency=st.sampled_from([frozenset(), frozenset({Compartment.CORE}), EVERYTHING]),
    meeting=st.none() | seats,
    holds_case=st.booleans(),
)


@given(facts)
def test_nobody_gets_in_without_membership_covenant_and_role_or_past_a_block(given_facts: Facts) -> None:
    if not decide(given_facts).allowed:
        return
    assert given_facts.is_member
    assert not given_facts.is_blocked
    with_case = given_facts.holds_case and given_facts.act is Act.ASSIGN_COORDINATOR
    assert given_facts.act in given_facts.acts or with_case
    assert given_facts.reach is not Reach.NONE
    assert given_facts.ceiling.get(given_facts.compartment)
    assert given_facts.ceiling.get(Compartment.CORE)


@given(facts)
def test_more_admission_never_closes_a_door(given_facts: Facts) -> None:
    wider = replace(
        given_facts,
        is_named=True,
        admission=Admission(EVERYTHING, "care_coordination", "public_task"),
    )
    if decide(given_facts).allowed:
        assert decide(wider).allowed


@given(facts)
def test_whoever_may_know_that_the_case_exists_can_read_its_core(given_facts: Facts) -> None:
    verdict = decide(given_facts)
    if verdict.refusal is not None and not verdict.conceal:
        core = replace(given_facts, act=Act.READ_CASE, compartment=Compartment.CORE)
        assert decide(core).allowed
