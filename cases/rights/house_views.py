"""Pages for an organisation's administrator: colleagues whose names are not told in reports."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.rights import shielding
from cases.rights.forms import EndForm, ShieldForm
from organisations import present
from organisations.acts import Act
from organisations.models import User
from zorgtafel.forms import form_for, submit


@performs(Act.MANAGE_MEMBERS)
@require_safe
def shieldings(request: HttpRequest) -> HttpResponse:
    """List the colleagues whose names are not told."""
    rows = list(shielding.of_organisation(request.actor.organisation))
    ledger.record(request.actor, Event.PAGE_READ, now=request.now, act=Act.MANAGE_MEMBERS, shown=len(rows))
    context = {"rows": rows, "today": timezone.localdate(request.now)}
    return render(request, "cases/rights/shieldings.html", context)


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def shield_colleague(request: HttpRequest) -> HttpResponse:
    """Ask whose name is not told in any report, and shield it."""
    members = present.members(at=request.now).filter(organisation=request.actor.organisation)
    people = User.objects.filter(pk__in=members.values("user_id")).order_by("name", "id")
    form = form_for(request, ShieldForm, people=people)

    def perform(values: dict[str, Any]) -> str:
        member = members.get(user=values.pop("user"))
        shielding.shield_colleague(member, actor=request.actor, now=request.now, **values)
        return "/shielded/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("This name is not told any more in reports."))
        return response
    return render(request, "cases/rights/shield_colleague.html", {"form": form}, status=form.status)


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "HEAD", "POST"])
def unshield_colleague(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for confirmation, and let the name of a colleague be told again."""
    standing = shielding.of_organisation(request.actor.organisation).filter(pk=pk).first()
    if standing is None:
        raise gate.not_found(str(pk), act=Act.MANAGE_MEMBERS)
    form = form_for(request, EndForm)

    def perform(values: dict[str, Any]) -> str:
        shielding.end(standing, actor=request.actor, now=request.now)
        return "/shielded/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("This name is told again."))
        return response
    context = {"form": form, "standing": standing}
    return render(request, "cases/rights/unshield_colleague.html", context, status=form.status)
