"""The two lists of signals: what waits for the desk, and what we reported. Filters, order, pages of 25.

A page starts after a row, not after a number of rows (keyset), so that page 400 is as quick as page 1 and a
signal that arrives meanwhile moves nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Case, DateTimeField, F, Q, QuerySet, When
from django.http import QueryDict
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from cases.access import signal_gate
from cases.choices import FORMS_OF_CONCERN, SIGNAL_STATUSES, URGENCIES
from cases.intake.merge_rules import BY_HASTE
from cases.intake.models import Signal, with_flags
from cases.intake.rules import WAITING, SignalStatus, Urgency
from organisations.actor import Actor

PAGE = 25

#: What is due next: somebody takes it up, after that the reporter hears back.
DUE_AT = Case(
    When(status=SignalStatus.RECEIVED.value, then=F("triage_by")),
    default=F("feedback_by"),
    output_field=DateTimeField(),
)


@dataclass(frozen=True, slots=True)
class Key:
    """One column of an order, and how its value is read back from an address."""

    name: str
    read: Callable[[str], Any]
    is_descending: bool = False


QUEUE = (Key("due_at", parse_datetime), Key("haste", int), Key("pk", int))
NEWEST = (Key("received_at", parse_datetime, is_descending=True), Key("pk", int, is_descending=True))


class FilterForm(forms.Form):
    """Filters that live in the address, so that they survive a reload and can be sent to a colleague."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    urgency = forms.ChoiceField(label=_("Urgency"), required=False)
    form = forms.ChoiceField(label=_("Form of concern"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        everything = [("", _("All"))]
        self.fields["status"].choices = everything + SIGNAL_STATUSES
        self.fields["urgency"].choices = everything + URGENCIES
        self.fields["form"].choices = everything + FORMS_OF_CONCERN

    def chosen(self) -> dict[str, str]:
        """Give the filters that are set; a value that does not exist filters nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list, with the cursors of its neighbours (empty when there are none)."""

    rows: list[Signal]
    after: str
    before: str


def to_triage(actor: Actor, chosen: dict[str, str], *, now: datetime) -> QuerySet[Signal]:
    """Give the desk's queue; what was fed back only when somebody asks for that status.

    Signals that go on as one are there once, with the most cautious flags of both; so they are filtered too.
    """
    rows = signal_gate.waiting(actor, with_flags(Signal.objects.all()).annotate(due_at=DUE_AT), now=now)
    if "status" not in chosen:
        rows = rows.filter(status__in=WAITING)
    if urgency := chosen.get("urgency"):
        rows = rows.filter(haste=BY_HASTE.index(Urgency(urgency)))
    return _filtered(rows, {name: value for name, value in chosen.items() if name != "urgency"})


def reported(actor: Actor, chosen: dict[str, str]) -> QuerySet[Signal]:
    """Give what this person, or their organisation when they reach that far, reported."""
    return _filtered(signal_gate.reported(actor, Signal.objects.all()), chosen)


def page(rows: QuerySet[Signal], order: tuple[Key, ...], query: QueryDict) -> Page:
    """Give one page of rows in this order, after or before the row that the address names."""
    backwards = "before" in query
    start = _read(query.get("before" if backwards else "after", ""), order)
    if start is not None:
        rows = rows.filter(_beyond(order, start, backwards=backwards))
    ordered = rows.order_by(*(("-" if key.is_descending != backwards else "") + key.name for key in order))
    ordered = ordered.select_related("reported_by_organisation").prefetch_related("joins__joined")
    found = list(ordered[: PAGE + 1])
    has_more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    there_is_after = bool(found) and (has_more if not backwards else start is not None)
    there_is_before = bool(found) and (has_more if backwards else start is not None)
    return Page(
        rows=found,
        after=_cursor(found[-1], order) if there_is_after else "",
        before=_cursor(found[0], order) if there_is_before else "",
    )


def _filtered(rows: QuerySet[Signal], chosen: dict[str, str]) -> QuerySet[Signal]:
    columns = {"status": "status", "urgency": "urgency", "form": "form_of_concern"}
    return rows.filter(**{columns[name]: value for name, value in chosen.items()})


def _beyond(order: tuple[Key, ...], start: list[Any], *, backwards: bool) -> Q:
    """Give what comes after (or before) a row: later in one column, equal in all columns before it."""
    found, equal = Q(), Q()
    for key, value in zip(order, start, strict=True):
        side = "lt" if key.is_descending != backwards else "gt"
        found |= equal & Q(**{f"{key.name}__{side}": value})
        equal &= Q(**{key.name: value})
    return found


def _cursor(row: Signal, order: tuple[Key, ...]) -> str:
    values = [getattr(row, key.name) for key in order]
    return "~".join(value.isoformat() if isinstance(value, datetime) else str(value) for value in values)


def _read(cursor: str, order: tuple[Key, ...]) -> list[Any] | None:
    """Read a cursor; one that makes no sense gives the first page."""
    parts = cursor.split("~")
    if len(parts) != len(order):
        return None
    try:
        values = [key.read(part) for key, part in zip(order, parts, strict=True)]
    except ValueError:
        return None
    return None if None in values else values
