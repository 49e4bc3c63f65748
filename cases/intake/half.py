"""Signals that were split in two: which these are, and locking all three together."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.intake import pair
from cases.intake.models import Signal, SignalSplit
from cases.intake.rules import SignalStatus
from cases.intake.split_rules import HalfStand, SplitFault, Stand

NOT_SPLIT = _("This signal is not split: there is nothing to undo.")


def stand(signal: Signal) -> Stand:
    """Give what the rules of splitting ask of a signal: two statements."""
    side = pair.sides([signal])[signal.pk]
    is_split = pair.standing_split(signal) is not None
    return Stand(
        status=SignalStatus(signal.status),
        is_in_case=signal.case_id is not None,
        is_taken_back=signal.withdrawn_at is not None,
        is_joined=side.carries_others or (side.goes_on_elsewhere and not is_split),
        is_half=side.is_half,
        is_split=is_split,
    )


def stands(row: SignalSplit) -> tuple[HalfStand, HalfStand]:
    """Give what the rules ask of both halves."""
    first, second = (
        HalfStand(SignalStatus(half.status), half.case_id is not None) for half in (row.first, row.second)
    )
    return first, second


def ever_of(signal: Signal) -> SignalSplit | None:
    """Give the splitting that a signal is a half of, undone or not; None when it is none."""
    rows = SignalSplit.objects.filter(Q(first=signal) | Q(second=signal))
    return rows.select_related("original", "first", "second", "by", "organisation", "ended_by").first()


def locked(signal: Signal) -> SignalSplit:
    """Give the splitting of a signal that stands, with all three locked, read after the wait.

    Raises:
        StateConflictError: it is not split.
    """
    found = pair.standing_split(signal)
    if found is None:
        raise StateConflictError(NOT_SPLIT, code=SplitFault.NOT_SPLIT.value)
    rows = pair.lock({found.original_id, found.first_id, found.second_id})
    row = SignalSplit.objects.filter(pk=found.pk, ended_at=None).first()
    if row is None:
        raise StateConflictError(NOT_SPLIT, code=SplitFault.NOT_SPLIT.value)
    row.original, row.first, row.second = (rows[pk] for pk in (row.original_id, row.first_id, row.second_id))
    return row
