"""Two people told of the same girl: Anna joins their signals, and undoes it when it was another girl."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from cases.access import signal_gate
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.dashboard import counts
from cases.intake import lists, merge, signal
from cases.intake.models import Signal, SignalFeedback, SignalJoin, with_flags
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cases.intake.telling import HEARD_BACK, tell, walk
from tests.cast import Region, open_case

LogIn = Callable[[str], Client]
WHY = "The same red coat at the same gate"
ACUTE = {"urgency": "acute", "urgency_ground": "He waits outside now"}


@pytest.fixture
def kept(region: Region) -> Signal:
    return tell(region)


@pytest.fixture
def other(region: Region) -> Signal:
    return tell(region, "fenna", **ACUTE)


def join(region: Region, kept: Signal, other: Signal, by: str = "anna", reason: str = WHY) -> SignalJoin:
    return merge.join(kept, other, actor=region.actor(by), reason=reason, now=region.now)


def undo(region: Region, other: Signal, by: str = "anna", reason: str = "Another girl") -> SignalJoin:
    return merge.undo(other, actor=region.actor(by), reason=reason, now=region.now)


def anew(made: Signal) -> Signal:
    return Signal.objects.get(pk=made.pk)


def queue(region: Region, **chosen: str) -> list[str]:
    rows = lists.to_triage(region.actor("anna"), chosen, now=region.now)
    return [row.number for row in lists.page(rows, lists.QUEUE, QueryDict()).rows]


class TestJoining:
    """Anna says that both are about the same."""

    def test_the_queue_has_the_pair_once_with_the_most_cautious_flags(
        self, region: Region, kept: Signal, other: Signal
    ) -> None:
        calm = tell(region, urgency="urgent", urgency_ground="Tonight")
        assert queue(region) == [other.number, calm.number, kept.number]
        join(region, kept, other)
        assert queue(region) == [kept.number, calm.number]
        assert queue(region, urgency="acute") == [kept.number]
        assert queue(region, urgency="normal") == []
        assert counts.to_triage(region.actor("anna"), now=region.now).count() == 2
        assert anew(kept).flags.urgency == "acute"
        assert anew(kept).flags.triage_due_at == region.now + timedelta(hours=1)

    def test_the_database_reckons_as_the_rule_does(self, region: Region, kept: Signal, other: Signal) -> None:
        join(region, kept, other)
        join(region, kept, tell(region, now=region.now - timedelta(days=3)))
        for row in with_flags(Signal.objects.all()):
            found = (row.haste, row.triage_by, row.feedback_by)
            ranks = ["acute", "urgent", "normal"]
            flags = row.flags
            assert found == (ranks.index(flags.urgency), flags.triage_due_at, flags.feedback_due_at)

    def test_nothing_of_either_is_copied_or_changed(
        self, region: Region, kept: Signal, other: Signal
    ) -> None:
        fields = [field.attname for field in Signal._meta.concrete_fields if field.name != "version"]
        before = [[getattr(anew(one), name) for name in fields] for one in (kept, other)]
        join(region, kept, other)
        assert [[getattr(anew(one), name) for name in fields] for one in (kept, other)] == before
        assert kept.indicators.count() == 2

    def test_a_source_that_must_stay_unknown_gets_no_reporter(
        self, region: Region, log_in: LogIn, kept: Signal
    ) -> None:
        said = {"channel": "meld_misdaad_anoniem", "knowledge": "second_hand"}
        unknown = tell(region, "anna", **said)
        hotel = tell(region, "anna", channel="hospitality", reporter_name="Night porter")
        join(region, unknown, hotel)
        found = anew(unknown)
        assert (found.reporter_name, found.reporter_contact, found.source) == ("", "", "")
        page = log_in("anna").get(f"/signals/{unknown.number}/")
        assert hotel.number in page.text
        assert "Night porter" not in page.text

    def test_the_joined_one_takes_the_steps_the_other_took(
        self, region: Region, kept: Signal, other: Signal
    ) -> None:
        walk(region, kept, "under_investigation", "verified")
        join(region, kept, other)
        steps = other.steps.values_list("to_status", "reason")
        assert list(steps) == [("received", ""), ("under_investigation", WHY), ("verified", WHY)]
        walk(region, kept, "established")
        assert anew(other).status == "established"

    def test_both_are_in_the_ledger_and_the_case_names_one(
        self, region: Region, kept: Signal, other: Signal, case: Case
    ) -> None:
        signal.link(kept, actor=region.actor("anna"), case=case, now=region.now)
        join(region, kept, other)
        lines = LedgerLine.objects.filter(event="signal.joined").order_by("id")
        assert [(line.object_number, line.detail) for line in lines] == [
            (kept.number, {"beside": other.number}),
            (other.number, {"beside": kept.number}),
        ]
        assert {line.case_number for line in lines} == {case.number}
        entry = TimelineEntry.objects.get(kind="signal_joined")
        assert (entry.params, entry.url) == ({"signal": kept.number}, f"/signals/{kept.number}/")
        assert anew(other).case == case

    def test_what_happens_to_the_one_happens_to_the_other(
        self, region: Region, kept: Signal, other: Signal, case: Case
    ) -> None:
        join(region, kept, other)
        signal.link(kept, actor=region.actor("anna"), case=case, now=region.now)
        assert anew(other).case == case
        for act in (
            lambda: walk(region, other, "under_investigation"),
            lambda: signal.link(other, actor=region.actor("anna"), case=case, now=region.now),
            lambda: signal.feed_back(other, actor=region.actor("anna"), text="x", now=region.now),
        ):
            with pytest.raises(StateConflictError) as refused:
                act()
            assert refused.value.code == "goes_on_elsewhere"

    def test_a_case_starts_with_the_highest_urgency(
        self, region: Region, kept: Signal, other: Signal
    ) -> None:
        join(region, kept, other)
        assert signal.opening_of(anew(kept), now=region.now).urgency == "acute"

    @pytest.mark.parametrize(
        ("kept_first", "code", "field"),
        [(False, "other_is_further", "keep"), (True, "reason_missing", "reason")],
    )
    def test_refusals_lead_to_their_field(
        self, region: Region, kept: Signal, other: Signal, kept_first: bool, code: str, field: str
    ) -> None:
        walk(region, kept, "under_investigation")
        pair = (kept, other) if kept_first else (other, kept)
        with pytest.raises(StateConflictError) as refused:
            join(region, *pair, reason=" " if kept_first else WHY)
        assert (refused.value.code, refused.value.field) == (code, field)
        assert not SignalJoin.objects.exists()

    def test_two_cases_stay_two(self, region: Region, kept: Signal, other: Signal, case: Case) -> None:
        anna = region.actor("anna")
        signal.link(kept, actor=anna, case=case, now=region.now)
        signal.link(other, actor=anna, case=open_case(region), now=region.now)
        with pytest.raises(StateConflictError) as refused:
            join(region, kept, other)
        assert refused.value.code == "two_cases"

    def test_no_chains_and_no_rings(self, region: Region, kept: Signal, other: Signal) -> None:
        join(region, kept, other)
        for pair in ((other, kept), (tell(region), kept), (other, tell(region))):
            with pytest.raises(StateConflictError):
                join(region, *pair)
        assert SignalJoin.objects.count() == 1

    @pytest.mark.parametrize("name", ["bram", "fenna", "chris", "dina", "iris", "joost"])
    def test_nobody_but_the_desk(self, region: Region, kept: Signal, other: Signal, name: str) -> None:
        with pytest.raises(AccessDenied):
            join(region, kept, other, by=name)
        join(region, kept, other)
        with pytest.raises(AccessDenied):
            undo(region, other, by=name)

    def test_who_is_kept_away_from_the_case_joins_nothing_to_it(
        self, region: Region, kept: Signal, other: Signal, case: Case
    ) -> None:
        signal.link(kept, actor=region.actor("anna"), case=case, now=region.now)
        with pytest.raises(AccessDenied) as refused:
            join(region, kept, other, by="eva")
        assert refused.value.conceal


class TestUndoing:
    """It was another girl after all."""

    def test_each_goes_on_from_where_it_stood(
        self, region: Region, kept: Signal, other: Signal, case: Case
    ) -> None:
        walk(region, kept, "under_investigation")
        signal.link(kept, actor=region.actor("anna"), case=case, now=region.now)
        join(region, kept, other)
        undo(region, other)
        found = anew(other)
        assert (found.status, found.case, found.fed_back_at) == ("received", None, None)
        assert found.steps.last().reason == "Another girl"
        assert anew(kept).flags == kept.own_flags
        assert queue(region) == [other.number, kept.number]
        assert LedgerLine.objects.filter(event="signal.parted").count() == 2
        numbers = [entry.params.get("signal") for entry in TimelineEntry.objects.filter(case=case)]
        assert other.number not in numbers

    def test_what_was_in_the_case_before_stays_in_it(
        self, region: Region, kept: Signal, other: Signal, case: Case
    ) -> None:
        for one in (kept, other):
            signal.link(one, actor=region.actor("anna"), case=case, now=region.now)
        join(region, anew(kept), anew(other))
        undo(region, other)
        assert anew(other).case == case

    def test_it_can_be_joined_and_undone_again(self, region: Region, kept: Signal, other: Signal) -> None:
        for _ in range(2):
            join(region, kept, other)
            undo(region, other)
        assert SignalJoin.objects.filter(ended_at__isnull=False).count() == 2
        with pytest.raises(StateConflictError) as refused:
            undo(region, other)
        assert refused.value.code == "not_joined"

    def test_not_without_a_reason(self, region: Region, kept: Signal, other: Signal) -> None:
        join(region, kept, other)
        with pytest.raises(StateConflictError) as refused:
            undo(region, other, reason="")
        assert refused.value.code == "reason_missing"

    def test_not_in_a_case_that_is_closed(
        self, region: Region, kept: Signal, other: Signal, case: Case
    ) -> None:
        signal.link(kept, actor=region.actor("anna"), case=case, now=region.now)
        join(region, kept, other)
        casefile.close(case, actor=region.actor("anna"), reason="Safe", now=region.now)
        with pytest.raises(StateConflictError):
            undo(region, other)
        assert SignalJoin.objects.get().ended_at is None


class TestReporters:
    """Bram and Fenna each know their own signal, and nothing of the other's."""

    def test_each_hears_back_on_their_own_signal(self, region: Region, kept: Signal, other: Signal) -> None:
        walk(region, kept, "under_investigation", "verified", "established", "classified")
        join(region, kept, other)
        told = {other.number: "Thank you, Fenna."}
        signal.feed_back(kept, actor=region.actor("anna"), text=HEARD_BACK, others=told, now=region.now)
        rows = SignalFeedback.objects.filter(moment="decided").order_by("signal_id")
        assert [(row.signal, row.text) for row in rows] == [
            (kept, HEARD_BACK),
            (other, "Thank you, Fenna."),
        ]
        sent = Delivery.objects.filter(notification__kind="signal_fed_back", channel="inbox")
        assert {(row.user.name, row.path) for row in sent} == {
            ("Bram", f"/signals/{kept.number}/"),
            ("Fenna", f"/signals/{other.number}/"),
        }
        assert anew(other).fed_back_at == region.now
        assert queue(region) == []

    def test_no_reporter_is_forgotten(self, region: Region, kept: Signal, other: Signal) -> None:
        walk(region, kept, "under_investigation", "not_substantiated")
        walk(region, other, "under_investigation", "not_substantiated")
        join(region, kept, other)
        with pytest.raises(StateConflictError) as refused:
            signal.feed_back(kept, actor=region.actor("anna"), text=HEARD_BACK, now=region.now)
        assert refused.value.field == f"text_{other.number}"
        assert anew(kept).fed_back_at is None

    def test_neither_sees_the_other_in_any_page(
        self, region: Region, kept: Signal, other: Signal, log_in: LogIn
    ) -> None:
        join(region, kept, other)
        for name, own, beside in (("bram", kept, other), ("fenna", other, kept)):
            client = log_in(name)
            for path in ("/signals/", f"/signals/{own.number}/", f"/signals/{own.number}/logged/", "/inbox/"):
                page = client.get(path)
                assert beside.number not in page.text, path
                assert WHY not in page.text
            assert client.get(f"/signals/{beside.number}/").status_code == 404

    def test_bram_sees_his_own_urgency_and_his_own_date(
        self, region: Region, kept: Signal, other: Signal, log_in: LogIn
    ) -> None:
        before = log_in("bram").get(f"/signals/{kept.number}/").context
        join(region, kept, other)
        after = log_in("bram").get(f"/signals/{kept.number}/").context
        assert (after["badges"], after["clock"]) == (before["badges"], before["clock"])
        assert log_in("anna").get(f"/signals/{kept.number}/").context["badges"][0]["text"] == "Acuut"


