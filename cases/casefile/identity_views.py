"""What pages that write about who a case is about have in common: open, find a row of this case, render."""

from typing import Any, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.access import gate
from cases.casefile.frame import frame
from cases.casefile.models import Case
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm

Row = TypeVar("Row", bound=Model)


def opened(request: HttpRequest, number: str) -> Case:
    """Open a case for somebody who may write about who it is about.

    Raises:
        AccessDenied: not for this actor.
    """
    return gate.open_case(
        request.actor, number, now=request.now, act=Act.WRITE_NOTE, compartment=Compartment.IDENTITY
    )


def found(case: Case, model: type[Row], pk: int) -> Row:
    """Give a row of this case, also an ended one: the act says so.

    Raises:
        AccessDenied: it belongs to another case, or does not exist.
    """
    row = model.objects.filter(case=case, pk=pk).first()
    if row is None:
        raise gate.not_found(case.number, act=Act.WRITE_NOTE)
    row.case = case
    return row


def page(
    request: HttpRequest, case: Case, template: str, form: TableForm, *, back: str, **context: Any
) -> HttpResponse:
    """Render a form about the young person, with its future readers and what somebody else just saved."""
    stale = getattr(form, "stale", None)
    whole = frame(
        request,
        case,
        "people",
        writes=Compartment.IDENTITY,
        form=form,
        stale=stale,
        back=back,
        **context,
    )
    return render(request, template, whole, status=form.status)
