"""The form for what a young person told: asked and said apart, seen apart, and what one makes of it apart."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.statement.choices import BEGINNINGS
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm
from zorgtafel.moments import MomentField

LONG = 20_000  # characters
#: So many times "asked and said" fit in one account; all are always there, so that nothing typed is lost.
PAIRS = 12
OPEN_AT_ONCE = 3


class AccountForm(TableForm):
    """When, where, who began, what was asked and said, what was seen, and what the writer makes of it."""

    happened_at = MomentField(label=_("When was the talk?"))
    place = forms.CharField(label=_("Where?"), max_length=160, required=False)
    present = forms.CharField(
        label=_("Who else was there?"),
        max_length=300,
        required=False,
        help_text=_("Also who heard it from a distance. Empty: nobody else."),
    )
    begun_by = forms.ChoiceField(label=_("Who began about it?"), choices=BEGINNINGS, widget=forms.RadioSelect)
    seen = forms.CharField(
        label=_("What did you see?"),
        max_length=LONG,
        required=False,
        help_text=_("Only what anybody could have seen: “cried, held her left arm”."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    interpretation = forms.CharField(
        label=_("What do you make of it?"),
        max_length=LONG,
        required=False,
        help_text=_("Kept apart from what was said. It does not come on the paper for the prosecutor."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    compartment = forms.ChoiceField(label=_("In which part of the case?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, compartments: list[Compartment], **options: Any) -> None:
        super().__init__(*args, **options)
        labels = dict(COMPARTMENTS)
        self.fields["compartment"].choices = [(part.value, labels[part.value]) for part in compartments]
        for number in range(1, PAIRS + 1):
            self.fields[f"asked_{number}"] = _words(_("What was asked, literally?"), rows=2)
            self.fields[f"said_{number}"] = _words(_("What was said, literally?"), rows=3)

    def first_pairs(self) -> list[tuple[int, Any, Any]]:
        """Give the pairs of fields that are open at once."""
        return list(self._pairs())[:OPEN_AT_ONCE]

    def more_pairs(self) -> list[tuple[int, Any, Any]]:
        """Give the other pairs of fields, folded away until they are needed."""
        return list(self._pairs())[OPEN_AT_ONCE:]

    def has_more(self) -> bool:
        """Tell whether something was typed, or is wrong, in the pairs that are folded away."""
        return any(bound.value() or bound.errors for _n, *pair in self.more_pairs() for bound in pair)

    def exchanges(self) -> tuple[tuple[str, str], ...]:
        """Give asked and said of a valid form, in the order of the talk."""
        found = self.cleaned_data
        return tuple((found[f"asked_{n}"], found[f"said_{n}"]) for n in range(1, PAIRS + 1))

    def _pairs(self) -> Iterator[tuple[int, Any, Any]]:
        for number in range(1, PAIRS + 1):
            yield number, self[f"asked_{number}"], self[f"said_{number}"]


def _words(label: Any, *, rows: int) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONG, required=False, widget=area)
