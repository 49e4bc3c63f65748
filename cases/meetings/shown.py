"""Gathers what asks for a place on an agenda: one query per kind of reason, whatever the number.

Everything is asked through the gate, part by part: who reads only the core of a case hears only reasons
of the core. Whoever coordinates reads more, and proposes the case without saying more than the question.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery

from cases import ages
from cases.access import gate
from cases.casefile.confirmation_rules import WARNINGS
from cases.casefile.models import Case, CaseParticipation, TimelineEntry
from cases.conditions.models import SafetyCondition
from cases.conditions.rules import Ground, verdict
from cases.coordination.models import Action, CoordinatorAssignment
from cases.intake.models import Signal
from cases.level.models import RiskJudgement
from cases.measures.models import Measure
from cases.meetings import drift_rules
from cases.meetings.drift_rules import Agreed, Became
from cases.meetings.models import AgendaItem, AgendaProposal, AgendaSetAside, Decision, Meeting
from cases.meetings.suggest_rules import (
    AHEAD,
    NEW_WITHOUT_MEETING,
    Reason,
    Sign,
    Suggestion,
    sign,
    suggestions,
)
from cases.meldcode.contact_rules import feedback_expected
from cases.meldcode.models import VeiligThuisReport
from cases.missing.models import MissingEpisode
from cases.missing.pattern_rules import RECENT
from cases.missing.rules import REPEATED_FROM
from cases.own_plan.models import OwnPlan
from cases.workdays import after, end_of_day, is_after, local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

MANY = 300  # rows of one kind; nobody puts more on one agenda
#: Decisions of so long ago are asked about; after that the case itself is looked at again.
REMEMBERED = timedelta(days=120)
TO_TRIAGE = ("received", "under_investigation", "verified", "established")
BY_THE_TABLE = ("decision", "discussed")  # lines that the meeting itself wrote


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks, when (aware), and since which meeting; ``is_own``: only at cases they coordinate."""

    actor: Actor
    now: datetime
    act: Act = Act.CHAIR_MEETING
    last_met_at: datetime | None = None
    is_own: bool = False

    def narrow(self, rows: QuerySet, case: str = "case__") -> QuerySet:
        """Keep of rows that the gate opened what lies in an open case, and in one's own if so asked."""
        rows = rows.exclude(**{f"{case}status": "closed"})
        if not self.is_own:
            return rows
        pair = Q(**{f"{case}assignments__coordinator_id": self.actor.user_id})
        pair |= Q(**{f"{case}assignments__deputy_id": self.actor.user_id})
        return rows.filter(pair, **{f"{case}assignments__ended_at": None}).distinct()

    @property
    def since(self) -> datetime:
        """Give since when a case counts as new."""
        return self.last_met_at or after(self.now, -NEW_WITHOUT_MEETING)


def for_chair(actor: Actor, meeting: Meeting, *, now: datetime) -> tuple[Suggestion, ...]:
    """Give the cases that ask for a place on this agenda, as far as who chairs may know. A dozen queries."""
    held = Meeting.objects.filter(host_id=meeting.host_id, status="held", alert_number="")
    last = held.order_by("-ends_at").values_list("ends_at", flat=True).first()
    taken = AgendaItem.objects.filter(meeting=meeting, taken_off_at=None)
    known: dict[int, set[str]] = {}
    rows = gate.visible(actor, AgendaSetAside.objects.filter(host_id=meeting.host_id), now=now)
    for case_id, keys in rows.values_list("case_id", "keys"):
        known.setdefault(case_id, set()).update(keys)
    return suggestions(
        signs(Eyes(actor, now, last_met_at=last)),
        left_off=known,
        taken=set(gate.visible(actor, taken, now=now).values_list("case_id", flat=True)),
    )


def for_coordinator(actor: Actor, *, now: datetime) -> tuple[Suggestion, ...]:
    """Give the cases somebody coordinates that ask for a place, but for those that were proposed already."""
    waiting = AgendaProposal.objects.filter(state="waiting")
    planned = AgendaItem.objects.filter(meeting__status__in=["planned", "running"], taken_off_at=None)
    taken = set(gate.visible(actor, waiting, now=now).values_list("case_id", flat=True))
    taken.update(gate.visible(actor, planned, now=now).values_list("case_id", flat=True))
    eyes = Eyes(actor, now, act=Act.ADMIT_ORGANISATION, is_own=True)
    return suggestions(signs(eyes), left_off={}, taken=taken)


def cases_of(actor: Actor, found: Iterable[Suggestion], *, now: datetime) -> dict[int, Case]:
    """Give the cases of suggestions by id. One query."""
    wanted = [one.case_id for one in found]
    return gate.visible(actor, Case.objects.filter(pk__in=wanted), now=now).in_bulk()


def case_by_number(actor: Actor, number: str, *, now: datetime) -> Case | None:
    """Give the case with a number, if this actor may know of it."""
    return gate.visible(actor, Case.objects.filter(number=number.upper()), now=now).first()


