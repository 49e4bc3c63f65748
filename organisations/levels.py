"""Whom an organisation calls in an alert of each colour: read, and changed by who keeps its roster.

An alert copies the levels when it starts, or gets a graver colour (``cases/missing/call.py``): a change
counts from then on.
"""

from collections.abc import Sequence
from datetime import datetime
from itertools import zip_longest

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.audit import ledger
from cases.audit.events import Event
from organisations import duty
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import COLOURS
from organisations.conflict import StateConflictError
from organisations.history import check_version, remove, write
from organisations.levels_rules import LONGEST, MOST, Level, Problem, problem
from organisations.managing import demand_at
from organisations.models import EscalationStep, Organisation

#: The gravest first: at two in the morning it is the one that counts.
ORDER = ("red", "orange", "green")
LABELS = dict(COLOURS)
SENTENCES = {
    Problem.NONE: _("Choose who is called first. Without anybody nobody would be called."),
    Problem.TOO_MANY: _("Choose %(most)s levels at most."),
    Problem.TOO_SHORT: _("Give at least one minute: somebody has to wake up and read."),
    Problem.TOO_LONG: _("In an alert of this colour that is too long. Give %(longest)s minutes at most."),
}


def of(organisation: Organisation) -> dict[str, list[EscalationStep]]:
    """Give the levels per colour, the gravest first; what counts when nothing was chosen included."""
    return {colour: duty.ladders([organisation.pk], colour)[organisation.pk] for colour in ORDER}


def told(step: EscalationStep) -> str:
    """Say whom a level calls, and how long they have to answer."""
    who = step.get_calls_display()
    if step.calls == "duty":
        who = _("%(who)s on level %(level)s") % {"who": who, "level": step.duty_level}
    minutes = in_minutes(step)
    words = ngettext("%(who)s (%(count)s minute)", "%(who)s (%(count)s minutes)", minutes)
    return words % {"who": who, "count": minutes}


def in_minutes(step: EscalationStep) -> int:
    """Give the wait of a level in minutes, rounded up."""
    return -(-step.wait_seconds // 60)


def choose(
    organisation: Organisation,
    *,
    actor: Actor,
    colour: str,
    levels: Sequence[Level],
    version: int | None,
    now: datetime,
) -> None:
    """Say whom an organisation calls in alerts of a colour, first first; one that runs keeps its copy.

    ``version``: of the organisation, as the page showed it.

    Raises:
        AccessDenied: the actor does not keep this organisation's roster.
        StateConflictError: no level, too many, or a wait that is too short or too long.
        StaleWriteError: somebody else changed levels, or the organisation, in the meantime.
    """
    demand_at(actor, Act.MANAGE_ROSTER, organisation)
    _check(levels, colour)
    with transaction.atomic():
        home = Organisation.objects.select_for_update().get(pk=organisation.pk)
        check_version(home, version)
        standing = home.escalation_steps.filter(colour=colour).order_by("order")
        pairs = zip_longest(levels, standing)
        for order, (level, row) in enumerate(pairs, start=1):
            row = row or EscalationStep(organisation=home, colour=colour, order=order)
            _put(level, row, actor=actor, now=now)
        write(home, actor=actor, now=now)  # so that a page opened before is stale
        ledger.record(
            actor,
            Event.LEVELS_CHANGED,
            on=home,
            now=now,
            act=Act.MANAGE_ROSTER,
            change=f"levels_{colour}",
        )


def _put(level: Level | None, row: EscalationStep, *, actor: Actor, now: datetime) -> None:
    if level is None:
        remove(row, actor=actor, now=now)
        return
    row.calls, row.duty_level, row.wait_seconds = level.calls, level.duty_level, level.wait_seconds
    write(row, actor=actor, now=now)


def _check(levels: Sequence[Level], colour: str) -> None:
    found = problem(levels, colour)
    if found is None:
        return
    wrong, order = found
    longest = int(LONGEST[colour].total_seconds() // 60)
    raise StateConflictError(
        SENTENCES[wrong] % {"most": MOST, "longest": longest},
        code=f"levels_{wrong.value}",
        field=f"wait_{order}" if order else "who_1",
    )
