"""Write a condition down, look at it, correct a look, agree anew, end it: who may, and what stays behind."""

from datetime import date, timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conditions import condition as conditions
from cases.conditions import look, reminder
from cases.conditions.models import ConditionLook, SafetyCondition
from cases.conditions.rules import Answer, EndGround, SetBy
from cases.conflict import StateConflictError
from cases.meldcode import track
from cases.notifications.models import Notification
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import Region, member


def told_of(kind: str) -> set[str]:
    """Give who is owed a message of a kind."""
    rows = Notification.objects.filter(kind=kind)
    return {name for row in rows for name in row.deliveries.values_list("user__name", flat=True)}


def down(region: Region, case: Case, name: str, **other: object) -> SafetyCondition:
    """Let somebody write a condition down."""
    today = region.now.date()
    told = {"words": "x", "set_by": SetBy.TABLE, "set_on": today} | {
        key: other.pop(key) for key in ("set_by", "set_on", "name") if key in other
    }
    agreed = conditions.Agreed(**{"watcher": member(region, "bram"), **other})
    return conditions.write_down(
        case, actor=region.actor(name), condition=conditions.Condition(**told), agreed=agreed, now=region.now
    )


def see(
    standing: SafetyCondition,
    region: Region,
    name: str,
    answer: Answer,
    next_in: int | None = None,
    **moved: int,
) -> ConditionLook:
    """Let somebody look; ``next_in``: days until the next look."""
    now = region.now + timedelta(**moved)
    seen = look.Seen(answer, "Gebeld met moeder", now.date())
    day = None if next_in is None else now.date() + timedelta(days=next_in)
    return look.take(standing, actor=region.actor(name), seen=seen, next_look_on=day, now=now)


