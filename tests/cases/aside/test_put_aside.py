"""Anna puts work aside: with a reason, within limits, for herself alone; and it comes back."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.aside import put_aside, rules
from cases.aside.models import PutAside
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.coordination.models import Action
from cases.dashboard import board, counts, queue
from cases.dashboard.item import PER_KIND, SHOWN_PER_KIND, Item
from organisations.actor import AccessDenied
from tests.cast import Region

LogIn = Callable[[str], Client]
WHY = "De mentor belt donderdag terug."


@pytest.fixture
def owed(region: Region, case: Case) -> Action:
    """Give an action of the desk: Anna and Arno both have it in their queue."""
    return agree(region, case)


def agree(region: Region, case: Case, what: str = "Bel de school", days: int = 9) -> Action:
    due_on = (region.now + timedelta(days=days)).date()
    return action.agree(
        case,
        actor=region.actor("anna"),
        description=what,
        owner_organisation=region.desk,
        due_on=due_on,
        now=region.now,
    )


def item_of(region: Region, name: str, owed: Action, *, now: datetime | None = None) -> Item:
    items = queue.for_actor(region.actor(name), now=now or region.now)
    return next(item for item in items if item.on is not None and item.on.name == f"action-{owed.pk}")


def put(region: Region, owed: Action, name: str = "anna", **values: object) -> PutAside:
    item = item_of(region, name, owed)
    waiting = put_aside.Waiting(item.on, item.urgency, item.due, item.stamp)
    typed = {"reason": WHY, "until": region.now + timedelta(days=2), "now": region.now, **values}
    return put_aside.put(waiting, actor=region.actor(name), **typed)


def parted(region: Region, name: str, *, now: datetime | None = None) -> board.Parted:
    actor, at = region.actor(name), now or region.now
    return board.parted(queue.for_actor(actor, now=at), actor, now=at)


def waits(region: Region, name: str, owed: Action, *, now: datetime | None = None) -> bool:
    return any(
        item.on and item.on.name == f"action-{owed.pk}" for item in parted(region, name, now=now).waiting
    )


class TestActs:
    """Who may, until when, and what stays behind."""

    def test_it_leaves_a_line_without_the_reason(self, region: Region, case: Case, owed: Action) -> None:
        row = put(region, owed)
        line = LedgerLine.objects.get(event="work.put_aside")
        assert (line.case_id, line.object_id, line.detail) == (case.pk, row.pk, {"work": "action"})
        assert row.history.count() == 1

    def test_who_may_not_see_the_case_puts_nothing_aside(self, region: Region, owed: Action) -> None:
        item = item_of(region, "anna", owed)
        waiting = put_aside.Waiting(item.on, item.urgency, item.due, item.stamp)
        for name in ("chris", "eva", "dina", "joost"):
            with pytest.raises(AccessDenied):
                put_aside.put(
                    waiting,
                    actor=region.actor(name),
                    reason=WHY,
                    until=region.now + timedelta(hours=1),
                    now=region.now,
                )
            with pytest.raises(AccessDenied):
                put_aside.bring_back(item.on, actor=region.actor(name), now=region.now)
        assert not PutAside.objects.exists()

    @pytest.mark.parametrize("until", [timedelta(days=7, minutes=1), timedelta(0), timedelta(hours=-1)])
    def test_not_longer_than_the_rule_allows_and_not_into_the_past(
        self, region: Region, owed: Action, until: timedelta
    ) -> None:
        with pytest.raises(StateConflictError) as refused:
            put(region, owed, until=region.now + until)
        assert refused.value.field == "until"
        assert not LedgerLine.objects.filter(event="work.put_aside").exists()

    def test_so_much_at_once_that_nobody_oversees_it_is_refused(
        self, region: Region, case: Case, owed: Action, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(put_aside, "MOST", 1)
        put(region, owed)
        put(region, owed, until=region.now + timedelta(days=3))  # the same again is no second one
        with pytest.raises(StateConflictError):
            put(region, agree(region, case, "Nog een"))

    def test_who_puts_it_aside_anew_has_it_aside_once(self, region: Region, owed: Action) -> None:
        first = put(region, owed)
        second = put(region, owed, reason="Toch vrijdag")
        first.refresh_from_db()
        assert (first.ended_at, second.ended_at) == (region.now, None)

    def test_bringing_back_leaves_a_line_and_a_second_time_changes_nothing(
        self, region: Region, owed: Action
    ) -> None:
        row = put(region, owed)
        on = item_of(region, "anna", owed).on
        for _twice in range(2):
            put_aside.bring_back(on, actor=region.actor("anna"), now=region.now)
        row.refresh_from_db()
        assert row.ended_at == region.now
        assert LedgerLine.objects.filter(event="work.brought_back").count() == 1


class TestTheQueue:
    """Out of the list, never out of sight; back by itself."""

    def test_it_waits_below_her_list_and_nowhere_else(self, region: Region, owed: Action) -> None:
        put(region, owed)
        found = parted(region, "anna")
        assert not waits(region, "anna", owed)
        assert [(one.row.reason, one.item.detail) for one in found.aside] == [(WHY, "Bel de school")]

    def test_nothing_is_lost_or_shown_twice(self, region: Region, case: Case, owed: Action) -> None:
        agree(region, case, "Nog een")
        everything = [
            item.url + item.detail for item in queue.for_actor(region.actor("anna"), now=region.now)
        ]
        put(region, owed)
        found = parted(region, "anna")
        shown = [*found.waiting, *(one.item for one in found.aside)]
        assert sorted(item.url + item.detail for item in shown) == sorted(everything)

    def test_the_deputy_keeps_it_and_reads_who_but_not_why(self, region: Region, owed: Action) -> None:
        put(region, owed)
        assert waits(region, "arno", owed)
        (shown,) = [item for item in parted(region, "arno").waiting if item.detail == "Bel de school"]
        assert shown.notes == ("Anna heeft dit voor nu opzijgezet.",)

    def test_it_comes_back_at_its_time_with_the_reason(self, region: Region, owed: Action) -> None:
        put(region, owed)
        almost, then = region.now + timedelta(days=2, seconds=-1), region.now + timedelta(days=2)
        assert not waits(region, "anna", owed, now=almost)
        assert waits(region, "anna", owed, now=then)
        (back,) = [
            item for item in parted(region, "anna", now=then).waiting if item.detail == "Bel de school"
        ]
        assert WHY in back.notes[0]

    def test_it_comes_back_at_once_when_its_date_changes(self, region: Region, owed: Action) -> None:
        put(region, owed)
        Action.objects.filter(pk=owed.pk).update(due_on=(region.now + timedelta(days=1)).date())
        assert waits(region, "anna", owed)
        assert parted(region, "anna").aside == ()

    def test_what_is_done_is_nowhere(self, region: Region, owed: Action) -> None:
        put(region, owed)
        action.finish(owed, actor=region.actor("anna"), outcome="Gebeld", now=region.now)
        assert parted(region, "anna").aside == ()

    def test_the_numbers_in_the_menu_still_count_it(self, region: Region, owed: Action) -> None:
        before = counts.waiting(region.actor("anna"), now=region.now)
        put(region, owed)
        assert counts.waiting(region.actor("anna"), now=region.now) == before

    @pytest.mark.usefixtures("spelled_anew")
    def test_who_put_as_much_aside_as_may_be_still_sees_as_much_that_waits(
        self, region: Region, case: Case, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert PER_KIND == SHOWN_PER_KIND + rules.MOST
        for module, name, value in (
            (queue, "PER_KIND", 4),
            (board, "SHOWN_PER_KIND", 2),
            (put_aside, "MOST", 2),
        ):
            monkeypatch.setattr(module, name, value)
        for row in [agree(region, case, f"actie {number}") for number in range(5)][:2]:
            put(region, row)
        found = parted(region, "anna")
        assert len(found.aside) == 2
        assert len([item for item in found.waiting if item.detail.startswith("actie")]) == 2


class TestPages:
    """As Anna, and others, see it."""

    def key(self, region: Region, owed: Action, log_in: LogIn) -> str:
        page = log_in("anna").get("/").content.decode()
        (address,) = set(re.findall(r"/today/aside/(\w+)/", page))
        return address

    def test_anna_puts_it_aside_and_brings_it_back(self, region: Region, owed: Action, log_in: LogIn) -> None:
        anna, key = log_in("anna"), self.key(region, owed, log_in)
        assert "hooguit een week" in anna.get(f"/today/aside/{key}/").content.decode()
        typed = {"reason": WHY, "until": "2026-11-19T09:00"}
        assert anna.post(f"/today/aside/{key}/", typed).url == "/#queue"
        page = anna.get("/").content.decode()
        assert "Opzijgezet (1)" in page
        assert WHY in page
        assert "Opzijgezet door Anna tot" in page
        assert anna.post(f"/today/aside/{key}/back/").status_code == 302
        assert "Opzijgezet (" not in anna.get("/").content.decode()

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"reason": "", "until": "2026-11-19T09:00"}, "reason"),
            ({"reason": "  ", "until": "2026-11-19T09:00"}, "reason"),
            ({"reason": WHY, "until": "2027-11-19T09:00"}, "until"),
            ({"reason": WHY, "until": "31 februari"}, "until"),
        ],
    )
    def test_what_was_typed_is_kept_beside_a_sentence(
        self, region: Region, owed: Action, log_in: LogIn, typed: dict[str, str], field: str
    ) -> None:
        anna, key = log_in("anna"), self.key(region, owed, log_in)
        answer = anna.post(f"/today/aside/{key}/", typed)
        assert answer.status_code in (400, 409)
        assert answer.context["form"].errors[field]
        assert typed["until"] in answer.content.decode()
        assert not PutAside.objects.exists()

    def test_her_address_leads_nobody_else_anywhere(
        self, region: Region, owed: Action, log_in: LogIn
    ) -> None:
        key = self.key(region, owed, log_in)
        for name in ("arno", "bram", "chris", "iris", "dina"):
            assert log_in(name).get(f"/today/aside/{key}/").status_code == 404, name
            assert log_in(name).post(f"/today/aside/{key}/back/").status_code == 404, name

    def test_an_open_page_hears_that_it_was_put_aside(
        self, region: Region, owed: Action, log_in: LogIn
    ) -> None:
        anna = log_in("anna")
        seen = re.search(r"/today/news/\?seen=(\w+)", anna.get("/").content.decode())[1]
        put(region, owed)
        news = anna.get(f"/today/news/?seen={seen}", headers={"HX-Request": "true", "X-Background": "1"})
        assert "Opzijgezet (1)" in news.content.decode()

    def test_one_statement_however_much_is_put_aside(self, region: Region, case: Case, log_in: LogIn) -> None:
        rows = [agree(region, case, f"actie {number}") for number in range(3)]
        put(region, rows[0])
        anna = log_in("anna")
        anna.get("/")
        with CaptureQueriesContext(connection) as few:
            anna.get("/")
        for row in rows[1:]:
            put(region, row)
        with CaptureQueriesContext(connection) as many:
            anna.get("/")
        assert len(many) == len(few)
