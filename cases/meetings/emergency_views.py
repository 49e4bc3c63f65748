"""Calling the emergency table from the page of an alert."""

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.meetings import emergency
from cases.meetings.emergency import Alert, Wish
from cases.missing.alert_views import open_episode, record_reading
from cases.missing.models import AlertCall, MissingEpisode
from organisations.acts import Act
from zorgtafel.forms import TableForm, form_for, submit
from zorgtafel.moments import AppointmentField

SOON = timedelta(minutes=15)


class TableCallForm(TableForm):
    """When, and how people join."""

    starts_at = AppointmentField(label=_("When does it start?"))
    place = forms.CharField(
        label=_("How do people join?"),
        help_text=_("A phone number, a link or a room. No names: also who chairs meetings reads this."),
        max_length=160,
    )


@performs(Act.SOUND_ALERT)
@require_http_methods(["GET", "HEAD", "POST"])
def call_table(request: HttpRequest, number: str) -> HttpResponse:
    """Ask when and how, and call everybody who took up the alert to the table."""
    episode = open_episode(request, number, act=Act.SOUND_ALERT)
    alert = _alert(episode)
    form = form_for(request, TableCallForm, initial={"starts_at": request.now + SOON})
    back = f"/missing/{episode.number}/"

    def perform(values: dict[str, Any]) -> str:
        emergency.call(episode.case, actor=request.actor, alert=alert, wish=Wish(**values), now=request.now)
        return back

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    record_reading(request, episode)
    context = {
        "episode": episode,
        "form": form,
        "back": back,
        "invited": [
            {"organisation": organisation.name, "names": [user.name]} for user, organisation in alert.taken_up
        ],
    }
    return render(request, "cases/meetings/emergency.html", context, status=form.status)


def _alert(episode: MissingEpisode) -> Alert:
    calls = AlertCall.objects.filter(episode=episode, acknowledged_by__isnull=False)
    rows = calls.select_related("acknowledged_by", "organisation").order_by("organisation__name")
    return Alert(
        number=episode.number,
        colour=episode.colour,
        taken_up=tuple((row.acknowledged_by, row.organisation) for row in rows),
    )
