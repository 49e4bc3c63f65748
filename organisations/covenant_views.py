"""Pages of the covenant: its versions, what each says, what holds on a day; a party or a clause that goes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from organisations import covenant, covenant_sentences, covenant_text, managing
from organisations.acts import Act
from organisations.change_views import ask
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, PURPOSES
from organisations.covenant_rules import SIGNABLE, State, Text, differences
from organisations.forms import EndDayForm
from organisations.models import (
    Covenant,
    CovenantClause,
    CovenantParty,
    CovenantVersion,
    Organisation,
)
from organisations.views import record_page
from zorgtafel.forms import form_for


@performs(Act.MANAGE_COVENANT)
@require_safe
def version_list(request: HttpRequest) -> HttpResponse:
    """Show every version of every covenant, and which one holds on a day."""
    today = timezone.localdate(request.now)
    on = _day(request.GET.get("on", "")) or today
    found = list(covenant_text.versions())
    record_page(request, "covenants", act=Act.MANAGE_COVENANT, shown=len(found))
    rows = [{"version": version, "state": covenant_text.state_of(version, on=today)} for version in found]
    context = {
        "groups": [
            {
                "covenant": agreement,
                "rows": [row for row in rows if row["version"].covenant_id == agreement.pk],
                "held": [v for v in found if v.covenant_id == agreement.pk and _holds(v, on)],
                "has_draft": any(
                    v.covenant_id == agreement.pk and v.status in {"draft", "signing"} for v in found
                ),
            }
            for agreement in Covenant.objects.order_by("name", "pk")
        ],
        "on": on,
        "today": today,
    }
    return render(request, "organisations/covenants.html", context)


@performs(Act.MANAGE_COVENANT)
@require_safe
def version_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one version: its text, parties with dates and signatures, the matrix, what it changes."""
    version = fetch(pk)
    record_page(request, "covenant", act=Act.MANAGE_COVENANT, on=version)
    context = shown(version, today=timezone.localdate(request.now))
    return render(request, "organisations/covenant.html", context)


@performs(Act.READ_INBOX)
@require_safe
def ours(request: HttpRequest) -> HttpResponse:
    """Show everybody what binds their organisation: what it may receive, until when, signed or not."""
    organisation, today = request.actor.organisation, timezone.localdate(request.now)
    record_page(request, "covenant_ours", act=Act.READ_INBOX, on=organisation)
    rows = CovenantParty.objects.filter(
        Q(exited_on=None) | Q(exited_on__gt=today),
        organisation=organisation,
        version__status__in=["signing", "settled"],
    ).select_related("version__covenant")
    bound = [
        {
            "party": party,
            "version": party.version,
            "state": covenant_text.state_of(party.version, on=today),
            "matrices": covenant_text.matrices_for(party.version, organisation.pk, organisation.kind),
            "may_sign": request.actor.holds(Act.SIGN_COVENANT) and party.signed_on is None,
        }
        for party in rows.order_by("-version__valid_from", "-version_id")
        if covenant_text.state_of(party.version, on=today) in SIGNABLE
    ]
    key_of = organisation.pk if request.actor.holds(Act.KEEP_KEY) else None
    context = {"bound": bound, "today": today, "key_of": key_of}
    return render(request, "organisations/covenant_ours.html", context)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def party_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then let a party leave on a day."""
    party = fetch_party(pk)

    def perform(values: dict[str, Any]) -> str:
        covenant.withdraw(party, actor=request.actor, on=values["on"], now=request.now)
        messages.success(request, _("The organisation leaves the covenant on that day."))
        return page_of(party.version)

    return _confirm(
        request,
        party.version,
        perform,
        title=_("Does %(name)s leave the covenant?") % {"name": party.organisation.name},
        text=_("Tell the care coordinator first: agreements may have to be taken over."),
        consequences=[
            _("From that day on this organisation opens no case any more, whoever let it take part."),
            _("It is warned 30, 7 and 1 day before, as far as those days are still ahead."),
            _("It keeps the signals that it reported itself. What it read before stays in the ledger."),
        ],
        submit_label=_("Let this party leave"),
    )


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def clause_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take a clause out of force on a day."""
    clause = fetch_clause(pk)

    def perform(values: dict[str, Any]) -> str:
        covenant.withdraw_clause(clause, actor=request.actor, on=values["on"], now=request.now)
        messages.success(request, _("The clause is out of force on that day."))
        return page_of(clause.version)

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


def fetch(pk: int) -> CovenantVersion:
    """Fetch a version; one that was thrown away is not there any more.

    Raises:
        AccessDenied: there is no such version.
    """
    version = covenant_text.versions().filter(pk=pk).first()
    if version is None:
        raise managing.elsewhere(Act.MANAGE_COVENANT)
    return version


def fetch_party(pk: int) -> CovenantParty:
    """Fetch a party with its version.

    Raises:
        AccessDenied: there is no such party.
    """
    party = CovenantParty.objects.select_related("organisation", "version__covenant").filter(pk=pk).first()
    if party is None:
        raise managing.elsewhere(Act.MANAGE_COVENANT)
    return party


def fetch_clause(pk: int) -> CovenantClause:
    """Fetch a clause with its version.

    Raises:
        AccessDenied: there is no such clause.
    """
    found = CovenantClause.objects.select_related("version__covenant", "party").filter(pk=pk).first()
    if found is None:
        raise managing.elsewhere(Act.MANAGE_COVENANT)
    return found


def page_of(version: CovenantVersion) -> str:
    """Give the address of a version's page."""
    return reverse("covenant", args=[version.pk])


def shown(version: CovenantVersion, *, today: date) -> dict[str, Any]:
    """Give all that a page tells about a version. ``today`` is a local date."""
    state = covenant_text.state_of(version, on=today)
    text = covenant_text.text_of(version)
    earlier = covenant_text.before(version, on=today)
    old = Text() if earlier is None else covenant_text.text_of(earlier, on=version.valid_from or today)
    names = dict(
        Organisation.objects.filter(pk__in=covenant_sentences.organisations_in(text, old)).values_list(
            "pk", "name"
        )
    )
    parties = covenant_text.parties(version)
    return {
        "version": version,
        "state": state,
        "is_draft": state is State.DRAFT,
        "is_settled": version.status == "settled",
        "can_join": state in SIGNABLE,
        "parties": parties,
        "unsigned": [party for party in parties if party.signed_on is None],
        "matrices": covenant_text.matrices(version),
        "purposes": [(label, text.purposes[code]) for code, label in PURPOSES if code in text.purposes],
        "grounds": [(label, text.grounds[code]) for code, label in LEGAL_GROUNDS if code in text.grounds],
        "records": [
            (label, covenant_sentences.rule_in_words(text.controllers.get(code), names))
            for code, label in COMPARTMENTS
        ],
        "retention": covenant_sentences.months(version.retention_months),
        "earlier": earlier,
        "differences": [] if earlier is None else covenant_sentences.tell(differences(old, text), names),
        "today": today,
    }


def _confirm(request: HttpRequest, version: CovenantVersion, perform: Any, **shown: Any) -> HttpResponse:
    form = form_for(request, EndDayForm, initial={"on": timezone.localdate(request.now)})
    return ask(request, form, perform, version=version, cancel_url=page_of(version), danger=True, **shown)


def _holds(version: CovenantVersion, on: date) -> bool:
    return covenant_text.state_of(version, on=on) is State.IN_FORCE


def _day(typed: str) -> date | None:
    """Read a day from an address; anything else is no day."""
    try:
        return parse_date(typed)
    except ValueError:
        return None
