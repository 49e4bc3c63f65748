"""Signals that go on as one: which these are, and locking them together.

Whatever the desk does with the one that goes on, it does with those in it: a step, the link to a case, the
feedback. Each keeps its own number and reporter, and its reporter never hears of the other.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.intake.merge_rules import Side
from cases.intake.models import Signal, SignalJoin, SignalSplit
from cases.intake.rules import SignalStatus

IS_SPLIT = _("This signal was split in two. Work with %(first)s and %(second)s, or undo the splitting first.")
GOES_ON = _("This signal goes on in %(number)s. Do it there, or undo the joining first.")


def goes_on_in(signal: Signal) -> SignalJoin | None:
    """Give the joining by which a signal goes on in another one; None when it goes on by itself."""
    return standing_joins().filter(joined=signal).select_related("kept", "joined").first()


def standing_joins() -> QuerySet[SignalJoin]:
    """Give the joinings that nobody undid."""
    return SignalJoin.objects.filter(ended_at=None)


def standing_split(signal: Signal) -> SignalSplit | None:
    """Give the splitting by which a signal goes on as two; None when nobody split it, or that was undone."""
    rows = SignalSplit.objects.filter(original=signal, ended_at=None)
    return rows.select_related("original", "first", "second", "by", "organisation").first()


def together_with(signal: Signal) -> QuerySet:
    """Give the ids of the signals that this one goes on with, on either side."""
    beside = Signal.objects.filter(
        Q(joined_to__kept=signal, joined_to__ended_at=None) | Q(joins__joined=signal, joins__ended_at=None)
    )
    return beside.values("pk")


def locked(signal: Signal) -> tuple[Signal, list[Signal]]:
    """Lock a signal and those that go on in it, in one order everywhere, and give both as they stand.

    Raises:
        StateConflictError: it goes on in another one itself, or in two.
    """
    rows = lock({signal.pk, *_along(signal)})
    along = _along(signal)
    if not along <= rows.keys():  # joined while we waited; who joins holds both
        rows |= lock(along)
    standing = rows[signal.pk]
    if (join := goes_on_in(standing)) is not None:
        raise StateConflictError(GOES_ON % {"number": join.kept.number}, code="goes_on_elsewhere")
    if (split := standing_split(standing)) is not None:
        numbers = {"first": split.first.number, "second": split.second.number}
        raise StateConflictError(IS_SPLIT % numbers, code="is_split")
    return standing, [rows[pk] for pk in sorted(along)]


def lock(pks: Collection[int]) -> dict[int, Signal]:
    """Lock these signals, the lowest first so that two who lock the same ones never wait for each other."""
    rows = Signal.objects.select_for_update().filter(pk__in=pks).order_by("pk")
    return {row.pk: row for row in rows}


def face(signal: Signal) -> Signal:
    """Give the signal by which a timeline names this one: a joining that is undone leaves no number."""
    join = goes_on_in(signal)
    return signal if join is None else join.kept


def sides(signals: Collection[Signal]) -> dict[int, Side]:
    """Give what the rules of joining ask of these signals, by id: two statements."""
    pks = {signal.pk for signal in signals}
    pairs = list(
        standing_joins().filter(Q(kept__in=pks) | Q(joined__in=pks)).values_list("kept_id", "joined_id")
    )
    kept, joined = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    split, halves = _split(pks)
    return {
        signal.pk: Side(
            pk=signal.pk,
            status=SignalStatus(signal.status),
            table=signal.covenant_id,
            desk=signal.addressed_to_id,
            case=signal.case_id,
            is_taken_back=signal.withdrawn_at is not None,
            goes_on_elsewhere=signal.pk in joined | split,
            carries_others=signal.pk in kept,
            is_half=signal.pk in halves,
        )
        for signal in signals
    }


def _split(pks: Collection[int]) -> tuple[set[int], set[int]]:
    """Give the ids of what was split, and of what is or was a half."""
    rows = SignalSplit.objects.filter(Q(original__in=pks) | Q(first__in=pks) | Q(second__in=pks))
    found = list(rows.values_list("original_id", "first_id", "second_id", "ended_at"))
    split = {original for original, _first, _second, ended_at in found if ended_at is None}
    return split, {half for _original, first, second, _ended_at in found for half in (first, second)}


def _along(signal: Signal) -> set[int]:
    return set(standing_joins().filter(kept=signal.pk).values_list("joined_id", flat=True))
