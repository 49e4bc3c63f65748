"""The grab pack as it is shown: to its owner, on the page of a running alert, in the report to the police."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.casefile.models import Case
from cases.pack import door, handover, rules
from cases.pack.models import GrabPack, PackPhoto
from cases.pack.rules import PhotoAge
from cases.workdays import local_day
from organisations.acts import Act
from organisations.compartments import Compartment

Rows = list[dict[str, Any]]

PARTS: tuple[tuple[Promise, tuple[tuple[Promise, str], ...]], ...] = (
    (
        _("Physical description"),
        (
            (_("Height in centimetres"), "height_cm"),
            (_("Build"), "build"),
            (_("Hair"), "hair"),
            (_("Eyes"), "eyes"),
            (_("Marks"), "marks"),
            (_("Usual clothes"), "usual_clothes"),
        ),
    ),
    (
        _("Where to look"),
        (
            (_("Phones"), "phones"),
            (_("Accounts"), "accounts"),
            (_("Places"), "places"),
            (_("Friends and others"), "friends"),
            (_("Addresses"), "addresses"),
            (_("Vehicles"), "vehicles"),
        ),
    ),
    (_("Health"), ((_("Medical needs"), "medical_needs"),)),
    (
        _("Stay and return"),
        (
            (_("Legal title of the stay"), "legal_title"),
            (_("About the legal title"), "legal_title_note"),
            (_("Guardian or parents with authority"), "guardian"),
            (_("Whom to return to"), "return_to"),
        ),
    ),
)
MULTILINE = frozenset({"phones", "accounts", "places", "friends", "addresses", "vehicles", "medical_needs"})


def parts(pack: GrabPack, *, filled_only: bool) -> list[dict[str, Any]]:
    """Give what stands in a pack, in parts with a heading; a searcher need not scroll past what is empty."""
    told = [
        {"title": title, "rows": [_row(pack, label, name) for label, name in fields]}
        for title, fields in PARTS
    ]
    if not filled_only:
        return told
    for part in told:
        part["rows"] = [row for row in part["rows"] if row["value"] not in ("", None)]
    return [part for part in told if part["rows"]]


def photo_of(pack: GrabPack, *, now: datetime) -> dict[str, Any] | None:
    """Give where the photo is and how old; None without one. The bytes stay where they are."""
    found = PackPhoto.objects.filter(pack=pack).values("width", "height").first()
    if found is None:
        return None
    age = rules.photo_age(pack.photo_taken_on, today=local_day(now))
    return {
        **found,
        "url": f"{handover.path_of(pack.case)}photo/?v={pack.version}",
        "taken_on": pack.photo_taken_on,
        "is_old": age is PhotoAge.OLD,
    }


def photo_bytes(panel: dict[str, Any] | None) -> bytes | None:
    """Give the photo itself for paper, of a pack that was opened by ``in_alert``."""
    if panel is None or panel["pack"] is None:
        return None
    kept = PackPhoto.objects.filter(pack=panel["pack"]).first()
    return None if kept is None else bytes(kept.content)


def standing(pack: GrabPack, *, now: datetime) -> dict[str, Any]:
    """Give how up to date a pack is."""
    return {
        "is_stale": rules.is_stale(pack.confirmed_at, now=now),
        "is_due": rules.is_due_soon(pack.confirmed_at, now=now),
        "confirm_before": rules.confirm_before(pack.confirmed_at),
    }


def in_alert(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give the pack to who searches while an alert runs, and record the reading; None for all others.

    ``case`` carries the access with which it was opened.
    """
    opened = door.look(case, actor=request.actor, now=request.now)
    if opened is not None:
        door.record_reading(opened.pack, case, now=request.now)
        return {
            "pack": opened.pack,
            "parts": parts(opened.pack, filled_only=True),
            "photo": photo_of(opened.pack, now=request.now),
            **standing(opened.pack, now=request.now),
        }
    searches = case.access.way in door.ADMITTED and _may(request, case, Act.ANSWER_ALERT)
    is_kept = GrabPack.objects.filter(case=case).exists()
    return {"pack": None, "may_make": _keeps(request, case)} if searches and not is_kept else None


def stamp(case: Case) -> int:
    """Give what changes when the pack of a case does; it tells nothing by itself."""
    return GrabPack.objects.filter(case=case).values_list("version", flat=True).first() or 0


def link(request: HttpRequest, case: Case) -> dict[str, Any] | None:
    """Give what the tab says of the pack to who keeps packs there; None for all others."""
    if not _keeps(request, case):
        return None
    pack = GrabPack.objects.filter(case=case).select_related("owner_organisation", "case").first()
    told = {"url": handover.path_of(case), "is_ours": False, "is_kept": pack is not None}
    if pack is None:
        return told
    if pack.owner_organisation_id == request.actor.organisation_id:
        return {**told, "is_ours": True, **standing(pack, now=request.now)}
    asked = handover.waiting(pack)
    is_asked = asked is not None and asked.to_organisation_id == request.actor.organisation_id
    is_left = handover.is_left_behind(pack, now=request.now)
    return {**told, "is_asked": is_asked, "is_left": is_left, "keeper": pack.owner_organisation}


def _row(pack: GrabPack, label: Promise, name: str) -> dict[str, Any]:
    value = pack.get_legal_title_display() if name == "legal_title" else getattr(pack, name)
    return {"label": label, "value": value, "multiline": name in MULTILINE}


def _keeps(request: HttpRequest, case: Case) -> bool:
    is_keeper = case.access.way in door.ADMITTED and rules.may_keep(request.actor.organisation.kind)
    return is_keeper and _may(request, case, Act.KEEP_PACK)


def _may(request: HttpRequest, case: Case, act: Act) -> bool:
    return gate.may(
        request.actor, act, on=case, compartment=Compartment.MISSING, access=case.access, now=request.now
    )
