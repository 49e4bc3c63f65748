"""Who may see what, as a table: the order of the questions and the answer to each."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.access.rules import Admission, Facts, Refusal, Way, decide, readable
from organisations.acts import CONTENT_ACTS, Act
from organisations.compartments import Compartment
from organisations.roles import DEFAULT_ACTS, REACH, Reach, Role

CARE = ("care_coordination", "public_task")
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
    has_emergency=False,
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


@pytest.mark.parametrize(
    "change",
    [
        {"admission": None},
        {"is_named": False},
        {"admission": Admission(frozenset({Compartment.CORE}), *CARE)},
    ],
)
def test_breaking_the_glass_opens_what_the_covenant_allows(change: dict) -> None:
    assert decide(replace(BRAM, has_emergency=True, **change)).way is Way.EMERGENCY


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
    assert not decide(replace(BRAM, has_emergency=True, **change)).allowed


def test_readable_is_what_decide_would_open() -> None:
    assert readable(BRAM) == {Compartment.CORE, Compartment.MELDCODE}
    assert readable(replace(BRAM, is_blocked=True)) == frozenset()


def test_roles_without_reach_hold_no_act_that_opens_a_case() -> None:
    for role, reach in REACH.items():
        if reach is Reach.NONE:
            assert not DEFAULT_ACTS[role] & CONTENT_ACTS, role


pairs = st.frozensets(st.sampled_from([CARE, ("safety", "right_to_report"), ("search", "police_data_act")]))
facts = st.builds(
    Facts,
    is_member=st.booleans(),
    act=st.sampled_from([Act.READ_CASE, Act.WRITE_NOTE, Act.TRIAGE_SIGNAL]),
    acts=st.sampled_from([DEFAULT_ACTS[role] for role in Role]),
    reach=st.sampled_from(Reach),
    compartment=st.sampled_from(Compartment),
    ceiling=st.dictionaries(st.sampled_from(Compartment), pairs),
    admission=st.none()
    | st.builds(
        Admission,
        compartments=st.frozensets(st.sampled_from(Compartment)),
        purpose=st.just("care_coordination"),
        legal_ground=st.just("public_task"),
    ),
    is_blocked=st.booleans(),
    is_named=st.booleans(),
    has_emergency=st.booleans(),
)


@given(facts)
def test_nobody_gets_in_without_membership_covenant_and_role_or_past_a_block(given_facts: Facts) -> None:
    if not decide(given_facts).allowed:
        return
    assert given_facts.is_member
    assert not given_facts.is_blocked
    assert given_facts.act in given_facts.acts
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