def signs(eyes: Eyes) -> Iterator[Sign]:
    """Give every reason of every case, in no order. One query for each kind."""
    kinds = (_core, _promised, _drifted, _people, _signals, _missing, _silent, _conditions, _reviews)
    for kind in (*kinds, _of_the_person):
        yield from kind(eyes)
    if not eyes.is_own:
        yield from _proposed(eyes)


def _core(eyes: Eyes) -> Iterator[Sign]:
    rows = Case.objects.filter(Q(urgency="acute") | Q(started_at__gt=eyes.since))
    seen = gate.visible(eyes.actor, rows, act=eyes.act, now=eyes.now)
    for case in eyes.narrow(seen, "").order_by("-started_at", "pk")[:MANY]:
        if case.urgency == "acute":
            yield sign(case.pk, Reason.ACUTE, case.started_at, case.number)
        if is_after(case.started_at, eyes.since):
            yield sign(case.pk, Reason.NEW_CASE, case.started_at, case.number)


def _promised(eyes: Eyes) -> Iterator[Sign]:
    rows = Action.objects.filter(status="open", due_on__lt=local_day(eyes.now))
    seen = gate.visible(eyes.actor, rows, act=eyes.act, now=eyes.now)
    for case_id, due_on, pk in (
        eyes.narrow(seen).order_by("due_on", "pk").values_list("case_id", "due_on", "pk")[:MANY]
    ):
        yield sign(case_id, Reason.ACTION_LATE, end_of_day(due_on), pk)


def _drifted(eyes: Eyes) -> Iterator[Sign]:
    for decision, state in drifted(eyes):
        if state is not Became.LATE:  # a late action is a reason of its own
            yield sign(decision.item.case_id, Reason.DRIFT, decision.at, f"{decision.pk}-{state.value}")


def drifted(eyes: Eyes, *, among: Iterable[AgendaItem] | None = None) -> Iterator[tuple[Decision, Became]]:
    """Give the decisions of meetings that were held which no action and no record shows. Two queries.

    ``among``: the items that the reader may hear of, where the words of a decision are shown.
    """
    written = TimelineEntry.objects.filter(case=OuterRef("item__case"), compartment=Compartment.CORE.value)
    newest = written.exclude(kind__in=BY_THE_TABLE).order_by("-at", "-id").values("at")[:1]
    held = Decision.objects.filter(item__meeting__status="held", at__gt=after(eyes.now, -REMEMBERED))
    held = held if among is None else held.filter(item__in=among)
    seen = gate.visible(eyes.actor, held, act=eyes.act, now=eyes.now)
    rows = eyes.narrow(seen, "item__case__").annotate(written_at=Subquery(newest)).select_related("item")
    for decision in rows.prefetch_related("actions").order_by("-at", "-pk")[:MANY]:
        state = drift_rules.became(
            [Agreed(action.status, action.due_on) for action in decision.actions.all()],
            decided_at=decision.at,
            written_at=decision.written_at,
            today=local_day(eyes.now),
        )
        if state in drift_rules.DRIFTED:
            yield decision, state


def _people(eyes: Eyes) -> Iterator[Sign]:
    left = CoordinatorAssignment.objects.filter(ended_at=None).exclude(vacancy="")
    seen = gate.visible(eyes.actor, left, act=eyes.act, now=eyes.now)
    for pair in eyes.narrow(seen).order_by("vacant_since", "pk")[:MANY]:
        yield sign(pair.case_id, Reason.VACANT, pair.vacant_since or eyes.now, pair.pk)
    soon = CaseParticipation.objects.filter(
        ended_at=None, lapses_at__gt=eyes.now, lapses_at__lte=after(eyes.now, max(WARNINGS))
    )
    seen = gate.visible(eyes.actor, soon, act=eyes.act, now=eyes.now)
    for row in eyes.narrow(seen).order_by("lapses_at", "pk")[:MANY]:
        yield sign(row.case_id, Reason.GRANT_LAPSES, row.lapses_at, f"{row.pk}-{row.lapses_at:%Y%m%d}")


def _signals(eyes: Eyes) -> Iterator[Sign]:
    late = Signal.objects.filter(status__in=TO_TRIAGE, triage_due_at__lt=eyes.now, case__isnull=False)
    seen = gate.visible(eyes.actor, late, Compartment.SIGNALS, act=eyes.act, now=eyes.now)
    for row in eyes.narrow(seen).order_by("triage_due_at", "pk")[:MANY]:
        yield sign(row.case_id, Reason.TRIAGE_LATE, row.triage_due_at, row.number)


def _missing(eyes: Eyes) -> Iterator[Sign]:
    """Red since the last meeting, or still running; and often within three months, whatever the colour."""
    rows = MissingEpisode.objects.filter(missing_since__gt=after(eyes.now, -RECENT)).exclude(
        status="withdrawn"
    )
    seen = gate.visible(eyes.actor, rows, Compartment.MISSING, act=eyes.act, now=eyes.now)
    times: dict[int, list[MissingEpisode]] = {}
    for row in eyes.narrow(seen).order_by("-missing_since", "-pk")[:MANY]:
        times.setdefault(row.case_id, []).append(row)
        if row.colour == "red" and (row.status == "running" or is_after(row.raised_at, eyes.since)):
            yield sign(row.case_id, Reason.RED_EPISODE, row.raised_at, row.number)
    for case_id, found in times.items():
        if len(found) >= REPEATED_FROM:
            yield sign(case_id, Reason.REPEATED, found[0].raised_at, found[0].number)


