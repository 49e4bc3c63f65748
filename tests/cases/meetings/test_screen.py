"""The big screen in the room follows the chair: one item, pseudonyms only, and nothing before it is shown."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.meetings import agenda, screen
from cases.meetings.models import AgendaItem
from organisations.actor import AccessDenied
from tests.cast import NOW, PROCESS, Region, admit, open_case

LogIn = Callable[[str], Client]
HTMX = {"headers": {"HX-Request": "true", "X-Background": "1"}}


def test_the_screen_shows_what_the_chair_puts_on_it(
    region: Region, running: AgendaItem, log_in: LogIn
) -> None:
    iris, address = log_in("iris"), f"/meetings/{running.meeting.number}/screen/"
    assert iris.get(address).context["item"] is None
    shown = iris.post(f"/meetings/{running.meeting.number}/items/{running.pk}/show/")
    assert shown.url.endswith(f"/live/?item={running.pk}")
    page = iris.get(address)
    assert page.context["item"].pk == running.pk
    text = page.content.decode()
    assert running.case.pseudonym in text
    assert "Noor" not in text
    (line,) = LedgerLine.objects.filter(event="meeting.item_shown")
    assert (line.case_id, line.object_number) == (running.case_id, running.meeting.number)


def test_an_open_screen_asks_for_news_and_without_news_nothing_is_read(
    region: Region, running: AgendaItem, log_in: LogIn
) -> None:
    iris, address = log_in("iris"), f"/meetings/{running.meeting.number}/screen/"
    screen.show(running, actor=region.actor("iris"), now=NOW)
    page = iris.get(address)
    before = LedgerLine.objects.count()
    stamp = {"seen": page.context["stamp"]}
    assert iris.get(address, stamp, **HTMX).status_code == 204
    assert LedgerLine.objects.count() == before
    other = open_case(region, name="Sil Duinpan")
    admit(region, other, "table", PROCESS, "core")
    second = agenda.add(running.meeting, actor=region.actor("iris"), case=other, question="?", now=NOW)
    screen.show(second, actor=region.actor("iris"), now=NOW.replace(minute=59))
    news = iris.get(address, stamp, **HTMX)
    assert news.status_code == 200
    assert other.pseudonym in news.content.decode()
    assert running.case.pseudonym not in news.content.decode()


def test_showing_an_item_takes_nothing_from_who_types_in_it(region: Region, running: AgendaItem) -> None:
    before = AgendaItem.objects.get(pk=running.pk).version
    screen.show(running, actor=region.actor("iris"), now=NOW)
    assert AgendaItem.objects.get(pk=running.pk).version == before


@pytest.mark.parametrize("name", ["anna", "bea", "chris"])
def test_only_who_chairs_has_the_screen(
    region: Region, running: AgendaItem, log_in: LogIn, name: str
) -> None:
    with pytest.raises(AccessDenied):
        screen.show(running, actor=region.actor(name), now=NOW)
    answer = log_in(name).get(f"/meetings/{running.meeting.number}/screen/")
    assert answer.status_code == 403
