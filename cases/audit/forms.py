"""The forms of the ledger and its review. Filters hold ids and codes: an address never holds a name."""

import dataclasses
import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.audit import review_list, sentences
from cases.audit.choices import REVIEW_REASONS, REVIEW_STATES, VERDICTS
from cases.audit.control_case import Invented
from cases.audit.reading import READING, Filter
from cases.audit.review import Judgement
from cases.audit.review_list import Asked
from cases.audit.review_rules import Verdict
from cases.choices import AGE_BANDS, FORMS_OF_CONCERN
from cases.numbers import PATTERN
from organisations.models import Organisation, User
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput

ANY = ("", _("All"))
OUTCOMES = [
    ANY,
    ("allowed", _("Allowed")),
    ("refused", _("Refused")),
    ("failed", _("Failed")),
    ("emergency", _("Emergency access")),
]


class FilterForm(forms.Form):
    """What a reviewer looks for; everything may stay empty."""

    number = forms.CharField(
        label=_("Number"),
        max_length=32,
        required=False,
        help_text=_(
            "Of a case or a signal: C-26-7K3QF. Or of a reading: it stands at the foot of a printed page."
        ),
    )
    person = forms.TypedChoiceField(label=_("Person"), required=False, coerce=int, empty_value=None)
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), required=False, coerce=int, empty_value=None
    )
    since = forms.DateField(label=_("From"), required=False, widget=LocalDateInput)
    until = forms.DateField(label=_("Up to and including"), required=False, widget=LocalDateInput)
    event = forms.ChoiceField(label=_("What happened"), required=False)
    outcome = forms.ChoiceField(label=_("Outcome"), required=False, choices=OUTCOMES)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].choices = [ANY, *_people(self.data.get("organisation", ""))]
        self.fields["organisation"].choices = [ANY, *Organisation.objects.values_list("pk", "name")]
        self.fields["event"].choices = [ANY, *sentences.event_choices()]

    def clean_number(self) -> str:
        """Accept a number only: whatever else somebody types here must not reach the ledger."""
        number = self.cleaned_data["number"].strip()
        if re.fullmatch(READING, number.lower()):
            return number.lower()
        if number and not re.fullmatch(PATTERN, number.upper()):
            raise ValidationError(_("This is not a number. A number looks like C-26-7K3QF."))
        return number.upper()

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it starts.")))
        return cleaned

    def asked(self) -> Filter:
        """Give the filter; of a form with a mistake, nothing may be searched."""
        return Filter(**self.cleaned_data)


