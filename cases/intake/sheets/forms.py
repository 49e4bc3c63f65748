"""Forms of sheets: the file, what its columns are, and whether to go on."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.html import escape
from django.utils.translation import gettext_lazy as _

from cases.choices import KNOWLEDGE, SIGNAL_CHANNELS, SIGNAL_SUBJECTS
from cases.intake.channel_rules import Door, through
from cases.intake.choose_forms import key_of, name_of
from cases.intake.desk import Desk
from cases.intake.sheets import reading
from cases.intake.sheets.cell_rules import MOST_BYTES, FileFault, FileRefused
from cases.intake.sheets.choices import ENCODINGS, FIELDS
from cases.intake.sheets.fault_words import FILE
from cases.intake.sheets.reading import Read
from cases.intake.sheets.row_rules import Meant
from cases.intake.sheets.text_rules import Encoding
from zorgtafel.forms import TableForm, VersionedForm

LEFT_OUT = ("", _("Leave out"))
MOST_NAMES = 20  # sheets of one file that are named
#: What holds for every row that does not say it itself.
OTHERWISE = ("knowledge", "subject", "channel", "reporter_contact")


class SendForm(TableForm):
    """A file with one registration per row."""

    file = forms.FileField(
        label=_("File with registrations"),
        help_text=_(
            "Excel (.xlsx) or CSV, at most 10 MB and 20,000 rows. Put a heading above each column. Leave out "
            "what a desk does not need."
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
        error_messages={"required": _("Choose a file."), "empty": FILE[FileFault.EMPTY]},
    )
    page = forms.CharField(
        label=_("Which sheet of an Excel file?"),
        help_text=_("Its name or its number. Leave it empty when only one sheet is filled."),
        max_length=80,
        required=False,
    )
    encoding = forms.ChoiceField(
        label=_("How are letters written in a CSV file?"),
        help_text=_("Choose another one only when letters such as é look wrong on the next page."),
        choices=ENCODINGS,
        required=False,
    )
    desk = forms.ChoiceField(label=_("At which table?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, desks: list[Desk], **options: Any) -> None:
        """``desks``: one's own, once for each table."""
        super().__init__(*args, **options)
        self.desks = desks
        self.fields["desk"].choices = [(key_of(desk), name_of(desk, desks)) for desk in desks]
        if len(desks) < 2:
            del self.fields["desk"]

    def clean(self) -> dict[str, Any]:
        """Read the file; what is wrong with it stands beside it."""
        cleaned = super().clean()
        sent: UploadedFile | None = cleaned.pop("file", None)
        if sent is None or self.errors:
            return cleaned
        try:
            cleaned["read"] = self._read(sent, cleaned["encoding"], cleaned["page"])
        except FileRefused as refused:
            self.add_error("page" if refused.names else "file", _why(refused))
        return cleaned

    def _read(self, sent: UploadedFile, encoding: str, page: str) -> Read:
        if sent.size > MOST_BYTES:
            raise FileRefused(FileFault.TOO_LARGE)
        return reading.read(sent.read(), Encoding(encoding), page)

    def chosen_desk(self) -> Desk:
        """Give the only desk, or the one that was chosen."""
        chosen = self.cleaned_data.get("desk")
        return next(desk for desk in self.desks if chosen in (None, key_of(desk)))


def _why(refused: FileRefused) -> forms.ValidationError:
    """Give the sentence, with the sheets to choose from."""
    sentence = str(FILE[refused.code])
    names = " · ".join(refused.names[:MOST_NAMES])
    return forms.ValidationError(f"{sentence} {names}".strip(), code=refused.code.value)


class ColumnsForm(VersionedForm):
    """What each column holds, and what holds for all rows that do not say it."""

    knowledge = forms.ChoiceField(
        label=_("How is it known, where a row does not say?"), choices=KNOWLEDGE, initial="second_hand"
    )
    subject = forms.ChoiceField(
        label=_("Whom or what is it about, where a row does not say?"),
        help_text=_("A row without a name, number or description is about nobody named."),
        choices=[pair for pair in SIGNAL_SUBJECTS if pair[0] != "nobody"],
        initial="young_person",
    )
    channel = forms.ChoiceField(
        label=_("From whom does the desk have it, where a row does not say?"),
        choices=[pair for pair in SIGNAL_CHANNELS if pair[0] in through(Door.DESK)],
        initial="bystander",
    )
    reporter_contact = forms.CharField(
        label=_("How can they be reached, where a row does not say?"),
        help_text=_(
            "Needed when an organisation told it, such as another desk. Leave it empty when you do not know: "
            "nothing is made up about who told it."
        ),
        max_length=160,
        required=False,
    )

    def __init__(
        self, *args: Any, headings: list[str], examples: list[list[str]], proposed: list[str], **options: Any
    ) -> None:
        """``examples``: for each heading a few of its cells; ``proposed``: what it probably is."""
        super().__init__(*args, **options)
        self.count = len(headings)
        for index, heading in enumerate(headings):
            self.fields[f"column_{index}"] = forms.ChoiceField(
                label=heading or _("Column without a heading (%(number)d)") % {"number": index + 1},
                help_text=escape(" · ".join(examples[index])),
                choices=[LEFT_OUT, *FIELDS],
                initial=proposed[index],
                required=False,
            )
        self.order_fields([f"column_{index}" for index in range(self.count)])

    def meant(self) -> Meant:
        """Give what was chosen, as the act wants it."""
        columns = tuple(self.cleaned_data[f"column_{index}"] for index in range(self.count))
        return Meant(columns, {name: self.cleaned_data[name] for name in OTHERWISE})


class StartForm(VersionedForm):
    """One button: all rows or none, and when rows are refused a word that these stay out."""

    is_whole = forms.BooleanField(
        label=_("All rows or none: bring in only when every row is right"),
        help_text=_(
            "All rows then come in at the same moment, or none does: also when you stop it, when something "
            "fails, or when a row turns out wrong at the last moment."
        ),
        required=False,
    )
    leave_out = forms.BooleanField(
        label=_("The rows with something wrong stay out; I correct them later"), required=False
    )

    def __init__(self, *args: Any, refused: int, **options: Any) -> None:
        """``refused``: how many rows can't be brought in."""
        super().__init__(*args, **options)
        if not refused:
            del self.fields["leave_out"]


class SureForm(TableForm):
    """One button."""
