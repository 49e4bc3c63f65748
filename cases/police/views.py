"""The police tab of a case: contacts, the complaint track, listening well, and the clocks after violence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.paging import Page, page_of
from cases.directory import shown as directory
from cases.justice import shown as justice
from cases.police import choices, complaint, contact, release, release_rules, rules
from cases.police.forms import ComplaintForm, ContactForm, MomentForm, ReleaseForm
from cases.police.models import ComplaintEntry, PoliceContact
from cases.police.shown import AGE_IN_BAND, clock_rows, guidance
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit

POLICE = Compartment.POLICE
KINDS, UNITS = dict(choices.CONTACT_KINDS), dict(choices.UNITS)


@performs(Act.READ_CASE)
@require_safe
def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contacts, the complaint track and the guidance of a case."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=POLICE)
    track = _track(request, case)
    context = frame(
        request,
        case,
        "police",
        page=_contacts(request, case),
        track=track,
        guard=guidance(case, complaint.stage_of(track[-1] if track else None)),
        may_log=_may_log(request, case),
        is_police=request.actor.organisation.kind == "police",
        sections=justice.sections(case, today=local_day(request.now)),
        is_made=bool(track) and track[-1].stage == rules.ComplaintStage.COMPLAINT,
    )
    return render(request, "cases/police/overview.html", context)


@performs(Act.LOG_POLICE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def log_contact(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a contact and log it."""
    case = _open_to_log(request, number)
    form = form_for(request, ContactForm)

    def perform(values: dict[str, Any]) -> str:
        made = contact.log(case, actor=request.actor, talk=contact.Talk(**values), now=request.now)
        return f"/cases/{case.number}/police/#contact-{made.pk}"

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = frame(
        request,
        case,
        "police",
        writes=Compartment.POLICE,
        form=form,
        guard=guidance(case, complaint.stage_of(complaint.latest(case))),
        whom_to_call=directory.rows(request.actor, now=request.now),
    )
    return render(request, "cases/police/contact.html", context, status=form.status)


@performs(Act.LOG_POLICE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def decide_release(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask whether the police released what they told, who there, and for whom."""
    case = _open_to_log(request, number)
    found = _find(request, case, pk)
    last = release.last_of(found)
    form = form_for(request, ReleaseForm, initial={"after": 0 if last is None else last.pk})

    def perform(values: dict[str, Any]) -> str:
        after, said = values.pop("after"), release.Said(**values)
        release.decide(found, actor=request.actor, said=said, after=after, now=request.now)
        return f"/cases/{case.number}/police/#contact-{found.pk}"

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = frame(request, case, "police", writes=Compartment.POLICE, form=form, contact=_told(found))
    return render(request, "cases/police/release.html", context, status=form.status)


@performs(Act.READ_CASE, step_up=True)
@require_safe
def print_contacts(request: HttpRequest, number: str) -> HttpResponse:
    """Show the contacts for paper: what the police did not release is left out, and says so."""
    case = gate.open_case(
        request.actor, number, now=request.now, compartment=POLICE, event=Event.POLICE_CONTACTS_PRINTED
    )
    rows = gate.visible(request.actor, case.police_contacts.all(), POLICE, now=request.now)
    rows = (
        rows.select_related("organisation", "by").prefetch_related("releases").order_by("happened_at", "id")
    )
    told = [_told(row) for row in rows]
    for row in told:
        if not release_rules.goes_along(row.received, row.last_release and row.last_release.decision):
            row.received = ""
    context = frame(request, case, "police", contacts=told, printed_at=request.now)
    return render(request, "cases/police/print.html", context)


@performs(Act.LOG_POLICE_CONTACT)
@require_http_methods(["GET", "HEAD", "POST"])
def record_complaint(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the next stage of the complaint track and record it."""
    case = _open_to_log(request, number)
    entry = complaint.latest(case)
    initial = {"after": 0 if entry is None else entry.pk}
    form = form_for(request, ComplaintForm, current=complaint.stage_of(entry), initial=initial)

    def perform(values: dict[str, Any]) -> str:
        after = values.pop("after")
        stage = complaint.Stage(**values)
        complaint.record(case, actor=request.actor, stage=stage, after=after, now=request.now)
        return f"/cases/{case.number}/police/#complaint"

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = frame(
        request,
        case,
        "police",
        writes=Compartment.POLICE,
        form=form,
        track=_track(request, case),
    )
    return render(request, "cases/police/complaint.html", context, status=form.status)


@performs(Act.READ_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def clocks(request: HttpRequest, number: str) -> HttpResponse:
    """Say whom to call after sexual violence; the moment that is asked is neither kept nor in an address.

    Open to whoever may read the core of the case: at night the worker who hears it needs this,
    and it shows nothing of police or medical matters.
    """
    case = gate.open_case(request.actor, number, now=request.now)
    form = MomentForm(request.POST if request.method == "POST" else None, now=request.now)
    is_told = form.is_bound and form.is_valid()
    moment = form.cleaned_data["moment"] if is_told else None
    context = frame(
        request,
        case,
        "police",
        form=form,
        clocks=clock_rows(moment, now=request.now),
        examiner=choices.EXAMINERS[
            rules.examiner(AGE_IN_BAND.get(case.age_band_on(local_day(request.now)))).examiner
        ],
        until_examined_source=choices.UNTIL_EXAMINED,
        may_keep=Compartment.MEDICAL in case.access.readable,
        back=f"/cases/{case.number}/" + ("police/" if POLICE in case.access.readable else ""),
    )
    return render(request, "cases/police/clocks.html", context, status=400 if form.errors else 200)


def _open_to_log(request: HttpRequest, number: str) -> Case:
    """Open a case for somebody who may log in it; a role without that act gets the calm page."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=POLICE)
    gate.require(request.actor, Act.LOG_POLICE_CONTACT, on=case, compartment=POLICE, now=request.now)
    return case


def _may_log(request: HttpRequest, case: Case) -> bool:
    actor: Actor = request.actor
    may = gate.may(
        actor, Act.LOG_POLICE_CONTACT, on=case, compartment=POLICE, access=case.access, now=request.now
    )
    return may and case.status != "closed"


def _contacts(request: HttpRequest, case: Case) -> Page:
    """Give one page of contacts, newest first."""
    rows = gate.visible(request.actor, case.police_contacts.all(), POLICE, now=request.now)
    rows = rows.select_related("organisation", "by").prefetch_related("releases")
    page = page_of(rows, keys=("-happened_at", "-id"), query=request.GET)
    for row in page.rows:
        _told(row)
    return page


def _told(row: PoliceContact) -> PoliceContact:
    """Give a contact with its codes in words, and how it stands with passing on."""
    row.kind_label = KINDS.get(row.kind, "")
    row.unit_label = UNITS.get(row.unit, "")
    row.last_release = release.last_of(row)
    row.standing = release.standing_of(row).value
    return row


def _find(request: HttpRequest, case: Case, pk: int) -> PoliceContact:
    """Give a contact of this case.

    Raises:
        AccessDenied: it belongs to another case, or does not exist.
    """
    rows = gate.visible(request.actor, case.police_contacts.all(), POLICE, now=request.now)
    found = rows.select_related("organisation", "by").filter(pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.LOG_POLICE_CONTACT)
    return found


def _track(request: HttpRequest, case: Case) -> list[ComplaintEntry]:
    rows = gate.visible(request.actor, case.complaint_entries.all(), POLICE, now=request.now)
    found = list(rows.select_related("organisation", "by"))
    for entry in found:
        entry.label = complaint.LABELS[entry.stage]
    return found
