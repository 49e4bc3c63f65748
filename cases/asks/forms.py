"""Forms of questions between organisations."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from organisations.models import Organisation
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput

LONG = 5_000  # characters
LABELS = dict(COMPARTMENTS)


class AskForm(TableForm):
    """What is asked of whom. ``readers``: which organisations read which part of the case."""

    compartment = forms.ChoiceField(
        label=_("In which part of the case?"),
        widget=forms.RadioSelect,
        help_text=_("Whoever reads that part reads your question and the answer."),
    )
    to_organisation = forms.ModelChoiceField(
        label=_("Which organisation do you ask?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    question = forms.CharField(
        label=_("What do you ask?"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 4})
    )
    due_on = forms.DateField(label=_("Before the end of"), widget=LocalDateInput)

    def __init__(
        self, *args: Any, readers: dict[Compartment, Iterable[Organisation]], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.readers = {part: list(homes) for part, homes in readers.items()}
        self.fields["compartment"].choices = [(part.value, LABELS[part.value]) for part in readers]
        ids = {home.pk for homes in self.readers.values() for home in homes}
        self.fields["to_organisation"].queryset = Organisation.objects.filter(pk__in=ids).order_by("name")

    def clean_compartment(self) -> Compartment:
        """Give the part as the act knows it."""
        return Compartment(self.cleaned_data["compartment"])

    def clean(self) -> dict[str, Any]:
        """Say who could read a question in this part, when who was chosen can't."""
        cleaned = super().clean()
        part, home = cleaned.get("compartment"), cleaned.get("to_organisation")
        if part and home and home not in self.readers[part]:
            names = ", ".join(reader.name for reader in self.readers[part])
            sentence = _("%(home)s does not read this part of the case. Who does: %(names)s.")
            words = {"home": home.name, "names": names or "–"}
            self.add_error("to_organisation", ValidationError(sentence % words))
        return cleaned


class AnswerForm(TableForm):
    """The answer."""

    text = forms.CharField(label=_("Your answer"), max_length=LONG, widget=forms.Textarea(attrs={"rows": 5}))


class DeclineForm(TableForm):
    """Why a question can't be answered."""

    reason = forms.CharField(label=_("Why not?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
