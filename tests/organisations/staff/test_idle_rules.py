"""What is done tonight about an account that nobody uses, as a table."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisations.staff.idle_rules import WARN_BEFORE, Step, Use, step
from tests.cast import NOW

ALLOWED = timedelta(days=90)


def days(count: int) -> datetime:
    """Give the instant so many days ago."""
    return NOW - timedelta(days=count)


@pytest.mark.parametrize(
    ("use", "expected"),
    [
        (Use(made_at=days(400), last_login=days(75)), Step.NOTHING),
        (Use(made_at=days(400), last_login=days(76)), Step.WARN),
        (Use(made_at=days(76)), Step.WARN),
        (Use(made_at=days(400), last_login=days(89), warned_at=days(13)), Step.NOTHING),
        (Use(made_at=days(400), last_login=days(90), warned_at=days(14)), Step.CLOSE),
        # The software was away for months: still fourteen days between warning and end.
        (Use(made_at=days(400), last_login=days(200)), Step.WARN),
        (Use(made_at=days(400), last_login=days(200), warned_at=days(13)), Step.NOTHING),
        # A warning from before the last sign of life is forgotten.
        (Use(made_at=days(400), last_login=days(80), warned_at=days(300)), Step.WARN),
        (Use(made_at=days(400), reopened_at=days(3), warned_at=days(20)), Step.NOTHING),
        (Use(made_at=days(400), last_login=days(89), is_last_administrator=True), Step.NOTHING),
        (Use(made_at=days(400), last_login=days(90), is_last_administrator=True), Step.WARN_KEEPER),
        # The region made the term longer after the warning: nobody is closed before the new one ends.
        (Use(made_at=days(400), last_login=days(80), warned_at=days(20)), Step.NOTHING),
        # Opened again counts as a sign of life, and so does the login after it.
        (Use(made_at=days(400), last_login=days(200), reopened_at=days(76)), Step.WARN),
        (Use(made_at=days(400), last_login=days(75), reopened_at=days(80)), Step.NOTHING),
        # A warning at the very instant of the last login is older than the login: it warns anew.
        (Use(made_at=days(400), last_login=days(90), warned_at=days(90)), Step.WARN),
        (
            Use(made_at=days(400), last_login=days(95), warned_at=days(5), is_last_administrator=True),
            Step.NOTHING,
        ),
        (
            Use(made_at=days(400), last_login=days(300), warned_at=days(14), is_last_administrator=True),
            Step.WARN_KEEPER,
        ),
    ],
)
def test_what_is_done_tonight(use: Use, expected: Step) -> None:
    assert step(use, allowed=ALLOWED, now=NOW) is expected


ago = st.integers(0, 900).map(days)


@given(
    st.builds(
        Use,
        made_at=ago,
        last_login=st.none() | ago,
        reopened_at=st.none() | ago,
        warned_at=st.none() | ago,
        is_last_administrator=st.booleans(),
    )
)
def test_nobody_is_closed_unwarned_early_or_as_the_last_one(use: Use) -> None:
    if step(use, allowed=ALLOWED, now=NOW) is Step.CLOSE:
        assert not use.is_last_administrator
        assert use.warned_at <= NOW - WARN_BEFORE
        assert use.warned_at > use.last_used_at
        assert use.last_used_at <= NOW - ALLOWED
