"""The patterns in the episodes of a case, as a person decides about them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access import explain, gate
from cases.access.declare import performs
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.missing import pattern_decision, patterns
from cases.missing.pattern_rules import Found, Pattern
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

SENTENCES: dict[Pattern, Promise] = {
    Pattern.OFTEN: _("Three times or more in 90 days"),
    Pattern.LONG: _("Away for more than 24 hours"),
    Pattern.SAME_COMPANION: _("Seen with the same person: %(what)s"),
    Pattern.SAME_PLACE: _("Seen or found in the same place: %(what)s"),
}
PROPOSE, DECLINE = "propose", "decline"


@dataclass(frozen=True, slots=True)
class Shown:
    """One pattern in words, with the numbers of its episodes."""

    sentence: str
    episodes: tuple[str, ...]
    others: tuple[str, ...]


class PatternForm(TableForm):
    """The agenda of the next meeting, or not."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[
            (PROPOSE, _("Propose for the agenda of the next meeting")),
            (DECLINE, _("Not for the agenda")),
        ],
        widget=forms.RadioSelect,
    )
    question = forms.CharField(
        label=_("What is the question to the table?"),
        help_text=_(
            "Everybody who takes part in the case reads this, also who does not read about missing: "
            "use no names and tell nothing of the episodes."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Why not for the agenda?"),
        help_text=_("A new episode in a pattern asks again."),
        max_length=300,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Ask for the question or the reason, whichever belongs to the choice."""
        cleaned = super().clean()
        if cleaned.get("decision") == PROPOSE and not cleaned.get("question", "").strip():
            self.add_error("question", _("Write down the question to the table."))
        if cleaned.get("decision") == DECLINE and not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Write down the reason."))
        return cleaned


def shown(found: Iterable[Found]) -> list[Shown]:
    """Put patterns into words."""
    return [Shown(SENTENCES[one.pattern] % {"what": one.what}, one.episodes, one.others) for one in found]


def undecided(case: Case, *, actor: Actor, now: datetime) -> list[Shown]:
    """Give the patterns in words that nobody decided on yet."""
    return shown(patterns.undecided(case, actor=actor, now=now))


@performs(Act.ADMIT_ORGANISATION)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Show the patterns with their episodes, and ask whether the table speaks about the case."""
    case = gate.open_case(
        request.actor,
        number,
        now=request.now,
        compartment=Compartment.MISSING,
        act=Act.ADMIT_ORGANISATION,
    )
    form = form_for(request, PatternForm)

    def perform(values: dict[str, Any]) -> str:
        by = {"actor": request.actor, "now": request.now}
        if values["decision"] == PROPOSE:
            pattern_decision.propose(case, question=values["question"], **by)
        else:
            pattern_decision.decline(case, reason=values["reason"], **by)
        return f"/cases/{case.number}/missing/"

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    context = frame(
        request,
        case,
        "missing",
        form=form,
        patterns=undecided(case, actor=request.actor, now=request.now),
        will_read=explain.will_read(case, Compartment.CORE, now=request.now),
    )
    return render(request, "cases/missing/patterns.html", context, status=form.status)
