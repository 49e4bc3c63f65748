"""Forms of missing: the alert in two taps, and what follows while somebody is missing."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.choices import COLOURS, PLACE_KINDS, POLICE_TOLD
from cases.missing.episode import Report
from cases.missing.return_rules import Violence
from cases.missing.rules import ASKED, Belonging, Known, UrgencyGround
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.moments import MomentField

LONGEST = 20_000

GROUNDS: dict[UrgencyGround, Promise] = {
    UrgencyGround.UNDER_13: _("Younger than 13"),
    UrgencyGround.DISABILITY: _("Has an intellectual or physical disability"),
    UrgencyGround.MEDICAL_NEED: _("Needs medical care or medicines now"),
    UrgencyGround.COMPANY_OF_CRIMINALS: _("Is with people who commit crimes"),
    UrgencyGround.SIGNS_OF_CRIME: _("There are signs of a crime against the young person"),
    UrgencyGround.SUICIDE_RISK: _("There are signs of suicide"),
    UrgencyGround.DANGER_TO_OTHERS: _("May be a danger to others"),
    UrgencyGround.OUT_OF_CHARACTER: _("Staying away is not at all like this young person"),
    UrgencyGround.EXPLOITATION_SUSPECTED: _("Exploitation is suspected in this case"),
    UrgencyGround.ABDUCTION: _("Was probably taken away by somebody"),
    UrgencyGround.DIRECT_DANGER: _("Is in direct danger"),
}
ASKED_CHOICES = [(ground.value, GROUNDS[ground]) for ground in ASKED]

BELONGINGS = {
    Belonging.PHONE.value: _("Phone"),
    Belonging.BANK_CARD.value: _("Bank card"),
    Belonging.MONEY.value: _("Money"),
    Belonging.ID.value: _("Identity card or passport"),
    Belonging.BAG.value: _("Bag or clothes"),
    Belonging.MEDICINES.value: _("Medicines"),
}

FACT_KINDS = [
    ("seen", _("Seen or heard")),
    ("contact", _("Contact with the young person")),
    ("searched", _("Searched somewhere")),
    ("informed", _("Informed somebody")),
    ("police_decided", _("The police decided something")),
    ("other", _("Something else")),
]
FACT_LABELS = {
    **dict(FACT_KINDS),
    "police_told": _("The police were told"),
    "police_contact": _("Contact at the police"),
}


VIOLENCE = [
    (Violence.YES.value, _("Yes, or there are signs of it")),
    (Violence.UNKNOWN.value, _("Not known")),
    (Violence.NO.value, _("No")),
]


def place_kind_field() -> forms.ChoiceField:
    """Give the field for the kind of a place; it tells the table of patterns and points at no house."""
    return forms.ChoiceField(
        label=_("What kind of place is that?"),
        choices=[("", _("Not known")), *PLACE_KINDS],
        required=False,
    )


class RaiseForm(TableForm):
    """The alert: everything has a sensible default, so that two taps are enough."""

    missing_since = MomentField(label=_("Missing since"))
    grounds = forms.MultipleChoiceField(
        label=_("What do you know?"),
        help_text=_("Tick what is so. Not ticked counts as not known."),
        choices=ASKED_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    ruled_out = forms.MultipleChoiceField(
        label=_("What is certainly not so?"),
        choices=ASKED_CHOICES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    colour = forms.ChoiceField(
        label=_("Colour of the alert"),
        choices=[("", _("As proposed")), *reversed(COLOURS)],
        widget=forms.RadioSelect,
        required=False,
    )
    colour_reason = forms.CharField(
        label=_("Why milder than proposed?"), max_length=300, required=False, widget=forms.TextInput
    )
    police_told = forms.ChoiceField(
        label=_("Were the police told?"),
        choices=list(reversed(POLICE_TOLD)),
        initial="not_yet",
        widget=forms.RadioSelect,
    )
    police_reference = forms.CharField(
        label=_("Reference of the police (mutatienummer)"), max_length=60, required=False
    )
    last_seen_at = MomentField(label=_("Last seen at"), required=False)
    last_seen_place = forms.CharField(label=_("Last seen where"), max_length=200, required=False)
    last_seen_kind = place_kind_field()
    last_seen_with = forms.CharField(label=_("Last seen with whom"), max_length=200, required=False)
    clothing = forms.CharField(label=_("Clothing and marks"), max_length=300, required=False)
    phone_number = forms.CharField(
        label=_("Phone that is along"),
        help_text=_("The number, as you have it, and whether somebody answers."),
        max_length=60,
        required=False,
    )
    taken = forms.MultipleChoiceField(
        label=_("Taken along"),
        choices=list(BELONGINGS.items()),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    taken_along = forms.CharField(label=_("What else was taken along"), max_length=300, required=False)
    medication = forms.CharField(
        label=_("Medicines"),
        help_text=_("Which ones are needed, and until when it goes well without."),
        max_length=300,
        required=False,
    )
    message_left = forms.CharField(
        label=_("Message left"),
        help_text=_("A letter, an app message, something said; to whom."),
        max_length=300,
        required=False,
    )
    actions_taken = forms.CharField(
        label=_("What did you do already?"),
        help_text=_("Who was called, where you searched, who was told, and when."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    circumstances = forms.CharField(
        label=_("What happened?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    #: What unfolds on the page; two taps need none of it.
    DETAILS = (
        "last_seen_at",
        "last_seen_place",
        "last_seen_kind",
        "last_seen_with",
        "clothing",
        "phone_number",
        "taken",
        "taken_along",
        "medication",
        "message_left",
        "actions_taken",
        "circumstances",
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a ground that is ticked as so and as certainly not so."""
        cleaned = super().clean()
        if set(cleaned.get("grounds") or ()) & set(cleaned.get("ruled_out") or ()):
            self.add_error(
                "ruled_out", _("You ticked the same thing as so and as not so. Untick one of them.")
            )
        return cleaned

    @property
    def details(self) -> list[forms.BoundField]:
        """Give the fields that may wait."""
        return [self[name] for name in self.DETAILS]

    @property
    def has_detail_errors(self) -> bool:
        """Tell whether the part that is folded away must be open, because something in it is wrong."""
        return any(name in self.errors for name in self.DETAILS)

    def answers(self) -> dict[UrgencyGround, Known]:
        """Give the answers as far as they were typed, also while the form is being filled in."""
        ticked = {name: set(self[name].value() or ()) for name in ("grounds", "ruled_out")}
        return {
            ground: Known.YES if ground.value in ticked["grounds"] else Known.NO
            for ground in ASKED
            if ground.value in ticked["grounds"] | ticked["ruled_out"]
        }


