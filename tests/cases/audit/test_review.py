"""Reviewing: Dina asks and judges, Dirk looks a second time, Piet answers; nobody judges their own lines."""

from datetime import timedelta
from typing import Any

import pytest

from cases.audit import review
from cases.audit.models import LedgerLine, ReviewItem
from cases.audit.review import Judgement
from cases.audit.review_rules import Verdict
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from organisations import membership
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cases.audit.reviewing import LATER, looked, of, piet_reads, second_auditor
from tests.cast import FOUNDER, Region, member

IN_ORDER = Judgement(Verdict.IN_ORDER, "Verving een collega.")


@pytest.fixture
def item(region: Region, case: Case, monkeypatch: pytest.MonkeyPatch) -> ReviewItem:
    """Give the review of Piet's reading; the lot draws no second look."""
    monkeypatch.setattr(review.ledger, "fingerprint", lambda term: "1")
    second_auditor(region)
    return piet_reads(region, case)


def follow_up(region: Region) -> Judgement:
    """Give a verdict that asks for something."""
    due = region.now.date() + timedelta(days=7)
    return Judgement(
        Verdict.NEEDS_FOLLOW_UP, "Geen werk in deze zaak.", "Gesprek met de contactpersoon.", due
    )


def judge(region: Region, item: ReviewItem, judgement: Judgement = IN_ORDER, **extra: Any) -> ReviewItem:
    """Let Dina judge."""
    return review.judge(item, actor=region.actor("dina"), judgement=judgement, now=region.now, **extra)


def last_line(event: str) -> LedgerLine:
    """Give the newest line of an event."""
    return LedgerLine.objects.filter(event=event).latest("id")


class TestJudging:
    """A verdict with its reason."""

    def test_in_order_is_done_and_stands_in_both_books(self, region: Region, item: ReviewItem) -> None:
        done = judge(region, item)
        assert (done.status, done.verdict, done.judged_by) == ("done", "in_order", region.dina)
        assert done.verdicts.get().explanation == IN_ORDER.explanation
        line = last_line("review.judged")
        assert (line.object_number, line.user_id, line.case_id) == (item.number, region.dina.pk, None)
        assert line.detail == {"verdict": "in_order", "second": False}
        assert done.history.order_by("-history_id").first().history_change_reason == "in_order"

    @pytest.mark.parametrize("name", ["anna", "piet", "iris", "joost"])
    def test_only_auditors_judge(self, region: Region, item: ReviewItem, name: str) -> None:
        with pytest.raises(AccessDenied) as denied:
            review.judge(item, actor=region.actor(name), judgement=IN_ORDER, now=region.now)
        assert denied.value.code == "act_not_in_role"

    def test_judging_twice_is_too_late(self, region: Region, item: ReviewItem) -> None:
        judge(region, item)
        with pytest.raises(StateConflictError) as conflict:
            judge(region, item)
        assert conflict.value.code == "moved_on"
        assert item.verdicts.count() == 1

    def test_a_page_from_before_an_answer_judges_nothing(self, region: Region, item: ReviewItem) -> None:
        review.ask(item, actor=region.actor("dina"), question="", now=region.now)
        with pytest.raises(StaleWriteError):
            judge(region, item, version=item.version)

    @pytest.mark.parametrize(("plan", "days", "code"), [("", 7, "no_plan"), ("Praten.", -1, "no_day")])
    def test_a_follow_up_says_what_and_when(
        self, region: Region, item: ReviewItem, plan: str, days: int, code: str
    ) -> None:
        due = region.now.date() + timedelta(days=days)
        with pytest.raises(StateConflictError) as conflict:
            judge(region, item, Judgement(Verdict.NEEDS_FOLLOW_UP, "x", plan, due))
        assert conflict.value.code == code

    def test_later_lines_of_the_same_day_are_another_review(
        self, region: Region, item: ReviewItem, case: Case
    ) -> None:
        judge(region, item)
        again = piet_reads(region, case, at=region.now + timedelta(minutes=2))
        assert again.pk != item.pk
        assert (again.status, again.line_count) == ("open", 1)


