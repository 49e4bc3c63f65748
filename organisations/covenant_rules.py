"""A covenant version from draft to end, and what one text says differently from another. PURE.

The elements of a text follow the checklist of a convenant with privacy protocol (domain.md 6.2):
purposes, parties with accession and exit, grounds, data per participant, controller, contact for
rights, retention.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from organisations.compartments import Compartment

DAY = timedelta(days=1)
#: Beside the compartments: a clause that only tells whether a case exists, and opens nothing to read.
EXISTENCE = "existence"
#: What clauses can open, in the order in which it is told.
PARTS = (*(part.value for part in Compartment), EXISTENCE)
#: Nobody loses access unwarned: these many days before a version ends or a party leaves.
WARNINGS = (30, 7, 1)


class State(StrEnum):
    """Where a version is. A draft, also one that is being signed, has no effect whatever."""

    DRAFT = "draft"
    SIGNING = "signing"
    COMING = "coming"
    IN_FORCE = "in_force"
    ENDED = "ended"
    DISCARDED = "discarded"


#: From coming to in force and from there to ended nobody moves it: the days do.
MOVES: Mapping[State, Set[State]] = {
    State.DRAFT: {State.SIGNING, State.DISCARDED},
    State.SIGNING: {State.DRAFT, State.COMING, State.IN_FORCE, State.DISCARDED},
    State.COMING: {State.SIGNING, State.IN_FORCE},
    State.IN_FORCE: {State.ENDED},
    State.ENDED: set(),
    State.DISCARDED: set(),
}
#: In these an organisation can sign: the text no longer changes, and it is not over.
SIGNABLE = frozenset({State.SIGNING, State.COMING, State.IN_FORCE})


def state(status: str, valid_from: date | None, valid_until: date | None, *, on: date) -> State:
    """Give the state of a version on a day (local date), from what is stored and its days."""
    if status != "settled" or valid_from is None:
        return State(status)
    if valid_from > on:
        return State.COMING
    if valid_until is not None and valid_until < on:
        return State.ENDED
    return State.IN_FORCE


class PeriodProblem(StrEnum):
    """Why a version can't hold on the days that were asked for."""

    START_PASSED = "start_passed"
    END_BEFORE_START = "end_before_start"
    OVERLAPS_LATER = "overlaps_later"
    LEAVES_A_GAP = "leaves_a_gap"


class PeriodRefused(Exception):  # noqa: N818 - reads as what happened
    """These days are not possible; ``day`` is the day that stands in the way."""

    def __init__(self, problem: PeriodProblem, day: date) -> None:
        super().__init__(problem.value)
        self.problem, self.day = problem, day


@dataclass(frozen=True, slots=True)
class Period:
    """First and last day on which a version holds; an open end is None."""

    start: date
    until: date | None


def check_period(wanted: Period, *, standing: Iterable[Period], today: date, gap_accepted: bool) -> None:
    """Pass when a version can hold on these days, after the ones that stand.

    The version before may be cut short (it ends the day before), one that starts later may not:
    it was decided on. Between two versions there is no day without, unless somebody says so.

    Raises:
        PeriodRefused: naming the day that stands in the way.
    """
    if wanted.start < today:
        raise PeriodRefused(PeriodProblem.START_PASSED, today)
    if wanted.until is not None and wanted.until < wanted.start:
        raise PeriodRefused(PeriodProblem.END_BEFORE_START, wanted.start)
    known = sorted(standing, key=lambda period: period.start)
    if known and known[-1].start >= wanted.start:
        raise PeriodRefused(PeriodProblem.OVERLAPS_LATER, known[-1].start)
    last = known[-1].until if known else None
    if last is not None and last + DAY < wanted.start and not gap_accepted:
        raise PeriodRefused(PeriodProblem.LEAVES_A_GAP, last + DAY)


@dataclass(frozen=True, slots=True, order=True)
class Recipient:
    """Whom a clause binds: every organisation of a kind, or one (by id, 0 for none)."""

    kind: str = ""
    organisation_id: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """What one clause opens: a part (``PARTS``) for a recipient, for a purpose and on a ground."""

    recipient: Recipient
    purpose: str
    legal_ground: str
    compartment: str


@dataclass(frozen=True, slots=True)
class Membership:
    """From when until when an organisation is a party (local dates); None is open."""

    acceded_on: date | None
    exited_on: date | None


@dataclass(frozen=True, slots=True)
class Text:
    """All that a version says, as plain values."""

    name: str = ""
    number: int = 0
    controller: str = ""
    rights_contact: str = ""
    retention_months: int = 0
    purposes: Mapping[str, str] = field(default_factory=dict)
    grounds: Mapping[str, str] = field(default_factory=dict)
    controllers: Mapping[str, tuple[str, int]] = field(default_factory=dict)  # compartment -> rule, party
    lines: Mapping[Line, str] = field(default_factory=dict)  # -> article
    parties: Mapping[int, Membership] = field(default_factory=dict)  # organisation id ->


def opened_to(text: Text, *, kind: str, organisation_id: int) -> frozenset[tuple[str, str, str]]:
    """Give what a text opens to a party: (compartment, purpose, ground). To others it opens nothing."""
    if organisation_id not in text.parties:
        return frozenset()
    mine = (Recipient(kind=kind), Recipient(organisation_id=organisation_id))
    return frozenset(
        (line.compartment, line.purpose, line.legal_ground) for line in text.lines if line.recipient in mine
    )


