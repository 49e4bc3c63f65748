"""Pages between a draft and a covenant in force: send, take back, throw away, call off, and sign."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from organisations import covenant_text, drafting, managing, signing
from organisations.acts import Act
from organisations.change_views import ask
from organisations.covenant_forms import SignForm
from organisations.covenant_rules import SIGNABLE
from organisations.covenant_views import fetch, page_of, shown
from organisations.models import CovenantParty, CovenantVersion
from organisations.views import record_page
from zorgtafel.forms import TableForm, VersionedForm, form_for, submit


@performs(Act.SIGN_COVENANT)
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a version in full to who signs for a party of it, and sign it."""
    party = _own_party(request, pk)
    version, today = party.version, timezone.localdate(request.now)
    initial = {"name": request.user.name, "text_hash": version.text_hash}
    form = form_for(request, SignForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        signing.sign(
            party, actor=request.actor, name=values["name"], text_hash=values["text_hash"], now=request.now
        )
        messages.success(request, _("You signed the covenant for your organisation."))
        return reverse("covenant_ours")

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    record_page(request, "covenant_sign", act=Act.SIGN_COVENANT, on=version)
    context = {
        **shown(version, today=today),
        "form": form,
        "party": party,
        "may_sign": party.signed_on is None and covenant_text.state_of(version, on=today) in SIGNABLE,
        "submit_label": _("Sign for %(name)s") % {"name": party.organisation.name},
        "cancel_url": reverse("covenant_ours"),
    }
    return render(request, "organisations/covenant_sign.html", context, status=form.status)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then send a draft to its parties."""
    version = fetch(pk)
    form = form_for(request, VersionedForm, initial={"version": version.version})

    def act(values: dict[str, Any]) -> None:
        signing.send(version, actor=request.actor, edit=values["version"], now=request.now)

    return _ask(
        request,
        version,
        form,
        act,
        done=_("The text is settled. The administrators of the parties can sign."),
        title=_("Send %(version)s to the parties for signing?") % {"version": version},
        consequences=[
            _("The text can't be changed any more, unless you take it back; then signatures fall."),
            _("It still has no effect: nothing opens or closes before you let it start."),
            _("The administrators of the parties are told that there is something to sign."),
        ],
        submit_label=_("Send for signing"),
    )


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take a text back to change it."""
    version = fetch(pk)
    form = form_for(request, TableForm)

    def act(_values: dict[str, Any]) -> None:
        signing.reopen(version, actor=request.actor, now=request.now)

    return _ask(
        request,
        version,
        form,
        act,
        done=_("The version is a draft again."),
        title=_("Take %(version)s back to change it?") % {"version": version},
        consequences=[_("Signatures fall: every party signs the new text.")],
        submit_label=_("Take back"),
        danger=True,
    )


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then call off a start that still lies ahead."""
    version = fetch(pk)
    form = form_for(request, TableForm)

    def act(_values: dict[str, Any]) -> None:
        signing.call_off(version, actor=request.actor, now=request.now)

    return _ask(
        request,
        version,
        form,
        act,
        done=_("The start is called off. The version before goes on as it did."),
        title=_("Call off the start of %(version)s?") % {"version": version},
        consequences=[_("Signatures stay. Choose another day to let it start.")],
        submit_label=_("Call off the start"),
        danger=True,
    )


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then throw a draft away."""
    version = fetch(pk)
    form = form_for(request, TableForm)

    def act(_values: dict[str, Any]) -> None:
        drafting.discard(version, actor=request.actor, now=request.now)

    return _ask(
        request,
        version,
        form,
        act,
        next_url=reverse("covenants"),
        done=_("The draft is thrown away. Nothing changed for anybody."),
        title=_("Throw %(version)s away?") % {"version": version},
        consequences=[
            _("The draft disappears from this list; what it said stays in the history."),
            _("What holds now goes on."),
        ],
        submit_label=_("Throw this draft away"),
        danger=True,
    )


def _ask(
    request: HttpRequest,
    version: CovenantVersion,
    form: TableForm,
    act: Callable[[dict[str, Any]], None],
    *,
    done: str,
    next_url: str = "",
    **page: Any,
) -> HttpResponse:
    """Show one question; on yes do the act and say that it is done."""

    def perform(values: dict[str, Any]) -> str:
        act(values)
        messages.success(request, done)
        return next_url or page_of(version)

    return ask(request, form, perform, version=version, cancel_url=page_of(version), **page)


def _own_party(request: HttpRequest, pk: int) -> CovenantParty:
    """Fetch the own organisation's part in a version whose text is settled.

    Raises:
        AccessDenied: still a draft, no party, or it does not exist; the answer is the same.
    """
    found = CovenantParty.objects.filter(
        organisation=request.actor.organisation_id,
        version=pk,
        version__status__in=["signing", "settled"],
    )
    party = found.select_related("organisation", "version__covenant", "signed_by").first()
    if party is None:
        raise managing.elsewhere(Act.SIGN_COVENANT)
    return party
