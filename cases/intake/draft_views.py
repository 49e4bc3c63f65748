"""Drafts of signals: kept while somebody types, finished later, thrown away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.declare import performs
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.intake import draft
from cases.intake.models import SignalDraft
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, as_initial, typed_in

LIST = "/signals/?list=reported"
#: What the page sends along when it keeps a draft: by itself while somebody types, or when they go on later.
AUTOSAVE, LATER = "autosave", "later"


@performs(Act.LOG_SIGNAL)
@require_POST
def throw_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw away a draft of one's own."""
    draft.throw_away(draft.fetch(request.actor, pk), actor=request.actor, now=request.now)
    messages.success(request, _("The draft was thrown away."))
    return redirect(LIST)


def kept(request: HttpRequest, form: TableForm) -> HttpResponse | None:
    """Keep what was typed in the fields of a form when the page asks for that; None when it is sent."""
    if AUTOSAVE not in request.POST and LATER not in request.POST:
        return None
    try:
        found = draft.keep(
            actor=request.actor,
            key=request.POST.get("idempotency", "")[:64],
            values=typed_in(request.POST, form),
            now=request.now,
        )
    except StateConflictError as conflict:
        return _answer(request, None, str(conflict.sentence))
    return _answer(request, found, "")


def open_draft(request: HttpRequest) -> SignalDraft | None:
    """Give the draft that the address names, of this person, and record the reading; None without one."""
    named = request.GET.get("draft", "")
    if not (named.isdecimal() and len(named) < 16):
        return None
    found = draft.fetch(request.actor, int(named))
    about = {"on": found, "act": Act.LOG_SIGNAL, "compartments": [Compartment.SIGNALS]}
    ledger.record(request.actor, Event.SIGNAL_DRAFT_READ, now=request.now, **about)
    return found


def fill(form: TableForm, found: SignalDraft) -> None:
    """Show a draft in a form again, under its own key: sent twice it still makes one signal."""
    values = QueryDict(mutable=True)
    for name, texts in draft.values_of(found).items():
        values.setlist(name, texts)
    form.initial.update(as_initial(form, values))
    form.initial["idempotency"] = found.key


def rows(request: HttpRequest) -> list[dict[str, object]]:
    """Give the drafts of this person as lines of a list."""
    return [
        {"pk": one.pk, "words": draft.words(one), "saved_at": one.saved_at}
        for one in draft.open_ones(request.actor)
    ]


def _answer(request: HttpRequest, found: SignalDraft | None, trouble: str) -> HttpResponse:
    if AUTOSAVE in request.POST:
        return render(request, "cases/intake/_kept.html", {"draft": found, "trouble": trouble})
    if found is None:
        messages.error(request, trouble or _("There was nothing to keep yet: write what was seen or heard."))
        return redirect("/signals/new/")
    messages.success(request, _("Kept. You find it under “Not sent yet”, for two weeks."))
    return redirect(LIST)
