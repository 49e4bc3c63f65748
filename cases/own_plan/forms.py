"""The form of the young person's own plan."""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zorgtafel.forms import VersionedForm
from zorgtafel.rendering import LocalDateInput

LONG = 1_200  # characters: it must stay one page


def _words(label: Promise, help_text: Promise, *, rows: int = 3) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, max_length=LONG, required=False, widget=area)


class OwnPlanForm(VersionedForm):
    """What was agreed, in words for the young person. Every field may stay empty; the page leaves it out."""

    for_name = forms.CharField(
        label=_("For whom is it?"),
        max_length=80,
        required=False,
        help_text=_("As they want to be called. Empty: the page says no name."),
    )
    wishes = _words(_("What do you want yourself?"), _("In their own words."))
    agreed = _words(_("What did we agree?"), _("One agreement on each line. Short sentences."), rows=5)
    helpers = _words(_("Who helps with what?"), _("One person on each line: “Sam helps you with school”."))
    numbers = _words(
        _("Whom can you call?"),
        _("One on each line, with the number and the hours. Numbers that are safe for this young person."),
    )
    unsafe = _words(_("What do you do when it does not feel safe?"), _("One step on each line."))
    meet_on = forms.DateField(label=_("When do we talk again?"), required=False, widget=LocalDateInput)
