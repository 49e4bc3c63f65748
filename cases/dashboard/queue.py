"""The work queue: everything with a clock that waits for this person, by urgency and date.

Each kind of work is one query, made from the same lists that the pages show; nothing is
counted that cannot be opened.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Value
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.access import gate
from cases.access.models import AUDIT, COORDINATION, AccessRequest, EmergencyReview
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.audit import review_rules
from cases.audit.choices import REVIEW_REASONS
from cases.audit.models import ReviewPeriod
from cases.audit.review_rules import Reason
from cases.casefile.confirmation_rules import WARNINGS
from cases.coordination.models import Action, CoordinatorAssignment
from cases.dashboard import (
    asking,
    coming_of_age,
    conditions,
    counts,
    directory,
    forensic,
    handing_over,
    judging,
    justice,
    measures,
    meldcode,
    overlaps,
    proposing,
)
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import in_pair
from cases.intake.models import Signal, with_flags
from cases.missing.models import AlertCall, ReturnInterview
from cases.missing.return_rules import talk_state
from cases.missing.rules import ReturnTalk
from cases.pack.models import GrabPack, PackOffer
from cases.pack.rules import CONFIRM_WITHIN, REMIND_AHEAD, confirm_before, may_keep
from cases.rights.models import RightsRequest
from cases.workdays import end_of_day
from organisations import coverage
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

RANK = {"acute": 0, "urgent": 1, "normal": 2}
#: What the talk after a return waits for. Once it was offered its term is kept.
RETURN_TALKS = {
    ReturnTalk.OPEN: (_("Offer the return talk"), "urgent"),
    ReturnTalk.OFFERED: (_("Hold the return talk, or record that it was declined"), "normal"),
    ReturnTalk.HELD: (_("Confirm the return talk and close the episode"), "normal"),
    ReturnTalk.DECLINED: (_("Confirm the return talk and close the episode"), "normal"),
}


def for_actor(actor: Actor, *, now: datetime) -> list[Item]:
    """Give the queue of this actor at ``now`` (aware): acute first, then by date."""
    items = [item for source in _sources(actor, now) for item in source]
    return sorted(items, key=lambda item: (RANK[item.urgency], _moment(item.due)))


@shaped
def unanswered_calls(actor: Actor, *, now: Any) -> QuerySet[AlertCall]:
    """Give the running alerts that this actor's organisation has not answered yet."""
    if not actor.holds(Act.ANSWER_ALERT):
        return AlertCall.objects.none()
    calls = AlertCall.objects.filter(
        organisation_id=actor.organisation_id, acknowledged_at=None, episode__status="running"
    ).exclude(state="ended")
    return gate.visible(actor, calls, Compartment.MISSING, now=now).select_related("episode__case")


def _sources(actor: Actor, now: datetime) -> Iterator[Iterable[Item]]:
    if actor.holds(Act.TRIAGE_SIGNAL):
        yield _signals(actor, now)
    if actor.holds(Act.ADMIT_ORGANISATION):
        yield _requests(actor, now)
        yield _confirmations(actor, now)
    if handing_over.assigns(actor, now):
        yield _vacancies(actor, now)
        yield handing_over.refused(actor, now)
        yield handing_over.uncovered(actor, now)
    if actor.holds(Act.ANSWER_RIGHTS):
        yield _rights(actor, now)
    if actor.holds(Act.SOUND_ALERT):
        yield _return_interviews(actor, now)
    if actor.holds(Act.ADMIT_ORGANISATION):
        yield proposing.patterns(actor, now)
        yield coming_of_age.birthdays(actor, now)
        yield measures.ending(actor, now)
        yield overlaps.waiting(actor, now)
        yield forensic.waiting(actor, now)
        yield forensic.following_up(actor, now)
        yield justice.dates(actor, now)
        yield justice.answers(actor, now)
    if actor.holds(Act.KEEP_DIRECTORY):
        yield directory.to_check(actor, now)
    if actor.holds(Act.CHAIR_MEETING):
        yield proposing.proposals(actor, now)
        yield handing_over.late(actor, now)
    if actor.holds(Act.KEEP_PACK) and may_keep(actor.organisation.kind):
        yield _packs_to_confirm(actor, now)
        yield _packs_to_take_over(actor, now)
    if actor.holds(Act.SEE_COVERAGE):
        yield _gaps(actor, now)
    if actor.holds(Act.FOLLOW_MELDCODE):
        yield meldcode.answers(actor, now)
        yield meldcode.help_terms(actor, now)
    if actor.holds(Act.WORK_ON_ACTIONS):
        yield _actions(actor, now)
        yield handing_over.to_answer(actor, now)
        yield asking.to_answer(actor, now)
        yield asking.past(actor, now)
    if actor.holds(Act.WRITE_NOTE):
        yield judging.overdue(actor, now)
        yield conditions.waiting(actor, now)
    if actor.holds(Act.ADMIT_ORGANISATION):
        yield _reviews_of_cases(actor, now)
    if actor.holds(Act.REVIEW_AUDIT):
        yield _reviews_of_audit(actor)
    if actor.holds(Act.REVIEW_AUDIT):
        yield _reviews(actor)
        yield _months()


