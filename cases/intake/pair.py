"""Signals that go on as one: which these are, and locking them together.

Whatever the desk does with the one that goes on, it does with those in it: a step, the link to a case, the
feedback. Each keeps its own number and reporter, and its reporter never hears of the other.
"""

from collections.abc import Collection

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from cases.conflict import StateConflictError
from cases.intake.merge_rules import Side
from cases.intake.models import Signal, SignalJoin
from cases.intake.rules import SignalStatus

GOES_ON = _("This signal goes on in %(number)s. Do it there, or undo the joining first.")


def goes_on_in(signal: Signal) -> SignalJoin | None:
    """Give the joining by which a signal goes on in another one; None when it goes on by itself."""
    return standing_joins().filter(joined=signal).select_related("kept", "joined").first()


def standing_joins() -> QuerySet[SignalJoin]:
    """Give the joinings that nobody undid."""
    return SignalJoin.objects.filter(ended_at=None)


def together_with(signal: Signal) -> QuerySet:
    """Give the ids of the signals that this one goes on with, on either side."""
    beside = Signal.objects.filter(
        Q(joined_to__kept=signal, joined_to__ended_at=None) | Q(joins__joined=signal, joins__ended_at=None)
    )
    return beside.values("pk")


def locked(signal: Signal) -> tuple[Signal, list[Signal]]:
    """Lock a signal and those that go on in it, in one order everywhere, and give both as they stand.

    Raises:
        StateConflictError: it goes on in another one itself.
    """
    rows = lock({signal.pk, *_along(signal)})
    along = _along(signal)
    if not along <= rows.keys():  # joined while we waited; who joins holds both
        rows |= lock(along)
    standing = rows[signal.pk]
    if (join := goes_on_in(standing)) is not None:
        raise StateConflictError(GOES_ON % {"number": join.kept.number}, code="goes_on_elsewhere")
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
    """Give what the rules of joining ask of these signals, by id: one statement."""
    pks = {signal.pk for signal in signals}
    pairs = list(
        standing_joins().filter(Q(kept__in=pks) | Q(joined__in=pks)).values_list("kept_id", "joined_id")
    )
    kept, joined = {pair[0] for pair in pairs}, {pair[1] for pair in pairs}
    return {
        signal.pk: Side(
            pk=signal.pk,
            status=SignalStatus(signal.status),
            table=signal.covenant_id,
            desk=signal.addressed_to_id,
            case=signal.case_id,
            is_taken_back=signal.withdrawn_at is not None,
            goes_on_elsewhere=signal.pk in joined,
            carries_others=signal.pk in kept,
        )
        for signal in signals
    }


def _along(signal: Signal) -> set[int]:
    return set(standing_joins().filter(kept=signal.pk).values_list("joined_id", flat=True))
