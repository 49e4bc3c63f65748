"""Along which way a signal comes in, who may write it down, and what is asked about whoever tells it. PURE.

The ways are those of the source document (domain facts 0 and 2.3). What is asked of whom is a choice of ours:

- Meld Misdaad Anoniem promises its callers that nobody learns who they are
  (https://www.hetckm.nl/zelf-mensenhandel-herkennen/): nothing about them can be written down at all;
- a bystander, a parent or somebody of a hotel may stay unknown;
- a professional says who they are, as at Veilig Thuis, where professionals cannot report anonymously
  (https://www.veiligthuisnoordoostgelderland.nl/anoniem-melden/).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.intake.rules import ReportFault


class Channel(StrEnum):
    """The way along which a signal comes in."""

    PROFESSIONAL = "professional"
    PARENT = "parent"
    BYSTANDER = "bystander"
    HOSPITALITY = "hospitality"
    SCHOOL = "school"
    DOCTOR = "doctor"
    REGIONAL_DESK = "regional_desk"
    VEILIG_THUIS = "veilig_thuis"
    WATCH_NEDERLAND = "watch_nederland"
    COMENSHA = "comensha"
    MELD_MISDAAD_ANONIEM = "meld_misdaad_anoniem"
    SEXUAL_ASSAULT_CENTRE = "sexual_assault_centre"
    POLICE = "police"


class Door(StrEnum):
    """Where somebody writes a signal down."""

    ACCOUNT = "account"  # who works at the table tells what they know themselves
    DESK = "desk"  # the desk writes down what somebody else told it
    PAGE = "page"  # the page for everybody, without an account


#: What can be asked about whoever tells it; all of it is for the desk alone.
ASKED = ("reporter_name", "reporter_contact", "reporter_reference")


@dataclass(frozen=True, slots=True)
class Rule:
    """Through which doors a channel comes in, what is asked of the reporter, and what may not stay empty."""

    doors: frozenset[Door]
    asked: frozenset[str]
    needed: frozenset[str] = frozenset()


_ANYBODY = Rule(frozenset({Door.DESK, Door.PAGE}), frozenset({"reporter_name", "reporter_contact"}))
_KNOWN = Rule(_ANYBODY.doors, _ANYBODY.asked, needed=_ANYBODY.asked)
_HANDED_ON = Rule(frozenset({Door.DESK}), frozenset(ASKED), needed=frozenset({"reporter_contact"}))

RULES: dict[Channel, Rule] = {
    Channel.PROFESSIONAL: Rule(frozenset({Door.ACCOUNT, Door.DESK}), frozenset()),
    Channel.PARENT: _ANYBODY,
    Channel.BYSTANDER: _ANYBODY,
    Channel.HOSPITALITY: _ANYBODY,
    Channel.SCHOOL: _KNOWN,
    Channel.DOCTOR: _KNOWN,
    Channel.REGIONAL_DESK: _HANDED_ON,
    Channel.VEILIG_THUIS: _HANDED_ON,
    Channel.WATCH_NEDERLAND: _HANDED_ON,
    Channel.COMENSHA: _HANDED_ON,
    Channel.MELD_MISDAAD_ANONIEM: Rule(frozenset({Door.DESK}), frozenset()),
    Channel.SEXUAL_ASSAULT_CENTRE: _HANDED_ON,
    Channel.POLICE: _HANDED_ON,
}
#: Nothing that leads to whoever told it may be kept, who told the reporter included.
ANONYMOUS = frozenset({Channel.MELD_MISDAAD_ANONIEM})


class ChannelFault(StrEnum):
    """What does not fit the way along which a signal came in."""

    NOT_HERE = "not_here"
    ANONYMOUS = "anonymous"
    NOT_ASKED = "not_asked"
    MISSING = "missing"


class DoesNotFitChannel(ReportFault):
    """The way along which it came in asks for something else."""


def through(door: Door) -> tuple[Channel, ...]:
    """Give the channels that come in through a door."""
    return tuple(channel for channel, rule in RULES.items() if door in rule.doors)


def check(channel: Channel, reporter: Mapping[str, str], *, told_by: str, door: Door) -> None:
    """Check what is written about the reporter (keys of `ASKED`) and who told them, for one channel and door.

    Raises: DoesNotFitChannel when the channel does not come in here, or an answer is not asked or missing.
    """
    rule = RULES[Channel(channel)]
    if door not in rule.doors:
        raise DoesNotFitChannel(ChannelFault.NOT_HERE, field="channel")
    is_anonymous = channel in ANONYMOUS
    if is_anonymous and told_by:
        raise DoesNotFitChannel(ChannelFault.ANONYMOUS, field="source")
    for field in ASKED:
        if reporter.get(field) and field not in rule.asked:
            code = ChannelFault.ANONYMOUS if is_anonymous else ChannelFault.NOT_ASKED
            raise DoesNotFitChannel(code, field=field)
        if field in rule.needed and not reporter.get(field, "").strip():
            raise DoesNotFitChannel(ChannelFault.MISSING, field=field)
