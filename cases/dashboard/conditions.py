"""Which safety conditions wait: one that does not hold, and one whose day to look comes or has passed.

For who coordinates the case, and for the organisation that watches, as far as they read this part.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.conditions.models import SafetyCondition
from cases.conditions.rules import AHEAD, Answer, Ground, verdict
from cases.coordination.models import CoordinatorAssignment
from cases.dashboard.item import PER_KIND, Item
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

KINDS: dict[Ground, Promise] = {
    Ground.NOT_HELD: _("A safety condition does not hold: talk about what is needed"),
    Ground.LOOK_LATE: _("Look at a safety condition: the day has passed"),
    Ground.TERM_PAST: _("A safety condition came to its last day: what holds now?"),
    Ground.LOOK_NEAR: _("Look at a safety condition"),
}


def waiting(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the conditions that ask something of this person, what does not hold first. One query."""
    today = local_day(now)
    for row in _waiting(actor, now=now, today=today, soon=today + AHEAD):
        found = verdict(row.standing, today=today)
        ground = found.grounds[0]
        yield Item(
            kind=KINDS[ground],
            about=row.case.pseudonym,
            detail=row.watcher_organisation.name,
            due=row.until if ground is Ground.TERM_PAST else row.next_look_on,
            url=f"/cases/{row.case.number}/meldcode/conditions/#c-{row.pk}",
            urgency="urgent" if found.is_urgent else "normal",
            on=About(
                Work.CONDITION,
                row.pk,
                row.case_id,
                part=Compartment.MELDCODE,
                act=Act.WRITE_NOTE,
                marks=(row.version,),
            ),
        )


@shaped
def _waiting(actor: Actor, *, now: Any, today: Any, soon: Any) -> QuerySet[SafetyCondition]:
    pair = CoordinatorAssignment.objects.filter(case=OuterRef("case"), ended_at=None)
    pair = pair.filter(Q(coordinator_id=actor.user_id) | Q(deputy_id=actor.user_id))
    mine = Exists(pair) | Q(watcher_organisation_id=actor.organisation_id)
    asks = Q(last_answer=Answer.NOT_HELD.value) | Q(next_look_on__lte=soon) | Q(until__lt=today)
    rows = SafetyCondition.objects.filter(mine & asks, ended_at=None).exclude(case__status="closed")
    rows = gate.visible(actor, rows, Compartment.MELDCODE, act=Act.WRITE_NOTE, now=now)
    first = Case(When(last_answer=Answer.NOT_HELD.value, then=0), default=1)
    rows = rows.select_related("case", "watcher_organisation")
    return rows.order_by(first, "next_look_on", "pk")[:PER_KIND]
