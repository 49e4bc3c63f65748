"""Pages of the duty roster of the organisation one acts for."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from organisations import duty, levels, managing, roster, week
from organisations.acts import Act
from organisations.change_views import ask
from organisations.choices import WEEKDAYS
from organisations.forms import OverrideForm, ShiftForm
from organisations.models import DutyOverride, DutyShift
from organisations.views import record_page
from zorgtafel.forms import TableForm, form_for


@performs(Act.MANAGE_ROSTER)
@require_safe
def duty_page(request: HttpRequest) -> HttpResponse:
    """Show who is on duty now, the weekly plan, the exceptions, and when nobody is on duty."""
    organisation = request.actor.organisation
    plan = week.plan_of(organisation, now=request.now)
    now_on_duty = duty.on_duty([organisation.pk], at=request.now)[organisation.pk]
    record_page(request, "duty", act=Act.MANAGE_ROSTER, on=organisation)
    context = {
        "organisation": organisation,
        "now": request.now,
        "on_duty": sorted(now_on_duty.items()),
        "days": [
            {"label": label, "shifts": shifts}
            for (_number, label), shifts in zip(WEEKDAYS, plan.by_day(), strict=True)
        ],
        "overrides": plan.overrides,
        "ladders": [
            {"colour": colour, "label": levels.LABELS[colour], "steps": [levels.told(step) for step in steps]}
            for colour, steps in levels.of(organisation).items()
        ],
        "gaps": week.gaps(plan, now=request.now),
        "has_plan": bool(plan.shifts),
    }
    return render(request, "organisations/duty.html", context)


@performs(Act.MANAGE_ROSTER)
@require_http_methods(["GET", "POST"])
def shift_new(request: HttpRequest) -> HttpResponse:
    """Put a colleague on the weekly plan."""
    organisation = request.actor.organisation
    people = roster.candidates(organisation, now=request.now)
    form = form_for(request, ShiftForm, people=people)

    def perform(values: dict[str, Any]) -> str:
        shift = roster.Shift(**values)
        roster.add_shift(organisation, actor=request.actor, shift=shift, now=request.now)
        messages.success(request, _("The shift is in the weekly plan."))
        return reverse("duty")

    return _answer(request, form, perform, title=_("Add a shift"), submit_label=_("Add this shift"))


@performs(Act.MANAGE_ROSTER)
@require_http_methods(["GET", "POST"])
def override_new(request: HttpRequest) -> HttpResponse:
    """Write an exception to the weekly plan."""
    organisation = request.actor.organisation
    people = roster.candidates(organisation, now=request.now)
    form = form_for(request, OverrideForm, people=people)

    def perform(values: dict[str, Any]) -> str:
        override = roster.Override(**values)
        roster.add_override(organisation, actor=request.actor, override=override, now=request.now)
        messages.success(request, _("The exception has been saved."))
        return reverse("duty")

    return _answer(request, form, perform, title=_("Add an exception"), submit_label=_("Save this exception"))


@performs(Act.MANAGE_ROSTER)
@require_http_methods(["GET", "POST"])
def shift_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take a shift out of the weekly plan."""
    shift = _own(request, DutyShift, pk)

    def perform(values: dict[str, Any]) -> str:
        roster.remove_shift(shift, actor=request.actor, now=request.now)
        messages.success(request, _("The shift is out of the weekly plan."))
        return reverse("duty")

    return _answer(
        request,
        form_for(request, TableForm),
        perform,
        title=_("Take this shift out of the weekly plan?"),
        text=_("%(name)s, %(day)s from %(starts)s until %(ends)s")
        % {
            "name": shift.user.name,
            "day": shift.get_weekday_display(),
            "starts": f"{shift.starts:%H:%M}",
            "ends": f"{shift.ends:%H:%M}",
        },
        consequences=[_("From now on nobody is called for this shift, unless somebody else is on duty.")],
        submit_label=_("Take this shift out"),
        danger=True,
    )


@performs(Act.MANAGE_ROSTER)
@require_http_methods(["GET", "POST"])
def override_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take an exception away."""
    override = _own(request, DutyOverride, pk)

    def perform(values: dict[str, Any]) -> str:
        roster.remove_override(override, actor=request.actor, now=request.now)
        messages.success(request, _("The exception is gone; the weekly plan holds again."))
        return reverse("duty")

    return _answer(
        request,
        form_for(request, TableForm),
        perform,
        title=_("Take the exception of %(name)s away?") % {"name": override.user.name},
        text=_("The weekly plan holds again in this period."),
        submit_label=_("Take this exception away"),
        danger=True,
    )


def _own(request: HttpRequest, model: type[DutyShift] | type[DutyOverride], pk: int) -> Any:
    """Fetch a row of the own roster; another organisation's seems not to exist."""
    found = (
        model.objects.filter(pk=pk, organisation=request.actor.organisation)
        .select_related("user", "organisation")
        .first()
    )
    if found is None:
        raise managing.elsewhere(Act.MANAGE_ROSTER)
    return found


def _answer(request: HttpRequest, form: TableForm, perform: Any, **shown: Any) -> HttpResponse:
    return ask(request, form, perform, is_duty=True, cancel_url=reverse("duty"), **shown)
