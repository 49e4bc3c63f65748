"""Which part of the own list of work somebody asks for. What is acute is in every part: never hidden."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.aside.rules import Work
from cases.dashboard.item import Item

#: code in the address -> what people call it, and the work in it.
PARTS: dict[str, tuple[Promise, frozenset[Work]]] = {
    "signals": (_("Signals"), frozenset({Work.SIGNAL, Work.OVERLAP})),
    "missing": (
        _("Missing and return"),
        frozenset({Work.RETURN_TALK, Work.PATTERN, Work.PACK, Work.PACK_OFFER}),
    ),
    "meldcode": (
        _("Meldcode and Veilig Thuis"),
        frozenset({Work.VEILIG_THUIS, Work.VEILIG_THUIS_INQUIRY, Work.HELP_TERM, Work.CONDITION}),
    ),
    "agreed": (_("Actions and questions"), frozenset({Work.ACTION, Work.ASK})),
    "access": (
        _("Requests and access"),
        frozenset({Work.ACCESS_REQUEST, Work.RIGHTS_REQUEST, Work.EMERGENCY}),
    ),
    "coordination": (
        _("Who coordinates"),
        frozenset(
            {
                Work.VACANCY,
                Work.BOTH_AWAY,
                Work.OFFER_ANSWER,
                Work.OFFER_REFUSED,
                Work.OFFER_LATE,
                Work.NOBODY,
            }
        ),
    ),
    "ahead": (
        _("Dates and decisions ahead"),
        frozenset(
            {
                Work.ADULTHOOD,
                Work.MEASURE,
                Work.COURT_DATE,
                Work.INFORMATION,
                Work.RISK,
                Work.PROPOSAL,
                Work.FORENSIC_WINDOW,
                Work.FOLLOW_UP,
            }
        ),
    ),
}


class QueueForm(forms.Form):
    """What somebody wants to see of their own list. A value that does not exist is no filter."""

    about = forms.ChoiceField(
        label=_("Which work?"),
        required=False,
        choices=[("", _("All work")), *((code, label) for code, (label, _works) in PARTS.items())],
    )
    by = forms.ChoiceField(
        label=_("In which order?"),
        required=False,
        choices=[("", _("Most urgent first")), ("case", _("By case"))],
    )

    def asked(self) -> dict[str, str]:
        """Give what is asked and known."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def part(items: Iterable[Item], about: str) -> list[Item]:
    """Keep the work of one part, and whatever is acute."""
    if not about:
        return list(items)
    works = PARTS[about][1]
    return [item for item in items if item.urgency == "acute" or (item.on and item.on.work in works)]


def address(asked: dict[str, str], **other: str) -> str:
    """Give the address of the start page with this asked; an empty value leaves something out."""
    wanted = {name: value for name, value in {**asked, **other}.items() if value}
    return f"/?{urlencode(wanted)}" if wanted else "/?plain=1"


def wrong(query: QueryDict) -> list[str]:
    """Give the labels of what an address asks with a value that does not exist."""
    form = QueueForm(query)
    return [str(form.fields[name].label) for name in form.errors]


def of_query(query: QueryDict) -> dict[str, str]:
    """Give what an address asks of the own list."""
    return QueueForm(query).asked()
