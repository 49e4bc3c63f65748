"""Pages of handing a whole case over: who asked, for whom and why; the wait, the password and the file."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit.bulk_rules import FETCHABLE
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.handover import handover as acts
from cases.handover.forms import AskForm, StopForm
from cases.handover.models import CaseHandover
from cases.handover.shown import key_facts, with_key
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import form_for, submit


@performs(Act.ADMIT_ORGANISATION, step_up=True)
@require_safe
def handovers(request: HttpRequest, number: str) -> HttpResponse:
    """List every handover of a case that was asked for, the newest first."""
    case = _opened(request, number)
    rows = [{"asked": row, "state": acts.FILE.state(row, now=request.now).value} for row in acts.all_of(case)]
    return render(request, "cases/handover/list.html", frame(request, case, "sharing", rows=rows))


@performs(Act.ADMIT_ORGANISATION, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a whole case as a file: for whom, and why."""
    case = _opened(request, number)
    takers = acts.takers(case, actor=request.actor, now=request.now)
    form = form_for(request, AskForm, takers=takers)

    def perform(values: dict[str, Any]) -> str:
        return acts.address(acts.ask(case, actor=request.actor, now=request.now, **values))

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("You asked for the file. Coordinator and deputy can stop it."))
        return response
    context = frame(request, case, "sharing", writes=Compartment.CORE, form=form, with_key=with_key(takers))
    return render(request, "cases/handover/ask.html", context, status=form.status)


@performs(Act.ADMIT_ORGANISATION, step_up=True)
@require_safe
def one(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show a handover: to who asked with password and file, to the others with the way to stop it."""
    case = _opened(request, number)
    return _shown(request, case, _find(case, pk))


@performs(Act.ADMIT_ORGANISATION, step_up=True)
@require_POST
@never_cache
def password(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show the password, this once."""
    case = _opened(request, number)
    secret = acts.show_password(_find(case, pk), actor=request.actor, now=request.now)
    return _shown(request, case, _find(case, pk), secret=secret)


@performs(Act.ADMIT_ORGANISATION, step_up=True)
@require_POST
def file(request: HttpRequest, number: str, pk: int) -> StreamingHttpResponse:
    """Give the file, while it is made."""
    case = _opened(request, number)
    asked = _find(case, pk)
    pieces = acts.fetch(asked, actor=request.actor, now=request.now)
    is_sealed = asked.sealing_key_id is not None
    answer = StreamingHttpResponse(
        pieces, content_type="application/octet-stream" if is_sealed else "application/zip"
    )
    name = f"case-{case.number}.json.age" if is_sealed else f"case-{case.number}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@performs(Act.ADMIT_ORGANISATION, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Ask why, and stop a handover."""
    case = _opened(request, number)
    asked = _find(case, pk)
    form = form_for(request, StopForm)

    def perform(values: dict[str, Any]) -> str:
        acts.stop(asked, actor=request.actor, reason=values["reason"], now=request.now)
        return acts.address(asked)

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("The handover is stopped. Nobody can fetch the file."))
        return response
    context = frame(request, case, "sharing", writes=Compartment.CORE, form=form, back=acts.address(asked))
    return render(request, "cases/handover/stop.html", context, status=form.status)


def _opened(request: HttpRequest, number: str) -> Case:
    return gate.open_case(request.actor, number, now=request.now, act=Act.ADMIT_ORGANISATION)


def _find(case: Case, pk: int) -> CaseHandover:
    """Give a handover of this case.

    Raises:
        AccessDenied: it belongs to another case, or does not exist.
    """
    found = acts.all_of(case).filter(pk=pk).first()
    if found is None:
        raise gate.not_found(case.number, act=Act.ADMIT_ORGANISATION)
    found.case = case
    return found


def _shown(request: HttpRequest, case: Case, asked: CaseHandover, *, secret: str = "") -> HttpResponse:
    context = {
        "asked": asked,
        "state": acts.FILE.state(asked, now=request.now).value,
        "until": asked.ready_at + FETCHABLE,
        "is_own": acts.FILE.is_own(asked, request.actor),
        "secret": secret,
        **key_facts(asked, now=request.now),
    }
    return render(request, "cases/handover/one.html", frame(request, case, "sharing", **context))
