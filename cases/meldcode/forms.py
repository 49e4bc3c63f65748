"""What people fill in for the Meldcode. Field names are the names that the acts use."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.choices import MELDCODE_PROFILES
from cases.meldcode import choices, contact_rules, rules
from cases.meldcode.profile_rules import GENERAL, SectorProfile
from cases.meldcode.step_rules import StepStatus
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.moments import MomentField

LONG, SHORT = 20_000, 1_000  # characters
OLDEST_YEAR = 2000  # the Meldcode is younger than this; an earlier year is a slip of the keyboard
#: What a form asks beside the act's own words, in the order of the form.
SIGNALS = ("heard_from", "interpretation", "said", "diagnosis", "diagnosis_by")
ACCOUNT = ("purpose", "concerns", "said", "agreements", "without_parents")
AGREED = ("service", "conditions", "follow_up")
NOT_TOLD_BEFORE = [("", _("Not answered yet"))]


class PastMoment(MomentField):
    """When something happened, to the minute. That it is not in the future is the act's to say."""

    def clean(self, value: Any) -> datetime | None:
        """Refuse a year that can only be a slip of the keyboard."""
        moment = super().clean(value)
        if moment is not None and moment.year < OLDEST_YEAR:
            raise ValidationError(_("This date is too long ago to be right. Check the year."))
        return moment


class StepStanding(forms.TypedChoiceField):
    """Where a step stands now, asked together with what was done in it."""

    def __init__(self, **options: Any) -> None:
        """Offer "in progress" and "done"; done is what most people mean."""
        super().__init__(
            label=_("Where does this step stand now?"),
            choices=[
                (StepStatus.DONE.value, _("This step is done")),
                (StepStatus.RUNNING.value, _("There is more to do in this step")),
            ],
            coerce=StepStatus,
            widget=forms.RadioSelect,
            initial=StepStatus.DONE.value,
            **options,
        )


def _long(label: Any, *, rows: int = 6, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONG, widget=widget, **options)


def _short(label: Any, *, rows: int = 3, **options: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=SHORT, widget=widget, **options)


def _choice(label: Any, among: list[tuple[str, Any]], **options: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=among, widget=forms.RadioSelect, **options)


def _attempts() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("How often did you try?"),
        min_value=0,
        max_value=99,
        required=False,
        help_text=_("Only needed when you did not reach them."),
    )


class StartForm(TableForm):
    """Start one's own track."""

    profile = _choice(
        _("Which sector's Meldcode do you follow?"),
        MELDCODE_PROFILES + choices.NOT_FOR_ME,
        help_text=_("Filled in from the kind of your organisation. You can choose another."),
    )

    started_at = PastMoment(
        label=_("When did you begin?"),
        required=False,
        help_text=_("Only needed when that was before today. What you write down later lies on or after it."),
    )


class StepForm(TableForm):
    """Write down where one step stands."""

    status = forms.TypedChoiceField(
        label=_("Where does this step stand?"),
        choices=[
            (StepStatus.RUNNING.value, _("In progress")),
            (StepStatus.DONE.value, _("Done")),
            (StepStatus.SKIPPED.value, _("Skip this step")),
        ],
        coerce=StepStatus,
        widget=forms.RadioSelect,
    )
    text = _long(
        _("What did you see, hear or find?"),
        rows=8,
        required=False,
        help_text=_(
            "Write facts first, then what you think of them. Say from whom you heard something. "
            "You can write a diagnosis only if somebody competent made it."
        ),
    )
    reason = _short(
        _("Why do you skip this step?"), required=False, help_text=_("Only needed when you skip the step.")
    )


