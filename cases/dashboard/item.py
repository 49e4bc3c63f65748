"""One thing to do, as the work queue shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from zlib import crc32

from django.utils.functional import Promise

PER_KIND = 25


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what, about which number or pseudonym, before when, and where."""

    kind: Promise
    about: str
    detail: str
    due: date | datetime | None
    url: str
    urgency: str = "normal"

    @property
    def anchor(self) -> str:
        """Give its name on the page: somebody at the keyboard stays on it when news comes."""
        return f"todo-{crc32(f'{self.url} {self.about} {self.detail}'.encode()):08x}"
