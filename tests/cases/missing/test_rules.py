"""How urgent an episode is, the road to the police, its states, and who is called next."""

from datetime import datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.missing import rules
from cases.missing.rules import (
    ASKED,
    SEVERITY,
    AckState,
    Call,
    CallKind,
    Colour,
    ColourReason,
    EpisodeFacts,
    EpisodeStatus,
    Known,
    LevelFacts,
    OrganisationCallFacts,
    PoliceRoute,
    ReturnTalk,
    TimeFault,
    UrgencyGround,
)
from cases.moves import MoveRefusal, MoveRefused
from cases.workdays import AMSTERDAM, is_after

NOW = datetime(2026, 11, 23, 2, tzinfo=AMSTERDAM)
ALL_NO = dict.fromkeys(ASKED, Known.NO)


def _facts(age: int | None = 15, suspected: bool = False, earlier: int = 0, **answers: str) -> EpisodeFacts:
    given_answers = {UrgencyGround(code): Known(answer) for code, answer in answers.items()}
    return EpisodeFacts(age, suspected, ALL_NO | given_answers, earlier)


# Every police criterion alone is enough:
# https://www.politie.nl/nieuws/2019/juni/3/06-onderzoek-vermissing-anja-schaap-gaat-onverminderd-door.html
# Danger to others:
# https://www.rtvnoord.nl/nieuws/210931/Wat-gebeurt-er-als-iemand-wordt-vermist-Acht-vragen-en-antwoorden
# Abduction: https://www.amberalert.nl/criteria-definities/
@pytest.mark.parametrize("ground", ASKED)
def test_any_ground_alone_makes_an_episode_urgent_and_red(ground: UrgencyGround) -> None:
    verdict = rules.urgency(_facts(**{ground.value: "yes"}))
    assert (verdict.urgent, verdict.colour, verdict.grounds) == (True, Colour.RED, (ground,))
    assert verdict.reason is ColourReason.URGENT_GROUND


@pytest.mark.parametrize(("age", "urgent"), [(0, True), (12, True), (13, False), (17, False), (20, False)])
def test_a_child_under_13_is_always_urgent(age: int, urgent: bool) -> None:
    verdict = rules.urgency(_facts(age))
    assert verdict.urgent is urgent
    assert (UrgencyGround.UNDER_13 in verdict.grounds) is urgent


# Disappearances of exploited youth were graded too low:
# https://goededoelen.nl/nieuws/actie-vereist-voor-aanpak-weglopen-slachtoffers-seksuele-uitbuiting-uit-jeugdinstelling
@given(
    st.one_of(st.none(), st.integers(0, 25)),
    st.dictionaries(st.sampled_from(ASKED), st.sampled_from(Known)),
    st.integers(0, 50),
)
def test_a_suspicion_of_exploitation_is_always_a_ground(age, answers, earlier) -> None:
    verdict = rules.urgency(EpisodeFacts(age, True, answers, earlier))
    assert verdict.colour is Colour.RED
    assert UrgencyGround.EXPLOITATION_SUSPECTED in verdict.grounds


# https://regio.almere.nl/nieuws/item/artikel/wie-doet-wat-bij-weglopende-jongeren/ : green, orange, red.
@pytest.mark.parametrize(
    ("facts", "colour", "reason"),
    [
        (_facts(), Colour.GREEN, ColourReason.FEW_WORRIES),
        (_facts(out_of_character="unknown"), Colour.ORANGE, ColourReason.RISK_UNCLEAR),
        (_facts(age=None), Colour.ORANGE, ColourReason.RISK_UNCLEAR),
        (EpisodeFacts(15, False), Colour.ORANGE, ColourReason.RISK_UNCLEAR),  # raised in two taps
        (_facts(earlier=2), Colour.GREEN, ColourReason.FEW_WORRIES),
        (_facts(earlier=3), Colour.ORANGE, ColourReason.REPEATED),
        (_facts(suicide_risk="yes", disability="unknown"), Colour.RED, ColourReason.URGENT_GROUND),
    ],
)
def test_the_colour_of_an_episode(facts: EpisodeFacts, colour: Colour, reason: ColourReason) -> None:
    verdict = rules.urgency(facts)
    assert (verdict.colour, verdict.reason) == (colour, reason)


