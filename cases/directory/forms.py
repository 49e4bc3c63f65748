"""Forms of the phone list."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.police.choices import UNITS
from zorgtafel.forms import VersionedForm


class LineForm(VersionedForm):
    """One line of the phone list."""

    kept_as: ClassVar[dict[str, str]] = {"table": "covenant_id"}

    table = forms.TypedChoiceField(label=_("On the list of which table?"), coerce=int)
    unit = forms.ChoiceField(label=_("Which unit?"), choices=[("", _("Choose…")), *UNITS])
    area = forms.CharField(
        label=_("Which team, and for where?"),
        max_length=120,
        required=False,
        help_text=_("For example the base team and the municipality."),
    )
    person = forms.CharField(label=_("Who?"), max_length=160, required=False)
    phone = forms.CharField(
        label=_("Phone number"), max_length=60, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    mail = forms.EmailField(label=_("Mail"), required=False)
    reachable = forms.CharField(
        label=_("When can they be reached?"), max_length=120, required=False, help_text=_("Days and hours.")
    )
    backup = forms.CharField(label=_("Who if they don't answer?"), max_length=160, required=False)
    backup_phone = forms.CharField(
        label=_("Phone number of the backup"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )

    def __init__(self, *args: Any, tables: dict[int, str], **options: Any) -> None:
        """Offer the tables (id -> name) at which the reader sits; one table is not asked for."""
        super().__init__(*args, **options)
        self.fields["table"].choices = list(tables.items())
        if len(tables) == 1:
            self.fields["table"].widget = forms.HiddenInput()
            self.initial.setdefault("table", next(iter(tables)))
