"""The page of the yearly review of rights: every member kept, in another role, or ended."""

import re
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.access.declare import performs
from organisations import managing, membership
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.forms import role_choices
from organisations.history import StaleWriteError
from organisations.member_views import managed
from organisations.models import Membership, Organisation, RightsReview
from organisations.roles import Role
from organisations.staff import review
from organisations.staff.review import Choice
from organisations.views import record_page

#: One field per member, so that the largest organisation still fits in one form.
FIELD = re.compile(r"member-(\d{1,12})-(\d{1,9})")
CHANGED_MEANWHILE = gettext_lazy(
    "Somebody else changed this member in the meantime. Look again and choose once more."
)
UNKNOWN = gettext_lazy("This choice does not exist. Choose again.")

Problems = dict[int, str]


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the review that is going on, and take decisions in; ends are asked about once more."""
    organisation = managed(request, pk)
    going_on = review.open_at(organisation)
    problems: Problems = {}
    if request.method == "POST" and going_on is not None:
        choices, problems = _choices(request, organisation)
        ends = [choice for choice in choices if choice.outcome == "ended"]
        confirmed = "confirmed" in request.POST
        now_taken = choices if confirmed else [choice for choice in choices if choice.outcome != "ended"]
        saved = _decide(request, going_on, now_taken, problems)
        _say(request, saved)
        if ends and not confirmed and not problems:
            return _ask_about_ends(request, organisation, ends)
        if not problems:
            return redirect("rights_review", organisation.pk)
    elif request.method == "POST":
        raise StateConflictError(_("No review is going on. Start one first."), code="no_review")
    status = 409 if problems else 200
    return render(
        request, "organisations/review.html", _page(request, organisation, going_on, problems), status=status
    )


@performs(Act.MANAGE_MEMBERS)
@require_POST
def review_start(request: HttpRequest, pk: int) -> HttpResponse:
    """Start a review."""
    organisation = managed(request, pk)
    review.start(organisation, actor=request.actor, now=request.now)
    return redirect("rights_review", organisation.pk)


@performs(Act.MANAGE_MEMBERS)
@require_POST
def review_finish(request: HttpRequest, pk: int) -> HttpResponse:
    """Finish the review in which everybody was decided on."""
    organisation = managed(request, pk)
    going_on = review.open_at(organisation)
    if going_on is None:
        raise StateConflictError(_("No review is going on. Start one first."), code="no_review")
    review.finish(going_on, actor=request.actor, now=request.now)
    messages.success(request, _("The review of rights is finished. The next one is due in a year."))
    return redirect("rights_review", organisation.pk)


def _choices(request: HttpRequest, organisation: Organisation) -> tuple[list[Choice], Problems]:
    """Read the choices that were made, and what is wrong with the others by member."""
    sent = {found: value for name, value in request.POST.items() if (found := FIELD.fullmatch(name))}
    members = organisation.memberships.select_related("user", "organisation").in_bulk(
        [int(found[1]) for found in sent]
    )
    choices, problems = [], {}
    for found, value in sent.items():
        member = members.get(int(found[1]))
        if member is None:
            raise managing.elsewhere(Act.MANAGE_MEMBERS)
        choice = _choice(member, int(found[2]), value)
        if choice is None:
            problems[member.pk] = str(UNKNOWN)
        else:
            choices.append(choice)
    return choices, problems


def _choice(member: Membership, version: int, value: str) -> Choice | None:
    if value in {"kept", "ended"}:
        return Choice(member, value, version)
    known = {role.value: role for role in Role}
    return Choice(member, "changed", version, known[value]) if value in known else None


def _decide(request: HttpRequest, going_on: RightsReview, choices: list[Choice], problems: Problems) -> int:
    """Take the decisions one by one; what can't be taken is said beside the member, the rest is saved."""
    saved = 0
    for choice in choices:
        try:
            review.decide(going_on, actor=request.actor, choice=choice, now=request.now)
            saved += 1
        except StateConflictError as conflict:
            problems[choice.member.pk] = str(conflict.sentence)
        except StaleWriteError:
            problems[choice.member.pk] = str(CHANGED_MEANWHILE)
    return saved


def _say(request: HttpRequest, saved: int) -> None:
    if saved:
        text = ngettext("%(count)s decision was saved.", "%(count)s decisions were saved.", saved)
        messages.success(request, text % {"count": saved})


def _ask_about_ends(request: HttpRequest, organisation: Organisation, ends: list[Choice]) -> HttpResponse:
    context = {
        "organisation": organisation,
        "consequences": [
            _("%(name)s loses access at once, and leaves the duty roster.")
            % {"name": choice.member.user.name}
            for choice in ends
        ],
        "hidden": [
            *({"name": f"member-{c.member.pk}-{c.version}", "value": c.outcome} for c in ends),
            {"name": "confirmed", "value": "1"},
        ],
        "action": reverse("rights_review", args=[organisation.pk]),
        "cancel_url": reverse("rights_review", args=[organisation.pk]),
    }
    return render(request, "organisations/review_ends.html", context)


def _page(
    request: HttpRequest, organisation: Organisation, going_on: RightsReview | None, problems: Problems
) -> dict[str, Any]:
    rows = [] if going_on is None else _rows(request, organisation, going_on, problems)
    record_page(request, "rights_review", act=Act.MANAGE_MEMBERS, on=organisation, shown=len(rows))
    return {
        "organisation": organisation,
        "review": going_on,
        "rows": rows,
        "undecided_count": sum(1 for row in rows if row["decision"] is None and not row["has_left"]),
        "due": review.due([organisation], now=request.now)[organisation.pk],
        "earlier": list(
            organisation.rights_reviews.exclude(finished_at=None)
            .select_related("finished_by")
            .order_by("-finished_at")[:5]
        ),
        "has_problems": bool(problems),
    }


def _rows(
    request: HttpRequest, organisation: Organisation, going_on: RightsReview, problems: Problems
) -> list[dict[str, Any]]:
    decisions = {
        row.membership_id: row
        for row in going_on.decisions.select_related("membership__user", "decided_by").order_by("id")
    }
    members = list(review.members(organisation, now=request.now))
    here = {member.pk for member in members}
    left = [row.membership for row in decisions.values() if row.membership_id not in here]
    roles = role_choices(membership.roles_to_give(request.actor))
    return [
        {
            "member": member,
            "key": f"{member.pk}-{member.version}",
            "decision": decisions.get(member.pk),
            "has_left": member.pk not in here,
            "is_own": member.user_id == request.actor.user_id,
            "roles": [choice for choice in roles if choice[0] != member.role],
            "problem": problems.get(member.pk, ""),
            "typed": request.POST.get(f"member-{member.pk}-{member.version}", ""),
        }
        for member in [*members, *left]
    ]
