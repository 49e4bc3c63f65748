"""What everybody must be able to use: no violation that axe finds, the keyboard alone, a narrow phone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.access.addresses import one_of_everything
from tests.cast import Region
from tests.journeys.people import DESK, Person, log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]

NARROW = {"width": 360, "height": 740}
#: A page per kind of work, each opened by somebody whose work it is.
PAGES = {
    "anna": (
        "/",
        "/signals/",
        "/signals/{signal}/",
        "/signals/{signal}/join/",
        "/signals/{signal}/split/",
        "/signals/sheets/",
        "/signals/sheets/new/",
        "/signals/sheets/{sheet}/",
        "/signals/sheets/{sheet}/columns/",
        "/cases/",
        "/cases/{case}/",
        "/cases/{case}/timeline/",
        "/cases/{case}/people/",
        "/cases/{case}/police/",
        "/cases/{case}/plan/",
        "/cases/{case}/sharing/",
        "/cases/{case}/history/",
        "/cases/{case}/why/note/{note}/",
        "/cases/{case}/sharing/seal/",
        "/cases/{case}/sharing/consult/",
        "/cases/{case}/sharing/blocks/new/",
        "/cases/{case}/sharing/emergencies/{emergency}/",
        "/cases/{case}/rights/",
        "/cases/{case}/rights/reports/{access_report}/",
        "/requests/",
        "/requests/{request}/",
        "/requests/{request}/grant/",
        "/confirmations/",
        "/missing/{episode}/",
        "/figures/new/",
        "/coordination/load/",
        "/cases/{case}/people/coordinator/",
        "/cases/{case}/asks/",
        "/cases/{case}/asks/new/",
        "/cases/{case}/level/",
        "/cases/{case}/level/step/",
        "/cases/{case}/level/judge/",
        "/cases/{case}/network/",
        "/cases/{case}/network/new/",
        "/cases/{case}/network/links/new/",
        "/cases/{case}/network/elsewhere/",
        "/cases/{case}/people/registration/",
        "/cases/{case}/people/registration/answer/",
        "/cases/{case}/handover/",
        "/cases/{case}/handover/new/",
        "/cases/{case}/meldcode/",
        "/cases/{case}/meldcode/conditions/",
        "/cases/{case}/meldcode/conditions/new/",
        "/cases/{case}/meldcode/conditions/{condition}/look/",
        "/cases/{case}/meldcode/conditions/{condition}/agree/",
        "/cases/{case}/meldcode/conditions/{condition}/end/",
        "/cases/{case}/meldcode/conditions/{condition}/amend/{condition_look}/",
        "/meldcode/figures/",
        "/cases/{case}/said/",
        "/cases/{case}/plan/own/",
        "/cases/{case}/sharing/basis/new/",
        "/cases/{case}/forensic/",
        "/tell/",
        "/proposals/",
        "/overlaps/{overlap}/",
        "/today/aside/{put_aside}/",
        "/filters/",
        "/opinions/new/?page=case",
        "/opinions/mine/",
        "/help/",
        "/filters/new/?listing=cases&urgency=acute",
        "/?about=agreed&by=case",
    ),
    "bram": ("/signals/new/", "/cases/{case}/meldcode/{track}/", "/cases/{case}/meldcode/{track}/weighing/"),
    "bea": ("/organisations/{organisation}/key/", "/organisations/{organisation}/key/new/"),
    "arno": ("/organisations/{desk}/key/",),
    "farid": ("/cases/emergency/", "/account/2fa/", "/account/2fa/totp/activate/", "/account/sessions/"),
    "gerda": ("/cases/exists/", "/requests/new/", "/checkpoint/"),
    "hugo": (
        "/cases/{case}/missing/",
        "/cases/{case}/missing/raise/",
        "/cases/{case}/pack/",
        "/cases/{case}/pack/change/",
        "/cases/{case}/pack/photo/new/",
        "/missing/{episode}/report/",
        "/inbox/",
    ),
    "iris": (
        "/meetings/{meeting}/",
        "/meetings/{meeting}/live/",
        "/meetings/{meeting}/time/",
        "/meetings/{meeting}/suggestions/",
        "/meetings/{meeting}/preparation/",
        "/meetings/{meeting}/minutes/",
        "/meetings/{meeting}/screen/",
        "/meetings/calendar/",
        "/figures/",
        "/figures/{board_report}/",
    ),
    "dina": (
        "/audit/",
        "/audit/reviews/",
        "/audit/reviews/{review}/",
        "/audit/reviews/months/",
        "/audit/control-cases/",
        "/audit/emergencies/",
        "/audit/emergencies/{emergency}/",
        "/audit/machine/",
        "/checkpoint/attack/",
    ),
    "joost": (
        "/opinions/",
        "/opinions/{opinion}/",
        "/organisations/{organisation}/",
        "/organisations/{organisation}/members/new/",
        "/organisations/{organisation}/review/",
        "/organisations/{organisation}/roles/",
        "/covenants/",
        "/covenants/{covenant}/",
        "/covenants/{covenant}/effect/",
        "/duty/",
    ),
    "chris": ("/cases/{case}/",),  # what a page that is not there for somebody looks like
}
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
FOCUS = "[document.activeElement.className, document.activeElement.id].join(' ')"

Enter = Callable[..., Person]


@pytest.fixture
def enter(live_site: str, new_context: Callable) -> Enter:
    """Give somebody a window of some size: ``enter("anna", NARROW)``."""

    def at_a_window(name: str, viewport: dict = DESK) -> Person:
        return log_in(new_context(base_url=live_site, viewport=viewport, locale="nl-NL"), name)

    return at_a_window


@pytest.mark.parametrize("viewport", [DESK, NARROW], ids=["desk", "phone"])
def test_everybody_can_use_the_pages(region: Region, enter: Enter, viewport: dict[str, int]) -> None:
    found = one_of_everything(region)
    troubles = {}
    for name, addresses in PAGES.items():
        person = enter(name, viewport)
        for address in addresses:
            troubles[f"{name} {address}"] = _troubles(person.opens(address.format(**found)).page)
            is_closed = person.page.locator(".error-page").count() > 0
            assert is_closed == (name == "chris"), f"{name} {address}"
        person.page.context.close()
    assert {page: what for page, what in troubles.items() if what} == {}


def test_the_page_for_logging_in_is_for_everybody_too(browser_page: Page, region: Region) -> None:
    browser_page.set_viewport_size(NARROW)
    browser_page.goto("/account/login/")
    assert _troubles(browser_page) == []


def test_the_keyboard_reaches_the_content_first_and_the_search_next(region: Region, enter: Enter) -> None:
    page = enter("anna").opens("/").page
    page.keyboard.press("Tab")
    assert "utrecht-skip-link" in page.evaluate(FOCUS)
    assert page.locator(".utrecht-skip-link").bounding_box()["y"] >= 0, "one can see where one is"
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS).endswith("search")


def test_the_first_key_skips_to_the_content(region: Region, enter: Enter) -> None:
    page = enter("anna").opens("/cases/").page
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/#*")  # the browser has gone there: a busy machine takes a moment
    page.keyboard.press("Tab")
    page.wait_for_function("document.activeElement.closest('main') !== null")


def test_a_phone_starts_the_strip_of_tabs_where_one_is(region: Region, enter: Enter) -> None:
    number = one_of_everything(region)["case"]
    page = enter("anna", NARROW).opens(f"/cases/{number}/history/").page
    current = page.locator(".tabs__tab[aria-current]").first.bounding_box()
    assert current["x"] >= 0
    assert current["x"] + current["width"] <= NARROW["width"]


def test_a_desk_shows_every_tab_of_a_case(region: Region, enter: Enter) -> None:
    number = one_of_everything(region)["case"]
    strip = enter("anna").opens(f"/cases/{number}/").page.locator(".tabs__list").first
    assert strip.locator("li").count() == 13
    assert strip.evaluate("strip => strip.scrollWidth <= strip.clientWidth")


def _troubles(page: Page) -> list[Any]:
    """Give what axe finds on a page, and whether one must scroll sideways to read it."""
    found = Axe().run(page).response["violations"]
    troubles = [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]
    return troubles + (["wider than the screen"] if page.evaluate(OVERFLOWS) else [])
