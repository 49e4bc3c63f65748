"""Pages of identity: the promise of confidentiality, who made it, and its next text."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from organisations.acts import Act
from organisations.change_views import ask
from organisations.identity import provider, statement
from organisations.identity.forms import PromiseForm, ProviderForm, StatementForm
from organisations.identity.models import ConfidentialityStatement, IdentityProvider
from organisations.views import fetch, record_page
from zorgtafel.forms import form_for, submit


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def promise(request: HttpRequest) -> HttpResponse:
    """Show what everybody promises, when this person did, and the form when it is due."""
    shown = statement.current()
    form = form_for(request, PromiseForm, initial={"number": shown.number if shown else 0})

    def perform(values: dict[str, Any]) -> str:
        statement.accept(actor=request.actor, number=values["number"], now=request.now)
        return _onward(request)

    if request.method == "POST":
        if done := submit(request, form, perform):
            return done
        if form.status == 409:
            form.data = form.data.copy()
            form.data["number"] = shown.number if shown else 0
    context = {
        "form": form,
        "shown": shown,
        "text": _in_language(shown),
        "last": statement.last_promise(request.user),
        "is_due": statement.is_due(request.user, now=request.now),
    }
    return render(request, "organisations/identity/promise.html", context, status=form.status)


@performs(Act.SEE_ORGANISATIONS)
@require_safe
def promises(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who of an organisation promised, and who has not; those first."""
    organisation = fetch(request, pk)
    found = statement.standings(organisation, now=request.now)
    record_page(request, "confidentiality", act=Act.SEE_ORGANISATIONS, on=organisation, shown=len(found))
    context = {"organisation": organisation, "standings": found, "shown": statement.current()}
    return render(request, "organisations/identity/promises.html", context)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """Publish the next version of the statement, starting from the one in force."""
    shown = statement.current()
    initial = {"text_nl": shown.text_nl, "text_en": shown.text_en} if shown else {}
    form = form_for(request, StatementForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        made = statement.publish(actor=request.actor, now=request.now, **values)
        messages.success(
            request, _("Version %(number)s is in force. Everybody is asked to accept it.") % vars(made)
        )
        return reverse("covenants")

    shown = {
        "title": _("Next text of the confidentiality statement"),
        "consequences": [
            _("Everybody reads and accepts the new text before the next page they open."),
            _("What was accepted before stays on record, with its own text."),
        ],
        "submit_label": _("Publish this text"),
        "cancel_url": reverse("covenants"),
    }
    return ask(request, form, perform, **shown)


@performs(Act.MANAGE_COVENANT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def login_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep through which provider the people of an organisation log in."""
    organisation = fetch(request, pk)
    kept = IdentityProvider.objects.filter(organisation=organisation).first()
    form = form_for(request, ProviderForm, initial=_as_kept(kept))

    def perform(values: dict[str, Any]) -> str:
        provider.keep(
            actor=request.actor, organisation=organisation, terms=provider.Terms(**values), now=request.now
        )
        messages.success(request, _("The login of this organisation has been saved."))
        return reverse("organisation", args=[organisation.pk])

    shown = {
        "organisation": organisation,
        "title": _("Own login of this organisation"),
        "text": _("Give the provider this address to come back to: %(address)s") % {"address": _come_back()},
        "submit_label": _("Save"),
        "cancel_url": reverse("organisation", args=[organisation.pk]),
    }
    return ask(request, form, perform, **shown)


def _as_kept(kept: IdentityProvider | None) -> dict[str, Any]:
    """Give what the form shows of a provider; its secret never."""
    shown = ("issuer", "client_id", "secret_variable", "email_domain", "is_required", "has_second_factor")
    return (
        {"is_active": True} if kept is None else {name: getattr(kept, name) for name in (*shown, "is_active")}
    )


def _come_back() -> str:
    return f"{settings.ZORGTAFEL_SITE_URL}{reverse('own_login_callback')}"


def _in_language(shown: ConfidentialityStatement | None) -> str:
    if shown is None:
        return ""
    return shown.text_en if get_language() == "en" else shown.text_nl


def _onward(request: HttpRequest) -> str:
    """Give the page of this site that somebody wanted when they were asked, or the start page."""
    wanted = request.GET.get("next", "")
    here = {request.get_host()}
    safe = url_has_allowed_host_and_scheme(wanted, allowed_hosts=here, require_https=request.is_secure())
    return wanted if safe else "/"
