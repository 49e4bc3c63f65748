"""Adding a sign to a signal afterwards: one that was noticed, or its opposite."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.intake import frame, indicator, signal
from cases.intake.sign_forms import SignForm
from organisations.acts import Act
from zorgtafel.forms import form_for


@performs(Act.LOG_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str) -> HttpResponse:
    """Note a sign on a signal that one reported or triages."""
    found = frame.open_own(request, number)
    form = form_for(request, SignForm, now=request.now)

    def perform(values: dict[str, Any]) -> str:
        indicator.note(found, actor=request.actor, sign=form.sign(), now=request.now)
        return signal.path(found)

    page = {"title": _("Add a sign to signal %(number)s"), "submit_label": _("Add this sign")}
    return frame.form_page(request, found, form, perform, **page)
