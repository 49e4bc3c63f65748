"""A message that was lost by SQL is found and owed again; a monitor outside hears only that all is well."""

from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest

from cases.missing import alert, recount, tasks
from cases.missing.models import AlertCall, MissingEpisode
from cases.notifications import courier, heart, outward
from cases.notifications.models import Delivery, Notification
from tests.cast import Region
from tests.fixtures_services import Inbox


def lost(region: Region, name: str) -> Delivery:
    """Take the mail of an alert to somebody away, as a hand in the database would."""
    rows = Delivery.objects.filter(user=region.people[name], channel="mail", notification__kind="alert")
    (row,) = rows
    rows.delete()
    return row


def test_a_lost_mail_is_owed_again_and_goes_out_once(
    region: Region, episode: MissingEpisode, smtp_sink: Inbox
) -> None:
    gone = lost(region, "farid")
    now = region.now + timedelta(seconds=30)
    assert recount.restore_lost(now=now) == 1
    assert recount.restore_lost(now=now) == 0
    back = Delivery.objects.get(key=gone.key)
    assert (back.state, back.user_id, back.pages) == ("queued", region.farid.pk, True)
    courier.deliver_due(now=now)
    mails = smtp_sink.to("farid@demo.zorgtafel.example")
    assert sum("Vermiste" in str(mail["Subject"]) for mail in mails) == 1


def test_nothing_is_owed_again_to_who_answered_or_while_nothing_is_lost(
    region: Region, episode: MissingEpisode
) -> None:
    before = Delivery.objects.count()
    assert recount.restore_lost(now=region.now) == 0
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    alert.acknowledge(call, actor=region.actor("farid"), now=region.now)
    lost(region, "farid")
    assert recount.restore_lost(now=region.now) == 0
    assert Delivery.objects.count() == before - 1


def test_the_same_promise_twice_loses_nothing(region: Region, episode: MissingEpisode) -> None:
    assert all(n.owed == n.deliveries.count() for n in Notification.objects.filter(kind="alert"))


@pytest.fixture
def monitor(settings: Any) -> Iterator[list[str]]:
    """Give what a monitor outside was asked for."""
    heard: list[str] = []

    class Hearing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Keep what was asked."""
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Hearing)
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    settings.ZORGTAFEL_HEARTBEAT_URL = f"http://127.0.0.1:{server.server_port}/sign"
    yield heard
    server.shutdown()
    server.server_close()


def test_the_monitor_hears_that_all_is_well_and_nothing_else(
    region: Region, monitor: list[str], time_machine: Any
) -> None:
    time_machine.move_to(region.now, tick=False)
    tasks.watch()
    assert monitor == []  # the sweep and the escalation have never run
    for job in outward.OTHERS:
        heart.beat(job, now=region.now)
    tasks.watch()
    assert monitor == ["/sign"]
    time_machine.move_to(region.now + timedelta(minutes=2, seconds=1), tick=False)
    tasks.watch()
    assert monitor == ["/sign"]  # who should sweep has stopped


def test_an_overdue_message_silences_the_sign(
    region: Region, episode: MissingEpisode, monitor: list[str], time_machine: Any
) -> None:
    later = region.now + timedelta(seconds=61)
    time_machine.move_to(later, tick=False)
    for job in outward.OTHERS:
        heart.beat(job, now=later)
    tasks.watch()
    assert monitor == []


def test_a_monitor_that_is_away_disturbs_nothing(region: Region, settings: Any, time_machine: Any) -> None:
    settings.ZORGTAFEL_HEARTBEAT_URL = "http://127.0.0.1:1/sign"
    time_machine.move_to(region.now, tick=False)
    for job in outward.OTHERS:
        heart.beat(job, now=region.now)
    tasks.watch()
    assert heart.last("watchdog").trouble == ""


def test_how_each_way_out_does(region: Region, episode: MissingEpisode, smtp_sink: Inbox) -> None:
    courier.deliver_due(now=region.now)
    ways = {way.channel: way for way in heart.channels(now=region.now + timedelta(seconds=10))}
    assert ways.keys() == {"mail", "push", "sms"}
    assert (ways["mail"].trouble, ways["mail"].failures) == ("", 0)
    assert ways["mail"].last_at is not None
    assert (ways["sms"].last_at, ways["sms"].failures) == (None, 0)
    heart.carried("sms", now=region.now, trouble="SmsGatewayAway")
    ways = {way.channel: way for way in heart.channels(now=region.now)}
    assert (ways["sms"].trouble, ways["sms"].last_at) == ("SmsGatewayAway", None)
