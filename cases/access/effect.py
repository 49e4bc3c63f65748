"""What a version of the covenant would close and open in the cases that run now: counts, no content.

Who keeps the covenant sees no case. A small count could point at a child, so below
``FEWEST`` only that is said. Seven statements, however many cases.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count
from django.utils import timezone

from cases.access import facts
from organisations import covenant
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from organisations.covenant_rules import opened_to
from organisations.covenant_text import text_of
from organisations.models import CovenantVersion, Organisation

#: A count below this is not shown: one case at one school is one child.
FEWEST = 5

Exchange = tuple[str, str, str]  # compartment, purpose, legal ground
READS = tuple(f"reads_{part.value}" for part in Compartment)
TERMS = ("purpose", "legal_ground", "identity_purpose", "identity_ground")


@dataclass(frozen=True, slots=True)
class Tally:
    """A number of cases as it may be shown: exact from ``FEWEST`` on."""

    cases: int

    @property
    def is_none(self) -> bool:
        """Tell whether there are none."""
        return self.cases == 0

    @property
    def is_few(self) -> bool:
        """Tell whether there are some, but too few to say how many."""
        return 0 < self.cases < FEWEST


@dataclass(slots=True)
class _Counts:
    closed: int = 0
    narrowed: int = 0
    widened: int = 0
    lost: set[str] = field(default_factory=set)
    gained: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Line:
    """What changes for one organisation: cases it loses, cases of which it loses or gains parts."""

    organisation: Organisation
    closed: Tally
    narrowed: Tally
    widened: Tally
    lost: tuple[str, ...]  # labels of parts
    gained: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Effect:
    """What changes for everybody. ``closed`` counts only what may be shown; ``is_more``: there are others."""

    lines: tuple[Line, ...]
    losing: int
    closed: int
    is_more: bool


def of_version(version: CovenantVersion, *, now: datetime) -> Effect:
    """Give what would change if this version held at ``now`` (aware) and every party had signed it."""
    groups = list(
        facts.in_force(now=now)
        .filter(covenant=version.covenant_id)
        .values("organisation_id", *TERMS, *READS)
        .annotate(cases=Count("pk"))
        .order_by()
    )
    organisations = Organisation.objects.in_bulk({group["organisation_id"] for group in groups})
    before, after = _exchanges(version, organisations, now=now)
    counted: dict[int, _Counts] = defaultdict(_Counts)
    for group in groups:
        _count(group, before[group["organisation_id"]], after[group["organisation_id"]], counted)
    lines = [_line(organisations[pk], counts) for pk, counts in counted.items()]
    lines.sort(key=lambda line: line.organisation.name)
    losing = [line.closed for line in lines if not line.closed.is_none]
    return Effect(
        lines=tuple(lines),
        losing=len(losing),
        closed=sum(tally.cases for tally in losing if not tally.is_few),
        is_more=any(tally.is_few for tally in losing),
    )


def _exchanges(
    version: CovenantVersion, organisations: Mapping[int, Organisation], *, now: datetime
) -> tuple[dict[int, set[Exchange]], dict[int, set[Exchange]]]:
    """Give per organisation what this covenant opens now and what it would; another one is not touched."""
    today = timezone.localdate(now)
    before: dict[int, set[Exchange]] = {pk: set() for pk in organisations}
    after: dict[int, set[Exchange]] = {pk: set() for pk in organisations}
    clauses = covenant.clauses_in_force(organisations, on=today)
    for clause in clauses.filter(existence_only=False, version__covenant=version.covenant_id):
        before[clause.bound_id].add((clause.compartment, clause.purpose, clause.legal_ground))
    text = text_of(version, on=version.valid_from or today)
    for pk, organisation in organisations.items():
        after[pk] |= opened_to(text, kind=organisation.kind, organisation_id=pk)
    return before, after


def _count(
    group: Mapping[str, object], before: set[Exchange], after: set[Exchange], counted: dict[int, _Counts]
) -> None:
    had, gets = _open(group, before), _open(group, after)
    lost, gained = had - gets, gets - had
    if not lost and not gained:
        return
    counts, cases = counted[group["organisation_id"]], group["cases"]
    counts.lost |= lost
    counts.gained |= gained
    if had and not gets:
        counts.closed += cases
    elif lost:
        counts.narrowed += cases
    if gained:
        counts.widened += cases


def _open(group: Mapping[str, object], exchanges: Iterable[Exchange]) -> set[str]:
    """Give the parts that are admitted and covered; nothing where the core is not (``rules.decide``)."""
    opened = {
        part
        for part, *pair in exchanges
        if tuple(pair) == _terms_of(group, part) and group.get(f"reads_{part}")
    }
    return opened if Compartment.CORE.value in opened else set()


def _terms_of(group: Mapping[str, object], part: str) -> tuple[object, object]:
    """Give the terms on which a part is open; the name may have its own."""
    if part == Compartment.IDENTITY.value and group["identity_purpose"]:
        return group["identity_purpose"], group["identity_ground"]
    return group["purpose"], group["legal_ground"]


def _line(organisation: Organisation, counts: _Counts) -> Line:
    return Line(
        organisation=organisation,
        closed=Tally(counts.closed),
        narrowed=Tally(counts.narrowed),
        widened=Tally(counts.widened),
        lost=tuple(str(label) for code, label in COMPARTMENTS if code in counts.lost),
        gained=tuple(str(label) for code, label in COMPARTMENTS if code in counts.gained),
    )
