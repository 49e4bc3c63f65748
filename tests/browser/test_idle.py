"""The polite lock in a real browser: a warning, a lock, and the text that is there again."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.cast import Region
from tests.journeys.people import PHONE, log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]
STORY = "Zij stapte in een grijze auto."


def test_the_page_warns_locks_and_gives_back_what_was_typed(
    live_site: str, new_context: object, region: Region
) -> None:
    bram = log_in(new_context(base_url=live_site, locale="nl-NL", viewport=PHONE), "bram")
    page: Page = bram.page
    left = {"left": 1800}

    def answer(route: Route) -> None:
        route.fulfill(content_type="application/json", body=json.dumps(left))

    page.route("**/account/alive/", answer)  # the server's clock cannot be turned; the page's can
    page.clock.install()
    page.goto("/signals/new/")
    page.locator("[name=observation]").fill(STORY)
    warning = page.locator(".idle__body")
    expect(warning).to_be_hidden()
    left["left"] = 60
    page.clock.fast_forward("29:10")
    expect(warning).to_be_visible()
    assert Axe().run(page).response["violations"] == []
    page.locator("[data-stay]").click()
    left["left"] = 1800
    page.locator("[data-stay]").dispatch_event("click")
    expect(warning).to_be_hidden()
    left["left"] = 0
    page.clock.fast_forward("30:10")
    page.wait_for_url("**/account/login/**")
    page.fill("[name=login]", "bram@demo.zorgtafel.example")
    page.fill("[name=password]", "een-lang-wachtwoord-1")
    page.locator("main button[type=submit]").first.click()
    page.wait_for_url("**/signals/new/")
    expect(page.locator("[name=observation]")).to_have_value(STORY)
