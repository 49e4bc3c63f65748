"""Forms of the police tab."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.happened import STILL_TO_COME
from cases.police.choices import CONTACT_KINDS, DIRECTIONS, RELEASES, STAGES, UNITS
from cases.police.rules import MOVES, ComplaintStage
from cases.workdays import is_after
from organisations.choices import LEGAL_GROUNDS
from zorgtafel.forms import TableForm
from zorgtafel.moments import MomentField, judge_at
from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput

LONG = 20_000  # characters
BLANK = ("", _("Choose…"))


class ContactForm(TableForm):
    """Who was spoken to, why, and what went to and fro."""

    direction = forms.ChoiceField(
        label=_("Who contacted whom?"),
        choices=DIRECTIONS,
        initial="out",
        required=False,
        widget=forms.RadioSelect,
    )
    kind = forms.ChoiceField(label=_("What kind of contact was it?"), choices=[BLANK, *CONTACT_KINDS])
    unit = forms.ChoiceField(label=_("With which unit?"), choices=[BLANK, *UNITS])
    person = forms.CharField(
        label=_("With whom?"),
        max_length=160,
        help_text=_("Name or service number."),
        widget=forms.TextInput(attrs={"list": "known-people"}),  # who stands on the phone list
    )
    happened_at = MomentField(label=_("When was it?"))
    purpose = forms.CharField(label=_("What was it for?"), max_length=500)
    legal_ground = forms.ChoiceField(
        label=_("On which ground was information shared?"), choices=[BLANK, *LEGAL_GROUNDS]
    )
    given = forms.CharField(
        label=_("What did you give?"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    received = forms.CharField(
        label=_("What did you receive?"),
        max_length=LONG,
        required=False,
        help_text=_(
            "It may not be passed on until you write down, after saving, that the police released it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    agreement = forms.CharField(
        label=_("What was agreed?"),
        max_length=LONG,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_direction(self) -> str:
        """Take contact to have been sought by ourselves, unless somebody says otherwise."""
        return self.cleaned_data["direction"] or "out"


class ReleaseForm(TableForm):
    """What the police said about passing on what they told."""

    decision = forms.ChoiceField(label=_("May it be passed on?"), choices=RELEASES, widget=forms.RadioSelect)
    decided_by = forms.CharField(
        label=_("Who at the police said so?"), max_length=160, help_text=_("Name or service number.")
    )
    decided_at = MomentField(label=_("When did they say so?"))
    for_whom = forms.CharField(
        label=_("For whom?"),
        max_length=300,
        required=False,
        help_text=_("For example: the organisations in this case, or the parents. Nobody else may hear it."),
    )
    condition = forms.CharField(
        label=_("On which condition?"),
        max_length=300,
        required=False,
        help_text=_("For example: only by word of mouth, not before the arrest."),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)


class ComplaintForm(TableForm):
    """Where the complaint track stands now. Every stage is as good as another."""

    stage = forms.ChoiceField(label=_("Where does it stand now?"), widget=forms.RadioSelect)
    happened_at = MomentField(label=_("Since when?"))
    wish = forms.CharField(
        label=_("What does the young person want?"),
        max_length=1000,
        required=False,
        help_text=_("In their own words, as literally as you can."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    agreed_until = forms.DateField(
        label=_("Time to think: until which day was agreed?"),
        required=False,
        help_text=_(
            "Agreed with the young person. There is no fixed term; leave it empty if no day was agreed."
        ),
        widget=LocalDateInput,
    )
    note = forms.CharField(
        label=_("What else should readers know?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, current: ComplaintStage, **options: Any) -> None:
        """Offer what may follow ``current``; what an older page posted is for the act to refuse."""
        super().__init__(*args, **options)
        offered = {*MOVES[current], self.data.get("stage")}
        self.fields["stage"].choices = [pair for pair in STAGES if pair[0] in offered]


class MomentForm(forms.Form):
    """The latest moment at which something can have happened. Used for the answer only, never kept."""

    moment = MomentField(
        label=_("What is the latest moment it can have happened?"),
        help_text=_("This is used to count, and is not kept anywhere."),
        widget=LocalDateTimeInput(now_button=False),
    )

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        """Count up to ``now`` (aware)."""
        super().__init__(*args, **options)
        self.now = now
        judge_at(self, now)

    def clean_moment(self) -> datetime:
        """Refuse a moment that has yet to come."""
        moment: datetime = self.cleaned_data["moment"]
        if is_after(moment, self.now):
            raise forms.ValidationError(STILL_TO_COME)
        return moment
