"""One thing to do, as the work queue shows it."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from zlib import crc32

from django.utils.functional import Promise

from cases.aside.rules import MOST, About

SHOWN_PER_KIND = 25
#: So many are fetched: whoever put aside all that may be put aside still sees as many that wait.
PER_KIND = SHOWN_PER_KIND + MOST


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to do: what, about which number or pseudonym, before when, and where.

    ``on``: the one case or signal behind it; None for a line about several or about none.
    ``aside_url``, ``notes``: what the board adds for its reader.
    """

    kind: Promise
    about: str
    detail: str
    due: date | datetime | None
    url: str
    urgency: str = "normal"
    on: About | None = None
    aside_url: str = ""
    notes: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Give its name on the page: somebody at the keyboard stays on it when news comes."""
        return f"todo-{crc32(f'{self.url} {self.about} {self.detail}'.encode()):08x}"

    @property
    def stamp(self) -> str:
        """Give a short text that changes when something happens with it; it holds no written words."""
        marks = () if self.on is None else (self.on.name, *self.on.marks)
        return sha256(repr((self.due, self.urgency, marks)).encode()).hexdigest()[:16]
