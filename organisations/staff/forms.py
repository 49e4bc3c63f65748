"""Forms of people management: whom to invite, a first password, a secondment, an introduction."""

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from organisations.forms import RoleForm
from organisations.models import Organisation, User
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput


class InvitationForm(RoleForm):
    """A person to invite, by e-mail address."""

    email = forms.EmailField(
        label=_("Work e-mail address"),
        max_length=254,
        help_text=_("The invitation goes to this address and counts for seven days."),
    )
    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("First and last name. The person can correct it.")
    )
    field_order = ["email", "name", "role"]


class FirstPasswordForm(forms.Form):
    """Who accepts an invitation and has no account yet: a name and a password of their own."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        help_text=_("First and last name, as colleagues know you."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    password = forms.CharField(
        label=_("Choose a password"),
        max_length=256,
        strip=False,
        help_text=_("At least twelve characters. A sentence of four words is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=_("The same password again"),
        max_length=256,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    status = 200

    def __init__(self, *args: Any, email: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.email = email

    def clean(self) -> dict[str, Any]:
        """Ask the rules for passwords, and that both are the same."""
        cleaned = super().clean() or {}
        password, again = cleaned.get("password"), cleaned.get("again")
        if password:
            try:
                get_adapter().clean_password(password, User(email=self.email, name=cleaned.get("name", "")))
            except ValidationError as weak:
                self.add_error("password", weak)
        if password and again and password != again:
            self.add_error("again", ValidationError(_("The two passwords differ. Type the second again.")))
        return cleaned


class MemberRoleForm(RoleForm, VersionedForm):
    """Which role a member gets, on a page that others may have open too."""


class OfferForm(TableForm):
    """A secondment to offer: where to, and the first and last day."""

    host = forms.ModelChoiceField(
        label=_("To which organisation"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
    )
    since = forms.DateField(label=_("First day"), widget=LocalDateInput)
    until = forms.DateField(
        label=_("Last day"),
        widget=LocalDateInput,
        help_text=_("After this day the place there is over by itself. A year at most."),
    )

    def __init__(self, *args: Any, hosts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["host"].queryset = hosts

    def clean(self) -> dict[str, Any]:
        """Refuse a year that no calendar of work has."""
        cleaned = super().clean()
        for name in ("since", "until"):
            if cleaned.get(name) and not 2000 <= cleaned[name].year <= 2100:
                self.add_error(name, ValidationError(_("Choose a day in this century.")))
        return cleaned


class AnswerForm(RoleForm):
    """The answer to an offered secondment; a role belongs to a yes only."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[("accept", _("Yes, this person comes to work here")), ("decline", _("No"))],
        widget=forms.RadioSelect,
    )
    field_order = ["answer", "role"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["role"].required = False
        self.fields["role"].help_text = _("Only needed when you say yes.")

    def clean_role(self) -> Any:
        """Give the role as such, or nothing."""
        return super().clean_role() if self.cleaned_data.get("role") else None

    def clean(self) -> dict[str, Any]:
        """Ask for a role when the answer is yes."""
        cleaned = super().clean()
        if cleaned.get("answer") == "accept" and not cleaned.get("role") and "role" not in self.errors:
            self.add_error("role", ValidationError(_("Choose the role this person gets here.")))
        return cleaned


class IntroductionForm(VersionedForm):
    """The day on which a member was introduced."""

    on = forms.DateField(
        label=_("Introduced on"),
        widget=LocalDateInput,
        help_text=_("The day on which this person learned how the table works with personal data."),
    )