class TestSecondLook:
    """Another auditor confirms a follow-up, and one in ten of the others."""

    def test_a_follow_up_waits_until_somebody_else_agrees_and_then_until_it_is_done(
        self, region: Region, item: ReviewItem
    ) -> None:
        assert judge(region, item, follow_up(region)).status == "second"
        dirk = region.actor("dirk")
        agreed = review.look_again(item, actor=dirk, agrees=True, explanation="Eens.", now=region.now)
        assert agreed.status == "follow_up"
        done = review.finish(item, actor=region.actor("dina"), outcome="Besproken.", now=region.now)
        assert (done.status, done.outcome) == ("done", "Besproken.")
        assert last_line("review.confirmed").detail == {"agrees": True}
        assert last_line("review.followed_up").object_number == item.number

    def test_who_judged_does_not_confirm(self, region: Region, item: ReviewItem) -> None:
        judge(region, item, follow_up(region))
        with pytest.raises(AccessDenied) as denied:
            review.look_again(
                item, actor=region.actor("dina"), agrees=True, explanation="Ja.", now=region.now
            )
        assert denied.value.code == "own_verdict"

    def test_who_disagrees_sends_it_back_and_both_words_stay(self, region: Region, item: ReviewItem) -> None:
        judge(region, item, follow_up(region))
        dirk = region.actor("dirk")
        back = review.look_again(item, actor=dirk, agrees=False, explanation="Vraag eerst.", now=region.now)
        assert (back.status, back.verdict, back.judged_by, back.follow_up) == ("open", "", None, "")
        assert [given.explanation for given in item.verdicts.all()] == [
            "Geen werk in deze zaak.",
            "Vraag eerst.",
        ]
        assert judge(region, item).status == "done"

    def test_going_back_meets_no_other_review_of_the_same_lines(
        self, region: Region, item: ReviewItem, case: Case
    ) -> None:
        judge(region, item, follow_up(region))
        piet_reads(region, case, at=region.now + timedelta(minutes=2))
        dirk = region.actor("dirk")
        back = review.look_again(item, actor=dirk, agrees=False, explanation="Nee.", now=region.now)
        assert back.status == "open"

    def test_the_lot_sends_an_ordinary_verdict_to_somebody_else(
        self, region: Region, item: ReviewItem, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(review.ledger, "fingerprint", lambda term: "0")
        assert judge(region, item).status == "second"
        agreed = review.look_again(
            item, actor=region.actor("dirk"), agrees=True, explanation="Eens.", now=region.now
        )
        assert agreed.status == "done"

    @pytest.mark.parametrize("act", ["look_again", "finish"])
    def test_not_before_its_time(self, region: Region, item: ReviewItem, act: str) -> None:
        words = {"outcome": "x"} if act == "finish" else {"agrees": True, "explanation": "x"}
        with pytest.raises(StateConflictError):
            getattr(review, act)(item, actor=region.actor("dirk"), now=region.now, **words)


class TestAsking:
    """The reader is asked, and their answer stands beside the verdict."""

    def test_the_reader_finds_the_question_and_the_auditor_the_answer(
        self, region: Region, item: ReviewItem
    ) -> None:
        review.ask(item, actor=region.actor("dina"), question="Wie verving u?", now=region.now)
        told = Delivery.objects.get(notification__kind="review_question", channel="inbox")
        assert (told.user, told.path) == (region.piet, f"/audit/questions/{item.number}/")
        answered = review.answer(item, actor=region.actor("piet"), text="Hugo was ziek.", now=region.now)
        assert answered.answer == "Hugo was ziek."
        item.refresh_from_db()
        assert item.status == "answered"
        back = Delivery.objects.get(notification__kind="review_answered", channel="inbox")
        assert (back.user, back.path) == (region.dina, f"/audit/reviews/{item.number}/")
        assert last_line("review.answered").user_id == region.piet.pk

    def test_nobody_else_answers(self, region: Region, item: ReviewItem) -> None:
        review.ask(item, actor=region.actor("dina"), question="", now=region.now)
        for name in ("hugo", "dina", "anna"):
            with pytest.raises(AccessDenied) as denied:
                review.answer(item, actor=region.actor(name), text="x", now=region.now)
            assert denied.value.conceal

    def test_one_question_at_a_time_and_one_answer(self, region: Region, item: ReviewItem) -> None:
        dina, piet = region.actor("dina"), region.actor("piet")
        review.ask(item, actor=dina, question="", now=region.now)
        with pytest.raises(StateConflictError):
            review.ask(item, actor=dina, question="", now=region.now)
        review.answer(item, actor=piet, text="Ja.", now=region.now)
        with pytest.raises(StateConflictError):
            review.answer(item, actor=piet, text="Nee.", now=region.now)
        review.ask(item, actor=dina, question="En toen?", now=region.now)
        assert item.questions.count() == 2

    def test_an_answer_after_the_verdict_is_kept_too(self, region: Region, item: ReviewItem) -> None:
        review.ask(item, actor=region.actor("dina"), question="", now=region.now)
        judge(region, item)
        review.answer(item, actor=region.actor("piet"), text="Verving Hugo.", now=region.now)
        item.refresh_from_db()
        assert item.status == "done"
        assert item.questions.get().answer == "Verving Hugo."

    def test_who_left_cannot_be_asked(self, region: Region, item: ReviewItem) -> None:
        membership.end(member(region, "piet"), actor=FOUNDER, now=region.now)
        with pytest.raises(StateConflictError) as conflict:
            review.ask(item, actor=region.actor("dina"), question="", now=region.now)
        assert conflict.value.code == "reader_left"


class TestOwnLines:
    """What an auditor looked up is for another auditor."""

    @pytest.fixture
    def own(self, region: Region, log_in: Any) -> ReviewItem:
        """Give the review of what Dina looked up."""
        second_auditor(region)
        log_in("dina").get("/audit/")
        looked(region)
        return of(region, "dina", "auditor")

    def test_dina_cannot_judge_and_dirk_can(self, region: Region, own: ReviewItem) -> None:
        with pytest.raises(AccessDenied) as denied:
            judge(region, own)
        assert denied.value.code == "own_lines"
        done = review.judge(own, actor=region.actor("dirk"), judgement=IN_ORDER, now=region.now)
        assert done.judged_by == region.people["dirk"]

    def test_nor_together_with_others(self, region: Region, own: ReviewItem) -> None:
        with pytest.raises(AccessDenied):
            review.judge_alike([own], actor=region.actor("dina"), explanation="x", now=region.now)


class TestTogether:
    """One reason for several of one kind."""

    def test_several_of_one_kind_with_one_reason(self, region: Region, item: ReviewItem, case: Case) -> None:
        tomorrow = region.now + timedelta(days=1)
        other = piet_reads(region, case, at=tomorrow)
        done = review.judge_alike(
            [item, other], actor=region.actor("dina"), explanation="Verving Hugo.", now=tomorrow
        )
        assert {row.status for row in done} == {"done"}
        assert LedgerLine.objects.filter(event="review.judged").count() == 2

    def test_different_kinds_none_or_done_are_refused_whole(
        self, region: Region, item: ReviewItem, case: Case
    ) -> None:
        night = region.now + timedelta(hours=16)
        piet_reads(region, case, at=night)
        other = of(region, "piet", "night")
        dina = region.actor("dina")
        for chosen, code in (([item, other], "not_alike"), ([], "how_many")):
            with pytest.raises(StateConflictError) as conflict:
                review.judge_alike(chosen, actor=dina, explanation="x", now=night)
            assert conflict.value.code == code
        judge(region, item)
        again = piet_reads(region, case, at=region.now + LATER)
        with pytest.raises(StateConflictError):
            review.judge_alike([item, again], actor=dina, explanation="x", now=night)
        again.refresh_from_db()
        assert again.status == "open"
