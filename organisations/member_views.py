"""Pages that change who works at an organisation and what its roles may do."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access.declare import performs
from organisations import grants, managing, matrix, membership
from organisations.acts import Act
from organisations.change_views import ask
from organisations.matrix import ACT_LABELS, ROLE_LABELS, State
from organisations.models import Membership, Organisation
from organisations.roles import Role
from organisations.staff.forms import MemberRoleForm
from organisations.views import fetch, record_page
from zorgtafel.forms import TableForm, VersionedForm, form_for


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member_role(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Give a member another role."""
    organisation = managed(request, pk)
    member = find_member(organisation, member_pk)
    form = form_for(
        request,
        MemberRoleForm,
        roles=membership.roles_to_give(request.actor),
        initial={"role": member.role, "version": member.version},
    )

    def perform(values: dict[str, Any]) -> str:
        membership.change_role(member, actor=request.actor, now=request.now, **values)
        messages.success(request, _("%(name)s has this role from now on.") % {"name": member.user.name})
        return home(organisation)

    return answer(
        request,
        form,
        perform,
        organisation,
        title=_("Change the role of %(name)s") % {"name": member.user.name},
        submit_label=_("Change the role"),
    )


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def member_end(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Ask, and then end a membership."""
    organisation = managed(request, pk)
    member = find_member(organisation, member_pk)
    form = form_for(request, VersionedForm, initial={"version": member.version})

    def perform(values: dict[str, Any]) -> str:
        membership.end(member, actor=request.actor, now=request.now, **values)
        messages.success(request, _("%(name)s does not work here any more.") % {"name": member.user.name})
        return home(organisation)

    return answer(
        request,
        form,
        perform,
        organisation,
        title=_("Does %(name)s no longer work here?") % {"name": member.user.name},
        text=_("%(name)s loses access at once.") % {"name": member.user.name},
        consequences=[
            _("The next page this person opens for this organisation stays closed."),
            _("All shifts of this person at this organisation leave the duty roster."),
            _("Secondments of this person to other organisations end too."),
            _("What this person did and saw stays in the ledger."),
        ],
        submit_label=_("End this membership"),
        danger=True,
    )


@performs(Act.SEE_ORGANISATIONS)
@require_safe
def role_table(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what each role may do at an organisation, with a reason in every cell."""
    organisation = fetch(request, pk)
    record_page(request, "roles", act=Act.SEE_ORGANISATIONS, on=organisation)
    context = {
        "organisation": organisation,
        "roles": [{"label": ROLE_LABELS[role], "purpose": matrix.PURPOSE_OF_ROLE[role]} for role in Role],
        "rows": matrix.table(organisation),
        "manages": managing.may_manage(request.actor, Act.MANAGE_MEMBERS, organisation),
    }
    return render(request, "organisations/roles.html", context)


@performs(Act.MANAGE_MEMBERS)
@require_http_methods(["GET", "POST"])
def role_act(request: HttpRequest, pk: int, role: Role, act: Act) -> HttpResponse:
    """Ask, and then take an act away from a role or give it back."""
    organisation = managed(request, pk)
    taken_away = set(organisation.narrowings.values_list("role", "act"))
    gives_back = matrix.cell(role, act, taken_away=taken_away).state is State.TAKEN_AWAY
    form = form_for(request, TableForm)

    def perform(values: dict[str, Any]) -> str:
        change = grants.widen_back if gives_back else grants.narrow
        change(organisation, actor=request.actor, role=role, act=act, now=request.now)
        messages.success(request, _("The role has been changed."))
        return reverse("roles", args=[organisation.pk])

    names = {"role": ROLE_LABELS[role], "act": ACT_LABELS[act]}
    return answer(
        request,
        form,
        perform,
        organisation,
        cancel_url=reverse("roles", args=[organisation.pk]),
        **(_giving_back(names) if gives_back else _taking_away(names)),
    )


def _giving_back(names: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("Give “%(act)s” back to the role %(role)s?") % names,
        "text": _("Everybody in this role at this organisation can do it again from the next page."),
        "submit_label": _("Give back"),
    }


def _taking_away(names: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": _("Take “%(act)s” away from the role %(role)s?") % names,
        "text": _("Look first whether somebody in another role still can. You can give it back later."),
        "consequences": [_("Nobody in this role at this organisation can do it from the next page.")],
        "submit_label": _("Take away"),
        "danger": True,
    }


def managed(request: HttpRequest, pk: int) -> Organisation:
    """Fetch an organisation whose members the actor manages; the act asks again."""
    organisation = fetch(request, pk)
    managing.demand_at(request.actor, Act.MANAGE_MEMBERS, organisation)
    return organisation


def find_member(organisation: Organisation, member_pk: int) -> Membership:
    """Fetch a member, also one who left meanwhile: the act then says so."""
    found = organisation.memberships.select_related("user", "organisation").filter(pk=member_pk).first()
    if found is None:
        raise managing.elsewhere(Act.MANAGE_MEMBERS)
    return found


def answer(
    request: HttpRequest, form: TableForm, perform: Any, organisation: Organisation, **shown: Any
) -> HttpResponse:
    """Perform the act of a page with one form or one question, or show the page."""
    return ask(
        request, form, perform, **{"organisation": organisation, "cancel_url": home(organisation), **shown}
    )


def home(organisation: Organisation) -> str:
    """Give the page of an organisation."""
    return reverse("organisation", args=[organisation.pk])