def test_every_ground_and_everything_unclear_is_named() -> None:
    verdict = rules.urgency(_facts(age=12, suspected=True, disability="yes", medical_need="unknown"))
    assert verdict.grounds == (
        UrgencyGround.UNDER_13,
        UrgencyGround.DISABILITY,
        UrgencyGround.EXPLOITATION_SUSPECTED,
    )
    assert verdict.unclear == (UrgencyGround.MEDICAL_NEED,)


def test_answers_as_stored_text_count_like_the_codes_they_are() -> None:
    facts = EpisodeFacts(15, False, dict.fromkeys(ASKED, "no") | {"suicide_risk": "yes", "disability": ""})
    verdict = rules.urgency(facts)
    assert verdict.grounds == (UrgencyGround.SUICIDE_RISK,)
    assert verdict.unclear == (UrgencyGround.DISABILITY,)
    with pytest.raises(ValueError, match="perhaps"):
        rules.urgency(EpisodeFacts(15, False, {"disability": "perhaps"}))


episodes = st.builds(
    EpisodeFacts,
    st.one_of(st.none(), st.integers(0, 25)),
    st.booleans(),
    st.dictionaries(st.sampled_from(ASKED), st.sampled_from(Known)),
    st.integers(0, 10),
)


@given(episodes, st.sampled_from(ASKED), st.sampled_from([Known.YES, Known.UNKNOWN]), st.integers(0, 10))
def test_more_grounds_less_knowledge_or_a_longer_past_never_give_a_milder_colour(
    facts, ground, answer, more
) -> None:
    before = rules.urgency(facts)
    worse = {ground: answer} if facts.answers.get(ground) is not Known.YES else {}
    known = EpisodeFacts(
        facts.age, facts.exploitation_suspected, facts.answers | worse, facts.earlier_episodes
    )
    repeated = EpisodeFacts(
        known.age, known.exploitation_suspected, known.answers, known.earlier_episodes + more
    )
    assert SEVERITY[before.colour] <= SEVERITY[rules.urgency(known).colour]
    assert SEVERITY[rules.urgency(known).colour] <= SEVERITY[rules.urgency(repeated).colour]


@given(episodes, st.sampled_from(Colour))
def test_a_person_may_choose_a_graver_colour_and_a_milder_one_only_with_a_reason(facts, chosen) -> None:
    verdict = rules.urgency(facts)
    assert rules.check_colour(verdict, chosen, reason="the police know where she is") is chosen
    if SEVERITY[chosen] >= SEVERITY[verdict.colour]:
        assert rules.check_colour(verdict, chosen) is chosen
        return
    with pytest.raises(rules.ColourRefused) as refused:
        rules.check_colour(verdict, chosen, reason=" ")
    assert refused.value.least is verdict.colour


# Urgent is 112: https://www.vgn.nl/nieuws/nieuw-meldingsformulier-bij-vermissing-van-clienten
# Orange and green: https://regio.almere.nl/nieuws/item/artikel/wie-doet-wat-bij-weglopende-jongeren/
@pytest.mark.parametrize(
    ("colour", "route"),
    [
        (Colour.RED, PoliceRoute.CALL_112),
        (Colour.ORANGE, PoliceRoute.CONSULT_POLICE),
        (Colour.GREEN, PoliceRoute.OWN_PROTOCOL),
    ],
)
def test_the_road_to_the_police(colour: Colour, route: PoliceRoute) -> None:
    assert rules.police_route(colour) is route
    assert rules.police_route(colour.value) is route


RUNNING, FOUND, CLOSED, WITHDRAWN = EpisodeStatus
ALLOWED = {(RUNNING, FOUND), (RUNNING, WITHDRAWN), (FOUND, CLOSED), (FOUND, RUNNING)}
WITH_REASON = {(RUNNING, WITHDRAWN), (FOUND, RUNNING)}


