"""Pages of sharing: who can see this, why can I see this; admit, change and end an organisation's part."""

from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import blocks, explain, facts, gate, grounds, look_back, sealing
from cases.access.declare import performs
from cases.access.models import COORDINATION
from cases.audit.events import Event
from cases.casefile import access_log, participation
from cases.casefile.forms import EndForm, TermsForm, WhoForm
from cases.casefile.frame import LABELS, frame
from cases.casefile.models import Case, CaseParticipation
from cases.casefile.paging import page_of
from cases.casefile.participation import Terms
from cases.casefile.shown import told
from cases.workdays import start_of_day
from organisations import covenant
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import CovenantParty, Organisation
from zorgtafel.forms import form_for, submit


@performs(Act.READ_CASE)
@require_safe
def sharing(request: HttpRequest, number: str) -> HttpResponse:
    """Show who can see this case, on which grounds, and why the reader can."""
    case = gate.open_case(request.actor, number, now=request.now, event=Event.SHARING_READ)
    may_block = _may(request, case, Act.BLOCK_CONFLICT)
    may_admit = _may(request, case, Act.ADMIT_ORGANISATION)
    context = {
        "why": grounds.chain(case, part=Compartment.CORE, now=request.now),
        "columns": [LABELS[part.value] for part in Compartment],
        "tables": [_shown(table) for table in explain.who(case, now=request.now)],
        "lapsed": list(_lapsed(case, now=request.now)),
        "may_admit": may_admit,
        "may_share_name": gate.may(
            request.actor,
            Act.SHARE_IDENTITY,
            on=case,
            compartment=Compartment.IDENTITY,
            access=case.access,
            now=request.now,
        ),
        "requests": _requests(case) if may_admit else [],
        "may_block": may_block,
        "may_seal": _may(request, case, Act.SEAL_CASE) and sealing.is_coordinating(case, request.actor),
        "emergencies": _emergencies(request, case),
        "seal": sealing.standing(case) if case.is_sealed else None,
        "blocks": list(blocks.on_case(case)) if may_block else [],
        "kept_away": list(blocks.of_organisations(case)) if may_block else [],
    }
    return render(request, "cases/casefile/sharing.html", frame(request, case, "sharing", **context))


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def admit(request: HttpRequest, number: str) -> HttpResponse:
    """Admit an organisation in two steps: who and what for; then which parts, until when."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ADMIT_ORGANISATION)
    others = not_at_the_table(case)
    form = form_for(request, TermsForm, initial=_asked(request))
    chosen = WhoForm(_step_one(form), organisations=others)
    if not chosen.is_valid():
        return _ask_who(request, case, chosen, others)
    organisation = chosen.cleaned_data["organisation"]
    _cover(form, case, organisation, chosen.cleaned_data, now=request.now)

    def perform(values: dict[str, Any]) -> str:
        participation.admit(
            case,
            actor=request.actor,
            organisation=organisation,
            terms=_terms(values, now=request.now),
            now=request.now,
        )
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(
            request, _("%(organisation)s takes part in the case.") % {"organisation": organisation.name}
        )
        return response
    context = {"form": form, "organisation": organisation, **_labels(chosen.cleaned_data)}
    return render(
        request, "cases/casefile/terms.html", frame(request, case, "sharing", **context), status=form.status
    )


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Change what an organisation may read, for what, or until when."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ADMIT_ORGANISATION)
    standing = find_part(case, pk)
    form = form_for(request, TermsForm, initial={**_standing_terms(standing), **_asked(request)})
    only = Organisation.objects.filter(pk=standing.organisation_id)
    asked = {**_step_one(form), "organisation": standing.organisation_id}
    chosen = WhoForm(asked, organisations=only)
    if not chosen.is_valid():
        return _ask_who(request, case, chosen, only)
    _cover(form, case, standing.organisation, chosen.cleaned_data, now=request.now)

    def perform(values: dict[str, Any]) -> str:
        participation.change(
            standing,
            actor=request.actor,
            terms=_terms(values, now=request.now, standing=standing),
            version=values["version"],
            now=request.now,
        )
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("What this organisation may read was changed."))
        return response
    context = {"form": form, "organisation": standing.organisation, "standing": standing}
    context |= {"who_form": chosen, **_labels(chosen.cleaned_data)}
    return render(
        request, "cases/casefile/terms.html", frame(request, case, "sharing", **context), status=form.status
    )


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and end an organisation's part in the case."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ADMIT_ORGANISATION)
    standing = find_part(case, pk)
    form = form_for(request, EndForm)

    def perform(values: dict[str, Any]) -> str:
        participation.end(standing, actor=request.actor, reason=values["reason"], now=request.now)
        return f"/cases/{case.number}/sharing/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("This organisation no longer takes part in the case."))
        return response
    context = frame(request, case, "sharing", form=form, organisation=standing.organisation)
    return render(request, "cases/casefile/participation_end.html", context, status=form.status)


@performs(Act.ADMIT_ORGANISATION)
@require_safe
def history(request: HttpRequest, number: str) -> HttpResponse:
    """Show the coordinator who changed what and who looked; others ask the auditor."""
    case = gate.open_case(request.actor, number, now=request.now, act=Act.ADMIT_ORGANISATION)
    kind = request.GET.get("kind", "")
    readable = case.access.readable
    found = access_log.seen(access_log.lines(case, kind), readable)
    page = page_of(found, keys=("-at", "-id"), query=request.GET)
    context = {
        "rows": [told(line, readable) for line in page.rows],
        "page": page,
        "kinds": [
            {"label": label, "url": f"?kind={value}" if value else "?", "current": value == kind}
            for value, label in access_log.KINDS
        ],
    }
    return render(request, "cases/casefile/history.html", frame(request, case, "history", **context))


def _emergencies(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """Give, to whoever decides about access, each emergency access with its review of the case's side."""
    if not _may(request, case, Act.ADMIT_ORGANISATION):
        return []
    return [
        {"opened": opened, "review": look_back.side(opened, COORDINATION)}
        for opened in look_back.of_case(case)[:25]
    ]