def stage_of(days: int) -> int | None:
    """Give which warning is due when an organisation loses access in so many days; None: not yet."""
    due = [stage for stage in WARNINGS if days <= stage]
    return min(due, default=None)


def fingerprint(text: Text) -> str:
    """Give the SHA-256 of a text, the same for the same words whatever the order they were typed in.

    The list of parties is an annex: who joins later signs the same text.
    """
    rows: list[tuple[object, ...]] = [
        ("covenant", text.name, text.number),
        ("controller", text.controller),
        ("rights", text.rights_contact),
        ("retention", text.retention_months),
        *(("purpose", code, words) for code, words in sorted(text.purposes.items())),
        *(("ground", code, words) for code, words in sorted(text.grounds.items())),
        *(("records", part, *who) for part, who in sorted(text.controllers.items())),
        *(("clause", article, *_words(line)) for line, article in sorted(text.lines.items())),
    ]
    written = "\n".join(repr(tuple(str(value) for value in row)) for row in rows)
    return hashlib.sha256(written.encode()).hexdigest()


def _words(line: Line) -> tuple[object, ...]:
    recipient = line.recipient
    return (
        recipient.kind,
        recipient.organisation_id,
        line.purpose,
        line.legal_ground,
        line.compartment,
    )


class Change(StrEnum):
    """One kind of difference between two texts."""

    CLOSED = "closed"
    OPENED = "opened"
    PARTY_JOINS = "party_joins"
    PARTY_LEAVES = "party_leaves"
    PARTY_DATES = "party_dates"
    PURPOSE_ADDED = "purpose_added"
    PURPOSE_DROPPED = "purpose_dropped"
    PURPOSE_REWORDED = "purpose_reworded"
    GROUND_ADDED = "ground_added"
    GROUND_DROPPED = "ground_dropped"
    GROUND_REWORDED = "ground_reworded"
    RETENTION = "retention"
    CONTROLLER = "controller"
    RIGHTS_CONTACT = "rights_contact"
    RECORDS = "records"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that a text says differently. What does not belong to the kind of change is empty."""

    change: Change
    recipient: Recipient = Recipient()
    purpose: str = ""
    legal_ground: str = ""
    compartments: tuple[str, ...] = ()
    code: str = ""
    old: object = None
    new: object = None


def differences(old: Text, new: Text) -> list[Difference]:
    """Give what the new text says differently: what closes first, then what opens, then the rest."""
    return [
        *_exchanges(Change.CLOSED, old.lines.keys() - new.lines.keys()),
        *_exchanges(Change.OPENED, new.lines.keys() - old.lines.keys()),
        *_parties(old.parties, new.parties),
        *_wordings("purpose", old.purposes, new.purposes),
        *_wordings("ground", old.grounds, new.grounds),
        *_single(Change.RETENTION, old.retention_months, new.retention_months),
        *_single(Change.CONTROLLER, old.controller, new.controller),
        *_single(Change.RIGHTS_CONTACT, old.rights_contact, new.rights_contact),
        *_records(old.controllers, new.controllers),
    ]


def _exchanges(change: Change, lines: Iterable[Line]) -> Iterator[Difference]:
    """Put the parts that one recipient gets or loses on the same terms into one difference."""
    together: dict[tuple[Recipient, str, str], set[str]] = defaultdict(set)
    for line in lines:
        together[(line.recipient, line.purpose, line.legal_ground)].add(line.compartment)
    for (recipient, purpose, ground), found in sorted(together.items()):
        parts = tuple(part for part in PARTS if part in found)
        yield Difference(change, recipient, purpose, ground, parts)


def _parties(old: Mapping[int, Membership], new: Mapping[int, Membership]) -> Iterator[Difference]:
    for pk in sorted(new.keys() - old.keys()):
        yield Difference(Change.PARTY_JOINS, Recipient(organisation_id=pk), new=new[pk].acceded_on)
    for pk in sorted(old.keys() - new.keys()):
        yield Difference(Change.PARTY_LEAVES, Recipient(organisation_id=pk))
    for pk in sorted(old.keys() & new.keys()):
        if old[pk] != new[pk]:
            yield Difference(Change.PARTY_DATES, Recipient(organisation_id=pk), old=old[pk], new=new[pk])


def _wordings(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for code in sorted(new.keys() - old.keys()):
        yield Difference(Change(f"{kind}_added"), code=code)
    for code in sorted(old.keys() - new.keys()):
        yield Difference(Change(f"{kind}_dropped"), code=code)
    for code in sorted(old.keys() & new.keys()):
        if old[code] != new[code]:
            yield Difference(Change(f"{kind}_reworded"), code=code, old=old[code], new=new[code])


def _single(change: Change, old: object, new: object) -> Iterator[Difference]:
    if old != new:
        yield Difference(change, old=old, new=new)


def _records(old: Mapping[str, tuple[str, int]], new: Mapping[str, tuple[str, int]]) -> Iterator[Difference]:
    for part in Compartment:
        if old.get(part.value) != new.get(part.value):
            yield Difference(
                Change.RECORDS, code=part.value, old=old.get(part.value), new=new.get(part.value)
            )
