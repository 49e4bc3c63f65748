"""Which lines of the ledger are about one case, for its coordinator: changes, readings, refusals."""

from collections.abc import Container

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from organisations.compartments import Compartment

READS = tuple(
    event.value
    for event in (
        Event.CASE_READ,
        Event.SHARING_READ,
        Event.SIGNAL_READ,
        Event.EPISODE_READ,
        Event.PACK_READ,
        Event.PACK_PHOTO_READ,
        Event.POLICE_REPORT_READ,
        Event.POLICE_REPORT_PRINTED,
        Event.ACCOUNTS_READ,
        Event.ACCOUNTS_PRINTED,
        Event.OWN_PLAN_PRINTED,
        Event.MEETING_READ,
        Event.MINUTES_READ,
    )
)

#: Readings that say of themselves only that somebody opened the case: in which parts is told apart.
OPENINGS = tuple(
    event.value for event in (Event.CASE_READ, Event.SHARING_READ, Event.MEETING_READ, Event.MINUTES_READ)
)

#: What can be asked of the log: address value -> label.
KINDS = [
    ("", _("Everything")),
    ("changes", _("Changes")),
    ("reads", _("Readings")),
    ("refused", _("Refused")),
]


def seen(rows: QuerySet[LedgerLine], readable: Container[Compartment]) -> QuerySet[LedgerLine]:
    """Keep the lines that tell of nothing in a part that is closed to the reader, as the timeline does.

    That somebody opened the case is always told; ``shown.told`` leaves out which closed parts they opened.
    """
    for part in Compartment:
        if part not in readable:
            rows = rows.exclude(~Q(event__in=OPENINGS), compartments__contains=part.value)
    return rows


def lines(case: Case, kind: str) -> QuerySet[LedgerLine]:
    """Give the ledger's lines about this case, of one kind or all."""
    found = LedgerLine.objects.filter(case_id=case.pk)
    if kind == "reads":
        return found.filter(event__in=READS)
    if kind == "refused":
        return found.filter(outcome="refused")
    if kind == "changes":
        return found.exclude(Q(event__in=READS) | Q(outcome="refused"))
    return found
