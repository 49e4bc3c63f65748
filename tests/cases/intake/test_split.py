"""One report proves to be about two girls: Anna splits it, undoes it, and tells Bram about his one signal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client

from cases.access import signal_gate
from cases.audit.models import LedgerLine
from cases.casefile.models import Mark
from cases.conflict import StateConflictError
from cases.intake import evidence, lists, merge, signal, split
from cases.intake.models import Signal, SignalFeedback, SignalSplit, TriageStep
from cases.intake.split import Half, Wanted
from cases.notifications.models import Delivery, Notification
from cases.retention import collect
from organisations.actor import AccessDenied
from tests.cases.intake.telling import HEARD_BACK, SEEN, tell, walk
from tests.cast import Region, open_case

LogIn = Callable[[str], Client]
NOOR = Half("Noor was picked up", subject_name="Noor Zeegras", form_of_concern="sexual", signs=("picked_up",))
SANNE = Half("Sanne carries a second phone", subject_name="Sanne Duin", signs=("several_phones",))
WANTED = Wanted((NOOR, SANNE), "normal", "", "The scooter came for Noor, the phone is Sanne's")


@pytest.fixture
def told(region: Region) -> Signal:
    return tell(region)


def parted(region: Region, told: Signal, by: str = "anna", **wanted: Any) -> SignalSplit:
    asked = replace(WANTED, **wanted)
    return split.split(told, actor=region.actor(by), wanted=asked, now=region.now)


def undone(region: Region, told: Signal, reason: str = "One girl with two names") -> SignalSplit:
    return split.undo(told, actor=region.actor("anna"), reason=reason, now=region.now)


def queue(region: Region) -> set[str]:
    rows = lists.to_triage(region.actor("anna"), {}, now=region.now)
    return {row.number for row in lists.page(rows, lists.QUEUE, QueryDict()).rows}


def anew(made: Signal) -> Signal:
    return Signal.objects.get(pk=made.pk)


def refused(does: Callable[[], object]) -> StateConflictError:
    with pytest.raises(StateConflictError) as conflict:
        does()
    return conflict.value


class TestSplitting:
    """Anna writes anew what is known of each."""

    def test_the_queue_has_both_halves_with_the_clocks_of_the_original(
        self, region: Region, told: Signal
    ) -> None:
        later = region.now + timedelta(days=1)
        row = split.split(told, actor=region.actor("anna"), wanted=WANTED, now=later)
        assert queue(region) == {row.first.number, row.second.number}
        for half in (row.first, row.second):
            assert half.own_flags == told.own_flags
            assert (half.received_at, half.status) == (told.received_at, "under_investigation")
            assert (half.noticed_at, half.knowledge) == (told.noticed_at, told.knowledge)

    def test_no_word_of_the_original_comes_along_and_it_stays_as_it_was_told(
        self, region: Region, told: Signal
    ) -> None:
        row = parted(region, told)
        for half in (row.first, row.second):
            assert SEEN not in (half.observation, half.interpretation)
            assert (half.interpretation, half.subject_description, half.source) == ("", "", "")
        assert (row.first.subject_name, row.second.subject_name) == ("Noor Zeegras", "Sanne Duin")
        original = anew(told)
        kept = ("observation", "interpretation", "subject_name", "subject_description", "urgency", "channel")
        assert [getattr(original, name) for name in kept] == [getattr(told, name) for name in kept]
        assert original.indicators.count() == 2

    def test_each_sign_goes_with_whom_it_is_about_still_noted_by_bram(
        self, region: Region, told: Signal
    ) -> None:
        row = parted(region, told)
        (sign,) = row.first.indicators.all()
        assert (sign.code, sign.noted_by, sign.knowledge) == ("picked_up", region.bram, "first_hand")
        assert [one.code for one in row.second.indicators.all()] == ["several_phones"]

    def test_what_the_desk_wrote_down_for_a_hotel_still_counts_as_the_hotels(self, region: Region) -> None:
        told = tell(
            region, "anna", channel="hospitality", reporter_name="Balie", reporter_contact="06 12345678"
        )
        row = parted(region, told)
        assert row.first.channel == "hospitality"
        assert (row.first.reporter_name, row.first.reporter_contact) == ("", "")
        assert row.first.indicators.get().noted_by is None
        assert evidence.of([row.first])["card"].sources == 1

    def test_the_ledger_has_a_line_at_all_three(self, region: Region, told: Signal) -> None:
        row = parted(region, told)
        lines = LedgerLine.objects.filter(event="signal.split")
        assert {line.object_number: line.detail.get("beside") for line in lines} == {
            told.number: None,
            row.first.number: told.number,
            row.second.number: told.number,
        }

    def test_one_urgency_counts_for_both_and_the_desk_hears_of_an_acute_one(
        self, region: Region, told: Signal
    ) -> None:
        row = parted(region, told, urgency="acute", urgency_ground="Somebody waits now")
        assert {row.first.urgency, row.second.urgency} == {"acute"}
        assert row.first.triage_due_at < told.triage_due_at
        messages = Notification.objects.filter(kind="signal_received", number=row.second.number)
        assert Delivery.objects.filter(notification__in=messages).exists()

    def test_the_halves_are_never_calmer_than_the_original(self, region: Region) -> None:
        told = tell(region, urgency="urgent", urgency_ground="Tonight")
        wrong = refused(lambda: parted(region, told))
        assert (wrong.code, wrong.field) == ("too_calm", "urgency")

    @pytest.mark.parametrize(
        ("wanted", "field"),
        [
            ({"reason": " "}, "reason"),
            ({"urgency": "acute"}, "urgency_ground"),
            ({"halves": (NOOR, replace(SANNE, observation=" "))}, "second_observation"),
            ({"halves": (replace(NOOR, subject_name=""), SANNE)}, "first_subject_description"),
            ({"halves": (replace(NOOR, signs=("hotel",)), SANNE)}, "first_signs"),
        ],
    )
    def test_what_is_missing_is_said_beside_its_field(
        self, region: Region, told: Signal, wanted: dict[str, Any], field: str
    ) -> None:
        assert refused(lambda: parted(region, told, **wanted)).field == field
        assert not SignalSplit.objects.exists()

    @pytest.mark.parametrize("name", ["bram", "fenna", "gerda", "chris"])
    def test_who_triages_nothing_splits_nothing(self, region: Region, told: Signal, name: str) -> None:
        with pytest.raises(AccessDenied):
            parted(region, told, by=name)

    def test_what_was_decided_joined_or_split_is_not_split(self, region: Region, told: Signal) -> None:
        other = tell(region, "fenna")
        merge.join(told, other, actor=region.actor("anna"), reason="One", now=region.now)
        assert refused(lambda: parted(region, told)).code == "joined"
        merge.undo(other, actor=region.actor("anna"), reason="Two", now=region.now)
        row = parted(region, told)
        assert refused(lambda: parted(region, told)).code == "is_split"
        assert refused(lambda: parted(region, row.first)).code == "is_half"
        walk(region, other, "under_investigation", "not_substantiated")
        assert refused(lambda: parted(region, other)).code == "decided"


class TestAfterwards:
    """Everything is done with the halves; Bram sees one signal."""

    def test_the_original_takes_no_step_and_goes_in_no_case(self, region: Region, told: Signal) -> None:
        parted(region, told)
        case = open_case(region)
        anna = region.actor("anna")
        wrong = refused(lambda: signal.link(told, actor=anna, case=case, now=region.now))
        assert wrong.code == "is_split"
        assert refused(lambda: walk(region, told, "verified")).code == "is_split"

    def test_a_half_is_joined_with_nothing(self, region: Region, told: Signal) -> None:
        row, other = parted(region, told), tell(region, "fenna")
        anna = region.actor("anna")
        for kept, joined in ((row.first, other), (other, row.first)):
            wrong = refused(lambda a=kept, b=joined: merge.join(a, b, actor=anna, reason="x", now=region.now))
            assert wrong.code == "is_half"

    def test_bram_sees_his_own_signal_only_until_and_after_it_is_decided(
        self, region: Region, told: Signal, log_in: LogIn
    ) -> None:
        row, bram = parted(region, told), log_in("bram")
        reported = signal_gate.reported(region.actor("bram"), Signal.objects.all())
        assert list(reported) == [told]
        page = bram.get(f"/signals/{told.number}/").content.decode()
        for other in (row.first.number, row.second.number, "twee jongeren", "Sanne"):
            assert other not in page
        assert bram.get(f"/signals/{row.first.number}/").status_code == 404

    def test_bram_hears_back_once_when_both_are_decided(self, region: Region, told: Signal) -> None:
        row, anna = parted(region, told), region.actor("anna")

        def tell_bram() -> SignalFeedback:
            return split.feed_back(told, actor=anna, text=HEARD_BACK, now=region.now)

        walk(region, row.first, "verified", "established", "classified")
        assert refused(tell_bram).code == "half_undecided"
        of_half = refused(lambda: signal.feed_back(row.first, actor=anna, text=HEARD_BACK, now=region.now))
        assert of_half.code == "is_half"
        walk(region, row.second, "not_substantiated")
        feedback = tell_bram()
        assert (feedback.signal, feedback.text) == (told, HEARD_BACK)
        assert {anew(one).status for one in (told, row.first, row.second)} == {"fed_back"}
        assert queue(region) == set()
        told_of = Notification.objects.filter(kind="signal_fed_back")
        assert [one.number for one in told_of] == [told.number]

    def test_who_reads_a_half_in_a_case_learns_nothing_of_the_other(
        self, region: Region, told: Signal, log_in: LogIn
    ) -> None:
        row, case = parted(region, told), open_case(region)
        signal.link(row.first, actor=region.actor("anna"), case=case, now=region.now)
        page = log_in("gerda").get(f"/signals/{row.first.number}/")
        for other in (told.number, row.second.number, "Sanne", "gesplitst"):
            assert other not in page.content.decode()
        assert "Sanne" not in str(list(TriageStep.objects.filter(signal=row.first).values()))

    def test_the_original_goes_when_a_case_of_one_of_its_halves_is_destroyed(
        self, region: Region, told: Signal
    ) -> None:
        row, case = parted(region, told), open_case(region)
        signal.link(row.first, actor=region.actor("anna"), case=case, now=region.now)
        found = collect.rows_of(case).rows
        assert found["cases.Signal"].ids == {told.pk, row.first.pk}
        assert found["cases.SignalSplit"].ids == {row.pk}

    def test_a_destroyed_case_takes_what_was_written_about_halves_that_were_none(
        self, region: Region, told: Signal
    ) -> None:
        row, case = parted(region, told), open_case(region)
        undone(region, told)
        signal.link(told, actor=region.actor("anna"), case=case, now=region.now)
        found = collect.rows_of(case).rows
        assert found["cases.Signal"].ids == {told.pk, row.first.pk, row.second.pk}
        assert found["cases.SignalSplit"].ids == {row.pk}
        assert found["cases.SignalIndicator"].ids >= set(row.first.indicators.values_list("pk", flat=True))


class TestUndoing:
    """It was one girl after all."""

    def test_the_signal_goes_on_from_where_it_stood_and_the_halves_do_not(
        self, region: Region, told: Signal
    ) -> None:
        row = parted(region, told)
        undone(region, told)
        assert queue(region) == {told.number}
        assert anew(told).status == "received"
        assert not Mark.objects.filter(signal__in=(row.first, row.second)).exists()
        assert anew(row.first).observation == NOOR.observation
        anna, case = region.actor("anna"), open_case(region)
        wrong = refused(lambda: signal.link(row.first, actor=anna, case=case, now=region.now))
        assert wrong.code == "set_aside"
        assert LedgerLine.objects.filter(event="signal.split_undone").count() == 3

    def test_it_can_be_split_again(self, region: Region, told: Signal) -> None:
        parted(region, told)
        undone(region, told)
        again = parted(region, told)
        assert queue(region) == {again.first.number, again.second.number}

    def test_not_when_something_was_decided_about_one_of_both(self, region: Region, told: Signal) -> None:
        row = parted(region, told)
        walk(region, row.second, "verified")
        assert refused(lambda: undone(region, told)).code == "half_went_on"

    def test_not_without_a_reason_nor_twice(self, region: Region, told: Signal) -> None:
        parted(region, told)
        assert refused(lambda: undone(region, told, reason="")).field == "reason"
        undone(region, told)
        assert refused(lambda: undone(region, told)).code == "not_split"


class TestPages:
    """As Anna walks them."""

    def test_anna_splits_it_on_its_page_and_gives_feedback_at_the_end(
        self, region: Region, told: Signal, log_in: LogIn
    ) -> None:
        anna, path = log_in("anna"), f"/signals/{told.number}/"
        assert f"{path}split/" in anna.get(path).content.decode()
        form = anna.get(f"{path}split/").context["form"]
        typed = {
            **form.hidden_values(),
            "first_observation": "Over Noor",
            "first_subject_name": "Noor Zeegras",
            "first_signs": ["picked_up"],
            "first_form_of_concern": "sexual",
            "second_observation": "Over Sanne",
            "second_form_of_concern": "unknown",
            "urgency": "normal",
            "urgency_ground": "",
            "reason": "Twee meisjes",
        }
        wrong = anna.post(f"{path}split/", typed)
        assert wrong.status_code == 409
        assert wrong.context["form"]["first_observation"].value() == "Over Noor"
        done = anna.post(f"{path}split/", {**typed, "second_subject_name": "Sanne Duin"})
        assert done.url == path
        row = SignalSplit.objects.get()
        page = anna.get(path).content.decode()
        assert "Dit signaal ging over twee jongeren" in page
        assert f"{path}split/undo/" in page
        assert told.number in anna.get(f"/signals/{row.first.number}/").content.decode()
        walk(region, row.first, "not_substantiated")
        walk(region, row.second, "not_substantiated")
        assert f"{path}feedback/" in anna.get(f"/signals/{row.first.number}/").content.decode()
        form = anna.get(f"{path}feedback/").context["form"]
        sent = {**form.hidden_values(), "version": form["version"].value(), "text": HEARD_BACK}
        assert anna.post(f"{path}feedback/", sent).url == path
        assert SignalFeedback.objects.get(moment="decided").signal == told

    def test_anna_undoes_it_on_its_page(self, region: Region, told: Signal, log_in: LogIn) -> None:
        row, anna = parted(region, told), log_in("anna")
        path = f"/signals/{told.number}/split/undo/"
        form = anna.get(path).context["form"]
        anna.post(path, {**form.hidden_values(), "reason": "Toch één meisje"})
        page = anna.get(f"/signals/{row.first.number}/").content.decode()
        assert "Met deze helft gebeurt niets meer" in page
