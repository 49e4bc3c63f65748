"""Who may open a grab pack, when it is stale, and what the police accept by form. PURE.

The pack follows the Philomena protocol: part 1 is filled in beforehand and kept up to date by the carer, the
police get it only at a report, and it moves with the child
(https://www.gmp.police.uk/notices/pp/philomena-protocol/). Dutch police advise institutions to store a
photo and a description at placement
(https://www.politie.nl/aangifte-of-melding-doen/meldpunten/vermissing-van-personen-uit-instellingen).
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

#: Kinds of organisations with whom a young person can stay, or who answer for where they stay.
KEEPING_KINDS = frozenset({"youth_care", "certified_agency", "mental_health"})

#: Every quarter (feature F11); the reminder comes two weeks before, and again each four weeks after.
CONFIRM_WITHIN = timedelta(days=91)
REMIND_AHEAD = timedelta(days=14)
REMIND_AGAIN = timedelta(days=28)

#: A teenager changes fast: an older photo still helps, with a warning beside it.
PHOTO_RECENT = timedelta(days=365)


class Way(StrEnum):
    """By which way somebody reads a pack."""

    OWNER = "owner"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Knock:
    """What the door knows of whoever knocks.

    ``is_admitted``: takes part in the case itself, in the part *missing*; a meeting or an emergency is not
    enough. ``keeps`` and ``answers``: their role keeps packs, answers alerts. ``is_missing``: an alert runs.
    """

    is_admitted: bool
    is_owner: bool
    keeps: bool
    answers: bool
    is_missing: bool


def way_in(knock: Knock) -> Way | None:
    """Say by which way the pack opens; None when it stays sealed."""
    if not knock.is_admitted:
        return None
    if knock.is_owner and knock.keeps:
        return Way.OWNER
    return Way.SEARCH if knock.is_missing and knock.answers else None


def may_keep(kind: str) -> bool:
    """Tell whether organisations of this kind keep grab packs."""
    return kind in KEEPING_KINDS


def confirm_before(confirmed_at: datetime) -> datetime:
    """Give the instant before which a pack that was confirmed at an aware instant is confirmed again."""
    return confirmed_at + CONFIRM_WITHIN


def is_stale(confirmed_at: datetime, *, now: datetime) -> bool:
    """Tell whether nobody confirmed the pack in time. It is still of use, and never kept back for that."""
    return confirm_before(confirmed_at) <= now


def is_due_soon(confirmed_at: datetime, *, now: datetime) -> bool:
    """Tell whether it is time to confirm the pack."""
    return confirm_before(confirmed_at) - REMIND_AHEAD <= now


def reminds(confirmed_at: datetime, reminded_at: datetime | None, *, now: datetime) -> bool:
    """Tell whether the owner is reminded now: ahead of the day, on the day, and again while it is stale."""
    due = confirm_before(confirmed_at)
    late = max((now - due) // REMIND_AGAIN, 0)
    thresholds = (due - REMIND_AHEAD, due, due + late * REMIND_AGAIN)
    passed = [at for at in thresholds if at <= now]
    return bool(passed) and (reminded_at is None or reminded_at < max(passed))


class PhotoAge(StrEnum):
    """What to say of a photo."""

    NONE = "none"
    RECENT = "recent"
    OLD = "old"


def photo_age(taken_on: date | None, *, today: date) -> PhotoAge:
    """Say how old a photo is, on a local day."""
    if taken_on is None:
        return PhotoAge.NONE
    return PhotoAge.RECENT if today - taken_on <= PHOTO_RECENT else PhotoAge.OLD


class LegalTitle(StrEnum):
    """On what the stay rests."""

    UNKNOWN = "unknown"
    SUPERVISION = "supervision"
    PLACEMENT = "placement"
    SECURE = "secure"
    GUARDIANSHIP = "guardianship"
    MENTAL_HEALTH = "mental_health"
    DETENTION = "detention"
    OTHER = "other"
    NONE = "none"


class FormRoute(StrEnum):
    """By which road a report reaches the police."""

    CALL_112 = "call_112"
    FORM = "form"
    TITLE_UNKNOWN = "title_unknown"
    NO_FORM = "no_form"


def form_route(title: str, *, is_urgent: bool, is_danger: bool) -> FormRoute:
    """Say whether the police accept the form for institutions.

    Only with danger to the young person or others, or with a legal title; the form is for what is not
    urgent, and urgent is 112 (https://www.vgn.nl/nieuws/nieuw-meldingsformulier-bij-vermissing-van-clienten).
    """
    if is_urgent:
        return FormRoute.CALL_112
    if is_danger or LegalTitle(title) not in {LegalTitle.UNKNOWN, LegalTitle.NONE}:
        return FormRoute.FORM
    return FormRoute.NO_FORM if title == LegalTitle.NONE else FormRoute.TITLE_UNKNOWN


class OfferState(StrEnum):
    """How the question to another organisation stands, whether it takes the pack over."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"
