"""Two people changed one record: what is filled in by itself, what a person chooses, and both together. PURE.

The three-way merge that version control knows, per field of a form: what was there at first decides
whose change it is (Khanna, Kunal and Pierce, A formal investigation of diff3, 2007).
"""

from enum import StrEnum

#: A text, or the values of a field with several, as a form sends them.
Typed = tuple[str, ...]


class Change(StrEnum):
    """Whose change a field has."""

    NONE = "none"  # nobody's, or only mine, or both wrote the same: what was typed stays
    THEIRS = "theirs"  # only somebody else's: theirs is filled in
    BOTH = "both"  # both changed it, differently: a person chooses


class Pick(StrEnum):
    """What stays of a field that both changed."""

    THEIRS = "theirs"
    MINE = "mine"
    TOGETHER = "together"  # of long texts: one below the other
    OWN = "own"  # what was typed anew


def judge(before: Typed, theirs: Typed, mine: Typed) -> Change:
    """Tell whose change a field has, from what was there when ``mine`` was begun."""
    before, theirs, mine = plain(before), plain(theirs), plain(mine)
    if theirs in (before, mine):
        return Change.NONE
    return Change.THEIRS if mine == before else Change.BOTH


def plain(values: Typed) -> Typed:
    """Give values without what no reader sees: the kind of line ends, blanks around, the order of ticks."""
    cleaned = ("\n".join(value.splitlines()).strip() for value in values)
    return tuple(sorted(value for value in cleaned if value))


def together(before: str, theirs: str, mine: str) -> str:
    """Give their text with every line below it that is only in mine: no word of either is left out."""
    known = {line.strip() for text in (before, theirs) for line in text.splitlines()}
    new = [line for line in mine.splitlines() if line.strip() not in known]
    return "\n".join([theirs.rstrip(), *new]).strip("\n") if new else theirs