@pytest.mark.parametrize(
    "change", list(product(EpisodeStatus, EpisodeStatus)), ids=lambda c: f"{c[0]}-{c[1]}"
)
def test_every_change_of_an_episode(change: tuple[EpisodeStatus, EpisodeStatus]) -> None:
    if change not in ALLOWED:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason="because", return_talk=ReturnTalk.HELD)
        assert refused.value.code is MoveRefusal.NOT_FROM_HERE
        return
    assert rules.move(*change, reason="because", return_talk=ReturnTalk.HELD).to is change[1]
    if change in WITH_REASON:
        with pytest.raises(MoveRefused) as refused:
            rules.move(*change, reason=" ")
        assert refused.value.code is MoveRefusal.REASON_MISSING


@pytest.mark.parametrize("talk", ReturnTalk)
def test_an_episode_closes_only_after_the_return_talk_or_its_refusal(talk: ReturnTalk) -> None:
    if talk in {ReturnTalk.HELD, ReturnTalk.DECLINED}:
        assert rules.move(FOUND, CLOSED, return_talk=talk).to is CLOSED
        return
    with pytest.raises(MoveRefused) as refused:
        rules.move(FOUND, CLOSED, return_talk=talk)
    assert refused.value.code is rules.EpisodeRefusal.RETURN_TALK_OPEN


@pytest.mark.parametrize(
    ("seen", "missing", "fault"),
    [
        (None, None, None),
        (-2, -1, None),
        (0, 0, None),
        (None, -1, None),
        (1, 2, (TimeFault.FUTURE, "last_seen_at")),
        (-1, 1, (TimeFault.FUTURE, "missing_since")),
        (-1, -2, (TimeFault.MISSING_BEFORE_LAST_SEEN, "missing_since")),
    ],
)
def test_times_that_cannot_be_true(seen: int | None, missing: int | None, fault) -> None:
    moments = [hours if hours is None else NOW + timedelta(hours=hours) for hours in (seen, missing)]
    if fault is None:
        assert rules.check_times(*moments, NOW) is None
        return
    with pytest.raises(rules.ImpossibleTimes) as refused:
        rules.check_times(*moments, NOW)
    assert (refused.value.code, refused.value.field) == fault


# 72 hours: https://www.cypnow.co.uk/best-practice/article/legal-update-safeguarding-children-who-go-missing-from-care
@pytest.mark.parametrize(
    ("found", "due"),
    [
        ("2026-11-23T12:00:00+01:00", "2026-11-26T12:00:00+01:00"),
        ("2026-03-28T12:00:00+01:00", "2026-03-31T13:00:00+02:00"),  # clock forward: still 72 hours
        ("2026-10-24T12:00:00+02:00", "2026-10-27T11:00:00+01:00"),  # clock back: still 72 hours
    ],
)
def test_the_return_talk_is_due_after_72_elapsed_hours(found: str, due: str) -> None:
    at = datetime.fromisoformat(found).astimezone(AMSTERDAM)
    assert rules.return_interview_due(at).isoformat() == due


def test_the_term_of_the_return_talk_is_a_setting() -> None:
    assert rules.return_interview_due(NOW, within=timedelta(hours=24)) == NOW + timedelta(hours=24)


LEVELS = (LevelFacts(1, 300, 2), LevelFacts(2, 600, 1), LevelFacts(3, 600, 0))
EMPTY = (LevelFacts(1, 300, 0), LevelFacts(2, 600, 0))
GAP = (LevelFacts(1, 300, 0), LevelFacts(2, 600, 1))


