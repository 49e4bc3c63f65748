"""Pages of organisations: choosing for whom one acts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from organisations.acting import SESSION_KEY
from organisations.acts import Act


@require_POST
@performs(Act.READ_INBOX)
def choose_acting(request: HttpRequest) -> HttpResponse:
    """Act for another of one's own organisations; a number that is not one of them changes nothing."""
    chosen = request.POST.get("organisation", "")
    for member in request.memberships:
        if str(member.organisation_id) == chosen:
            request.session[SESSION_KEY] = member.organisation_id
            ledger.record(
                request.actor,
                Event.ORGANISATION_CHOSEN,
                on=member,
                now=request.now,
                chosen=member.organisation_id,
            )
    return redirect("dashboard")
