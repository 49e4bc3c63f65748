"""The evidence card: what stands beside each other about somebody, and never one number for it. PURE.

The lists in use say that one sign means little, that combinations and changes matter and that absence proves
nothing (https://www.hetckm.nl/zelf-mensenhandel-herkennen/, http://maakhetzichtbaar.nl/signalen-herkennen/).
So this counts facts and those they come from, shows what speaks against them, and leaves the weighing to
people: no weights, no total of unlike things, no level. Independence is counted with care: what can't be told
apart counts as one source, and who infers adds no source of their own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.intake.indicator_rules import BY_CODE, Area, by_area


class Knowledge(StrEnum):
    """How somebody knows."""

    FIRST_HAND = "first_hand"
    SECOND_HAND = "second_hand"
    INFERRED = "inferred"


class Says(StrEnum):
    """Whether a sign was noticed, or its opposite."""

    SEEN = "seen"
    OPPOSITE = "opposite"


@dataclass(frozen=True, slots=True)
class Noted:
    """One statement about one sign. ``source`` is a key of whom it comes from, empty for an inference."""

    code: str
    knowledge: Knowledge
    says: Says
    source: str
    seen_on: date


@dataclass(frozen=True, slots=True)
class Counted:
    """One sign on the card: in how many statements it was noticed, and in how many of those first-hand."""

    code: str
    statements: int
    first_hand: int


@dataclass(frozen=True, slots=True)
class Card:
    """What is known, beside each other. There is no field for how grave it is, and none may be added."""

    areas: dict[Area, tuple[Counted, ...]]
    signs: int
    sources: int
    statements: int
    first_hand: int
    newest: date | None
    changes: tuple[str, ...]
    contradicted: tuple[str, ...]
    only_opposite: tuple[str, ...]


def source_of(knowledge: Knowledge, *, reporter: str, told_by: str) -> str:
    """Give the key of whom a statement comes from.

    ``reporter``: a key of who says it; ``told_by``: who told them, folded, empty when that is not written.
    The same words for a teller are one source, whoever wrote them down: two schools may have heard it from
    the same classmate. An inference is nobody's observation.
    """
    if knowledge is Knowledge.INFERRED:
        return ""
    if knowledge is Knowledge.SECOND_HAND:
        return f"told:{told_by}" if told_by else f"through:{reporter}"
    return f"self:{reporter}"


def card(noted: Iterable[Noted]) -> Card:
    """Put statements about signs beside each other; their order makes no difference."""
    every = tuple(noted)
    seen = [one for one in every if one.says is Says.SEEN]
    codes = frozenset(one.code for one in seen)
    against = frozenset(one.code for one in every if one.says is Says.OPPOSITE)
    return Card(
        areas={area: tuple(_count(code, seen) for code in found) for area, found in by_area(codes).items()},
        signs=len(codes),
        sources=len({one.source for one in seen if one.source}),
        statements=len(seen),
        first_hand=sum(one.knowledge is Knowledge.FIRST_HAND for one in seen),
        newest=max((one.seen_on for one in seen), default=None),
        changes=tuple(code for code in BY_CODE if code in codes and BY_CODE[code].is_change),
        contradicted=tuple(code for code in BY_CODE if code in codes & against),
        only_opposite=tuple(code for code in BY_CODE if code in against - codes),
    )


def _count(code: str, seen: list[Noted]) -> Counted:
    ours = [one for one in seen if one.code == code]
    first_hand = sum(one.knowledge is Knowledge.FIRST_HAND for one in ours)
    return Counted(code, statements=len(ours), first_hand=first_hand)
