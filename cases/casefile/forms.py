"""Forms of the case file."""

from dataclasses import asdict
from datetime import date
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cases.casefile.ageing_rules import Band
from cases.casefile.alike_forms import Look, LooksFirst, looked_field
from cases.casefile.listing import Filters
from cases.casefile.models import CaseParticipation
from cases.choices import AGE_BANDS, CASE_STATUSES, FORMS_OF_CONCERN, URGENCIES
from cases.filters.list_forms import ListForm
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, PURPOSES
from organisations.compartments import Compartment
from organisations.covenant import Ceiling
from organisations.models import Covenant, Organisation, User
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput

LONGEST_TEXT = 20_000
OLDEST = 120  # years; a birth date before that is a typing error
ANY = ("", _("All"))


LACKING = [
    ("age", _("The age is not known")),
    ("form", _("The form of exploitation is not known")),
]


BANDS = [
    (Band.UNDER_ONE.value, _("Less than 1 month")),
    (Band.ONE_TO_THREE.value, _("1 to 3 months")),
    (Band.THREE_TO_SIX.value, _("3 to 6 months")),
    (Band.OVER_SIX.value, _("6 months or longer")),
]


class FilterForm(ListForm):
    """What the reader wants to see of the list."""

    urgency = forms.ChoiceField(label=_("Urgency"), choices=[ANY, *URGENCIES], required=False)
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("Not closed")), *CASE_STATUSES, ("all", _("All"))],
        required=False,
    )
    form = forms.ChoiceField(label=_("Form of concern"), choices=[ANY, *FORMS_OF_CONCERN], required=False)
    lacks = forms.ChoiceField(label=_("Still unknown"), choices=[ANY, *LACKING], required=False)
    open_for = forms.ChoiceField(label=_("Open for"), choices=[ANY, *BANDS], required=False)
    quiet_for = forms.ChoiceField(label=_("Nothing happened for"), choices=[ANY, *BANDS], required=False)
    mine = forms.BooleanField(label=_("Only cases on which I am named"), required=False)
    coordinator = forms.IntegerField(min_value=1, max_value=2**31, required=False, widget=forms.HiddenInput)

    def filters(self) -> Filters:
        """Give the filters that are valid; the rest counts as not asked."""
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})

    def drawn(self) -> str:
        """Draw the fields: how they are set is all that they tell, so each setting is drawn once."""
        return self.render() if self.errors else _fields_as_set(self.filters(), get_language())


@lru_cache(256)
def _fields_as_set(filters: Filters, _language: str) -> str:
    return FilterForm(asdict(filters)).render()


class PersonField(forms.ModelChoiceField):
    """Choose a person, by name."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label=_("Choose a person"), **options)

    def label_from_instance(self, user: User) -> str:
        """Show the name."""
        return user.name


class BornForm(forms.Form):
    """A birth date that can be true."""

    def clean_birth_date(self) -> date | None:
        """Refuse a day in the future or longer ago than anybody lives."""
        born = self.cleaned_data.get("birth_date")
        if born is None:
            return None
        today = self.today
        if born > today:
            raise ValidationError(_("This day has yet to come. Check the date of birth."))
        if born.year < today.year - OLDEST:
            raise ValidationError(
                _("This is more than %(years)s years ago. Check the date of birth.") % {"years": OLDEST}
            )
        return born


class StartForm(LooksFirst, BornForm, TableForm):
    """A new case."""

    form_of_concern = forms.ChoiceField(
        label=_("Form of concern"), choices=FORMS_OF_CONCERN, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(
        label=_("Urgency"), choices=URGENCIES, widget=forms.RadioSelect, initial="normal"
    )
    age_band = forms.ChoiceField(label=_("Age"), choices=AGE_BANDS, initial="unknown")
    name = forms.CharField(
        label=_("Name of the young person"),
        max_length=160,
        required=False,
        help_text=_("Leave this empty to start with a pseudonym only. You can add the name later."),
    )
    birth_date = forms.DateField(label=_("Date of birth"), widget=LocalDateInput, required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=80, required=False)
    deputy = PersonField(
        label=_("Deputy"),
        help_text=_("You coordinate this case. Your deputy takes over when you are away."),
    )
    table = forms.ModelChoiceField(
        label=_("Table"),
        help_text=_("Only who signed the covenant of this table can be admitted to the case."),
        queryset=Covenant.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )
    looked = looked_field()

    def __init__(
        self, *args: Any, colleagues: Any, tables: list[int], today: date, look: Look, **options: Any
    ) -> None:
        """``tables``: the covenants (ids) under which the case can start; with one, nobody has to choose."""
        super().__init__(*args, **options)
        self.start_looking(look)
        self.fields["deputy"].queryset = colleagues
        self.fields["table"].queryset = Covenant.objects.filter(pk__in=tables).order_by("name", "pk")
        if len(tables) < 2:
            del self.fields["table"]
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Look whether there is a case about this person already."""
        cleaned = super().clean()
        self.check_looked(cleaned)
        return cleaned


