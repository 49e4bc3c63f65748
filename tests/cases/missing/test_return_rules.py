"""After the return: who is independent, when people are reminded, which help is proposed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.missing import four_eyes_rules, return_rules
from cases.missing.return_rules import Care, Interviewer, NotIndependent, Reminder, Tie, Violence
from cases.missing.rules import ReturnTalk, return_interview_due

FOUND = datetime(2026, 10, 24, 12, 0, tzinfo=UTC)  # the clock goes back in the next night
DUE = return_interview_due(FOUND)
INSTITUTION, POLICE = 1, 2


@pytest.mark.parametrize(
    ("organisation", "lives_there", "ties"),
    [
        (POLICE, False, ()),
        (None, False, ()),
        (INSTITUTION, False, (Tie.RAISED_THE_ALERT,)),
        (None, True, (Tie.WORKS_WHERE_THEY_LIVE,)),
        (INSTITUTION, True, (Tie.RAISED_THE_ALERT, Tie.WORKS_WHERE_THEY_LIVE)),
    ],
)
def test_who_raised_the_alert_or_works_there_needs_a_reason(
    organisation: int | None, lives_there: bool, ties: tuple[Tie, ...]
) -> None:
    interviewer = Interviewer(organisation, INSTITUTION, lives_there)
    assert return_rules.ties(interviewer) == ties
    assert return_rules.check_independent(interviewer, reason="nobody else could come") == ties
    if ties:
        with pytest.raises(NotIndependent) as refused:
            return_rules.check_independent(interviewer, reason=" ")
        assert refused.value.ties == ties
    else:
        assert return_rules.check_independent(interviewer) == ()


@pytest.mark.parametrize(
    ("hours", "expected"),
    [
        (0, None),
        (48, None),
        (48.1, Reminder.SOON),
        (72, Reminder.SOON),
        (72.1, Reminder.OVERDUE),
        (500, Reminder.OVERDUE),
    ],
)
def test_people_hear_a_day_ahead_and_when_it_is_late(hours: float, expected: Reminder | None) -> None:
    now = FOUND + timedelta(hours=hours)
    assert return_rules.reminder(DUE, offered_at=None, now=now) is expected
    assert return_rules.reminder(DUE, offered_at=FOUND, now=now) is None


def test_the_last_minute_of_the_term_is_on_time() -> None:
    assert return_rules.is_on_time(DUE, DUE)
    assert not return_rules.is_on_time(DUE + timedelta(seconds=1), DUE)


@pytest.mark.parametrize(
    ("offered", "held", "recorded", "state"),
    [
        (None, None, None, ReturnTalk.OPEN),
        (FOUND, None, None, ReturnTalk.OFFERED),
        (FOUND, FOUND, FOUND, ReturnTalk.HELD),
        (FOUND, None, FOUND, ReturnTalk.DECLINED),
    ],
)
def test_where_the_talk_stands(
    offered: datetime | None, held: datetime | None, recorded: datetime | None, state: ReturnTalk
) -> None:
    assert return_rules.talk_state(offered_at=offered, held_at=held, recorded_at=recorded) is state


# Acute is seven days or shorter: https://amsterdam-almere.lhv.nl/actueel/nieuws/centrum-seksueel-geweld-amsterdam
@pytest.mark.parametrize(
    ("violence", "hours", "care"),
    [
        ("no", 0, None),
        ("no", 1000, None),
        ("yes", 0, Care.ACUTE),
        ("yes", 168, Care.ACUTE),
        ("yes", 168.1, Care.CONSULT),
        ("unknown", 1, Care.ACUTE),
        ("unknown", 1000, Care.CONSULT),
    ],
)
def test_what_nobody_knows_counts_as_possible(violence: str, hours: float, care: Care | None) -> None:
    now = FOUND + timedelta(hours=hours)
    assert return_rules.care_to_propose(violence, found_at=FOUND, now=now) is care


@given(st.sampled_from([Violence.YES, Violence.UNKNOWN]), st.integers(0, 10**6))
def test_it_is_never_too_late_to_call(violence: Violence, minutes: int) -> None:
    later = FOUND + timedelta(minutes=minutes)
    assert return_rules.care_to_propose(violence, found_at=FOUND, now=later) is not None


@given(st.one_of(st.none(), st.integers()), st.integers())
def test_the_second_person_is_never_the_first_and_needs_a_first(first: int | None, second: int) -> None:
    is_second = four_eyes_rules.is_second(first=first, second=second)
    assert is_second is (first is not None and first != second)
    if not is_second:
        with pytest.raises(four_eyes_rules.SecondPersonNeeded):
            four_eyes_rules.check_second(first=first, second=second)
