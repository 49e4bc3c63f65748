"""The forms for somebody without an account: few questions, plain words, nothing about a case."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.choices import KNOWLEDGE, SIGNAL_CHANNELS
from cases.intake.channel_rules import Channel, Door, through
from cases.intake.choose_forms import DeskChoice
from cases.intake.desk import Desk
from cases.intake.report import Report, faults
from cases.intake.report_forms import FEW_LINES, LONG_TEXT, text_area
from zorgtafel.forms import TableForm
from zorgtafel.moments import MomentField

#: Who comes in through this page, in the order in which they are asked.
WHO = [pair for pair in SIGNAL_CHANNELS if Channel(pair[0]) in through(Door.PAGE)]


class OutsideForm(DeskChoice, TableForm):
    """What somebody without an account tells, in the order in which people tell it."""

    observation = forms.CharField(
        label=_("What did you see or hear?"),
        help_text=_("Write it as it happened: words, acts, things."),
        max_length=LONG_TEXT,
        widget=text_area(5),
    )
    knowledge = forms.ChoiceField(label=_("How do you know?"), choices=KNOWLEDGE, widget=forms.RadioSelect)
    noticed_at = MomentField(label=_("When was it?"), help_text=_("About is fine."))
    municipality = forms.CharField(label=_("In which town or village?"), max_length=80, required=False)
    interpretation = forms.CharField(
        label=_("What worries you?"), max_length=LONG_TEXT, widget=text_area(3), required=False
    )
    subject_name = forms.CharField(
        label=_("What is the young person called?"),
        help_text=_("Leave this empty when you do not know."),
        max_length=160,
        required=False,
    )
    subject_description = forms.CharField(
        label=_("How could we recognise the young person?"),
        help_text=_("Such as age, appearance, school."),
        max_length=500,
        required=False,
    )
    channel = forms.ChoiceField(label=_("Who are you?"), choices=WHO, widget=forms.RadioSelect)
    reporter_name = forms.CharField(
        label=_("Your name"),
        help_text=_("You may stay unknown, unless you tell this from your work at a school or as a doctor."),
        max_length=160,
        required=False,
    )
    reporter_contact = forms.CharField(
        label=_("Phone number or e-mail address"),
        help_text=_("Only to ask you something. Only the desk sees it."),
        max_length=160,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    desk = forms.ChoiceField(label=_("Which region is it about?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, desks: list[Desk], now: datetime, **options: Any) -> None:
        """``desks``: where this can go; with one, nobody has to choose. ``now`` is aware."""
        super().__init__(*args, **options)
        self.desks, self.now = desks, now
        self.fields["noticed_at"].initial = timezone.localtime(now).replace(second=0, microsecond=0)
        self.offer_desks()

    def clean(self) -> dict[str, Any]:
        """Check what only makes sense together, with the rules that the act uses too."""
        cleaned = super().clean()
        if not self.errors:
            for fault in faults(self.report(), door=Door.PAGE, now=self.now):
                self.add_error(fault.field if fault.field in self.fields else None, fault.sentence)
        if not self.errors:
            self.check_desk()
        return cleaned

    def report(self) -> Report:
        """Give what was typed, as the act wants it."""
        said = {name: self.cleaned_data[name] for name in Report.__slots__ if name in self.cleaned_data}
        is_about_somebody = said.get("subject_name") or said.get("subject_description")
        return Report(**said, subject="young_person" if is_about_somebody else "nobody")


class CodeForm(TableForm):
    """The code that somebody got."""

    code = forms.CharField(
        label=_("Your code"),
        help_text=_("Sixteen letters and digits, such as 4X7K-…"),
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class AdditionForm(CodeForm):
    """Something that is added to what was told."""

    text = forms.CharField(label=_("What do you want to add?"), max_length=FEW_LINES, widget=text_area(4))


class WithdrawForm(CodeForm):
    """Taking back what was told."""
