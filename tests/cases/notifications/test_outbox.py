"""A promise: rows in the caller's transaction, one poke after it, and no broker needed."""

from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

from cases.casefile.models import Case
from cases.missing import tasks as missing_tasks
from cases.notifications import heart, outbox, tasks
from cases.notifications.models import Delivery, Notification
from tests.cast import Region


def put(region: Region, case: Case, stage: str = "", kind: str = "alert") -> Notification:
    """Promise to tell Anna and Farid."""
    to = [
        outbox.Recipient(region.anna, region.desk, "/inbox/"),
        outbox.Recipient(region.farid, region.police, "/inbox/"),
    ]
    return outbox.put(kind, number=case.number, to=to, now=region.now, stage=stage, case=case)


def test_each_person_gets_an_inbox_item_at_once_and_a_mail_to_send(region: Region, case: Case) -> None:
    made = put(region, case)
    rows = set(made.deliveries.values_list("user__name", "channel", "state"))
    assert rows == {
        (name, channel, state)
        for name in ("Anna", "Farid")
        for channel, state in (("inbox", "sent"), ("mail", "queued"))
    }


def test_the_same_promise_twice_is_one_promise(region: Region, case: Case) -> None:
    put(region, case)
    before = Delivery.objects.count()
    put(region, case)
    assert Delivery.objects.count() == before
    put(region, case, stage="2")
    assert Delivery.objects.count() == before + 4


def test_an_unknown_kind_is_refused(region: Region, case: Case) -> None:
    with pytest.raises(LookupError):
        put(region, case, kind="gossip")


def test_many_promises_in_one_transaction_are_one_poke(
    region: Region, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        for stage in range(40):
            put(region, case, stage=str(stage))
    assert callbacks == [outbox.poke]


def test_a_promise_that_is_rolled_back_takes_its_poke_along_and_no_other(
    region: Region, case: Case, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks() as callbacks, transaction.atomic():
        with transaction.atomic():
            put(region, case)
            transaction.set_rollback(True)
        put(region, case, stage="2")
    assert callbacks == [outbox.poke]


def test_a_dead_broker_costs_nothing_but_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_options: object) -> None:
        raise OperationalError

    monkeypatch.setattr(current_app, "send_task", away)
    outbox.poke()


def test_every_job_beats_its_heart(region: Region) -> None:
    tasks.sweep()
    missing_tasks.escalate()
    missing_tasks.watch()
    known = set(heart.Heartbeat.objects.values_list("name", flat=True))
    assert known == set(heart.JOBS)


def test_beats_that_waited_in_line_together_are_one(region: Region) -> None:
    now, moment = region.now, timedelta(seconds=1)
    assert heart.takes_turn("sweep", now=now)
    assert not heart.takes_turn("sweep", now=now)
    assert not heart.takes_turn("sweep", now=now + moment)
    assert heart.takes_turn("escalate", now=now + moment)
    assert heart.takes_turn("sweep", now=now + 3 * moment)
    assert heart.takes_turn("sweep", now=now)  # the clock was set back: nobody waits until it is there again


def test_tasks_carry_the_names_that_beat_and_the_outbox_use(settings: Any) -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    named = {tasks.sweep.name, missing_tasks.escalate.name, missing_tasks.watch.name}
    assert named <= scheduled
    assert tasks.deliver.name == outbox.DELIVER_TASK