class CaseForm(VersionedForm):
    """What the case is about and how urgent it is."""

    form_of_concern = forms.ChoiceField(
        label=_("Form of concern"), choices=FORMS_OF_CONCERN, widget=forms.RadioSelect
    )
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCIES, widget=forms.RadioSelect)


class CloseForm(TableForm):
    """Why a case can close."""

    reason = forms.CharField(
        label=_("Why can the case be closed?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PersonForm(BornForm, VersionedForm):
    """Who the case is about."""

    name = forms.CharField(label=_("Name"), max_length=160)
    birth_date = forms.DateField(label=_("Date of birth"), widget=LocalDateInput, required=False)
    address = forms.CharField(label=_("Address"), max_length=200, required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=80, required=False)
    guardians = forms.CharField(label=_("Parents or guardian"), max_length=300, required=False)

    def __init__(self, *args: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today


class ColleagueForm(TableForm):
    """A colleague to name on the case."""

    user = PersonField(label=_("Colleague"))

    def __init__(self, *args: Any, colleagues: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["user"].queryset = colleagues


class ConfirmForm(TableForm):
    """Nothing to fill in; the confirmation itself."""


class NoteForm(TableForm):
    """Words in one compartment."""

    compartment = forms.ChoiceField(label=_("In which part of the case?"), widget=forms.RadioSelect)
    text = forms.CharField(label=_("Note"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))

    def __init__(self, *args: Any, compartments: list[Compartment], **options: Any) -> None:
        super().__init__(*args, **options)
        labels = dict(COMPARTMENTS)
        self.fields["compartment"].choices = [(c.value, labels[c.value]) for c in compartments]


class CorrectionForm(TableForm):
    """Better words beside a note, and why."""

    text = forms.CharField(
        label=_("What it should say"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    reason = forms.CharField(label=_("Why do you correct it?"), max_length=300)


class NoteEditForm(VersionedForm):
    """One's own words, improved within a day."""

    text = forms.CharField(label=_("Note"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}))


class ConsultForm(TableForm):
    """Whom to ask to think along without a name, what for, on which ground, until when."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Choose a purpose")), *PURPOSES])
    legal_ground = forms.ChoiceField(
        label=_("Legal ground"), choices=[("", _("Choose a legal ground")), *LEGAL_GROUNDS]
    )
    until = forms.DateField(
        label=_("Up to and including"),
        widget=LocalDateInput,
        help_text=_("At most six weeks from now. It ends by itself."),
    )

    def __init__(self, *args: Any, organisations: Any, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations
        self.today = today

    def clean_until(self) -> date:
        """Refuse a day that has passed."""
        until = self.cleaned_data["until"]
        if until < self.today:
            raise ValidationError(_("This day has passed. Choose today or a later day."))
        return until


class IdentityForm(TableForm):
    """On which ground and why an organisation is told the name."""

    terms = forms.ChoiceField(
        label=_("Purpose and ground of sharing the name"),
        widget=forms.RadioSelect,
        help_text=_("What the covenant allows this organisation."),
    )
    reason = forms.CharField(
        label=_("Why do they need to know who it is?"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Write here why thinking along without a name is not enough. Leave the name out."),
    )

    def __init__(self, *args: Any, terms: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        purposes, grounds = dict(PURPOSES), dict(LEGAL_GROUNDS)
        self.fields["terms"].choices = [
            (f"{purpose}/{ground}", f"{purposes[purpose]} · {grounds[ground]}") for purpose, ground in terms
        ]


class WhoForm(forms.Form):
    """The first step of admitting: which organisation, what for, on which ground."""

    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), empty_label=_("Choose an organisation")
    )
    purpose = forms.ChoiceField(label=_("Purpose"), choices=[("", _("Choose a purpose")), *PURPOSES])
    legal_ground = forms.ChoiceField(
        label=_("Legal ground"), choices=[("", _("Choose a legal ground")), *LEGAL_GROUNDS]
    )

    def __init__(self, *args: Any, organisations: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = organisations


class CoveredCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes of which some cannot be ticked: the covenant has no clause for them."""

    closed: frozenset[str] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **options: Any) -> dict[str, Any]:
        """Disable what is not covered, and untick it."""
        option = super().create_option(name, value, *args, **options)
        if str(value) in self.closed:
            option["attrs"]["disabled"] = True
            option["attrs"].pop("checked", None)
            option["selected"] = False
        return option


class TermsForm(VersionedForm):
    """The second step: which parts, until when. ``cover`` tells what the covenant allows."""

    organisation = forms.CharField(required=False, widget=forms.HiddenInput)
    purpose = forms.ChoiceField(choices=PURPOSES, widget=forms.HiddenInput)
    legal_ground = forms.ChoiceField(choices=LEGAL_GROUNDS, widget=forms.HiddenInput)
    compartments = forms.MultipleChoiceField(
        label=_("Which parts may they read?"), choices=COMPARTMENTS, widget=CoveredCheckboxes, required=False
    )
    starts_on = forms.DateField(
        label=_("From"), widget=LocalDateInput, help_text=_("A day that has passed counts from now on.")
    )
    ends_on = forms.DateField(
        label=_("Up to and including"),
        widget=LocalDateInput,
        required=False,
        help_text=_("Leave this empty when the end is not known yet. You can end it at any moment."),
    )

    def cover(self, ceiling: Ceiling, purpose: str, legal_ground: str) -> None:
        """Show per part the article that covers it, or that there is none; core is always part of it."""
        field = self.fields["compartments"]
        closed, choices = set(), []
        for value, label in COMPARTMENTS:
            article = ceiling.articles.get((value, purpose, legal_ground))
            if article is None:
                closed.add(value)
            if value != Compartment.CORE.value:
                choices.append((value, _covered(label, article)))
        field.choices = choices
        field.widget.closed = frozenset(closed)


class ConfirmationsForm(TableForm):
    """Which organisations still need to take part."""

    parts = forms.ModelMultipleChoiceField(
        label=_("Who still needs to take part?"),
        queryset=CaseParticipation.objects.none(),
        error_messages={
            "required": _("Tick at least one organisation."),
            "invalid_choice": _("One of these no longer takes part. Look again and confirm the others."),
        },
    )

    def __init__(self, *args: Any, rows: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["parts"].queryset = rows


class EndForm(TableForm):
    """Why an organisation's part ends."""

    reason = forms.CharField(label=_("Why does it end?"), max_length=300)


def _covered(label: Any, article: str | None) -> str:
    if article is None:
        return _("%(part)s: the covenant has no clause for this purpose and ground") % {"part": label}
    return _("%(part)s (article %(article)s of the covenant)") % {"part": label, "article": article}
