"""Forms of the covenant: what a draft says, who is bound, signing."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from organisations.choices import (
    COMPARTMENT_EXAMPLES,
    COMPARTMENTS,
    CONTROLLER_RULES,
    LEGAL_GROUNDS,
    ORGANISATION_KINDS,
    PURPOSES,
)
from organisations.covenant_rules import EXISTENCE, Recipient
from organisations.models import CovenantParty, CovenantVersion, Organisation
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput

THIS_CENTURY = _("Choose a day in this century.")


class DatedForm(VersionedForm):
    """A form with days in it; refuses a year that no covenant has."""

    def clean(self) -> dict[str, Any]:
        """Look at every day."""
        cleaned = super().clean()
        for name, field in self.fields.items():
            day = cleaned.get(name)
            if isinstance(field, forms.DateField) and day and not 2000 <= day.year <= 2100:
                self.add_error(name, ValidationError(THIS_CENTURY))
        return cleaned


class CovenantForm(TableForm):
    """A new covenant: how it is called and for which region."""

    name = forms.CharField(label=_("Name of the covenant"), max_length=160)
    region = forms.CharField(label=_("Region"), max_length=120)


class WordingsForm(VersionedForm):
    """Purposes and grounds, each with the words of its article; an empty one is not part of the version."""

    summary = forms.CharField(
        label=_("What changes, in one sentence"),
        max_length=300,
        required=False,
        help_text=_("Stands in the list of versions."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for kind, choices, label in (
            ("purpose", PURPOSES, _("Purpose: %(label)s")),
            ("ground", LEGAL_GROUNDS, _("Legal ground: %(label)s")),
        ):
            for code, name in choices:
                self.fields[f"{kind}_{code}"] = forms.CharField(
                    label=label % {"label": name},
                    max_length=4000,
                    required=False,
                    widget=forms.Textarea(attrs={"rows": 2}),
                )

    def wordings(self, kind: str) -> dict[str, str]:
        """Give what was filled in for a kind: code -> words."""
        prefix = f"{kind}_"
        found = {
            name.removeprefix(prefix): words
            for name, words in self.cleaned_data.items()
            if name.startswith(prefix)
        }
        return {code: words for code, words in found.items() if words}


class ResponsibilityForm(VersionedForm):
    """Who answers for what, and how long files are kept."""

    controller = forms.CharField(
        label=_("Controller"),
        max_length=160,
        help_text=_("The organisation, or the organisations together, that a supervisor turns to."),
    )
    rights_contact = forms.EmailField(
        label=_("Contact for rights"),
        max_length=254,
        help_text=_("Where a young person or a parent asks to see, correct or remove data."),
    )
    retention_months = forms.IntegerField(
        label=_("Files are kept, in months after a case closes"), min_value=1, max_value=600
    )

    def __init__(self, *args: Any, parties: Iterable[CovenantParty], **options: Any) -> None:
        super().__init__(*args, **options)
        named = [(f"party:{party.organisation_id}", party.organisation.name) for party in parties]
        rules = [(rule, label) for rule, label in CONTROLLER_RULES if rule != "party"]
        choices = [*rules, (_("One party"), named)] if named else rules
        for code, label in COMPARTMENTS:
            self.fields[f"records_{code}"] = forms.ChoiceField(
                label=_("Responsible for the records of: %(part)s") % {"part": label}, choices=choices
            )

    def records(self) -> dict[str, tuple[str, Organisation | None]]:
        """Give per compartment the rule and, where the rule is a party, that party."""
        found = {}
        for code, _label in COMPARTMENTS:
            rule, _colon, pk = self.cleaned_data[f"records_{code}"].partition(":")
            found[code] = (rule, Organisation.objects.get(pk=pk) if pk else None)
        return found


class PartyDatesForm(DatedForm):
    """From when until when an organisation is a party."""

    acceded_on = forms.DateField(
        label=_("Joins on"),
        required=False,
        widget=LocalDateInput,
        help_text=_("Empty: when the version starts."),
    )
    exited_on = forms.DateField(
        label=_("Leaves on"),
        required=False,
        widget=LocalDateInput,
        help_text=_("From this day on the organisation reads nothing any more. Empty: stays."),
    )


class OrganisationChoiceField(forms.ModelChoiceField):
    """An organisation, shown by name and kind."""

    def label_from_instance(self, organisation: Organisation) -> str:
        """Show name and kind."""
        return f"{organisation.name} ({organisation.get_kind_display()})"


class PartyForm(PartyDatesForm):
    """A new party of a draft."""

    organisation = OrganisationChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    field_order = ["organisation", "acceded_on", "exited_on"]

    def __init__(self, *args: Any, covenant_version: CovenantVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = not_yet_party(covenant_version)


class AccedeForm(DatedForm):
    """A new party of a version whose text is settled."""

    organisation = OrganisationChoiceField(
        label=_("Organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    on = forms.DateField(
        label=_("Joins on"), widget=LocalDateInput, help_text=_("Today or later. Then it signs.")
    )

    def __init__(self, *args: Any, covenant_version: CovenantVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["organisation"].queryset = not_yet_party(covenant_version)


def not_yet_party(version: CovenantVersion) -> Any:
    """Give the organisations that can still become a party of a version."""
    parties = version.parties.values("organisation")
    return Organisation.objects.filter(is_active=True).exclude(pk__in=parties).order_by("name")


class ProvisionForm(VersionedForm):
    """Which parts a recipient receives on its terms."""

    article = forms.CharField(
        label=_("Article"),
        max_length=12,
        validators=[RegexValidator(r"^\d{1,3}(\.\d{1,3})?$", _("Write a number, such as 4 or 4.2."))],
        help_text=_("New clauses get the next number under this article: 4 gives 4.1, 4.2 and so on."),
    )
    compartments = forms.MultipleChoiceField(
        label=_("Parts that may be received"),
        choices=COMPARTMENTS,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("A part without a tick stays closed. Without any tick the clauses go out of the draft."),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["compartments"].choices = [
            *((code, f"{label}: {COMPARTMENT_EXAMPLES[code]}") for code, label in COMPARTMENTS),
            (EXISTENCE, _("Only the answer whether a case exists, and whom to ask; opens nothing")),
        ]

    def clean_compartments(self) -> frozenset[str]:
        """Give the parts as a set."""
        return frozenset(self.cleaned_data["compartments"])


class NewProvisionForm(ProvisionForm):
    """For whom, for what and on which ground, and then which parts."""

    recipient = forms.ChoiceField(label=_("Who receives"))
    purpose = forms.ChoiceField(label=_("Purpose"))
    legal_ground = forms.ChoiceField(label=_("Legal ground"))
    field_order = ["recipient", "purpose", "legal_ground", "article", "compartments"]

    def __init__(self, *args: Any, covenant_version: CovenantVersion, **options: Any) -> None:
        super().__init__(*args, **options)
        parties = covenant_version.parties.select_related("organisation").order_by("organisation__name")
        named = [(f"party:{party.organisation_id}", party.organisation.name) for party in parties]
        kinds = [(f"kind:{code}", label) for code, label in ORGANISATION_KINDS]
        self.fields["recipient"].choices = [
            ("", _("Choose who receives")),
            (_("Every party of a kind"), kinds),
            (_("One party"), named),
        ]
        wordings = set(covenant_version.wordings.values_list("kind", "code"))
        # Nothing is chosen beforehand: a clause that nobody thought about would open somebody's file.
        self.fields["purpose"].choices = [
            ("", _("Choose a purpose")),
            *(row for row in PURPOSES if ("purpose", row[0]) in wordings),
        ]
        self.fields["legal_ground"].choices = [
            ("", _("Choose a legal ground")),
            *(row for row in LEGAL_GROUNDS if ("ground", row[0]) in wordings),
        ]

    def clean_recipient(self) -> Recipient:
        """Give the recipient as such."""
        what, _colon, value = self.cleaned_data["recipient"].partition(":")
        return Recipient(kind=value) if what == "kind" else Recipient(organisation_id=int(value))

    def clean_compartments(self) -> frozenset[str]:
        """Refuse a provision of nothing."""
        found = super().clean_compartments()
        if not found:
            raise ValidationError(_("Choose at least one part."))
        return found


class StartForm(DatedForm):
    """On which days a version holds."""

    valid_from = forms.DateField(
        label=_("Starts on"), widget=LocalDateInput, help_text=_("Today or later, from midnight on.")
    )
    valid_until = forms.DateField(
        label=_("Ends on"),
        required=False,
        widget=LocalDateInput,
        help_text=_("The last day on which it holds. Empty: until a next version starts."),
    )
    gap_accepted = forms.BooleanField(
        label=_("Days without a covenant are meant; on those days nobody can read anything."), required=False
    )


class SignForm(TableForm):
    """Signing for one's organisation."""

    name = forms.CharField(
        label=_("In the name of"),
        max_length=120,
        help_text=_("Name and function of who may bind your organisation."),
    )
    text_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    has_authority = forms.BooleanField(label=_("I may sign this covenant for my organisation."))
