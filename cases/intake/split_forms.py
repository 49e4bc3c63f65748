"""The form that splits a signal in two, and the one that undoes it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from cases.choices import FORMS_OF_CONCERN, INDICATORS, URGENCIES
from cases.intake.report_forms import FEW_LINES, LONG_TEXT, text_area
from cases.intake.split import Half, Wanted
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput

SIGNS = dict(INDICATORS)
WHO = {"first": _("First young person"), "second": _("Second young person")}


def _half_fields(name: str, signs: Sequence[str]) -> dict[str, forms.Field]:
    """Give the fields about one of both; ``signs``: codes that stand on the original."""

    def label(text: object) -> object:
        return format_lazy("{who}: {text}", who=WHO[name], text=text)

    fields: dict[str, forms.Field] = {
        "subject_name": forms.CharField(label=label(_("Name")), max_length=160, required=False),
        "subject_birth_date": forms.DateField(
            label=label(_("Date of birth")), widget=LocalDateInput, required=False
        ),
        "subject_description": forms.CharField(label=label(_("Description")), max_length=500, required=False),
        "municipality": forms.CharField(label=label(_("Municipality")), max_length=80, required=False),
        "observation": forms.CharField(
            label=label(_("What was seen or heard?")),
            help_text=_(
                "In your own words, and nothing about the other one: who works with one may not know both."
            ),
            max_length=LONG_TEXT,
            widget=text_area(4),
        ),
        "interpretation": forms.CharField(
            label=label(_("What do you make of it?")),
            max_length=LONG_TEXT,
            widget=text_area(3),
            required=False,
        ),
        "form_of_concern": forms.ChoiceField(
            label=label(_("What do you fear?")), choices=FORMS_OF_CONCERN, initial="unknown"
        ),
    }
    if signs:
        fields["signs"] = forms.MultipleChoiceField(
            label=label(_("Signs of the original that are about this one")),
            choices=[(code, SIGNS[code]) for code in signs],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
    return {f"{name}_{field}": made for field, made in fields.items()}


class SplitForm(TableForm):
    """What is known of each of both young persons, written anew; one urgency for both."""

    urgency = forms.ChoiceField(
        label=_("How urgent is it? This counts for both"), choices=URGENCIES, widget=forms.RadioSelect
    )
    urgency_ground = forms.CharField(
        label=_("Why can't it wait?"),
        help_text=_("Only when it is urgent or acute. Both files show this: name nobody."),
        max_length=300,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why is this signal about two young persons?"),
        help_text=_("Only the desk reads this."),
        max_length=FEW_LINES,
        widget=text_area(3),
    )

    def __init__(self, *args: Any, signs: Sequence[str], **options: Any) -> None:
        """``signs``: codes that stand on the signal."""
        super().__init__(*args, **options)
        halves = {field: made for name in WHO for field, made in _half_fields(name, signs).items()}
        for made in halves.values():
            made.widget.attrs.pop("maxlength", None)
        self.fields.update(halves)
        self.order_fields([*halves, "urgency", "urgency_ground", "reason"])

    def wanted(self) -> Wanted:
        """Give what was typed, as the act wants it."""
        said = self.cleaned_data
        first, second = (self._half(name) for name in WHO)
        return Wanted((first, second), said["urgency"], said["urgency_ground"], said["reason"])

    def _half(self, name: str) -> Half:
        said = {field: self.cleaned_data.get(f"{name}_{field}", ()) for field in Half.__slots__}
        return Half(**{**said, "signs": tuple(said["signs"])})


class UndoSplitForm(TableForm):
    """Why a signal is about one young person after all."""

    reason = forms.CharField(
        label=_("Why is it about one young person after all?"), max_length=FEW_LINES, widget=text_area(4)
    )
