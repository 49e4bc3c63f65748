"""Forms of handing a whole case over."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.models import Organisation
from zorgtafel.forms import TableForm

LONG = 500


class AskForm(TableForm):
    """For which organisation, and why."""

    recipient = forms.ModelChoiceField(
        label=_("Which organisation takes the case over?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
        help_text=_("It gets only what the covenant lets it receive, and what you read yourself."),
    )
    reason = forms.CharField(
        label=_("Why is the case handed over?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by who coordinates. Write no names of third persons."),
    )

    def __init__(self, *args: Any, takers: list[Organisation], **options: Any) -> None:
        """Offer the organisations that may take it over."""
        super().__init__(*args, **options)
        pks = [organisation.pk for organisation in takers]
        self.fields["recipient"].queryset = Organisation.objects.filter(pk__in=pks).order_by("name")


class StopForm(TableForm):
    """Why a handover is stopped."""

    reason = forms.CharField(
        label=_("Why do you stop it?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 3})
    )
