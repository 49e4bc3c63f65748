"""What people fill in after the return: who offered the talk, and what came of it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.missing.return_interview import Offer, Talk
from organisations.models import Organisation
from zorgtafel.forms import VersionedForm
from zorgtafel.moments import MomentField

LONGEST = 20_000


class OfferForm(VersionedForm):
    """The talk was offered, by somebody independent if at all possible."""

    offered_at = MomentField(label=_("When was the talk offered?"))
    interviewer = forms.CharField(
        label=_("Who offers the talk, and will hold it?"),
        help_text=_("Let the young person choose, if that is possible."),
        max_length=160,
    )
    organisation = forms.ModelChoiceField(
        label=_("Which organisation does this person work for?"),
        queryset=Organisation.objects.none(),
        required=False,
        empty_label=_("Somebody from outside this table"),
    )
    works_where_they_live = forms.BooleanField(
        label=_("This person works where the young person lives"), required=False
    )
    reason = forms.CharField(
        label=_("Not independent? Why could nobody independent be found?"), max_length=300, required=False
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **options: Any) -> None:
        """Offer the organisations that take part in this part of the case."""
        super().__init__(*args, **options)
        known = [organisation.pk for organisation in organisations]
        self.fields["organisation"].queryset = Organisation.objects.filter(pk__in=known).order_by("name")


class ReturnTalkForm(VersionedForm):
    """The talk after the return, held or declined."""

    held_at = MomentField(label=_("When was the talk held?"), required=False)
    own_words = forms.CharField(
        label=_("What does the young person tell, in their own words?"),
        help_text=_("Why did you leave, where were you, with whom, what happened, what would help?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    agreements = forms.CharField(
        label=_("What was agreed?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    refused_reason = forms.CharField(
        label=_("Not held? Then say how it was offered and why it was declined"),
        max_length=500,
        required=False,
    )


def offer_of(values: dict[str, Any]) -> Offer:
    """Put a valid form into the words of the act."""
    return Offer(**{name: value for name, value in values.items() if name != "version"})


def talk_of(values: dict[str, Any]) -> Talk:
    """Put a valid form into the words of the act."""
    return Talk(**{name: value for name, value in values.items() if name != "version"})