class ExportForm(TableForm):
    """Which period of the ledger leaves as a file (empty: everything that is sealed), for whom, and why."""

    recipient = forms.CharField(
        label=_("For whom is the file?"),
        max_length=200,
        help_text=_("The person or the body that gets it, for instance the data protection officer."),
    )
    reason = forms.CharField(
        label=_("What is it needed for?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    since = forms.DateField(label=_("From"), required=False, widget=LocalDateInput)
    until = forms.DateField(label=_("Up to and including"), required=False, widget=LocalDateInput)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it starts.")))
        return cleaned


class StopForm(TableForm):
    """Why an export is stopped."""

    reason = forms.CharField(
        label=_("Why do you stop it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who asked for the file reads this."),
    )


def _people(organisation: str) -> list[tuple[int, str]]:
    """Give the people to choose from: those who ever worked for the chosen organisation, or everybody."""
    found = User.objects.order_by("name", "id")
    if organisation.isdigit():
        found = found.filter(memberships__organisation=int(organisation)).distinct()
    return list(found.values_list("pk", "name"))


# -- Review ------------------------------------------------------------------------------------------------

NO_CONTENT = _("Write nothing about the young person: this text is kept apart from the case.")


class ReviewFilterForm(forms.Form):
    """Which reviews to show; it lives in the address, so that it survives a reload."""

    state = forms.ChoiceField(label=_("State"), required=False)
    reason = forms.ChoiceField(label=_("Why it is here"), required=False)
    organisation = forms.TypedChoiceField(
        label=_("Organisation"), required=False, coerce=int, empty_value=None
    )
    month = forms.TypedChoiceField(
        label=_("Month"),
        required=False,
        coerce=lambda text: date.fromisoformat(f"{text}-01"),
        empty_value=None,
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        waiting = (review_list.WAITING, _("Everything that waits"))
        self.fields["state"].choices = [waiting, *REVIEW_STATES, ("all", _("All"))]
        self.fields["reason"].choices = [ANY, *REVIEW_REASONS]
        self.fields["organisation"].choices = [ANY, *Organisation.objects.values_list("pk", "name")]
        months = [(f"{month:%Y-%m}", date_format(month, "F Y")) for month in review_list.months()]
        self.fields["month"].choices = [ANY, *months]

    def asked(self) -> Asked:
        """Give the filter; nothing chosen means: everything that waits."""
        values = dict(self.cleaned_data)
        state = values.pop("state") or review_list.WAITING
        return Asked(state="" if state == "all" else state, **values)


class JudgeForm(VersionedForm):
    """What a reviewer makes of it."""

    verdict = forms.ChoiceField(label=_("Your verdict"), choices=VERDICTS, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("What do you base this on?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_CONTENT,
    )
    follow_up = forms.CharField(
        label=_("What must be done?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Only with a follow-up. For example: the contact point talks with this person."),
    )
    due_on = forms.DateField(
        label=_("Done before the end of"),
        required=False,
        widget=LocalDateInput,
        help_text=_("Only with a follow-up."),
    )

    def judgement(self) -> Judgement:
        """Give what was judged."""
        values = self.cleaned_data
        return Judgement(
            Verdict(values["verdict"]), values["explanation"], values["follow_up"], values["due_on"]
        )


class SignForm(TableForm):
    """Nothing to fill in; the confirmation itself."""


class ControlCaseForm(TableForm):
    """What an invented case pretends to be."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation that will have it in its list"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    coordinator = forms.ModelChoiceField(
        label=_("Coordinator"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    name = forms.CharField(label=_("Invented name"), max_length=160)
    birth_date = forms.DateField(label=_("Invented date of birth"), widget=LocalDateInput)
    age_band = forms.ChoiceField(label=_("Age"), choices=AGE_BANDS)
    form_of_concern = forms.ChoiceField(label=_("Form of concern"), choices=FORMS_OF_CONCERN)
    started_on = forms.DateField(
        label=_("Started on"),
        widget=LocalDateInput,
        help_text=_("At least a year ago. The case looks closed four months later."),
    )
    close_reason = forms.CharField(
        label=_("Reason for closing"),
        max_length=500,
        help_text=_("As a coordinator would write it. Choose other words each time."),
    )
    explanation = forms.CharField(
        label=_("Why is this case placed?"), max_length=500, help_text=_("Only auditors read this.")
    )

    def __init__(self, *args: Any, people: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations
        for name in ("coordinator", "deputy"):
            self.fields[name].queryset = people
            self.fields[name].label_from_instance = lambda person: person.name

    def invented(self) -> Invented:
        """Give what was invented."""
        fields = [field.name for field in dataclasses.fields(Invented)]
        return Invented(**{name: self.cleaned_data[name] for name in fields})


class AskForm(TableForm):
    """A question to whoever read; the fixed words stand on the page."""

    question = forms.CharField(
        label=_("What else would you like to know?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_CONTENT,
    )


class AnswerForm(TableForm):
    """The reader's own words."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=NO_CONTENT,
    )


class SecondForm(TableForm):
    """Whether a second reviewer agrees, and why."""

    agrees = forms.TypedChoiceField(
        label=_("Do you agree?"),
        choices=[("yes", _("Yes")), ("no", _("No, it must be judged again"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("What do you base this on?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_CONTENT,
    )


class OutcomeForm(TableForm):
    """What came of a follow-up."""

    outcome = forms.CharField(
        label=_("What came of it?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_CONTENT,
    )


class TogetherForm(TableForm):
    """One reason for several reviews of one kind."""

    explanation = forms.CharField(
        label=_("Why are these in order?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=NO_CONTENT,
    )
