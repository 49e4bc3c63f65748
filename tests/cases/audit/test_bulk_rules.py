"""When the ledger may leave the house as a file, as a table."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from cases.audit import bulk_rules as rules
from cases.audit.bulk_rules import Export, Refusal, Refused, State

READY = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hours", "is_stopped", "is_shown", "state", "show", "fetch", "stop"),
    [
        (-1, False, False, State.WAITING, None, Refusal.TOO_EARLY, None),
        (-1, False, True, State.WAITING, Refusal.SHOWN_ALREADY, Refusal.TOO_EARLY, None),
        (0, False, False, State.READY, None, Refusal.NOT_SHOWN, None),
        (0, False, True, State.READY, Refusal.SHOWN_ALREADY, None, None),
        (167, False, True, State.READY, Refusal.SHOWN_ALREADY, None, None),
        (168, False, True, State.EXPIRED, Refusal.EXPIRED, Refusal.EXPIRED, Refusal.EXPIRED),
        (0, True, True, State.STOPPED, Refusal.STOPPED, Refusal.STOPPED, Refusal.STOPPED),
        (-1, True, False, State.STOPPED, Refusal.STOPPED, Refusal.STOPPED, Refusal.STOPPED),
    ],
)
def test_what_can_be_done_when(
    hours: int,
    is_stopped: bool,
    is_shown: bool,
    state: State,
    show: Refusal | None,
    fetch: Refusal | None,
    stop: Refusal | None,
) -> None:
    export, now = Export(READY, is_stopped, is_shown), READY + timedelta(hours=hours)
    assert rules.state(export, now=now) is state
    for check, code in ((rules.check_show, show), (rules.check_fetch, fetch), (rules.check_stop, stop)):
        assert refusal(check, export, now) == code


def refusal(check: Callable[..., None], export: Export, now: datetime) -> Refusal | None:
    """Give why a check refuses; None when it passes."""
    try:
        check(export, now=now)
    except Refused as refused:
        return refused.code
    return None
