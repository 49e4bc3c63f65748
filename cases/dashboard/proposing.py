"""What asks for a place on an agenda: patterns to decide on, and proposals that wait for who chairs."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.dashboard.mine import mine
from cases.meetings.models import AgendaProposal
from cases.missing import pattern_rules
from cases.missing.models import MissingEpisode, PatternDecision
from cases.missing.pattern_rules import Seen
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment


def patterns(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the cases this person coordinates with a pattern that nobody decided on. Three queries.

    Only what comes back within a case; the case's own page looks at others too.
    """
    newest = _recent(actor, now=now, since=now - pattern_rules.RECENT)
    cases = {row.case_id: row.case for row in newest}
    if not cases:
        return
    since = now - pattern_rules.LOOK_BACK
    rows = MissingEpisode.objects.filter(case__in=cases, missing_since__gt=since).exclude(status="withdrawn")
    seen: dict[int, list[Seen]] = {pk: [] for pk in cases}
    for row in gate.visible(actor, rows, Compartment.MISSING, now=now):
        seen[row.case_id].append(row.as_seen(is_own=True))
    records: dict[int, list[dict[str, list[str]]]] = {pk: [] for pk in cases}
    made = PatternDecision.objects.filter(case__in=cases)
    for decision in gate.visible(actor, made, Compartment.MISSING, now=now):
        records[decision.case_id].append(decision.patterns)
    for pk, case in cases.items():
        found = pattern_rules.patterns(seen[pk], now=now)
        if pattern_rules.undecided(found, pattern_rules.decided(records[pk])):
            yield Item(
                kind=_("Decide about a pattern in missing episodes"),
                about=case.pseudonym,
                detail=case.number,
                due=None,
                url=f"/cases/{case.number}/missing/patterns/",
                on=About(
                    Work.PATTERN,
                    case.pk,
                    case.pk,
                    part=Compartment.MISSING,
                    act=Act.ADMIT_ORGANISATION,
                    marks=tuple(row.number for row in seen[pk]),
                ),
            )


@shaped
def _recent(actor: Actor, *, now: Any, since: Any) -> QuerySet[MissingEpisode]:
    recent = MissingEpisode.objects.filter(missing_since__gt=since).select_related("case")
    rows = mine(actor, recent, Compartment.MISSING, now=now)
    return rows.order_by("-missing_since", "-id")[: PER_KIND * 4]


def proposals(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the cases that somebody proposes for an agenda, for who chairs."""
    for proposal in _proposed(actor, now=now):
        yield Item(
            kind=_("Put a proposed case on an agenda"),
            about=proposal.case.pseudonym,
            detail=proposal.organisation.name,
            due=None,
            url=f"/proposals/{proposal.pk}/",
            on=About(Work.PROPOSAL, proposal.pk, proposal.case_id, act=Act.CHAIR_MEETING),
        )


@shaped
def _proposed(actor: Actor, *, now: Any) -> QuerySet[AgendaProposal]:
    rows = AgendaProposal.objects.filter(state="waiting").select_related("case", "organisation")
    return gate.visible(actor, rows, act=Act.CHAIR_MEETING, now=now).order_by("proposed_at", "id")[:PER_KIND]
