"""Pages of the review: the inbox, one review and what can be done with it, and the page of the reader."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import gate
from cases.access.declare import performs
from cases.audit import ledger, reading, review, review_item, review_list, review_words, sentences
from cases.audit import review_rules as rules
from cases.audit.events import Event
from cases.audit.forms import (
    AnswerForm,
    AskForm,
    JudgeForm,
    OutcomeForm,
    ReviewFilterForm,
    SecondForm,
    TogetherForm,
)
from cases.audit.models import ReviewItem
from cases.audit.review_list import Asked
from cases.audit.review_rules import State
from cases.casefile.paging import page_of
from organisations.acts import Act
from zorgtafel.forms import TableForm, form_for, submit

HOME = "/audit/reviews/"


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what waits to be reviewed, as far as the filter asks, and how far a month was covered."""
    form = ReviewFilterForm(request.GET)
    asked = form.asked() if form.is_valid() else Asked()
    page = page_of(review_list.matching(asked), keys=review_list.order(asked), query=request.GET)
    ledger.record(
        request.actor,
        Event.REVIEW_LIST_READ,
        now=request.now,
        act=Act.REVIEW_AUDIT,
        shown=len(page.rows),
        filter=asked.codes(),
    )
    month = asked.month or review_item.month_of(request.now)
    covered = review_list.coverage(month)
    context = {
        "form": form,
        "page": page,
        "rows": [_row(item, request) for item in page.rows],
        "month": month,
        "covered": covered,
        "whole": review_list.total(covered),
        "is_filtered": bool(request.GET),
        "lone": len(review_item.auditors(now=request.now)) < 2,
    }
    return render(request, "cases/audit/reviews.html", context, status=200 if form.is_valid() else 400)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one review with its lines, and take the verdict."""
    item = _find(request, number)
    form = form_for(request, JudgeForm, initial={"version": item.version})

    def perform(values: dict[str, Any]) -> str:
        review.judge(
            item,
            actor=request.actor,
            judgement=form.judgement(),
            version=values["version"],
            now=request.now,
        )
        return HOME

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your verdict on %(number)s is written down.") % {"number": item.number})
        return response
    return render(request, "cases/audit/review.html", _context(request, item, form=form), status=form.status)


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask whoever read to tell why."""
    return _act(request, number, AskForm, review.ask, "ask", _("The question is sent."))


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def second(request: HttpRequest, number: str) -> HttpResponse:
    """Look a second time."""
    return _act(
        request, number, SecondForm, review.look_again, "second", _("Your second look is written down.")
    )


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def finish(request: HttpRequest, number: str) -> HttpResponse:
    """Write down what came of the follow-up."""
    return _act(request, number, OutcomeForm, review.finish, "finish", _("The follow-up is finished."))


@performs(Act.REVIEW_AUDIT, step_up=True)
@require_http_methods(["GET", "HEAD", "POST"])
def together(request: HttpRequest) -> HttpResponse:
    """Say of several reviews of one kind, with one reason, that they are in order."""
    numbers = request.GET.getlist("item")[: review.BULK_AT_MOST + 1]
    items = list(review_list.matching(Asked(state="")).filter(number__in=numbers).order_by("opened_at", "id"))
    form = form_for(request, TogetherForm)

    def perform(values: dict[str, Any]) -> str:
        review.judge_alike(items, actor=request.actor, now=request.now, **values)
        return HOME

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Your verdict on these reviews is written down."))
        return response
    alike = len({item.reason for item in items}) == 1
    context = {"form": form, "items": items, "alike": alike}
    return render(request, "cases/audit/together.html", context, status=form.status)


