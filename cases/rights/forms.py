"""Forms of rights: a shielded name, a report about who looked, a request and its steps, a disagreement."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Note
from cases.rights.access_report import Wanted
from cases.rights.choices import ASKERS, GROUNDS, KINDS, LIMITS, STATES
from cases.rights.disagreement import Statement
from cases.rights.report_rules import NEVER
from cases.rights.request import Asked, Decision
from cases.rights.term_rules import DECISIONS, Kind, State
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from organisations.models import User
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput

LONGEST_TEXT = 20_000
#: Core cannot be left out: that somebody looked is what the report is about.
MAY_LEAVE_OUT = [
    (code, label) for code, label in COMPARTMENTS if Compartment(code) not in NEVER and code != "core"
]


class ShieldForm(TableForm):
    """Whose name is not told, why, and until when."""

    user = forms.TypedChoiceField(label=_("Whose name is not told?"), coerce=int, empty_value=None)
    reason = forms.CharField(
        label=_("Why?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For instance a threat. The young person and the parents never read this reason."),
    )
    until = forms.DateField(label=_("Up to and including"), widget=LocalDateInput)

    def __init__(self, *args: Any, people: QuerySet[User], **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = {user.pk: user for user in people}
        named = [(pk, user.name) for pk, user in self.people.items()]
        self.fields["user"].choices = [("", _("Choose a person")), *named]

    def clean_user(self) -> User:
        """Give the person."""
        return self.people[self.cleaned_data["user"]]


class EndForm(TableForm):
    """Confirms; there is nothing to fill in."""


class ReportForm(TableForm):
    """For whom a report is, about which days, and what it leaves out."""

    for_whom = forms.ChoiceField(label=_("For whom is the report?"), choices=ASKERS, widget=forms.RadioSelect)
    since = forms.DateField(label=_("From"), widget=LocalDateInput)
    until = forms.DateField(label=_("Up to and including"), widget=LocalDateInput)
    left_out = forms.MultipleChoiceField(
        label=_("Parts to leave out"),
        choices=MAY_LEAVE_OUT,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Police is always left out. A reading that showed only such parts is not told. The report says "
            "that parts may be left out, not which."
        ),
    )
    limit = forms.ChoiceField(
        label=_("On which ground of the law"),
        choices=[("", _("Nothing is left out")), *LIMITS],
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it starts."""
        cleaned = super().clean()
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", ValidationError(_("The period ends before it starts.")))
        return cleaned

    def wanted(self) -> Wanted:
        """Give what was filled in."""
        given = self.cleaned_data
        return Wanted(
            for_whom=given["for_whom"],
            since=given["since"],
            until=given["until"],
            left_out=frozenset(map(Compartment, given["left_out"])),
            limit=given["limit"],
        )


class NoteChoice(forms.ModelChoiceField):
    """Choose a note by who wrote it, when and where; its words stay in the case."""

    def label_from_instance(self, note: Note) -> str:
        """Show part, day, writer and organisation."""
        day = date_format(timezone.localtime(note.written_at), "j F Y H:i")
        return f"{note.get_compartment_display()}: {day}, {note.author.name} ({note.organisation.name})"


class RequestForm(TableForm):
    """A request as it came in."""

    number = forms.CharField(
        label=_("Number of the case"), max_length=20, help_text=_("It looks like C-26-7K3QF.")
    )
    kind = forms.ChoiceField(label=_("Which right?"), choices=KINDS, widget=forms.RadioSelect)
    asked_by = forms.ChoiceField(label=_("Who asks?"), choices=ASKERS, widget=forms.RadioSelect)
    compartment = forms.ChoiceField(label=_("About which part of the case"), choices=COMPARTMENTS)
    words = forms.CharField(
        label=_("What is asked, in their own words"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    received_on = forms.DateField(
        label=_("Received on"),
        widget=LocalDateInput,
        help_text=_("The answer is due one month after this day (AVG article 12 paragraph 3)."),
    )

    def asked(self) -> Asked:
        """Give what came in."""
        given = self.cleaned_data
        return Asked(
            kind=Kind(given["kind"]),
            asked_by=given["asked_by"],
            compartment=Compartment(given["compartment"]),
            words=given["words"],
            received_on=given["received_on"],
        )


class ExtendForm(VersionedForm):
    """Why more time is needed."""

    reason = forms.CharField(
        label=_("Why is more time needed?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("This is in the letter: write it for whoever asked."),
    )


class DecideForm(VersionedForm):
    """The decision with its grounds, in words for whoever asked."""

    to = forms.ChoiceField(
        label=_("Decision"),
        choices=[(code, label) for code, label in STATES if State(code) in DECISIONS],
        widget=forms.RadioSelect,
    )
    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("This is in the letter: write it in plain words."),
    )
    ground = forms.ChoiceField(
        label=_("When less is given than was asked: on which article"),
        choices=[("", _("Everything is given")), *GROUNDS],
        required=False,
    )
    note = NoteChoice(
        label=_("Which note is wrong"),
        queryset=Note.objects.none(),
        required=False,
        empty_label=_("No note, something else in this part"),
    )
    correction = forms.CharField(
        label=_("The right words"),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They become a correction beside what was written; the old words stay."),
    )

    def __init__(self, *args: Any, notes: QuerySet[Note] | None, **options: Any) -> None:
        super().__init__(*args, **options)
        if notes is None:  # no rectification, so nothing to put right
            del self.fields["note"], self.fields["correction"]
        else:
            self.fields["note"].queryset = notes

    def decision(self) -> Decision:
        """Give what was decided."""
        given = self.cleaned_data
        return Decision(
            to=State(given["to"]),
            explanation=given["explanation"],
            ground=given["ground"],
            correction=given.get("correction", ""),
            note=given.get("note"),
        )


class WithdrawForm(VersionedForm):
    """Confirms; there is nothing to fill in."""


class DisagreementForm(TableForm):
    """The own words of a young person or parent about what was written."""

    said_by = forms.ChoiceField(label=_("Who says this?"), choices=ASKERS, widget=forms.RadioSelect)
    compartment = forms.ChoiceField(label=_("About which part of the case"))
    note = NoteChoice(
        label=_("About which note"),
        queryset=Note.objects.none(),
        required=False,
        empty_label=_("About this part as a whole"),
    )
    text = forms.CharField(
        label=_("In their own words"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6})
    )
    received_on = forms.DateField(label=_("Received on"), widget=LocalDateInput)

    def __init__(
        self, *args: Any, parts: Iterable[Compartment], notes: QuerySet[Note], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        labels = dict(COMPARTMENTS)
        self.fields["compartment"].choices = [(part.value, labels[part.value]) for part in parts]
        self.fields["note"].queryset = notes

    def statement(self) -> Statement:
        """Give what was said."""
        given = self.cleaned_data
        return Statement(
            said_by=given["said_by"],
            compartment=Compartment(given["compartment"]),
            text=given["text"],
            received_on=given["received_on"],
            note=given["note"],
        )
