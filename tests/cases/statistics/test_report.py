"""Anna counts a period for the board: what she may see, nothing that points at a child, kept as it was."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.intake.models import Signal
from cases.missing.models import AlertCall, MissingEpisode
from cases.statistics import report as reports
from cases.statistics.models import BoardReport
from cases.statistics.report import About
from cases.statistics.rules import Period
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.history import write
from tests.cast import FOUNDER, Region, full_table

LogIn = Callable[[str], Client]

#: The first three quarters of the year that the cast lives in.
PERIOD = Period(2026, date(2026, 10, 1))
IN_MARCH = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def about(region: Region, period: Period = PERIOD) -> About:
    return About(region.covenant_version.covenant, period)


def make(region: Region, name: str = "anna", period: Period = PERIOD) -> BoardReport:
    return reports.make(about(region, period), actor=region.actor(name), now=region.now)


def received(region: Region, many: int, *, at: datetime = IN_MARCH, **about: Any) -> list[Signal]:
    """Put signals on the desk as they stood in March."""
    made = []
    for number in range(many):
        row = Signal(
            number=f"S-26-Z{Signal.objects.count():04d}",
            channel="professional",
            reported_by=region.bram,
            reported_by_organisation=region.school,
            covenant=region.covenant_version.covenant,
            addressed_to=region.desk,
            subject="nobody",
            observation=f"Seen {number}",
            knowledge="first_hand",
            noticed_at=at,
            received_at=at,
            triage_due_at=at,
            feedback_due_at=at,
            **about,
        )
        write(row, actor=FOUNDER, now=region.now)
        made.append(row)
    return made


def parts(report: BoardReport, code: str) -> dict[str, int | None]:
    return report.figures["counts"][code]["parts"]


def test_anna_counts_the_signals_of_the_period(region: Region) -> None:
    received(region, 12, form_of_concern="criminal")
    received(region, 23, form_of_concern="sexual")
    received(region, 11, at=datetime(2026, 10, 1, 9, 0, tzinfo=UTC), form_of_concern="sexual")  # the next one
    found = make(region)
    assert found.figures["counts"]["signals_by_channel"]["total"] == 35
    told = parts(found, "signals_by_form")
    assert told["sexual"] == 25
    assert told["criminal"] is None  # labour and others are few, and twelve would give them away
    assert told["labour"] is None


def test_the_first_minute_of_the_year_counts_in_dutch_time(region: Region) -> None:
    received(region, 10, at=datetime(2025, 12, 31, 23, 30, tzinfo=UTC))
    assert make(region).figures["counts"]["signals_by_channel"]["total"] == 10
    last_year = make(region, period=Period(2025, date(2026, 1, 1)))
    assert last_year.figures["counts"]["signals_by_channel"]["total"] is None


def test_a_period_with_one_case_tells_nothing_about_it(region: Region) -> None:
    case = full_table(region)
    Case.objects.filter(pk=case.pk).update(started_at=IN_MARCH)
    found = make(region)
    assert all(count["total"] is None for count in found.figures["counts"].values())
    assert {n for count in found.figures["counts"].values() for n in count["parts"].values()} == {None}
    assert found.figures["durations"]["signal_to_triage"] == [{"name": "", "middle": None, "count": None}]


def test_who_is_kept_away_from_a_case_does_not_count_it(region: Region) -> None:
    """Eva has a conflict of interest: what she publishes holds nothing of that case."""
    case = full_table(region)
    received(region, 10, case=case)
    assert make(region).figures["counts"]["signals_by_channel"]["total"] == 10
    assert make(region, "eva").figures["counts"]["signals_by_channel"]["total"] is None


def test_children_and_alerts_are_counted_apart(region: Region) -> None:
    case = full_table(region)
    for number in range(12):
        row = MissingEpisode(
            number=f"V-26-Z{number:04d}",
            case=case,
            raised_by=region.hugo,
            raised_by_organisation=region.institution,
            raised_at=IN_MARCH + timedelta(days=number),
            missing_since=IN_MARCH,
            colour="red",
            status="closed",
            found_at=IN_MARCH + timedelta(days=number),
            closed_at=IN_MARCH + timedelta(days=number),
        )
        write(row, actor=FOUNDER, now=region.now)
        answered = IN_MARCH + timedelta(minutes=4 + number)
        call = AlertCall(
            episode=row,
            organisation=region.police,
            state="acknowledged",
            called_at=IN_MARCH,
            acknowledged_at=answered,
            acknowledged_by=region.farid,
        )
        write(call, actor=FOUNDER, now=region.now)
    found = make(region).figures
    assert found["counts"]["episodes_by_colour"]["total"] == 10  # twelve, rounded
    assert found["counts"]["missing_young_people"]["total"] is None  # one young person
    police = {"name": region.police.name, "middle": 9.5, "count": 10}
    assert found["durations"]["alert_to_answer"] == [police]


def test_a_report_stays_as_it_was_published(region: Region) -> None:
    standing = received(region, 10)
    first = make(region)
    for signal in standing:
        signals_row = Signal.objects.get(pk=signal.pk)
        signals_row.withdrawn_at = region.now
        write(signals_row, actor=FOUNDER, now=region.now)
    second = make(region)
    assert BoardReport.objects.get(pk=first.pk).figures["counts"]["signals_by_channel"]["total"] == 10
    assert second.figures["counts"]["signals_by_channel"]["total"] is None


def test_a_period_that_still_runs_is_refused(region: Region) -> None:
    with pytest.raises(StateConflictError) as refused:
        make(region, period=Period(2026, date(2027, 1, 1)))
    assert refused.value.code == "not_over"
    assert not BoardReport.objects.exists()


@pytest.mark.parametrize("name", ["bram", "iris", "gerda", "dina", "joost", "hugo"])
def test_who_does_not_triage_counts_nothing(region: Region, name: str) -> None:
    with pytest.raises(AccessDenied):
        make(region, name)
    assert not BoardReport.objects.exists()


def test_making_and_reading_are_in_the_ledger(region: Region, log_in: LogIn) -> None:
    made = make(region)
    iris = log_in("iris")
    for kind in ("", "pdf/", "csv/", "json/"):
        assert iris.get(f"{reports.address(made)}{kind}").status_code == 200
    lines = LedgerLine.objects.filter(object_id=str(made.pk), object_type="boardreport").order_by("id")
    assert [line.event for line in lines] == [
        "board_report.made",
        "board_report.read",
        *["board_report.taken_along"] * 3,
    ]
    assert lines[0].act == Act.TRIAGE_SIGNAL.value


def test_an_organisation_that_left_the_covenant_finds_no_report(region: Region, log_in: LogIn) -> None:
    made = make(region)
    chris = log_in("chris")
    assert chris.get(reports.address(made)).status_code == 200
    party = region.covenant_version.parties.get(organisation=region.elsewhere)
    party.exited_on = region.now.date()
    write(party, actor=FOUNDER, now=region.now)
    assert chris.get(reports.address(made)).status_code == 404
    assert reports.address(made) not in chris.get("/figures/").content.decode()


def test_the_page_says_what_is_hidden_and_how_it_is_counted(region: Region, log_in: LogIn) -> None:
    received(region, 23, form_of_concern="sexual")
    page = log_in("iris").get(reports.address(make(region))).content.decode()
    for words in (
        "Cijfers van 2026, eerste drie kwartalen",
        "afgerond op vijftallen",
        "Te weinig om apart te noemen",
    ):
        assert words in page, words
    numbers = re.findall(r'figures__number">(\d+)<', page)
    assert numbers == ["25"] * 3  # three totals; beside them a part would tell that the others are few


def test_names_of_organisations_are_no_formula_in_a_spreadsheet(region: Region, log_in: LogIn) -> None:
    made = make(region)
    made.figures["durations"]["alert_to_answer"] = [{"name": "=1+1", "middle": 3.0, "count": 10}]
    write(made, actor=FOUNDER, now=region.now)
    sheet = log_in("iris").get(f"{reports.address(made)}csv/").content.decode()
    assert sheet.startswith("\ufeff")
    assert "'=1+1;10;3.0" in sheet


def test_the_number_of_statements_does_not_grow_with_the_rows(
    region: Region, django_assert_max_num_queries: Any
) -> None:
    received(region, 30)
    with django_assert_max_num_queries(60) as seen:
        make(region)
    few = len(seen.captured_queries)
    received(region, 30)
    with django_assert_max_num_queries(few):
        make(region)
