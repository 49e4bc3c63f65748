"""What people read for the findings of an attack: a kind of fault, where, and for which role."""

import re
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from cases.audit.models import AttackRun
from organisations.choices import ORGANISATION_KINDS, ROLES

PLACE = re.compile(r"<[^>]*>")
KINDS = {
    "leak": _("A planted word was seen where it may not be"),
    "count": _("Something changed on the page because of a case that is hidden from this person"),
    "difference": _("A hidden case answers differently from one that does not exist"),
    "error": _("The page broke down"),
    "assignment": _("A field that is not on the form was taken over"),
    "log": _("A planted word stood in a line of the log"),
    "mail": _("A planted word stood in a mail"),
    "unplanned": _("The attack does not know this address: nobody tried it"),
    "unreached": _("There was nothing to try this address with"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One address where something is wrong, for whom and with which texts."""

    kind: str
    address: str
    who: list[str]
    what: list[str]


def places(run: AttackRun) -> list[Place]:
    """Give the findings of an attack, one per kind and address."""

    def key(finding: dict[str, str]) -> tuple[str, str]:
        return finding["kind"], finding["place"]

    found = []
    for (kind, address), group in groupby(sorted(run.findings, key=key), key=key):
        findings = list(group)
        who = {_who(finding["who"]) for finding in findings if finding["who"]}
        what = {finding["what"] for finding in findings if finding["what"]}
        path = PLACE.sub("…", f"/{address.lstrip('/')}")
        found.append(Place(str(KINDS.get(kind, kind)), path, sorted(who), sorted(what)))
    return found


def _who(label: str) -> str:
    role, _at, kind = label.partition("@")
    return f"{dict(ROLES).get(role, role)} ({dict(ORGANISATION_KINDS).get(kind, kind)})"
