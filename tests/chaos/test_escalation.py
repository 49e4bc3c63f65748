"""Escalation with real workers: no level is lost and none is called twice, and an answer ends it."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

import pytest
from django.db import connection
from django.utils import timezone

from cases.casefile.models import Case
from cases.missing import alert, escalation, undelivered
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, AlertEvent, MissingEpisode
from cases.notifications import courier
from cases.notifications.models import Delivery, Heartbeat
from organisations.models import ContactChannel, DutyShift, EscalationStep
from tests.cast import Region, full_table
from tests.chaos.conftest import fresh, sound
from tests.chaos.stage import Crew, MailServer, either, within
from tests.together import together

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

ANSWERING = {"police": "fenna", "veilig_thuis": "gerda", "school": "bea", "desk": "arno"}
SWEEP, WAIT = timedelta(seconds=15), timedelta(minutes=5)
#: A sweep, and some patience with a busy machine.
LATE = 15
GERDA = "gerda@demo.zorgtafel.example"


def test_after_an_acknowledgement_nothing_goes_out(
    live: tuple[Region, Case], crew: Crew, post: MailServer
) -> None:
    region, case = live
    post.close()  # the mail waits, and is answered meanwhile
    crew.start()
    episode = sound(region, case, now=timezone.now())
    time.sleep(3)
    _lose(Delivery.objects.get(user=region.gerda, channel="mail", state="queued"))
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    alert.acknowledge(call, actor=region.actor("fenna", now=timezone.now()), now=timezone.now())
    post.open()
    within(60, lambda: GERDA in post.told(), "who did not answer, and whose message got lost")
    time.sleep(6)
    owed = Delivery.objects.filter(user=region.farid, channel="mail", notification__kind="alert")
    assert set(owed.values_list("state", flat=True)) == {"cancelled"}
    sent = {f"<delivery-{pk}@zorgtafel.invalid>" for pk in owed.values_list("pk", flat=True)}
    assert sent.isdisjoint(message for _when, _to, message in post.arrived)


def test_no_level_is_lost_to_a_gap_a_missing_channel_or_an_address_that_bounces(
    live: tuple[Region, Case], crew: Crew, post: MailServer
) -> None:
    """Veilig Thuis: nobody on level one, two that bounce. Police: level one bounces. School: no channel."""
    region, case = live
    DutyShift.objects.filter(user=region.gerda).update(level=9)  # which no level of the escalation calls
    ContactChannel.objects.filter(user=region.bram).update(verified_at=None)
    post.unknown = {f"{name}@demo.zorgtafel.example" for name in ("farid", "gerda", "gijs", "anna")}
    crew.start()
    episode = sound(region, case, now=timezone.now())
    ends = {f"{name}@demo.zorgtafel.example" for name in ("fenna", "bea", "arno")}
    last = AlertCall.objects.filter(organisation=region.veilig_thuis, state="nobody_reachable")
    took = within(90, lambda: ends <= set(post.told()) and last.exists(), "who is left of each")
    assert took <= 45, took  # three times a message that bounces and the next level, and the workers' start
    calls = {call.organisation_id: call for call in AlertCall.objects.filter(episode=episode)}
    steps = {pk: list(call.events.values_list("kind", "level")) for pk, call in calls.items()}
    assert steps[region.police.pk] == [("called", 1), ("undelivered", 1), ("called", 2)]
    assert steps[region.school.pk] == [("nobody_at_level", 1), ("nobody_at_level", 2), ("called", 3)]
    assert steps[region.veilig_thuis.pk] == [
        ("nobody_at_level", 1),
        ("called", 2),
        ("undelivered", 2),
        ("called", 3),
        ("undelivered", 3),
        ("nobody_reachable", 3),
    ]
    passed_on = Delivery.objects.filter(user=region.arno, notification__kind="alert_unanswered")
    within(30, lambda: set(passed_on.values_list("state", flat=True)) == {"sent"}, "the deputy")
    assert undelivered.counts(episode.number)[region.police.pk, "1"] == (1, 1)  # stands on the page
    assert post.extra() == 0


def test_workers_whose_clocks_are_ten_minutes_off_call_each_level_once_and_in_time(
    live: tuple[Region, Case], crew: Crew, post: MailServer
) -> None:
    region, case = live
    EscalationStep.objects.update(wait_seconds=5)
    crew.set_clocks(wrong_by=(600, -600))
    crew.start(workers=2)
    within(60, Heartbeat.objects.filter(name="escalate").exists, "the workers")
    episode = sound(region, case, now=timezone.now())
    calls = AlertCall.objects.filter(episode=episode)
    within(90, lambda: not calls.filter(state="waiting").exists(), "the last level")
    within(30, lambda: not Delivery.objects.filter(state="queued").exists(), "the last message")
    call = calls.get(organisation=region.veilig_thuis)
    steps = list(call.events.order_by("id").values_list("kind", "level", "at"))
    assert [step[:2] for step in steps] == [
        ("called", 1),
        ("called", 2),
        ("called", 3),
        ("nobody_reachable", 3),
    ]
    gaps = [(after[2] - before[2]).total_seconds() for before, after in pairwise(steps)]
    assert all(5 <= gap <= 5 + LATE for gap in gaps), gaps
    sent = Delivery.objects.filter(state="sent").exclude(channel="inbox").values_list("due_at", "sent_at")
    late = [(sent_at - due_at).total_seconds() for due_at, sent_at in sent]
    assert all(0 <= seconds <= LATE for seconds in late), late
    assert post.extra() == 0


def test_an_answer_at_any_moment_stops_every_later_step(live: tuple[Region, Case]) -> None:
    """Two workers sweep as fast as they can, a quarter of a minute of the alert apart; answers in between."""
    region, case = live
    began = timezone.now()
    for _alert in range(either(25, short=2)):
        began += timedelta(hours=1)
        episode = sound(region, case, now=began)
        answers = {key: began + _any_moment() for key in ANSWERING}
        for at in (began + n * SWEEP for n in range(70)):
            for key, moment in answers.items():
                if at - SWEEP < moment < at:
                    _answer(region, episode, key, moment)()
            same = [_answer(region, episode, key, moment) for key, moment in answers.items() if moment == at]
            if same or (at - began) % WAIT == timedelta(0):
                told = together(partial(_sweep, at), partial(_sweep, at), *same)
                assert not [answer for answer in told if isinstance(answer, Exception)], told
            else:
                _sweep(at)
        for key, moment in answers.items():
            _check_stopped(region, episode, key, moment)
        later = began + timedelta(minutes=30)
        episodes.withdraw(episode, actor=region.actor("hugo", now=later), reason="next", now=later)


def _any_moment() -> timedelta:
    """Give any second of the alert; often the very one in which a sweep looks, or calls the next level."""
    second = random.choice([random.randrange(1000), 15 * random.randrange(66), 300, 600, 900])
    return timedelta(seconds=second)


def _sweep(at: datetime) -> None:
    escalation.escalate_due(now=at)
    courier.deliver_due(now=at)


def _answer(region: Region, episode: MissingEpisode, key: str, at: datetime) -> Callable[[], AlertCall]:
    call = AlertCall.objects.get(episode=episode, organisation=region.organisations[key])
    return partial(alert.acknowledge, call, actor=region.actor(ANSWERING[key], now=at), now=at)


def _check_stopped(region: Region, episode: MissingEpisode, key: str, moment: datetime) -> None:
    """Each step came once and in its time, and none after the answer; nor did a message."""
    call = AlertCall.objects.get(episode=episode, organisation=region.organisations[key])
    assert call.acknowledged_at == moment
    called = list(call.events.filter(kind="called").order_by("at", "id"))
    assert len({event.level for event in called}) == len(called)
    assert [event.at - episode.raised_at for event in called] == [n * WAIT for n in range(len(called))]
    assert all(event.at <= moment for event in called)
    rows = Delivery.objects.filter(notification__number=episode.number, organisation=call.organisation)
    owed = rows.filter(notification__kind="alert")
    assert not owed.filter(notification__created_at__gt=moment).exists()
    assert not owed.filter(sent_at__gt=moment + SWEEP).exists()
    assert not owed.filter(state="queued").exists()


def _lose(delivery: Delivery) -> None:
    """Let a row disappear, as no act of ours could."""
    with connection.cursor() as cursor:
        for table, column in (("cases_deliveryattempt", "delivery_id"), ("cases_delivery", "id")):
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [delivery.pk])


@pytest.mark.parametrize("night", ["2026-03-29T01:58+01:00", "2026-10-25T02:58+02:00"])
def test_through_both_change_nights_each_level_is_called_once_in_its_time(night: str) -> None:
    """Walks the clock through the night in steps of a sweep; 02:00 becomes 03:00, or 03:00 becomes 02:00."""
    began = datetime.fromisoformat(night)
    region = fresh(began)
    episode = sound(region, full_table(region), now=began)
    for seconds in range(0, 20 * 60, either(5, short=15)):
        escalation.escalate_due(now=began + timedelta(seconds=seconds))
    call = AlertCall.objects.get(episode=episode, organisation=region.veilig_thuis)
    called = list(AlertEvent.objects.filter(call=call, kind="called").order_by("at"))
    assert [event.level for event in called] == [1, 2, 3]
    gaps = [(b.at - a.at).total_seconds() for a, b in pairwise(called)]
    assert all(300 <= gap <= 315 for gap in gaps)
    assert call.state == "nobody_reachable"
