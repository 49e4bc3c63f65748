"""Which channels a message takes, as a table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.notifications import channel_rules
from cases.notifications.channel_rules import FIRST, Plan


@pytest.mark.parametrize(
    ("verified", "pages", "plan"),
    [
        (set(), True, Plan(())),
        ({"mail"}, True, Plan(("mail",))),
        ({"mail", "sms"}, True, Plan(("mail", "sms"))),
        ({"mail", "sms"}, False, Plan(("mail",), ("sms",))),
        ({"sms"}, False, Plan(("sms",))),
        ({"inbox", "pigeon"}, True, Plan(())),
    ],
)
def test_the_plan(verified: set[str], pages: bool, plan: Plan) -> None:
    assert channel_rules.plan(verified, pages=pages) == plan


@given(verified=st.sets(st.sampled_from([*FIRST, "inbox"])), pages=st.booleans())
def test_every_verified_channel_is_used_sooner_or_later_and_once(verified: set[str], pages: bool) -> None:
    plan = channel_rules.plan(verified, pages=pages)
    used = list(plan.now)
    while (following := channel_rules.following(verified - {"inbox"}, used=used)) is not None:
        used.append(following)
    assert sorted(used) == sorted(verified & set(FIRST))
    assert set(plan.now + plan.later) == verified & set(FIRST)
