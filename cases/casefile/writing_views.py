"""What pages that write in one part of a case have in common: open, find a row of this case, render."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Writing:
    """Where pages write: the part of the case, its tab on the page, and the act that it takes."""

    compartment: Compartment
    tab: str
    act: Act = Act.WRITE_NOTE

    def opened(self, request: HttpRequest, number: str) -> Case:
        """Open a case for somebody who may write in this part; a role without the act gets the calm page.

        Raises:
            AccessDenied: not for this actor.
        """
        case = gate.open_case(request.actor, number, now=request.now, compartment=self.compartment)
        gate.require(request.actor, self.act, on=case, compartment=self.compartment, now=request.now)
        return case

    def may(self, request: HttpRequest, case: Case) -> bool:
        """Tell whether the page of an opened case may offer to write here."""
        return case.status != "closed" and gate.may(
            request.actor,
            self.act,
            on=case,
            compartment=self.compartment,
            access=case.access,
            now=request.now,
        )

    def found(self, case: Case, model: type[Row], pk: int) -> Row:
        """Give a row of this case, also an ended one: the act says so.

        Raises:
            AccessDenied: it belongs to another case, or does not exist.
        """
        row = model._default_manager.filter(case=case, pk=pk).first()
        if row is None:
            raise gate.not_found(case.number, act=self.act)
        row.case = case
        return row

    def page(
        self, request: HttpRequest, case: Case, template: str, form: TableForm, **context: Any
    ) -> HttpResponse:
        """Render a form, with its future readers and what somebody else just saved."""
        own = {"stale": getattr(form, "stale", None), **context}
        whole = frame(request, case, self.tab, writes=self.compartment, form=form, **own)
        return render(request, template, whole, status=form.status)


#: About who the young person is; shown among the people of a case.
IDENTITY = Writing(Compartment.IDENTITY, "people")