def report_of(form: RaiseForm, values: dict[str, Any]) -> Report:
    """Put a valid form into the words of the act."""
    known = {name: value for name, value in values.items() if name not in {"grounds", "ruled_out"}}
    return Report(**known, answers=form.answers())


class FactForm(TableForm):
    """What somebody learnt or did."""

    kind = forms.ChoiceField(label=_("What is it about?"), choices=FACT_KINDS, widget=forms.RadioSelect)
    happened_at = MomentField(label=_("When was that?"))
    text = forms.CharField(
        label=_("What was seen, heard or done?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ColourForm(VersionedForm):
    """Another colour."""

    colour = forms.ChoiceField(
        label=_("New colour"), choices=list(reversed(COLOURS)), widget=forms.RadioSelect
    )
    reason = forms.CharField(
        label=_("Why?"), help_text=_("A milder colour needs a reason."), max_length=300, required=False
    )


class PoliceForm(TableForm):
    """The police know."""

    told_at = MomentField(label=_("When were the police told?"))
    reference = forms.CharField(
        label=_("Reference of the police (mutatienummer)"),
        help_text=_("Ask for it. Not known yet? Leave this empty and add it later."),
        max_length=60,
        required=False,
    )
    contact = forms.CharField(
        label=_("Who took it up, and how to reach them"),
        help_text=_("Name and number of the officer, so that the next shift calls the right person."),
        max_length=200,
        required=False,
    )
    decided = forms.CharField(
        label=_("What did the police decide?"),
        help_text=_("How urgent they find it, and what they do: search, trace a phone, publish a photo."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class FoundForm(TableForm):
    """The young person is found or came back."""

    found_at = MomentField(label=_("Found or back at"))
    found_by = forms.CharField(label=_("By whom, or by oneself"), max_length=160, required=False)
    place = forms.CharField(label=_("Found where, or been where"), max_length=200, required=False)
    kind = place_kind_field()
    condition = forms.CharField(
        label=_("How is the young person?"),
        help_text=_("Injuries, medical care needed, who is there now."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    violence = forms.ChoiceField(
        label=_("May there have been violence, force or sexual contact against their will?"),
        help_text=_("Do not question the young person about it. In doubt: not known."),
        choices=VIOLENCE,
        initial=Violence.UNKNOWN.value,
        widget=forms.RadioSelect,
    )


class WithdrawForm(TableForm):
    """It was a mistake."""

    reason = forms.CharField(
        label=_("Why was the alert raised by mistake?"), max_length=300, widget=forms.TextInput
    )


class CloseForm(TableForm):
    """Nothing to fill in: the return talk says it all."""


class AcknowledgeForm(TableForm):
    """One button."""
