"""The pages of the review: Dina's inbox, one review, and the question on Piet's own page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit import review
from cases.audit.models import LedgerLine, ReviewItem
from cases.casefile.models import Case
from tests.cases.audit.reviewing import filled, piet_reads, second_auditor
from tests.cast import Region

LogIn = Callable[[str], Client]


@pytest.fixture
def item(region: Region, case: Case, monkeypatch: pytest.MonkeyPatch) -> ReviewItem:
    """Give the review of Piet's reading; the lot draws no second look."""
    monkeypatch.setattr(review.ledger, "fingerprint", lambda term: "1")
    second_auditor(region)
    return piet_reads(region, case)


class TestInbox:
    """The list and its filter."""

    def test_dina_sees_what_waits_and_that_is_a_line(self, item: ReviewItem, log_in: LogIn) -> None:
        page = log_in("dina").get("/audit/reviews/")
        assert item.number in page.text
        assert "Niet bij de casus genoemd" in page.text
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.detail["shown"]) == ("review.list_read", 1)

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({}, True),
            ({"state": "open"}, True),
            ({"state": "all"}, True),
            ({"state": "done"}, False),
            ({"reason": "not_named"}, True),
            ({"reason": "night"}, False),
            ({"month": "2026-11"}, True),
        ],
    )
    def test_each_filter_narrows(self, item: ReviewItem, log_in: LogIn, asked: dict, found: bool) -> None:
        assert (item.number in log_in("dina").get("/audit/reviews/", asked).text) is found

    def test_an_organisation_is_a_filter_too(self, region: Region, item: ReviewItem, log_in: LogIn) -> None:
        dina = log_in("dina")
        assert item.number in dina.get("/audit/reviews/", {"organisation": region.institution.pk}).text
        assert item.number not in dina.get("/audit/reviews/", {"organisation": region.school.pk}).text

    @pytest.mark.parametrize("wrong", [{"state": "x"}, {"month": "2026-13"}, {"organisation": "x"}])
    def test_a_mistake_in_the_filter_is_told(self, item: ReviewItem, log_in: LogIn, wrong: dict) -> None:
        assert log_in("dina").get("/audit/reviews/", wrong).status_code == 400

    def test_coverage_counts_per_organisation(self, item: ReviewItem, log_in: LogIn) -> None:
        covered = {row.organisation: row for row in log_in("dina").get("/audit/reviews/").context["covered"]}
        row = covered[item.organisation.name]
        assert (row.reviews, row.chosen, row.judged, row.waiting, row.median_days) == (1, 1, 0, 1, None)

    def test_more_reviews_cost_no_more_questions(
        self, region: Region, item: ReviewItem, case: Case, log_in: LogIn
    ) -> None:
        dina = log_in("dina")

        def cost() -> int:
            with CaptureQueriesContext(connection) as asked:
                dina.get("/audit/reviews/")
            return len(asked)

        cost()  # what a session keeps is kept now
        before = cost()
        for day in range(1, 5):
            piet_reads(region, case, at=region.now - timedelta(days=day))
        assert cost() == before

    def test_a_lone_reviewer_hears_that_one_is_not_enough(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        assert log_in("dina").get("/audit/reviews/").context["lone"]


class TestOneReview:
    """The page of one review."""

    def test_it_shows_what_happened_and_why_it_is_here(self, item: ReviewItem, log_in: LogIn) -> None:
        page = log_in("dina").get(f"/audit/reviews/{item.number}/")
        assert "Piet" in page.text
        assert item.case_number in page.text
        assert "Zeegras" not in page.text
        assert LedgerLine.objects.latest("id").event == "review.read"

    def test_a_number_that_does_not_exist_is_not_found(self, item: ReviewItem, log_in: LogIn) -> None:
        assert log_in("dina").get("/audit/reviews/R-26-AAAAA/").status_code == 404

    def test_dina_judges(self, item: ReviewItem, log_in: LogIn) -> None:
        client, path = log_in("dina"), f"/audit/reviews/{item.number}/"
        typed = filled(client.get(path), verdict="in_order", explanation="Verving Hugo.")
        assert client.post(path, typed).status_code == 302
        item.refresh_from_db()
        assert item.status == "done"

    @pytest.mark.parametrize(
        ("typed", "status"),
        [
            ({"verdict": "", "explanation": "x"}, 400),
            ({"verdict": "in_order", "explanation": ""}, 400),
            ({"verdict": "guilty", "explanation": "x"}, 400),
            ({"verdict": "needs_follow_up", "explanation": "x"}, 409),
            (
                {"verdict": "needs_follow_up", "explanation": "x", "follow_up": "y", "due_on": "2020-01-01"},
                409,
            ),
            ({"verdict": "in_order", "explanation": "x", "version": "99"}, 409),
        ],
    )
    def test_a_mistake_keeps_what_was_typed(
        self, item: ReviewItem, log_in: LogIn, typed: dict, status: int
    ) -> None:
        client, path = log_in("dina"), f"/audit/reviews/{item.number}/"
        answer = client.post(path, filled(client.get(path), **typed))
        assert answer.status_code == status
        assert answer.context["form"].errors
        item.refresh_from_db()
        assert item.status == "open"

    def test_ask_second_look_and_finish_by_their_pages(
        self, region: Region, item: ReviewItem, log_in: LogIn
    ) -> None:
        path = f"/audit/reviews/{item.number}/"
        steps = [
            ("dina", f"{path}ask/", {"question": "Wie verving u?"}),
            ("piet", f"/audit/questions/{item.number}/", {"text": "Hugo was ziek."}),
            (
                "dina",
                path,
                {
                    "verdict": "needs_follow_up",
                    "explanation": "Rooster klopt niet.",
                    "follow_up": "Rooster bijwerken.",
                    "due_on": "2026-12-01",
                },
            ),
            ("dirk", f"{path}second/", {"agrees": "yes", "explanation": "Eens."}),
            ("dina", f"{path}finish/", {"outcome": "Rooster is bijgewerkt."}),
        ]
        for name, address, typed in steps:
            client = log_in(name)
            answer = client.post(address, filled(client.get(address), **typed))
            assert answer.status_code == 302, (address, answer.context["form"].errors)
        page = log_in("dirk").get(path).text
        for words in (
            "Wie verving u?",
            "Hugo was ziek.",
            "Rooster klopt niet.",
            "Eens.",
            "Rooster is bijgewerkt.",
        ):
            assert words in page

    def test_several_are_judged_together(
        self, region: Region, item: ReviewItem, case: Case, log_in: LogIn
    ) -> None:
        other = piet_reads(region, case, at=region.now - timedelta(days=1))
        client = log_in("dina")
        path = f"/audit/reviews/together/?item={item.number}&item={other.number}"
        page = client.get(path)
        assert item.number in page.text
        assert other.number in page.text
        assert client.post(path, filled(page, explanation="")).status_code == 400
        assert client.post(path, filled(page, explanation="Verving Hugo.")).status_code == 302
        assert set(ReviewItem.objects.values_list("status", flat=True)) == {"done"}


class TestQuestion:
    """The page of whoever is asked."""

    @pytest.fixture
    def asked(self, region: Region, item: ReviewItem) -> str:
        """Give the address of Piet's question."""
        review.ask(item, actor=region.actor("dina"), question="Wie verving u?", now=region.now)
        return f"/audit/questions/{item.number}/"

    def test_it_asks_and_does_not_accuse_nor_tell_why(self, asked: str, log_in: LogIn) -> None:
        page = log_in("piet").get(asked).text
        assert "Kunt u vertellen waarom u dit hebt geopend?" in page
        assert "u wordt nergens van beschuldigd" in page
        assert "genoemd" not in page
        assert LedgerLine.objects.latest("id").event == "review.question_read"

    @pytest.mark.parametrize("name", ["hugo", "anna", "dina", "chris", "joost"])
    def test_for_everybody_else_it_is_not_there(self, asked: str, log_in: LogIn, name: str) -> None:
        client = log_in(name)
        assert client.get(asked).status_code == 404
        assert client.post(asked, {"text": "x"}).status_code == 404

    def test_an_empty_answer_is_told_and_a_second_one_too_late(self, asked: str, log_in: LogIn) -> None:
        client = log_in("piet")
        assert client.post(asked, filled(client.get(asked), text="")).status_code == 400
        open_twice = [filled(client.get(asked), text=text) for text in ("Ja.", "Nee.")]
        assert [client.post(asked, typed).status_code for typed in open_twice] == [302, 409]
        assert "Ja." in client.get(asked).text

    def test_without_a_question_there_is_no_page(self, item: ReviewItem, log_in: LogIn) -> None:
        assert log_in("piet").get(f"/audit/questions/{item.number}/").status_code == 404


def test_the_start_page_of_an_auditor_is_a_work_queue(item: ReviewItem, log_in: LogIn) -> None:
    page = log_in("dina").get("/")
    assert item.number in page.text
    assert f"/audit/reviews/{item.number}/" in page.text
