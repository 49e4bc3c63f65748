"""Which question to a list may be kept, and under which name? PURE.

A name is read by colleagues and stands above a list on a screen that others may see. So it is short, and
holds no number, address or pseudonym by which somebody is found; that is all a program can see. The form says
the rest.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

LONGEST = 40
#: So many filters of one person on one list fit above it.
MOST = 20
_DIGITS = re.compile(r"\d[\d\s./-]{4,}\d")
_CODE = re.compile(r"[a-z0-9_]{1,24}")
_NUMBER = re.compile(r"\b[A-Z]-\d\d-[0-9A-Z]{4,7}\b|\bjongere\s+\d\d-\d+", re.IGNORECASE)


class Listing(StrEnum):
    """The lists that can be asked something."""

    CASES = "cases"
    QUEUE = "queue"
    SIGNALS = "signals"
    MEETINGS = "meetings"
    ALERTS = "alerts"
    AGREED = "agreed"


#: What each list can be asked. The form of the list judges the values; a test compares the names.
ASKED: Mapping[Listing, tuple[str, ...]] = {
    Listing.CASES: (*("urgency", "status", "form", "lacks", "open_for", "quiet_for", "mine", "coordinator"),),
    Listing.QUEUE: ("about", "by"),
    Listing.SIGNALS: ("list", "status", "urgency", "form"),
    Listing.MEETINGS: ("status", "host", "ours"),
    Listing.ALERTS: ("colour", "status", "ours"),
    Listing.AGREED: ("list", "owner", "overdue"),
}
ADDRESS: Mapping[Listing, str] = {
    Listing.CASES: "/cases/",
    Listing.QUEUE: "/",
    Listing.SIGNALS: "/signals/",
    Listing.MEETINGS: "/meetings/",
    Listing.ALERTS: "/missing/",
    Listing.AGREED: "/tasks/",
}
#: What says which of two lists is meant, and narrows neither: on its own it is nothing to keep.
WHICH = frozenset({"list"})
#: Lists that may open with a filter. The menu counts the signals of the desk, and opens just those; a meeting
#: that is coming, and somebody who is missing, nobody leaves out without asking.
OPENS = frozenset({Listing.CASES, Listing.QUEUE})


class Trouble(StrEnum):
    """Why a name can't be used."""

    EMPTY = "empty"
    LONG = "long"
    NUMBER = "number"
    MAIL = "mail"
    FILE = "file"


def trouble(name: str) -> Trouble | None:
    """Say why a name can't be used; None when a program sees nothing wrong with it."""
    plain = " ".join(name.split())
    if not plain:
        return Trouble.EMPTY
    if len(plain) > LONGEST:
        return Trouble.LONG
    if "@" in plain:
        return Trouble.MAIL
    if _NUMBER.search(plain):
        return Trouble.FILE
    return Trouble.NUMBER if _DIGITS.search(plain) else None


def question(listing: Listing, given: Mapping[str, str]) -> dict[str, str]:
    """Keep of an address what the list can be asked: codes and ids; no page, nothing typed, nothing empty."""
    asked = {name: given[name] for name in ASKED[listing] if _CODE.fullmatch(given.get(name, ""))}
    return asked if set(asked) - WHICH else {}


def outdated(listing: Listing, kept: Mapping[str, str]) -> list[str]:
    """Give what a kept question asks and the list no longer knows."""
    return sorted(set(kept) - set(ASKED[listing]))
