"""Forms about how somebody is reached."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organisations.reach import push_rules, sms
from organisations.reach.channel import Device
from organisations.reach.quiet_rules import Choice
from zorgtafel.forms import TableForm


class AddressForm(TableForm):
    """A phone number or an e-mail address."""

    address = forms.CharField(
        label=_("Mobile number or e-mail address"),
        max_length=200,
        help_text=_("You get a code there. Only then it counts."),
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "email"}),
    )

    def __init__(self, *args: object, **options: object) -> None:
        """Ask for what this site can use."""
        super().__init__(*args, **options)
        if not sms.is_offered():
            self.fields["address"].label = _("E-mail address")


class QuietForm(TableForm):
    """Quiet hours, and news one by one or once a day."""

    quiet_from = forms.TimeField(
        label=_("Quiet hours from"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    quiet_until = forms.TimeField(
        label=_("Until"),
        required=False,
        help_text=_("May be the next morning. Ten hours at most. Leave both empty for no quiet hours."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    news = forms.ChoiceField(
        label=_("News that is not urgent"),
        choices=[("each", _("Message by message")), ("digest", _("Once a day, together"))],
        widget=forms.RadioSelect,
    )
    digest_at = forms.TimeField(
        label=_("Once a day at"),
        required=False,
        help_text=_("Only when you chose once a day."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the time of a digest; without a digest its time says nothing."""
        cleaned = super().clean()
        if cleaned.get("news") != "digest":
            cleaned["digest_at"] = None
        elif cleaned.get("digest_at") is None and "digest_at" not in self.errors:
            self.add_error("digest_at", _("Fill in at what time it must come."))
        return cleaned

    def choice(self) -> Choice:
        """Give what was chosen."""
        return Choice(*(self.cleaned_data[name] for name in ("quiet_from", "quiet_until", "digest_at")))


class DeviceForm(TableForm):
    """What a browser gives when it agrees to notifications; a script fills it in."""

    endpoint = forms.CharField(max_length=push_rules.LONGEST, widget=forms.HiddenInput)
    p256dh = forms.CharField(max_length=100, widget=forms.HiddenInput)
    auth = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def device(self, browser: str) -> Device:
        """Give the device; ``browser``: what it says of itself."""
        values = self.cleaned_data
        name = push_rules.name_of(browser)
        return Device(name, values["endpoint"], (values["p256dh"], values["auth"]))


class CodeForm(TableForm):
    """The code that was sent."""

    code = forms.CharField(
        label=_("Code of six digits"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
