"""Pages of court dates, requests for information and evidence; they are shown on the police tab."""

from dataclasses import dataclass, fields
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.casefile.models import Case
from cases.casefile.writing_views import Writing
from cases.directory import shown as directory
from cases.justice import kept, shown
from cases.justice.forms import NO_IMAGES, DateForm, DecisionForm, EndForm, EvidenceForm, RequestForm
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, VersionedForm, form_for, submit

POLICE = Writing(Compartment.POLICE, "police", Act.LOG_POLICE_CONTACT)


@dataclass(frozen=True, slots=True)
class Page:
    """The forms of one table and what their pages are called; ``note`` stands above the form."""

    form: type[VersionedForm]
    end_form: type[VersionedForm]
    new: Promise
    change: Promise
    end: Promise
    note: Promise


PAGES = {
    "dates": Page(
        DateForm,
        EndForm,
        gettext_lazy("Write down a date of the court"),
        gettext_lazy("Change a date of the court"),
        gettext_lazy("What came of this date?"),
        gettext_lazy(
            "The reflection period is for foreign victims and has a longest term. The time to think about "
            "a complaint is agreed with the young person, and belongs to the complaint."
        ),
    ),
    "information": Page(
        RequestForm,
        DecisionForm,
        gettext_lazy("Write down a request for information"),
        gettext_lazy("Change a request for information"),
        gettext_lazy("Decide on this request"),
        gettext_lazy("Write down who asks what, and on which ground. In doubt, ask your lawyer."),
    ),
    "evidence": Page(
        EvidenceForm,
        EndForm,
        gettext_lazy("Write down where evidence is"),
        gettext_lazy("Change where evidence is"),
        gettext_lazy("Where did it go?"),
        NO_IMAGES,
    ),
}


@performs(Act.LOG_POLICE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, number: str, place: str) -> HttpResponse:
    """Ask what must be written down, and write it down."""
    case = POLICE.opened(request, number)
    form = form_for(request, PAGES[place].form)

    def perform(values: dict[str, Any]) -> str:
        values.pop("version")
        told = kept.TABLES[place].told(**values)
        return kept.address(case, kept.add(case, actor=request.actor, told=told, now=request.now))

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved."))
        return done
    return _page(request, case, place, form, title=PAGES[place].new)


@performs(Act.LOG_POLICE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, number: str, pk: int, place: str) -> HttpResponse:
    """Change what was written down."""
    case = POLICE.opened(request, number)
    record = _found(case, place, pk)
    told_type = kept.TABLES[place].told
    known = {field.name: getattr(record, field.name) for field in fields(told_type)}
    form = form_for(request, PAGES[place].form, initial={**known, "version": record.version})

    def perform(values: dict[str, Any]) -> str:
        version = values.pop("version")
        told = told_type(**values)
        kept.change(record, actor=request.actor, told=told, version=version, now=request.now)
        return kept.address(case, record)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved."))
        return done
    return _page(request, case, place, form, title=PAGES[place].change)


@performs(Act.LOG_POLICE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: HttpRequest, number: str, pk: int, place: str) -> HttpResponse:
    """Ask what came of it."""
    case = POLICE.opened(request, number)
    record = _found(case, place, pk)
    form = form_for(request, PAGES[place].end_form, initial={"version": record.version})

    def perform(values: dict[str, Any]) -> str:
        kept.end(record, actor=request.actor, now=request.now, **values)
        return kept.address(case, record)

    if request.method == "POST" and (done := submit(request, form, perform)):
        messages.success(request, _("Saved. It stays among what is over."))
        return done
    return _page(request, case, place, form, title=PAGES[place].end, about=shown.words(record))


def _found(case: Case, place: str, pk: int) -> kept.Record:
    return POLICE.found(case, kept.TABLES[place].model, pk)


def _page(
    request: HttpRequest, case: Case, place: str, form: TableForm, *, title: Promise, about: str = ""
) -> HttpResponse:
    stale = getattr(form, "stale", None)
    return POLICE.page(
        request,
        case,
        "cases/justice/form.html",
        form,
        title=title,
        note="" if about else PAGES[place].note,
        about=about,
        stale="" if stale is None else shown.words(stale),
        whom_to_call=directory.rows(request.actor, now=request.now) if place == "information" else [],
        back=f"/cases/{case.number}/police/#{place}",
    )
