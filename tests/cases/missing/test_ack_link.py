"""The link in a message answers once without a login, and shows nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.access import blocks
from cases.audit.models import LedgerLine
from cases.missing import alert, links
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, MissingEpisode
from cases.notifications.models import Delivery
from organisations import membership
from tests.cast import FOUNDER, Region, member


@pytest.fixture
def call(region: Region, episode: MissingEpisode, time_machine: Any) -> AlertCall:
    """Give the call of the police, on the region's own morning."""
    time_machine.move_to(region.now, tick=False)
    return AlertCall.objects.get(episode=episode, organisation=region.police)


def test_farid_answers_without_a_login(region: Region, call: AlertCall) -> None:
    client, link = Client(), links.path(call, region.farid)
    page = client.get(link)
    assert page.status_code == 200
    call.refresh_from_db()
    assert call.acknowledged_at is None  # a mail program that looks ahead answers nothing
    done = client.post(link)
    assert "Dank u wel" in done.content.decode()
    call.refresh_from_db()
    assert (call.state, call.acknowledged_by) == ("acknowledged", region.farid)
    line = LedgerLine.objects.filter(event="alert.acknowledged", user_id=region.farid.pk).latest("id")
    assert line.organisation_id == region.police.pk


def test_the_page_shows_a_number_and_a_colour_and_nothing_else(region: Region, call: AlertCall) -> None:
    client, link = Client(), links.path(call, region.farid)
    pages = [client.get(link), client.post(link), client.get(link)]
    organisations = [organisation.name for organisation in region.organisations.values()]
    people = [user.name for user in region.people.values()]
    secrets = ["Noor", "Zeegras", call.episode.case.pseudonym, call.episode.case.number, "2011"]
    for page in pages:
        said = page.content.decode()
        assert call.episode.number in said
        words = (*secrets, *organisations, *people)
        assert [word for word in words if re.search(rf"\b{word}\b", said)] == []


def test_it_opens_nothing_else(region: Region, call: AlertCall) -> None:
    client, link = Client(), links.path(call, region.farid)
    client.post(link)
    for path in (f"/missing/{call.episode.number}/", "/inbox/", "/"):
        assert client.get(path).url.startswith("/account/login/")


def test_used_twice_it_says_that_it_was_answered(region: Region, call: AlertCall) -> None:
    client, link = Client(), links.path(call, region.farid)
    client.post(link)
    for answer in (client.get(link), client.post(link)):
        assert answer.status_code == 410
        assert "al geantwoord" in answer.content.decode()
    assert LedgerLine.objects.filter(event="alert.acknowledged", user_id=region.farid.pk).count() == 1


def test_after_a_day_it_asks_to_log_in(region: Region, call: AlertCall, time_machine: Any) -> None:
    link = links.path(call, region.farid)
    time_machine.move_to(region.now + timedelta(hours=24, minutes=1), tick=False)
    answer = Client().post(link)
    assert answer.status_code == 410
    assert "ouder dan een dag" in answer.content.decode()
    call.refresh_from_db()
    assert call.acknowledged_at is None


def test_a_link_of_an_earlier_round_is_replaced(region: Region, call: AlertCall) -> None:
    link = links.path(call, region.farid)
    AlertCall.objects.filter(pk=call.pk).update(round=2)
    assert "nieuwere link" in Client().post(link).content.decode()


def test_when_the_alert_is_over_it_says_so(region: Region, call: AlertCall) -> None:
    link = links.path(call, region.farid)
    episodes.withdraw(call.episode, actor=region.actor("hugo"), reason="x", now=region.now)
    answer = Client().post(link)
    assert answer.status_code == 410
    assert "voorbij" in answer.content.decode()


