"""Breaking what carries the alerts, with real processes: everybody is told, and hardly anybody twice.

``make test`` runs the short form. The long one, over a thousand alerts:
``ZORGTAFEL_TEST_ROUNDS=full make test ARGS="-m chaos"``.
"""

import random
import socket
import time
from collections.abc import Callable
from contextlib import closing

import pytest
from django.db import connection
from django.utils import timezone
from kombu.exceptions import OperationalError

from cases.casefile.models import Case
from cases.notifications import outbox
from cases.notifications.models import Delivery
from tests.cast import Region
from tests.chaos.conftest import sound
from tests.chaos.stage import SENDERS, Crew, MailServer, Poking, Redis, either, within
from zorgtafel.celery import app

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

Crowd = Callable[..., list[str]]
SWEEP = 5  # seconds between two sweeps


def everybody(post: MailServer, people: list[str]) -> Callable[[], bool]:
    """Ask whether every one of them was told."""
    return lambda: set(people) <= set(post.told())


def test_killed_in_mid_send_everybody_is_told_and_hardly_anybody_twice(
    crowd: Crowd, crew: Crew, post: MailServer
) -> None:
    crew.start()
    size = either(500, short=120)
    for turn in range(1, either(10, short=1) + 1):
        before = len(post.arrived)
        people = crowd(size)
        reached = before + int(size * random.uniform(0.2, 0.8))
        within(60, lambda r=reached: len(post.arrived) >= r, "the middle of the alert")
        crew.kill()
        crew.revive()
        took = within(60, everybody(post, people), "everybody after the kill")
        assert took <= 30, took  # lease, one sweep and the start of a worker on a busy machine
        assert post.extra() <= SENDERS * turn
    within(10, lambda: not Delivery.objects.filter(state="queued").exists(), "the last row")
    assert post.extra() == len(post.arrived) - len(
        post.told()
    )  # the same Message-ID: mail programs fold them


def test_everything_in_redis_is_forgotten_in_mid_send(
    crowd: Crowd, crew: Crew, post: MailServer, redis: Redis
) -> None:
    crew.start()
    people = crowd(either(500, short=80))
    within(60, lambda: len(post.arrived) >= 10, "the first messages")
    with app.connection_for_write(url=redis.url) as link:
        link.default_channel.client.flushall()
    more = crowd(10)
    took = within(60, everybody(post, people + more), "everybody after the flush")
    assert took <= 30, took
    assert post.extra() == 0


def test_a_redis_that_never_answers_holds_up_nobody_who_raises_an_alert(
    crowd: Crowd, crew: Crew, post: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with closing(socket.socket()) as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(16)
        url = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"

        monkeypatch.setattr(outbox, "current_app", Poking(url))
        began = time.monotonic()
        outbox.poke()
        assert time.monotonic() - began < 2.5
        with pytest.raises(OperationalError):
            outbox.current_app.send_task("cases.notifications.deliver")
        people = crowd(5)
    crew.start()
    within(60, everybody(post, people), "everybody by the sweep")
    assert post.extra() == 0


def test_redis_is_away_when_the_alert_is_raised_and_comes_back(
    live: tuple[Region, Case], crowd: Crowd, crew: Crew, post: MailServer, redis: Redis
) -> None:
    """The worst moment: the workers hold messages and pokes, and would put them back into what is gone."""
    region, case = live
    crew.start()
    within(60, everybody(post, crowd(3)), "a good day")
    people = crowd(either(100, short=20))
    post.slow = dict.fromkeys(people[:2], 4.0)
    for _poke in range(6):
        outbox.poke()
    time.sleep(1.5)
    redis.stop()
    began = time.monotonic()
    episode = sound(region, case, now=timezone.now())
    assert time.monotonic() - began < 1
    owed = Delivery.objects.filter(notification__number=episode.number, channel="mail")
    called = list(owed.values_list("user__email", flat=True))
    assert called
    time.sleep(either(60, short=8))
    redis.start()
    took = within(60, everybody(post, people + called), "everybody after the return")
    assert took <= 30, took
    assert post.extra() == 0
    within(30, everybody(post, crowd(5)), "who is told by the same worker")
    assert crew.is_alive()


def test_one_that_hangs_holds_up_nobody_and_two_workers_with_many_sweeps_send_everything_once(
    crowd: Crowd, crew: Crew, post: MailServer
) -> None:
    crew.start(workers=2)
    within(60, everybody(post, crowd(10)), "a good day")
    size = either(500, short=60)
    post.slow = {"p10@crowd.example": either(30, short=8)}  # the first of the next
    slow, *others = crowd(size)
    for _sweep in range(6):
        outbox.current_app.send_task("cases.notifications.sweep")
    took = within(60, everybody(post, others), "the others")
    assert took <= size / 50 + 4, took
    assert slow not in post.told()
    within(60, lambda: not Delivery.objects.filter(state="queued").exists(), "the one that hangs")
    assert slow in post.told()
    assert post.extra() == 0


def test_a_mail_server_in_every_mood(crowd: Crowd, crew: Crew, post: MailServer) -> None:
    crew.start()
    people = crowd(5)
    within(60, everybody(post, people), "a good day")
    post.close()
    refused = crowd(20)
    time.sleep(either(600, short=4))
    post.open()
    within(30, everybody(post, refused), "those who were refused")
    post.fussy = 3
    late = crowd(30)
    within(60, everybody(post, late), "those who got 451")
    assert post.extra() == 0
    post.fussy = 0
    post.rude = 2
    cut = crowd(20)
    within(60, everybody(post, cut), "those whose line was cut")
    within(60, lambda: not Delivery.objects.filter(state="queued").exists(), "the retries")
    assert post.extra() <= 2  # taken, cut off before the answer, and so sent again


@pytest.mark.skipif(connection.vendor != "postgresql", reason="asks PostgreSQL to hang up")
def test_the_database_hangs_up_in_mid_send(crowd: Crowd, crew: Crew, post: MailServer) -> None:
    crew.start()
    people = crowd(either(500, short=80))
    within(60, lambda: len(post.arrived) >= 10, "the first messages")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    took = within(60, everybody(post, people), "everybody after the cut")
    assert took <= 30, took
    assert post.extra() <= SENDERS
