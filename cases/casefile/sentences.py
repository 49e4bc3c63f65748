"""The lines of a case's timeline as people read them: code -> (label, sentence, tone).

Each slice keeps the sentences of its own kinds; here they come together.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.asks import sentences as asks
from cases.casefile.models import TimelineEntry
from cases.conditions import sentences as conditions
from cases.coordination import sentences as coordination
from cases.forensic import sentences as forensic
from cases.incidents import sentences as incidents
from cases.intake import sentences as intake
from cases.justice import sentences as justice
from cases.legal_basis import sentences as legal_basis
from cases.level import sentences as level
from cases.measures import sentences as measures
from cases.meetings import sentences as meetings
from cases.meldcode import sentences as meldcode
from cases.missing import sentences as missing
from cases.network import sentences as network
from cases.own_plan import sentences as own_plan
from cases.police import sentences as police
from cases.registration import sentences as registration
from cases.safe_contact import sentences as safe_contact
from cases.statement import sentences as statement

Sentence = tuple[Promise, Promise, str]

OWN: dict[str, Sentence] = {
    "case_started": (_("Case"), _("The case was started."), "info"),
    "case_changed": (_("Case"), _("Form of concern or urgency was changed."), "neutral"),
    "case_closed": (_("Case"), _("The case was closed."), "ok"),
    "case_reopened": (_("Case"), _("The case was opened again."), "info"),
    "coordinator_assigned": (
        _("Coordination"),
        _("%(coordinator)s coordinates, %(deputy)s is the deputy."),
        "info",
    ),
    "coordinator_left": (
        _("Coordination"),
        _("Coordinator or deputy no longer works at an organisation in this case. A new pair is needed."),
        "warning",
    ),
    "organisation_admitted": (_("Sharing"), _("%(admitted)s was admitted to the case."), "info"),
    "participation_changed": (_("Sharing"), _("What %(admitted)s may read was changed."), "neutral"),
    "participation_ended": (_("Sharing"), _("%(admitted)s no longer takes part in the case."), "neutral"),
    "identity_shared": (_("Sharing"), _("%(admitted)s was told who the young person is."), "info"),
    "participation_lapsed": (
        _("Sharing"),
        _("The part of %(admitted)s lapsed: nobody confirmed that it is still needed."),
        "warning",
    ),
    "person_changed": (_("Young person"), _("The details of the young person were changed."), "neutral"),
    "note_written": (_("Note"), _("A note was written."), "neutral"),
    "note_corrected": (_("Note"), _("A correction was put beside a note."), "neutral"),
    "action_agreed": (_("Action"), _("Agreed with %(owner)s, before %(due)s."), "info"),
    "action_done": (_("Action"), _("%(owner)s did what was agreed."), "ok"),
    "action_cancelled": (_("Action"), _("An action of %(owner)s was cancelled."), "neutral"),
    "disagreement_attached": (
        _("Rights"),
        _("The words of somebody who does not agree were put beside a record."),
        "neutral",
    ),
    "case_sealed": (
        _("Access"),
        _("The case was sealed. Only the people named on it can see it."),
        "warning",
    ),
    "case_unsealed": (_("Access"), _("The seal was taken off the case."), "info"),
    "emergency_given_back": (_("Access"), _("Emergency access was given back early."), "neutral"),
    "emergency_opened": (_("Access"), _("Somebody opened the case by emergency access."), "warning"),
}

KINDS: dict[str, Sentence] = {
    **OWN,
    **coordination.KINDS,
    **asks.KINDS,
    **level.KINDS,
    **intake.KINDS,
    **meldcode.KINDS,
    **conditions.KINDS,
    **missing.KINDS,
    **police.KINDS,
    **forensic.KINDS,
    **incidents.KINDS,
    **justice.KINDS,
    **safe_contact.KINDS,
    **statement.KINDS,
    **measures.KINDS,
    **registration.KINDS,
    **network.KINDS,
    **legal_basis.KINDS,
    **own_plan.KINDS,
    **meetings.KINDS,
}

UNKNOWN: Sentence = (_("Event"), _("Something was recorded."), "neutral")


def entry(line: TimelineEntry) -> dict[str, Any]:
    """Give a line for ``components/timeline.html``: never a raw code."""
    label, sentence, tone = KINDS.get(line.kind, UNKNOWN)
    return {
        "at": line.at,
        "kind_label": label,
        "sentence": _filled(sentence, line.params),
        "organisation": "" if line.organisation is None else line.organisation.name,
        "url": line.url,
        "tone": tone,
    }


def label_of(kind: str) -> Promise:
    """Give the label under which lines of this kind can be filtered."""
    return KINDS.get(kind, UNKNOWN)[0]


def _filled(sentence: Promise, params: Mapping[str, Any]) -> str:
    """Fill a sentence in; a line of long ago that lacks a value still reads as a sentence."""
    try:
        return str(sentence) % {name: _readable(value) for name, value in params.items()}
    except KeyError:
        return str(UNKNOWN[1])


def _readable(value: Any) -> Any:
    day = parse_date(value) if isinstance(value, str) and len(value) == 10 and value[4] == "-" else None
    return value if day is None else date_format(day, "j F Y")
