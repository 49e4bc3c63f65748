"""What every part of a story needs at hand: the region, the young person, the clock, the case."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.casefile.models import Case
from cases.demo import parties
from cases.demo.children import Child
from cases.demo.clock import at_work
from cases.demo.region import Region
from cases.meldcode.models import MeldcodeTrack
from organisations.actor import Actor
from organisations.models import Organisation, User


@dataclass
class Tale:
    """One young person's story while it is told. ``at`` is the instant it has come to (aware)."""

    region: Region
    child: Child
    rng: random.Random
    at: datetime
    coordinator: str = "anna"
    deputy: str = "arno"
    case: Case | None = None
    meldcode: MeldcodeTrack | None = None

    def actor(self, key: str) -> Actor:
        """Give a person of the region as the one who acts."""
        return self.region.actor(key, at=self.at)

    def user(self, key: str) -> User:
        """Give a person of the region as the one it is about."""
        return self.region.people[key]

    def organisation(self, key: str) -> Organisation:
        """Give an organisation of the region."""
        return self.region.organisations[key]

    def reporter_home(self) -> str:
        """Give the key of the organisation of whoever reported."""
        return self.region.roles[self.child.reporter][0]

    def works(self, *days: int) -> datetime:
        """Let so many days (from, to) pass, up to an hour at which an office is open."""
        self.at = at_work(self.rng, self.at, days=(days[0], days[-1]))
        return self.at

    def passes(self, **delta: float) -> datetime:
        """Let exactly this much time pass, day or night."""
        self.at += timedelta(**delta)
        return self.at

    def chance(self, share: float) -> bool:
        """Draw whether something happens that happens in this share of the stories."""
        return self.rng.random() < share


#: Who names whom on a case: home -> (contact point, colleagues who may be named).
COLLEAGUES: dict[str, tuple[str, tuple[str, ...]]] = {
    "school": ("bea", ("bram", "boris", "sien")),
    "attendance": ("karim", ("kaat",)),
    "police": ("fenna", ("farid", "fatima")),
    "veilig_thuis": ("gerda", ("guus",)),
    "institution": ("piet", ("hanna", "teun")),
    "elsewhere": ("chris", ("carla",)),
    "agency": ("lars", ("lotte",)),
    "team": ("mies", ("mo", "maud")),
    "centre": ("nel", ("noud",)),
}

#: On which terms each organisation is usually admitted: always inside the first version of the covenant.
TERMS: dict[str, parties.Terms] = {
    "school": (parties.CARE, "core identity signals meldcode missing"),
    "attendance": (parties.CARE, "core identity signals"),
    "police": (parties.SEARCH, "core identity signals missing police"),
    "veilig_thuis": (parties.SAFETY, "core identity meldcode missing"),
    "institution": (parties.CARE, "core identity signals meldcode missing"),
    "elsewhere": (parties.CARE, "core identity missing"),
    "agency": (parties.CARE, "core identity meldcode missing"),
    "team": (parties.CARE, "core identity signals meldcode"),
    "table": (parties.PROCESS, "core"),
    "centre": (parties.CONSENT, "core identity medical"),
}
