"""Two people write in one meeting, the line drops, a button is pressed too soon: no word is lost."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from cases.casefile.models import Case
from cases.meetings import agenda, attendance, meeting
from cases.meetings.attendance import Seat
from cases.meetings.models import AgendaItem, Decision
from cases.meetings.rules import Attendance
from tests.cast import PROCESS, Region, admit, open_case
from tests.journeys.people import DESK, log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]
DISCUSSED = "form[action*='/discussed/']"
DECIDED = "form[action*='/decide/']"


@pytest.fixture
def items(region: Region, case: Case) -> list[AgendaItem]:
    """Give two items of a running meeting of Iris; everybody is there for the first."""
    iris, parties = region.actor("iris"), ("table", "desk", "school")
    homes = tuple(region.organisations[key] for key in parties)
    planning = meeting.Planning(
        title="Casusoverleg", starts_at=region.now + timedelta(hours=1), organisations=homes
    )
    planned = meeting.plan(actor=iris, planning=planning, now=region.now)
    second = open_case(region, name="Sil Duinpan")
    admit(region, second, "table", PROCESS, "core")
    found = [
        agenda.add(planned, actor=iris, case=one, question="Wat nu?", now=region.now)
        for one in (case, second)
    ]
    meeting.move(planned, actor=iris, to="running", reason="", version=None, now=region.now)
    first = AgendaItem.objects.select_related("meeting__host", "case").get(pk=found[0].pk)
    seats = [Seat(home, Attendance.PRESENT) for home in homes]
    attendance.record(first, actor=iris, taken=seats, now=region.now)
    return [first, found[1]]


@pytest.fixture
def screens(live_site: str, new_context: Callable, items: list[AgendaItem]) -> list[Page]:
    """Give two windows on the chair's screen, both at the first item."""
    address = f"/meetings/{items[0].meeting.number}/live/?item={items[0].pk}"
    found = [log_in(new_context(base_url=live_site, viewport=DESK, locale="nl-NL"), "iris") for _ in "12"]
    for person in found:
        person.opens(address)
        unfold(person.page)
    return [person.page for person in found]


def unfold(page: Page) -> None:
    page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")


def save(page: Page, form: str) -> None:
    page.locator(f"{form} button[type=submit]").click()
    page.wait_for_load_state()


def test_both_write_and_both_are_read(screens: list[Page], items: list[AgendaItem]) -> None:
    chair, clerk = screens
    chair.fill(f"{DISCUSSED} [name=text]", "Zij gaat weer naar school.")
    clerk.fill(f"{DISCUSSED} [name=text]", "Moeder belt morgen.")
    save(chair, DISCUSSED)
    save(clerk, DISCUSSED)
    expect(clerk.locator("main")).to_contain_text("Zij gaat weer naar school.")
    expect(clerk.locator("[name=text]")).to_have_value("Moeder belt morgen.")
    clerk.get_by_label("Allebei, onder elkaar").check()
    clerk.locator("main form:has([name=version]) button[type=submit]").click()
    clerk.wait_for_url("**/live/**")
    text = AgendaItem.objects.get(pk=items[0].pk).discussed
    assert text.splitlines() == ["Zij gaat weer naar school.", "Moeder belt morgen."]


def test_two_decisions_at_once_are_two_decisions(screens: list[Page], items: list[AgendaItem]) -> None:
    for page, text in zip(screens, ("School belt.", "Wijkteam gaat langs."), strict=True):
        page.fill(f"{DECIDED} [name=text]", text)
        page.locator(f"{DECIDED} [name=legal_ground]").first.evaluate(
            "field => { field.tagName === 'SELECT' ? field.selectedIndex = 1 : field.checked = true }"
        )
    for page in screens:
        save(page, DECIDED)
        page.wait_for_url("**/live/**")
    made = Decision.objects.filter(item=items[0]).values_list("text", flat=True)
    assert sorted(made) == ["School belt.", "Wijkteam gaat langs."]


def test_a_lost_connection_keeps_the_text_on_the_screen(screens: list[Page], items: list[AgendaItem]) -> None:
    page = screens[0]
    page.fill(f"{DISCUSSED} [name=text]", "Zij gaat weer naar school.")
    page.context.set_offline(True)
    page.locator(f"{DISCUSSED} button[type=submit]").click()
    kept = page.locator(f"{DISCUSSED} .kept")
    expect(kept).to_contain_text("Geen verbinding")
    page.locator("main button", has_text="Volgend").first.click()  # goes nowhere either
    expect(page.locator(f"{DISCUSSED} [name=text]")).to_have_value("Zij gaat weer naar school.")
    page.context.set_offline(False)
    expect(page.locator(".form-offline").first).to_contain_text("weer verbinding")
    expect(kept).to_contain_text("Bewaard om")
    save(page, DISCUSSED)
    page.wait_for_url("**/live/**")
    page.wait_for_function("!document.querySelector('form[data-dirty]')")
    assert AgendaItem.objects.get(pk=items[0].pk).discussed == "Zij gaat weer naar school."


def test_who_stays_can_press_the_button_again(screens: list[Page], items: list[AgendaItem]) -> None:
    page, answers = screens[0], ["dismiss", "accept"]
    page.on("dialog", lambda dialog: getattr(dialog, answers.pop(0))())
    page.locator(f"{DISCUSSED} [name=text]").press_sequentially("Half")
    following = page.locator(f"form[action*='/items/{items[1].pk}/show/'] button")
    following.click(no_wait_after=True)
    expect(following).to_have_attribute("aria-disabled", "false")
    expect(page.locator(f"{DISCUSSED} [name=text]")).to_have_value("Half")
    following.click()
    page.wait_for_url(f"**item={items[1].pk}**")
    assert answers == []


def test_a_page_loaded_anew_has_what_was_typed(
    screens: list[Page], items: list[AgendaItem], live_site: str, new_context: Callable
) -> None:
    """The tablet dies in the middle of a decision; the laptop goes on with it, and saves it."""
    page, _clerk = screens
    page.fill(f"{DECIDED} [name=text]", "School belt elke maandag.")
    page.fill(f"{DECIDED} [name=dissent]", "Moeder wil dinsdag.")
    expect(page.locator(f"{DECIDED} .kept")).to_contain_text("Bewaard om")
    page.reload()
    expect(page.locator(f"{DECIDED} [name=text]")).to_have_value("School belt elke maandag.")
    laptop = log_in(new_context(base_url=live_site, viewport=DESK, locale="nl-NL"), "iris").page
    laptop.goto(f"/meetings/{items[0].meeting.number}/live/?item={items[0].pk}")
    expect(laptop.locator(f"{DECIDED} [name=dissent]")).to_have_value("Moeder wil dinsdag.")
    laptop.locator(f"{DECIDED} [name=legal_ground]").first.evaluate(
        "field => { field.tagName === 'SELECT' ? field.selectedIndex = 1 : field.checked = true }"
    )
    save(laptop, DECIDED)
    laptop.wait_for_url("**/live/**")
    assert Decision.objects.get(item=items[0]).text == "School belt elke maandag."
    page.reload()
    unfold(page)
    expect(page.locator(f"{DECIDED} [name=text]")).to_have_value("")
