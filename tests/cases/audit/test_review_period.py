"""A month of review: its sample, its sign-off and the report for the board."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import translation

from cases.access import gate
from cases.audit import review, review_period, review_report
from cases.audit.models import LedgerLine, ReviewItem, ReviewPeriod, ReviewTally
from cases.audit.review import Judgement
from cases.audit.review_rules import Verdict
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from organisations.actor import AccessDenied
from tests.cases.audit.reviewing import filled, looked, second_auditor
from tests.cast import Region
from zorgtafel import pdf

NOVEMBER = date(2026, 11, 1)
DECEMBER = timedelta(days=20)  # after the region's morning of 17 November
SLUG = "/audit/reviews/months/2026-11/"
LogIn = Callable[[str], Client]


@pytest.fixture
def busy(region: Region, case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let people read a case eight times in November; nothing stands out."""
    monkeypatch.setattr(review.ledger, "fingerprint", lambda term: "1")
    second_auditor(region)
    for minute in range(2):
        for name in ("anna", "arno", "bram", "farid"):
            gate.open_case(region.actor(name), case.number, now=region.now + timedelta(minutes=minute))
    looked(region)


@pytest.fixture
def november(region: Region, busy: None) -> ReviewPeriod:
    """Give November, drawn."""
    period = review_period.draw_due(now=region.now + DECEMBER)
    assert period is not None
    return period


def judged(region: Region) -> None:
    """Let Dina judge all that waits."""
    for item in ReviewItem.objects.exclude(status="done"):
        review.judge(
            item,
            actor=region.actor("dina"),
            judgement=Judgement(Verdict.IN_ORDER, "Gewoon werk."),
            now=region.now + DECEMBER,
        )


def signed(region: Region) -> ReviewPeriod:
    """Let Dina judge all and sign."""
    judged(region)
    return review_period.sign(NOVEMBER, actor=region.actor("dina"), now=region.now + DECEMBER)


class TestSample:
    """Drawn once, when the month is over, and the same every time."""

    def test_of_few_readings_all_are_drawn(self, november: ReviewPeriod) -> None:
        readings = review_period.readings(NOVEMBER)
        assert november.population == readings.count() == november.sample_size
        items = ReviewItem.objects.filter(reason="sample")
        assert items.count() == november.sample_size
        assert set(items.values_list("lines__line_id", flat=True)) == set(
            readings.values_list("pk", flat=True)
        )

    def test_what_was_counted_while_it_passed_is_what_is_drawn_from(self, november: ReviewPeriod) -> None:
        counted = sum(ReviewTally.objects.filter(month=NOVEMBER).values_list("readings", flat=True))
        assert counted == november.population

    def test_the_same_seed_gives_the_same_lines(self, november: ReviewPeriod) -> None:
        first = [line.pk for line in review_period.drawn(NOVEMBER, seed="x")]
        assert first == [line.pk for line in review_period.drawn(NOVEMBER, seed="x")]
        assert first != [line.pk for line in review_period.drawn(NOVEMBER, seed="y")]

    def test_it_is_drawn_once(self, region: Region, november: ReviewPeriod) -> None:
        assert review_period.draw_due(now=region.now + DECEMBER) is None
        assert ReviewPeriod.objects.count() == 1

    def test_not_while_the_month_runs_or_its_lines_wait_to_be_looked_at(
        self, region: Region, case: Case, busy: None
    ) -> None:
        assert review_period.draw_due(now=region.now) is None
        gate.open_case(region.actor("anna"), case.number, now=region.now + timedelta(days=1))
        assert review_period.draw_due(now=region.now + DECEMBER) is None

    def test_the_draw_is_a_line(self, november: ReviewPeriod) -> None:
        line = LedgerLine.objects.filter(event="review.sampled").get()
        size = november.sample_size
        assert line.detail == {"month": "2026-11", "drawn": size, "population": size}

    def test_months_lie_between_local_midnights(self) -> None:
        start, end = review_period.bounds(date(2026, 12, 1))
        assert (start.isoformat(), end.isoformat()) == (
            "2026-12-01T00:00:00+01:00",
            "2027-01-01T00:00:00+01:00",
        )
        assert review_period.previous(date(2027, 1, 15)) == date(2026, 12, 1)


