"""The certificate of a destruction: who may see it, and what it says on paper. Nothing of any content."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from cases.casefile.models import Case
from cases.retention.models import DestructionCertificate
from cases.retention.words import label
from organisations.actor import Actor
from organisations.acts import Act


def seen_by(actor: Actor) -> QuerySet[DestructionCertificate]:
    """Give the certificates an actor may see: auditors all, others those of their own organisation."""
    rows = DestructionCertificate.objects.order_by("-at", "-id")
    if actor.holds(Act.REVIEW_AUDIT):
        return rows
    home = actor.organisation_id
    return rows.filter(Q(first_organisation_id=home) | Q(second_organisation_id=home))


def case_of(certificate: DestructionCertificate) -> Case:
    """Give id and number of the case that is gone, as the ledger refers to it."""
    return Case(pk=certificate.case_id, number=certificate.case_number)


def counted(counts: dict[str, list[int]]) -> list[dict[str, Any]]:
    """Give what went, kind by kind: the word, how many, and how many old values of it."""
    rows = [
        {"label": str(label(table)), "rows": many, "old": old}
        for table, (many, old) in counts.items()
        if many or old
    ]
    return sorted(rows, key=lambda row: row["label"])


def total(counts: dict[str, list[int]]) -> int:
    """Give how many rows went, old values included."""
    return sum(many + old for many, old in counts.values())


def term(certificate: DestructionCertificate) -> str:
    """Say on what the end of the term rests."""
    months = ngettext("%(count)d month", "%(count)d months", certificate.months) % {
        "count": certificate.months
    }
    return _("%(covenant)s, version %(version)d: kept for %(months)s after closing") % {
        "covenant": certificate.covenant,
        "version": certificate.covenant_version,
        "months": months,
    }


def agreed(certificate: DestructionCertificate) -> list[dict[str, str]]:
    """Give the two who agreed, each with organisation and moment."""
    both = (
        (certificate.first_name, certificate.first_organisation, certificate.first_at),
        (certificate.second_name, certificate.second_organisation, certificate.at),
    )
    return [{"who": f"{name}, {home}", "when": _moment(at)} for name, home, at in both]


def told(certificate: DestructionCertificate) -> dict[str, Any]:
    """Give every word and number of the printed certificate."""
    first, second = agreed(certificate)
    person = (
        _("Another case is about the same young person: name and address stay with that case.")
        if certificate.person_stays
        else _("Name, address and date of birth of the young person are among what is gone.")
    )
    return {
        "language": get_language(),
        "title": _("Certificate of destruction %(number)s") % {"number": certificate.number},
        "lead": [
            _("Case %(number)s was destroyed. This page holds nothing of its content.")
            % {"number": certificate.case_number}
        ],
        "figures": [
            {"label": _("Destroyed"), "value": _moment(certificate.at)},
            {"label": _("Case closed"), "value": _day(certificate.closed_on)},
            {"label": _("Kept until"), "value": _day(certificate.held_until or certificate.kept_until)},
            {"label": _("Term"), "value": term(certificate)},
            {"label": _("First who agreed"), "value": f"{first['who']} ({first['when']})"},
            {"label": _("Second who agreed"), "value": f"{second['who']} ({second['when']})"},
        ],
        "columns": [_("What"), _("Rows"), _("Old values")],
        "rows": [[row["label"], str(row["rows"]), str(row["old"])] for row in counted(certificate.counts)],
        "heading": _("What is gone"),
        "notes": [
            person,
            _("The ledger was not touched: it holds references and codes, and shows who did or saw what."),
            _("Back-ups made before this day still hold the case until they are overwritten."),
        ],
        "footer": _("Certificate of destruction %(number)s") % {"number": certificate.number},
    }


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "j F Y H:i")


def _day(day: Any) -> str:
    return date_format(day, "j F Y")
