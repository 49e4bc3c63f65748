"""Pages of the fire drill: starting one, answering it, and how long each organisation took."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.choices import CALL_STATES
from cases.missing import drill, drill_rules
from cases.missing.drill_rules import Trend
from cases.missing.models import Drill, DrillCall
from organisations.acts import Act
from organisations.models import Organisation
from organisations.views import record_page
from zorgtafel.forms import TableForm, form_for, submit

TRENDS: dict[Trend, Promise] = {
    Trend.UNKNOWN: _("nothing to compare with yet"),
    Trend.FASTER: _("faster than before"),
    Trend.SAME: _("as fast as before"),
    Trend.SLOWER: _("slower than before"),
    Trend.NO_ANSWER: _("no answer the last time"),
}
TONES = {Trend.FASTER: "ok", Trend.SLOWER: "warning", Trend.NO_ANSWER: "danger"}
STATES = dict(CALL_STATES)
SHOWN_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Row:
    """One organisation: minutes per drill, the oldest first, and what they say together."""

    organisation: str
    minutes: list[int | None]
    trend: Promise
    tone: str


class DrillForm(TableForm):
    """Which organisations are called."""

    organisations = forms.ModelMultipleChoiceField(
        label=_("Which organisations?"),
        queryset=Organisation.objects.none(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, organisations: Iterable[Organisation], **options: Any) -> None:
        """Offer whom the reader may call."""
        super().__init__(*args, **options)
        known = [organisation.pk for organisation in organisations]
        self.fields["organisations"].queryset = Organisation.objects.filter(pk__in=known).order_by("name")


@performs(Act.RUN_DRILL)
@require_safe
def drills(request: HttpRequest) -> HttpResponse:
    """Show how long each organisation took in the last drills, as far as the reader may know."""
    known = drill.may_drill(request.actor, now=request.now)
    since = request.now - SHOWN_FOR
    calls = DrillCall.objects.filter(organisation__in=known, drill__started_at__gt=since)
    calls = calls.select_related("drill", "organisation")
    rows = [_row(name, found) for name, found in _by_organisation(calls).items()]
    record_page(request, "drills", act=Act.RUN_DRILL, shown=len(rows))
    return render(request, "cases/missing/drills.html", {"rows": rows})


@performs(Act.RUN_DRILL)
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Ask which organisations are called for a drill, and start it."""
    known = drill.may_drill(request.actor, now=request.now)
    form = form_for(request, DrillForm, organisations=known, initial={"organisations": known})

    def perform(values: dict[str, Any]) -> str:
        begun = drill.start(actor=request.actor, organisations=values["organisations"], now=request.now)
        return f"/drills/{begun.number}/"

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    record_page(request, "drill_new", act=Act.RUN_DRILL)
    return render(request, "cases/missing/drill_new.html", {"form": form}, status=form.status)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show a drill to who was called or may start one, and let the own organisation answer."""
    found = Drill.objects.filter(number=number.upper()).first()
    known = {organisation.pk for organisation in drill.may_drill(request.actor, now=request.now)}
    rows = DrillCall.objects.filter(drill=found).select_related("organisation", "acknowledged_by", "drill")
    own = rows.filter(organisation=request.actor.organisation).first()
    shown = [call for call in rows if call.organisation_id in known or call == own]
    if not shown:
        raise gate.not_found(number, act=Act.READ_INBOX)
    form = form_for(request, TableForm)

    def perform(values: dict[str, Any]) -> str:
        drill.acknowledge(own, actor=request.actor, now=request.now)
        return f"/drills/{found.number}/"

    may_answer = own is not None and request.actor.holds(Act.ANSWER_ALERT)
    if request.method == "POST" and may_answer and (done := submit(request, form, perform)):
        return done
    record_page(request, "drill", act=Act.READ_INBOX, on=found, shown=len(shown))
    context = {
        "drill": found,
        "form": form,
        "may_answer": may_answer and own.state == drill.WAITING,
        "may_run": request.actor.holds(Act.RUN_DRILL),
        "calls": [
            {
                "call": call,
                "state": STATES[call.state],
                "minutes": drill_rules.answer_minutes(found.started_at, call.acknowledged_at),
            }
            for call in shown
        ],
    }
    return render(request, "cases/missing/drill.html", context, status=form.status)


def _by_organisation(calls: Iterable[DrillCall]) -> dict[str, list[DrillCall]]:
    found: dict[str, list[DrillCall]] = {}
    for call in sorted(calls, key=lambda call: (call.organisation.name, call.drill.started_at)):
        found.setdefault(call.organisation.name, []).append(call)
    return found


def _row(name: str, calls: list[DrillCall]) -> Row:
    over = [call for call in calls if call.state != drill.WAITING][-drill_rules.SHOWN :]
    minutes = [drill_rules.answer_minutes(call.drill.started_at, call.acknowledged_at) for call in over]
    trend = drill_rules.trend(minutes)
    return Row(name, minutes, TRENDS[trend], TONES.get(trend, "neutral"))
