"""Reads the ledger: filtered, newest first, page by page, with a number of queries that never grows."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.workdays import start_of_day
from organisations.choices import ACTS, CHANNELS, ROLES
from organisations.models import Organisation, User

PAGE = 25

#: Details of a line that point to a person or an organisation.
PEOPLE = ("named", "coordinator", "deputy", "blocked", "person", "owner")
PARTIES = ("admitted", "called", "chosen", "invited", "organisation", "party")
#: Details that are a code with a label.
CODED = {
    "answer": {"exists": _("a case exists"), "nothing": _("nothing to tell")},
    "decision": {
        "granted": _("in whole"),
        "limited": _("in part"),
        "partly": _("in part"),
        "refused": _("not granted"),
    },
    "channel": dict(CHANNELS),
    "given_role": dict(ROLES),
    "taken_role": dict(ROLES),
    "changed_role": dict(ROLES),
    "changed_act": dict(ACTS),
    "covenant_part": {
        "wordings": _("purposes and grounds"),
        "responsibility": _("responsibility and terms"),
        "parties": _("parties"),
        "clauses": _("clauses"),
        "exit": _("a party leaves"),
        "withdrawal": _("a clause is withdrawn"),
        "founding": _("drawn up"),
    },
    "factor": {
        "totp": _("authenticator app"),
        "webauthn": _("passkey"),
        "recovery_codes": _("recovery codes"),
    },
    "change": {
        "taken_away": _("taken away"),
        "given_back": _("given back"),
        "shift_added": _("shift added"),
        "shift_removed": _("shift taken out"),
        "extra_added": _("extra duty added"),
        "away_added": _("absence added"),
        "override_removed": _("exception taken away"),
        "levels_red": _("in a red alert"),
        "levels_orange": _("in an orange alert"),
        "levels_green": _("in a green alert"),
    },
}


#: The number of a reading, or its beginning as it stands at the foot of a printed page.
READING = r"[0-9a-f]{12,32}"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a reviewer looks for. Days are local dates, both included; empty means: whatever."""

    person: int | None = None
    organisation: int | None = None
    number: str = ""
    since: date | None = None
    until: date | None = None
    event: str = ""
    outcome: str = ""

    def codes(self) -> dict[str, Any]:
        """Give what was filled in, as codes for the ledger line of this very reading."""
        given = {
            "person": self.person,
            "organisation": self.organisation,
            "number": self.number,
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
            "event": self.event,
            "outcome": self.outcome,
        }
        return {name: value for name, value in given.items() if value}


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in the ledger: after the line with this instant (aware) and id."""

    at: datetime
    id: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}_{self.id}"

    @classmethod
    def parse(cls, text: str) -> "Cursor | None":
        """Read a place from an address; anything else is the beginning."""
        at, _separator, pk = text.partition("_")
        try:
            moment = datetime.fromisoformat(at)
            return cls(moment, int(pk)) if moment.tzinfo else None
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Page:
    """Lines newest first, and the places of the pages beside them (None: there is none)."""

    lines: list[LedgerLine]
    older: Cursor | None
    newer: Cursor | None


@dataclass(frozen=True, slots=True)
class Names:
    """The names of people and organisations that lines point to."""

    people: dict[int, str] = field(default_factory=dict)
    parties: dict[int, str] = field(default_factory=dict)

    def of_details(self, detail: dict[str, Any]) -> dict[str, str]:
        """Give the details of a line in words, text left out: a ledger holds no content, and shows none."""
        return {key: self._word(key, value) for key, value in detail.items() if _is_code(value)}

    def _word(self, key: str, value: Any) -> str:
        if key in PEOPLE and isinstance(value, int):
            return self.people.get(value, "–")
        if key in PARTIES and isinstance(value, int):
            return self.parties.get(value, "–")
        if isinstance(value, list):
            return ", ".join(str(item) for item in value)
        return str(CODED.get(key, {}).get(value, value))


def matching(asked: Filter, *, case: Case | None) -> QuerySet[LedgerLine]:
    """Give the lines that a filter asks for. ``case`` is what its number stands for, if it is a case's."""
    found = LedgerLine.objects.all()
    if asked.person:
        found = found.filter(user_id=asked.person)
    if asked.organisation:
        found = found.filter(organisation_id=asked.organisation)
    if asked.number:
        found = found.filter(_with_number(asked.number, case))
    if asked.since:
        found = found.filter(at__gte=start_of_day(asked.since))
    if asked.until:
        found = found.filter(at__lt=start_of_day(asked.until + timedelta(days=1)))
    if asked.event:
        found = found.filter(event=asked.event)
    return _with_outcome(found, asked.outcome)


