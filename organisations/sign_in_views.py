"""Pages with which an administrator helps a colleague to log in again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from organisations import managing, sign_in
from organisations.acts import Act
from organisations.change_views import ask
from organisations.views import fetch
from zorgtafel.forms import TableForm, form_for


@performs(Act.MANAGE_MEMBERS, step_up=True)
@require_http_methods(["GET", "POST"])
def factor_reset(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Ask, and then take away the lost second factor of a colleague."""
    organisation = fetch(request, pk)
    managing.demand_at(request.actor, Act.MANAGE_MEMBERS, organisation)
    member = organisation.memberships.select_related("user", "organisation").filter(pk=member_pk).first()
    if member is None:
        raise managing.elsewhere(Act.MANAGE_MEMBERS)
    form = form_for(request, TableForm)
    home = reverse("organisation", args=[organisation.pk])

    def perform(values: dict[str, Any]) -> str:
        sign_in.reset_second_factor(member, actor=request.actor, now=request.now)
        messages.success(
            request,
            _("%(name)s can set up a new second step at the next login.") % {"name": member.user.name},
        )
        return home

    shown = {
        "organisation": organisation,
        "cancel_url": home,
        "title": _("Has %(name)s lost phone or key?") % {"name": member.user.name},
        "text": _("Make sure that you are speaking to this person: call them, or meet them."),
        "consequences": [
            _("App, passkeys and recovery codes of this person stop working."),
            _("This person is logged out everywhere, and gets a mail about it."),
            _("At the next login they set up a new second step. Their password stays as it is."),
        ],
        "submit_label": _("Take away the second step"),
        "danger": True,
    }
    return ask(request, form, perform, **shown)
