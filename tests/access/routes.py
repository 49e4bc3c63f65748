"""Reads the rows of addresses, and gives the address of a route about one thing of everything."""

import re
from typing import Any

from django.urls import get_resolver

from tests.architecture.test_contents import _views

#: What a human number in an address is, by the first word of the address.
NUMBERED = {
    "cases": "case",
    "signals": "signal",
    "missing": "episode",
    "meetings": "meeting",
    "requests": "request",
    "audit": "review",
    "exports": "export",
    "retention": "proposal",
    "rights": "right",
    "drills": "drill",
    "opinions": "opinion",
}
#: What a number in an address is, by the word before it.
COUNTED = {
    "notes": "note",
    "note": "note",
    "kept-away": "kept_away",
    "colleagues": "colleague",
    "contact": "contact_way",
    "coordinator": "coordination_offer",
    "asks": "ask",
    "overlaps": "overlap",
    "filters": "saved_filter",
    "measures": "measure",
    "conditions": "condition",
    "network": "network_thing",
    "links": "network_link",
    "handover": "handover",
    "routes": "route",
    "drafts": "draft",
    "unsaved": "item_draft",
    "figures": "board_report",
    "forensic": "forensic_track",
    "dates": "court_date",
    "information": "information_request",
    "evidence": "evidence_note",
    "directory": "directory_entry",
    "contacts": "police_contact",
    "blocks": "block",
    "emergencies": "emergency",
    "sharing": "participation",
    "plan": "action",
    "meldcode": "track",
    "items": "agenda_item",
    "proposals": "agenda_proposal",
    "organisations": "organisation",
    "parties": "party",
    "clauses": "clause",
    "covenants": "covenant",
    "agreements": "agreement",
    "shifts": "shift",
    "overrides": "override",
    "inbox": "item",
    "reach": "channel",
    "reports": "access_report",
    "shieldings": "shielding",
    "shielded": "shielded",
    "control-cases": "control_case",
    "keys": "item",
}
FIXED = {
    "<role:role>": "contact_point",
    "<act:act>": "sound_alert",
    "<int:step_number>": "1",
    "<int:look_pk>": "{condition_look}",
    "<int:report_pk>": "{report}",
    "<int:key_pk>": "{sealing_key}",
    "<int:member_pk>": "{member}",
    "<int:invitation_pk>": "{invitation}",
    "<int:secondment_pk>": "{secondment}",
    "<str:ticket>": "{ticket}",
    "<uuid:event_id>": "{line}",
    "<uuid:token>": "{check}",
    "<str:token>": "{token}",
    "<str:secret>": "nosecret",
    "<str:key>": "nokey",
    "<str:kind>": "note",
    "<str:colour>": "red",
    "<int:guest_pk>": "{guest}",
    "<str:month>": "2026-11",
    "<str:uidb36>": "1",
}


def table(text: str) -> dict[str, list[int]]:
    """Read rows: the statuses, then the route."""
    rows = [line.rsplit("  ", 1) for line in text.strip().splitlines()]
    return {route: [int(status) for status in statuses.split()] for statuses, route in rows}


def routes() -> list[str]:
    """Give every route of the site, regular expressions written as Django writes the others."""
    found = []
    for route, _view in _views(get_resolver().url_patterns):
        plain = re.sub(r"\(\?P<(\w+)>.*?\)(?=[/$-]|$)", r"<str:\1>", route)
        found.append(plain.replace("^", "").replace("$", "") or "/")
    return found


def address(route: str, things: dict[str, Any]) -> str:
    """Give the address of a route about the one thing of its kind."""
    parts: list[str] = []
    for part in route.strip("/").split("/"):
        if part == "<str:number>" and parts[-1] == "sheets":
            parts.append("{sheet}")
        elif part == "<str:number>":
            parts.append(f"{{{NUMBERED[parts[0]]}}}")
        elif part == "<str:key>" and parts[-1] == "aside":
            parts.append("{put_aside}")
        elif part == "<int:pk>":
            parts.append(f"{{{COUNTED[parts[-1]]}}}")
        else:
            parts.append(re.sub(r"<\w+:\w+>", lambda found: FIXED[found[0]], part))
    end = "/" if route.endswith("/") and route != "/" else ""
    return ("/" + "/".join(parts) + end).format(**things)
