"""Reviewing: ask, answer, judge, look a second time, follow up. Nobody does so for their own lines."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger, review_item
from cases.audit import review_rules as rules
from cases.audit.events import Event
from cases.audit.models import ReviewItem, ReviewQuestion, ReviewVerdict
from cases.audit.review_rules import State, Verdict
from cases.conflict import StateConflictError
from cases.moves import MoveRefused
from cases.notifications import outbox
from organisations import present
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.history import check_version, write

#: More than a page at once is no judgement any more.
BULK_AT_MOST = 25


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a reviewer makes of it, and why. A follow-up says what is agreed and before which day (local)."""

    verdict: Verdict
    explanation: str
    follow_up: str = ""
    due_on: date | None = None


def ask(item: ReviewItem, *, actor: Actor, question: str, now: datetime) -> ReviewQuestion:
    """Ask whoever read to tell why; they find it in their inbox and answer on a page of their own.

    Raises:
        AccessDenied: no reviewer, or the actor's own lines.
        StateConflictError: judged already, asked already, or this person left the organisation.
    """
    actor.demand(Act.REVIEW_AUDIT)
    with transaction.atomic():
        standing = _lock(item, actor)
        _step(standing, State.ASKED)
        _check_at_work(standing, now=now)
        asked = ReviewQuestion(item=standing, question=question, asked_by=actor.user, asked_at=now)
        write(asked, actor=actor, now=now)
        write(standing, actor=actor, now=now, reason="asked")
        ledger.record(actor, Event.REVIEW_ASKED, on=standing, now=now, act=Act.REVIEW_AUDIT)
        path = f"/audit/questions/{standing.number}/"
        reader = outbox.Recipient(standing.person, standing.organisation, path)
        outbox.put("review_question", number=standing.number, to=[reader], now=now, stage=str(asked.pk))
    return asked


def answer(item: ReviewItem, *, actor: Actor, text: str, now: datetime) -> ReviewQuestion:
    """Answer the question about one's own reading; it then stands beside the verdict, as it was written.

    Raises:
        AccessDenied: somebody else's question.
        StateConflictError: it was answered already, or nothing is asked any more.
    """
    actor.demand(Act.READ_INBOX)
    if (item.person_id, item.organisation_id) != (actor.user_id, actor.organisation_id):
        raise AccessDenied(
            _("This page does not exist, or you have no access to it."),
            code="not_admitted",
            conceal=True,
            act=Act.READ_INBOX,
        )
    with transaction.atomic():
        standing = _locked(item)
        asked = standing.questions.filter(answered_at=None).select_related("asked_by").first()
        if asked is None:
            raise StateConflictError(_("This question was answered already. Thank you."), code="answered")
        asked.answer, asked.answered_at = text, now
        write(asked, actor=actor, now=now)
        if State(standing.status) is State.ASKED:
            _step(standing, State.ANSWERED)
            write(standing, actor=actor, now=now, reason="answered")
        ledger.record(actor, Event.REVIEW_ANSWERED, on=standing, now=now, act=Act.READ_INBOX)
        to = [one for one in review_item.recipients(standing, now=now) if one.user.pk == asked.asked_by_id]
        outbox.put("review_answered", number=standing.number, to=to, now=now, stage=str(asked.pk))
    return asked


