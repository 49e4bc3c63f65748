"""The forms of intake. Labels ask what a person would say aloud; help says why it is asked."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.casefile.alike import Candidate
from cases.casefile.alike_forms import Look, LooksFirst, looked_field
from cases.casefile.case import Opening
from cases.casefile.models import Case
from cases.choices import (
    AGE_BANDS,
    FORMS_OF_CONCERN,
    SIGNAL_STATUSES,
    URGENCIES,
)
from cases.intake import matching, rules
from cases.intake.chain import REASON_MISSING
from cases.intake.report import fault_of
from cases.intake.report_forms import FEW_LINES, text_area
from cases.intake.rules import SignalStatus
from organisations.actor import Actor
from organisations.models import User
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput

NO_SUCH_CASE = _("There is no case with this number that you can open. Check the number.")


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

    def __init__(self, *args: Any, is_told_by_code: bool, others: Sequence[str] = (), **options: Any) -> None:
        """``is_told_by_code``: somebody without an account reads no words, only that it was decided.

        ``others``: the numbers of the signals that go on in this one and have a reporter who reads words.
        """
        super().__init__(*args, **options)
        self.others = others
        if is_told_by_code:
            del self.fields["text"]
        for number in others:
            self.fields[f"text_{number}"] = forms.CharField(
                label=_("What do you tell the reporter of signal %(number)s?") % {"number": number},
                help_text=_("They only know their own signal. Do not mention the other one."),
                max_length=FEW_LINES,
                widget=text_area(5),
            )

    def told(self) -> dict[str, Any]:
        """Give the words for each reporter, and the version of the page."""
        said = self.cleaned_data
        others = {number: said[f"text_{number}"] for number in self.others}
        return {"text": said.get("text", ""), "others": others, "version": said.get("version")}


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


class StartCaseForm(LooksFirst, TableForm):
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
    looked = looked_field()

    def __init__(
        self,
        *args: Any,
        colleagues: QuerySet[User],
        now: datetime,
        look: Look,
        candidates: list[Candidate],
        **options: Any,
    ) -> None:
        """``colleagues``: who may be the deputy; ``candidates``: what the signal may be about already."""
        super().__init__(*args, **options)
        self.start_looking(look, candidates)
        self.fields["deputy"].queryset = colleagues
        self.today = timezone.localdate(now)

    def clean(self) -> dict[str, Any]:
        """A date of birth belongs to a name, and must be possible."""
        cleaned = super().clean()
        if cleaned.get("birth_date") and not cleaned.get("name"):
            self.add_error("name", _("Write the name as well, or clear the date of birth."))
        if born := cleaned.get("birth_date"):
            self._check(lambda: rules.check_birth_date(born, today=self.today, field="birth_date"))
        self.check_looked(cleaned)
        return cleaned

    def _check(self, rule: Callable[[], None]) -> None:
        fault = fault_of(rule)
        if fault is not None:
            self.add_error(fault.field, fault.sentence)

    def opening(self) -> Opening:
        """Give what was chosen, as the act wants it."""
        return Opening(**{name: self.cleaned_data[name] for name in self.fields if name in Opening.__slots__})
