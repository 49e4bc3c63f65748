"""Pages of safety conditions, beside the Meldcode tracks of a case."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.writing_views import Writing
from cases.conditions import condition as acts
from cases.conditions import forms, look, rules, shown, watch
from cases.conditions.models import SafetyCondition
from cases.workdays import local_day
from organisations.acts import Act
from zorgtafel.forms import form_for, submit

HERE = Writing(watch.MELDCODE, "meldcode")
form_page = require_http_methods(["GET", "HEAD", "POST"])


@performs(Act.READ_CASE)
@require_safe
def conditions(request: HttpRequest, number: str) -> HttpResponse:
    """Show the safety conditions of a case with everything that was seen of them."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=watch.MELDCODE)
    may_look = HERE.may(request, case)
    keeps = may_look and _keeps(request, case)
    actor = request.actor if may_look else None
    context = {
        "rows": shown.rows(case, now=request.now, keeps=keeps, actor=actor),
        "ended": shown.ended(case, now=request.now),
        "may_look": may_look,
        "keeps": keeps,
    }
    return render(request, "cases/conditions/list.html", frame(request, case, "meldcode", **context))


@performs(Act.WRITE_NOTE)
@form_page
def write_down(request: HttpRequest, number: str) -> HttpResponse:
    """Ask what must hold, who set it, who watches and when."""
    case = HERE.opened(request, number)
    watch.require_keeper(case, actor=request.actor, now=request.now)
    watchers = watch.candidates(case, now=request.now)
    initial = {"set_on": local_day(request.now), "set_by": rules.SetBy.VEILIG_THUIS.value}
    form = form_for(request, forms.ConditionForm, watchers=watchers, months=watch.months(), initial=initial)

    def perform(values: dict[str, Any]) -> str:
        told = acts.Condition(
            words=values["words"],
            set_by=values["set_by"],
            set_on=values["set_on"],
            name=values["set_by_name"],
        )
        given = {"actor": request.actor, "now": request.now}
        return watch.address(acts.write_down(case, condition=told, agreed=_agreed(values), **given))

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Who watches it gets a message."))
        return done
    return HERE.page(request, case, "cases/conditions/new.html", form, back=_back(case))


@performs(Act.WRITE_NOTE)
@form_page
def take_look(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask whether a condition holds, and what was seen."""
    case = HERE.opened(request, number)
    found = HERE.found(case, SafetyCondition, pk)
    today = local_day(request.now)
    plans = watch.may_plan(found, request.actor, keeps=_keeps(request, case))
    proposed = rules.next_look(found.set_on, after=today, months=watch.months(), until=found.until)
    form = form_for(
        request, forms.LookForm, proposed=proposed if plans else None, initial={"looked_on": today}
    )

    def perform(values: dict[str, Any]) -> str:
        day = values.pop("next_look_on", None)
        given = {"actor": request.actor, "now": request.now}
        look.take(found, seen=look.Seen(**values), next_look_on=day, **given)
        return watch.address(found)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Does it not hold, then who coordinates gets a message."))
        return done
    context = {"condition": found, "plans": plans, "back": watch.address(found)}
    return HERE.page(request, case, "cases/conditions/look.html", form, **context)


@performs(Act.WRITE_NOTE)
@form_page
def agree(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask who watches from now on, until when and when somebody looks."""
    case = HERE.opened(request, number)
    watch.require_keeper(case, actor=request.actor, now=request.now)
    found = HERE.found(case, SafetyCondition, pk)
    watchers = watch.candidates(case, now=request.now)
    form = form_for(request, forms.AgreementForm, watchers=watchers, initial=_as_agreed(found, watchers))

    def perform(values: dict[str, Any]) -> str:
        version = values["version"]
        given = {"actor": request.actor, "now": request.now}
        acts.agree(found, agreed=_agreed(values), version=version, **given)
        return watch.address(found)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. The history keeps what was agreed before."))
        return done
    context = {"condition": found, "back": watch.address(found)}
    return HERE.page(request, case, "cases/conditions/agree.html", form, **context)


@performs(Act.WRITE_NOTE)
@form_page
def end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask why a condition does not stand here any more."""
    case = HERE.opened(request, number)
    watch.require_keeper(case, actor=request.actor, now=request.now)
    found = HERE.found(case, SafetyCondition, pk)
    form = form_for(request, forms.EndForm, initial={"version": found.version})

    def perform(values: dict[str, Any]) -> str:
        acts.end(found, actor=request.actor, now=request.now, **values)
        return _back(case)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. It stays among the earlier conditions."))
        return done
    context = {"condition": found, "back": watch.address(found)}
    return HERE.page(request, case, "cases/conditions/end.html", form, **context)


@performs(Act.WRITE_NOTE)
@form_page
def correct(request: HttpRequest, number: str, pk: int, look_pk: int) -> HttpResponse:
    """Ask what a look should have said."""
    case = HERE.opened(request, number)
    found = HERE.found(case, SafetyCondition, pk)
    before = found.looks.select_related("by", "organisation").filter(pk=look_pk).first()
    if before is None:
        raise gate.not_found(case.number, act=Act.WRITE_NOTE)
    before.condition = found
    look.require_looker(before, actor=request.actor, now=request.now)
    written = {name: getattr(before, name) for name in ("answer", "seen", "looked_on")}
    form = form_for(request, forms.CorrectionForm, initial=written)

    def perform(values: dict[str, Any]) -> str:
        why = values.pop("why")
        look.correct(before, actor=request.actor, seen=look.Seen(**values), why=why, now=request.now)
        return watch.address(found)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. Both looks stay readable."))
        return done
    context = {"condition": found, "before": before, "back": watch.address(found)}
    return HERE.page(request, case, "cases/conditions/correct.html", form, **context)


def _keeps(request: HttpRequest, case: Case) -> bool:
    return watch.may_keep(case, request.actor, access=case.access, now=request.now)


def _agreed(values: dict[str, Any]) -> acts.Agreed:
    return acts.Agreed(values["watched_by"], values["next_look_on"], values["until"])


def _as_agreed(found: SafetyCondition, watchers: list) -> dict[str, Any]:
    """Give what stands now, as a start for the form."""
    pair = (found.watcher_organisation_id, found.watcher_id)
    now = next((one.pk for one in watchers if (one.organisation_id, one.user_id) == pair), None)
    days = {"next_look_on": found.next_look_on, "until": found.until}
    return {"watched_by": now, "version": found.version, **days}


def _back(case: Case) -> str:
    return f"/cases/{case.number}/meldcode/conditions/"
