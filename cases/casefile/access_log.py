"""Which lines of the ledger are about one case, for its coordinator: changes, readings, refusals."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.casefile.models import Case

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
        Event.MEETING_READ,
        Event.MINUTES_READ,
    )
)

#: What can be asked of the log: address value -> label.
KINDS = [
    ("", _("Everything")),
    ("changes", _("Changes")),
    ("reads", _("Readings")),
    ("refused", _("Refused")),
]


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
