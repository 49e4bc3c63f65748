"""The complaint track, the guidance on listening, the clocks after violence, and who may examine."""

from dataclasses import fields
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.moves import Move, MoveRefusal, MoveRefused
from cases.police import rules
from cases.police.rules import (
    MOVES,
    Advice,
    ClockKind,
    ClockState,
    ComplaintStage,
    Do,
    Dont,
    Examiner,
    ExaminerGround,
    GuardGround,
    StatementFacts,
)
from cases.workdays import AMSTERDAM

NOW = datetime(2026, 11, 23, 12, tzinfo=AMSTERDAM)
STAGE = ComplaintStage

# Written out a second time, by hand. Interview before complaint unless acute:
# https://www.zedenadvocaat.nl/inhoud-informatief-gesprek-zedenzaak/ ; ex officio at any time:
# https://wegwijzermensenhandel.nl/Strafrechtelijk_proces/Aangifte-melding/index.aspx
FOLLOWS = {
    STAGE.NONE_YET: "notification information_interview not_yet no_complaint ex_officio",
    STAGE.NOTIFICATION: "information_interview complaint not_yet no_complaint ex_officio",
    STAGE.INFORMATION_INTERVIEW: "consideration_period complaint not_yet no_complaint ex_officio",
    STAGE.CONSIDERATION_PERIOD: (
        "information_interview consideration_period complaint not_yet no_complaint ex_officio"
    ),
    STAGE.NOT_YET: (
        "notification information_interview consideration_period complaint not_yet no_complaint ex_officio"
    ),
    STAGE.NO_COMPLAINT: "notification information_interview consideration_period not_yet ex_officio",
    STAGE.EX_OFFICIO: "information_interview consideration_period complaint",
    STAGE.COMPLAINT: "",  # cannot be withdrawn: https://www.advocaat-zedendelict.nl/zedendelicten/slachtoffers
}


@pytest.mark.parametrize("change", list(product(STAGE, STAGE)), ids=lambda change: f"{change[0]}-{change[1]}")
def test_every_change_of_the_complaint_track(change: tuple[ComplaintStage, ComplaintStage]) -> None:
    current, to = change
    if to in FOLLOWS[current].split():
        assert rules.move(current, to) == Move(current, to, "")
        return
    with pytest.raises(MoveRefused) as refused:
        rules.move(current, to)
    made = current is STAGE.COMPLAINT
    assert refused.value.code is (
        rules.ComplaintRefusal.COMPLAINT_STANDS if made else MoveRefusal.NOT_FROM_HERE
    )


def test_not_yet_is_reachable_from_every_stage_in_which_a_young_person_still_chooses() -> None:
    choosing = set(STAGE) - {STAGE.NOT_YET, STAGE.COMPLAINT, STAGE.EX_OFFICIO}
    assert all(STAGE.NOT_YET in MOVES[stage] for stage in choosing)


# https://academiepratenmetkinderen.nl/tips/wanneer-moet-je-het-gesprek-stoppen/
@pytest.mark.parametrize(
    ("facts", "grounds"),
    [
        (StatementFacts(False), ()),
        (StatementFacts(True), (GuardGround.EXPLOITATION_SUSPECTED,)),
        (StatementFacts(False, True), (GuardGround.OFFENCE_POSSIBLE,)),
        (StatementFacts(False, stage=STAGE.NOT_YET), ()),
        (StatementFacts(True, stage=STAGE.NOT_YET), (GuardGround.EXPLOITATION_SUSPECTED,)),
        (StatementFacts(False, stage=STAGE.CONSIDERATION_PERIOD), (GuardGround.STATEMENT_EXPECTED,)),
        (StatementFacts(False, stage=STAGE.COMPLAINT), (GuardGround.STATEMENT_EXPECTED,)),
        (StatementFacts(True, True, STAGE.COMPLAINT, heard=True), ()),
    ],
)
def test_when_the_guidance_on_listening_is_shown(
    facts: StatementFacts, grounds: tuple[GuardGround, ...]
) -> None:
    guard = rules.statement_guard(facts)
    assert (guard.shown, guard.grounds) == (bool(grounds), grounds)
    assert (guard.do, guard.dont) == ((tuple(Do), tuple(Dont)) if grounds else ((), ()))


CSG, PEP, GHB, HBV = ClockKind
OPEN, UNKNOWN, ASK = ClockState
SECOND = timedelta(seconds=1)


