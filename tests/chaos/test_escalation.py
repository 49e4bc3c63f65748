"""Escalation with real workers: after an acknowledgement nothing goes out, also in the change nights."""

import time
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from cases.casefile.models import Case
from cases.missing import alert, escalation
from cases.missing.models import AlertCall, AlertEvent
from cases.notifications.models import Delivery
from tests.cast import Region, full_table
from tests.chaos.conftest import fresh, sound
from tests.chaos.stage import Crew, MailServer, either, within

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

GERDA = "gerda@demo.zorgtafel.example"


def test_after_an_acknowledgement_nothing_goes_out(
    live: tuple[Region, Case], crew: Crew, post: MailServer
) -> None:
    region, case = live
    post.close()  # the mail waits, and is answered meanwhile
    crew.start()
    episode = sound(region, case, now=timezone.now())
    time.sleep(3)
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    alert.acknowledge(call, actor=region.actor("fenna", now=timezone.now()), now=timezone.now())
    post.open()
    within(60, lambda: GERDA in post.told(), "who did not answer")
    time.sleep(6)
    owed = Delivery.objects.filter(user=region.farid, channel="mail", notification__kind="alert")
    assert set(owed.values_list("state", flat=True)) == {"cancelled"}
    sent = {f"<delivery-{pk}@zorgtafel.invalid>" for pk in owed.values_list("pk", flat=True)}
    assert sent.isdisjoint(message for _when, _to, message in post.arrived)


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
