"""The cast at their own browsers: each has a window and fills in what is on the screen."""

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.cast import PASSWORD

PHONE = {"width": 375, "height": 800}
DESK = {"width": 1280, "height": 900}


@dataclass
class Person:
    """Somebody of the cast behind a screen."""

    name: str
    page: Page

    def opens(self, path: str) -> "Person":
        """Go to an address of the site."""
        self.page.goto(path)
        return self

    def status_of(self, path: str) -> int:
        """Give what the site answers to an address."""
        return self.page.request.get(path).status

    def follows(self, text: str) -> "Person":
        """Click a link or button of the page's content by its words."""
        self.page.locator("main").get_by_text(text, exact=True).first.click()
        self.page.wait_for_load_state()
        return self

    def fills(self, **values: Any) -> "Person":
        """Unfold what is folded and fill in fields by name: a text, a choice, or a list of ticks."""
        self.page.evaluate("document.querySelectorAll('main details').forEach(part => part.open = true)")
        for name, value in values.items():
            field = self.page.locator(f"main [name={name}]")
            kind = field.first.evaluate("field => field.tagName === 'SELECT' ? 'select' : field.type")
            if kind == "select":
                field.first.select_option(str(value))
            elif kind in {"radio", "checkbox"}:
                self._tick(name, value)
            else:
                field.first.fill(str(value))
        return self

    def sends(self) -> "Person":
        """Send the form of the page; a refused form would leave an error summary behind."""
        self.page.locator(
            "main form:has([name=idempotency]) button.utrecht-button--primary-action"
        ).last.click()
        self.page.wait_for_load_state()
        assert self.page.locator(".error-summary").count() == 0, self.text()
        return self

    def sees(self, *words: str) -> "Person":
        """Wait until all these words stand on the page."""
        for word in words:
            expect(self.page.locator("body")).to_contain_text(word, timeout=15_000)
        return self

    def sees_nothing_of(self, *words: str) -> "Person":
        """Check that none of these words stand on the page."""
        for word in words:
            assert word not in self.page.content(), f"{self.name} sees {word}"
        return self

    def text(self) -> str:
        """Give what the page says."""
        return self.page.locator("main").inner_text()

    def number(self, prefix: str) -> str:
        """Give the number in the address, such as C-26-7K3QF."""
        return next(part for part in self.page.url.split("/") if part.startswith(f"{prefix}-"))

    def _tick(self, name: str, value: Any) -> None:
        for one in [value] if isinstance(value, str) else value:
            self.page.locator(f"main [name={name}][value='{one}']").check()


def log_in(context: BrowserContext, name: str) -> Person:
    """Let somebody log in at a window of their own."""
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto("/account/login/")
    page.fill("[name=login]", f"{name}@demo.zorgtafel.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_selector("header.top")
    return Person(name, page)