@pytest.mark.parametrize(
    ("levels", "called", "seconds", "call"),
    [
        (LEVELS, 0, 0, Call(CallKind.LEVEL, 1)),
        (LEVELS, 1, 299, None),
        (LEVELS, 1, 300, Call(CallKind.LEVEL, 2)),
        (LEVELS, 2, 599, None),
        (LEVELS, 2, 600, Call(CallKind.NOBODY_REACHABLE, skipped=(3,))),
        (GAP, 0, 0, Call(CallKind.LEVEL, 2, (1,))),  # a level without people is passed at once
        (EMPTY, 0, 0, Call(CallKind.NOBODY_REACHABLE, skipped=(1, 2))),
        ((), 0, 0, Call(CallKind.NOBODY_REACHABLE)),  # no levels at all is said at once too
        (tuple(reversed(LEVELS)), 0, 0, Call(CallKind.LEVEL, 1)),  # the number counts, not the place
    ],
)
def test_who_is_called_now(levels, called: int, seconds: int, call: Call | None) -> None:
    facts = OrganisationCallFacts(levels, called, NOW if called else None)
    assert rules.next_call(facts, NOW + timedelta(seconds=seconds)) == call


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (OrganisationCallFacts(LEVELS), AckState.WAITING),
        (OrganisationCallFacts(LEVELS, 1, NOW, acknowledged_at=NOW), AckState.ACKNOWLEDGED),
        (OrganisationCallFacts(LEVELS, 2, NOW, nobody_reachable_at=NOW), AckState.NOBODY_REACHABLE),
        (
            OrganisationCallFacts(LEVELS, 2, NOW, NOW, NOW),
            AckState.ACKNOWLEDGED,
        ),  # they called back after all
        (OrganisationCallFacts(LEVELS, 1, NOW, ended=True), AckState.ENDED),
        (OrganisationCallFacts(LEVELS, 1, NOW, acknowledged_at=NOW, ended=True), AckState.ACKNOWLEDGED),
    ],
)
def test_how_a_call_stands(facts: OrganisationCallFacts, state: AckState) -> None:
    assert rules.ack_state(facts) is state
    if state is not AckState.WAITING:
        assert rules.next_call(facts, NOW + timedelta(days=1)) is None
        assert rules.next_due(facts, started_at=NOW) is None


def test_the_promise_is_when_the_next_call_is_made() -> None:
    assert rules.next_due(OrganisationCallFacts(LEVELS), started_at=NOW) == NOW
    called = OrganisationCallFacts(LEVELS, 1, NOW + timedelta(seconds=7))
    assert rules.next_due(called, started_at=NOW) == NOW + timedelta(seconds=307)


def test_a_wait_is_elapsed_time_when_the_clock_goes_back() -> None:
    before = datetime.fromisoformat("2026-10-25T02:58:00+02:00").astimezone(AMSTERDAM)
    facts = OrganisationCallFacts(LEVELS, 1, before)
    assert rules.next_due(facts, started_at=before).isoformat() == "2026-10-25T02:03:00+01:00"
    assert rules.next_call(facts, datetime.fromisoformat("2026-10-25T02:02:59+01:00")) is None
    assert rules.next_call(facts, datetime.fromisoformat("2026-10-25T02:03:00+01:00")).order == 2


@pytest.mark.parametrize("level", [(0, 1, 1), (1, -1, 1), (1, 1, -1)])
def test_a_level_that_makes_no_sense_is_refused(level: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="a level has"):
        LevelFacts(*level)


ladders = st.lists(st.tuples(st.integers(0, 3600), st.integers(0, 3)), max_size=6).map(
    lambda rows: tuple(LevelFacts(order, *row) for order, row in enumerate(rows, start=1))
)


@given(ladders)
def test_every_level_with_people_is_called_once_in_order_and_then_it_goes_up(levels) -> None:
    facts, now, called = OrganisationCallFacts(levels), NOW, []
    while (call := rules.next_call(facts, now)).kind is CallKind.LEVEL:
        called.append(call.order)
        facts = OrganisationCallFacts(levels, call.order, now)
        now = rules.next_due(facts, started_at=NOW)
        assert not is_after(NOW, now)
    assert called == [level.order for level in levels if level.recipients]
    passed_on = OrganisationCallFacts(levels, facts.called, facts.called_at, nobody_reachable_at=now)
    assert rules.next_call(passed_on, now + timedelta(days=1)) is None


@given(ladders, st.integers(0, 6), st.integers(0, 10_000))
def test_a_call_is_due_exactly_from_the_promise_on(levels, called: int, seconds: int) -> None:
    facts = OrganisationCallFacts(levels, called, NOW if called else None)
    now = NOW + timedelta(seconds=seconds)
    due = rules.next_due(facts, started_at=NOW)
    assert (rules.next_call(facts, now) is not None) is not is_after(due, now)
