"""Bea chooses when she rests, and whether news comes together; on her own page, for herself only."""

from collections.abc import Callable
from datetime import time
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.notifications import outbox
from organisations.models import ReachChoice
from organisations.reach import quiet
from organisations.reach.quiet_rules import Choice
from tests.cast import Region

LogIn = Callable[[str], Client]
PAGE = "/account/reach/quiet/"


def send(client: Client, **typed: Any) -> Any:
    """Send the form as it is shown, with some fields filled in."""
    form = client.get(PAGE).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    return client.post(PAGE, {**shown, **typed})


def test_bea_rests_at_night_and_reads_what_still_reaches_her(region: Region, log_in: LogIn) -> None:
    bea = log_in("bea")
    assert send(bea, quiet_from="22:30", quiet_until="07:00").url == "/account/reach/"
    assert quiet.own(region.actor("bea")) == Choice(time(22, 30), time(7, 0))
    page = bea.get("/account/reach/").content.decode()
    assert "Van 22:30 tot 07:00" in page
    assert "een rood alarm" in page
    line = LedgerLine.objects.get(event="reach.chosen")
    assert (line.user_id, line.object_id) == (region.bea.pk, region.bea.pk)
    assert quiet.own(region.actor("bram")) == Choice()


def test_changing_and_taking_back_keeps_what_was(region: Region, log_in: LogIn) -> None:
    bea = log_in("bea")
    send(bea, quiet_from="22:30", quiet_until="07:00", news="digest", digest_at="08:00")
    assert quiet.own(region.actor("bea")).digest_at == time(8, 0)
    send(bea, quiet_from="", quiet_until="", news="each")
    assert quiet.own(region.actor("bea")) == Choice()
    assert ReachChoice.history.count() == 2


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"quiet_from": "22:00"}, "quiet_until", "beide tijden"),
        ({"quiet_from": "19:00", "quiet_until": "07:00"}, "quiet_until", "hoogstens tien uur"),
        ({"quiet_from": "07:00", "quiet_until": "07:00"}, "quiet_until", "een andere eindtijd"),
        ({"news": "digest"}, "digest_at", "hoe laat"),
        (
            {"quiet_from": "22:00", "quiet_until": "07:00", "news": "digest", "digest_at": "06:00"},
            "digest_at",
            "in uw rusttijd",
        ),
    ],
)
def test_what_can_not_be_is_said_at_the_field_and_stays_there(
    region: Region, log_in: LogIn, typed: dict[str, str], field: str, sentence: str
) -> None:
    answer = send(log_in("bea"), **typed)
    assert answer.status_code in {400, 409}
    assert sentence in str(answer.context["form"].errors[field])
    for name, value in typed.items():
        assert answer.context["form"][name].value() == value
    assert not ReachChoice.objects.exists()


def test_what_waits_stands_on_the_page(region: Region, log_in: LogIn) -> None:
    quiet.choose(Choice(time(9, 0), time(18, 0)), actor=region.actor("bea"), now=region.now)
    recipient = outbox.Recipient(region.bea, region.school, "/cases/")
    for number in ("K-1", "K-2"):
        outbox.put("case_admitted", number=number, to=[recipient], now=region.now)
    page = log_in("bea").get("/account/reach/").content.decode()
    assert "2 berichten" in page
    assert "17 november 18:00" in page
    assert "2 berichten" not in log_in("bram").get("/account/reach/").content.decode()
