"""Pages of the network of a case: picture and tables, and forms to add, correct and end."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.casefile import part_forms
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.casefile.paging import page_of
from cases.network import recurrence, shown
from cases.network import thing as network_acts
from cases.network.forms import LinkForm, OverForm, ThingForm
from cases.network.models import NetworkLink, NetworkThing
from cases.network.rules import PARTS
from cases.network.thing import Known, Link, Record, Thing
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

NETWORK = Compartment.NETWORK
KNOWN = ("knowledge", "source", "known_on", "remark")
Make = Callable[[dict[str, Any]], Thing | Link]


@performs(Act.READ_CASE)
@require_safe
def network(request: HttpRequest, number: str) -> HttpResponse:
    """Show the network of a case as a picture and as tables, with the notes about it below."""
    case = gate.open_case(request.actor, number, now=request.now, compartment=NETWORK)
    notes = case.notes.filter(compartment=NETWORK.value).select_related("author", "organisation", "corrects")
    notes = notes.prefetch_related("disagreements")
    found = shown.of(case)
    rows = [row.record for row in (*found.things, *found.links, *found.over)]
    _record(request, case, rows)
    context = {
        "network": found,
        "page": page_of(notes, keys=("-written_at", "-id"), query=request.GET),
        "may_write": case.status != "closed" and bool(_parts(case, request)),
        "may_compare": gate.may(
            request.actor,
            Act.ADMIT_ORGANISATION,
            on=case,
            compartment=NETWORK,
            access=case.access,
            now=request.now,
        ),
    }
    return render(request, "cases/network/network.html", frame(request, case, "network", **context))


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_thing(request: HttpRequest, number: str) -> HttpResponse:
    """Ask who or what is around the young person, and where that is known from."""
    case = _opened(request, number)
    form = form_for(request, ThingForm, parts=_parts(case, request), initial={"compartment": NETWORK.value})
    following = f"{_address(case)}links/new/?to="
    return _adding(request, case, form, _thing, _("Write down somebody or something"), following)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add_link(request: HttpRequest, number: str) -> HttpResponse:
    """Ask how two are linked, and where that is known from."""
    case = _opened(request, number)
    _record(request, case, shown.things(case))
    ends = shown.ends(case)
    asked = {"first": "0", "second": request.GET.get("to", ""), "compartment": NETWORK.value}
    form = form_for(request, LinkForm, parts=_parts(case, request), ends=ends, initial=asked)
    return _adding(request, case, form, _link, _("Write down a link"), "")


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_thing(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put better words about somebody or something; what was there stays readable."""
    case = _opened(request, number)
    record = _found(case, NetworkThing, pk)
    _record(request, case, [record])
    known = _values(record, (*KNOWN, "kind", "name", "standing", "mark"))
    form = form_for(request, ThingForm, initial=known)
    return _correcting(request, case, record, form, _thing)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def correct_link(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Put better words about a link; what was there stays readable."""
    case = _opened(request, number)
    record = _found(case, NetworkLink, pk)
    _record(request, case, shown.things(case))
    ends = {"first": str(record.first_id or 0), "second": str(record.second_id or 0)}
    known = {**_values(record, (*KNOWN, "relation")), **ends}
    form = form_for(request, LinkForm, ends=shown.ends(case), initial=known)
    return _correcting(request, case, record, form, _link)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_thing(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask why somebody or something is over."""
    return _ending(request, number, NetworkThing, pk)


@performs(Act.WRITE_NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def end_link(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask why a link is over."""
    return _ending(request, number, NetworkLink, pk)


@performs(Act.ADMIT_ORGANISATION)
@require_safe
def elsewhere(request: HttpRequest, number: str) -> HttpResponse:
    """Show which phones, plates and addresses also stand in other cases that the reader may read."""
    case = gate.open_case(
        request.actor,
        number,
        now=request.now,
        compartment=NETWORK,
        event=Event.NETWORK_RECURRENCE_READ,
        act=Act.ADMIT_ORGANISATION,
    )
    hits = recurrence.elsewhere(case, actor=request.actor, now=request.now)
    context = frame(request, case, "network", hits=hits, most=recurrence.MOST)
    return render(request, "cases/network/elsewhere.html", context)


def _adding(
    request: HttpRequest, case: Case, form: TableForm, make: Make, title: str | Promise, following: str
) -> HttpResponse:
    def perform(values: dict[str, Any]) -> str:
        made = network_acts.add(
            case,
            actor=request.actor,
            what=make(values),
            known=_known(values),
            part=Compartment(values["compartment"]),
            now=request.now,
        )
        return f"{following}{made.pk}" if following else _address(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        said = _("Saved. Now say how it is linked.") if following else _("Saved.")
        messages.success(request, said)
        return response
    parts = part_forms.choices(
        case, _parts(case, request), chosen=form["compartment"].value() or NETWORK.value, now=request.now
    )
    context = frame(request, case, "network", form=form, parts=parts, title=title, back=_address(case))
    return render(request, "cases/network/new.html", context, status=form.status)


def _correcting(
    request: HttpRequest, case: Case, record: Record, form: TableForm, make: Make
) -> HttpResponse:
    def perform(values: dict[str, Any]) -> str:
        network_acts.correct(
            record,
            actor=request.actor,
            what=make(values),
            known=_known(values),
            reason=values["reason"],
            version=values["version"],
            now=request.now,
        )
        return _address(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. What it said before stays readable."))
        return response
    return _changing(request, case, record, form, "cases/network/correct.html")


def _ending(request: HttpRequest, number: str, model: type[Record], pk: int) -> HttpResponse:
    case = _opened(request, number)
    record = _found(case, model, pk)
    ends = (getattr(record, "first", None), getattr(record, "second", None))
    _record(request, case, [one for one in (record, *ends) if one is not None])
    form = form_for(request, OverForm, initial={"version": record.version})

    def perform(values: dict[str, Any]) -> str:
        network_acts.end(record, actor=request.actor, now=request.now, **values)
        return _address(case)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Saved. It stays readable among what is over."))
        return response
    return _changing(request, case, record, form, "cases/network/over.html")


def _changing(
    request: HttpRequest, case: Case, record: Record, form: TableForm, template: str
) -> HttpResponse:
    """Render a form about a record, with its future readers and what somebody else just saved."""
    stale = getattr(form, "stale", None)
    context = frame(
        request,
        case,
        "network",
        writes=Compartment(record.compartment),
        form=form,
        about=shown.sentence(record, case),
        stale="" if stale is None else shown.sentence(stale, case),
        back=_address(case),
    )
    return render(request, template, context, status=form.status)


def _opened(request: HttpRequest, number: str) -> Case:
    """Open a case for somebody who may write in its network.

    Raises:
        AccessDenied: not for this actor.
    """
    return gate.open_case(request.actor, number, now=request.now, act=Act.WRITE_NOTE, compartment=NETWORK)


def _found(case: Case, model: type[Record], pk: int) -> Any:
    """Give a record of this case that the reader sees, also one that is over: the act says so.

    Raises:
        AccessDenied: it is of another case, in a part that is closed to the reader, or does not exist.
    """
    rows = shown.things(case) if model is NetworkThing else shown.links(case)
    record = next((row for row in rows if row.pk == pk), None)
    if record is None:
        raise gate.not_found(case.number, act=Act.WRITE_NOTE)
    record.case = case
    return record


def _record(request: HttpRequest, case: Case, rows: Iterable[Record]) -> None:
    """Write the ledger lines of what a page shows out of other parts than the network itself."""
    others = [row for row in rows if row.compartment != NETWORK.value]
    part_forms.record_parts(case, others, now=request.now)


def _parts(case: Case, request: HttpRequest) -> list[Compartment]:
    writable = part_forms.writable(case, now=request.now)
    return [part for part in PARTS if part in writable] if NETWORK in writable else []


def _values(record: Record, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in (*names, "version")}


def _known(values: dict[str, Any]) -> Known:
    return Known(**{name: values[name] for name in KNOWN})


def _thing(values: dict[str, Any]) -> Thing:
    return Thing(**{name: values[name] for name in ("kind", "name", "standing", "mark")})


def _link(values: dict[str, Any]) -> Link:
    return Link(int(values["first"]) or None, values["relation"], int(values["second"]) or None)


def _address(case: Case) -> str:
    return f"/cases/{case.number}/network/"
