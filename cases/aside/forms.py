"""The form with which somebody puts work aside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from zorgtafel.forms import TableForm
from zorgtafel.moments import AppointmentField
from zorgtafel.rendering import LocalDateTimeInput


class AsideForm(TableForm):
    """Why, and until when."""

    reason = forms.CharField(
        label=_("Why not now?"),
        max_length=200,
        help_text=_(
            "For yourself, as a reminder. What colleagues must know belongs in the case. Write no names."
        ),
    )
    until = AppointmentField(label=_("Until when?"), widget=LocalDateTimeInput(now_button=False))
