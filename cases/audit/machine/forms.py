"""What the time machine is asked: an organisation, a case, an instant. Ids and numbers, never a name."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import reading
from cases.audit.machine.answer import Asked
from cases.numbers import PATTERN
from cases.workdays import start_of_day
from organisations.models import Organisation
from zorgtafel.moments import MomentField, judge_at

SPANS = [
    ("day", _("That day")),
    ("week", _("That day and the six days before")),
    ("month", _("That day and the thirty days before")),
    ("all", _("Everything up to the end of that day")),
]
DAYS = {"day": 0, "week": 6, "month": 30}
CHOOSE = ("", _("Choose"))


class MachineForm(forms.Form):
    """One question to the time machine; it stands in the address, so that it can be asked again."""

    number = forms.CharField(label=_("Case"), max_length=12, help_text=_("Its number: C-26-7K3QF."))
    organisation = forms.TypedChoiceField(label=_("Organisation"), coerce=int, empty_value=None)
    at = MomentField(label=_("At which moment"))
    span = forms.ChoiceField(label=_("What it really opened"), choices=SPANS, required=False, initial="day")

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self.now = now
        judge_at(self, now)
        self.organisations = Organisation.objects.in_bulk()
        named = sorted((found.name, pk) for pk, found in self.organisations.items())
        self.fields["organisation"].choices = [CHOOSE, *((pk, name) for name, pk in named)]

    def clean_number(self) -> Any:
        """Give the case; whatever is not the number of one is refused here and reaches no ledger."""
        number = self.cleaned_data["number"].strip().upper()
        case = reading.case_of(number) if re.fullmatch(PATTERN, number) else None
        if case is None:
            raise ValidationError(_("There is no case with this number. A number looks like C-26-7K3QF."))
        return case

    def clean_at(self) -> datetime:
        """Refuse what has still to come: nobody has seen anything then."""
        at = self.cleaned_data["at"]
        if at > self.now:
            raise ValidationError(_("This moment has still to come. Choose one that has passed."))
        return at

    def asked(self) -> Asked:
        """Give the question, with the period in local days."""
        given = self.cleaned_data
        span = given["span"] or "day"
        day = timezone.localdate(given["at"])
        return Asked(
            organisation=self.organisations[given["organisation"]],
            case=given["number"],
            at=given["at"],
            since=None if span == "all" else start_of_day(day - timedelta(days=DAYS[span])),
            until=start_of_day(day + timedelta(days=1)),
            span=span,
        )
