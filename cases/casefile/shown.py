"""What the history page shows of a line of the ledger: words instead of codes. No queries here."""

from collections.abc import Container
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.models import LedgerLine
from cases.audit.sentences import ROLE_LABELS, compartments, label, who
from organisations.compartments import Compartment

#: A track is of one organisation; the others see that it is at work there, not what it did.
OF_ITS_OWN = ("meldcode.", "veilig_thuis.")
MELDCODE = _("Worked on a Meldcode track")


def told(line: LedgerLine, readable: Container[Compartment]) -> dict[str, Any]:
    """Give a line as a row: who, for whom, when and what; references and codes become words.

    ``readable``: the parts that the reader reads; of others it is not told that somebody opened them.
    """
    parts = ",".join(part for part in line.compartments.split(",") if part in readable)
    return {
        "at": line.at,
        "who": line.user_label if line.user_id else who(line),
        "organisation": line.organisation_label,
        "role": ROLE_LABELS.get(line.role, ""),
        "did": _did(line.event),
        "parts": ", ".join(compartments(parts)),
        "is_refused": line.outcome == "refused",
        "is_emergency": line.is_emergency,
    }


def _did(event: str) -> Promise | str:
    return MELDCODE if event.startswith(OF_ITS_OWN) else label(event)