def _with_number(number: str, case: Case | None) -> Q:
    if case is not None:
        return Q(case_id=case.pk)
    if re.fullmatch(
        READING, number
    ):  # a range, so that the index serves: "g" comes after every digit and letter of it
        return Q(request_id__gte=number, request_id__lt=f"{number}g")
    return Q(object_number=number)


def page(found: QuerySet[LedgerLine], *, before: Cursor | None = None, after: Cursor | None = None) -> Page:
    """Give one page: the newest lines, those before a place, or those just after one. One query."""
    if after is not None:
        rows = list(found.filter(_beyond(after, "gt")).order_by("at", "id")[: PAGE + 1])
        has_newer, lines = len(rows) > PAGE, rows[:PAGE][::-1]
        return _page(lines, has_older=True, has_newer=has_newer)
    if before is not None:
        found = found.filter(_beyond(before, "lt"))
    rows = list(found.order_by("-at", "-id")[: PAGE + 1])
    return _page(rows[:PAGE], has_older=len(rows) > PAGE, has_newer=before is not None)


def names_in(lines: Iterable[LedgerLine]) -> Names:
    """Look up every person and organisation that these lines point to. Two queries, however many."""
    details = [line.detail for line in lines]
    people = _ids(details, PEOPLE)
    parties = _ids(details, PARTIES)
    return Names(
        people=dict(User.objects.filter(pk__in=people).values_list("pk", "name")),
        parties=dict(Organisation.objects.filter(pk__in=parties).values_list("pk", "name")),
    )


def case_of(number: str) -> Case | None:
    """Give the case that a number stands for, or stood for: its lines outlive it.

    The auditor learns no more of it than the ledger says.
    """
    if not number:
        return None
    case = Case.objects.filter(number=number).first()
    if case is not None:
        return case
    line = LedgerLine.objects.filter(object_number=number, object_type="case").first()
    return None if line is None else Case(pk=line.case_id, number=number)


def same_request(line: LedgerLine) -> list[LedgerLine]:
    """Give the other lines that the same request wrote, in the order in which they were written."""
    found = LedgerLine.objects.filter(request_id=line.request_id).exclude(pk=line.pk)
    return list(found.order_by("at", "id")[:PAGE])


def _page(lines: list[LedgerLine], *, has_older: bool, has_newer: bool) -> Page:
    return Page(
        lines=lines,
        older=Cursor(lines[-1].at, lines[-1].pk) if lines and has_older else None,
        newer=Cursor(lines[0].at, lines[0].pk) if lines and has_newer else None,
    )


def _beyond(cursor: Cursor, way: str) -> Q:
    return Q(**{f"at__{way}": cursor.at}) | Q(**{"at": cursor.at, f"id__{way}": cursor.id})


def _with_outcome(found: QuerySet[LedgerLine], outcome: str) -> QuerySet[LedgerLine]:
    if outcome == "emergency":
        return found.filter(is_emergency=True)
    return found.filter(outcome=outcome) if outcome else found


def _ids(details: list[dict[str, Any]], keys: tuple[str, ...]) -> set[int]:
    return {detail[key] for detail in details for key in keys if isinstance(detail.get(key), int)}


def _is_code(value: Any) -> bool:
    """Tell a code, a count or a date from words: those have spaces or are long."""
    if isinstance(value, list):
        return all(_is_code(item) for item in value)
    return not isinstance(value, dict) and len(str(value)) <= 40 and " " not in str(value)
