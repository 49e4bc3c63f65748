"""A case that somebody proposes for the agenda, as who chairs answers it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from cases.access import explain, gate
from cases.access.declare import performs
from cases.audit.events import Event
from cases.meetings import proposal as acts
from cases.meetings import room
from cases.meetings.models import AgendaProposal, Meeting
from cases.meetings.views import address
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

PLACE, SET_ASIDE = "place", "set_aside"


class ProposalForm(TableForm):
    """On the agenda of which meeting, or not."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[(PLACE, _("Put the case on the agenda")), (SET_ASIDE, _("Set it aside"))],
        widget=forms.RadioSelect,
    )
    meeting = forms.ModelChoiceField(
        label=_("Of which meeting?"), queryset=Meeting.objects.none(), empty_label=None
    )
    question = forms.CharField(
        label=_("What is the question to the table?"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    answer = forms.CharField(label=_("Set aside? Then say why"), max_length=300, required=False)

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **options: Any) -> None:
        """Offer the meetings that are still to come, the next one first."""
        super().__init__(*args, **options)
        rows = Meeting.objects.filter(pk__in=[meeting.pk for meeting in meetings])
        self.fields["meeting"].queryset = rows.order_by("starts_at", "id")
        self.fields["meeting"].label_from_instance = lambda one: f"{one.title} ({one.number})"

    def clean(self) -> dict[str, Any]:
        """Ask for the reason of setting aside."""
        cleaned = super().clean()
        if cleaned.get("decision") == SET_ASIDE and not cleaned.get("answer", "").strip():
            self.add_error("answer", _("Write down the reason."))
        return cleaned


@performs(Act.CHAIR_MEETING)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what somebody proposes, and ask whether it goes on an agenda."""
    actor, now = request.actor, request.now
    rows = gate.visible(actor, AgendaProposal.objects.all(), act=Act.CHAIR_MEETING, now=now)
    found = rows.filter(pk=pk).select_related("case", "organisation", "proposed_by").first()
    if found is None:
        raise gate.not_found(str(pk), act=Act.CHAIR_MEETING)
    found.case.access = gate.require(actor, Act.CHAIR_MEETING, on=found.case, now=now)
    meetings = room.meetings_of(actor).filter(status__in=["planned", "running"], host=actor.organisation)
    form = form_for(request, ProposalForm, meetings=meetings, initial={"question": found.question})

    def perform(values: dict[str, Any]) -> str:
        meeting = values["meeting"]
        if values["decision"] == PLACE:
            acts.place(found, meeting, actor=actor, question=values["question"], now=now)
        else:
            acts.set_aside(found, meeting, actor=actor, reason=values["answer"], now=now)
        return address(meeting)

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    gate.record_reading(found.case, event=Event.CASE_READ, compartment=Compartment.CORE, now=now)
    context = {
        "proposal": found,
        "form": form,
        "has_meetings": bool(form.fields["meeting"].queryset),
        "will_read": explain.will_read(found.case, Compartment.CORE, now=now),
    }
    return render(request, "cases/meetings/proposal.html", context, status=form.status)
