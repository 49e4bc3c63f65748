"""What the list of actions and questions can be asked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.coordination.shown import Asked
from cases.filters.list_forms import ListForm

QUESTIONS = "asks"


class AgreedForm(ListForm):
    """What the reader wants to see: actions or questions, of whom, and which of them."""

    list = forms.ChoiceField(
        label=_("What do you want to see?"),
        choices=[("", _("Actions")), (QUESTIONS, _("Questions of other organisations"))],
        required=False,
    )
    overdue = forms.BooleanField(label=_("Only what passed its day"), required=False)
    owner = forms.IntegerField(min_value=1, max_value=2**31, required=False, widget=forms.HiddenInput)

    def asked(self) -> Asked:
        """Give what is asked and valid; the rest counts as not asked."""
        self.is_valid()
        return Asked(self.cleaned_data.get("owner") or 0, self.cleaned_data.get("overdue", False))

    @property
    def of_questions(self) -> bool:
        """Tell which of the two lists is meant; after it was validated."""
        return self.cleaned_data.get("list") == QUESTIONS
