"""Forms of help and examination after sexual violence."""

from typing import ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.forensic.choices import CONSENTS, EXAMINER_KINDS, OUTCOMES
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.moments import MomentField
from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput


class TrackForm(VersionedForm):
    """The latest moment at which it can have happened, or nothing."""

    when_empty: ClassVar[dict[str, Promise]] = {
        "latest_possible_at": _("When it was is not known: treat as open")
    }

    latest_possible_at = MomentField(
        label=_("What is the latest moment it can have happened?"),
        required=False,
        help_text=_(
            "Leave it empty if nobody knows: then everything counts as open. "
            "Do not ask the young person about it for this form."
        ),
        widget=LocalDateTimeInput(now_button=False),
    )


class StepForm(TableForm):
    """What happened with the offer of help and examination."""

    outcome = forms.ChoiceField(label=_("What happened?"), choices=OUTCOMES, widget=forms.RadioSelect)
    happened_at = MomentField(label=_("When was that?"))
    place = forms.CharField(
        label=_("Where?"),
        max_length=160,
        required=False,
        help_text=_("For example which centre. No address where the young person stays."),
    )
    consent_by = forms.ChoiceField(
        label=_("Who consented?"),
        choices=[("", _("Nobody was asked yet, or it was declined")), *CONSENTS],
        required=False,
    )
    examiner = forms.ChoiceField(
        label=_("Who examines?"), choices=[("", _("Not known yet")), *EXAMINER_KINDS], required=False
    )
    follow_up_on = forms.DateField(
        label=_("When does the centre follow up?"), required=False, widget=LocalDateInput
    )
    remark = forms.CharField(
        label=_("Practical remark"),
        max_length=200,
        required=False,
        help_text=_(
            "For example who goes along. No findings, injuries, results or medicines: "
            "medical detail stays with the doctor."
        ),
    )
    after = forms.IntegerField(widget=forms.HiddenInput)
