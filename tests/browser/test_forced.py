"""How people set their own browser: four times as large, their own colours, nothing that moves."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.access.addresses import one_of_everything
from tests.browser.test_accessibility import OVERFLOWS
from tests.cast import Region
from tests.journeys.people import DESK, Person, log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]

#: 1280 pixels at 400 %: what WCAG 1.4.10 (Reflow) asks for.
ZOOMED = {"width": 320, "height": 256}
#: The pages that every role begins with, and where it does most of its work.
MAIN = {
    "anna": (
        "/",
        "/signals/",
        "/signals/new/",
        "/cases/",
        "/cases/{case}/",
        "/cases/{case}/timeline/",
        "/cases/{case}/people/",
        "/cases/{case}/network/",
        "/cases/{case}/edit/",
    ),
    "bram": ("/", "/signals/new/", "/cases/{case}/", "/tasks/"),
    "gerda": ("/", "/cases/{case}/meldcode/"),
    "hugo": ("/", "/missing/", "/missing/{episode}/"),
    "iris": ("/", "/meetings/", "/meetings/{meeting}/", "/meetings/{meeting}/live/"),
    "dina": ("/", "/audit/", "/audit/reviews/"),
    "joost": ("/", "/organisations/", "/covenants/"),
}
#: What lies outside the screen although nothing can be scrolled there.
UNREACHABLE = """() => {
  const scrolls = '.table-scroll, .tabs__list, [role=region][tabindex="0"], .visually-hidden';
  return [...document.querySelectorAll('main :is(a, button, input, select, textarea)')]
    .filter(one => one.checkVisibility({visibilityProperty: true}) && one.type !== 'hidden')
    .filter(one => !one.closest(scrolls))
    .filter(one => {
      const box = one.getBoundingClientRect();
      return box.width > 1 && (box.left < -1 || box.right > window.innerWidth + 1);
    })
    .map(one => one.outerHTML.slice(0, 120));
}"""
MOVES = """() => document.getAnimations().length + [...document.querySelectorAll('*')].filter(one => {
  const style = getComputedStyle(one);
  const seconds = text => Math.max(...text.split(',').map(parseFloat));
  const runs = style.animationName !== 'none' && seconds(style.animationDuration) > 0.01;
  return runs || seconds(style.transitionDuration) > 0.01;
}).length"""
#: What has neither a border nor an underline: with colours taken away nothing tells where it begins.
WITHOUT_EDGE = """() => {
  const kinds = '.utrecht-button, .utrecht-textbox, .utrecht-textarea, .utrecht-select, .badge, .card';
  return [...document.querySelectorAll(kinds)]
    .filter(one => one.closest('main') && one.checkVisibility({visibilityProperty: true}))
    .filter(one => {
      const style = getComputedStyle(one);
      const edge = parseFloat(style.borderTopWidth) + parseFloat(style.borderBottomWidth);
      return edge === 0 && style.textDecorationLine === 'none';
    })
    .map(one => one.outerHTML.slice(0, 120));
}"""
FOCUSED = (
    "[document.activeElement.outerHTML.slice(0, 90), getComputedStyle(document.activeElement).outlineStyle]"
)

Window = Callable[..., Person]


@pytest.fixture
def window(live_site: str, new_context: Callable) -> Window:
    """Give somebody a browser with settings: ``window("anna", forced_colors="active")``."""

    def opened(name: str, **settings: object) -> Person:
        wanted = {"viewport": DESK, **settings}
        return log_in(new_context(base_url=live_site, locale="nl-NL", **wanted), name)

    return opened


def test_at_four_times_the_size_nothing_has_to_be_scrolled_sideways(region: Region, window: Window) -> None:
    found = one_of_everything(region)
    troubles = {}
    for name, addresses in MAIN.items():
        person = window(name, viewport=ZOOMED)
        for address in addresses:
            page = person.opens(address.format(**found)).page
            assert page.locator(".error-page").count() == 0, f"{name} {address}"
            troubles[f"{name} {address}"] = page.evaluate(UNREACHABLE) + page.evaluate(OVERFLOWS) * ["wider"]
        person.page.context.close()
    assert {page: what for page, what in troubles.items() if what} == {}


def test_at_four_times_the_size_the_menu_opens_and_the_form_can_be_sent(
    region: Region, window: Window
) -> None:
    page = window("bram", viewport=ZOOMED).opens("/signals/new/").page
    page.keyboard.press("End")
    button = page.locator("main button[type=submit].utrecht-button--primary-action").last
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= ZOOMED["width"]
    page.evaluate("scrollTo(0, 0)")
    page.get_by_text("Menu", exact=True).first.click()
    expect(page.get_by_role("link", name="Signalen").first).to_be_visible()


def test_in_forced_colours_everything_still_has_an_edge(region: Region, window: Window) -> None:
    found = one_of_everything(region)
    troubles = {}
    for name, addresses in MAIN.items():
        person = window(name, forced_colors="active")
        for address in addresses:
            page = person.opens(address.format(**found)).page
            troubles[f"{name} {address}"] = page.evaluate(WITHOUT_EDGE) + _unseen_focus(page)
        person.page.context.close()
    assert {page: what for page, what in troubles.items() if what} == {}


def test_nothing_moves_for_who_asked_for_that(region: Region, window: Window) -> None:
    found = one_of_everything(region)
    person = window("anna", reduced_motion="reduce")
    for address in MAIN["anna"]:
        assert person.opens(address.format(**found)).page.evaluate(MOVES) == 0, address
    person.page.locator("main a").first.hover()
    assert person.page.evaluate(MOVES) == 0


def test_the_picture_of_a_network_scrolls_by_itself(region: Region, window: Window) -> None:
    number = one_of_everything(region)["case"]
    page = window("anna").opens(f"/cases/{number}/network/").page
    assert page.evaluate(OVERFLOWS) is False


def _unseen_focus(page: Page) -> list[str]:
    """Give what has the focus without an outline, of the first twelve stops with the Tab key."""
    found = []
    for _stop in range(12):
        page.keyboard.press("Tab")
        html, outline = page.evaluate(FOCUSED)
        if outline == "none":
            found.append(f"no outline: {html}")
    return found
