"""When, how long and from what kind of place young people are missing: patterns that point at nobody."""

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from cases.small_cells import LEAST
from cases.statistics import report as reports
from cases.statistics.choices import DEFINITIONS
from cases.statistics.figures import PATTERNS
from cases.statistics.models import BoardReport
from cases.statistics.report import About
from cases.statistics.rules import Period
from organisations.history import write
from tests.cast import FOUNDER, Region, full_table

LogIn = Callable[[str], Client]
YEAR = Period(2025, date(2026, 1, 1))
THREE_QUARTERS = Period(2026, date(2026, 10, 1))
#: A Friday evening in October.
FRIDAY = datetime(2025, 10, 3, 19, 0, tzinfo=UTC)


@pytest.fixture
def case(region: Region) -> Case:
    return full_table(region)


def missed(region: Region, case: Case, many: int, *, since: datetime = FRIDAY, **about: Any) -> None:
    """Let somebody have been missing so often, raised an hour later and back after five hours."""
    for _one in range(many):
        values = {
            "raised_at": since + timedelta(hours=1),
            "found_at": since + timedelta(hours=5),
            "colour": "red",
            "status": "closed",
            **about,
        }
        row = MissingEpisode(
            number=f"V-26-Z{MissingEpisode.objects.count():04d}",
            case=case,
            raised_by=region.hugo,
            raised_by_organisation=region.institution,
            missing_since=since,
            **values,
        )
        write(row, actor=FOUNDER, now=region.now)


def make(region: Region, period: Period = YEAR, name: str = "anna") -> BoardReport:
    about = About(region.covenant_version.covenant, period)
    return reports.make(about, actor=region.actor(name), now=region.now)


def told(report: BoardReport, code: str) -> dict[str, int]:
    """Give the parts that are told."""
    parts = report.figures["counts"][code]["parts"]
    return {part: number for part, number in parts.items() if number is not None}


def test_each_pattern_counts_the_same_alerts(region: Region, case: Case) -> None:
    """The smallest of three stands for the parts that nobody has: beside a total it would tell that."""
    missed(region, case, 20, last_seen_kind="transport", found_kind="known")
    tuesday_morning, sunday_night = FRIDAY + timedelta(hours=82), FRIDAY + timedelta(hours=31)
    missed(region, case, 15, since=tuesday_morning, found_at=None)
    missed(region, case, 10, since=sunday_night, found_at=None, found_kind="stay")
    report = make(region)
    assert told(report, "episodes_by_weekday") == {"4": 20, "1": 15}
    assert told(report, "episodes_by_day_part") == {"evening": 20, "morning": 15}
    assert told(report, "episodes_by_length") == {"unknown": 25}
    assert told(report, "episodes_by_last_seen") == {"unknown": 25}
    assert told(report, "episodes_by_found") == {"known": 20, "unknown": 15}
    counts = report.figures["counts"]
    assert {counts[code]["total"] for code in (*PATTERNS, "episodes_by_colour")} == {45}


def test_what_is_few_is_hidden_and_so_is_what_would_give_it_away(region: Region, case: Case) -> None:
    missed(region, case, 30)
    missed(region, case, 20, since=FRIDAY + timedelta(hours=8))  # in the night
    missed(region, case, 2, since=FRIDAY + timedelta(hours=14))
    parts = make(region).figures["counts"]["episodes_by_day_part"]
    assert parts == {
        "total": 50,
        "parts": {"night": None, "morning": None, "afternoon": None, "evening": 30},
    }


def test_months_are_told_of_a_whole_year_only(region: Region, case: Case) -> None:
    missed(region, case, 20)
    missed(region, case, 15, since=datetime(2025, 2, 1, 12, 0, tzinfo=UTC))
    missed(region, case, 10, since=datetime(2025, 3, 1, 12, 0, tzinfo=UTC))
    missed(region, case, 24, since=datetime(2026, 2, 1, 12, 0, tzinfo=UTC))
    assert told(make(region), "episodes_by_month") == {"02": 15, "10": 20}
    part = make(region, THREE_QUARTERS)
    assert "episodes_by_month" not in part.figures["counts"]
    assert part.figures["counts"]["episodes_by_weekday"]["total"] == 25


def test_an_alert_in_the_first_minutes_of_january_is_of_january(region: Region, case: Case) -> None:
    raised = datetime(2024, 12, 31, 23, 10, tzinfo=UTC)
    missed(region, case, 20, since=raised - timedelta(hours=2), raised_at=raised, found_at=raised)
    missed(region, case, 10)
    report = make(region)
    assert told(report, "episodes_by_month") == {"01": 20}
    assert told(report, "episodes_by_weekday") == {"1": 20}  # missing since the day before, a Tuesday