def _months() -> Iterator[Item]:
    for period in ReviewPeriod.objects.filter(signed_at=None).order_by("month")[:PER_KIND]:
        following = (period.month + timedelta(days=62)).replace(day=1)
        yield Item(
            kind=_("Sign off a month of review"),
            about=date_format(period.month, "F Y"),
            detail="",
            due=following - timedelta(days=1),
            url=f"/audit/reviews/months/{period.month:%Y-%m}/",
        )


def _reviews(actor: Actor) -> Iterator[Item]:
    """Urgent reviews one by one; of the others one item per reason, or they would bury all else."""
    rows = counts.to_review().exclude(person_id=actor.user_id)
    urgent = rows.filter(reason__in=review_rules.URGENT).select_related("person")
    for review in urgent.order_by("opened_at", "id")[:PER_KIND]:
        yield Item(
            kind=review.get_reason_display(),
            about=review.person.name,
            detail=f"{review.number} · {review.get_status_display()}",
            due=review.due_on or review_rules.due(Reason(review.reason), review.opened_at),
            url=f"/audit/reviews/{review.number}/",
            urgency="urgent",
        )
    waiting = rows.exclude(reason__in=review_rules.URGENT).order_by().values("reason")
    figures = {"many": Count("pk"), "number": Min("number"), "opened": Min("opened_at"), "due": Min("due_on")}
    for group in waiting.annotate(**figures):
        yield _reviews_together(**group)


def _reviews_together(*, reason: str, many: int, number: str, opened: datetime, due: date | None) -> Item:
    first = review_rules.due(Reason(reason), opened)
    several = ngettext("%(many)d review", "%(many)d reviews", many) % {"many": many}
    return Item(
        kind=dict(REVIEW_REASONS)[reason],
        about=number if many == 1 else several,
        detail="",
        due=min((first, due), key=_moment),
        url=f"/audit/reviews/{number}/" if many == 1 else f"/audit/reviews/?reason={reason}",
    )


