"""Forms of access: emergency, conflict of interest, "does a case exist", requests and their answers."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.access.models import EMERGENCY_REASONS, VERDICTS
from cases.access.request import Wish
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, PURPOSES, ROLES
from organisations.compartments import Compartment
from organisations.covenant import Ceiling
from organisations.models import Membership, Organisation, User
from zorgtafel.forms import TableForm
from zorgtafel.rendering import LocalDateInput

ROLE_LABELS = dict(ROLES)
HOURS = [(hours, str(hours)) for hours in range(1, 5)]


class EmergencyForm(TableForm):
    """Which case, why, and for how long."""

    number = forms.CharField(
        label=_("Number of the case"), max_length=20, help_text=_("For example C-26-7K3QF.")
    )
    reason = forms.ChoiceField(label=_("Reason"), choices=EMERGENCY_REASONS, widget=forms.RadioSelect)
    explanation = forms.CharField(
        label=_("What is going on, and why can't it wait?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    parts = forms.MultipleChoiceField(
        label=_("Which parts do you need now?"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only what you tick opens, with the core of the case. You can come back for more."),
    )
    hours = forms.TypedChoiceField(label=_("For how many hours?"), choices=HOURS, coerce=int, initial=1)
    told = forms.BooleanField(
        label=_("I know that the coordinator is told now and that every page I read will be reviewed.")
    )

    def __init__(self, *args: Any, ceiling: Ceiling, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parts"].choices = [
            (value, label) for value, label in COMPARTMENTS if ceiling.pairs.get(Compartment(value))
        ]

    def clean_parts(self) -> frozenset[Compartment]:
        """Give the parts themselves."""
        return frozenset(Compartment(value) for value in self.cleaned_data["parts"])


class ReviewForm(TableForm):
    """How one side looks back at an emergency access."""

    verdict = forms.ChoiceField(label=_("How do you see it?"), choices=VERDICTS, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What did you find, and what do you agree?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Ask the person first. Whoever acted in good faith is not accused."),
    )


class BlockForm(TableForm):
    """Who must stay away from a case, and why."""

    user = forms.ModelChoiceField(
        label=_("Person"), queryset=User.objects.none(), empty_label=_("Choose a person")
    )
    reason = forms.CharField(
        label=_("What is the conflict of interest?"),
        max_length=300,
        help_text=_("For example: relative, neighbour, own child in the same class. Keep it short."),
    )

    def __init__(self, *args: Any, people: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = people
        self.fields["user"].label_from_instance = lambda person: person.name


class SubjectForm(TableForm):
    """Whom the case is about, when that person works at the table."""

    email = forms.EmailField(
        label=_("E-mail address with which this person logs in"),
        help_text=_("Every organisation at the table counts, also one that takes no part in this case."),
    )

    def clean_email(self) -> User:
        """Give the account itself."""
        found = User.objects.filter(email__iexact=self.cleaned_data["email"]).first()
        if found is None:
            raise ValidationError(_("Nobody logs in with this address. Check it."))
        return found


class OrganisationBlockForm(TableForm):
    """Which organisation must stay away from a case, and why."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation")
    )
    reason = forms.CharField(
        label=_("What is the conflict of interest?"),
        max_length=300,
        help_text=_("For example: the young person or a parent works there. Keep it short."),
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations


class NamedForm(TableForm):
    """Who is named on a sealed case, beside coordinator and deputy."""

    people = forms.MultipleChoiceField(
        label=_("Who keeps seeing the case?"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, members: list[Membership], **options: Any) -> None:
        super().__init__(*args, **options)
        self.members = {f"{member.organisation_id}-{member.user_id}": member for member in members}
        self.fields["people"].choices = [
            (key, f"{member.user.name} · {member.organisation.name} · {ROLE_LABELS[member.role]}")
            for key, member in self.members.items()
        ]

    def clean_people(self) -> list[Membership]:
        """Give the people themselves."""
        return [self.members[key] for key in self.cleaned_data["people"]]


class SealForm(NamedForm):
    """Why a case is sealed, and for whom it stays."""

    reason = forms.CharField(
        label=_("Why must nobody else know that this case exists?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only the people named on the case can read this."),
    )

    field_order = ("reason", "people")


class UnsealForm(TableForm):
    """Why the seal can come off."""

    reason = forms.CharField(
        label=_("Why can the seal come off?"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class LiftForm(TableForm):
    """Nothing to fill in; the confirmation itself."""


class ExistenceForm(TableForm):
    """Exactly who is meant: the whole name and the date of birth."""

    name = forms.CharField(
        label=_("First and last name"),
        max_length=160,
        help_text=_(
            "The whole name, as in an official document. Capitals, accents and “van der” do not matter."
        ),
    )
    birth_date = forms.DateField(label=_("Date of birth"), widget=LocalDateInput)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today

    def clean_name(self) -> str:
        """Refuse less than two words: a part of a name finds nobody."""
        name = self.cleaned_data["name"]
        if len(name.split()) < 2:
            raise ValidationError(_("Fill in the first name and the last name."))
        return name

    def clean_birth_date(self) -> date:
        """Refuse a day in the future."""
        born = self.cleaned_data["birth_date"]
        if born > self.today:
            raise ValidationError(_("This day has yet to come. Check the date of birth."))
        return born


class RequestForm(TableForm):
    """What an organisation asks: for what, which parts, and why."""

    number = forms.CharField(
        label=_("Number of the case"),
        max_length=20,
        required=False,
        help_text=_("As somebody told you, for example C-26-7K3QF. You do not hear here whether it exists."),
    )
    terms = forms.ChoiceField(label=_("Purpose and ground"))
    with_name = forms.ChoiceField(
        label=_("Do you need to know who it is?"),
        choices=[
            ("no", _("No, I think along without a name (“Jongere 26-017”)")),
            ("yes", _("Yes, with name and details")),
        ],
        widget=forms.RadioSelect,
        initial="no",
    )
    compartments = forms.MultipleChoiceField(
        label=_("Which other parts do you need?"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("You always read the core: form of concern, coordinator, agreements and actions."),
    )
    until = forms.DateField(
        label=_("Up to and including"),
        widget=LocalDateInput,
        required=False,
        help_text=_("Leave this empty when you do not know how long you need it."),
    )
    reason = forms.CharField(
        label=_("Why do you need this?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("The coordinator reads this. Do not write the name of the young person."),
    )
    is_urgent = forms.BooleanField(
        label=_("It can't wait until the next working day: I need an answer within an hour"), required=False
    )

    def __init__(self, *args: Any, ceiling: Ceiling, by_number: bool, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        if by_number:
            self.fields["number"].required = True
        else:
            del self.fields["number"]
        self.fields["terms"].choices = _pairs(ceiling)
        self.fields["compartments"].choices = _parts_of(ceiling)

    def clean_until(self) -> date | None:
        """Refuse a day that has passed."""
        return _not_passed(self.cleaned_data["until"], self.today)

    def wish(self) -> Wish:
        """Give what was asked, as plain values."""
        values = self.cleaned_data
        purpose, ground = values["terms"].split("/")
        parts = {Compartment(value) for value in values["compartments"]}
        if values["with_name"] == "yes":
            parts.add(Compartment.IDENTITY)
        return Wish(
            purpose=purpose,
            legal_ground=ground,
            compartments=frozenset(parts),
            reason=values["reason"],
            is_urgent=values["is_urgent"],
            until=values["until"],
        )


class GrantForm(TableForm):
    """What is given of what was asked."""

    compartments = forms.MultipleChoiceField(
        label=_("Which parts may they read?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    until = forms.DateField(
        label=_("Up to and including"),
        widget=LocalDateInput,
        required=False,
        help_text=_("Leave this empty when the end is not known yet. You can end it at any moment."),
    )
    answer = forms.CharField(
        label=_("Answer to the requester"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example why you give less than was asked."),
    )

    def __init__(self, *args: Any, wanted: frozenset[Compartment], today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.fields["compartments"].choices = [
            (value, label) for value, label in COMPARTMENTS if value in wanted and value != Compartment.CORE
        ]

    def clean_until(self) -> date | None:
        """Refuse a day that has passed."""
        return _not_passed(self.cleaned_data["until"], self.today)


class RefuseForm(TableForm):
    """Why a request is not granted."""

    answer = forms.CharField(
        label=_("Why do you not grant this?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The requester reads this sentence. Write nothing about the young person."),
    )


class WithdrawForm(TableForm):
    """Nothing to fill in; the confirmation itself."""


def _not_passed(day: date | None, today: date) -> date | None:
    if day is not None and day < today:
        raise ValidationError(_("This day has passed. Choose today or a later day."))
    return day


def _pairs(ceiling: Ceiling) -> list[tuple[str, Any]]:
    """Give the purposes and grounds on which the covenant lets the organisation read a case at all."""
    purposes, grounds = dict(PURPOSES), dict(LEGAL_GROUNDS)
    return [
        (f"{purpose}/{ground}", f"{purposes[purpose]} · {grounds[ground]}")
        for purpose, ground in sorted(ceiling.pairs.get(Compartment.CORE, ()))
    ]


def _parts_of(ceiling: Ceiling) -> list[tuple[str, Any]]:
    apart = (Compartment.CORE.value, Compartment.IDENTITY.value)
    return [(value, label) for value, label in COMPARTMENTS if value in ceiling.pairs and value not in apart]
