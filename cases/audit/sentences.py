"""What a line of the ledger says, in one sentence for a reviewer. The words stand in ``wording.py``."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.audit.events import Event
from cases.audit.models import LedgerLine
from cases.audit.reading import Names
from cases.audit.wording import EVENTS, GROUPS, REFUSALS
from organisations.choices import ACTS, COMPARTMENTS, LEGAL_GROUNDS, PURPOSES, ROLES

ROLE_LABELS = dict(ROLES)
ACT_LABELS = dict(ACTS)
COMPARTMENT_LABELS = dict(COMPARTMENTS)
GROUND_LABELS = dict([*PURPOSES, *LEGAL_GROUNDS, ("meeting", gettext_lazy("During a meeting"))])
#: The parts of the system that write lines by themselves, by the name that the ledger holds.
SYSTEM_LABELS = {
    "agreed actions": gettext_lazy("agreed actions"),
    "access_requests": gettext_lazy("requests for access"),
    "attack": gettext_lazy("self-attack"),
    "calendar": gettext_lazy("end of a period"),
    "check": gettext_lazy("check of the ledger"),
    "confirmations": gettext_lazy("confirming who takes part"),
    "covenant": gettext_lazy("covenant"),
    "escalation": gettext_lazy("calling after an alert"),
    "export": gettext_lazy("command of the host"),
    "founder": gettext_lazy("start of this region"),
    "grab packs": gettext_lazy("grab packs"),
    "health": gettext_lazy("health check"),
    "idle accounts": gettext_lazy("accounts that are not used"),
    "judgements": gettext_lazy("judgements of risk"),
    "leavers": gettext_lazy("people who left"),
    "questions": gettext_lazy("questions between organisations"),
    "records": gettext_lazy("archive"),
    "retention": gettext_lazy("retention periods"),
    "review": gettext_lazy("rules of the review"),
    "safety conditions": gettext_lazy("safety conditions"),
    "sheets": gettext_lazy("registrations from a file"),
    "succession": gettext_lazy("who carries a case on"),
}


class _Gaps(dict):
    """The words of a sentence; one that the line does not have becomes a dash, never an error."""

    def __missing__(self, key: str) -> str:
        return "–"


@dataclass(frozen=True, slots=True)
class Told:
    """A line in words. ``scope``, ``ground`` and ``reason`` are empty where they say nothing."""

    sentence: str
    scope: str
    ground: str
    reason: str


def tell(line: LedgerLine, names: Names) -> Told:
    """Give what a line says. ``names`` holds the people and organisations that its details point to."""
    words = _Gaps(
        names.of_details(line.detail),
        who=who(line),
        case=line.case_number or "–",
        number=line.object_number or line.case_number or "",
        act=_act(line),
    )
    template = EVENTS[Event(line.event)][1]
    return Told(
        sentence=" ".join((str(template) % words).split()).replace(" .", "."),
        scope=", ".join(compartments(line.compartments)),
        ground=" · ".join(ground(line.ground)),
        reason=refusal(line.refusal) if line.refusal else "",
    )


def who(line: LedgerLine) -> str:
    """Give who acted: name, role and organisation, or the part of the system."""
    if line.user_id is None:
        if not line.user_label:
            return str(_("Somebody who was not logged in"))
        part = SYSTEM_LABELS.get(line.user_label, line.user_label)
        return str(_("The system (%(part)s)") % {"part": part})
    about = [str(ROLE_LABELS.get(line.role, line.role)), line.organisation_label, _behalf(line)]
    shown = ", ".join(part for part in about if part)
    return f"{line.user_label} ({shown})" if shown else line.user_label


def label(code: str) -> str:
    """Give the label of an event, by the code that the ledger holds."""
    return str(EVENTS[Event(code)][0])


def refusal(code: str) -> str:
    """Give why something was refused, by the code that the ledger holds."""
    return str(REFUSALS.get(code, _("a reason that this version of the software does not know")))


def compartments(codes: str) -> list[str]:
    """Give the labels of the compartments that a line names."""
    return [str(COMPARTMENT_LABELS.get(code, code)) for code in codes.split(",") if code]


def ground(codes: str) -> list[str]:
    """Give purpose and legal ground in words, from ``purpose/ground`` as the ledger holds it."""
    return [str(GROUND_LABELS.get(code, code)) for code in codes.split("/") if code]


def event_choices() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """Give every event as a choice, under the heading of its group."""
    return [
        (name, [(event.value, telling[0]) for event, telling in group.items()])
        for name, group in GROUPS.items()
    ]


def _act(line: LedgerLine) -> str:
    return f"“{ACT_LABELS[line.act]}”" if line.act in ACT_LABELS else str(_("a page"))


def _behalf(line: LedgerLine) -> str:
    if not line.on_behalf_of:
        return ""
    return str(_("on behalf of %(name)s") % {"name": line.on_behalf_of})