def _shown(table: explain.Table) -> dict[str, Any]:
    """Give an organisation as a row of the matrix: per part its article, and who reads it there."""
    terms = table.participation
    return {
        "organisation": table.organisation.name,
        "terms": terms,
        "cells": [_cell(table, part) for part in Compartment],
        "readers": table.readers,
    }


def _cell(table: explain.Table, part: Compartment) -> dict[str, Any]:
    """Give the article that opens a part, or that somebody reads it for now: by emergency or meeting."""
    read = any(part in reader.readable for reader in table.readers)
    article = table.articles.get(part, "")
    return {"label": LABELS[part.value], "article": article, "is_for_now": read and not article}


def _lapsed(case: Case, *, now: datetime) -> Any:
    """Give the parts that stand in the book but open nothing now: not begun yet, or past their end."""
    standing = case.participations.filter(ended_at=None)
    return (
        standing.exclude(pk__in=facts.in_force(now=now).filter(case=case).values("pk"))
        .select_related("organisation")
        .order_by("organisation__name")
    )


def _requests(case: Case) -> Any:
    """Give the requests for access that wait for an answer, the most pressing first."""
    waiting = case.access_requests.filter(state="waiting").select_related("user", "organisation")
    return list(waiting.order_by("due_at", "id"))


def not_at_the_table(case: Case) -> QuerySet[Organisation]:
    """Give the organisations at the table of this case that take no part in it, by name."""
    taking_part = case.participations.filter(ended_at=None).values("organisation_id")
    parties = CovenantParty.objects.filter(version__covenant=case.covenant_id).values("organisation_id")
    found = Organisation.objects.filter(is_active=True, pk__in=parties)
    return found.exclude(pk__in=taking_part).order_by("name")


def find_part(case: Case, pk: int) -> CaseParticipation:
    """Give a standing part in this case; any other number is not found."""
    found = case.participations.select_related("organisation", "case").filter(pk=pk, ended_at=None).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.ADMIT_ORGANISATION)
    return found


def _asked(request: HttpRequest) -> dict[str, Any]:
    """Give what the first step chose, as the start of the second."""
    names = ("organisation", "purpose", "legal_ground")
    asked = {name: request.GET[name] for name in names if request.GET.get(name)}
    return {"starts_on": timezone.localdate(request.now), **asked}


def _step_one(form: TermsForm) -> dict[str, Any]:
    names = ("organisation", "purpose", "legal_ground")
    return {name: form[name].value() or "" for name in names}


def _ask_who(request: HttpRequest, case: Case, chosen: WhoForm, organisations: Any) -> HttpResponse:
    """Show the first step; without complaints when nothing was chosen yet."""
    was_asked = any(chosen.data.values())
    form = chosen if was_asked else WhoForm(organisations=organisations)
    context = frame(request, case, "sharing", form=form)
    return render(request, "cases/casefile/admit_who.html", context, status=400 if was_asked else 200)


def _cover(
    form: TermsForm, case: Case, organisation: Organisation, terms: dict[str, Any], *, now: datetime
) -> None:
    ceiling = covenant.ceiling(organisation, under=case.covenant_id, now=now)
    form.cover(ceiling, terms["purpose"], terms["legal_ground"])


def _standing_terms(standing: CaseParticipation) -> dict[str, Any]:
    opened = facts.admission(standing).compartments
    return {
        "purpose": standing.purpose,
        "legal_ground": standing.legal_ground,
        "compartments": [part.value for part in Compartment if part in opened],
        "starts_on": timezone.localdate(standing.starts_at),
        "ends_on": None if standing.ends_at is None else _last_day(standing.ends_at),
        "version": standing.version,
    }


def _terms(values: dict[str, Any], *, now: datetime, standing: CaseParticipation | None = None) -> Terms:
    """Turn days (local) into instants: from the start of a day, or now; up to the end of a day."""
    ends_on = values["ends_on"]
    return Terms(
        purpose=values["purpose"],
        legal_ground=values["legal_ground"],
        compartments=frozenset(Compartment(value) for value in values["compartments"]),
        starts_at=_starts_at(values["starts_on"], now=now, standing=standing),
        ends_at=None if ends_on is None else start_of_day(ends_on + timedelta(days=1)),
    )


def _starts_at(day: date, *, now: datetime, standing: CaseParticipation | None) -> datetime:
    if standing is not None and day == timezone.localdate(standing.starts_at):
        return standing.starts_at
    return now if day <= timezone.localdate(now) else start_of_day(day)


def _last_day(ends_at: datetime) -> date:
    return timezone.localdate(ends_at - timedelta(microseconds=1))


def _labels(terms: dict[str, Any]) -> dict[str, Any]:
    return {
        "purpose_label": explain.PURPOSE_LABELS[terms["purpose"]],
        "ground_label": explain.GROUND_LABELS[terms["legal_ground"]],
    }


def _may(request: HttpRequest, case: Case, act: Act) -> bool:
    return gate.may(request.actor, act, on=case, access=case.access, now=request.now)
