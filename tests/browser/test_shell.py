"""The frame of every page: hidden in a hurry it stays hidden, and news leaves open what the reader opened."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.casefile.models import Case
from cases.coordination import action
from tests.cast import Region, open_case
from tests.journeys.people import log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]


@pytest.fixture
def page(live_site: str, new_context: object, region: Region) -> Page:
    """Give the list of cases as Anna has it open, with a case in it."""
    open_case(region)
    page: Page = log_in(new_context(base_url=live_site, locale="nl-NL"), "anna").page
    page.goto("/cases/")
    return page


def test_pressing_escape_twice_hides_everything_and_pressing_on_does_not_show_it(page: Page) -> None:
    name, title = page.get_by_text("Noor Zeegras").first, page.title()
    expect(name).to_be_visible()
    for _press in range(2):
        page.keyboard.press("Escape")
    cover = page.locator("#cover")
    expect(cover).to_be_visible()
    assert page.title() == "Agenda"  # a tab tells nothing either
    box, screen = cover.bounding_box(), page.viewport_size
    assert (box["width"], box["height"]) >= (screen["width"], screen["height"])
    for _press in range(5):
        page.keyboard.press("Escape")
    expect(cover).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="Terug").press("Enter")
    expect(cover).to_be_hidden()
    expect(name).to_be_visible()
    assert page.title() == title


def test_escape_pressed_once_hides_nothing_and_the_button_does_it_too(page: Page) -> None:
    page.keyboard.press("Escape")
    page.wait_for_timeout(800)
    page.keyboard.press("Escape")
    expect(page.locator("#cover")).to_be_hidden()
    page.locator("[data-hide]").click()
    expect(page.locator("#cover")).to_be_visible()


def agree(region: Region, what: str) -> None:
    action.agree(
        Case.objects.get(),
        actor=region.actor("anna"),
        description=what,
        owner_organisation=region.desk,
        due_on=(region.now + timedelta(days=9)).date(),
        now=region.now,
    )


def test_news_leaves_open_what_was_unfolded(page: Page, region: Region) -> None:
    agree(region, "Bel de school")
    page.clock.install()
    page.goto("/")
    page.get_by_role("link", name="Nu niet").first.click()
    page.fill("[name=reason]", "De mentor belt donderdag terug.")
    page.locator("main form:has([name=reason]) button[type=submit]").click()
    page.get_by_text("Opzijgezet (1)").click()
    agree(region, "Bel de tante")
    expect(page.get_by_text("Bel de tante")).to_have_count(0)
    page.clock.fast_forward(31_000)
    expect(page.get_by_text("Bel de tante").first).to_be_visible()
    expect(page.get_by_text("De mentor belt donderdag terug.")).to_be_visible()
