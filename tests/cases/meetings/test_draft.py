"""What Iris types in the meeting is kept until she saves it: hers alone, while she sees the item."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.access import blocks
from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.meetings import agenda, draft, meeting, tasks
from cases.meetings.models import AgendaItem, Decision, ItemDraft
from organisations.actor import AccessDenied
from tests.cast import Region

LogIn = Callable[[str], Client]
KEY = "a" * 32
HALF = "School belt elke"
DECIDED = {"text": HALF, "legal_ground": "public_task", "dissent": "", "draft": KEY}


def keep(item: AgendaItem, region: Region, by: str = "iris", *, key: str = KEY, **values: str) -> Any:
    typed = {name: [text] for name, text in (values or {"text": HALF}).items()}
    return draft.keep(item, actor=region.actor(by), form="decision", key=key, values=typed, now=region.now)


def page_of(item: AgendaItem, page: str = "decide") -> str:
    return f"/meetings/{item.meeting.number}/items/{item.pk}/{page}/"


def live(item: AgendaItem) -> str:
    return f"/meetings/{item.meeting.number}/live/?item={item.pk}"


def thrown(item: AgendaItem, one: ItemDraft) -> str:
    return f"/meetings/{item.meeting.number}/unsaved/{one.pk}/throw-away/"


def text(response: Any) -> str:
    return response.content.decode()


class TestKeeping:
    """What the act keeps, for whom, and how long."""

    def test_it_is_kept_once_per_form_and_the_ledger_says_so_once(
        self, region: Region, attended: AgendaItem
    ) -> None:
        first, second = keep(attended, region), keep(attended, region, text="School belt elke maandag")
        assert first.pk == second.pk
        assert draft.values_of(ItemDraft.objects.get()) == {"text": ["School belt elke maandag"]}
        line = LedgerLine.objects.get(event="meeting.draft_kept")
        assert (line.case_number, line.object_number) == (attended.case.number, attended.meeting.number)

    def test_two_windows_are_two_drafts(self, region: Region, attended: AgendaItem) -> None:
        keep(attended, region), keep(attended, region, key="b" * 32, text="Moeder belt")
        assert draft.open_ones(region.actor("iris")).count() == 2

    def test_who_does_not_chair_keeps_nothing(self, region: Region, attended: AgendaItem) -> None:
        for name in ("anna", "bram", "chris", "dina"):
            with pytest.raises(AccessDenied):
                keep(attended, region, name)
        assert not ItemDraft.objects.exists()

    def test_nothing_typed_is_nothing_kept(self, region: Region, attended: AgendaItem) -> None:
        def nothing(key: str) -> Any:
            iris = region.actor("iris")
            return draft.keep(attended, actor=iris, form="decision", key=key, values={}, now=region.now)

        assert nothing(KEY) is None
        assert nothing("") is None
        assert not ItemDraft.objects.exists()
        keep(attended, region)
        assert nothing(KEY) is None  # taken out again: there is nothing to show
        assert not draft.open_ones(region.actor("iris")).exists()
        assert keep(attended, region) is not None

    def test_saved_in_one_window_it_does_not_come_back_from_another(
        self, region: Region, attended: AgendaItem
    ) -> None:
        keep(attended, region)
        iris, values = region.actor("iris"), {"text": ["Something else"]}
        draft.finish(attended, actor=iris, form="decision", key=KEY, values=values, now=region.now)
        with pytest.raises(StateConflictError) as refused:
            keep(attended, region)
        assert refused.value.code == "ended"
        assert ItemDraft.objects.get().typed == ""

    def test_what_was_still_on_its_way_to_be_kept_when_it_was_saved_is_not_kept(
        self, region: Region, attended: AgendaItem
    ) -> None:
        iris = region.actor("iris")
        draft.finish(attended, actor=iris, form="decision", key=KEY, values={}, now=region.now)
        with pytest.raises(StateConflictError):
            keep(attended, region)
        assert not draft.open_ones(iris).exists()

    def test_after_a_fortnight_it_is_emptied(
        self, region: Region, attended: AgendaItem, time_machine: Any
    ) -> None:
        old, new = keep(attended, region), keep(attended, region, key="b" * 32)
        ItemDraft.objects.filter(pk=old.pk).update(saved_at=region.now - draft.KEPT_FOR)
        time_machine.move_to(region.now, tick=False)
        tasks.forget_meeting_drafts()
        assert [ItemDraft.objects.get(pk=one.pk).typed == "" for one in (old, new)] == [True, False]

    def test_far_too_much_is_refused(self, region: Region, attended: AgendaItem) -> None:
        with pytest.raises(StateConflictError) as refused:
            keep(attended, region, text="a" * 400_001)
        assert refused.value.code == "too_large"


class TestOnTheLiveScreen:
    """Iris runs the meeting on a tablet that dies."""

    def typed(self, iris: Client, item: AgendaItem, page: str = "decide", **values: str) -> str:
        sent = {**DECIDED, "idempotency": "", "autosave": "1", **values}
        return text(iris.post(page_of(item, page), sent, headers={"HX-Request": "true"}))

    def test_it_is_kept_while_she_types_and_no_reading_is_recorded(
        self, attended: AgendaItem, log_in: LogIn
    ) -> None:
        iris = log_in("iris")
        before = LedgerLine.objects.filter(event="meeting.read").count()
        answer = self.typed(iris, attended)
        assert "Bewaard om" in answer
        assert "<html" not in answer
        assert not Decision.objects.exists()
        assert LedgerLine.objects.filter(event="meeting.read").count() == before

    def test_it_stands_in_its_field_again_until_it_is_saved(
        self, attended: AgendaItem, log_in: LogIn
    ) -> None:
        iris = log_in("iris")
        self.typed(iris, attended)
        form = iris.get(live(attended)).context["work"]["decision"]
        assert (form["text"].value(), form["legal_ground"].value()) == (HALF, "public_task")
        assert form.keeping.key == KEY
        assert iris.get(page_of(attended)).context["form"]["text"].value() == HALF
        saved = {**form.hidden_values(), **DECIDED, "text": "School belt elke maandag."}
        assert iris.post(page_of(attended) + "?from=live", saved).status_code == 302
        form = iris.get(live(attended)).context["work"]["decision"]
        assert form["text"].value() is None
        assert form.keeping.key != KEY
        assert ItemDraft.objects.get().typed == ""

    def test_a_form_that_comes_back_with_an_error_is_still_kept(
        self, attended: AgendaItem, log_in: LogIn
    ) -> None:
        iris = log_in("iris")
        self.typed(iris, attended)
        page = iris.post(page_of(attended), {**DECIDED, "legal_ground": ""})
        assert page.status_code == 400
        assert page.context["form"].keeping.key == KEY
        assert "hx-post" in text(page)

    def test_typed_over_an_older_version_it_meets_the_newer_one(
        self, region: Region, attended: AgendaItem, log_in: LogIn
    ) -> None:
        iris = log_in("iris")
        self.typed(iris, attended, "discussed", version=str(attended.version))
        actor = region.actor("iris")
        agenda.record_discussed(attended, actor=actor, text="Other words", version=None, now=region.now)
        form = iris.get(live(attended)).context["work"]["discussed"]
        assert form["text"].value() == HALF
        sent = {"text": HALF, "version": form["version"].value(), "draft": KEY}
        page = iris.post(page_of(attended, "discussed"), sent)
        assert page.status_code == 409
        assert "autosave" not in text(page)  # first she chooses between both

    def test_who_sits_where_is_kept_over_what_stood_there(self, attended: AgendaItem, log_in: LogIn) -> None:
        iris = log_in("iris")
        form = iris.get(page_of(attended, "attendance")).context["form"]
        shown = {field.html_name: field.value() or "" for field in form}
        desk = next(name for name in shown if name.startswith("person_"))
        self.typed(iris, attended, "attendance", **{**shown, desk: "Anna zelf"})
        form = iris.get(live(attended)).context["work"]["attendance"]
        assert form[desk].value() == "Anna zelf"
        assert form["seen_" + desk.split("_")[1]].value() == shown["seen_" + desk.split("_")[1]]

    def test_what_was_saved_already_is_not_kept(
        self, region: Region, attended: AgendaItem, log_in: LogIn
    ) -> None:
        actor = region.actor("iris")
        agenda.record_discussed(attended, actor=actor, text=HALF, version=None, now=region.now)
        self.typed(log_in("iris"), attended, "discussed")
        assert not ItemDraft.objects.exists()

    def test_who_may_not_chair_is_told_nothing(self, attended: AgendaItem, log_in: LogIn) -> None:
        sent = {**DECIDED, "autosave": "1"}
        assert log_in("bram").post(page_of(attended), sent).status_code == 403
        assert not ItemDraft.objects.exists()


class TestAfterwards:
    """The meeting ends, and not all of it was saved."""

    def test_it_is_offered_to_its_author_on_the_page_of_the_meeting(
        self, region: Region, attended: AgendaItem, log_in: LogIn
    ) -> None:
        one = keep(attended, region)
        meeting.move(
            attended.meeting, actor=region.actor("iris"), to="held", reason="", version=None, now=region.now
        )
        address = f"/meetings/{attended.meeting.number}/"
        page = text(log_in("iris").get(address))
        assert HALF in page
        assert page_of(attended) in page
        assert thrown(attended, one) in page
        for name in ("anna", "bram"):
            assert HALF not in text(log_in(name).get(address))

    def test_a_colleague_at_the_same_table_does_not_get_it(
        self, region: Region, attended: AgendaItem, log_in: LogIn
    ) -> None:
        """Also who chairs for the same organisation: it is the author's alone."""
        one = keep(attended, region)
        ItemDraft.objects.update(user=region.anna)
        iris = log_in("iris")
        assert HALF not in text(iris.get(live(attended)))
        assert HALF not in text(iris.get(f"/meetings/{attended.meeting.number}/"))
        assert iris.post(thrown(attended, one)).status_code == 404

    def test_who_may_not_hear_of_the_case_any_more_does_not_get_it(
        self, region: Region, attended: AgendaItem, log_in: LogIn
    ) -> None:
        one = keep(attended, region)
        blocks.block(
            attended.case, actor=region.actor("anna"), user=region.iris, reason="aunt", now=region.now
        )
        iris = log_in("iris")
        for address in (live(attended), f"/meetings/{attended.meeting.number}/"):
            assert HALF not in text(iris.get(address))
        assert iris.post(thrown(attended, one)).status_code == 404
        assert iris.post(page_of(attended), {**DECIDED, "autosave": "1"}).status_code == 404

    def test_she_throws_it_away(self, region: Region, attended: AgendaItem, log_in: LogIn) -> None:
        one, iris = keep(attended, region), log_in("iris")
        assert iris.post(thrown(attended, one)).url == live(attended)
        one.refresh_from_db()
        assert one.typed == ""
        assert LedgerLine.objects.latest("id").event == "meeting.draft_thrown_away"
        assert iris.post(thrown(attended, one)).status_code == 404
