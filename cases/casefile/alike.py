"""Candidates beside each other: what this file says, what that one says, and whether they agree.

No number and no order of likelihood is shown: a person looks at the facts and decides.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Model
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import mark_rules, marks
from cases.casefile.mark_rules import Kind, Known, Mark, Says
from cases.casefile.models import Case
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

SAID: dict[Says, Promise] = {
    Says.SAME: _("the same"),
    Says.SOUNDS: _("sounds the same"),
    Says.PARTLY: _("partly the same"),
    Says.OTHER: _("different"),
    Says.UNKNOWN: _("not known"),
}
AGREES = (Says.SAME, Says.SOUNDS, Says.PARTLY)
TONES = {**dict.fromkeys(AGREES, "warning"), Says.OTHER: "info", Says.UNKNOWN: "neutral"}
BY_MARK: tuple[tuple[Kind, Promise], ...] = (
    (Kind.PHONE, _("Phone number")),
    (Kind.PLATE, _("Number plate")),
    (Kind.ADDRESS, _("Address")),
)
ANOTHER = _("Another one")


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact of two files beside each other."""

    label: Promise
    here: str
    there: str
    says: Says

    @property
    def said(self) -> Promise:
        """Say whether both agree."""
        return SAID[self.says]

    @property
    def tone(self) -> str:
        """Give the tone of that word."""
        return TONES[self.says]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that may be about the same person, and why."""

    what: Promise
    number: str
    url: str
    status: str
    facts: tuple[Fact, ...]
    is_open: bool = True
    found: Model | None = None
    choose_url: str = ""  # where this page lets it be chosen
    join_url: str = ""  # where it can be said that both are the same

    @property
    def agreeing(self) -> tuple[Fact, ...]:
        """Give the facts that make it a candidate."""
        return tuple(fact for fact in self.facts if fact.says in AGREES)


def cases(actor: Actor, known: Known, *, tables: Collection[int], now: datetime) -> list[Candidate]:
    """Give the cases that this actor may see and that may be about the same person; see ``marks.cases``."""
    found = marks.cases(actor, known, tables=tables, now=now)
    theirs = marks.of_cases(found)
    return [_of_case(case, known, theirs[case.pk]) for case in found]


def record_shown(
    actor: Actor, shown: Collection[Candidate], *, on: Model | None, case: Case | None, now: datetime
) -> None:
    """Write the ledger line of candidates that a page shows; none where there are none."""
    if shown:
        ledger.record(
            actor,
            Event.ALIKE_READ,
            on=on,
            case=case,
            now=now,
            act=Act.READ_CASE,
            compartments=[Compartment.CORE, Compartment.IDENTITY, Compartment.SIGNALS],
            shown=len(shown),
            alike=[candidate.number for candidate in shown],
        )


def facts(here: Known, there: Known, marks_there: frozenset[Mark]) -> tuple[Fact, ...]:
    """Put two files beside each other; a fact that neither of both says is left out."""
    named = mark_rules.names_say(here.name, there.name)
    born = mark_rules.days_say(here.birth_date, there.birth_date)
    rows = [
        Fact(_("Name"), here.name, there.name, named),
        Fact(_("Date of birth"), _day(here.birth_date), _day(there.birth_date), born),
    ]
    ours = mark_rules.marks(here)
    for kind, label in BY_MARK:
        says = mark_rules.marks_say(kind, ours, marks_there)
        written = _written(kind, here)
        if says is not Says.UNKNOWN:
            rows.append(Fact(label, written, written if says is Says.SAME else str(ANOTHER), says))
    return tuple(row for row in rows if row.here or row.there)


def _of_case(case: Case, known: Known, theirs: frozenset[Mark]) -> Candidate:
    return Candidate(
        what=_("Case"),
        number=case.number,
        url=f"/cases/{case.number}/",
        status=case.get_status_display(),
        facts=facts(known, marks.known_of(case.young_person), theirs),
        is_open=case.status != "closed",
        found=case,
    )


def _written(kind: Kind, known: Known) -> str:
    if kind is Kind.ADDRESS:
        return known.address
    return ", ".join(known.phones if kind is Kind.PHONE else known.plates)


def _day(day: date | None) -> str:
    return "" if day is None else date_format(day, "DATE_FORMAT")
