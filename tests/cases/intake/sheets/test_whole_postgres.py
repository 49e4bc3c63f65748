"""All rows or none on a real PostgreSQL: whoever stops it, or does other work meanwhile, need not wait."""

import threading

import pytest
from django.db import connection, transaction

from cases.audit import frontier
from cases.intake import signal
from cases.intake.models import Signal
from cases.intake.sheets import sheet
from cases.intake.sheets.models import Sheet, SheetRow
from organisations.models import Organisation, User
from tests.cases.intake.sheets.files import csv, looked_at, row, work_on
from tests.cases.intake.telling import tell
from tests.cast import Region

pytestmark = pytest.mark.postgres


@pytest.fixture
def founded(transactional_db: None, region: Region) -> Region:
    """Give a region that every thread can see."""
    return region


@pytest.mark.parametrize("emptied", [False, True])
def test_a_colleague_stops_it_at_the_last_row_without_waiting(
    founded: Region, monkeypatch: pytest.MonkeyPatch, emptied: bool
) -> None:
    region = founded
    made = looked_at(region, csv([row(number) for number in range(1, 151)]))
    sheet.start(made, actor=region.actor("anna"), is_whole=True, now=region.now)
    real, stopped = signal.log_many, []

    def stop() -> None:
        arno = region.actor("arno")
        stopped.append(sheet.stop(made, actor=arno, now=region.now))
        if emptied:
            sheet.empty(made, actor=arno, now=region.now)
        connection.close()

    def writes(**asked: object) -> list[Signal]:
        logged = real(**asked)
        if len(logged) == 50:
            colleague = threading.Thread(target=stop)
            colleague.start()
            colleague.join(20)
        return logged

    monkeypatch.setattr(signal, "log_many", writes)
    work_on(region.now)
    assert [one.state for one in stopped] == ["stopped"]
    assert Sheet.objects.get().state == "stopped"
    assert not Signal.objects.exists()
    assert not SheetRow.objects.exists()


def test_while_it_comes_in_others_log_signals_and_the_ledger_is_sealed(
    founded: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    region = founded
    made = looked_at(region, csv([row(number) for number in range(1, 151)]))
    sheet.start(made, actor=region.actor("anna"), is_whole=True, now=region.now)
    real, done = signal.log_many, []

    def others() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '2s'")
        done.append(tell(region, "bram").number)
        with transaction.atomic():  # as who starts a shift, or changes a channel
            done.append(Organisation.objects.select_for_update().get(pk=region.desk.pk))
            done.append(User.objects.select_for_update().get(pk=region.anna.pk))
        done.append(frontier.settled_id(patience=0))
        connection.close()

    def writes(**asked: object) -> list[Signal]:
        logged = real(**asked)
        if len(logged) == 50:
            colleague = threading.Thread(target=others)
            colleague.start()
            colleague.join(20)
        return logged

    monkeypatch.setattr(signal, "log_many", writes)
    work_on(region.now)
    assert len(done) == 4
    assert done[-1] is not None, "whoever seals would wait for the end"
    assert Sheet.objects.get().state == "done"
    assert Signal.objects.count() == 151