def _silent(eyes: Eyes) -> Iterator[Sign]:
    waits = Q(assessed_at=None) | Q(inquiry_started_at__isnull=False, feedback_at=None)
    rows = VeiligThuisReport.objects.filter(waits)
    seen = gate.visible(eyes.actor, rows, Compartment.MELDCODE, act=eyes.act, now=eyes.now)
    rows = eyes.narrow(seen, "track__case__").select_related("track")
    for report in rows.order_by("assessment_due_at", "pk")[:MANY]:
        for expected in feedback_expected(report.facts):
            if is_after(eyes.now, expected.due):
                key = f"{report.pk}-{expected.kind.value}"
                yield sign(report.track.case_id, Reason.SILENCE, expected.due, key)


def _conditions(eyes: Eyes) -> Iterator[Sign]:
    """Give the safety conditions that do not hold, or that nobody looked at on the day that was agreed."""
    today = local_day(eyes.now)
    asks = Q(last_answer="not_held") | Q(next_look_on__lt=today)
    rows = SafetyCondition.objects.filter(asks, ended_at=None)
    seen = gate.visible(eyes.actor, rows, Compartment.MELDCODE, act=eyes.act, now=eyes.now)
    rows = eyes.narrow(seen).annotate(looked_at=Max("looks__at"), look=Max("looks__pk"))
    for row in rows.order_by("next_look_on", "pk")[:MANY]:
        grounds = verdict(row.standing, today=today).grounds
        if Ground.NOT_HELD in grounds:
            yield sign(row.case_id, Reason.CONDITION_NOT_HELD, row.looked_at, f"{row.pk}-{row.look}")
        if Ground.LOOK_LATE in grounds:
            day = row.next_look_on
            yield sign(row.case_id, Reason.CONDITION_LATE, end_of_day(day), f"{row.pk}-{day:%Y%m%d}")


def _reviews(eyes: Eyes) -> Iterator[Sign]:
    last = local_day(after(eyes.now, AHEAD))
    rows = RiskJudgement.objects.filter(ended_at=None, review_on__lte=last)
    seen = gate.visible(eyes.actor, rows, Compartment.SIGNALS, act=eyes.act, now=eyes.now)
    for row in eyes.narrow(seen).order_by("review_on", "pk")[:MANY]:
        yield sign(row.case_id, Reason.REVIEW_DUE, end_of_day(row.review_on), row.pk)


def _of_the_person(eyes: Eyes) -> Iterator[Sign]:
    """Give what only who may know the name may know: measures, the plan of the young person, the birthday."""
    for kind in (_measures, _plans, _birthdays):
        yield from kind(eyes)


def _plans(eyes: Eyes) -> Iterator[Sign]:
    last = local_day(after(eyes.now, AHEAD))
    rows = OwnPlan.objects.filter(meet_on__lte=last)
    seen = gate.visible(eyes.actor, rows, Compartment.IDENTITY, act=eyes.act, now=eyes.now)
    for row in eyes.narrow(seen).order_by("meet_on", "pk")[:MANY]:
        yield sign(row.case_id, Reason.PLAN_REVIEW, end_of_day(row.meet_on), f"{row.pk}-{row.meet_on:%Y%m%d}")


def _birthdays(eyes: Eyes) -> Iterator[Sign]:
    today = local_day(eyes.now)
    rows = Case.objects.filter(young_person__birth_date__range=ages.born_for_adult_soon(today))
    seen = gate.visible(eyes.actor, rows, Compartment.IDENTITY, act=eyes.act, now=eyes.now)
    rows = eyes.narrow(seen, "").select_related("young_person").order_by("young_person__birth_date", "pk")
    for case in rows[:MANY]:
        turns = ages.turns_on(case.young_person.birth_date, ages.ADULT)
        if today <= turns <= today + ages.ADULT_AHEAD:
            yield sign(case.pk, Reason.TURNS_ADULT, end_of_day(turns), f"{case.number}-{turns:%Y%m%d}")


def _measures(eyes: Eyes) -> Iterator[Sign]:
    last = local_day(after(eyes.now, AHEAD))
    rows = Measure.objects.filter(ended_at=None, ends_on__lte=last)
    seen = gate.visible(eyes.actor, rows, Compartment.IDENTITY, act=eyes.act, now=eyes.now)
    for row in eyes.narrow(seen).order_by("ends_on", "pk")[:MANY]:
        yield sign(row.case_id, Reason.MEASURE_ENDS, end_of_day(row.ends_on), row.pk)


def _proposed(eyes: Eyes) -> Iterator[Sign]:
    rows = AgendaProposal.objects.filter(state="waiting")
    seen = gate.visible(eyes.actor, rows, act=eyes.act, now=eyes.now)
    for row in eyes.narrow(seen).order_by("proposed_at", "pk")[:MANY]:
        yield sign(row.case_id, Reason.PROPOSED, row.proposed_at, row.pk)
