"""What people read about safety conditions: how each stands, who watches, what was seen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import audience
from cases.casefile.models import Case
from cases.conditions.choices import ANSWERS
from cases.conditions.models import ConditionLook, SafetyCondition
from cases.conditions.rules import Answer, Ground, that_counts, verdict
from cases.coordination.words import clock
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.compartments import Compartment

MOST_ENDED = 30
LABELS = dict(ANSWERS)
TONES = {Answer.HOLDS: "ok", Answer.NOT_HELD: "warning", Answer.NOT_KNOWN: "info"}
NEVER = (_("Nobody looked yet"), "neutral")
#: What a condition asks of people, in words; that its day comes near the clock says.
GROUNDS: dict[Ground, Promise] = {
    Ground.NOT_HELD: _("It does not hold: talk about what is needed now."),
    Ground.LOOK_LATE: _("The day of the look has passed. Look, or agree on another day."),
    Ground.TERM_PAST: _("Its last day has passed. End it, or agree until when it stands."),
}


@dataclass(frozen=True, slots=True)
class Look:
    """One look: what it says, the tone of that, the look that it corrects, and whether one corrects it."""

    look: ConditionLook
    tone: str
    is_corrected: bool
    may_correct: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One condition: how it stands in words, what it asks, its clock, and the looks at it, newest first."""

    condition: SafetyCondition
    label: Promise | str
    tone: str
    asks: tuple[Promise, ...]
    clock: dict[str, Any]
    looks: list[Look]
    last: ConditionLook | None
    is_watched: bool


@dataclass(frozen=True, slots=True)
class Summary:
    """The conditions of a case in one line: how many stand and do not hold, when somebody looks."""

    count: int
    broken: int
    clock: dict[str, Any]
    next_on: date | None


def summary(case: Case, *, now: datetime) -> Summary:
    """Give the line for the board, for who reads *meldcode*. One query."""
    found = list(case.safety_conditions.filter(ended_at=None).order_by("next_look_on", "id"))
    broken = sum(row.last_answer == Answer.NOT_HELD for row in found)
    next_on = found[0].next_look_on if found else None
    return Summary(len(found), broken, clock(_("Next look"), next_on, now=now), next_on)


def rows(case: Case, *, now: datetime, keeps: bool = False, actor: Actor | None = None) -> list[Row]:
    """Give the conditions that stand, what is looked at next first, for who reads *meldcode*.

    ``actor``, ``keeps``: who may correct which look; without an actor nobody.
    """
    found = list(_whole(case.safety_conditions.filter(ended_at=None)).order_by("next_look_on", "id"))
    readers = audience.of_case(case.pk, now=now).readers(Compartment.MELDCODE) if found else frozenset()
    return [_row(row, readers, actor, keeps=keeps, now=now) for row in found]


def ended(case: Case, *, now: datetime) -> list[Row]:
    """Give the conditions that were ended, the latest first, for who reads *meldcode*."""
    found = _whole(case.safety_conditions.exclude(ended_at=None)).order_by("-ended_at", "-id")[:MOST_ENDED]
    return [_row(row, frozenset(), None, keeps=False, now=now) for row in found]


def _whole(found: QuerySet[SafetyCondition]) -> QuerySet[SafetyCondition]:
    people = ("watcher", "watcher_organisation", "written_by", "organisation", "ended_by")
    return found.select_related(*people).prefetch_related("looks__by", "looks__organisation")


def _row(
    row: SafetyCondition,
    readers: frozenset[tuple[int, int]],
    actor: Actor | None,
    *,
    keeps: bool,
    now: datetime,
) -> Row:
    answer = row.standing.answer
    label, tone = NEVER if answer is None else (LABELS[answer.value], TONES[answer])
    looks = list(row.looks.all())
    counts = that_counts(look.facts for look in looks)
    corrected = {look.corrects_id for look in looks}
    home = None if actor is None else actor.organisation_id
    return Row(
        condition=row,
        label=label,
        tone=tone,
        asks=tuple(
            GROUNDS[ground]
            for ground in verdict(row.standing, today=local_day(now)).grounds
            if ground in GROUNDS
        ),
        clock=clock(_("Next look"), row.next_look_on, now=now),
        looks=[
            Look(
                look,
                TONES[Answer(look.answer)],
                is_corrected=look.pk in corrected,
                may_correct=look.pk not in corrected
                and actor is not None
                and (keeps or look.organisation_id == home),
            )
            for look in looks
        ],
        last=next((look for look in looks if counts is not None and look.pk == counts.pk), None),
        is_watched=(row.watcher_organisation_id, row.watcher_id) in readers,
    )
