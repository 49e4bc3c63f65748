"""Forms of coordination: who holds the case, and what was agreed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.coordination.words import carries
from organisations.models import Organisation, User
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput


class OfferForm(TableForm):
    """Who is asked to hold the case, together. ``replaces`` is the pair that the page showed."""

    to = forms.ModelChoiceField(
        label=_("Coordinator"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    reason = forms.CharField(
        label=_("Why does it change?"),
        max_length=300,
        required=False,
        help_text=_("Everybody at the table can read this."),
    )
    introduce = forms.CharField(
        label=_("Whom do you introduce, and how?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "The young person, a parent, a mentor: who meets the new coordinator, and when. Write no name of "
            "the young person here; everybody at the table can read this."
        ),
    )
    replaces = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, candidates: list[Any], loads: dict[int, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        people = User.objects.filter(pk__in=[member.user_id for member in candidates])
        homes = {member.user_id: member.organisation.name for member in candidates}
        for name in ("to", "deputy"):
            self.fields[name].queryset = people.order_by("name", "id")
            self.fields[name].label_from_instance = lambda user: (
                f"{user.name} ({homes[user.pk]}) · {carries(loads[user.pk])}"
            )


class AcceptForm(TableForm):
    """The checklist of a hand-over, ticked by who takes the case; empty for who becomes the deputy."""

    seen = forms.MultipleChoiceField(label=_("I walked through these"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, items: list[tuple[str, Any]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["seen"].choices = items
        if not items:
            del self.fields["seen"]


class RefuseForm(TableForm):
    """Why somebody can't hold the case."""

    reason = forms.CharField(
        label=_("Why not?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody at the table can read this."),
    )


class ActionForm(TableForm):
    """Who does what before which day."""

    description = forms.CharField(
        label=_("What will be done?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody at the table can read this. Write no name of the young person here."),
    )
    owner_organisation = forms.ModelChoiceField(
        label=_("Which organisation does it?"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    due_on = forms.DateField(label=_("Before the end of"), widget=LocalDateInput)

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["owner_organisation"].queryset = organisations


class DoneForm(TableForm):
    """What came of an action."""

    outcome = forms.CharField(
        label=_("What came of it?"),
        max_length=500,
        help_text=_("What was done, and where others can see it: a date, a note, a letter."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CancelForm(TableForm):
    """Why an action is not needed or not possible any more."""

    reason = forms.CharField(
        label=_("Why is it not needed, or not possible?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
