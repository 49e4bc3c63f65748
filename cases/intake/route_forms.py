"""The form of an agreement about which desk gets which signals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.choices import FORMS_OF_CONCERN
from cases.intake.choose_forms import key_of, name_of
from cases.intake.desk import Desk
from cases.intake.route import Agreement
from zorgtafel.forms import TableForm

OLDEST = 120  # years


class AgreementForm(TableForm):
    """One agreement; what stays empty holds for all."""

    municipality = forms.CharField(
        label=_("Municipality"), help_text=_("Empty: everywhere."), max_length=80, required=False
    )
    age_from = forms.IntegerField(
        label=_("From which age?"),
        help_text=_("Empty: from birth. Of whom the age is not known, this agreement does not hold."),
        min_value=0,
        max_value=OLDEST,
        required=False,
    )
    age_until = forms.IntegerField(
        label=_("Until which age?"),
        help_text=_("The first age that it no longer holds for. Empty: without end."),
        min_value=0,
        max_value=OLDEST,
        required=False,
    )
    form_of_concern = forms.ChoiceField(
        label=_("Form of concern"), choices=[("", _("Every form")), *FORMS_OF_CONCERN], required=False
    )
    desk = forms.ChoiceField(label=_("Which desk gets it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, desks: list[Desk], **options: Any) -> None:
        """``desks``: those that can receive signals now."""
        super().__init__(*args, **options)
        self.desks = desks
        self.fields["desk"].choices = [(key_of(desk), name_of(desk, desks)) for desk in desks]

    def agreement(self) -> Agreement:
        """Give what was typed, as the act wants it."""
        said = {name: self.cleaned_data[name] for name in Agreement.__slots__ if name != "desk"}
        desk = next(desk for desk in self.desks if key_of(desk) == self.cleaned_data["desk"])
        return Agreement(desk=desk, **said)