# 7 days: https://amsterdam-almere.lhv.nl/actueel/nieuws/centrum-seksueel-geweld-amsterdam
# HIV prophylaxis: https://www.soaaids.nl/nl/professionals/interventies/biomedische-interventies/pep
# GHB in urine: https://www.jellinek.nl/vraag-antwoord/is-ghb-een-verkrachtingsdrug-of-een-date-rape-drug/
# Hepatitis B: https://lci.rivm.nl/richtlijnen/seksaccidenten . The last moment of a window still counts.
@pytest.mark.parametrize(
    ("since", "states"),
    [
        (timedelta(0), {CSG: OPEN, PEP: OPEN, GHB: OPEN, HBV: OPEN}),
        (timedelta(hours=12), {CSG: OPEN, PEP: OPEN, GHB: OPEN, HBV: OPEN}),
        (timedelta(hours=12) + SECOND, {CSG: OPEN, PEP: OPEN, GHB: ASK, HBV: OPEN}),
        (timedelta(hours=72), {CSG: OPEN, PEP: OPEN, GHB: ASK, HBV: OPEN}),
        (timedelta(hours=72) + SECOND, {CSG: OPEN, PEP: ASK, GHB: ASK, HBV: OPEN}),
        (timedelta(hours=168), {CSG: OPEN, PEP: ASK, GHB: ASK, HBV: OPEN}),
        (timedelta(hours=168) + SECOND, {CSG: ASK, PEP: ASK, GHB: ASK, HBV: ASK}),
    ],
)
def test_the_windows_after_sexual_violence(since: timedelta, states: dict[ClockKind, ClockState]) -> None:
    clocks = rules.forensic_clocks(NOW - since, NOW)
    assert {clock.kind: clock.state for clock in clocks} == states
    assert {clock.hours_since for clock in clocks} == {since // timedelta(hours=1)}


@pytest.mark.parametrize(("hours", "left"), [(0, [168, 72, 12, 168]), (100, [68, None, None, 68])])
def test_hours_left_are_shown_only_while_a_window_is_certainly_open(
    hours: int, left: list[int | None]
) -> None:
    clocks = rules.forensic_clocks(NOW - timedelta(hours=hours), NOW)
    assert [clock.hours_left for clock in clocks] == left


def test_an_unknown_time_counts_as_open() -> None:
    clocks = rules.forensic_clocks(None, NOW)
    assert {clock.state for clock in clocks} == {UNKNOWN}
    assert clocks[0].advice is Advice.CALL_CSG_NOW
    assert {(clock.hours_since, clock.hours_left) for clock in clocks} == {(None, None)}


def test_a_moment_in_the_future_is_refused() -> None:
    with pytest.raises(rules.LatestMomentInFuture):
        rules.forensic_clocks(NOW + SECOND, NOW)


# The night of 25 October 2026 lasts an hour longer: eleven on the clock is twelve hours of time.
def test_the_clocks_count_elapsed_hours() -> None:
    evening = datetime(2026, 10, 24, 22, tzinfo=AMSTERDAM)
    ghb = rules.forensic_clocks(evening, datetime(2026, 10, 25, 9, tzinfo=AMSTERDAM))[2]
    assert (ghb.hours_since, ghb.state, ghb.hours_left) == (12, OPEN, 0)


@given(st.one_of(st.none(), st.timedeltas(timedelta(0), timedelta(days=3650))))
def test_there_is_always_something_to_do(since: timedelta | None) -> None:
    clocks = rules.forensic_clocks(None if since is None else NOW - since, NOW)
    assert [clock.kind for clock in clocks] == list(ClockKind)
    assert all(clock.advice in Advice for clock in clocks)
    assert all(clock.hours_left is None or clock.hours_left >= 0 for clock in clocks)


def test_no_code_says_that_it_is_past_or_that_somebody_is_no_victim() -> None:
    enums = [
        thing for thing in vars(rules).values() if isinstance(thing, type) and issubclass(thing, StrEnum)
    ]
    words = {word for enum in enums for member in enum for word in member.value.split("_")}
    assert words.isdisjoint({"late", "expired", "closed", "passed", "missed", "victim", "score"})
    assert {field.name for field in fields(rules.Clock)}.isdisjoint({"expired", "too_late", "score"})


# https://onderzoek-fmo.nl/publicaties/besluit-zedenonderzoek-minderjarigen (0 to 15) ;
# https://forgen.nl/nieuws/186/kwaliteitseisen-zedenonderzoek-kinderen-12-jaar ;
# https://forgen.nl/richtlijn/13/forensisch-medisch-onderzoek-bij-zedendelicten
@pytest.mark.parametrize(
    ("age", "who", "grounds"),
    [
        (0, Examiner.LOEF, (ExaminerGround.UNDER_16, ExaminerGround.UNDER_12_EXTRA_EXPERTISE)),
        (11, Examiner.LOEF, (ExaminerGround.UNDER_16, ExaminerGround.UNDER_12_EXTRA_EXPERTISE)),
        (12, Examiner.LOEF, (ExaminerGround.UNDER_16,)),
        (15, Examiner.LOEF, (ExaminerGround.UNDER_16,)),
        (16, Examiner.REGIONAL_FORENSIC_PHYSICIAN, (ExaminerGround.FROM_16,)),
        (22, Examiner.REGIONAL_FORENSIC_PHYSICIAN, (ExaminerGround.FROM_16,)),
        (None, Examiner.ASK_CSG, (ExaminerGround.AGE_UNKNOWN,)),
    ],
)
def test_who_may_examine(age: int | None, who: Examiner, grounds: tuple[ExaminerGround, ...]) -> None:
    assert rules.examiner(age) == rules.ExaminerVerdict(who, grounds)


def test_the_ages_of_examiners_are_settings() -> None:
    assert rules.examiner(16, ages=rules.ExaminerAges(national_below=18)).examiner is Examiner.LOEF
    with pytest.raises(ValueError, match="negative"):
        rules.examiner(-1)
