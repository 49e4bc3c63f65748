"""The job that looks through the ledger: what it puts up, once, in stretches, and from where it stopped."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.access import gate
from cases.access.models import EmergencyAccess
from cases.audit import ledger, review_item, review_scan
from cases.audit.events import Event
from cases.audit.models import LedgerLine, ReviewCursor, ReviewItem, ReviewLine, ReviewTally
from cases.casefile import note
from cases.casefile.models import Case
from cases.missing import episode
from cases.notifications.models import Delivery
from organisations import membership
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import DutyOverride, User
from tests.cases.audit.reviewing import LATER, looked, of, piet_reads, second_auditor
from tests.cases.coordination.handing import hand_over
from tests.cast import FOUNDER, Region, member

NIGHT = timedelta(hours=16)  # after nine in the morning: one at night, local two


@pytest.fixture
def case(region: Region, case: Case) -> Case:
    """Give the case of the whole table; the job has looked at how it came to be."""
    looked(region)
    assert not ReviewItem.objects.exists()  # nothing of the founding is worth a look
    return case


def read(region: Region, name: str, case: Case, *, later: timedelta = timedelta(0)) -> None:
    """Let somebody open the case."""
    now = region.now + later
    gate.open_case(region.actor(name, now=now), case.number, now=now)


def put_up(region: Region, *, later: timedelta = timedelta(0)) -> set[tuple[str, str]]:
    """Let the job look, and give person and reason of all that waits."""
    looked(region, now=region.now + later + LATER)
    return {(item.person.name.lower(), item.reason) for item in ReviewItem.objects.all()}


def test_a_track_that_was_printed_is_asked_about(region: Region, case: Case) -> None:
    ledger.record(region.actor("bram"), Event.MELDCODE_PRINTED, on=case, case=case, now=region.now)
    assert ("bram", "export") in put_up(region)


def test_ordinary_work_is_not_put_up(region: Region, case: Case) -> None:
    for name in ("anna", "arno", "bram", "farid"):
        read(region, name, case)
    assert put_up(region) == set()


def test_a_contact_point_who_does_not_work_on_the_case(region: Region, case: Case) -> None:
    read(region, "piet", case)
    assert put_up(region) == {("piet", "not_named")}


def test_whoever_wrote_in_the_case_works_on_it(region: Region, case: Case) -> None:
    note.add(
        case, actor=region.actor("piet"), compartment=Compartment.CORE, text="Gesproken.", now=region.now
    )
    read(region, "piet", case, later=timedelta(days=30))
    assert put_up(region, later=timedelta(days=30)) == set()
    ledger.record(
        region.actor("piet"), Event.CASE_READ, case=case, on=case, now=region.now + timedelta(days=91)
    )
    assert put_up(region, later=timedelta(days=91)) == {("piet", "not_named")}


def test_who_coordinated_then_was_at_work_then(region: Region, case: Case) -> None:
    read(region, "arno", case)
    hand_over(region, case, region.anna, region.piet, now=region.now + LATER)
    assert put_up(region) == set()


def test_at_night_without_duty(region: Region, case: Case) -> None:
    read(region, "bram", case, later=NIGHT)  # Bram has a shift round the clock
    read(region, "arno", case, later=NIGHT)
    assert put_up(region, later=NIGHT) == {("arno", "night")}


def test_duty_of_one_night_and_being_away_count(region: Region, case: Case) -> None:
    start, end = region.now + NIGHT - LATER, region.now + NIGHT + LATER
    for user, home, away in ((region.arno, region.desk, False), (region.bram, region.school, True)):
        turn = DutyOverride(user=user, organisation=home, starts_at=start, ends_at=end, is_away=away)
        write(turn, actor=FOUNDER, now=region.now)
    read(region, "bram", case, later=NIGHT)
    read(region, "arno", case, later=NIGHT)
    assert put_up(region, later=NIGHT) == {("bram", "night")}


def test_while_an_alert_runs_everybody_may_look_at_night(region: Region, case: Case) -> None:
    missed = episode.raise_alert(
        case,
        actor=region.actor("hugo"),
        report=episode.Report(missing_since=region.now),
        now=region.now + NIGHT - LATER,
    )
    read(region, "arno", case, later=NIGHT)
    end = region.now + NIGHT + timedelta(minutes=1)
    found = {"found_at": end, "found_by": "", "condition": ""}
    episode.found(missed, actor=region.actor("hugo"), now=end, **found)
    assert put_up(region, later=NIGHT) == set()
    read(region, "arno", case, later=NIGHT + LATER)
    assert put_up(region, later=NIGHT + LATER) == {("arno", "night")}


def test_emergency_access_is_one_review_with_all_its_lines(region: Region, case: Case) -> None:
    opened = EmergencyAccess(
        case=case,
        user=region.chris,
        organisation=region.elsewhere,
        reason="danger_now",
        explanation="Nu.",
        starts_at=region.now,
        ends_at=region.now + timedelta(hours=2),
    )
    write(opened, actor=region.actor("chris"), now=region.now)
    ledger.record(
        region.actor("chris"), Event.GLASS_BROKEN, on=opened, case=case, now=region.now, emergency=True
    )
    read(region, "chris", case)
    read(region, "chris", case, later=timedelta(minutes=4))
    assert put_up(region) == {("chris", "emergency")}
    assert of(region, "chris", "emergency").line_count == 3


def test_five_refusals_are_put_up_and_four_are_not(region: Region, case: Case) -> None:
    def refused(name: str, times: int) -> None:
        for _time in range(times):
            with pytest.raises(AccessDenied) as denied:
                gate.open_case(region.actor(name), case.number, now=region.now)
            ledger.record(
                region.actor(name),
                Event.ACCESS_REFUSED,
                case=case,
                now=region.now,
                outcome="refused",
                refusal=denied.value.code,
            )

    refused("chris", 5)
    refused("eva", 4)
    assert put_up(region) == {("chris", "denied")}


def test_a_possible_tie_is_a_code_and_names_stay_out_of_it(region: Region, case: Case) -> None:
    bram = region.bram
    User.objects.filter(pk=bram.pk).update(name="Bram van der Zeegras")
    read(region, "bram", case)
    looked(region)
    item = of(region, "bram", "tie")
    assert item is not None
    stored = [*ReviewItem.history.values(), *ReviewItem.objects.values(), *ReviewLine.objects.values()]
    stored += LedgerLine.objects.filter(event="review.opened").values("detail", "object_number")
    assert "zeegras" not in str(stored).lower()


def test_what_somebody_read_before_they_left(region: Region, case: Case) -> None:
    read(region, "bram", case, later=-timedelta(days=4))
    read(region, "bram", case)
    seat = member(region, "bram")
    membership.end(seat, actor=FOUNDER, now=region.now + timedelta(minutes=1))
    assert put_up(region) == {("bram", "left")}
    assert of(region, "bram", "left").line_count == 2


def test_what_an_auditor_looked_up_waits_for_another(region: Region, case: Case, log_in: Callable) -> None:
    log_in("dina").get("/audit/")
    assert put_up(region) == {("dina", "auditor")}


def test_a_thousand_cases_in_five_minutes_tell_the_auditors(region: Region, case: Case) -> None:
    """Bar S22: signalled within five minutes; here at the first look afterwards."""
    second_auditor(region)
    case = Case(pk=10**6, number="C-26-AAAAA")
    line = ledger.record(region.actor("anna"), Event.CASE_READ, case=case, now=region.now)
    for n in range(1, 1000):
        line.pk, line.event_id, line.case_id, line.at = (
            None,
            uuid4(),
            case.pk + n,
            region.now + n * LATER / 1000,
        )
        line.save(force_insert=True)
    put_up(region, later=LATER)
    item = of(region, "anna", "burst")
    assert item.line_count == 1000
    told = Delivery.objects.filter(notification__kind="review_urgent", channel="inbox")
    assert {delivery.user for delivery in told} == {region.dina, region.people["dirk"]}
    assert {delivery.path for delivery in told} == {f"/audit/reviews/{item.number}/"}


class TestTheWalk:
    """Where the job stopped, it goes on; what it did, it does not do twice."""

    def test_looking_again_puts_nothing_up_twice(self, region: Region, case: Case) -> None:
        item = piet_reads(region, case)
        ReviewCursor.objects.update(line_id=0)
        looked(region)
        assert ReviewItem.objects.count() == 1
        assert ReviewLine.objects.filter(item=item).count() == 1

    def test_lines_join_what_nobody_judged_yet(self, region: Region, case: Case) -> None:
        first = piet_reads(region, case)
        second = piet_reads(region, case, at=region.now + timedelta(minutes=2))
        assert second == first
        assert second.line_count == 2

    def test_a_run_that_is_killed_leaves_nothing_half_done(
        self, region: Region, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        read(region, "piet", case)
        before = ReviewCursor.objects.get().line_id

        def killed(rows: object) -> None:
            raise SystemExit

        monkeypatch.setattr(review_scan, "_count", killed)
        with pytest.raises(SystemExit):
            looked(region)
        assert not ReviewItem.objects.exists()
        assert ReviewCursor.objects.get().line_id == before
        monkeypatch.undo()
        assert put_up(region) == {("piet", "not_named")}

    def test_it_goes_in_stretches_and_a_window_is_not_cut_in_two(
        self, region: Region, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(review_scan, "CHUNK", 7)
        anna = region.actor("anna")
        for n in range(30):
            ledger.record(
                anna,
                Event.CASE_READ,
                case=Case(pk=10**6 + n, number="C-26-AAAAA"),
                now=region.now + timedelta(seconds=n),
            )
        looked(region)
        assert of(region, "anna", "burst").line_count == 30

    def test_every_line_is_looked_at_and_readings_are_counted(self, region: Region, case: Case) -> None:
        for _time in range(3):
            read(region, "anna", case)
        looked(region)
        newest = LedgerLine.objects.latest("id").pk
        assert ReviewCursor.objects.get().line_id == newest
        month = review_item.month_of(region.now)
        assert ReviewTally.objects.get(month=month, organisation=region.desk).readings >= 3
        assert review_scan.reached(now=region.now + LATER) is None

    def test_more_lines_cost_no_more_questions(self, region: Region, case: Case) -> None:
        def cost(times: int) -> int:
            for _time in range(times):
                read(region, "anna", case)
            with CaptureQueriesContext(connection) as asked:
                review_scan.step(now=region.now + LATER)
            return len(asked)

        cost(1)  # the tally of the month is there now
        assert cost(2) == cost(40)
