"""Anna wants all rows of a file or none: one broken row, a dead worker or a stop, and nothing came in."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from redis import RedisError

from cases.audit.models import LedgerLine
from cases.casefile.models import Mark
from cases.conflict import StateConflictError
from cases.intake import signal
from cases.intake.models import Signal, TriageStep
from cases.intake.sheets import far, faults_kept, sheet, work
from cases.intake.sheets.models import Sheet, SheetRow
from cases.notifications.models import Delivery
from organisations import membership
from organisations.models import Membership
from tests.cases.intake.sheets.files import brought_in, csv, looked_at, row, work_on
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]


def started(region: Region, count: int = 250, **said: str) -> Sheet:
    """Let a file of so many rows be looked at, and then be brought in as a whole."""
    made = looked_at(region, csv([row(number, **said) for number in range(1, count + 1)]))
    return sheet.start(made, actor=region.actor("anna"), is_whole=True, now=region.now)


def overtaken(region: Region, count: int, *, by: int) -> Sheet:
    """Let a colleague bring in one of its rows, with other words, after all of them were looked at."""
    made = looked_at(region, csv([row(number) for number in range(1, count + 1)]))
    brought_in(region, csv([row(by, seen="Met andere woorden")]), by="arno")
    sheet.start(made, actor=region.actor("anna"), is_whole=True, now=region.now)
    work_on(region.now)
    made.refresh_from_db()
    return made


def nothing_came_in() -> bool:
    """Tell whether no row left anything behind."""
    left = (Signal, Signal.history, TriageStep.objects, SheetRow.objects, Mark.objects)
    return not any((rows.objects if rows is Signal else rows).exists() for rows in left) and not (
        LedgerLine.objects.filter(event="signal.logged").exists()
    )


def test_all_rows_come_in_when_every_one_is_right(region: Region) -> None:
    made = started(region)
    work_on(region.now)
    made.refresh_from_db()
    assert (made.state, made.trouble, Signal.objects.count()) == ("done", "", 250)
    assert sheet.counts(made) == {"rows": 250, "new": 250, "known": 0, "refused": 0}
    assert LedgerLine.objects.filter(event="signal.logged").count() == 250
    assert not made.parts.filter(brought_in_at=None).exists()
    assert len(sheet.rows_of(made.parts.first())) == 100, "its rows stay until they are emptied"
    (line,) = LedgerLine.objects.filter(event="sheet.started")
    assert line.detail["is_whole"] is True


def test_with_one_broken_row_nothing_begins_and_each_error_stands_there(region: Region) -> None:
    rows = [row(number) for number in range(1, 131)] + [row(131, date="31-02-2025"), row(132, seen="")]
    made = looked_at(region, csv(rows))
    for agreed in (False, True):
        with pytest.raises(StateConflictError) as conflict:
            sheet.start(made, actor=region.actor("anna"), is_whole=True, leave_out=agreed, now=region.now)
        assert (conflict.value.code, conflict.value.field) == ("whole_refused", "is_whole")
    work_on(region.now)
    assert nothing_came_in()
    made.refresh_from_db()
    said = {number for part in made.parts.all() for number in faults_kept.unpacked(part.faults)}
    assert (made.state, said) == ("checked", {132, 133})


def test_what_came_in_before_is_no_error(region: Region) -> None:
    brought_in(region, csv([row(3)]))
    made = started(region, 5)
    work_on(region.now)
    assert sheet.counts(made) == {"rows": 5, "new": 4, "known": 1, "refused": 0}
    assert Signal.objects.count() == 5


def test_a_row_that_is_refused_only_then_takes_back_all_others(region: Region) -> None:
    made = overtaken(region, 150, by=140)
    assert (made.state, made.trouble) == ("checked", "row")
    assert sheet.counts(made) == {"rows": 150, "new": 149, "known": 0, "refused": 1}
    assert Signal.objects.count() == 1
    assert SheetRow.objects.filter(sheet=made).count() == 0
    assert LedgerLine.objects.filter(event="signal.logged").count() == 1
    assert LedgerLine.objects.get(event="sheet.turned_back").object_number == made.number
    told = Delivery.objects.filter(notification__kind="sheet_turned_back", channel="inbox").get()
    assert told.user == region.anna


def test_what_was_taken_back_can_be_brought_in_without_that_row(region: Region) -> None:
    made = overtaken(region, 3, by=2)
    assert made.trouble == "row"
    sheet.start(made, actor=region.actor("anna"), leave_out=True, now=region.now)
    work_on(region.now)
    made.refresh_from_db()
    assert (made.state, made.trouble, Signal.objects.count()) == ("done", "", 3)


def test_a_worker_that_dies_half_way_leaves_nothing_and_the_next_brings_in_all(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, real, turns = started(region), signal.log_many, []

    def dies(**asked: object) -> list[Signal]:
        logged = real(**asked)
        turns.append(len(logged))
        if len(turns) == 2:
            raise SystemExit("killed")
        return logged

    monkeypatch.setattr(signal, "log_many", dies)
    with pytest.raises(SystemExit):
        work_on(region.now)
    assert turns == [100, 100]
    assert nothing_came_in()
    work_on(region.now)
    assert nothing_came_in(), "its claim still holds"
    work_on(region.now + work.LEASE)
    made.refresh_from_db()
    assert (made.state, Signal.objects.count()) == ("done", 250)


def _then(monkeypatch: pytest.MonkeyPatch, does: Callable[[], object]) -> None:
    """Let something happen when the last rows are being written."""
    real = signal.log_many

    def writes(**asked: object) -> list[Signal]:
        logged = real(**asked)
        if len(logged) < sheet.PART:
            does()
        return logged

    monkeypatch.setattr(signal, "log_many", writes)


def test_stopped_before_its_turn_nothing_comes_in(region: Region) -> None:
    made = started(region)
    sheet.stop(made, actor=region.actor("arno"), now=region.now)
    work_on(region.now)
    made.refresh_from_db()
    assert made.state == "stopped"
    assert nothing_came_in()


def test_stopped_while_it_comes_in_nothing_comes_in(region: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    made = started(region)
    # SQLite has one writer: what another process would write is written here, and is there at the end
    _then(monkeypatch, lambda: Sheet.objects.filter(pk=made.pk).update(state="stopped"))
    work_on(region.now)
    assert nothing_came_in()


def test_who_leaves_while_it_comes_in_brings_nothing_in(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = started(region)
    left = Membership.objects.get(user=region.anna, organisation=region.desk)
    membership.end(left, actor=FOUNDER, now=region.now)
    work_on(region.now + timedelta(minutes=1))
    made.refresh_from_db()
    assert (made.state, made.trouble) == ("stopped", "left")
    assert nothing_came_in()


def test_what_takes_too_long_is_given_up_whole_and_can_still_come_in_part_by_part(
    region: Region, log_in: LogIn
) -> None:
    made = started(region)
    slow = itertools.count()
    while work.turn(clock=lambda: region.now + next(slow) * timedelta(seconds=10), patience=work.LEASE):
        pass
    made.refresh_from_db()
    assert (made.state, made.trouble) == ("checked", "slow")
    assert nothing_came_in()
    told = Delivery.objects.filter(notification__kind="sheet_too_slow", channel="inbox").get()
    assert told.user == region.anna
    assert LedgerLine.objects.get(event="sheet.turned_back").detail == {"why": "slow"}
    assert "Dat duurde te lang" in log_in("anna").get(f"/signals/sheets/{made.number}/").content.decode()
    sheet.start(made, actor=region.actor("anna"), now=region.now + work.LEASE)
    work_on(region.now + work.LEASE)
    made.refresh_from_db()
    assert (made.state, made.trouble, Signal.objects.count()) == ("done", "", 250)


def test_an_open_page_tells_how_far_it_is_while_nothing_of_it_can_be_seen(
    region: Region, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, anna, told = started(region), log_in("anna"), []
    _then(
        monkeypatch,
        lambda: told.append(anna.get(f"/signals/sheets/{made.number}/progress/").content.decode()),
    )
    work_on(region.now)
    (page,) = told
    assert "200 van 250 rijen" in page
    assert "U ziet er niets van tot alle rijen binnen zijn" in page


def test_a_cache_that_is_away_keeps_nothing_out(
    region: Region, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, tried = started(region), []

    def away(*asked: object, **_how: object) -> None:
        tried.append(asked)
        raise RedisError("away")

    monkeypatch.setattr(far, "cache", SimpleNamespace(set=away, get=away))
    assert log_in("anna").get(f"/signals/sheets/{made.number}/").context["progress"]["done"] is None
    tried.clear()
    work_on(region.now)
    made.refresh_from_db()
    assert (made.state, Signal.objects.count(), len(tried)) == ("done", 250, 1)


def test_its_lines_of_the_ledger_come_last_for_whoever_seals_waits_for_them(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    started(region)
    lines: list[int] = []
    _then(monkeypatch, lambda: lines.append(LedgerLine.objects.filter(event="signal.logged").count()))
    work_on(region.now)
    assert lines == [0]
    assert LedgerLine.objects.filter(event="signal.logged").count() == 250


def test_the_pages_say_what_is_promised_and_keep_what_was_ticked(region: Region, log_in: LogIn) -> None:
    anna, made = log_in("anna"), looked_at(region, csv([row(1), row(2, date="")]))
    address = f"/signals/sheets/{made.number}/"
    form = anna.get(address).context["form"]
    ticked = {**form.hidden_values(), "version": form["version"].value(), "is_whole": "on"}
    answer = anna.post(f"{address}start/", ticked)
    assert answer.status_code == 409
    assert "Daarom is er niets ingelezen" in answer.content.decode()
    assert answer.context["form"]["is_whole"].value() is True
    assert "Rij 3" in answer.content.decode()
    whole = started(region, 4)
    assert "allemaal op hetzelfde moment" in anna.get(f"/signals/sheets/{whole.number}/").content.decode()
    stop = anna.get(f"/signals/sheets/{whole.number}/stop/").content.decode()
    assert "Er komt niets van dit bestand binnen" in stop


def test_of_what_was_stopped_half_way_the_page_tells_what_came_in(region: Region, log_in: LogIn) -> None:
    made = looked_at(region, csv([row(number) for number in range(1, 251)]))
    sheet.start(made, actor=region.actor("anna"), now=region.now)
    work.turn(clock=lambda: region.now, patience=-timedelta(seconds=1))
    sheet.stop(made, actor=region.actor("anna"), now=region.now)
    assert log_in("anna").get(f"/signals/sheets/{made.number}/").context["came_in"] == 100
