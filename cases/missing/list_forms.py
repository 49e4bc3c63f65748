"""What the list of alerts can be asked."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.choices import COLOURS, EPISODE_STATUSES
from cases.filters.list_forms import ListForm
from cases.missing.models import MissingEpisode
from organisations.actor import Actor

ANY = ("", _("All"))
OVER = [(status, label) for status, label in EPISODE_STATUSES if status != "running"]


class AlertFilterForm(ListForm):
    """What the reader wants to see of what is over: who is missing now is never left out."""

    colour = forms.ChoiceField(label=_("Colour"), choices=[ANY, *COLOURS], required=False)
    status = forms.ChoiceField(label=_("Status"), choices=[ANY, *OVER], required=False)
    ours = forms.BooleanField(label=_("Only alerts that your organisation raised"), required=False)

    def narrow(self, rows: QuerySet[MissingEpisode], actor: Actor) -> QuerySet[MissingEpisode]:
        """Keep the episodes that are asked for."""
        self.is_valid()
        asked = {
            name: self.cleaned_data[name] for name in ("colour", "status") if self.cleaned_data.get(name)
        }
        if self.cleaned_data.get("ours"):
            asked["raised_by_organisation_id"] = actor.organisation_id
        return rows.filter(**asked)
