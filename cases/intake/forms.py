"""The forms of intake. Labels ask what a person would say aloud; help says why it is asked."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casefile.case import Opening
from cases.casefile.models import Case
from cases.choices import (
    AGE_BANDS,
    FORMS_OF_CONCERN,
    INDICATORS,
    KNOWLEDGE,
    SIGNAL_STATUSES,
    SIGNAL_SUBJECTS,
    URGENCIES,
)
from cases.intake import matching, rules
from cases.intake.desk import Desk
from cases.intake.report import Report, fault_of, faults
from cases.intake.rules import SignalStatus
from cases.intake.signal import NO_DESK, REASON_MISSING
from organisations.actor import Actor
from organisations.models import User
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.moments import MomentField
from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput

LONG_TEXT, FEW_LINES = 20_000, 1_000  # characters
NO_SUCH_CASE = _("There is no case with this number that you can open. Check the number.")


def text_area(rows: int) -> forms.Textarea:
    """Give a text area of some rows; it grows with what is typed."""
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(TableForm):
    """A new signal, in the order in which somebody tells it."""

    observation = forms.CharField(
        label=_("What was seen or heard?"),
        help_text=_("As literally as you can: words, acts, things. What you make of it comes below."),
        max_length=LONG_TEXT,
        widget=text_area(5),
    )
    knowledge = forms.ChoiceField(label=_("How do you know?"), choices=KNOWLEDGE, widget=forms.RadioSelect)
    source = forms.CharField(
        label=_("Who told you, or what do you infer it from?"),
        help_text=_("A role is enough, such as “a classmate”."),
        max_length=200,
        required=False,
    )
    noticed_at = MomentField(label=_("When was it noticed?"))
    happened_at = MomentField(
        label=_("When did it happen?"),
        help_text=_("Leave this empty when you do not know."),
        widget=LocalDateTimeInput(now_button=False),
        required=False,
    )
    interpretation = forms.CharField(
        label=_("What do you make of it?"),
        help_text=_("Your own explanation or worry. It is shown apart from what was seen or heard."),
        max_length=LONG_TEXT,
        widget=text_area(3),
        required=False,
    )
    subject = forms.ChoiceField(
        label=_("Whom or what is it about?"), choices=SIGNAL_SUBJECTS, widget=forms.RadioSelect
    )
    subject_name = forms.CharField(label=_("Name"), max_length=160, required=False)
    subject_birth_date = forms.DateField(label=_("Date of birth"), widget=LocalDateInput, required=False)
    subject_description = forms.CharField(
        label=_("Description"),
        help_text=_(
            "By which others recognise the person or the place: age, appearance, street, number plate."
        ),
        max_length=500,
        required=False,
    )
    municipality = forms.CharField(label=_("Municipality"), max_length=80, required=False)
    form_of_concern = forms.ChoiceField(
        label=_("What do you fear?"), choices=FORMS_OF_CONCERN, initial="unknown"
    )
    indicators = forms.MultipleChoiceField(
        label=_("Signs you recognise"),
        help_text=_("Tick only what fits. One sign means little, and nobody adds them up."),
        choices=INDICATORS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    urgency = forms.ChoiceField(
        label=_("How soon must somebody look at it?"),
        choices=[
            ("normal", _("Normal: within five working days")),
            ("urgent", _("Urgent: before the end of the next working day")),
            ("acute", _("Acute: within an hour")),
        ],
        initial="normal",
        widget=forms.RadioSelect,
    )
    urgency_ground = forms.CharField(
        label=_("Why can't it wait?"),
        help_text=_("A few words are enough. Needed when it is urgent or acute."),
        max_length=300,
        required=False,
    )
    desk = forms.ChoiceField(label=_("Which desk should receive it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, desks: list[Desk], now: datetime, **options: Any) -> None:
        """``desks``: where this organisation may send a signal; with one, nobody has to choose."""
        super().__init__(*args, **options)
        self.now = now
        self.desks = desks
        self.fields["noticed_at"].initial = timezone.localtime(now).replace(second=0, microsecond=0)
        self.fields["desk"].choices = [(_key(desk), _named(desk, desks)) for desk in desks]
        if len(desks) < 2:
            del self.fields["desk"]

    def clean(self) -> dict[str, Any]:
        """Check what only makes sense together, with the rules that the act uses too."""
        cleaned = super().clean()
        if not self.desks:
            self.add_error(None, NO_DESK)
        if not self.errors:
            for fault in faults(self.report(), now=self.now):
                self.add_error(fault.field, fault.sentence)
        return cleaned

    def report(self) -> Report:
        """Give what was typed, as the act wants it."""
        said = {name: self.cleaned_data[name] for name in Report.__slots__ if name in self.cleaned_data}
        return Report(**{**said, "indicators": tuple(said["indicators"])})

    def chosen_desk(self) -> Desk:
        """Give the desk that was chosen, or the only one."""
        chosen = self.cleaned_data.get("desk")
        return next((desk for desk in self.desks if _key(desk) == chosen), self.desks[0])


def _key(desk: Desk) -> str:
    return f"{desk.organisation.pk}-{desk.table.pk}"


def _named(desk: Desk, desks: list[Desk]) -> str:
    """Name a desk; at more than one table with the table, for then the name alone says too little."""
    if len({one.table for one in desks}) < 2:
        return desk.organisation.name
    return f"{desk.organisation.name} · {desk.table.name}"


class MoveForm(VersionedForm):
    """One step of the triage chain."""

    to = forms.ChoiceField(label=_("Next step"), choices=SIGNAL_STATUSES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Obligatory when it is not substantiated, or investigated again."),
        max_length=FEW_LINES,
        widget=text_area(4),
        required=False,
    )

    def __init__(self, *args: Any, current: SignalStatus, **options: Any) -> None:
        """Offer the steps from ``current``; one that just became impossible gets the act's sentence."""
        super().__init__(*args, **options)
        self.current = current
        steps = rules.MOVES[current] - {SignalStatus.FED_BACK}
        offered = [row for row in SIGNAL_STATUSES if row[0] in steps]
        self.fields["to"].widget.choices = offered
        if len(offered) == 1:
            self.fields["to"].initial = offered[0][0]

    def clean(self) -> dict[str, Any]:
        """Ask for the reason where one is owed."""
        cleaned = super().clean()
        to = cleaned.get("to")
        if to and rules.needs_reason(self.current, SignalStatus(to)) and not cleaned.get("reason"):
            self.add_error("reason", REASON_MISSING)
        return cleaned


