"""Pages about one member: what is known of their access, the introduction, an account that was closed."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from organisations import managing
from organisations.acts import Act
from organisations.member_views import answer, home, managed
from organisations.models import Membership, Organisation
from organisations.staff import idle, overview
from organisations.staff import introduction as introductions
from organisations.staff.forms import IntroductionForm
from organisations.staff.overview import Show, Sort
from organisations.views import record_page
from zorgtafel.forms import TableForm, form_for


@performs(Act.MANAGE_MEMBERS)
@require_safe
def member_page(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Show what is known of a member's access, and what can be changed."""
    organisation = managed(request, pk)
    member = _find(request, organisation, member_pk)
    record_page(request, "member", act=Act.MANAGE_MEMBERS, on=member)
    context = {"organisation": organisation, "member": member, "own_id": request.actor.user_id}
    return render(request, "organisations/member.html", context)


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member_introduced(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Write down on which day a member was introduced."""
    organisation = managed(request, pk)
    member = _find(request, organisation, member_pk)
    initial = {"on": member.trained_on or request.now.date(), "version": member.version}
    form = form_for(request, IntroductionForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        introductions.introduce(member, actor=request.actor, now=request.now, **values)
        messages.success(request, _("The introduction of %(name)s is written down.") % _name(member))
        return _page(organisation, member)

    return answer(
        request,
        form,
        perform,
        organisation,
        title=_("Introduction of %(name)s") % _name(member),
        submit_label=_("Write down"),
        cancel_url=_page(organisation, member),
    )


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member_reopen(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Ask, and then open an account again that was closed because nobody used it."""
    organisation = managed(request, pk)
    member = _find(request, organisation, member_pk)

    def perform(values: dict[str, Any]) -> str:
        idle.reopen(member, actor=request.actor, now=request.now)
        messages.success(request, _("%(name)s can log in again.") % _name(member))
        return _page(organisation, member)

    return answer(
        request,
        form_for(request, TableForm),
        perform,
        organisation,
        title=_("Open the account of %(name)s again?") % _name(member),
        text=_("It was closed because nobody used it. Ask first whether this person still needs it."),
        submit_label=_("Open the account"),
        cancel_url=_page(organisation, member),
    )


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then demand an introduction before members open cases, or stop demanding it."""
    organisation = managed(request, pk)
    demands = not organisation.requires_training

    def perform(values: dict[str, Any]) -> str:
        introductions.demand(organisation, actor=request.actor, is_demanded=demands, now=request.now)
        messages.success(request, _("This counts from the next page."))
        return home(organisation)

    shown = _demanding(organisation, request) if demands else _not_demanding()
    return answer(request, form_for(request, TableForm), perform, organisation, **shown)


def _demanding(organisation: Organisation, request: HttpRequest) -> dict[str, Any]:
    count = introductions.waiting(organisation, now=request.now)
    return {
        "title": _("Demand an introduction before somebody opens a case?"),
        "text": _("Members whose introduction is not written down keep their account, but open no case."),
        "consequences": [
            ngettext(
                "%(count)s member was not introduced yet and loses access to cases at once.",
                "%(count)s members were not introduced yet and lose access to cases at once.",
                count,
            )
            % {"count": count},
            _("They are not called in an alert either. Write their introductions down first."),
        ],
        "submit_label": _("Demand an introduction"),
        "danger": True,
    }


def _not_demanding() -> dict[str, Any]:
    return {
        "title": _("Stop demanding an introduction?"),
        "text": _("Members open cases again as their role allows, introduced or not."),
        "submit_label": _("Stop demanding it"),
    }


def _find(request: HttpRequest, organisation: Organisation, pk: int) -> Membership:
    """Fetch somebody who belongs here, with what the overview knows."""
    rows = overview.members(organisation, show=Show.ALL, sort=Sort.NAME, now=request.now)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise managing.elsewhere(Act.MANAGE_MEMBERS)
    return found


def _page(organisation: Organisation, member: Membership) -> str:
    return reverse("member", args=[organisation.pk, member.pk])


def _name(member: Membership) -> dict[str, str]:
    return {"name": member.user.name}