@pytest.mark.parametrize("wrong", ["cut", "made", "old_shape", "empty"])
def test_a_link_that_is_not_ours_says_nothing(region: Region, call: AlertCall, wrong: str) -> None:
    link = links.path(call, region.farid)
    broken = {
        "cut": link[:-9] + "/",
        "made": "/ack/" + signing.dumps([call.pk, region.farid.pk, 1], key="x", salt=links.SALT) + "/",
        "old_shape": "/ack/" + signing.dumps([call.pk], salt=links.SALT) + "/",
        "empty": "/ack/x/",
    }[wrong]
    answer = Client().post(broken)
    assert answer.status_code == 404
    assert call.episode.number not in answer.content.decode()


@pytest.mark.parametrize("why", ["left", "disabled"])
def test_the_link_of_who_left_does_nothing(region: Region, call: AlertCall, why: str) -> None:
    link = links.path(call, region.farid)
    if why == "left":
        membership.end(member(region, "farid"), actor=FOUNDER, now=region.now)
    else:
        region.farid.is_active = False
        region.farid.save(update_fields=["is_active"])
    assert Client().post(link).status_code == 404
    call.refresh_from_db()
    assert call.acknowledged_at is None


def test_a_colleague_was_first(region: Region, call: AlertCall) -> None:
    alert.acknowledge(call, actor=region.actor("fenna"), now=region.now)
    answer = Client().get(links.path(call, region.farid))
    assert answer.status_code == 410
    assert "Fenna" not in answer.content.decode()


def test_without_the_protection_key_it_answers_nothing(region: Region, call: AlertCall) -> None:
    assert Client(enforce_csrf_checks=True).post(links.path(call, region.farid)).status_code == 403


def test_farid_says_without_a_login_that_he_can_not_and_the_next_is_called(
    region: Region, call: AlertCall
) -> None:
    client, link = Client(), links.path(call, region.farid)
    assert "ik kan niet" in client.get(link).content.decode().lower()
    done = client.post(link, {"answer": "decline"})
    assert done.status_code == 200
    assert "De volgende wordt opgeroepen" in done.content.decode()
    call.refresh_from_db()
    assert (call.state, call.level, call.acknowledged_at) == ("waiting", 2, None)
    fenna = Delivery.objects.filter(
        user=region.fenna, notification__number=call.episode.number, channel="mail"
    )
    assert fenna.count() == 1
    line = LedgerLine.objects.get(event="alert.declined")
    assert (line.user_id, line.organisation_id) == (region.farid.pk, region.police.pk)
    again = client.post(link, {"answer": "decline"})
    assert again.status_code == 200  # saying it twice changes nothing
    assert LedgerLine.objects.filter(event="alert.declined").count() == 1
    assert client.get(f"/missing/{call.episode.number}/").url.startswith("/account/login/")


def test_declining_shows_no_more_than_answering(region: Region, call: AlertCall) -> None:
    said = Client().post(links.path(call, region.farid), {"answer": "decline"}).content.decode()
    secrets = ["Noor", "Zeegras", call.episode.case.pseudonym, call.episode.case.number, "2011"]
    names = [organisation.name for organisation in region.organisations.values()]
    people = [user.name for user in region.people.values()]
    assert [word for word in (*secrets, *names, *people) if re.search(rf"\b{word}\b", said)] == []


def test_who_answered_already_is_told_so_when_a_colleague_declines(region: Region, call: AlertCall) -> None:
    alert.acknowledge(call, actor=region.actor("fenna"), now=region.now)
    answer = Client().post(links.path(call, region.farid), {"answer": "decline"})
    assert answer.status_code == 410
    assert not LedgerLine.objects.filter(event="alert.declined").exists()


def test_a_link_to_what_was_closed_to_farid_answers_as_one_to_nothing(
    region: Region, call: AlertCall, log_in: Any
) -> None:
    """Also how much work the answer takes is the same: nobody learns from it what happened since."""
    blocks.block(
        call.episode.case, user=region.farid, actor=region.actor("anna"), reason="Uncle", now=region.now
    )
    farid, asked = log_in("farid"), []
    for link in (links.path(call, region.farid), "/ack/nothing/"):
        farid.get(link)
        with CaptureQueriesContext(connection) as statements:
            page = farid.get(link)
        asked.append((page.status_code, len(statements)))
    assert asked[0] == asked[1]
