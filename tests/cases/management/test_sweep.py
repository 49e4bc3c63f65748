"""``manage.py sweep``: one round by hand."""

import io

import pytest
from django.core import mail
from django.core.management import call_command

from cases.casefile.models import Case
from cases.notifications import heart, outbox
from cases.notifications.models import Delivery
from tests.cast import Region


@pytest.fixture
def at_work(region: Region, time_machine: object) -> Region:
    """Put the clock on the region's own morning."""
    time_machine.move_to(region.now, tick=False)
    return region


def test_a_round_sends_what_is_owed_and_beats_the_hearts(at_work: Region, case: Case) -> None:
    region = at_work
    Delivery.objects.filter(state="queued").update(state="cancelled")
    recipient = outbox.Recipient(region.anna, region.desk, "/inbox/")
    outbox.put("signal_received", number="S-26-AAAAA", to=[recipient], now=region.now)
    said = io.StringIO()
    call_command("sweep", stdout=said)
    assert said.getvalue().startswith("1 sent, 0 failed")
    assert [message.to for message in mail.outbox] == [[region.anna.email]]
    assert heart.troubles(("sweep", "watchdog"), now=region.now) == []


def test_a_second_round_sends_nothing_again(at_work: Region, case: Case) -> None:
    call_command("sweep", stdout=io.StringIO())
    mail.outbox.clear()
    call_command("sweep", stdout=io.StringIO())
    assert mail.outbox == []
