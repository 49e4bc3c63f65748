"""Pages on which the platform administrator adds an organisation, or puts right how it is called."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from organisations import table
from organisations.acts import Act
from organisations.change_views import ask
from organisations.forms import OrganisationChangeForm, OrganisationForm
from organisations.table import Described
from organisations.views import fetch
from zorgtafel.forms import form_for


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def organisation_new(request: HttpRequest) -> HttpResponse:
    """Add an organisation."""
    form = form_for(request, OrganisationForm)

    def perform(values: dict[str, Any]) -> str:
        made = table.add(actor=request.actor, described=Described(**values), now=request.now)
        messages.success(request, _("%(name)s has been added. Now invite its administrator.") % vars(made))
        return reverse("organisation", args=[made.pk])

    shown = {
        "title": _("Add an organisation"),
        "text": _(
            "This opens no case yet. Invite its administrator, put the organisation in the covenant, and let "
            "the administrator sign it."
        ),
        "submit_label": _("Add this organisation"),
        "cancel_url": reverse("organisations"),
    }
    return ask(request, form, perform, **shown)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def organisation_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the name, the place or the kind of an organisation right."""
    organisation = fetch(request, pk)
    shown_now = {name: getattr(organisation, name) for name in ("name", "kind", "municipality", "version")}
    form = form_for(request, OrganisationChangeForm, initial=shown_now)

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        described = Described(**{name: values[name] for name in ("name", "kind", "municipality")})
        table.change(organisation, actor=request.actor, described=described, now=request.now, version=version)
        messages.success(request, _("The change has been saved."))
        return reverse("organisation", args=[pk])

    shown = {
        "title": _("Change %(name)s") % {"name": organisation.name},
        "organisation": organisation,
        "submit_label": _("Save"),
        "cancel_url": reverse("organisation", args=[pk]),
    }
    return ask(request, form, perform, **shown)