def judge(
    item: ReviewItem, *, actor: Actor, judgement: Judgement, version: int | None = None, now: datetime
) -> ReviewItem:
    """Give a verdict; a follow-up, and one in ten of the others, waits for a second reviewer.

    Raises:
        AccessDenied: no reviewer, or the actor's own lines.
        StateConflictError: judged already, or a follow-up that does not say what and when.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    actor.demand(Act.REVIEW_AUDIT)
    _check_follow_up(judgement, now=now)
    with transaction.atomic():
        standing = _lock(item, actor)
        check_version(standing, version)
        return _judge(standing, judgement, actor=actor, now=now)


def judge_alike(
    items: Iterable[ReviewItem], *, actor: Actor, explanation: str, now: datetime
) -> list[ReviewItem]:
    """Say of several reviews of one kind, with one reason, that they are in order.

    Raises:
        AccessDenied: no reviewer, or the actor's own lines among them.
        StateConflictError: none or too many, of different kinds, or one was judged already.
    """
    actor.demand(Act.REVIEW_AUDIT)
    judgement = Judgement(Verdict.IN_ORDER, explanation)
    with transaction.atomic():
        pks = [item.pk for item in items]
        rows = list(_rows().filter(pk__in=pks).order_by("id"))
        _check_alike(rows)
        for standing in rows:
            _check_not_own(standing, actor)
            _judge(standing, judgement, actor=actor, now=now)
    return rows


def look_again(
    item: ReviewItem, *, actor: Actor, agrees: bool, explanation: str, now: datetime
) -> ReviewItem:
    """Confirm a verdict as second reviewer, or send it back to be judged anew.

    Raises:
        AccessDenied: no reviewer, the actor's own lines, or their own verdict.
        StateConflictError: it does not wait for a second reviewer.
    """
    actor.demand(Act.REVIEW_AUDIT)
    with transaction.atomic():
        standing = _lock(item, actor)
        if State(standing.status) is not State.SECOND:
            raise _moved_on()
        if standing.judged_by_id == actor.user_id:
            raise AccessDenied(
                _("You judged this yourself. Another reviewer must look at it too."),
                code="own_verdict",
                act=Act.REVIEW_AUDIT,
            )
        verdict = Verdict(standing.verdict)
        _write_verdict(standing, verdict, explanation, is_second=True, agrees=agrees, actor=actor, now=now)
        _step(standing, rules.after_second(verdict, agrees=agrees))
        if not agrees:
            standing.verdict, standing.judged_at, standing.judged_by = "", None, None
            standing.follow_up, standing.due_on = "", None
        write(standing, actor=actor, now=now, reason="agrees" if agrees else "disagrees")
        ledger.record(
            actor, Event.REVIEW_CONFIRMED, on=standing, now=now, act=Act.REVIEW_AUDIT, agrees=agrees
        )
    return standing


def finish(item: ReviewItem, *, actor: Actor, outcome: str, now: datetime) -> ReviewItem:
    """Write down what came of the follow-up.

    Raises:
        AccessDenied: no reviewer, or the actor's own lines.
        StateConflictError: no follow-up is running.
    """
    actor.demand(Act.REVIEW_AUDIT)
    with transaction.atomic():
        standing = _lock(item, actor)
        if State(standing.status) is not State.FOLLOW_UP:
            raise _moved_on()
        _step(standing, State.DONE)
        standing.outcome = outcome
        write(standing, actor=actor, now=now, reason="followed up")
        ledger.record(actor, Event.REVIEW_FOLLOWED_UP, on=standing, now=now, act=Act.REVIEW_AUDIT)
    return standing


def _rows() -> QuerySet[ReviewItem]:
    return ReviewItem.objects.select_for_update(of=("self",)).select_related("person", "organisation")


def _locked(item: ReviewItem) -> ReviewItem:
    return _rows().get(pk=item.pk)


def _lock(item: ReviewItem, actor: Actor) -> ReviewItem:
    standing = _locked(item)
    _check_not_own(standing, actor)
    return standing


def _check_not_own(item: ReviewItem, actor: Actor) -> None:
    if item.person_id == actor.user_id:
        raise AccessDenied(
            _("This is about what you opened yourself. Another reviewer looks at it."),
            code="own_lines",
            act=Act.REVIEW_AUDIT,
        )


def _check_at_work(item: ReviewItem, *, now: datetime) -> None:
    at_work = present.members(at=now).filter(user=item.person_id, organisation=item.organisation_id)
    if not at_work.exists():
        raise StateConflictError(
            _("This person no longer works there and can't read a question. Call their contact point."),
            code="reader_left",
        )


def _check_follow_up(judgement: Judgement, *, now: datetime) -> None:
    if judgement.verdict is not Verdict.NEEDS_FOLLOW_UP:
        return
    if not judgement.follow_up.strip():
        raise StateConflictError(_("Write down what must be done."), code="no_plan", field="follow_up")
    if judgement.due_on is None or judgement.due_on < timezone.localdate(now):
        raise StateConflictError(
            _("Choose the day before which it is done: today or later."), code="no_day", field="due_on"
        )


def _check_alike(rows: list[ReviewItem]) -> None:
    if not 0 < len(rows) <= BULK_AT_MOST:
        raise StateConflictError(
            _("Choose one to %(most)s reviews.") % {"most": BULK_AT_MOST}, code="how_many"
        )
    if len({row.reason for row in rows}) > 1:
        raise StateConflictError(
            _("These are of different kinds. Judge together only what is of one kind."), code="not_alike"
        )


def _judge(item: ReviewItem, judgement: Judgement, *, actor: Actor, now: datetime) -> ReviewItem:
    draw = int(ledger.fingerprint(f"second look {item.number}"), 16)
    second = rules.needs_second(judgement.verdict, draw=draw)
    if State(item.status) not in rules.TO_JUDGE:
        raise _moved_on()
    _step(item, State.SECOND if second else State.DONE)
    item.group = f"{item.group.partition('#')[0]}#{item.number}"  # later lines are another review
    item.verdict, item.judged_at, item.judged_by = judgement.verdict.value, now, actor.user
    is_follow_up = judgement.verdict is Verdict.NEEDS_FOLLOW_UP
    item.follow_up = judgement.follow_up if is_follow_up else ""
    item.due_on = judgement.due_on if is_follow_up else None
    _write_verdict(item, judgement.verdict, judgement.explanation, is_second=False, actor=actor, now=now)
    write(item, actor=actor, now=now, reason=item.verdict)
    ledger.record(
        actor,
        Event.REVIEW_JUDGED,
        on=item,
        now=now,
        act=Act.REVIEW_AUDIT,
        verdict=item.verdict,
        second=second,
    )
    return item


def _write_verdict(
    item: ReviewItem,
    verdict: Verdict,
    explanation: str,
    *,
    is_second: bool,
    actor: Actor,
    now: datetime,
    agrees: bool = True,
) -> None:
    given = ReviewVerdict(
        item=item,
        verdict=verdict.value,
        is_second=is_second,
        agrees=agrees,
        explanation=explanation,
        by=actor.user,
        at=now,
    )
    write(given, actor=actor, now=now)


def _step(item: ReviewItem, to: State) -> None:
    try:
        item.status = rules.move(State(item.status), to).to.value
    except MoveRefused as refused:
        raise _moved_on() from refused


def _moved_on() -> StateConflictError:
    return StateConflictError(
        _("This review is a step further already. Open it again to see where it stands."), code="moved_on"
    )