class SignalsForm(StepForm):
    """Step 1: what was seen and heard, apart from what one thinks of it."""

    heard_from = forms.CharField(label=_("From whom did you hear it?"), max_length=300, required=False)
    interpretation = _long(
        _("What do you think it means?"),
        rows=3,
        required=False,
        help_text=_("Apart from the facts, so that others can form their own opinion."),
    )
    said = _choice(
        _("Did the young person say something about it?"), NOT_TOLD_BEFORE + choices.SAID, required=False
    )
    diagnosis = _short(_("Diagnosis, if there is one"), rows=2, required=False)
    diagnosis_by = forms.CharField(label=_("Who made it?"), max_length=160, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        """Ask what was found before where the step stands."""
        super().__init__(*args, **options)
        self.order_fields(["text", *SIGNALS, "status", "reason"])


class ConsultationForm(TableForm):
    """Write down a consultation of step 2."""

    kind = _choice(_("Whom did you consult?"), choices.CONSULTATIONS)
    with_whom = forms.CharField(label=_("Name or position"), max_length=160)
    held_at = PastMoment(label=_("When?"))
    outcome = _long(
        _("What came of it?"),
    )
    tasks = _long(_("Who does what?"), rows=3, required=False)
    overview = forms.CharField(label=_("Who keeps the overview?"), max_length=160, required=False)
    status = StepStanding()


class ChildCheckForm(TableForm):
    """The questions of the child check, in their order."""

    risk_signals = _choice(
        _("Are there signs that the client's situation may harm children?"),
        choices.ANSWERS,
        help_text=_("Think of violence, substance use, a serious psychiatric problem."),
    )
    children_depend = _choice(
        _("Do children depend on the client, or is the client pregnant?"),
        NOT_TOLD_BEFORE + choices.ANSWERS,
        required=False,
        help_text=_("With a young client: think of younger brothers and sisters at home."),
    )
    children = forms.CharField(
        label=_("How many children, and how old?"),
        max_length=300,
        required=False,
        help_text=_("No names."),
    )
    care_shared = _choice(
        _("Does somebody share the care?"), NOT_TOLD_BEFORE + choices.ANSWERS, required=False
    )
    care = _choice(
        _("What do you hear about the care for the children?"),
        NOT_TOLD_BEFORE + choices.CARE,
        required=False,
    )
    other_professional = _choice(
        _("Is another professional involved with the children?"),
        NOT_TOLD_BEFORE + choices.OTHER_PROFESSIONALS,
        required=False,
        help_text=_("Only needed when the answer was refused or not clear."),
    )

    def answers(self) -> contact_rules.ChildCheck:
        """Give the answers as the rules read them."""
        given = self.cleaned_data
        return contact_rules.ChildCheck(
            risk_signals=given["risk_signals"],
            children_or_pregnant=given["children_depend"],
            care=given["care"],
            other_professional=given["other_professional"],
        )


class TalkForm(TableForm):
    """A talk that was held."""

    with_whom = _choice(_("With whom?"), choices.PARTNERS)
    without_parents = _short(
        _("Why were parents not there?"),
        rows=2,
        required=False,
        help_text=_("Only needed when a young person under 16 talked with you alone."),
    )
    held_at = PastMoment(label=_("When?"))
    purpose = _short(_("What was the purpose?"), rows=2, required=False)
    concerns = _long(_("Which worries did you name?"), rows=3, required=False)
    report = _long(_("What was said?"), rows=8, help_text=_("How did they react?"))
    said = _choice(
        _("Did the young person say something about it?"), NOT_TOLD_BEFORE + choices.SAID, required=False
    )
    agreements = _long(_("What did you agree?"), rows=3, required=False)
    status = StepStanding()


class OmittedTalkForm(TableForm):
    """A talk that is not held (now), with its ground."""

    with_whom = _choice(_("Which talk is not held?"), choices.PARTNERS)
    ground = _choice(_("Why not?"), choices.OMISSION_GROUNDS)
    reason = _short(_("Explain in your own words"))
    attempts = _attempts()

    def clean_attempts(self) -> int:
        """Read an empty field as no attempt."""
        return self.cleaned_data["attempts"] or 0


class WeighingForm(TableForm):
    """The five weighing questions; each answer with what it rests on."""

    status = StepStanding()

    def __init__(self, *args: Any, profile: SectorProfile = GENERAL, **options: Any) -> None:
        """Put each question of the sector beside its reason; no blank holds up a report."""
        super().__init__(*args, **options)
        for question, label in choices.questions(profile).items():
            among = choices.UNSAFETY if question == rules.Question.UNSAFETY else choices.ANSWERS
            is_first = question == rules.Question.SUSPICION
            self.fields[question] = _choice(
                f"{question[1]}. {label}",
                NOT_TOLD_BEFORE + among,
                required=False,
                help_text=choices.first_question_help(profile) if is_first else "",
            )
            self.fields[f"{question}_reason"] = _long(
                _("What does this answer rest on?"),
                rows=3,
                required=False,
                help_text=_("Needed with every answer you give."),
            )
        self.order_fields([*self._questions(), "status"])

    def clean(self) -> dict[str, Any]:
        """Beside "no suspicion", take a later answer without a reason as not given: it was only proposed."""
        given = super().clean()
        if not any(given.get(name) for name in choices.QUESTIONS):
            self.add_error("q1", _("Answer at least one question. The others may stay open."))
        if given.get("q1") == rules.Answer.NO:
            unfounded = [name for name in choices.QUESTIONS if not given.get(f"{name}_reason")]
            given.update(dict.fromkeys(unfounded, ""))
        return given

    def answers(self) -> rules.Answers:
        """Give the answers as the rules read them."""
        return rules.Answers(**{question: self.cleaned_data[question] for question in choices.QUESTIONS})

    def reasons(self) -> dict[str, str]:
        """Give what each answer rests on."""
        return {question: self.cleaned_data[f"{question}_reason"] for question in choices.QUESTIONS}

    def _questions(self) -> list[str]:
        return [name for question in choices.QUESTIONS for name in (question, f"{question}_reason")]


class DecisionsForm(TableForm):
    """The two decisions of step 5, in their order, on the weighing that the page showed."""

    weighing = forms.IntegerField(widget=forms.HiddenInput)
    report_decision = _choice(_("Decision 1: do you report?"), choices.REPORT_DECISIONS)
    report_reason = _short(_("Why?"))
    help_decision = _choice(_("Decision 2: is help (also) possible?"), choices.HELP_DECISIONS)
    help_reason = _short(_("Why?"))
    help_until = forms.DateField(
        label=_("When do you look whether the help works?"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The agreed term. Then you look at question 5 again."),
    )
    case_manager = forms.CharField(
        label=_("Who is the case manager?"),
        max_length=160,
        required=False,
        help_text=_("Schools and attendance officers name one when they organise help."),
    )


class AdviceForm(TableForm):
    """Advice of Veilig Thuis; there is no field for a name, on purpose."""

    asked_at = PastMoment(label=_("When did you ask?"))
    question = _long(
        _("What did you ask?"),
        rows=5,
        help_text=_("No name, no date of birth, no address: the young person stays anonymous."),
    )
    advice = _long(_("What did Veilig Thuis advise?"))


class ReportForm(TableForm):
    """A report to Veilig Thuis."""

    reported_at = PastMoment(label=_("When did you report?"))
    reference = forms.CharField(label=_("Reference of Veilig Thuis"), max_length=60, required=False)
    family_told = _choice(_("Was the family told about the report?"), choices.FAMILY_TOLD)
    family_told_note = _short(
        _("How did they react, or why were they not told?"),
        required=False,
        help_text=_("Needed when they were not told beforehand."),
    )
    attempts = _attempts()
    hidden_ground = _choice(
        _("May the family know that you report?"),
        [("", _("Yes")), *choices.HIDDEN_GROUNDS],
        required=False,
        help_text=_(
            "A professional reports openly. Only these grounds are an exception. Veilig Thuis always knows "
            "who you are."
        ),
    )
    hidden_reason = _short(
        _("Why not?"), rows=2, required=False, help_text=_("Veilig Thuis asks you for it.")
    )

    def clean_attempts(self) -> int:
        """Read an empty field as no attempt."""
        return self.cleaned_data["attempts"] or 0


class ReportAnswerForm(VersionedForm):
    """What Veilig Thuis answered."""

    kind = _choice(_("What did you hear?"), choices.REPORT_ANSWERS)
    at = PastMoment(label=_("When did you hear it, or when did the inquiry start?"))
    text = _short(
        _("What did Veilig Thuis say?"),
        help_text=_("Is there a follow-up, and who takes over?"),
    )
    service = _choice(
        _("What does Veilig Thuis do next?"), NOT_TOLD_BEFORE + choices.SERVICES, required=False
    )
    conditions = _long(_("Which safety conditions were set?"), rows=3, required=False)
    follow_up = _long(
        _("What was agreed about following it?"),
        rows=3,
        required=False,
        help_text=_("Who watches what, and when. Also what the family agreed."),
    )


class CloseForm(VersionedForm):
    """Close a track."""

    reason = _short(_("Why do you close it?"))


class CorrectStartForm(VersionedForm):
    """Correct when a track began."""

    started_at = PastMoment(
        label=_("When did you begin?"),
        help_text=_("On or before the day of the first thing that is written down in this track."),
    )
    reason = _short(_("Why do you correct it?"))


class ReopenForm(VersionedForm):
    """Start a closed track again."""

    reason = _short(_("Why do you start again?"))
