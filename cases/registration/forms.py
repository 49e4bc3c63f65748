"""The form of an answer about a registration."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.registration.choices import ANSWERS, SIGNERS
from cases.registration.rules import Answer, Said, Signer
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput


class AnswerForm(TableForm):
    """What was answered, by whom, when, and where the signed form lies."""

    answer = forms.ChoiceField(label=_("What was the answer?"), choices=ANSWERS, widget=forms.RadioSelect)
    signer = forms.ChoiceField(label=_("Of whom?"), choices=SIGNERS, widget=forms.RadioSelect)
    answered_on = forms.DateField(label=_("On which day?"), widget=LocalDateInput)
    kept_at = forms.CharField(
        label=_("Where does the signed form lie?"),
        max_length=200,
        required=False,
        help_text=_("Only when somebody agrees. The form itself is not kept here."),
    )
    remark = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def said(self) -> Said:
        """Give the answer, once the form is valid."""
        return Said(
            answer=Answer(self.cleaned_data["answer"]),
            signer=Signer(self.cleaned_data["signer"]),
            on=self.cleaned_data["answered_on"],
            kept_at=self.cleaned_data["kept_at"],
        )
