"""Along which way a signal comes in, and what is asked of whom."""

from itertools import product

import pytest

from cases.choices import SIGNAL_CHANNELS
from cases.intake import channel_rules
from cases.intake.channel_rules import ASKED, RULES, Channel, ChannelFault, DoesNotFitChannel, Door

EMPTY = dict.fromkeys(ASKED, "")
NAMED = {**EMPTY, "reporter_name": "Mw. Duin", "reporter_contact": "06 12345678"}
REFERRED = {**NAMED, "reporter_reference": "VT-26-1"}

#: Channel, what is written about the reporter, through which door, what is wrong (domain facts 0, 1.8, 2.3).
TABLE = [
    (Channel.PROFESSIONAL, EMPTY, Door.ACCOUNT, None),
    (Channel.PROFESSIONAL, EMPTY, Door.DESK, None),
    (Channel.PROFESSIONAL, NAMED, Door.DESK, ChannelFault.NOT_ASKED),  # the account says who
    (Channel.PROFESSIONAL, EMPTY, Door.PAGE, ChannelFault.NOT_HERE),
    (Channel.PARENT, EMPTY, Door.PAGE, None),  # may stay unknown
    (Channel.BYSTANDER, EMPTY, Door.PAGE, None),
    (Channel.HOSPITALITY, NAMED, Door.PAGE, None),
    (Channel.HOSPITALITY, EMPTY, Door.DESK, None),
    (Channel.BYSTANDER, REFERRED, Door.PAGE, ChannelFault.NOT_ASKED),
    (Channel.BYSTANDER, EMPTY, Door.ACCOUNT, ChannelFault.NOT_HERE),
    (Channel.SCHOOL, NAMED, Door.PAGE, None),
    (Channel.SCHOOL, EMPTY, Door.PAGE, ChannelFault.MISSING),  # professionals say who they are
    (Channel.DOCTOR, EMPTY, Door.PAGE, ChannelFault.MISSING),
    (Channel.DOCTOR, {**NAMED, "reporter_contact": "  "}, Door.PAGE, ChannelFault.MISSING),
    (Channel.VEILIG_THUIS, REFERRED, Door.DESK, None),
    (Channel.VEILIG_THUIS, EMPTY, Door.DESK, ChannelFault.MISSING),
    (Channel.VEILIG_THUIS, REFERRED, Door.PAGE, ChannelFault.NOT_HERE),
    (Channel.POLICE, REFERRED, Door.ACCOUNT, ChannelFault.NOT_HERE),
    (Channel.MELD_MISDAAD_ANONIEM, EMPTY, Door.DESK, None),
    (Channel.MELD_MISDAAD_ANONIEM, EMPTY, Door.PAGE, ChannelFault.NOT_HERE),
]


@pytest.mark.parametrize(
    ("channel", "reporter", "door", "fault"), TABLE, ids=[f"{row[0]}-{row[2]}-{row[3]}" for row in TABLE]
)
def test_each_channel_asks_what_is_its_own(
    channel: Channel, reporter: dict[str, str], door: Door, fault: ChannelFault | None
) -> None:
    if fault is None:
        channel_rules.check(channel, reporter, told_by="", door=door)
        return
    with pytest.raises(DoesNotFitChannel) as refused:
        channel_rules.check(channel, reporter, told_by="", door=door)
    assert refused.value.code is fault


@pytest.mark.parametrize("field", [*ASKED, "source"])
def test_nothing_leads_to_who_called_meld_misdaad_anoniem(field: str) -> None:
    about = {**EMPTY, field: "Somebody"} if field in ASKED else EMPTY
    told_by = "Somebody" if field == "source" else ""
    with pytest.raises(DoesNotFitChannel) as refused:
        channel_rules.check(Channel.MELD_MISDAAD_ANONIEM, about, told_by=told_by, door=Door.DESK)
    assert (refused.value.code, refused.value.field) == (ChannelFault.ANONYMOUS, field)


def test_every_channel_has_rules_and_words() -> None:
    assert set(RULES) == set(Channel) == {code for code, _words in SIGNAL_CHANNELS}


def test_what_is_needed_is_asked() -> None:
    assert all(rule.needed <= rule.asked <= set(ASKED) for rule in RULES.values())


@pytest.mark.parametrize(("channel", "door"), list(product(Channel, Door)))
def test_a_channel_is_offered_where_it_comes_in_and_nowhere_else(channel: Channel, door: Door) -> None:
    """With every answer that the channel asks for, only the door decides."""
    filled = {name: NAMED.get(name, "") for name in RULES[channel].asked}
    if channel in channel_rules.through(door):
        channel_rules.check(channel, filled, told_by="", door=door)
        return
    with pytest.raises(DoesNotFitChannel) as refused:
        channel_rules.check(channel, filled, told_by="", door=door)
    assert (refused.value.code, refused.value.field) == (ChannelFault.NOT_HERE, "channel")
