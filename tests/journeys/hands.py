"""Somebody at a keyboard, without a mouse: every key counts, and so do thinking and waiting.

The times are those of the keystroke-level model (Card, Moran and Newell, The keystroke-level model for user
performance time with interactive systems, 1980): somebody who types 40 words a minute, not a typist.
"""

import time
from dataclasses import dataclass

from playwright.sync_api import Page

KEY, THOUGHT = 0.28, 1.35  # seconds: to press a key; to think of what comes next
FAR = 120  # so many tabs nobody presses


@dataclass
class Hands:
    """Two hands on the keyboard in front of a page."""

    page: Page
    keys: int = 0
    thoughts: int = 0
    waited: float = 0.0

    @property
    def work(self) -> float:
        """What this takes a person, in seconds, on a site that answers at once: no machine makes it more."""
        return self.keys * KEY + self.thoughts * THOUGHT

    def goes_to(self, selector: str) -> "Hands":
        """Think of it, and press the tab key until it has the focus."""
        self.thoughts += 1
        for _step in range(FAR):
            if self._is_at(selector):
                return self
            self.presses("Tab")
        raise AssertionError(f"{selector} is further than {FAR} tabs away")

    def types(self, text: str) -> "Hands":
        """Type a text where one is."""
        self.page.keyboard.type(text)
        self.keys += len(text) + sum(letter.isupper() for letter in text)
        return self

    def presses(self, *keys: str) -> "Hands":
        """Press keys that do nothing but move or choose."""
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1
        return self

    def enters(self, address: str) -> "Hands":
        """Press Enter, and wait until the next page is there; ``address``: a pattern of where that is."""
        began = time.monotonic()
        with self.page.expect_navigation(url=address):
            self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()
        self.keys += 1
        self.waited += time.monotonic() - began
        return self

    def skips_to_the_content(self) -> "Hands":
        """Take the first link of every page."""
        self.goes_to(".utrecht-skip-link")
        return self.presses("Enter")

    def _is_at(self, selector: str) -> bool:
        return self.page.evaluate("selector => document.activeElement.matches(selector)", selector)
