"""Forms of rights: a shielded name, a report about who looked."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.rights.access_report import Wanted
from cases.rights.choices import ASKERS, LIMITS
from cases.rights.report_rules import NEVER
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from organisations.models import User
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput

#: Core cannot be left out: that somebody looked is what the report is about.
MAY_LEAVE_OUT = [
    (code, label) for code, label in COMPARTMENTS if Compartment(code) not in NEVER and code != "core"
]


class ShieldForm(TableForm):
    """Whose name is not told, why, and until when."""

    user = forms.TypedChoiceField(label=_("Whose name is not told?"), coerce=int, empty_value=None)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance a threat. The young person and the parents never read this reason."),
    )
    until = forms.DateField(label=_("Up to and including"), widget=LocalDateInput)

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {user.pk: user for user in people}
        named = [(pk, user.name) for pk, user in self.people.items()]
        self.fields["user"].choices = [("", _("Choose a person")), *named]

    def clean_user(self) -> User:
        """Give the person."""
        return self.people[self.cleaned_data["user"]]


class EndForm(TableForm):
    """Confirms; there is nothing to fill in."""


class ReportForm(TableForm):
    """For whom a report is, about which days, and what it leaves out."""

    for_whom = forms.ChoiceField(label=_("For whom is the report?"), choices=ASKERS, widget=forms.RadioSelect)
    since = forms.DateField(label=_("From"), widget=LocalDateInput)
    until = forms.DateField(label=_("Up to and including"), widget=LocalDateInput)
    left_out = forms.MultipleChoiceField(
        label=_("Parts to leave out"),
        choices=MAY_LEAVE_OUT,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Police is always left out. A reading that showed only such parts is not told. The report says "
            "that parts may be left out, not which."
        ),
    )
    limit = forms.ChoiceField(
        label=_("On which ground of the law"),
        choices=[("", _("Nothing is left out")), *LIMITS],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it starts.")))
        return cleaned

    def wanted(self) -> Wanted:
        """Give what was filled in."""
        given = self.cleaned_data
        return Wanted(
            for_whom=given["for_whom"],
            since=given["since"],
            until=given["until"],
            left_out=frozenset(map(Compartment, given["left_out"])),
            limit=given["limit"],
        )
