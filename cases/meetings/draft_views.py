"""What the chair types is kept on the server: while they type, shown again in its field, thrown away."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access.declare import performs
from cases.conflict import StateConflictError
from cases.meetings import agenda, draft, live_forms, room
from cases.meetings.models import AgendaItem, ItemDraft
from organisations.acts import Act
from zorgtafel.forms import HIDDEN, TableForm, as_initial, form_for, typed_in

#: What the page sends along when it keeps a form by itself, and the field that says which draft it is.
AUTOSAVE, FIELD = "autosave", "draft"
WORDS = ("text", "dissent", "description")
#: The page of each form, below its item.
PAGES = {
    live_forms.ATTENDANCE: "attendance",
    live_forms.DISCUSSED: "discussed",
    live_forms.DECISION: "decide",
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Where a form is kept while it is typed (empty: nowhere), under which key, and the draft it shows."""

    url: str
    key: str
    draft: ItemDraft | None = None


@performs(Act.ATTEND_MEETING)
@require_POST
def throw_away(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Throw away what the reader typed in an item and did not save."""
    meeting = room.enter(request.actor, number)
    found = draft.fetch(request.actor, meeting, pk)
    item = room.item(request.actor, meeting, found.item_id, now=request.now)
    draft.throw_away(item, found, actor=request.actor, now=request.now)
    messages.success(request, _("What you typed was thrown away."))
    live = room.is_chair(request.actor, meeting) and meeting.status == "running"
    return redirect(f"/meetings/{meeting.number}/" + (f"live/?item={item.pk}" if live else ""))


def kept(request: HttpRequest, number: str, pk: int, of: str) -> HttpResponse | None:
    """Keep what was typed in a form of an item when the page asks for that; None when it is saved.

    Nothing of the item is shown, so it is no reading.
    """
    if AUTOSAVE not in request.POST:
        return None
    meeting = room.enter(request.actor, number, act=Act.CHAIR_MEETING)
    item = room.item(request.actor, meeting, pk, now=request.now)
    agenda.require_chair_of(item, actor=request.actor, now=request.now)
    form_class, options = live_forms.form_of(request, of, item, room.seats(item, now=request.now))
    form = form_for(request, form_class, **options)
    changed = set(form.changed_data) - {*HIDDEN, "version"}
    values = typed_in(request.POST, form) if changed else {}
    context: dict[str, Any] = {}
    try:
        context["draft"] = draft.keep(
            item, actor=request.actor, form=of, key=_key(request), values=values, now=request.now
        )
    except StateConflictError as conflict:
        context["trouble"] = conflict.sentence
    return render(request, "cases/meetings/_kept.html", context)


def attach(
    request: HttpRequest, item: AgendaItem, of: str, form: TableForm, found: Iterable[ItemDraft]
) -> TableForm:
    """Let a form of an item be kept while it is typed; show in it what was. ``found``: drafts of this person.

    Beside what somebody else saved meanwhile, nothing is kept: there a person chooses first.
    """
    url = "" if form.status == 409 else f"/meetings/{item.meeting.number}/items/{item.pk}/{PAGES[of]}/"
    newest = next((one for one in found if (one.item_id, one.form) == (item.pk, of)), None)
    if form.is_bound or newest is None:
        form.keeping = Keeping(url, _key(request) or uuid4().hex)
    elif form.came_back:  # what the login took along is newer still
        form.keeping = Keeping(url, newest.key)
    else:
        _fill(form, newest)
        form.keeping = Keeping(url, newest.key, newest)
    return form


def finish(request: HttpRequest, item: AgendaItem, of: str, form: TableForm) -> None:
    """Let go of what was kept of a form that is saved now."""
    values = typed_in(request.POST, form)
    draft.finish(item, actor=request.actor, form=of, key=_key(request), values=values, now=request.now)


def rows(request: HttpRequest, items: list[AgendaItem]) -> list[dict[str, Any]]:
    """Give what the reader typed and did not save, in items that the page shows, as lines of a list."""
    by_pk = {item.pk: item for item in items}
    found = [(one, by_pk[one.item_id]) for one in draft.of_items(request.actor, items)]
    return [
        {"draft": one, "item": item, "words": _words(one), "url": _page(item, one)} for one, item in found
    ]


def _page(item: AgendaItem, found: ItemDraft) -> str:
    """Give where somebody goes on: on the live screen while the meeting runs, else on the form's page."""
    if item.meeting.status == "running":
        return f"/meetings/{item.meeting.number}/live/?item={item.pk}"
    return f"/meetings/{item.meeting.number}/items/{item.pk}/{PAGES[found.form]}/"


def _fill(form: TableForm, found: ItemDraft) -> None:
    """Show a draft in its form, over the version that it was typed over: that must still meet a newer one."""
    values = QueryDict(mutable=True)
    for name, texts in draft.values_of(found).items():
        values.setlist(name, texts)
    shown = as_initial(form, values)
    form.initial.update({name: shown[name] for name in shown if name in values})
    if values.get("version"):
        form.initial["version"] = values["version"]


def _words(found: ItemDraft) -> str:
    """Give the sentences that were typed, whole: what cannot be saved any more can still be copied."""
    typed = draft.values_of(found)
    names = [name for name in typed if name in WORDS or name.startswith("person_")]
    return "\n".join(text.strip() for name in names for text in typed[name] if text.strip())


def _key(request: HttpRequest) -> str:
    return request.POST.get(FIELD, "")[:64]
