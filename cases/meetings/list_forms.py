"""What the list of meetings can be asked."""

from datetime import datetime

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.choices import MEETING_STATUSES
from cases.filters.list_forms import ListForm
from cases.meetings import room
from cases.meetings.models import Meeting
from organisations.actor import Actor
from organisations.models import Organisation


class MeetingFilterForm(ListForm):
    """What the reader wants to see of the list."""

    status = forms.ChoiceField(label=_("Status"), choices=[("", _("All")), *MEETING_STATUSES], required=False)
    host = forms.ModelChoiceField(
        label=_("Host"), queryset=Organisation.objects.none(), empty_label=_("All"), required=False
    )
    ours = forms.BooleanField(label=_("Only meetings with a case of your organisation"), required=False)

    def __init__(self, *args: object, mine: QuerySet[Meeting], **options: object) -> None:
        """Offer the hosts of ``mine``, the meetings that the reader sits at."""
        super().__init__(*args, **options)
        hosts = Organisation.objects.filter(pk__in=mine.order_by().values("host"))
        self.fields["host"].queryset = hosts.order_by("name")

    def narrow(self, rows: QuerySet[Meeting], *, actor: Actor, now: datetime) -> QuerySet[Meeting]:
        """Keep the meetings that are asked for; of which cases they speak is judged by the gate."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("status"):
            rows = rows.filter(status=asked["status"])
        if asked.get("host"):
            rows = rows.filter(host=asked["host"])
        if asked.get("ours"):
            rows = rows.filter(pk__in=room.items(actor, now=now).order_by().values("meeting"))
        return rows
