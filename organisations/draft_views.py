"""Pages on which a draft of the covenant is written: words, responsibility, parties, clauses."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from organisations import covenant, drafting, managing, signing
from organisations.acts import Act
from organisations.change_views import ask
from organisations.covenant_forms import (
    AccedeForm,
    CovenantForm,
    NewProvisionForm,
    PartyDatesForm,
    PartyForm,
    ProvisionForm,
    ResponsibilityForm,
    WordingsForm,
)
from organisations.covenant_text import part_of, recipient_of
from organisations.covenant_views import fetch, fetch_clause, fetch_party, page_of
from organisations.drafting import Provision, Responsibility, Wordings
from organisations.models import Covenant, CovenantClause, CovenantVersion
from zorgtafel.forms import TableForm, VersionedForm, form_for


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def covenant_new(request: HttpRequest) -> HttpResponse:
    """Draw up a covenant, with a first draft that is still empty."""
    form = form_for(request, CovenantForm)

    def perform(values: dict[str, Any]) -> str:
        made = covenant.draw_up(actor=request.actor, now=request.now, **values)
        return page_of(drafting.begin(made, actor=request.actor, now=request.now))

    shown = {
        "title": _("Draw up a covenant"),
        "text": _("It gets a first draft that has no effect. Then write purposes, parties and clauses."),
        "submit_label": _("Make the first draft"),
        "cancel_url": reverse("covenants"),
    }
    return _answer(request, form, perform, **shown)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def draft_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then begin a draft from the version in force."""
    agreement = Covenant.objects.filter(pk=pk).first()
    if agreement is None:
        raise managing.elsewhere(Act.MANAGE_COVENANT)
    form = form_for(request, TableForm)

    def perform(values: dict[str, Any]) -> str:
        return page_of(drafting.begin(agreement, actor=request.actor, now=request.now))

    shown = {
        "title": _("Draft a new version of %(name)s?") % {"name": agreement.name},
        "text": _("The draft starts as a copy of what holds now. It has no effect until you let it start."),
        "submit_label": _("Begin the draft"),
        "cancel_url": reverse("covenants"),
    }
    return _answer(request, form, perform, **shown)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def wordings(request: HttpRequest, pk: int) -> HttpResponse:
    """Write the purposes and the legal grounds of a draft."""
    version = _draft(request, fetch(pk))
    standing = {f"{row.kind}_{row.code}": row.text for row in version.wordings.all()}
    form = form_for(request, WordingsForm, initial={**_seen(version), "summary": version.summary, **standing})

    def perform(values: dict[str, Any]) -> str:
        drafting.word(
            version,
            actor=request.actor,
            wordings=Wordings(values["summary"], form.wordings("purpose"), form.wordings("ground")),
            edit=values["version"],
            now=request.now,
        )
        return _saved(request, version)

    shown = {
        "title": _("Purposes and legal grounds"),
        "text": _("Write the words of the article. What you leave empty is no part of this version."),
        "submit_label": _("Save the words"),
    }
    return _answer(request, form, perform, version, **shown)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def responsibility(request: HttpRequest, pk: int) -> HttpResponse:
    """Write who answers for which record, the contact for rights and the term."""
    version = _draft(request, fetch(pk))
    initial = {
        **_seen(version),
        "controller": version.controller,
        "rights_contact": version.rights_contact,
        "retention_months": version.retention_months,
        **{
            f"records_{row.compartment}": f"party:{row.organisation_id}" if row.organisation_id else row.rule
            for row in version.controllers.all()
        },
    }
    parties = list(version.parties.select_related("organisation").order_by("organisation__name"))
    form = form_for(request, ResponsibilityForm, parties=parties, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        drafting.hold_responsible(
            version,
            actor=request.actor,
            who=Responsibility(
                values["controller"], values["rights_contact"], values["retention_months"], form.records()
            ),
            edit=values["version"],
            now=request.now,
        )
        return _saved(request, version)

    shown = {
        "title": _("Responsibility and terms"),
        "text": _(
            "A table has no legal ground of its own: each record has a partner that answers for it, "
            "also after the case moves to another coordinator."
        ),
        "submit_label": _("Save"),
    }
    return _answer(request, form, perform, version, **shown)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def party_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an organisation a party: of a draft, or of a version whose text is settled."""
    version = fetch(pk)
    is_draft = version.status == "draft"
    form_class = PartyForm if is_draft else AccedeForm
    form = form_for(request, form_class, covenant_version=version, initial=_seen(version))

    def perform(values: dict[str, Any]) -> str:
        edit = values.pop("version")
        if is_draft:
            drafting.set_party(version, actor=request.actor, edit=edit, now=request.now, **values)
            return _saved(request, version)
        signing.accede(version, actor=request.actor, now=request.now, **values)
        messages.success(request, _("The organisation is a party. It reads nothing before it has signed."))
        return page_of(version)

    return _answer(request, form, perform, version, title=_("Add a party"), submit_label=_("Add this party"))


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def party_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change from when until when an organisation is a party of a draft."""
    party = fetch_party(pk)
    _draft(request, party.version)
    initial = {**_seen(party.version), "acceded_on": party.acceded_on, "exited_on": party.exited_on}
    form = form_for(request, PartyDatesForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        drafting.set_party(
            party.version,
            actor=request.actor,
            organisation=party.organisation,
            acceded_on=values["acceded_on"],
            exited_on=values["exited_on"],
            edit=values["version"],
            now=request.now,
        )
        return _saved(request, party.version)

    return _answer(
        request,
        form,
        perform,
        party.version,
        title=_("Dates of %(name)s") % {"name": party.organisation.name},
        submit_label=_("Save the dates"),
    )


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def party_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, and then take an organisation out of a draft."""
    party = fetch_party(pk)
    _draft(request, party.version)
    form = form_for(request, VersionedForm, initial=_seen(party.version))

    def perform(values: dict[str, Any]) -> str:
        drafting.drop_party(party, actor=request.actor, edit=values["version"], now=request.now)
        return _saved(request, party.version)

    return _answer(
        request,
        form,
        perform,
        party.version,
        title=_("Take %(name)s out of the draft?") % {"name": party.organisation.name},
        text=_("When this draft starts, the organisation reads nothing any more."),
        submit_label=_("Take out of the draft"),
        danger=True,
    )


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def clauses_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what a kind of organisation, or one party, may receive for a purpose on a ground."""
    version = _draft(request, fetch(pk))
    form = form_for(request, NewProvisionForm, covenant_version=version, initial=_seen(version))

    def perform(values: dict[str, Any]) -> str:
        edit = values.pop("version")
        drafting.add_provision(
            version, actor=request.actor, provision=Provision(**values), edit=edit, now=request.now
        )
        return _saved(request, version)

    shown = {
        "title": _("Open parts of a case"),
        "text": _("One purpose and one legal ground at a time, of those that the draft names."),
        "submit_label": _("Add these clauses"),
    }
    return _answer(request, form, perform, version, **shown)


@performs(Act.MANAGE_COVENANT)
@require_http_methods(["GET", "POST"])
def clauses_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change which parts a recipient receives on the terms of a clause."""
    clause = fetch_clause(pk)
    _draft(request, clause.version)
    recipient, standing = recipient_of(clause), _on_the_same_terms(clause)
    initial = {
        **_seen(clause.version),
        "article": clause.article.rpartition(".")[0] or clause.article,
        "compartments": [part_of(row) for row in standing],
    }
    form = form_for(request, ProvisionForm, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        provision = Provision(
            recipient, clause.purpose, clause.legal_ground, values["article"], values["compartments"]
        )
        drafting.provide(
            clause.version,
            actor=request.actor,
            provision=provision,
            edit=values["version"],
            now=request.now,
        )
        return _saved(request, clause.version)

    shown = {
        "title": _("What %(who)s may receive") % {"who": _who(clause)},
        "text": f"{clause.get_purpose_display()} · {clause.get_legal_ground_display()}",
        "submit_label": _("Save these clauses"),
    }
    return _answer(request, form, perform, clause.version, **shown)


def _draft(request: HttpRequest, version: CovenantVersion) -> CovenantVersion:
    """Open a form on a draft only; whoever sends one later hears it from the act, and keeps what was typed.

    Raises:
        StateConflictError: its text no longer changes.
    """
    if request.method != "POST" and version.status != "draft":
        raise drafting.not_a_draft()
    return version


def _seen(version: CovenantVersion) -> dict[str, Any]:
    return {"version": version.version}


def _on_the_same_terms(clause: CovenantClause) -> list[CovenantClause]:
    return list(
        CovenantClause.objects.filter(
            version=clause.version_id,
            organisation_kind=clause.organisation_kind,
            party=clause.party_id,
            purpose=clause.purpose,
            legal_ground=clause.legal_ground,
        )
    )


def _who(clause: CovenantClause) -> str:
    if clause.party_id is None:
        return str(clause.get_organisation_kind_display())
    return clause.party.organisation.name


def _saved(request: HttpRequest, version: CovenantVersion) -> str:
    messages.success(request, _("The draft is saved. It has no effect yet."))
    return page_of(version)


def _answer(
    request: HttpRequest,
    form: TableForm,
    perform: Any,
    version: CovenantVersion | None = None,
    **shown: Any,
) -> HttpResponse:
    back = reverse("covenants") if version is None else page_of(version)
    return ask(request, form, perform, **{"version": version, "cancel_url": back, **shown})