def _rights(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the requests about rights in the cases this person coordinates."""
    parts = sorted(_parts_of_rights(actor, now=now))
    for asked in _rights_requests(actor, tuple(parts), now=now):
        yield Item(
            kind=_("Decide on a request about rights"),
            about=asked.case.pseudonym,
            detail=f"{asked.get_kind_display()} · {asked.number}",
            due=asked.due_on,
            url=f"/rights/{asked.number}/",
            on=About(
                Work.RIGHTS_REQUEST,
                asked.pk,
                asked.case_id,
                part=Compartment(asked.compartment),
                act=Act.ANSWER_RIGHTS,
                marks=(asked.state, asked.version),
            ),
        )


@shaped
def _parts_of_rights(actor: Actor, *, now: Any) -> QuerySet:
    """Give which parts requests are about; for the gate alone."""
    rows = RightsRequest.objects.filter(in_pair(actor), ended_at=None)
    return rows.order_by().values_list("compartment", flat=True).distinct()


@shaped
def _rights_requests(actor: Actor, parts: tuple[str, ...], *, now: Any) -> QuerySet[RightsRequest]:
    rows = RightsRequest.objects.filter(in_pair(actor), ended_at=None)
    rows = gate.visible_in_parts(actor, rows, parts, act=Act.ANSWER_RIGHTS, now=now).select_related("case")
    return rows.distinct().order_by("due_on", "id")[:PER_KIND]


def _requests(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the requests about cases this person coordinates, and those that somebody let wait too long."""
    for asked in _access_requests(actor, now=now):
        yield Item(
            kind=_("Answer a request for access"),
            about=asked.case.pseudonym,
            detail=f"{asked.organisation.name} · {asked.number}",
            due=asked.due_at,
            url=f"/requests/{asked.number}/",
            urgency="acute" if asked.is_urgent else "urgent" if asked.reminded_at else "normal",
            on=About(
                Work.ACCESS_REQUEST,
                asked.pk,
                asked.case_id,
                act=Act.ADMIT_ORGANISATION,
                marks=(asked.state, asked.version),
            ),
        )


@shaped
def _access_requests(actor: Actor, *, now: Any) -> QuerySet[AccessRequest]:
    waited = in_pair(actor) | Q(reminded_at__isnull=False)
    rows = counts.requests_to_answer(actor, now=now).filter(waited).select_related("case", "organisation")
    return rows.distinct().order_by("due_at", "id")[:PER_KIND]


def _vacancies(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the cases of which coordinator or deputy left."""
    for pair in _left(actor, now=now):
        yield Item(
            kind=_("Choose a new coordinator and deputy"),
            about=pair.case.pseudonym,
            detail=pair.case.number,
            due=None,
            url=f"/cases/{pair.case.number}/people/coordinator/",
            urgency="urgent",
            on=About(Work.VACANCY, pair.pk, pair.case_id, act=Act.ASSIGN_COORDINATOR, marks=(pair.vacancy,)),
        )


@shaped
def _left(actor: Actor, *, now: Any) -> QuerySet[CoordinatorAssignment]:
    left = CoordinatorAssignment.objects.filter(ended_at=None).exclude(vacancy="")
    rows = gate.visible(actor, left, act=Act.ASSIGN_COORDINATOR, now=now)
    return rows.select_related("case").order_by("case_id")[:PER_KIND]


def _confirmations(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give one line for all admissions in the own cases that lapse soon: they are confirmed on one screen."""
    for found in _lapsing(actor, now=now, soon=now + max(WARNINGS)):
        yield Item(
            kind=_("Confirm who still needs to take part"),
            about=ngettext("%(count)d organisation", "%(count)d organisations", found["many"])
            % {"count": found["many"]},
            detail="",
            due=found["soonest"],
            url="/confirmations/",
        )


@shaped
def _lapsing(actor: Actor, *, now: Any, soon: Any) -> QuerySet:
    """Give how many there are and when the first lapses: one row, or none."""
    rows = counts.to_confirm_soon(actor, now=now, soon=soon).order_by().values(together=Value(1))
    found = rows.annotate(soonest=Min("lapses_at"), many=Count("pk", distinct=True))
    return found.filter(many__gt=0).values("soonest", "many")


def _signals(actor: Actor, now: datetime) -> Iterator[Item]:
    for signal in _to_triage(actor, now=now):
        flags = signal.flags
        waits_for_feedback = signal.status in {"classified", "not_substantiated"}
        yield Item(
            kind=_("Give feedback on a signal") if waits_for_feedback else _("Triage a signal"),
            about=signal.number,
            detail=str(signal.get_form_of_concern_display()),
            due=flags.feedback_due_at if waits_for_feedback else flags.triage_due_at,
            url=f"/signals/{signal.number}/",
            urgency=flags.urgency,
            on=About(
                Work.SIGNAL,
                signal.pk,
                None,
                signal.pk,
                act=Act.TRIAGE_SIGNAL,
                marks=(signal.status, signal.version),
            ),
        )


@shaped
def _to_triage(actor: Actor, *, now: Any) -> QuerySet[Signal]:
    rows = with_flags(counts.to_triage(actor, now=now)).prefetch_related("joins__joined")
    return rows.order_by("triage_by", "id")[:PER_KIND]


def _return_interviews(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the talks after return that wait: to be offered, to be held, to be confirmed by somebody else."""
    for talk in _talks(actor, now=now):
        state = talk_state(offered_at=talk.offered_at, held_at=talk.held_at, recorded_at=talk.recorded_at)
        kind, urgency = RETURN_TALKS[state]
        yield Item(
            kind=kind,
            about=talk.episode.case.pseudonym,
            detail=talk.episode.number,
            due=talk.due_at,
            url=f"/missing/{talk.episode.number}/",
            urgency=urgency,
            on=About(
                Work.RETURN_TALK,
                talk.pk,
                talk.episode.case_id,
                part=Compartment.MISSING,
                marks=(state.value, talk.version),
            ),
        )


@shaped
def _talks(actor: Actor, *, now: Any) -> QuerySet[ReturnInterview]:
    rows = ReturnInterview.objects.filter(episode__status="found").exclude(recorded_by=actor.user_id)
    rows = gate.visible(actor, rows, Compartment.MISSING, now=now).select_related("episode__case")
    return rows.order_by("due_at", "id")[:PER_KIND]


def _packs_to_confirm(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the own grab packs that are due, and those of colleagues that nobody confirmed in time."""
    late, due = now - CONFIRM_WITHIN, now - CONFIRM_WITHIN + REMIND_AHEAD
    for pack in _packs(actor, now=now, late=late, due=due):
        yield Item(
            kind=_("Confirm the grab pack"),
            about=pack.case.pseudonym,
            detail=pack.owner.name,
            due=confirm_before(pack.confirmed_at),
            url=f"/cases/{pack.case.number}/pack/",
            on=_kept(Work.PACK, pack.pk, pack.case_id, pack.version),
        )


@shaped
def _packs(actor: Actor, *, now: Any, late: Any, due: Any) -> QuerySet[GrabPack]:
    mine = Q(owner_id=actor.user_id, confirmed_at__lte=due) | Q(confirmed_at__lte=late)
    rows = GrabPack.objects.filter(mine, owner_organisation_id=actor.organisation_id)
    rows = rows.exclude(case__status="closed").select_related("case", "owner")
    rows = gate.visible(actor, rows, Compartment.MISSING, act=Act.KEEP_PACK, now=now)
    return rows.order_by("confirmed_at", "id")[:PER_KIND]


def _packs_to_take_over(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the grab packs that another organisation asks this one to take over."""
    for offer in _offered_packs(actor, now=now):
        yield Item(
            kind=_("Take over the grab pack?"),
            about=offer.pack.case.pseudonym,
            detail=offer.from_organisation.name,
            due=None,
            url=f"/cases/{offer.pack.case.number}/pack/",
            on=_kept(Work.PACK_OFFER, offer.pk, offer.pack.case_id, offer.state),
        )


@shaped
def _offered_packs(actor: Actor, *, now: Any) -> QuerySet[PackOffer]:
    rows = PackOffer.objects.filter(to_organisation_id=actor.organisation_id, state="waiting")
    rows = gate.visible(actor, rows, Compartment.MISSING, act=Act.KEEP_PACK, now=now)
    return rows.select_related("pack__case", "from_organisation").order_by("id")[:PER_KIND]


def _kept(work: Work, pk: int, case_id: int, mark: object) -> About:
    return About(work, pk, case_id, part=Compartment.MISSING, act=Act.KEEP_PACK, marks=(mark,))


def _gaps(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give one line for the first hour, soon, in which nobody of the own organisation can be reached."""
    unplanned = (gap for gap in coverage.near(actor.organisation_id, now=now) if not gap.is_planned)
    for gap in islice(unplanned, 1):
        yield Item(
            kind=_("Fill a gap in the duty roster"),
            about=actor.organisation.name,
            detail="",
            due=gap.starts_at,
            url="/duty/coverage/",
        )


def _actions(actor: Actor, now: datetime) -> Iterator[Item]:
    for action in _open_actions(actor, now=now):
        yield Item(
            kind=_("Action of your organisation"),
            about=action.case.pseudonym,
            detail=action.description,
            due=action.due_on,
            url=f"/cases/{action.case.number}/plan/",
            on=About(Work.ACTION, action.pk, action.case_id, marks=(action.status, action.version)),
        )


@shaped
def _open_actions(actor: Actor, *, now: Any) -> QuerySet[Action]:
    return counts.open_actions(actor, now=now).select_related("case").order_by("due_on", "id")[:PER_KIND]


def _reviews_of_cases(actor: Actor, now: datetime) -> Iterator[Item]:
    """Emergency accesses to the cases this person coordinates; never their own."""
    for review in _to_look_back(actor, now=now):
        case = review.access.case
        yield Item(
            kind=_("Look back at an emergency access"),
            about=case.pseudonym,
            detail="",
            due=review.due_at,
            url=f"/cases/{case.number}/sharing/emergencies/{review.access_id}/",
            urgency="urgent",
            on=About(Work.EMERGENCY, review.pk, case.pk, act=Act.ADMIT_ORGANISATION),
        )


@shaped
def _to_look_back(actor: Actor, *, now: Any) -> QuerySet[EmergencyReview]:
    rows = EmergencyReview.objects.filter(
        in_pair(actor, "access__case__"), side=COORDINATION, reviewed_at=None
    ).exclude(access__user=actor.user_id)
    rows = gate.visible(actor, rows, act=Act.ADMIT_ORGANISATION, now=now).select_related("access__case")
    return rows.order_by("due_at", "id")[:PER_KIND]


def _reviews_of_audit(actor: Actor) -> Iterator[Item]:
    """Emergency accesses that no auditor looked back at; the organisation is named, the case is not."""
    rows = EmergencyReview.objects.filter(side=AUDIT, reviewed_at=None).exclude(access__user=actor.user_id)
    for review in rows.select_related("access__organisation").order_by("due_at", "id")[:PER_KIND]:
        yield Item(
            kind=_("Look back at an emergency access"),
            about=review.access.organisation.name,
            detail="",
            due=review.due_at,
            url=f"/audit/emergencies/{review.access_id}/",
            urgency="urgent",
        )


def _moment(due: date | datetime | None) -> float:
    if due is None:
        return float("inf")
    return (due if isinstance(due, datetime) else end_of_day(due)).timestamp()