@performs(Act.READ_INBOX)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, number: str) -> HttpResponse:
    """Show a question about one's own reading, and take the answer. Another's question is not there."""
    item = review_list.find(number)
    mine = (request.actor.user_id, request.actor.organisation_id)
    asked = None if item is None or (item.person_id, item.organisation_id) != mine else item.questions.last()
    if asked is None:
        raise gate.not_found(number, act=Act.READ_INBOX)
    form = form_for(request, AnswerForm)

    def perform(values: dict[str, Any]) -> str:
        review.answer(item, actor=request.actor, now=request.now, **values)
        return request.path

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, _("Thank you. Your answer was sent to the auditor."))
        return response
    ledger.record(request.actor, Event.REVIEW_QUESTION_READ, on=item, now=request.now, act=Act.READ_INBOX)
    lines = [_told(line, told) for line, told in _sentences(item)]
    context = {"item": item, "asked": asked, "form": form, "lines": lines}
    return render(request, "cases/audit/question.html", context, status=form.status)


def _act(
    request: HttpRequest,
    number: str,
    form_class: type[TableForm],
    act: Callable[..., Any],
    name: str,
    done: str,
) -> HttpResponse:
    """Let one act be done with one review on a page of its own."""
    item = _find(request, number)
    form = form_for(request, form_class)

    def perform(values: dict[str, Any]) -> str:
        act(item, actor=request.actor, now=request.now, **values)
        return f"{HOME}{item.number}/"

    if request.method == "POST" and (response := submit(request, form, perform)):
        messages.success(request, done)
        return response
    context = _context(request, item, form=form)
    return render(request, f"cases/audit/review_{name}.html", context, status=form.status)


def _find(request: HttpRequest, number: str) -> ReviewItem:
    item = review_list.find(number)
    if item is None:
        raise gate.not_found(number, act=Act.REVIEW_AUDIT)
    return item


def _context(request: HttpRequest, item: ReviewItem, *, form: TableForm) -> dict[str, Any]:
    """Give what every page of one review shows; reading it is a line."""
    ledger.record(request.actor, Event.REVIEW_READ, on=item, now=request.now, act=Act.REVIEW_AUDIT)
    may = review_list.may_judge(item, request.actor)
    state = State(item.status)
    return {
        "item": item,
        "why": review_words.why(item.reason),
        "form": form,
        "entries": [{"line": line, "told": told, "changes": []} for line, told in _sentences(item)],
        "more": max(0, item.line_count - review_list.SHOWN),
        "questions": list(item.questions.select_related("asked_by")),
        "verdicts": list(item.verdicts.select_related("by")),
        "is_own": not may,
        "may_judge": may and state in rules.TO_JUDGE,
        "may_ask": may and state in (State.OPEN, State.ANSWERED),
        "may_second": may and state is State.SECOND and item.judged_by_id != request.actor.user_id,
        "waits_for_other": may and state is State.SECOND and item.judged_by_id == request.actor.user_id,
        "may_finish": may and state is State.FOLLOW_UP,
        "lone": len(review_item.auditors(but=item.person_id, now=request.now)) < 2,
        "tone": _tone(item),
    }


def _sentences(item: ReviewItem) -> list[tuple[Any, Any]]:
    lines = review_list.lines_of(item)
    names = reading.names_in(lines)
    return [(line, sentences.tell(line, names)) for line in lines]


def _told(line: Any, told: sentences.Told) -> dict[str, Any]:
    return {"at": line.at, "sentence": told.sentence, "scope": told.scope}


def _row(item: ReviewItem, request: HttpRequest) -> dict[str, Any]:
    judgeable = State(item.status) in rules.TO_JUDGE and review_list.may_judge(item, request.actor)
    return {
        "item": item,
        "days": (request.now - item.opened_at).days,
        "tone": _tone(item),
        "can_be_chosen": judgeable,
    }


def _tone(item: ReviewItem) -> str:
    """Give the tone of a state: what waits for the reader of this page stands out, nobody is coloured red."""
    tones = {"answered": "info", "second": "warning", "follow_up": "warning", "done": "ok"}
    return tones.get(item.status, "neutral")