class TestPages:
    """At the desk: from the candidate to the joining, and back."""

    def test_from_the_candidate_to_one_signal(
        self, region: Region, kept: Signal, other: Signal, log_in: LogIn
    ) -> None:
        anna = log_in("anna")
        path = f"/signals/{kept.number}/join/"
        assert f'href="{path}?with={other.number}"' in anna.get(f"/signals/{kept.number}/").text
        page = anna.get(f"{path}?with={other.number}")
        assert page.context["form"]["other"].value() == other.number
        assert [one.number for one in page.context["candidates"]] == [other.number]
        done = anna.post(path, {"other": other.number, "keep": "this", "reason": WHY})
        assert (done.status_code, done["Location"]) == (302, f"/signals/{kept.number}/")
        shown = anna.get(f"/signals/{kept.number}/")
        assert [one["number"] for one in shown.context["along"]] == [other.number]
        assert shown.context["candidates"] == []
        joined = anna.get(f"/signals/{other.number}/")
        assert joined.context["goes_on_in"]["number"] == kept.number
        assert [move["url"] for move in joined.context["moves"]] == [f"/signals/{other.number}/join/undo/"]
        assert anna.post(f"/signals/{other.number}/join/undo/", {"reason": "Not her"}).status_code == 302
        assert signal_gate.waiting(region.actor("anna"), Signal.objects.all(), now=region.now).count() == 2

    def test_the_other_way_round_is_proposed_when_only_that_can_be(
        self, region: Region, kept: Signal, other: Signal, log_in: LogIn
    ) -> None:
        walk(region, other, "under_investigation")
        page = log_in("anna").get(f"/signals/{kept.number}/join/?with={other.number}")
        assert page.context["form"]["keep"].value() == "other"

    @pytest.mark.parametrize("number", ["S-26-XXXXX", "'; --", ""])
    def test_a_number_that_is_not_there_loses_nothing(
        self, region: Region, kept: Signal, log_in: LogIn, number: str
    ) -> None:
        typed: dict[str, Any] = {"other": number, "keep": "this", "reason": WHY}
        page = log_in("anna").post(f"/signals/{kept.number}/join/", typed)
        assert page.status_code == 400
        assert WHY in page.text

    def test_the_feedback_page_asks_for_each_reporter(
        self, region: Region, kept: Signal, other: Signal, log_in: LogIn
    ) -> None:
        walk(region, kept, "under_investigation", "verified", "established", "classified")
        join(region, kept, other)
        anna, path = log_in("anna"), f"/signals/{kept.number}/feedback/"
        assert anna.post(path, {"text": HEARD_BACK}).status_code == 400
        sent = {"text": HEARD_BACK, f"text_{other.number}": "Thank you, Fenna."}
        assert anna.post(path, sent).status_code == 302
        assert SignalFeedback.objects.filter(moment="decided").count() == 2
