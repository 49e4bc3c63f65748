"""Pages of organisations: for whom one acts, who is at the table, who works there."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from organisations import managing
from organisations.acting import SESSION_KEY
from organisations.acts import Act
from organisations.models import Membership, Organisation
from organisations.roles import Role


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


@performs(Act.SEE_ORGANISATIONS)
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show the organisations in sight: all of them, or the own one."""
    working = Q(memberships__ended_at=None, memberships__user__is_active=True)
    administrators = working & Q(memberships__role=Role.ORGANISATION_ADMIN.value)
    found = list(
        managing.in_sight(request.actor).annotate(
            member_count=Count("memberships", filter=working),
            administrator_count=Count("memberships", filter=administrators),
        )
    )
    record_page(request, "organisations", act=Act.SEE_ORGANISATIONS, shown=len(found))
    return render(request, "organisations/list.html", {"organisations": found})


@performs(Act.SEE_ORGANISATIONS)
@require_safe
def organisation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one organisation: its members, and since when the covenant binds it."""
    organisation = fetch(request, pk)
    members = (
        Membership.objects.filter(organisation=organisation, ended_at=None)
        .select_related("user")
        .order_by("user__name", "id")
    )
    context = {
        "organisation": organisation,
        "members": list(members),
        "parties": list(
            organisation.covenant_parties.filter(version__status__in=["signing", "settled"])
            .select_related("version__covenant")
            .order_by("-version")
        ),
        "manages": managing.may_manage(request.actor, Act.MANAGE_MEMBERS, organisation),
        "own_id": request.actor.user_id,
        "keeps": request.actor.holds(Act.MANAGE_COVENANT),
    }
    record_page(
        request,
        "organisation",
        act=Act.SEE_ORGANISATIONS,
        on=organisation,
        shown=len(context["members"]),
    )
    return render(request, "organisations/organisation.html", context)


def fetch(request: HttpRequest, pk: int) -> Organisation:
    """Fetch an organisation that the actor may look at.

    Raises:
        AccessDenied: not in sight, or it does not exist; the answer is the same.
    """
    found = managing.in_sight(request.actor).filter(pk=pk).first()
    if found is None:
        raise managing.elsewhere(Act.SEE_ORGANISATIONS)
    return found


def record_page(request: HttpRequest, page: str, *, act: Act, on: Any = None, **shown: Any) -> None:
    """Write the ledger line of looking at a page; if this fails the page is not served."""
    ledger.record(request.actor, Event.PAGE_READ, now=request.now, act=act, on=on, page=page, **shown)
