"""The signs of a form: ticked with a new signal, each known in its own way, or added one by one."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import KNOWLEDGE, SIGN_SAYS
from cases.intake.evidence import FORM_LABELS, LABELS
from cases.intake.indicator import Sign
from cases.intake.indicator_rules import offered
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput

AS_ABOVE = ("", _("In the same way as the rest"))
HOW = "how_"


class Tick(NamedTuple):
    """One sign of a form: its checkbox, and the field that says how it is known."""

    option: Any
    how: Any


def sign_choices() -> list[tuple[Promise, list[tuple[str, Promise]]]]:
    """Give the signs of the list in use, by form of exploitation."""
    return [
        (FORM_LABELS[form], [(code, LABELS[code]) for code in codes]) for form, codes in offered().items()
    ]


def how_fields() -> dict[str, forms.ChoiceField]:
    """Give per sign the field that says how it is known, when that differs from the rest of the signal."""
    return {
        f"{HOW}{code}": forms.ChoiceField(
            label=_("How do you know this?"), choices=[AS_ABOVE, *KNOWLEDGE], required=False
        )
        for codes in offered().values()
        for code in codes
    }


class SignsMixin:
    """What a form needs that lets people tick signs: the groups for the page, and what was ticked."""

    def sign_groups(self) -> Iterator[tuple[str, list[Tick]]]:
        """Give the signs by form of exploitation, each with its checkbox and its own way of knowing."""
        for group in self["indicators"].choice_groups:
            ticks = [Tick(option, self[f"{HOW}{option.value}"]) for option in group.options]
            yield group.label, ticks

    def ticked(self) -> dict[str, Any]:
        """Give the ticked signs as a report wants them; how an unticked one is known is not asked."""
        codes = tuple(self.cleaned_data["indicators"])
        how = {code: self.cleaned_data.get(f"{HOW}{code}", "") for code in codes}
        return {
            "indicators": codes,
            "known_otherwise": tuple((c, known) for c, known in how.items() if known),
        }


class SignForm(TableForm):
    """One sign that is added to a signal."""

    code = forms.ChoiceField(label=_("Which sign?"), choices=lambda: [("", _("Choose")), *sign_choices()])
    says = forms.ChoiceField(
        label=_("What was noticed?"), choices=SIGN_SAYS, initial="seen", widget=forms.RadioSelect
    )
    knowledge = forms.ChoiceField(label=_("How do you know?"), choices=KNOWLEDGE, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Who told you, or what do you infer it from?"),
        help_text=_("A role is enough, such as “a classmate”."),
        max_length=200,
        required=False,
    )
    seen_on = forms.DateField(label=_("On which day was it noticed?"), widget=LocalDateInput)

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        """``now`` (aware) gives the day that the form starts with."""
        super().__init__(*args, **options)
        self.fields["seen_on"].initial = timezone.localdate(now)

    def sign(self) -> Sign:
        """Give what was typed, as the act wants it."""
        return Sign(**{name: self.cleaned_data[name] for name in Sign.__slots__})
