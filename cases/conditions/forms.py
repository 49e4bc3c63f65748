"""Forms of safety conditions."""

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.conditions.choices import ANSWERS, END_GROUNDS, SET_BY
from cases.conditions.rules import Answer, EndGround, SetBy
from organisations.models import Membership
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput

LONG = 5_000  # characters


def _day(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    return forms.DateField(label=label, widget=LocalDateInput, help_text=help_text, required=required)


class _WatchedForm(forms.Form):
    """Who watches, until when. ``watchers``: who can."""

    watched_by = forms.ModelChoiceField(
        label=_("Who watches it?"),
        queryset=Membership.objects.none(),
        empty_label=_("Choose a person"),
        help_text=_("Only people who may read this part of the case. They get a message."),
    )
    until = _day(
        _("Last day on which it stands"),
        _("Leave empty when it stands until further notice."),
        required=False,
    )

    def __init__(self, *args: Any, watchers: Iterable[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        rows = Membership.objects.filter(pk__in=[member.pk for member in watchers])
        rows = rows.select_related("user", "organisation").order_by("organisation__name", "user__name", "pk")
        self.fields["watched_by"].queryset = rows
        self.fields["watched_by"].label_from_instance = lambda member: (
            f"{member.user.name} ({member.organisation.name})"
        )


class ConditionForm(_WatchedForm, TableForm):
    """What must hold, who set it, and what was agreed about following it."""

    words = forms.CharField(
        label=_("What must hold?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One condition, in plain words, so that anybody can see whether it holds."),
    )
    set_by = forms.ChoiceField(label=_("Who set it?"), choices=SET_BY, widget=forms.RadioSelect)
    set_by_name = forms.CharField(
        label=_("Name or function"),
        max_length=160,
        required=False,
        help_text=_("Who at Veilig Thuis or the table. Was it somebody else? Then this is needed."),
    )
    set_on = _day(_("Set on"))
    next_look_on = _day(_("When does somebody look for the first time?"), required=False)
    field_order: ClassVar = [
        "words",
        "set_by",
        "set_by_name",
        "set_on",
        "watched_by",
        "next_look_on",
        "until",
    ]

    def __init__(self, *args: Any, months: Iterable[int], **options: Any) -> None:
        super().__init__(*args, **options)
        sentence = _(
            "Leave empty for a fixed point: %(months)s months after it was set. No source confirms these "
            "points; choose what the safety asks."
        )
        self.fields["next_look_on"].help_text = sentence % {"months": ", ".join(map(str, months))}

    def clean_set_by(self) -> SetBy:
        """Give it as the act knows it."""
        return SetBy(self.cleaned_data["set_by"])


class AgreementForm(_WatchedForm, VersionedForm):
    """Who watches from now on, until when, and when somebody looks."""

    next_look_on = _day(_("When does somebody look next?"))
    field_order: ClassVar = ["watched_by", "next_look_on", "until"]


class SeenForm(TableForm):
    """What somebody saw."""

    answer = forms.ChoiceField(label=_("Does it hold?"), choices=ANSWERS, widget=forms.RadioSelect)
    seen = forms.CharField(
        label=_("What did you see or hear?"),
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facts, and from whom. Could it not be seen? Write down why."),
    )
    looked_on = _day(_("On which day?"))

    def clean_answer(self) -> Answer:
        """Give it as the act knows it."""
        return Answer(self.cleaned_data["answer"])


class LookForm(SeenForm):
    """A look. ``proposed``: the next fixed point; None for whoever does not say when the next look is."""

    next_look_on = _day(_("When does somebody look next?"), required=False)

    def __init__(self, *args: Any, proposed: date | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if proposed is None:
            del self.fields["next_look_on"]
            return
        sentence = _(
            "Does it hold, then leave this empty for the fixed point %(day)s (not confirmed by a source), or "
            "choose a day. Does it not hold or could you not see it, then choose a day soon."
        )
        self.fields["next_look_on"].help_text = sentence % {"day": date_format(proposed, "j F Y")}


class CorrectionForm(SeenForm):
    """What the look should have said, and what was wrong."""

    why = forms.CharField(label=_("What was wrong about it?"), max_length=500)


class EndForm(VersionedForm):
    """Why a condition does not stand here any more."""

    ground = forms.ChoiceField(label=_("Why does it end?"), choices=END_GROUNDS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Explain"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Who decided it, and when. Is it followed elsewhere? By whom?"),
    )

    def clean_ground(self) -> EndGround:
        """Give it as the act knows it."""
        return EndGround(self.cleaned_data["ground"])
