"""Forms of court dates, requests for information and evidence."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.justice.choices import DATE_KINDS, DECISIONS, REQUEST_DIRECTIONS
from organisations.choices import LEGAL_GROUNDS
from zorgtafel.forms import VersionedForm
from zorgtafel.rendering import LocalDateInput

NO_IMAGES = _(
    "No image or file is kept here. Images of abuse may not be copied, sent or opened again: leave them "
    "where they are, switch nothing off, and call the police, 0900-8844 (112 in danger), or the sexual "
    "offences unit. They say what to do."
)
EMBEDDED = re.compile(r"data:[a-z]+/[\w.+-]+;base64", re.IGNORECASE)


class DateForm(VersionedForm):
    """A hearing, or the last day of something."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=DATE_KINDS, widget=forms.RadioSelect)
    starts_on = forms.DateField(
        label=_("First day"),
        required=False,
        widget=LocalDateInput,
        help_text=_("Of a ban or a reflection period."),
    )
    on = forms.DateField(
        label=_("The day, or the last day"),
        widget=LocalDateInput,
        help_text=_("Four weeks before, the coordinator sees it as work to do."),
    )
    place = forms.CharField(label=_("Where, or by whom?"), max_length=160, required=False)
    remark = forms.CharField(
        label=_("Remark"), max_length=300, required=False, help_text=_("For example who goes along.")
    )


class RequestForm(VersionedForm):
    """Who asks whom for what, on which ground."""

    direction = forms.ChoiceField(label=_("Who asks?"), choices=REQUEST_DIRECTIONS, widget=forms.RadioSelect)
    party = forms.CharField(
        label=_("Which unit and who?"),
        max_length=160,
        widget=forms.TextInput(attrs={"list": "known-people"}),
    )
    asked = forms.CharField(
        label=_("What is asked?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
    legal_ground = forms.ChoiceField(
        label=_("On which ground?"), choices=[("", _("Choose…")), *LEGAL_GROUNDS]
    )
    asked_on = forms.DateField(label=_("Asked on"), widget=LocalDateInput)
    due_on = forms.DateField(label=_("Answer before"), required=False, widget=LocalDateInput)


class EvidenceForm(VersionedForm):
    """Where something is, and who holds it."""

    what = forms.CharField(
        label=_("What is it?"),
        max_length=300,
        help_text=_("For example: her phone, clothes in a paper bag. Describe no images."),
    )
    place = forms.CharField(label=_("Where is it?"), max_length=160)
    held_by = forms.CharField(label=_("Who holds it?"), max_length=160)
    held_since = forms.DateField(label=_("Since when?"), widget=LocalDateInput)
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse whatever is sent along, also inside a text."""
        cleaned = super().clean()
        texts = (value for value in cleaned.values() if isinstance(value, str))
        if self.files or any(EMBEDDED.search(text) for text in texts):
            self.add_error(None, ValidationError(NO_IMAGES, code="no_images"))
        return cleaned


class EndForm(VersionedForm):
    """What came of it."""

    outcome = forms.CharField(label=_("What came of it?"), max_length=300)


class DecisionForm(VersionedForm):
    """What was decided on a request for information."""

    decision = forms.ChoiceField(label=_("What was decided?"), choices=DECISIONS, widget=forms.RadioSelect)
    outcome = forms.CharField(
        label=_("What was given or not, and why?"),
        max_length=300,
        help_text=_("Not the information itself: that belongs to a contact."),
    )
