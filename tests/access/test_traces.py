"""Small traces: who hears the end of an alert, what a link leaves behind, what an address may hold."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory

from cases.access import blocks
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.missing import links
from cases.missing.models import MissingEpisode
from cases.notifications.models import Delivery
from tests.cast import Region
from zorgtafel import forms


@pytest.fixture
def episode(region: Region, case: Case) -> MissingEpisode:
    """Give the running alert that Hugo raised."""
    report = episodes.Report(missing_since=region.now - timedelta(hours=1))
    return episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=region.now)


def test_who_was_blocked_after_the_call_does_not_hear_how_it_ended(
    region: Region, case: Case, episode: MissingEpisode
) -> None:
    called = Delivery.objects.filter(notification__kind="alert", channel="inbox")
    assert called.filter(user=region.gerda).exists()
    blocks.block(case, actor=region.actor("anna"), user=region.gerda, reason="niece", now=region.now)
    found = {"found_at": region.now, "found_by": "", "condition": ""}
    episodes.found(episode, actor=region.actor("hugo"), now=region.now, **found)
    told = Delivery.objects.filter(notification__kind="all_clear")
    assert not told.filter(user=region.gerda).exists()
    assert told.filter(user=region.farid).exists()


def test_opening_a_link_leaves_a_line(
    region: Region, episode: MissingEpisode, log_in: Callable[[str], Client]
) -> None:
    call = episode.calls.get(organisation=region.police)
    lines = LedgerLine.objects.filter(event="episode.read", user_id=region.farid.pk, case_id=episode.case_id)
    before = lines.count()
    assert log_in("farid").get(links.path(call, region.farid)).status_code == 200
    assert lines.count() == before + 1


def test_a_name_in_an_address_is_not_searched_for(region: Region, log_in: Callable[[str], Client]) -> None:
    page = log_in("anna").get("/search/", {"q": "Zeegras"})
    assert page.status_code == 200
    assert "Zeegras" not in page.context["typed"]


def test_the_page_before_is_always_of_this_site() -> None:
    for sent, expected in (("http://testserver//elsewhere.example/x", "/elsewhere.example/x"), ("", "/")):
        request = RequestFactory().get("/", headers={"referer": sent})
        assert forms.page_before(request) == expected
