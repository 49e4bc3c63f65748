"""The Meldcode tab of a case: the board, one track, its forms and its report on paper."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.access.facts import in_force
from cases.audit.events import Event
from cases.casefile.frame import frame
from cases.casefile.models import Case
from cases.conditions import shown as conditions
from cases.meldcode import (
    board,
    child_check,
    choices,
    consultation,
    drawing,
    entries,
    forms,
    guidance,
    lanes,
    profile_rules,
    rules,
    step,
    talk,
    track,
    trail,
    veilig_thuis,
    weighing,
)
from cases.meldcode.contact_rules import partners_of_band
from cases.meldcode.models import MeldcodeTrack, VeiligThuisReport
from cases.meldcode.profile_rules import (
    PROFILES,
    Consultation,
    SectorProfile,
    advised_consultations,
    missing_consultations,
)
from cases.meldcode.step_rules import Step
from cases.workdays import local_day
from organisations.acts import Act
from organisations.compartments import Compartment
from zorgtafel.forms import TableForm, form_for, submit

form_page = require_http_methods(["GET", "HEAD", "POST"])


@performs(Act.READ_CASE)
@require_safe
def show_board(request: HttpRequest, number: str) -> HttpResponse:
    """Show every organisation's track in a case."""
    case = _open(request, number)
    found = board.in_order(case, actor=request.actor, now=request.now)
    shown = lanes.lanes(case, found, now=request.now)
    context = {
        "lanes": shown,
        "drawing": drawing.draw(shown),
        "columns": choices.COLUMNS,
        "said": lanes.said(shown),
        "cards": [board.card(one, now=request.now) for one in found],
        "conditions": conditions.summary(case, now=request.now),
        "may_count": request.actor.holds(Act.FOLLOW_MELDCODE),
        "may_start": _may_follow(request, case) and not _runs_one(request, found),
    }
    return render(request, "cases/meldcode/board.html", frame(request, case, "meldcode", **context))


@performs(Act.FOLLOW_MELDCODE)
@form_page
def start(request: HttpRequest, number: str) -> HttpResponse:
    """Start one's own track."""
    track.check_duty(request.actor)
    case = _open(request, number, act=Act.FOLLOW_MELDCODE)
    proposed = profile_rules.proposed_profile(request.actor.organisation.kind)
    form = form_for(request, forms.StartForm, initial={"profile": proposed})

    def perform(values: dict[str, Any]) -> str:
        return trail.address(track.start(case, actor=request.actor, now=request.now, **values))

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    page = {"title": _("Start your Meldcode"), "submit_label": _("Start")}
    return _show_form(request, case, form, f"/cases/{case.number}/meldcode/", page)