class TestWritingDown:
    """Veilig Thuis, the coordinator and who has a track write it down; who watches is told."""

    def test_it_leaves_a_line_without_content_and_a_message(
        self, region: Region, case: Case, standing: SafetyCondition
    ) -> None:
        line = LedgerLine.objects.get(event="condition.set")
        assert (line.case_id, line.detail, line.organisation_id) == (case.pk, {}, region.veilig_thuis.pk)
        entry = case.timeline.get(kind="condition_set")
        assert (entry.compartment, entry.params) == ("meldcode", {})
        assert told_of("condition_watch") == {"Bram"}
        assert (standing.last_answer, standing.ended_at, standing.history.count()) == ("", None, 1)

    @pytest.mark.parametrize("name", ["anna", "arno", "gerda"])
    def test_these_may(self, region: Region, case: Case, name: str) -> None:
        assert down(region, case, name).written_by == region.people[name]

    @pytest.mark.parametrize("name", ["bram", "hugo", "farid", "iris", "chris", "eva", "dina", "joost"])
    def test_these_may_not(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            down(region, case, name)
        assert not SafetyCondition.objects.exists()

    def test_an_organisation_with_a_track_hears_the_conditions_and_writes_them_down(
        self, region: Region, case: Case
    ) -> None:
        track.start(case, actor=region.actor("bram"), profile="education", now=region.now)
        assert down(region, case, "bram").organisation == region.school
        assert told_of("condition_watch") == set()  # he watches it himself

    def test_without_a_day_it_is_the_first_fixed_point_that_still_comes(
        self, region: Region, case: Case
    ) -> None:
        made = down(region, case, "anna", set_on=date(2026, 8, 31))
        assert made.next_look_on == date(2026, 11, 30)

    @pytest.mark.parametrize("name", ["hugo", "farid", "iris", "chris"])
    def test_who_could_not_see_it_can_not_watch_it(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(StateConflictError) as refused:
            down(region, case, "anna", watcher=member(region, name))
        assert (refused.value.code, refused.value.field) == ("cannot_watch", "watched_by")

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"set_on": date(2027, 1, 1)}, "set_on"),
            ({"set_by": SetBy.OTHER}, "set_by_name"),
            ({"next_look_on": date(2026, 1, 1)}, "next_look_on"),
            ({"until": date(2026, 1, 1)}, "until"),
        ],
    )
    def test_a_day_that_can_not_be_is_refused_beside_its_field(
        self, region: Region, case: Case, other: dict, field: str
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            down(region, case, "anna", **other)
        assert refused.value.field == field
        assert not SafetyCondition.objects.exists()


class TestLooking:
    """A look says what was seen; people decide what follows."""

    def test_when_it_holds_the_next_fixed_point_is_the_day(
        self, region: Region, case: Case, standing: SafetyCondition
    ) -> None:
        see(standing, region, "bram", Answer.HOLDS)
        standing.refresh_from_db()
        assert (standing.last_answer, standing.next_look_on) == ("holds", date(2027, 2, 17))
        assert LedgerLine.objects.latest("id").event == "condition.looked_at"
        assert case.timeline.filter(kind="condition_holds").count() == 1
        assert told_of("condition_not_held") == set()

    def test_when_it_does_not_hold_who_coordinates_is_told_at_once(
        self, region: Region, case: Case, standing: SafetyCondition
    ) -> None:
        before = (case.status, case.urgency)
        see(standing, region, "bram", Answer.NOT_HELD, 2)
        standing.refresh_from_db()
        assert standing.last_answer == "not_held"
        assert told_of("condition_not_held") == {"Anna", "Arno", "Bea"}
        case.refresh_from_db()
        assert (case.status, case.urgency) == before  # nothing was concluded

    @pytest.mark.parametrize("answer", [Answer.NOT_HELD, Answer.NOT_KNOWN])
    def test_what_does_not_hold_waits_for_no_fixed_point(
        self, region: Region, standing: SafetyCondition, answer: Answer
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            see(standing, region, "bram", answer)
        assert refused.value.field == "next_look_on"
        assert not ConditionLook.objects.exists()

    def test_a_colleague_elsewhere_sees_it_too_and_the_clock_stays_with_who_watches(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        gerdas = conditions.Agreed(member(region, "gerda"), standing.next_look_on)
        conditions.agree(standing, actor=region.actor("gerda"), agreed=gerdas, now=region.now)
        made = see(standing, region, "bram", Answer.NOT_HELD)
        before = standing.next_look_on
        standing.refresh_from_db()
        assert (made.next_look_on, standing.next_look_on, standing.last_answer) == (None, before, "not_held")
        assert told_of("condition_not_held") == {"Anna", "Arno", "Gerda"}

    @pytest.mark.parametrize("name", ["hugo", "farid", "iris", "chris", "eva", "dina", "joost"])
    def test_who_does_not_read_this_part_writes_nothing(
        self, region: Region, standing: SafetyCondition, name: str
    ) -> None:
        with pytest.raises(AccessDenied):
            see(standing, region, name, Answer.HOLDS, 9)
        assert not ConditionLook.objects.exists()

    def test_nobody_looked_tomorrow(self, region: Region, standing: SafetyCondition) -> None:
        seen = look.Seen(Answer.HOLDS, "x", region.now.date() + timedelta(days=1))
        with pytest.raises(StateConflictError) as refused:
            look.take(standing, actor=region.actor("bram"), seen=seen, now=region.now)
        assert refused.value.field == "looked_on"


class TestCorrecting:
    """A correction stands beside the look; it counts from then on."""

    def corrected(self, made: ConditionLook, region: Region, name: str, why: str = "Other house") -> None:
        seen = look.Seen(Answer.HOLDS, "Het was de buurman", made.looked_on)
        look.correct(made, actor=region.actor(name), seen=seen, why=why, now=region.now)

    def test_both_stay_and_the_correction_counts(self, region: Region, standing: SafetyCondition) -> None:
        made = see(standing, region, "bram", Answer.NOT_HELD, 2)
        self.corrected(made, region, "bram")
        standing.refresh_from_db()
        assert standing.last_answer == "holds"
        assert standing.next_look_on == region.now.date() + timedelta(days=2)  # the agreed day stays
        assert [row.answer for row in standing.looks.order_by("pk")] == ["not_held", "holds"]
        assert LedgerLine.objects.latest("id").event == "condition.look_corrected"

    def test_another_organisation_does_not_correct_it(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        made = see(standing, region, "gerda", Answer.NOT_HELD, 2)
        with pytest.raises(AccessDenied):
            self.corrected(made, region, "bram")
        self.corrected(made, region, "anna")  # who keeps the agreements does

    def test_it_is_corrected_once_and_with_a_why(self, region: Region, standing: SafetyCondition) -> None:
        made = see(standing, region, "bram", Answer.NOT_HELD, 2)
        with pytest.raises(StateConflictError) as refused:
            self.corrected(made, region, "bram", why=" ")
        assert refused.value.field == "why"
        self.corrected(made, region, "bram")
        with pytest.raises(StateConflictError) as refused:
            self.corrected(made, region, "bram")
        assert refused.value.code == "corrected"


class TestAgreeing:
    """Who watches and when is agreed anew; the history keeps what was."""

    def again(self, standing: SafetyCondition, region: Region, name: str, **other: object) -> SafetyCondition:
        day = region.now.date() + timedelta(days=5)
        agreed = conditions.Agreed(**{"watcher": member(region, "gijs"), "next_look_on": day, **other})
        version = standing.version
        return conditions.agree(
            standing, actor=region.actor(name), agreed=agreed, version=version, now=region.now
        )

    def test_somebody_else_watches_and_is_told(self, region: Region, standing: SafetyCondition) -> None:
        changed = self.again(standing, region, "anna")
        assert (changed.watcher, changed.watcher_organisation) == (region.gijs, region.veilig_thuis)
        assert told_of("condition_watch") == {"Bram", "Gijs"}
        assert LedgerLine.objects.latest("id").event == "condition.agreed"
        assert [row.watcher.name for row in standing.history.order_by("pk")] == ["Bram", "Gijs"]

    @pytest.mark.parametrize("name", ["bram", "hugo", "farid", "chris", "eva", "dina"])
    def test_who_does_not_keep_the_agreements_changes_none(
        self, region: Region, standing: SafetyCondition, name: str
    ) -> None:
        with pytest.raises(AccessDenied):
            self.again(standing, region, name)

    def test_who_looked_at_an_older_page_reads_the_new_one_first(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        self.again(standing, region, "gerda")
        with pytest.raises(StaleWriteError):
            self.again(standing, region, "anna")

    def test_the_look_does_not_come_after_the_last_day(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            self.again(standing, region, "anna", until=region.now.date() + timedelta(days=4))
        assert refused.value.code == "look_after_end"


class TestEnding:
    """It ends with a ground and words, and stays readable."""

    def over(
        self, standing: SafetyCondition, region: Region, name: str, ground: EndGround
    ) -> SafetyCondition:
        return conditions.end(
            standing, actor=region.actor(name), ground=ground, reason="Afgesloten", now=region.now
        )

    def test_it_is_met_when_somebody_saw_that_it_holds(
        self, region: Region, case: Case, standing: SafetyCondition
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            self.over(standing, region, "gerda", EndGround.MET)
        assert refused.value.code == "not_seen_to_hold"
        see(standing, region, "bram", Answer.HOLDS)
        ended = self.over(standing, region, "gerda", EndGround.MET)
        assert (ended.end_ground, ended.ended_by) == ("met", region.gerda)
        assert LedgerLine.objects.latest("id").event == "condition.ended"
        assert case.timeline.filter(kind="condition_ended").count() == 1

    @pytest.mark.parametrize("name", ["bram", "hugo", "farid", "chris", "eva", "dina"])
    def test_who_does_not_keep_the_agreements_ends_none(
        self, region: Region, standing: SafetyCondition, name: str
    ) -> None:
        with pytest.raises(AccessDenied):
            self.over(standing, region, name, EndGround.WITHDRAWN)

    def test_what_was_ended_takes_nothing_more(self, region: Region, standing: SafetyCondition) -> None:
        made = see(standing, region, "bram", Answer.HOLDS)
        self.over(standing, region, "anna", EndGround.WITHDRAWN)
        agreed = conditions.Agreed(member(region, "bram"))
        seen = look.Seen(Answer.HOLDS, "x", region.now.date())
        anna = {"actor": region.actor("anna"), "now": region.now}
        for act in (
            lambda: self.over(standing, region, "anna", EndGround.WITHDRAWN),
            lambda: see(standing, region, "bram", Answer.HOLDS),
            lambda: conditions.agree(standing, agreed=agreed, **anna),
            lambda: look.correct(made, seen=seen, why="x", **anna),
        ):
            with pytest.raises(StateConflictError) as refused:
                act()
            assert refused.value.code == "ended"

    def test_a_case_with_one_does_not_close_until_it_is_said_who_follows_it(
        self, region: Region, case: Case, standing: SafetyCondition
    ) -> None:
        anna = {"actor": region.actor("anna"), "now": region.now}
        with pytest.raises(StateConflictError):
            casefile.close(case, reason="done", **anna)
        conditions.end(standing, ground=EndGround.ELSEWHERE, reason="Veilig Thuis volgt", **anna)
        assert casefile.close(case, reason="done", **anna).status == "closed"
        with pytest.raises(StateConflictError):
            down(region, case, "anna")


class TestReminding:
    """On the day of a look people are told: once for each day."""

    def test_who_watches_and_who_coordinates_are_told_once(
        self, region: Region, standing: SafetyCondition
    ) -> None:
        assert reminder.remind(now=region.now + timedelta(days=13)) == 0
        on_the_day = region.now + timedelta(days=14)
        assert [reminder.remind(now=on_the_day), reminder.remind(now=on_the_day)] == [1, 0]
        assert told_of("condition_due") == {"Anna", "Arno", "Bram", "Bea"}
        assert LedgerLine.objects.filter(event="condition.reminded").count() == 1

    def test_another_day_is_another_reminder(self, region: Region, standing: SafetyCondition) -> None:
        assert reminder.remind(now=region.now + timedelta(days=14)) == 1
        see(standing, region, "bram", Answer.NOT_KNOWN, 1, days=14)
        assert reminder.remind(now=region.now + timedelta(days=14)) == 0
        assert reminder.remind(now=region.now + timedelta(days=15)) == 1

    def test_what_was_ended_reminds_nobody(self, region: Region, standing: SafetyCondition) -> None:
        conditions.end(
            standing,
            actor=region.actor("anna"),
            ground=EndGround.REPLACED,
            reason="Een andere",
            now=region.now,
        )
        assert reminder.remind(now=region.now + timedelta(days=30)) == 0
