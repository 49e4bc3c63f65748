"""When is a condition looked at again, and what does it ask today?

Monitoring: http://www.veiligthuisflevoland.nl/professionals/radarfunctie-en-monitoring ; a year and a half on
average: https://www.huiselijkgeweld.nl/dossiers/veilig-thuis/nieuws/2018/12/11/veilig-thuis-start-landelijk-register
The points 3, 6 and 12 months are unconfirmed (domain 1.9), so they are given, never assumed.
"""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.conditions import rules
from cases.conditions.rules import Answer, EndGround, Fault, Ground, Looked, SetBy, Standing

SET = date(2026, 8, 31)
TODAY = date(2026, 11, 17)
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
POINTS = st.lists(st.integers(1, 24), min_size=1, max_size=4)


def refused(act: object, *given: object, **named: object) -> Fault:
    """Give why something is refused."""
    with pytest.raises(rules.Refused) as found:
        act(*given, **named)
    return found.value.code


class TestNextLook:
    """The fixed points count from the day on which the condition was set, not from the last look."""

    @pytest.mark.parametrize(
        ("after", "expected"),
        [
            (date(2026, 8, 31), date(2026, 11, 30)),  # three months; November has no 31st
            (date(2026, 11, 29), date(2026, 11, 30)),
            (date(2026, 11, 30), date(2027, 2, 28)),  # six
            (date(2027, 3, 15), date(2027, 8, 31)),  # twelve
            (date(2027, 8, 31), date(2028, 2, 29)),  # after the last point: the step between the last two
            (date(2028, 3, 1), date(2028, 8, 31)),  # a year and a half on average, and for some longer
        ],
    )
    def test_it_is_the_first_fixed_point_still_to_come(self, after: date, expected: date) -> None:
        assert rules.next_look(SET, after=after) == expected

    def test_an_installation_may_have_other_points(self) -> None:
        assert rules.next_look(SET, after=SET, months=(1,)) == date(2026, 9, 30)
        assert rules.next_look(SET, after=date(2026, 9, 30), months=(1,)) == date(2026, 10, 31)

    def test_the_last_day_of_a_condition_comes_first(self) -> None:
        assert rules.next_look(SET, after=TODAY, until=date(2026, 11, 20)) == date(2026, 11, 20)
        assert rules.next_look(SET, after=TODAY, until=date(2027, 11, 20)) == date(2026, 11, 30)

    def test_a_last_day_that_has_passed_does_not_pull_the_look_into_the_past(self) -> None:
        assert rules.next_look(SET, after=TODAY, until=date(2026, 10, 1)) == date(2026, 11, 30)

    @given(set_on=DAYS, after=DAYS, months=POINTS, until=st.none() | DAYS)
    def test_it_always_lies_ahead_and_never_after_a_last_day_that_is_ahead(
        self, set_on: date, after: date, months: list[int], until: date | None
    ) -> None:
        day = rules.next_look(set_on, after=after, months=months, until=until)
        assert day > after
        if until is not None and until > after:
            assert day <= until

    @given(set_on=DAYS, months=POINTS, early=DAYS, late=DAYS)
    def test_who_looks_later_is_never_asked_to_look_earlier(
        self, set_on: date, months: list[int], early: date, late: date
    ) -> None:
        first, second = sorted((early, late))
        assert rules.next_look(set_on, after=first, months=months) <= rules.next_look(
            set_on, after=second, months=months
        )


class TestVerdict:
    """What a condition asks; nothing is concluded from what was seen."""

    @pytest.mark.parametrize(
        ("condition", "expected"),
        [
            (Standing(TODAY + timedelta(days=8)), ()),
            (Standing(TODAY + timedelta(days=7)), (Ground.LOOK_NEAR,)),
            (Standing(TODAY), (Ground.LOOK_NEAR,)),
            (Standing(TODAY - timedelta(days=1)), (Ground.LOOK_LATE,)),
            (Standing(TODAY + timedelta(days=90), Answer.HOLDS), ()),
            (Standing(TODAY + timedelta(days=90), Answer.NOT_KNOWN), ()),
            (Standing(TODAY + timedelta(days=90), Answer.NOT_HELD), (Ground.NOT_HELD,)),
            (Standing(TODAY + timedelta(days=90), until=TODAY), ()),  # it stands on its last day
            (Standing(TODAY + timedelta(days=90), until=TODAY - timedelta(days=1)), (Ground.TERM_PAST,)),
            (
                Standing(TODAY - timedelta(days=1), Answer.NOT_HELD, TODAY - timedelta(days=1)),
                (Ground.NOT_HELD, Ground.LOOK_LATE, Ground.TERM_PAST),
            ),
        ],
    )
    def test_it_says_why_it_is_work(self, condition: Standing, expected: tuple[Ground, ...]) -> None:
        found = rules.verdict(condition, today=TODAY)
        assert found.grounds == expected
        assert found.is_work is bool(expected)
        assert found.is_urgent is bool({Ground.NOT_HELD, Ground.LOOK_LATE} & set(expected))

    @given(next_look_on=DAYS, answer=st.none() | st.sampled_from(Answer), until=st.none() | DAYS, today=DAYS)
    def test_what_does_not_hold_or_is_late_always_is_work(
        self, next_look_on: date, answer: Answer | None, until: date | None, today: date
    ) -> None:
        found = rules.verdict(Standing(next_look_on, answer, until), today=today)
        assert found.is_urgent is (answer is Answer.NOT_HELD or next_look_on < today)
        assert not {Ground.LOOK_LATE, Ground.LOOK_NEAR} <= set(found.grounds)
        assert list(found.grounds) == [ground for ground in Ground if ground in found.grounds]