class TestSignOff:
    """An auditor signs when all was judged; then nothing changes any more."""

    def test_figures_are_frozen(self, region: Region, november: ReviewPeriod) -> None:
        period = signed(region)
        assert (period.signed_by, period.figures["waiting"]) == (region.dina, 0)
        sample = period.figures["sample"]
        assert (sample["judged"], sample["found"], sample["at_most"]) == (november.sample_size, 0, 0)
        assert LedgerLine.objects.filter(event="review.signed", user_id=region.dina.pk).count() == 1

    def test_not_while_something_waits(self, region: Region, november: ReviewPeriod) -> None:
        with pytest.raises(StateConflictError) as conflict:
            review_period.sign(NOVEMBER, actor=region.actor("dina"), now=region.now + DECEMBER)
        assert conflict.value.code == "still_waiting"

    def test_not_twice_nor_without_a_sample_nor_by_others(
        self, region: Region, november: ReviewPeriod
    ) -> None:
        signed(region)
        dina = region.actor("dina")
        for month, code in ((NOVEMBER, "signed"), (date(2026, 10, 1), "not_drawn")):
            with pytest.raises(StateConflictError) as conflict:
                review_period.sign(month, actor=dina, now=region.now + DECEMBER)
            assert conflict.value.code == code
        with pytest.raises(AccessDenied):
            review_period.sign(NOVEMBER, actor=region.actor("joost"), now=region.now + DECEMBER)

    def test_dina_signs_on_the_page_of_the_month(
        self, region: Region, november: ReviewPeriod, log_in: LogIn
    ) -> None:
        client = log_in("dina")
        assert client.post(SLUG, filled(client.get(SLUG))).status_code == 409
        judged(region)
        assert client.post(SLUG, filled(client.get(SLUG))).status_code == 302
        november.refresh_from_db()
        assert november.signed_by == region.dina
        assert "Afgetekend" in client.get("/audit/reviews/months/").text

    @pytest.mark.parametrize("month", ["2026-13", "2026-1", "november", "2026-11-01"])
    def test_a_month_that_does_not_exist_is_not_found(
        self, region: Region, log_in: LogIn, month: str
    ) -> None:
        client = log_in("dina")
        assert client.get(f"/audit/reviews/months/{month}/").status_code == 404
        assert client.get(f"/audit/reviews/months/{month}/report.pdf").status_code == 404

    def test_it_waits_in_the_queue_until_it_is_signed(
        self, region: Region, november: ReviewPeriod, log_in: LogIn
    ) -> None:
        assert SLUG in log_in("dina").get("/").text
        signed(region)
        assert SLUG not in log_in("dina").get("/").text


class TestReport:
    """What the board reads."""

    @pytest.fixture
    def told(self, november: ReviewPeriod, monkeypatch: pytest.MonkeyPatch) -> list[dict]:
        """Keep the data that go into the document."""
        kept: list[dict] = []
        write = pdf.write

        def listening(template: str, data: dict, **options: object) -> bytes:
            kept.append(data)
            return write(template, data, **options)

        monkeypatch.setattr(pdf, "write", listening)
        return kept

    def test_a_draft_says_so_and_taking_it_out_is_a_line(self, told: list[dict], log_in: LogIn) -> None:
        answer = log_in("dina").get(f"{SLUG}report.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF-")
        assert told[0]["draft"].startswith("Concept")
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.action, line.detail) == (
            "review.report_exported",
            "E",
            {"month": "2026-11", "draft": True},
        )

    def test_after_the_sign_off_it_is_the_same_every_time(
        self, region: Region, case: Case, told: list[dict], log_in: LogIn
    ) -> None:
        signed(region)
        client = log_in("dina")
        first = client.get(f"{SLUG}report.pdf").content
        ReviewTally.objects.update(readings=999)
        ReviewItem.objects.update(verdict="needs_follow_up")
        assert client.get(f"{SLUG}report.pdf").content == first
        assert told[0]["draft"] == ""

    def test_no_name_of_a_young_person_or_a_reader_and_no_number_of_a_case(
        self, region: Region, case: Case, told: list[dict], log_in: LogIn
    ) -> None:
        signed(region)
        log_in("dina").get(f"{SLUG}report.pdf")
        for secret in ("Zeegras", "Noor", case.number, case.pseudonym, "Bram", "Farid", "Gewoon werk"):
            assert secret not in str(told)

    def test_small_counts_of_an_organisation_are_not_shown(self, told: list[dict], log_in: LogIn) -> None:
        log_in("dina").get(f"{SLUG}report.pdf")
        (table,) = [part["table"] for part in told[0]["parts"] if part["title"] == "Per organisatie"]
        *rows, total = table["rows"]
        shown = {int(value) for row in rows for value in row[1:] if value.isdecimal()}
        assert not shown & set(range(1, 10))
        assert total[0] == "Samen"

    @pytest.mark.parametrize(("language", "title"), [("nl", "Controle van het"), ("en", "Review of the")])
    def test_it_speaks_both_languages(
        self, region: Region, november: ReviewPeriod, language: str, title: str
    ) -> None:
        with translation.override(language):
            figures = review_period.figures(NOVEMBER, november, now=region.now)
            data = review_report.told(NOVEMBER, figures, november, region="Waterland-Zuid")
        assert data["language"] == language
        assert data["title"].startswith(title)
        assert pdf.write("cases/audit/review_report.typ", data, made_at=region.now).startswith(b"%PDF-")