def test_what_was_withdrawn_or_is_kept_from_the_maker_is_not_in_it(region: Region, case: Case) -> None:
    missed(region, case, 12)
    missed(region, case, 12, status="withdrawn", found_at=None)
    assert make(region).figures["counts"]["episodes_by_weekday"]["total"] == 10
    assert make(region, name="eva").figures["counts"]["episodes_by_weekday"]["total"] is None


def test_no_place_that_somebody_typed_comes_in_a_report(region: Region, case: Case) -> None:
    street = "Kastanjelaan 12"
    missed(region, case, LEAST, last_seen_place=street, found_place=street, last_seen_kind="home")
    assert street not in json.dumps(make(region).figures)


def test_page_paper_and_files_tell_the_same(region: Region, case: Case, log_in: LogIn) -> None:
    missed(region, case, 20, last_seen_kind="care", found_kind="stay")
    report = make(region)
    iris, address = log_in("iris"), reports.address(report)
    page = iris.get(address).content.decode()
    for words in ("Alarmen, per dag van de week", "vrijdag", "Avond, 18 tot 24 uur", "4 tot 12 uur"):
        assert words.casefold() in page.casefold(), words
    sheet = iris.get(f"{address}csv/").content.decode("utf-8-sig")
    rows = {(row[0], row[1]): row[2] for row in csv.reader(io.StringIO(sheet), delimiter=";")}
    assert rows["Alarmen, naar het soort plek waar gevonden", "Totaal"] == "20"
    data = iris.get(f"{address}json/").json()
    assert data["counts"]["episodes_by_found"] == report.figures["counts"]["episodes_by_found"]
    assert data["definitions"] == DEFINITIONS
    assert iris.get(f"{address}pdf/").content.startswith(b"%PDF")


def test_a_report_of_before_stays_as_it_was(region: Region, case: Case, log_in: LogIn) -> None:
    report = make(region)
    for code in PATTERNS:
        report.figures["counts"].pop(code, None)
    report.definitions = 1
    write(report, actor=FOUNDER, now=region.now)
    page = log_in("iris").get(reports.address(report)).content.decode()
    assert "Alarmen, per dagdeel" not in page
    assert "Alarmen, naar kleur" in page


def test_ten_times_the_alerts_take_no_statement_more(
    region: Region, case: Case, django_assert_max_num_queries: Any
) -> None:
    missed(region, case, 3)
    with django_assert_max_num_queries(80) as seen:
        make(region)
    few = len(seen.captured_queries)
    missed(region, case, 30)
    with django_assert_max_num_queries(few):
        make(region)


def test_the_kind_of_place_is_asked_and_shown_and_needs_no_answer(
    region: Region, case: Case, log_in: LogIn
) -> None:
    hugo = log_in("hugo")
    raised = hugo.post(
        f"/cases/{case.number}/missing/raise/",
        {"missing_since": "2026-11-17T09:30", "police_told": "not_yet", "last_seen_kind": "transport"},
    )
    assert raised.status_code == 302
    row = MissingEpisode.objects.latest("id")
    assert row.last_seen_kind == "transport"
    assert "Een station, een halte of onderweg" in hugo.get(f"/missing/{row.number}/").content.decode()
    known = {"found_at": "2026-11-17T09:45", "violence": "no"}
    refused = hugo.post(f"/missing/{row.number}/found/", {**known, "kind": "Kastanjelaan 12"})
    assert refused.status_code == 400
    assert hugo.post(f"/missing/{row.number}/found/", {**known, "kind": "public"}).status_code == 302
    row.refresh_from_db()
    assert (row.found_kind, row.found_place) == ("public", "")
    assert "Op straat, in een winkel of in een park" in hugo.get(f"/missing/{row.number}/").content.decode()


def test_who_does_not_know_the_kind_leaves_it_empty(region: Region, case: Case) -> None:
    hugo = region.actor("hugo")
    known = episodes.Report(missing_since=region.now - timedelta(hours=2))
    row = episodes.raise_alert(case, actor=hugo, report=known, now=region.now)
    found = {"found_at": region.now, "found_by": "", "condition": ""}
    episodes.found(row, actor=hugo, now=region.now, **found)
    row.refresh_from_db()
    assert (row.last_seen_kind, row.found_kind) == ("", "")