class TestWhichLookCounts:
    """Corrections append: what was corrected stays, and counts no more."""

    def test_the_latest_day_counts_also_when_an_older_look_is_written_down_later(self) -> None:
        looks = [Looked(1, TODAY, Answer.NOT_HELD), Looked(2, TODAY - timedelta(days=9), Answer.HOLDS)]
        assert rules.that_counts(looks) == looks[0]

    def test_of_two_on_one_day_the_newer_one_counts(self) -> None:
        looks = [Looked(1, TODAY, Answer.NOT_HELD), Looked(2, TODAY, Answer.HOLDS)]
        assert rules.that_counts(looks) == looks[1]

    def test_what_was_corrected_counts_no_more(self) -> None:
        wrong = Looked(1, TODAY, Answer.NOT_HELD)
        right = Looked(2, TODAY - timedelta(days=1), Answer.HOLDS, corrects=1)
        assert rules.that_counts([wrong, right]) == right
        assert rules.that_counts([]) is None


class TestDays:
    """Days that can't be are refused, each with its own reason."""

    def test_who_set_it_and_when(self) -> None:
        rules.check_set(SetBy.VEILIG_THUIS, "", TODAY, today=TODAY)
        rules.check_set(SetBy.OTHER, "The Raad", TODAY, today=TODAY)
        tomorrow = TODAY + timedelta(days=1)
        assert refused(rules.check_set, SetBy.TABLE, "", tomorrow, today=TODAY) is Fault.SET_IN_FUTURE
        assert refused(rules.check_set, SetBy.OTHER, " ", TODAY, today=TODAY) is Fault.SETTER_MISSING

    @pytest.mark.parametrize(
        ("next_look_on", "until", "expected"),
        [
            (TODAY - timedelta(days=1), None, Fault.LOOK_IN_PAST),
            (date(2027, 11, 18), None, Fault.LOOK_TOO_FAR),
            (TODAY + timedelta(days=9), TODAY + timedelta(days=8), Fault.LOOK_AFTER_END),
            (TODAY, TODAY - timedelta(days=1), Fault.END_IN_PAST),
        ],
    )
    def test_what_can_not_be_agreed(self, next_look_on: date, until: date | None, expected: Fault) -> None:
        assert refused(rules.check_agreed, next_look_on, until, today=TODAY) is expected

    def test_today_and_the_longest_fixed_point_can_be_agreed(self) -> None:
        rules.check_agreed(TODAY, TODAY, today=TODAY)
        rules.check_agreed(date(2027, 11, 17), None, today=TODAY)

    @pytest.mark.parametrize("answer", [Answer.NOT_HELD, Answer.NOT_KNOWN])
    def test_only_what_holds_may_wait_for_a_fixed_point(self, answer: Answer) -> None:
        about = {"set_on": SET, "until": None, "today": TODAY}
        assert rules.day_after_look(Answer.HOLDS, None, **about) == date(2026, 11, 30)
        assert refused(rules.day_after_look, answer, None, **about) is Fault.DAY_MISSING
        soon = TODAY + timedelta(days=2)
        assert rules.day_after_look(answer, soon, **about) == soon

    def test_who_looked_today_looks_again_another_day(self) -> None:
        about = {"set_on": SET, "until": None, "today": TODAY}
        assert refused(rules.day_after_look, Answer.HOLDS, TODAY, **about) is Fault.LOOK_IN_PAST

    def test_on_the_last_day_a_later_day_can_still_be_agreed(self) -> None:
        later = TODAY + timedelta(days=3)
        about = {"set_on": SET, "today": TODAY}
        assert rules.day_after_look(Answer.NOT_HELD, later, until=TODAY, **about) == later
        tomorrow = TODAY + timedelta(days=1)
        assert (
            refused(rules.day_after_look, Answer.NOT_HELD, later, until=tomorrow, **about)
            is Fault.LOOK_AFTER_END
        )

    def test_a_look_lies_between_the_day_it_was_set_and_today(self) -> None:
        rules.check_looked(SET, set_on=SET, today=TODAY)
        before, after = SET - timedelta(days=1), TODAY + timedelta(days=1)
        assert refused(rules.check_looked, before, set_on=SET, today=TODAY) is Fault.LOOKED_BEFORE
        assert refused(rules.check_looked, after, set_on=SET, today=TODAY) is Fault.LOOKED_IN_FUTURE


class TestEnd:
    """It ends in words, and is met only when somebody saw that it holds."""

    @pytest.mark.parametrize("answer", [None, Answer.NOT_HELD, Answer.NOT_KNOWN])
    def test_met_needs_a_look_that_says_so(self, answer: Answer | None) -> None:
        rules.check_end(EndGround.MET, "Over", answer=Answer.HOLDS)
        assert refused(rules.check_end, EndGround.MET, "Over", answer=answer) is Fault.NOT_SEEN_TO_HOLD
        for ground in (EndGround.REPLACED, EndGround.WITHDRAWN, EndGround.ELSEWHERE):
            rules.check_end(ground, "Over", answer=answer)

    @pytest.mark.parametrize("ground", EndGround)
    def test_without_words_nothing_ends(self, ground: EndGround) -> None:
        assert refused(rules.check_end, ground, " ", answer=Answer.HOLDS) is Fault.REASON_MISSING

    def test_a_correction_says_what_was_wrong(self) -> None:
        rules.check_why("Another house")
        assert refused(rules.check_why, " ") is Fault.WHY_MISSING
