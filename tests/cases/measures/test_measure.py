"""Measures of the court: written down with their last day, in sight before they end, never silently past."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.dashboard import queue
from cases.measures import measure
from cases.measures.models import Measure
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import Region

LogIn = Callable[[str], Client]
ORDER = measure.Decided("supervision", date(2026, 2, 2), date(2027, 2, 1), "Jeugdbescherming Getij")
TYPED = {"kind": "supervision", "starts_on": "2026-02-02", "ends_on": "2027-02-01", "remark": "Zitting"}


@pytest.fixture
def order(region: Region, case: Case) -> Measure:
    """Give the supervision order that Anna wrote down."""
    return measure.add(case, actor=region.actor("anna"), decided=ORDER, now=region.now)


def ending(region: Region, name: str, **days: int) -> list[date | None]:
    """Give the last days that somebody finds in their queue, so many days from now."""
    now = region.now + timedelta(**days)
    items = queue.for_actor(region.actor(name), now=now)
    return [item.due for item in items if item.url.endswith("/people/#measures")]


class TestActs:
    """Who writes, what stays behind, and what two people at once see."""

    def test_what_is_written_leaves_a_line_without_content(
        self, region: Region, case: Case, order: Measure
    ) -> None:
        line = LedgerLine.objects.get(event="measure.written")
        assert (line.case_id, line.detail) == (case.pk, {})
        entry = case.timeline.get(kind="measure_written")
        assert (entry.compartment, entry.params) == ("identity", {})
        assert order.history.count() == 1

    @pytest.mark.parametrize("name", ["iris", "chris", "eva", "dina", "joost"])
    def test_who_may_not_know_the_name_writes_nothing(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            measure.add(case, actor=region.actor(name), decided=ORDER, now=region.now)
        assert not Measure.objects.exists()

    def test_the_court_extends_it_and_the_history_keeps_the_first_day(
        self, region: Region, order: Measure
    ) -> None:
        longer = measure.Decided("supervision", date(2026, 2, 2), date(2028, 2, 1))
        measure.change(order, actor=region.actor("anna"), decided=longer, version=1, now=region.now)
        assert [row.ends_on for row in order.history.order_by("pk")] == [date(2027, 2, 1), date(2028, 2, 1)]
        assert LedgerLine.objects.latest("id").event == "measure.changed"

    def test_who_looked_at_older_dates_reads_the_new_ones_first(self, region: Region, order: Measure) -> None:
        longer = measure.Decided("supervision", date(2026, 2, 2), date(2028, 2, 1))
        measure.change(order, actor=region.actor("bram"), decided=longer, version=1, now=region.now)
        with pytest.raises(StaleWriteError):
            measure.end(order, actor=region.actor("anna"), outcome="Ended", version=1, now=region.now)

    def test_what_came_after_is_written_once(self, region: Region, case: Case, order: Measure) -> None:
        ended = measure.end(
            order, actor=region.actor("anna"), outcome="Vrijwillig verder", version=1, now=region.now
        )
        assert (ended.outcome, ended.ended_at) == ("Vrijwillig verder", region.now)
        assert case.timeline.filter(kind="measure_ended").count() == 1
        with pytest.raises(StateConflictError):
            measure.end(order, actor=region.actor("anna"), outcome="Again", version=2, now=region.now)

    def test_it_can_not_end_before_it_starts(self, region: Region, case: Case, order: Measure) -> None:
        wrong = measure.Decided("secure", date(2026, 2, 2), date(2026, 2, 1))
        for act in (
            lambda: measure.add(case, actor=region.actor("anna"), decided=wrong, now=region.now),
            lambda: measure.change(
                order, actor=region.actor("anna"), decided=wrong, version=1, now=region.now
            ),
        ):
            with pytest.raises(StateConflictError) as refused:
                act()
            assert refused.value.field == "ends_on"

    def test_a_closed_case_gets_no_new_measure(self, region: Region, case: Case) -> None:
        casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
        with pytest.raises(StateConflictError):
            measure.add(case, actor=region.actor("anna"), decided=ORDER, now=region.now)


class TestQueue:
    """The coordinator sees it thirteen weeks ahead, and until somebody says what came after."""

    def test_coordinator_and_deputy_see_it_in_time_and_nobody_else(
        self, region: Region, order: Measure
    ) -> None:
        assert ending(region, "anna") == [order.ends_on]
        assert ending(region, "arno") == [order.ends_on]
        assert ending(region, "bram") == []
        assert ending(region, "hugo") == []

    def test_not_yet_when_it_lasts_longer(self, region: Region, case: Case) -> None:
        later = region.now.date() + timedelta(weeks=13, days=1)
        for_long = measure.Decided("secure", date(2026, 2, 2), later)
        measure.add(case, actor=region.actor("anna"), decided=for_long, now=region.now)
        assert ending(region, "anna") == []
        assert ending(region, "anna", days=1) == [later]

    def test_it_stays_when_it_passed_until_somebody_says_what_came_after(
        self, region: Region, order: Measure
    ) -> None:
        assert ending(region, "anna", days=88) == [order.ends_on]
        measure.end(order, actor=region.actor("anna"), outcome="18 geworden", version=1, now=region.now)
        assert ending(region, "anna", days=88) == []


class TestPages:
    """What people see and type."""

    def test_it_stands_among_the_people(self, case: Case, order: Measure, log_in: LogIn) -> None:
        page = log_in("bram").get(f"/cases/{case.number}/people/").content.decode()
        assert "Ondertoezichtstelling (OTS)" in page
        assert "Jeugdbescherming Getij" in page
        assert "Loopt binnenkort af" in page

    def test_who_works_with_the_pseudonym_reads_nothing_of_it(
        self, case: Case, order: Measure, log_in: LogIn
    ) -> None:
        page = log_in("iris").get(f"/cases/{case.number}/people/").content.decode()
        assert "Getij" not in page

    def test_a_form_writes_it_down_changes_it_and_ends_it(self, case: Case, log_in: LogIn) -> None:
        anna = log_in("anna")
        anna.post(f"/cases/{case.number}/people/measures/new/", TYPED)
        made = Measure.objects.get()
        assert (made.ends_on, made.remark) == (date(2027, 2, 1), "Zitting")
        address = f"/cases/{case.number}/people/measures/{made.pk}/"
        anna.post(f"{address}change/", {**TYPED, "ends_on": "2028-02-01", "version": 1})
        answer = anna.post(f"{address}end/", {"outcome": "Nieuwe maatregel", "version": 2}, follow=True)
        assert "Nieuwe maatregel" in answer.content.decode()
        made.refresh_from_db()
        assert (made.ends_on, made.outcome) == (date(2028, 2, 1), "Nieuwe maatregel")

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"starts_on": ""}, "Dit veld"),
            ({"ends_on": "2026-02-01"}, "vóór de eerste dag"),
            ({"ends_on": "31-02-2027"}, "datum"),
            ({"kind": "prison"}, "prison"),
            ({"remark": "x" * 301}, "300"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
        self, case: Case, log_in: LogIn, typed: dict[str, str], sentence: str
    ) -> None:
        answer = log_in("anna").post(
            f"/cases/{case.number}/people/measures/new/", {**TYPED, "carried_out_by": "Getij", **typed}
        )
        page = answer.content.decode()
        assert answer.status_code == 400
        assert sentence in page
        assert 'value="Getij"' in page
        assert not Measure.objects.exists()

    def test_a_stale_page_shows_what_is_there_now(
        self, region: Region, case: Case, order: Measure, log_in: LogIn
    ) -> None:
        longer = measure.Decided("supervision", date(2026, 2, 2), date(2028, 2, 1))
        measure.change(order, actor=region.actor("bram"), decided=longer, version=1, now=region.now)
        address = f"/cases/{case.number}/people/measures/{order.pk}/change/"
        answer = log_in("anna").post(address, {**TYPED, "version": 1})
        assert answer.status_code == 409
        assert 'value="2028-02-01"' in answer.content.decode()  # filled in: only Bram changed it

    def test_a_measure_of_another_case_is_not_found(self, order: Measure, log_in: LogIn) -> None:
        assert log_in("anna").get(f"/cases/C-26-22222/people/measures/{order.pk}/end/").status_code == 404
