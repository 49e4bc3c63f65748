"""Forms of the grab pack."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from cases.pack import picture
from cases.pack.choices import LEGAL_TITLES
from cases.pack.grab_pack import Content
from cases.pack.picture import Fault, Picture, PictureRefused
from organisations.models import Organisation, User
from zorgtafel.forms import TableForm, VersionedForm
from zorgtafel.rendering import LocalDateInput

LONGEST = 4_000
MEGABYTE = 1024 * 1024

REFUSED = {
    Fault.TOO_LARGE: _(
        "This photo is too large. Take a smaller one, or send a screenshot of it: 15 MB at most."
    ),
    Fault.NO_PHOTO: _("This file is no photo that can be read. Choose a JPEG, PNG or WebP."),
    Fault.TOO_MANY_PIXELS: _("This photo has too many pixels to be opened safely. Take a smaller one."),
    Fault.TOO_SMALL: _("This photo is too small to recognise somebody. Choose a larger one."),
}


def _line(label: Any, length: int, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, max_length=length, required=False, widget=forms.TextInput
    )


def _lines(label: Any, help_text: Any = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(label=label, help_text=help_text, max_length=LONGEST, required=False, widget=area)


class PackForm(VersionedForm):
    """Everything that helps to search; nothing of it is obliged."""

    height_cm = forms.IntegerField(
        label=_("Height in centimetres"), min_value=40, max_value=230, required=False
    )
    build = _line(_("Build"), 120, _("Slender, sturdy, posture, how somebody walks."))
    hair = _line(_("Hair"), 120, _("Colour, length, style; dyed, a wig, a headscarf."))
    eyes = _line(_("Eyes"), 60, _("Colour; glasses or lenses."))
    marks = _line(_("Marks"), 300, _("Scars, tattoos, piercings, braces, a way of speaking."))
    usual_clothes = _line(_("Usual clothes"), 300)
    phones = _lines(_("Phones"), _("Every number, as you have it, and who else uses it."))
    accounts = _lines(_("Accounts"), _("Names on social media, games and apps."))
    places = _lines(_("Places"), _("Where the young person likes to be, or was found before."))
    friends = _lines(_("Friends and others"), _("With whom, and how to reach them; also who is a worry."))
    addresses = _lines(_("Addresses"), _("Of family, friends and others where they may be."))
    vehicles = _lines(_("Vehicles"), _("Own bike or scooter; cars they were seen in, with the number plate."))
    medical_needs = _lines(
        _("Medical needs"), _("Only what a searcher must know: medicines, allergies, what helps in a panic.")
    )
    legal_title = forms.ChoiceField(
        label=_("Legal title of the stay"),
        help_text=_("Without danger the police accept the form only with a legal title."),
        choices=LEGAL_TITLES,
        initial="unknown",
    )
    legal_title_note = _line(_("About the legal title"), 200, _("Until when; number of the court order."))
    guardian = _line(_("Guardian or parents with authority"), 300, _("Who, and how to reach them at night."))
    return_to = _line(_("Whom to return to"), 300, _("Address and phone, also at night."))
    owner = forms.ModelChoiceField(
        label=_("Owner of this pack"),
        help_text=_("Keeps it up to date, and confirms it every quarter."),
        queryset=User.objects.none(),
        empty_label=None,
    )

    FIELDSETS = (
        (_("Physical description"), ("height_cm", "build", "hair", "eyes", "marks", "usual_clothes")),
        (_("Where to look"), ("phones", "accounts", "places", "friends", "addresses", "vehicles")),
        (_("Health"), ("medical_needs",)),
        (_("Stay and return"), ("legal_title", "legal_title_note", "guardian", "return_to")),
        (_("Owner"), ("owner",)),
    )

    def __init__(self, *args: Any, colleagues: Any, **options: Any) -> None:
        """Take the colleagues of whom one owns the pack."""
        super().__init__(*args, **options)
        self.fields["owner"].queryset = colleagues
        self.fields["owner"].label_from_instance = lambda user: user.name

    @property
    def parts(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Give the fields in groups."""
        return [(title, [self[name] for name in names]) for title, names in self.FIELDSETS]


def content_of(values: dict[str, Any]) -> Content:
    """Put a valid form into the words of the act."""
    return Content(**{name: value for name, value in values.items() if name not in {"version", "owner"}})


class PhotoField(forms.FileField):
    """A photo; gives a picture of our own making, or says why not."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Picture:
        """Give the picture.

        Raises:
            django.core.exceptions.ValidationError: none was sent, or it can't be used.
        """
        sent: UploadedFile = super().clean(data, initial)
        if sent.size > picture.MOST_BYTES:
            told = _("This photo is %(size)d MB; at most %(most)d MB is possible. Take a smaller one.")
            sizes = {"size": round(sent.size / MEGABYTE), "most": picture.MOST_BYTES // MEGABYTE}
            raise ValidationError(told, code=Fault.TOO_LARGE.value, params=sizes)
        try:
            return picture.clean(sent.read())
        except PictureRefused as refused:
            raise ValidationError(REFUSED[refused.code], code=refused.code.value) from refused


class PhotoForm(TableForm):
    """A photo of the young person, and when it was taken."""

    photo = PhotoField(
        label=_("Photo"),
        help_text=_("Recent, in colour, the face well visible. Where it was taken is removed from it."),
        error_messages={
            "required": _("Choose a photo."),
            "empty": _("This file is empty. Choose another one."),
        },
    )
    taken_on = forms.DateField(
        label=_("Taken on"),
        help_text=_("About is good enough. After a year we say that it is an older photo."),
        widget=LocalDateInput,
    )


class ConfirmForm(VersionedForm):
    """One button."""


class SureForm(TableForm):
    """One button."""


class OfferForm(TableForm):
    """To whom the pack moves."""

    to = forms.ModelChoiceField(
        label=_("To which organisation?"),
        help_text=_("Only institutions that take part in this case and may read about going missing."),
        queryset=Organisation.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Choose an organisation.")},
    )

    def __init__(self, *args: Any, candidates: list[Organisation], **options: Any) -> None:
        """Take the organisations that could keep it."""
        super().__init__(*args, **options)
        found = Organisation.objects.filter(pk__in=[home.pk for home in candidates])
        self.fields["to"].queryset = found.order_by("name")
        self.fields["to"].label_from_instance = lambda home: home.name


class AnswerForm(TableForm):
    """Taking the pack over, or not."""

    answer = forms.ChoiceField(
        label=_("Does your organisation take this pack over?"),
        choices=[("yes", _("Yes, the young person stays with us")), ("no", _("No, it stays with them"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no.")},
    )
