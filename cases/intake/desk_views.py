"""What the desk does with a signal: one form per act, each at its own address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from cases.access.declare import performs
from cases.casefile.alike import Candidate
from cases.casefile.mark_rules import Known
from cases.intake import alike, frame, half, pair, rules, shown, signal, split, split_rules, split_views
from cases.intake import desk as desks
from cases.intake.forms import FeedbackForm, LinkForm, MoveForm, StartCaseForm
from cases.intake.models import Signal
from cases.intake.rules import SignalStatus
from organisations.acts import Act
from zorgtafel.forms import form_for

BY_CODE = gettext_lazy(
    "Somebody without an account told this. With their code they see only that it was decided; there is "
    "nothing to write."
)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: HttpRequest, number: str) -> HttpResponse:
    """Take one step of the triage chain."""
    found = frame.open_at_desk(request, number)
    initial = {"version": found.version}
    if "to" in request.GET:
        initial["to"] = request.GET["to"]
    form = form_for(request, MoveForm, current=SignalStatus(found.status), initial=initial)

    def perform(values: dict[str, Any]) -> str:
        signal.move(found, actor=request.actor, now=request.now, **values)
        return signal.path(found)

    page = {"title": _("Next step of signal %(number)s"), "submit_label": _("Take this step")}
    return frame.form_page(request, found, form, perform, **page)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def feedback(request: HttpRequest, number: str) -> HttpResponse:
    """Tell the reporter what was decided."""
    found = frame.open_at_desk(request, number)
    by_code = found.reported_by_id is None
    along = pair.standing_joins().filter(kept=found, joined__reported_by__isnull=False)
    form = form_for(
        request,
        FeedbackForm,
        is_told_by_code=by_code,
        others=list(along.values_list("joined__number", flat=True)),
        initial={"version": found.version},
    )

    def perform(_values: dict[str, Any]) -> str:
        told = form.told()
        if pair.standing_split(found) is None:
            signal.feed_back(found, actor=request.actor, now=request.now, **told)
        else:
            words, version = told["text"], told["version"]
            split.feed_back(found, actor=request.actor, text=words, version=version, now=request.now)
        return signal.path(found)

    page = {
        "title": _("Feedback on signal %(number)s"),
        "submit_label": _("Send the feedback"),
        "lead": BY_CODE if by_code else "",
    }
    return frame.form_page(request, found, form, perform, **page)


@performs(Act.TRIAGE_SIGNAL)
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, number: str) -> HttpResponse:
    """Put the signal in a case that exists."""
    found = frame.open_at_desk(request, number)
    initial = {"case": request.GET.get("case", "")[:20]}
    form = form_for(request, LinkForm, actor=request.actor, now=request.now, initial=initial)

    def perform(values: dict[str, Any]) -> str:
        signal.link(found, actor=request.actor, case=values["case"], now=request.now)
        return f"/cases/{values['case'].number}/signals/"

    page = {
        "title": _("Put signal %(number)s in a case"),
        "submit_label": _("Put it in this case"),
        "candidates": alike.to_choose(found, actor=request.actor, now=request.now),
    }
    return frame.form_page(request, found, form, perform, **page)


@performs(Act.START_CASE)
@require_http_methods(["GET", "HEAD", "POST"])
def start_case(request: HttpRequest, number: str) -> HttpResponse:
    """Start a case from the signal."""
    found = frame.open_at_desk(request, number)
    opening = signal.opening_of(found, now=request.now)

    def look(known: Known, _table: int | None) -> list[Candidate]:
        return alike.before_case(found, known, actor=request.actor, now=request.now)

    first = Known(opening.name, opening.birth_date, municipality=opening.municipality)
    form = form_for(
        request,
        StartCaseForm,
        colleagues=desks.deputies(request.actor, now=request.now),
        now=request.now,
        look=look,
        candidates=[] if request.method == "POST" else look(first, None),
        initial={name: getattr(opening, name) for name in opening.__slots__},
    )

    def perform(values: dict[str, Any]) -> str:
        deputy = values["deputy"]
        case = signal.start_case(
            found, actor=request.actor, opening=form.opening(), deputy=deputy, now=request.now
        )
        return f"/cases/{case.number}/"

    page = {"title": _("Start a case from signal %(number)s"), "submit_label": _("Start the case")}
    return frame.form_page(request, found, form, perform, **page)


def moves(request: HttpRequest, found: Signal) -> list[dict[str, str]]:
    """Give what the desk can do now, the most likely first; with what goes on elsewhere only the undoing."""
    if (parted := split_views.moves(found)) is not None:
        return parted
    if pair.goes_on_in(found) is not None:
        return [{"label": _("Undo the joining"), "url": f"{signal.path(found)}join/undo/"}]
    steps = [
        {"label": shown.MOVE_LABELS[to], "url": f"{signal.path(found)}move/?to={to.value}"}
        for to in SignalStatus
        if to in rules.MOVES[SignalStatus(found.status)] and to in shown.MOVE_LABELS
    ]
    if SignalStatus.FED_BACK in rules.MOVES[SignalStatus(found.status)]:
        feedback = {"label": _("Give feedback"), "url": f"{signal.path(found)}feedback/"}
        is_half = half.ever_of(found) is not None
        steps[:0] = split_views.feedback_of_half(found) if is_half else [feedback]
    if found.case_id is None and not rules.is_set_aside(signal.walked(found)):
        steps.append({"label": _("Put it in a case"), "url": f"{signal.path(found)}link/"})
        if request.actor.holds(Act.START_CASE):
            steps.append({"label": _("Start a case"), "url": f"{signal.path(found)}start-case/"})
    if SignalStatus(found.status) in rules.WAITING and found.withdrawn_at is None:
        steps.append({"label": _("Join with another signal"), "url": f"{signal.path(found)}join/"})
    if split_rules.fault(half.stand(found)) is None:
        steps.append({"label": _("Split in two"), "url": f"{signal.path(found)}split/"})
    return steps
