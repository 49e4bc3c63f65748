"""Pages of the people in a case: coordinator, young person, the colleagues of one's own organisation."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.casefile import grants, participation, person
from cases.casefile.forms import ColleagueForm, ConfirmForm, PersonForm
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.coordination import coordinator, load, offer
from cases.measures import shown as measures
from cases.safe_contact import shown
from cases.workdays import local_day
from organisations import present
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import User
from zorgtafel.forms import form_for, submit

PERSON_FIELDS = ("name", "birth_date", "address", "municipality", "guardians", "version")


@performs(Act.READ_CASE)
@require_safe
def people(request: HttpRequest, number: str) -> HttpResponse:
    """Show who holds the case and held it before, who it is about, and which colleagues work on it."""
    case = gate.open_case(request.actor, number, now=request.now)
    reads_identity = Compartment.IDENTITY in case.access.readable
    chain = list(coordinator.chain(case))
    standing = [pair for pair in chain if pair.ended_at is None]
    held = [person for pair in standing for person in (pair.coordinator, pair.deputy)]
    context = {
        "chain": chain,
        "is_vacant": any(pair.vacancy for pair in standing),
        "offer": offer.opened(case),
        "away": load.away(held, now=request.now),
        "reads_identity": reads_identity,
        "person": _person_rows(case) if reads_identity else [],
        "ways": shown.cards(case, now=request.now) if reads_identity else [],
        "measures": measures.rows(case, today=local_day(request.now)) if reads_identity else [],
        "ended_measures": measures.ended(case) if reads_identity else [],
        "colleagues": list(_named(request, case)),
        "may_assign": _may(request, case, Act.ASSIGN_COORDINATOR),
        "may_name": _may(request, case, Act.NAME_COLLEAGUE),
        "may_identify": _may(request, case, Act.WRITE_NOTE, Compartment.IDENTITY),
    }
    return render(request, "cases/casefile/people.html", frame(request, case, "people", **context))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def young_person(request: HttpRequest, number: str) -> HttpResponse:
    """Write down or correct who the case is about."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=Compartment.IDENTITY)
    known = case.young_person
    shown = {} if known is None else {name: getattr(known, name) for name in PERSON_FIELDS}
    form = form_for(request, PersonForm, initial=shown, today=timezone.localdate(request.now))

    def perform(values: dict[str, Any]) -> str:
        person.identify(case, actor=request.actor, now=request.now, **values)
        return f"/cases/{case.number}/people/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The details are saved."))
        return response
    context = frame(
        request,
        case,
        "people",
        writes=Compartment.IDENTITY,
        form=form,
        stale=getattr(form, "stale", None),
    )
    return render(request, "cases/casefile/young_person.html", context, status=form.status)


@performs(Act.NAME_COLLEAGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def name_colleague(request: HttpRequest, number: str) -> HttpResponse:
    """Name a colleague of one's own organisation on the case."""
    case = gate.open_case(request.actor, number, now=request.now)
    unnamed = _own_members(request).exclude(pk__in=_named(request, case).values("pk"))
    form = form_for(request, ColleagueForm, colleagues=unnamed)

    def perform(values: dict[str, Any]) -> str:
        participation.name_colleague(case, actor=request.actor, user=values["user"], now=request.now)
        return f"/cases/{case.number}/people/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your colleague is named on the case and will get a message."))
        return response
    context = frame(request, case, "people", form=form)
    return render(request, "cases/casefile/colleague_new.html", context, status=form.status)


@performs(Act.NAME_COLLEAGUE)
@require_http_methods(["GET", "HEAD", "POST"])
def remove_colleague(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask for confirmation, and take a colleague off the case."""
    case = gate.open_case(request.actor, number, now=request.now)
    colleague = _named(request, case).filter(pk=pk).first()
    if colleague is None:
        raise gate.not_found(case.number, act=Act.NAME_COLLEAGUE)
    form = form_for(request, ConfirmForm)

    def perform(values: dict[str, Any]) -> str:
        participation.remove_colleague(case, actor=request.actor, user=colleague, now=request.now)
        return f"/cases/{case.number}/people/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your colleague is no longer named on the case."))
        return response
    context = frame(request, case, "people", form=form, colleague=colleague)
    return render(request, "cases/casefile/colleague_remove.html", context, status=form.status)


def _named(request: HttpRequest, case: Case) -> QuerySet[User]:
    """Give the colleagues of the reader's own organisation who are named on the case."""
    return _own_members(request).filter(pk__in=grants.named_on(case, request.actor.organisation))


def _own_members(request: HttpRequest) -> QuerySet[User]:
    here = present.members(at=request.now).filter(organisation=request.actor.organisation)
    return User.objects.filter(pk__in=here.values("user")).order_by("name", "id")


def _person_rows(case: Case) -> list[dict[str, Any]]:
    known = case.young_person
    if known is None:
        return []
    return [
        {"label": _("Name"), "value": known.name},
        {"label": _("Date of birth"), "value": known.birth_date},
        {"label": _("Address"), "value": known.address},
        {"label": _("Municipality"), "value": known.municipality},
        {"label": _("Parents or guardian"), "value": known.guardians},
    ]


def _may(request: HttpRequest, case: Case, act: Act, compartment: Compartment = Compartment.CORE) -> bool:
    return gate.may(request.actor, act, on=case, compartment=compartment, access=case.access, now=request.now)
