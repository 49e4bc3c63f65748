"""What a version of the covenant says, read from its tables: as plain values, and as a matrix to look at."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, ORGANISATION_KINDS, PURPOSES
from organisations.covenant_rules import EXISTENCE, Line, Membership, Recipient, State, Text, state
from organisations.models import Covenant, CovenantClause, CovenantParty, CovenantVersion

PURPOSE_LABELS = dict(PURPOSES)
GROUND_LABELS = dict(LEGAL_GROUNDS)
KIND_LABELS = dict(ORGANISATION_KINDS)


def versions() -> QuerySet[CovenantVersion]:
    """Give all versions that were not thrown away: drafts first, then the newest."""
    return (
        CovenantVersion.objects.exclude(status="discarded")
        .select_related("covenant")
        .order_by(F("valid_from").desc(nulls_first=True), F("number").desc(), "pk")
    )


def state_of(version: CovenantVersion, *, on: date) -> State:
    """Give where a version is on a day (local date)."""
    return state(version.status, version.valid_from, version.valid_until, on=on)


def in_force(covenant: Covenant, *, on: date) -> CovenantVersion | None:
    """Give the version that holds on a day (local date), or None."""
    found = covenant.versions.filter(status="settled", valid_from__lte=on).order_by("-valid_from")
    last = found.select_related("covenant").first()
    return None if last is None or state_of(last, on=on) is not State.IN_FORCE else last


def before(version: CovenantVersion, *, on: date) -> CovenantVersion | None:
    """Give the version to compare with: for a draft the newest that has begun, else the one before it.

    ``on`` is a local date.
    """
    others = version.covenant.versions.filter(status="settled").exclude(pk=version.pk)
    if version.valid_from is None:
        started = others.filter(valid_from__lte=on).order_by("-valid_from").first()
        return started or others.order_by("valid_from").first()
    return others.filter(valid_from__lt=version.valid_from).order_by("-valid_from").first()


def text_of(version: CovenantVersion, *, on: date | None = None) -> Text:
    """Give all that a version says; with a day (local date) without what was over by then. Four queries."""
    wordings = {"purpose": {}, "ground": {}}
    for row in version.wordings.all():
        wordings[row.kind][row.code] = row.text
    clauses = version.clauses.select_related("party")
    return Text(
        name=version.covenant.name,
        number=version.number,
        controller=version.controller,
        rights_contact=version.rights_contact,
        retention_months=version.retention_months,
        purposes=wordings["purpose"],
        grounds=wordings["ground"],
        controllers={
            row.compartment: (row.rule, row.organisation_id or 0) for row in version.controllers.all()
        },
        lines={line_of(row): row.article for row in clauses if not _is_over(row.withdrawn_on, on)},
        parties={
            row.organisation_id: Membership(row.acceded_on, row.exited_on)
            for row in version.parties.all()
            if not _is_over(row.exited_on, on)
        },
    )


def line_of(clause: CovenantClause) -> Line:
    """Give a clause as plain values; its party must have been read with it."""
    return Line(recipient_of(clause), clause.purpose, clause.legal_ground, part_of(clause))


def part_of(clause: CovenantClause) -> str:
    """Give what a clause opens: a compartment, or only the answer whether a case exists."""
    return EXISTENCE if clause.existence_only else clause.compartment


def recipient_of(clause: CovenantClause) -> Recipient:
    """Give whom a clause binds."""
    if clause.party_id is None:
        return Recipient(kind=clause.organisation_kind)
    return Recipient(organisation_id=clause.party.organisation_id)


def parties(version: CovenantVersion) -> list[CovenantParty]:
    """Give the parties of a version by name, who left included. One query."""
    found = version.parties.select_related("organisation", "signed_by")
    return list(found.order_by("organisation__name"))


@dataclass(frozen=True, slots=True)
class Column:
    """What one recipient receives for one purpose and on one ground."""

    purpose: str
    legal_ground: str
    purpose_label: Promise | str
    ground_label: Promise | str
    clause: CovenantClause  # one of its clauses, by which a page finds the column


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a part is open in a column: its clause, or None."""

    column: Column
    clause: CovenantClause | None


@dataclass(frozen=True, slots=True)
class Row:
    """One part of a case, across the columns of a recipient."""

    label: Promise | str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """All that one kind of organisation, or one party, may receive: parts down, purpose and ground across."""

    recipient: Recipient
    label: Promise | str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def matrices(version: CovenantVersion) -> list[Matrix]:
    """Give the clauses of a version as one matrix per recipient, kinds first. One query."""
    found = version.clauses.select_related("party__organisation").order_by("article", "id")
    groups: dict[Recipient, list[CovenantClause]] = {}
    for clause in found:
        groups.setdefault(recipient_of(clause), []).append(clause)
    ordered = sorted(groups, key=lambda r: (r.organisation_id != 0, groups[r][0].pk))
    return [_matrix(recipient, groups[recipient]) for recipient in ordered]


def matrices_for(version: CovenantVersion, organisation_id: int, kind: str) -> list[Matrix]:
    """Give only the matrices that bind one organisation. One query."""
    mine = (Recipient(kind=kind), Recipient(organisation_id=organisation_id))
    return [matrix for matrix in matrices(version) if matrix.recipient in mine]


def _matrix(recipient: Recipient, clauses: Iterable[CovenantClause]) -> Matrix:
    by_cell = {(c.purpose, c.legal_ground, part_of(c)): c for c in clauses}
    terms: dict[tuple[str, str], CovenantClause] = {}
    for clause in by_cell.values():
        terms.setdefault((clause.purpose, clause.legal_ground), clause)
    columns = tuple(
        Column(*pair, PURPOSE_LABELS[pair[0]], GROUND_LABELS[pair[1]], clause)
        for pair, clause in terms.items()
    )
    rows = tuple(
        Row(label, tuple(Cell(c, by_cell.get((c.purpose, c.legal_ground, code))) for c in columns))
        for code, label in COMPARTMENTS
    )
    asks = tuple(Cell(c, by_cell.get((c.purpose, c.legal_ground, EXISTENCE))) for c in columns)
    if any(cell.clause is not None for cell in asks):
        rows = (*rows, Row(_("Only whether a case exists"), asks))
    some = next(iter(by_cell.values()))
    label = some.party.organisation.name if recipient.organisation_id else KIND_LABELS[recipient.kind]
    return Matrix(recipient, label, columns, rows)


def _is_over(day: date | None, on: date | None) -> bool:
    return day is not None and on is not None and day <= on
