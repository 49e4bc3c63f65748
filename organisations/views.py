"""Pages of organisations: for whom one acts, who is at the table, who works there."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from organisations import managing, present
from organisations.acting import SESSION_KEY
from organisations.acts import Act
from organisations.models import Organisation
from organisations.roles import Role
from organisations.staff import invitation, overview, review, secondment
from organisations.staff.overview import Show, Sort
from organisations.staff.review_rules import is_announced, is_overdue

SHOW_LABELS = {
    Show.ALL: _("Everybody"),
    Show.NEVER: _("Never logged in"),
    Show.LONG_AGO: _("Not here for 60 days"),
    Show.UNREACHABLE: _("Cannot be reached"),
    Show.NO_SECOND_FACTOR: _("No second factor"),
    Show.NOT_INTRODUCED: _("Not introduced"),
    Show.ENDS_SOON: _("Ends within 30 days"),
    Show.CLOSED: _("Account closed"),
}
SORT_LABELS = {
    Sort.NAME: _("Name"),
    Sort.ROLE: _("Role"),
    Sort.SINCE: _("Since"),
    Sort.LAST_LOGIN: _("Last login"),
}
#: For screen readers (aria-sort), as ``overview`` orders.
DIRECTIONS = {
    Sort.NAME: "ascending",
    Sort.ROLE: "ascending",
    Sort.SINCE: "descending",
    Sort.LAST_LOGIN: "ascending",
}


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
    working = Q(memberships__in=present.members(at=request.now))
    administrators = working & Q(memberships__role=Role.ORGANISATION_ADMIN.value)
    found = list(
        managing.in_sight(request.actor).annotate(
            member_count=Count("memberships", filter=working),
            administrator_count=Count("memberships", filter=administrators),
        )
    )
    due = review.due(found, now=request.now)
    today = timezone.localdate(request.now)
    for organisation in found:
        organisation.review_due = due[organisation.pk]
        organisation.review_overdue = is_overdue(due[organisation.pk], today=today)
    record_page(request, "organisations", act=Act.SEE_ORGANISATIONS, shown=len(found))
    context = {"organisations": found, "keeps": request.actor.holds(Act.MANAGE_COVENANT)}
    return render(request, "organisations/list.html", context)


@performs(Act.SEE_ORGANISATIONS)
@require_safe
def organisation_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one organisation: its members, who is to come, and what binds it."""
    organisation = fetch(request, pk)
    manages = managing.may_manage(request.actor, Act.MANAGE_MEMBERS, organisation)
    show = _chosen(Show, request.GET.get("show")) if manages else Show.ALL
    sort = _chosen(Sort, request.GET.get("sort"))
    members = list(overview.members(organisation, show=show, sort=sort, now=request.now))
    context = {
        "organisation": organisation,
        "members": members,
        "parties": list(
            organisation.covenant_parties.filter(version__status__in=["signing", "settled"])
            .select_related("version__covenant")
            .order_by("-version")
        ),
        "manages": manages,
        "own_id": request.actor.user_id,
        "keeps": request.actor.holds(Act.MANAGE_COVENANT),
        "keeps_key": pk == request.actor.organisation_id and request.actor.holds(Act.KEEP_KEY),
        "columns": _columns(show, sort),
        "is_filtered": show is not Show.ALL,
        **(_managing(request, organisation, show, sort) if manages else {}),
    }
    record_page(
        request,
        "organisation",
        act=Act.SEE_ORGANISATIONS,
        on=organisation,
        shown=len(members),
        part=show.value,
    )
    return render(request, "organisations/organisation.html", context)


def _managing(request: HttpRequest, organisation: Organisation, show: Show, sort: Sort) -> dict[str, Any]:
    """Give what only the administrator of these people needs."""
    counts = overview.counts(organisation, now=request.now)
    due = review.due([organisation], now=request.now)[organisation.pk]
    today = timezone.localdate(request.now)
    return {
        "tabs": [
            {
                "label": SHOW_LABELS[part],
                "url": f"?show={part.value}&sort={sort.value}",
                "current": part is show,
                "count": count,
            }
            for part, count in counts.items()
            if count or part in {Show.ALL, show}
        ],
        "invitations": list(invitation.waiting_at(organisation)),
        "secondments": list(secondment.about(organisation, now=request.now)),
        "now": request.now,
        "review_due": due if is_announced(due, today=today) else None,
        "review_overdue": is_overdue(due, today=today),
        "review_open": review.open_at(organisation) is not None,
    }


def _chosen(kind: type[Show] | type[Sort], value: str | None) -> Any:
    """Read a choice from the address; anything else is the first choice."""
    return kind(value) if value in set(kind) else next(iter(kind))


def _columns(show: Show, sort: Sort) -> list[dict[str, Any]]:
    return [
        {
            "label": SORT_LABELS[order],
            "url": f"?show={show.value}&sort={order.value}",
            "direction": DIRECTIONS[order] if order is sort else "",
        }
        for order in Sort
    ]


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