class FeedbackForm(VersionedForm):
    """What the reporter hears."""

    text = forms.CharField(
        label=_("What do you tell the reporter?"),
        help_text=_(
            "Thank them and say in general what happens with it. Nothing from a case: no names, "
            "no decisions, not even that there is one."
        ),
        max_length=FEW_LINES,
        widget=text_area(5),
    )


class LinkForm(TableForm):
    """Which case the signal belongs to."""

    case = forms.CharField(
        label=_("Number of the case"),
        help_text=_("Such as C-26-7K3QF. You find it at the top of the case."),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def __init__(self, *args: Any, actor: Actor, now: datetime, **options: Any) -> None:
        """``actor`` finds only cases in which they read signals at ``now`` (aware)."""
        super().__init__(*args, **options)
        self.actor, self.now = actor, now

    def clean_case(self) -> Case:
        """Find the case; one that may not be opened is answered like one that does not exist."""
        found = matching.case_numbered(self.actor, self.cleaned_data["case"], now=self.now)
        if found is None:
            raise forms.ValidationError(NO_SUCH_CASE)
        return found


class StartCaseForm(TableForm):
    """What a case starts with; filled in from the signal."""

    form_of_concern = forms.ChoiceField(label=_("Form of concern"), choices=FORMS_OF_CONCERN)
    urgency = forms.ChoiceField(label=_("Urgency"), choices=URGENCIES, widget=forms.RadioSelect)
    age_band = forms.ChoiceField(label=_("Age"), choices=AGE_BANDS)
    name = forms.CharField(
        label=_("Name of the young person"),
        help_text=_("Leave this empty to think along under a pseudonym first."),
        max_length=160,
        required=False,
    )
    birth_date = forms.DateField(label=_("Date of birth"), widget=LocalDateInput, required=False)
    municipality = forms.CharField(label=_("Municipality"), max_length=80, required=False)
    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        help_text=_("You become the coordinator. Who replaces you when you are away?"),
        queryset=User.objects.none(),
        empty_label=_("Choose a colleague"),
    )

    def __init__(self, *args: Any, colleagues: QuerySet[User], now: datetime, **options: Any) -> None:
        """``colleagues``: who may be the deputy; ``now`` is aware."""
        super().__init__(*args, **options)
        self.fields["deputy"].queryset = colleagues
        self.today = timezone.localdate(now)

    def clean(self) -> dict[str, Any]:
        """A date of birth belongs to a name, and must be possible."""
        cleaned = super().clean()
        if cleaned.get("birth_date") and not cleaned.get("name"):
            self.add_error("name", _("Write the name as well, or clear the date of birth."))
        if born := cleaned.get("birth_date"):
            self._check(lambda: rules.check_birth_date(born, today=self.today, field="birth_date"))
        return cleaned

    def _check(self, rule: Callable[[], None]) -> None:
        fault = fault_of(rule)
        if fault is not None:
            self.add_error(fault.field, fault.sentence)

    def opening(self) -> Opening:
        """Give what was chosen, as the act wants it."""
        return Opening(**{name: self.cleaned_data[name] for name in self.fields if name in Opening.__slots__})
