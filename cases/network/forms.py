"""Forms of the network of a case."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.network.choices import KNOWN_HOW, RELATIONS, STANDINGS, THING_KINDS
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from zorgtafel.forms import VersionedForm
from zorgtafel.rendering import LocalDateInput

WORDS = 300
SHORT = 100  # what the history keeps of a reason


class KnownForm(VersionedForm):
    """How something is known; a part of the case when it is new, and a reason when it is corrected."""

    knowledge = forms.ChoiceField(label=_("How is it known?"), choices=KNOWN_HOW, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Where do you know it from?"),
        max_length=160,
        help_text=_("For example the mentor, or seen at the station."),
    )
    known_on = forms.DateField(label=_("On which day was it seen or heard?"), widget=LocalDateInput)
    remark = forms.CharField(
        label=_("Remark"),
        max_length=WORDS,
        required=False,
        help_text=_("What you saw or heard. What you think of it does not belong here."),
    )
    compartment = forms.ChoiceField(label=_("In which part of the case?"), widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why do you correct it?"), max_length=SHORT)

    def __init__(self, *args: Any, parts: Iterable[Compartment] = (), **options: Any) -> None:
        """Ask for a part when ``parts`` are given, else for the reason of a correction."""
        super().__init__(*args, **options)
        labels = dict(COMPARTMENTS)
        self.fields["compartment"].choices = [(part.value, labels[part.value]) for part in parts]
        del self.fields["reason" if self.fields["compartment"].choices else "compartment"]


class ThingForm(KnownForm):
    """Somebody or something around the young person."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=THING_KINDS, widget=forms.RadioSelect)
    name = forms.CharField(
        label=_("Name, or what people call it"),
        max_length=160,
        help_text=_("Not known? Then a description, such as: man with a blue scooter."),
    )
    standing = forms.ChoiceField(
        label=_("Only of a person: what part does somebody have in it?"),
        choices=STANDINGS,
        required=False,
        help_text=_("What people suspect is not what is established. In doubt, choose: not said."),
    )
    mark = forms.CharField(
        label=_("Number, number plate, address or account name"),
        max_length=160,
        required=False,
        help_text=_("By this the coordinator sees whether it stands in other cases too."),
    )
    field_order = ("kind", "name", "standing", "mark")


class LinkForm(KnownForm):
    """How two are linked."""

    first = forms.ChoiceField(label=_("Who or what?"))
    relation = forms.ChoiceField(label=_("How?"), choices=RELATIONS)
    second = forms.ChoiceField(label=_("With whom or what?"))
    field_order = ("first", "relation", "second")

    def __init__(self, *args: Any, ends: list[tuple[str, Any]], **options: Any) -> None:
        """Offer the things that the reader sees; ``ends``: number and name, 0 is the young person."""
        super().__init__(*args, **options)
        self.fields["first"].choices = ends
        self.fields["second"].choices = ends


class OverForm(VersionedForm):
    """Why something in a network is over."""

    reason = forms.CharField(
        label=_("Why is it over?"),
        max_length=WORDS,
        help_text=_("For example: moved away, phone sold, it was somebody else."),
    )