@performs(Act.READ_CASE)
@require_safe
def show_track(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one track with its five steps and everything written down in them."""
    case = _open(request, number)
    found = _track(request, case, pk)
    is_own = track.is_own(found, request.actor)
    context = {
        **_written(request, found),
        "is_own": is_own,
        "may_write": is_own and _may_follow(request, case),
        "advices": [
            entries.of_advice(advice)
            for advice in veilig_thuis.advices(found, actor=request.actor, now=request.now)
        ],
        "undecided": _undecided(found),
        "missing": _consultations_to_hold(found, missing_consultations),
        "advised": _consultations_to_hold(found, advised_consultations),
        "sector": {
            "notes": choices.sector_notes(PROFILES[found.profile]),
            "sources": guidance.of_profile(PROFILES[found.profile]),
            "unconfirmed": bool(PROFILES[found.profile].unconfirmed),
        },
        "veilig_thuis_guide": guidance.VEILIG_THUIS,
        "conditions": conditions.summary(case, now=request.now),
    }
    return render(request, "cases/meldcode/track.html", frame(request, case, "meldcode", **context))


@performs(Act.READ_CASE, step_up=True)
@require_safe
def print_track(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show one track as a report for paper. Advice of Veilig Thuis stays out: it carries no name."""
    case = _open(request, number)
    found = _track(request, case, pk)
    gate.record_reading(
        case, event=Event.MELDCODE_PRINTED, compartment=Compartment.MELDCODE, now=request.now, on=found
    )
    standing = conditions.rows(case, now=request.now)
    context = {**_written(request, found), "conditions": standing, "printed_at": request.now}
    return render(request, "cases/meldcode/print.html", frame(request, case, "meldcode", **context))


@performs(Act.FOLLOW_MELDCODE)
@form_page
def record_step(request: HttpRequest, number: str, pk: int, step_number: int) -> HttpResponse:
    """Write down where a step stands."""
    found = _own(request, number, pk)
    if step_number not in choices.STEPS:
        raise gate.not_found(number, act=Act.FOLLOW_MELDCODE)
    title = _("Step %(step)s: %(label)s") % {"step": step_number, "label": choices.STEPS[step_number]}
    is_first = step_number == Step.MAP_SIGNALS.number
    form = form_for(request, forms.SignalsForm if is_first else forms.StepForm)

    def perform(about: MeldcodeTrack, **values: Any) -> None:
        signals = step.Signals(**{name: values.pop(name) for name in forms.SIGNALS if is_first})
        step.record(about, number=step_number, signals=signals, **values)

    page = {"title": title, "guide": guidance.STEPS[step_number]}
    return _answer(request, found, form, perform, page, then=f"#step-{step_number}")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def record_consultation(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down whom one consulted."""
    found = _own(request, number, pk)
    form = form_for(request, forms.ConsultationForm)
    page = {"title": _("Step 2: consultation"), "guide": guidance.STEPS[2]}
    return _answer(request, found, form, consultation.record, page, then="#step-2")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def record_child_check(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Do the child check."""
    found = _own(request, number, pk)
    form = form_for(request, forms.ChildCheckForm)

    def perform(about: MeldcodeTrack, *, children: str, care_shared: str, **values: Any) -> None:
        given = {name: values[name] for name in ("actor", "now")}
        child_check.record(about, answers=form.answers(), children=children, care_shared=care_shared, **given)

    page = {"title": _("Step 1: child check"), "guide": guidance.CHILD_CHECK}
    return _answer(request, found, form, perform, page, then="#step-1")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def record_talk(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down a talk that was held."""
    found = _own(request, number, pk)
    proposed = partners_of_band(found.case.age_band_on(local_day(request.now)))
    initial = {"with_whom": proposed[0] if len(proposed) == 1 else "both"}
    form = form_for(request, forms.TalkForm, initial=initial)

    def perform(about: MeldcodeTrack, **values: Any) -> None:
        account = talk.Account(**{name: values.pop(name) for name in forms.ACCOUNT})
        talk.hold(about, account=account, **values)

    page = {
        "title": _("Step 3: talk"),
        "guide": guidance.STEPS[3],
        "note": _("With whom is filled in from the age in this case. You can choose otherwise."),
    }
    return _answer(request, found, form, perform, page, then="#step-3")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def leave_talk_out(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down why a talk is not held."""
    found = _own(request, number, pk)
    form = form_for(request, forms.OmittedTalkForm)
    page = {"title": _("Step 3: a talk is not held"), "guide": guidance.STEPS[3]}
    return _answer(request, found, form, talk.omit, page, then="#step-3")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def weigh(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Answer the weighing questions; the answers lead to the two decisions."""
    found = _own(request, number, pk)
    is_new = not found.weighings.exists() or weighing.was_disclosed_since(found)
    preset = weighing.proposal(found, on=local_day(request.now)) if is_new else None
    initial, profile = _answers_before(found, preset), PROFILES[found.profile]
    form = form_for(request, forms.WeighingForm, initial=initial, profile=profile)

    def perform(about: MeldcodeTrack, **values: Any) -> None:
        given = {name: values[name] for name in ("actor", "now", "status")}
        weighing.weigh(about, answers=form.answers(), reasons=form.reasons(), **given)

    page = {
        "title": _("Step 4: the weighing questions"),
        "guide": guidance.STEPS[4],
        "note": _preset_note(preset),
        "submit_label": _("Save and see what the framework says"),
    }
    return _answer(request, found, form, perform, page, then="decisions/")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def decide(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Show what the framework says about the newest weighing, and take both decisions."""
    found = _own(request, number, pk)
    newest = found.weighings.last()
    if newest is None:
        raise gate.not_found(number, act=Act.FOLLOW_MELDCODE)
    form = form_for(request, forms.DecisionsForm, initial={"weighing": newest.pk})

    def perform(about: MeldcodeTrack, **values: Any) -> None:
        shown = about.weighings.filter(pk=values.pop("weighing")).first() or newest
        weighing.decide(shown, **values)

    verdict = weighing.verdict(newest, found)
    page = {
        "title": _("Step 5: two decisions"),
        "guide": guidance.STEPS[5],
        "verdict": {"state": choices.OUTCOMES[verdict.state], "rows": entries.of_verdict(verdict)},
        "sources": (*guidance.FRAMEWORK, *guidance.of_profile(PROFILES[found.profile])),
    }
    return _answer(request, found, form, perform, page, then="#step-5")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def ask_advice(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down advice of Veilig Thuis, which only one's own organisation reads."""
    found = _own(request, number, pk)
    form = form_for(request, forms.AdviceForm)
    page = {
        "title": _("Advice of Veilig Thuis"),
        "guide": guidance.VEILIG_THUIS,
        "readers": [{"organisation": found.organisation.name}],
    }
    return _answer(request, found, form, veilig_thuis.ask_advice, page, then="#veilig-thuis")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def report(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Write down a report to Veilig Thuis; its clocks start."""
    found = _own(request, number, pk)
    form = form_for(request, forms.ReportForm)
    page = {
        "title": _("Report to Veilig Thuis"),
        "guide": guidance.VEILIG_THUIS,
        "note": _("You make the report itself by phone or on the site of Veilig Thuis. Here you keep it."),
    }
    return _answer(request, found, form, veilig_thuis.report, page, then="#veilig-thuis")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def record_answer(request: HttpRequest, number: str, pk: int, report_pk: int) -> HttpResponse:
    """Write down what Veilig Thuis answered to a report."""
    found = _own(request, number, pk)
    made = found.reports.select_related("track__case").filter(pk=report_pk).first()
    if made is None:
        raise gate.not_found(number, act=Act.FOLLOW_MELDCODE)
    initial = {"version": made.version, "kind": _expected(made)}
    form = form_for(request, forms.ReportAnswerForm, initial=initial)

    def perform(about: MeldcodeTrack, **values: Any) -> None:
        agreed = veilig_thuis.Agreed(**{name: values.pop(name) for name in forms.AGREED})
        veilig_thuis.record_answer(made, agreed=agreed, **values)

    page = {"title": _("Answer of Veilig Thuis"), "guide": guidance.VEILIG_THUIS}
    return _answer(request, found, form, perform, page, then="#veilig-thuis")


@performs(Act.FOLLOW_MELDCODE)
@form_page
def close(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Close a track, in any step, with a reason."""
    found = _own(request, number, pk)
    form = form_for(request, forms.CloseForm, initial={"version": found.version})
    page = {
        "title": _("Close this Meldcode track"),
        "remarks": [choices.CLOSING_REMARKS[remark] for remark in track.remarks_before_closing(found)],
        "note": _("You can close in any step, and start again at any moment. Everything stays on record."),
        "submit_label": _("Close the track"),
    }
    return _answer(request, found, form, track.close, page)


@performs(Act.FOLLOW_MELDCODE)
@form_page
def reopen(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Start a closed track again."""
    found = _own(request, number, pk)
    form = form_for(request, forms.ReopenForm, initial={"version": found.version})
    page = {"title": _("Start this Meldcode track again"), "submit_label": _("Start again")}
    return _answer(request, found, form, track.reopen, page)


@performs(Act.FOLLOW_MELDCODE)
@form_page
def correct_start(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """Correct when a running track began."""
    found = _own(request, number, pk)
    shown = {"version": found.version, "started_at": timezone.localtime(found.started_at)}
    form = form_for(request, forms.CorrectStartForm, initial=shown)
    page = {
        "title": _("Correct the start of this Meldcode track"),
        "note": _("The day that stands there now is kept in the history. Nothing else in the track changes."),
        "submit_label": _("Correct the start"),
    }
    return _answer(request, found, form, track.correct_start, page)


def _open(request: HttpRequest, number: str, *, act: Act = Act.READ_CASE) -> Case:
    return gate.open_case(request.actor, number, now=request.now, compartment=Compartment.MELDCODE, act=act)


def _track(request: HttpRequest, case: Case, pk: int) -> MeldcodeTrack:
    found = board.whole(case, pk, actor=request.actor, now=request.now)
    if found is None:
        raise gate.not_found(case.number, act=Act.READ_CASE)
    return found


def _own(request: HttpRequest, number: str, pk: int) -> MeldcodeTrack:
    """Give a track for writing, or refuse."""
    case = _open(request, number, act=Act.FOLLOW_MELDCODE)
    found = board.tracks(case, actor=request.actor, now=request.now).filter(pk=pk).first()
    if found is None:
        raise gate.not_found(number, act=Act.FOLLOW_MELDCODE)
    track.require_own(found, actor=request.actor, now=request.now)
    return found


def _answer(
    request: HttpRequest,
    found: MeldcodeTrack,
    form: TableForm,
    act: Callable[..., Any],
    page: dict[str, Any],
    *,
    then: str = "",
    **given: Any,
) -> HttpResponse:
    """Show a form about a track, or perform its act and go back to the track."""

    def perform(values: dict[str, Any]) -> str:
        act(found, actor=request.actor, now=request.now, **values, **given)
        return trail.address(found) + then

    if request.method == "POST" and (done := submit(request, form, perform)):
        return done
    return _show_form(request, found.case, form, trail.address(found), page)


def _show_form(
    request: HttpRequest, case: Case, form: TableForm, back: str, page: dict[str, Any]
) -> HttpResponse:
    context = {
        "guide": None,
        "note": "",
        "remarks": [],
        "verdict": None,
        "sources": [],
        "submit_label": _("Save"),
        **page,
        "form": form,
        "back": back,
    }
    context.setdefault("readers", _readers(request, case))
    return render(
        request, "cases/meldcode/form.html", frame(request, case, "meldcode", **context), status=form.status
    )


def _readers(request: HttpRequest, case: Case) -> list[dict[str, Any]]:
    """Give the organisations that read the Meldcode part of this case."""
    admitted = in_force(now=request.now).filter(case=case, reads_meldcode=True)
    names = admitted.order_by("organisation__name").values_list("organisation__name", flat=True)
    return [{"organisation": name, "names": []} for name in names]


def _written(request: HttpRequest, found: MeldcodeTrack) -> dict[str, Any]:
    """Give what screen and paper both show of a track."""
    return {
        "track": found,
        "card": board.card(found, now=request.now),
        "profile": choices.PROFILES[found.profile],
        "parts": board.parts(found),
        "reports": [(report, entries.of_report(report)) for report in found.reports.all()],
    }


def _may_follow(request: HttpRequest, case: Case) -> bool:
    """Tell whether to show the buttons: an open case, an organisation with a Meldcode, and the gate's yes."""
    has_meldcode = request.actor.organisation.kind not in profile_rules.KINDS_WITHOUT_MELDCODE
    return (case.status != "closed" and has_meldcode) and gate.may(
        request.actor,
        Act.FOLLOW_MELDCODE,
        on=case,
        compartment=Compartment.MELDCODE,
        access=case.access,
        now=request.now,
    )


def _runs_one(request: HttpRequest, found: list[MeldcodeTrack]) -> bool:
    return any(
        track.is_own(one, request.actor)
        and one.professional_id == request.actor.user_id
        and one.closed_at is None
        for one in found
    )


def _undecided(found: MeldcodeTrack) -> bool:
    """Tell whether the newest weighing still waits for its two decisions."""
    weighed = list(found.weighings.all())
    return bool(weighed) and not weighed[-1].report_decision


def _consultations_to_hold(
    found: MeldcodeTrack, of: Callable[[SectorProfile, frozenset[Consultation]], tuple[Consultation, ...]]
) -> list[Any]:
    held = frozenset(Consultation(made.kind) for made in found.consultations.all())
    return [choices.CONSULTED[kind] for kind in of(PROFILES[found.profile], held)]


def _preset_note(preset: rules.Preset | None) -> str:
    if preset is None:
        return ""
    sentences = [*map(choices.PRESET_GROUNDS.get, preset.grounds), choices.PRESET_ENDING]
    return " ".join(map(str, sentences))


def _answers_before(found: MeldcodeTrack, preset: rules.Preset | None) -> dict[str, Any]:
    """Give what was answered last time, to be looked at again; the first time only the proposal."""
    newest = found.weighings.last()
    proposed = {"q2": preset.answer} if preset else {}
    if newest is None:
        return proposed
    names = [name for question in choices.QUESTIONS for name in (question, f"{question}_reason")]
    before = {name: getattr(newest, name) for name in names}
    is_as_low = newest.q2 not in {rules.Unsafety.YES_ACUTE, rules.Unsafety.YES_BOTH}
    return before | proposed if is_as_low else before


def _expected(made: VeiligThuisReport) -> str:
    """Give which answer comes next, as a start for the form."""
    if made.assessed_at is None:
        return "assessment"
    return "inquiry" if made.inquiry_started_at is None else "feedback"
