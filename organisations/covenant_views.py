"""Pages of the covenant: its versions, who is bound, what each kind of organisation may receive."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from organisations import covenant, managing
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.forms import EndDayForm
from organisations.models import CovenantClause, CovenantParty, CovenantVersion
from organisations.views import record_page
from zorgtafel.forms import form_for, submit


@performs(Act.MANAGE_COVENANT)
@require_safe
def version_list(request: HttpRequest) -> HttpResponse:
    """Show every version of the covenant, newest first."""
    found = list(covenant.versions())
    record_page(request, "covenants", act=Act.MANAGE_COVENANT, shown=len(found))
    today = timezone.localdate(request.now)
    rows = [{"version": version, "state": covenant.state_of(version, on=today)} for version in found]
    return render(request, "organisations/covenants.html", {"rows": rows})


@performs(Act.MANAGE_COVENANT)
@require_safe
def version_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: parties with their dates, and the clauses as a matrix."""
    version = covenant.versions().filter(pk=pk).first()
    if version is None:
        raise managing.elsewhere(Act.MANAGE_COVENANT)
    record_page(request, "covenant", act=Act.MANAGE_COVENANT, on=version)
    today = timezone.localdate(request.now)
    context = {
        "version": version,
        "state": covenant.state_of(version, on=today),
        "parties": list(version.parties.select_related("organisation").order_by("organisation__name")),
        "compartments": [label for _value, label in COMPARTMENTS],
        "recipients": covenant.clauses_by_recipient(version),
        "today": today,
    }
    return render(request, "organisations/covenant.html", context)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def party_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then let a party leave on a day."""
    party = CovenantParty.objects.select_related("organisation", "version__covenant").filter(pk=pk).first()
    if party is None:
        raise managing.elsewhere(Act.MANAGE_COVENANT)

    def perform(values: dict[str, Any]) -> str:
        covenant.withdraw(party, actor=request.actor, on=values["on"], now=request.now)
        messages.success(request, _("The organisation leaves the covenant on that day."))
        return _page(party.version)

    return _confirm(
        request,
        party.version,
        perform,
        title=_("Does %(name)s leave the covenant?") % {"name": party.organisation.name},
        text=_("Tell the care coordinator first: agreements may have to be taken over."),
        consequences=[
            _("From that day on this organisation opens no case any more, whoever let it take part."),
            _("What it read before stays in the ledger."),
        ],
        submit_label=_("Let this party leave"),
    )


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def clause_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take a clause out of force on a day."""
    clause = CovenantClause.objects.select_related("version__covenant").filter(pk=pk).first()
    if clause is None:
        raise managing.elsewhere(Act.MANAGE_COVENANT)

    def perform(values: dict[str, Any]) -> str:
        covenant.withdraw_clause(clause, actor=request.actor, on=values["on"], now=request.now)
        messages.success(request, _("The clause is out of force on that day."))
        return _page(clause.version)

    return _confirm(
        request,
        clause.version,
        perform,
        title=_("Withdraw article %(article)s?") % {"article": clause.article},
        text=_("It opens “%(part)s” for this purpose: %(purpose)s.")
        % {"part": clause.get_compartment_display(), "purpose": clause.get_purpose_display()},
        consequences=[
            _("From that day on this part of a case is closed for everybody who reads it on this clause."),
            _("What was read before stays in the ledger."),
        ],
        submit_label=_("Withdraw this clause"),
    )


def _confirm(request: HttpRequest, version: CovenantVersion, perform: Any, **shown: Any) -> HttpResponse:
    form = form_for(request, EndDayForm, initial={"on": timezone.localdate(request.now)})
    done = submit(request, form, perform) if request.method == "POST" else None
    context = {"form": form, "version": version, "cancel_url": _page(version), "danger": True, **shown}
    return done or render(request, "organisations/change.html", context, status=form.status)


def _page(version: CovenantVersion) -> str:
    return reverse("covenant", args=[version.pk])
