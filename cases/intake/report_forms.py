"""The form of a new signal, and what it shares with the page without an account."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.choices import FORMS_OF_CONCERN, KNOWLEDGE, SIGNAL_CHANNELS, SIGNAL_SUBJECTS
from cases.intake.channel_rules import ASKED, Channel, Door, through
from cases.intake.choose_forms import DeskChoice
from cases.intake.desk import Desk
from cases.intake.report import Report, faults
from cases.intake.sign_forms import SignsMixin, how_fields, sign_choices
from cases.intake.signal import NO_DESK
from zorgtafel.forms import TableForm
from zorgtafel.moments import MomentField
from zorgtafel.rendering import LocalDateInput, LocalDateTimeInput

LONG_TEXT, FEW_LINES = 20_000, 1_000  # characters


def text_area(rows: int) -> forms.Textarea:
    """Give a text area of some rows; it grows with what is typed."""
    return forms.Textarea(attrs={"rows": rows})


class ReportForm(SignsMixin, DeskChoice, TableForm):
    """A new signal, in the order in which somebody tells it."""

    channel = forms.ChoiceField(
        label=_("From whom does the desk have this?"),
        help_text=_("What somebody told the desk by phone, by letter or at the door."),
        choices=SIGNAL_CHANNELS,
        initial=Channel.PROFESSIONAL.value,
    )
    reporter_name = forms.CharField(
        label=_("Who told it?"), help_text=_("Only the desk reads this."), max_length=160, required=False
    )
    reporter_contact = forms.CharField(
        label=_("How can they be reached?"),
        help_text=_("Only the desk reads this."),
        max_length=160,
        required=False,
    )
    reporter_reference = forms.CharField(label=_("Their reference"), max_length=60, required=False)
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
        help_text=_("By which others recognise the person or the place: age, appearance, street."),
        max_length=500,
        required=False,
    )
    subject_phone = forms.CharField(
        label=_("Phone number"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    subject_plate = forms.CharField(
        label=_("Number plate"),
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    municipality = forms.CharField(label=_("Municipality"), max_length=80, required=False)
    form_of_concern = forms.ChoiceField(
        label=_("What do you fear?"), choices=FORMS_OF_CONCERN, initial="unknown"
    )
    indicators = forms.MultipleChoiceField(
        label=_("Signs you recognise"),
        help_text=_("Tick only what fits. One sign means little, and nobody adds them up."),
        choices=sign_choices,
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

    def __init__(self, *args: Any, desks: list[Desk], door: Door, now: datetime, **options: Any) -> None:
        """``desks``: where this organisation may send a signal; with one, nobody has to choose.

        ``door``: only the desk is asked along which way a signal came in. ``now`` is aware.
        """
        super().__init__(*args, **options)
        self.now, self.door = now, door
        self._ask_channel()
        self.desks = desks
        self.fields.update(how_fields())
        self.fields["noticed_at"].initial = timezone.localtime(now).replace(second=0, microsecond=0)
        self.offer_desks()

    def _ask_channel(self) -> None:
        channels = through(self.door)
        self.fields["channel"].choices = [pair for pair in SIGNAL_CHANNELS if pair[0] in channels]
        if len(channels) < 2:
            for name in ("channel", *ASKED):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Check what only makes sense together, with the rules that the act uses too."""
        cleaned = super().clean()
        if not self.desks:
            self.add_error(None, NO_DESK)
        if not self.errors:
            for fault in faults(self.report(), door=self.door, now=self.now):
                self.add_error(fault.field, fault.sentence)
        if not self.errors:
            self.check_desk()
        return cleaned

    def report(self) -> Report:
        """Give what was typed, as the act wants it."""
        said = {name: self.cleaned_data[name] for name in Report.__slots__ if name in self.cleaned_data}
        return Report(**{**said, **self.ticked()})
