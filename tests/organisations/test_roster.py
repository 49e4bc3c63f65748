"""The duty roster: shifts, exceptions, who is on duty, and the hours in which nobody is."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.audit.models import LedgerLine
from organisations import duty, roster, week
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.models import DutyOverride, DutyShift, User
from organisations.roles import Role
from organisations.week import Gap, Plan
from tests.cast import Region
from tests.organisations.conftest import join

HOME = ZoneInfo("Europe/Amsterdam")
MONDAY = datetime(2026, 11, 23, 12, 0, tzinfo=HOME)


def shift(weekday: int, starts: time, ends: time, level: int = 1, user_id: int = 1) -> DutyShift:
    """Give a shift that is not stored."""
    return DutyShift(user_id=user_id, weekday=weekday, starts=starts, ends=ends, level=level)


def local(found: list[Gap]) -> list[tuple[str, str]]:
    """Give gaps in local wall time."""
    return [
        (f"{g.starts_at.astimezone(HOME):%a %H:%M}", f"{g.ends_at.astimezone(HOME):%a %H:%M}") for g in found
    ]


def day_and_night(starts: time = time(8), ends: time = time(20)) -> list[DutyShift]:
    """Give a day shift and a night shift for every day of the week."""
    days = [shift(day, starts, ends) for day in range(7)]
    return days + [shift(day, ends, starts) for day in range(7)]


class TestGaps:
    """When is nobody called first?"""

    def test_without_a_plan_the_whole_week_is_one_gap(self) -> None:
        assert week.gaps(Plan([], []), now=MONDAY) == [Gap(MONDAY, MONDAY + timedelta(days=7))]

    def test_day_and_night_shifts_leave_none(self) -> None:
        assert week.gaps(Plan(day_and_night(), []), now=MONDAY) == []

    def test_whole_days_leave_none(self) -> None:
        assert week.gaps(Plan([shift(day, time(0), time(0)) for day in range(7)], []), now=MONDAY) == []

    def test_a_missing_night_is_named(self) -> None:
        plan = [s for s in day_and_night() if (s.weekday, s.starts) != (2, time(20))]
        assert local(week.gaps(Plan(plan, []), now=MONDAY)) == [("Wed 20:00", "Thu 08:00")]

    def test_half_hours_count(self) -> None:
        plan = [s for s in day_and_night() if s.weekday != 4 or s.starts != time(8)]
        plan.append(shift(4, time(8, 30), time(20)))
        assert local(week.gaps(Plan(plan, []), now=MONDAY)) == [("Fri 08:00", "Fri 08:30")]

    def test_the_second_level_does_not_fill_the_first(self) -> None:
        plan = [shift(day, time(0), time(0), level=2) for day in range(7)]
        assert len(week.gaps(Plan(plan, []), now=MONDAY)) == 1

    def test_who_is_away_leaves_a_gap_and_who_comes_extra_fills_it(self) -> None:
        away = DutyOverride(
            user_id=1,
            is_away=True,
            starts_at=MONDAY + timedelta(hours=10),
            ends_at=MONDAY + timedelta(hours=12),
        )
        plan = day_and_night()
        assert local(week.gaps(Plan(plan, [away]), now=MONDAY)) == [("Mon 22:00", "Tue 00:00")]
        extra = DutyOverride(
            user_id=2, starts_at=away.starts_at, ends_at=MONDAY + timedelta(hours=11, minutes=15)
        )
        assert local(week.gaps(Plan(plan, [away, extra]), now=MONDAY)) == [("Mon 23:15", "Tue 00:00")]

    def test_the_night_of_twenty_five_hours_has_no_gap(self) -> None:
        friday = datetime(2026, 10, 23, 12, 0, tzinfo=HOME)
        assert week.gaps(Plan(day_and_night(), []), now=friday) == []

    def test_the_hour_that_is_lived_twice_is_empty_twice(self) -> None:
        friday = datetime(2026, 10, 23, 12, 0, tzinfo=HOME)
        plan = [shift(day, time(3), time(2, 30)) for day in range(7)]
        empty = [g for g in week.gaps(Plan(plan, []), now=friday) if g.starts_at.astimezone(HOME).day == 25]
        assert [(g.starts_at.astimezone(UTC).hour, g.ends_at - g.starts_at) for g in empty] == [
            (0, timedelta(minutes=30)),  # 02:30 to 03:00 in summer time
            (1, timedelta(minutes=30)),  # and again in winter time
        ]

    def test_the_night_of_twenty_three_hours_has_no_gap(self) -> None:
        friday = datetime(2027, 3, 26, 12, 0, tzinfo=HOME)
        assert week.gaps(Plan(day_and_night(), []), now=friday) == []
        handover = day_and_night(time(2, 30), time(14, 30))  # at a wall time that this night does not have
        assert week.gaps(Plan(handover, []), now=friday) == []

    @pytest.mark.parametrize(
        ("moment", "covered"),
        [
            (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), False),  # 23:59 summer time, before the shift
            (datetime(2026, 10, 24, 22, 0, tzinfo=UTC), True),  # 00:00
            (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), True),  # 02:30 summer time
            (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), True),  # 02:30 winter time
            (datetime(2026, 10, 25, 5, 59, tzinfo=UTC), True),  # 06:59
            (datetime(2026, 10, 25, 6, 0, tzinfo=UTC), False),  # 07:00
        ],
    )
    def test_a_night_shift_is_its_wall_time_when_the_clock_changes(
        self, moment: datetime, covered: bool
    ) -> None:
        night = shift(6, time(0), time(7))
        assert duty.is_covering(night, moment.astimezone(HOME)) is covered


@pytest.mark.usefixtures("olga")
class TestActs:
    """Who may change the plan, and what is refused."""

    def put(self, region: Region, by: str, user: User, home: str = "school", **values: object) -> DutyShift:
        """Let somebody put a person on the plan."""
        given = {"weekday": 2, "starts": time(9), "ends": time(17), **values}
        return roster.add_shift(
            region.organisations[home],
            actor=region.actor(by),
            shift=roster.Shift(user=user, **given),
            now=region.now,
        )

    def test_olga_puts_bram_on_the_plan(self, region: Region) -> None:
        row = self.put(region, "olga", region.bram)
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.object_id, line.detail["change"]) == (
            "roster.changed",
            row.pk,
            "shift_added",
        )
        roster.remove_shift(row, actor=region.actor("olga"), now=region.now)
        assert LedgerLine.objects.latest("id").detail["change"] == "shift_removed"
        assert not DutyShift.objects.filter(pk=row.pk).exists()

    def test_taking_out_twice_changes_nothing(self, region: Region) -> None:
        row = self.put(region, "olga", region.bram)
        again = DutyShift.objects.get(pk=row.pk)
        roster.remove_shift(row, actor=region.actor("olga"), now=region.now)
        lines = LedgerLine.objects.count()
        roster.remove_shift(again, actor=region.actor("olga"), now=region.now)
        assert LedgerLine.objects.count() == lines

    def test_only_who_can_answer_is_put_on_duty(self, region: Region) -> None:
        for user in (region.olga, region.chris):
            with pytest.raises(StateConflictError) as conflict:
                self.put(region, "olga", user)
            assert conflict.value.field == "user"
        assert region.olga not in roster.candidates(region.school, now=region.now)

    def test_the_same_shift_twice_is_said(self, region: Region) -> None:
        self.put(region, "olga", region.bram)
        with pytest.raises(StateConflictError) as conflict:
            self.put(region, "olga", region.bram)
        assert conflict.value.code == "shift_already"

    @pytest.mark.parametrize("name", ["bram", "bea", "dina", "anna"])
    def test_nobody_else_changes_the_plan(self, region: Region, name: str) -> None:
        with pytest.raises(AccessDenied):
            self.put(region, name, region.bram)

    def test_another_organisations_plan_is_not_olgas(self, region: Region) -> None:
        with pytest.raises(AccessDenied):
            self.put(region, "olga", region.farid, home="police")
        row = region.police.shifts.first()
        with pytest.raises(AccessDenied):
            roster.remove_shift(row, actor=region.actor("olga"), now=region.now)

    @pytest.mark.parametrize(
        ("starts", "ends", "code"), [(2, 1, "ends_early"), (2, 2, "ends_early"), (-4, -1, "over")]
    )
    def test_a_period_makes_sense(self, region: Region, starts: int, ends: int, code: str) -> None:
        override = roster.Override(
            user=region.bram,
            starts_at=region.now + timedelta(hours=starts),
            ends_at=region.now + timedelta(hours=ends),
        )
        with pytest.raises(StateConflictError) as conflict:
            roster.add_override(region.school, actor=region.actor("olga"), override=override, now=region.now)
        assert (conflict.value.code, conflict.value.field) == (code, "ends_at")

    def test_an_exception_counts_until_it_is_taken_away(self, region: Region) -> None:
        join(region, "otis", "school", Role.PROFESSIONAL)
        override = roster.Override(
            user=region.otis, starts_at=region.now, ends_at=region.now + timedelta(hours=1)
        )
        row = roster.add_override(
            region.school, actor=region.actor("olga"), override=override, now=region.now
        )
        assert region.otis in duty.on_duty([region.school.pk], at=region.now)[region.school.pk][1]
        roster.remove_override(row, actor=region.actor("olga"), now=region.now)
        assert region.otis not in duty.on_duty([region.school.pk], at=region.now)[region.school.pk][1]
        changes = LedgerLine.objects.filter(event="roster.changed").order_by("id")
        assert [line.detail["change"] for line in changes] == ["extra_added", "override_removed"]
