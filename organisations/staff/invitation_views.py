"""Pages of invitations: sent and taken back by an administrator, accepted by whoever has the link."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs, public
from organisations import managing, membership
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.member_views import answer, home, managed
from organisations.models import Invitation, Organisation, User
from organisations.staff import invitation
from organisations.staff.forms import FirstPasswordForm, InvitationForm
from zorgtafel.forms import TableForm, form_for


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Invite a person by e-mail address."""
    organisation = managed(request, pk)
    form = form_for(request, InvitationForm, roles=membership.roles_to_give(request.actor))

    def perform(values: dict[str, Any]) -> str:
        asked = invitation.Asked(**values)
        made = invitation.send(actor=request.actor, organisation=organisation, asked=asked, now=request.now)
        messages.success(request, _("The invitation goes to %(email)s now.") % {"email": made.email})
        return home(organisation)

    return answer(
        request,
        form,
        perform,
        organisation,
        title=_("Invite a member"),
        text=_("The person gets a mail with a link, chooses a password and can start at once."),
        submit_label=_("Send the invitation"),
    )


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def invitation_again(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Ask, and then send an invitation again."""
    organisation = managed(request, pk)
    waiting = _find(organisation, invitation_pk)

    def perform(values: dict[str, Any]) -> str:
        invitation.send_again(waiting, actor=request.actor, now=request.now)
        messages.success(request, _("A new link goes to %(email)s now.") % {"email": waiting.email})
        return home(organisation)

    return answer(
        request,
        form_for(request, TableForm),
        perform,
        organisation,
        title=_("Send the invitation of %(name)s again?") % {"name": waiting.name},
        text=_("%(email)s gets a new link that counts for seven days.") % {"email": waiting.email},
        consequences=[_("The link in the earlier mail stops working.")],
        submit_label=_("Send again"),
    )


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def invitation_withdraw(request: HttpRequest, pk: int, invitation_pk: int) -> HttpResponse:
    """Ask, and then withdraw an invitation."""
    organisation = managed(request, pk)
    waiting = _find(organisation, invitation_pk)

    def perform(values: dict[str, Any]) -> str:
        invitation.withdraw(waiting, actor=request.actor, now=request.now)
        messages.success(request, _("The invitation was withdrawn."))
        return home(organisation)

    return answer(
        request,
        form_for(request, TableForm),
        perform,
        organisation,
        title=_("Withdraw the invitation of %(name)s?") % {"name": waiting.name},
        consequences=[_("The link in the mail stops working."), _("You can invite this person again later.")],
        submit_label=_("Withdraw"),
        danger=True,
    )


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show what the link in the mail offers, and accept it: with a first password, or as who is logged in."""
    try:
        waiting = invitation.read(ticket, now=request.now)
    except StateConflictError as closed:
        return _closed(request, closed.sentence, status=404 if closed.code == "unknown_link" else 410)
    if request.user.is_authenticated:
        return _accept_as_known(request, ticket, waiting)
    if User.objects.filter(email=waiting.email).exists():
        return render(request, "organisations/invitation.html", {"invitation": waiting, "log_in": True})
    return _accept_as_new(request, ticket, waiting)


def _accept_as_new(request: HttpRequest, ticket: str, waiting: Invitation) -> HttpResponse:
    if request.method != "POST":
        form = FirstPasswordForm(email=waiting.email, initial={"name": waiting.name})
        return render(request, "organisations/invitation.html", {"invitation": waiting, "form": form})
    form = FirstPasswordForm(request.POST, email=waiting.email)
    form.status = 400
    if form.is_valid():
        try:
            invitation.accept_new(
                ticket,
                actor=_stranger(request),
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                now=request.now,
            )
        except StateConflictError as conflict:
            return _closed(request, conflict.sentence, status=409)
        messages.success(request, _("Your account is ready. Log in with your e-mail address and password."))
        return redirect("account_login")
    context = {"invitation": waiting, "form": form}
    return render(request, "organisations/invitation.html", context, status=form.status)


def _accept_as_known(request: HttpRequest, ticket: str, waiting: Invitation) -> HttpResponse:
    if request.user.email != waiting.email:
        sentence = _("You are logged in as %(name)s, and this invitation is for another e-mail address.")
        return _closed(request, sentence % {"name": request.user.name}, status=409, must_log_out=True)
    if request.method != "POST":
        return render(request, "organisations/invitation.html", {"invitation": waiting, "is_known": True})
    actor = request.actor or _stranger(request, user=request.user)
    try:
        invitation.accept(ticket, actor=actor, now=request.now)
    except StateConflictError as conflict:
        return _closed(request, conflict.sentence, status=409)
    messages.success(request, _("Welcome. You work for %(name)s now.") % {"name": waiting.organisation.name})
    return redirect("dashboard")


def _stranger(request: HttpRequest, user: User | None = None) -> Actor:
    """Give the actor of somebody who works nowhere yet."""
    return Actor(user=user, origin=request.META.get("REMOTE_ADDR", ""), request_id=request.request_id)


def _closed(request: HttpRequest, sentence: str, *, status: int, must_log_out: bool = False) -> HttpResponse:
    context = {"sentence": sentence, "must_log_out": must_log_out}
    return render(request, "organisations/invitation_closed.html", context, status=status)


def _find(organisation: Organisation, pk: int) -> Invitation:
    found = organisation.staff_invitations.select_related("organisation").filter(pk=pk).first()
    if found is None:
        raise managing.elsewhere(Act.MANAGE_MEMBERS)
    return found
