"""What comes back in the episodes of a case, read with the eyes of one reader."""

from datetime import datetime

from cases.access import gate
from cases.casefile.models import Case
from cases.missing import pattern_rules
from cases.missing.models import MissingEpisode, PatternDecision
from cases.missing.pattern_rules import Found, Pattern
from organisations.actor import Actor
from organisations.compartments import Compartment

#: Episodes of other cases that are looked at, the newest first.
MOST = 500


def patterns_of(case: Case, *, actor: Actor, now: datetime) -> tuple[Found, ...]:
    """Name the patterns at ``now`` (aware), other cases only as far as the actor reads them. Two queries."""
    since = now - pattern_rules.LOOK_BACK
    rows = MissingEpisode.objects.exclude(status="withdrawn").filter(missing_since__gt=since)
    own = [row.as_seen(is_own=True) for row in rows.filter(case=case).order_by("-missing_since")]
    if not any(seen.companions or seen.places for seen in own):
        return pattern_rules.patterns(own, now=now)
    named = rows.exclude(case=case).exclude(last_seen_with="", last_seen_place="", found_place="")
    others = gate.visible(actor, named, Compartment.MISSING, now=now).order_by("-missing_since")[:MOST]
    return pattern_rules.patterns([*own, *(row.as_seen(is_own=False) for row in others)], now=now)


def undecided(case: Case, *, actor: Actor, now: datetime) -> tuple[Found, ...]:
    """Name the patterns at ``now`` (aware) that nobody decided on yet."""
    return pattern_rules.undecided(patterns_of(case, actor=actor, now=now), _decided(case))


def _decided(case: Case) -> dict[Pattern, frozenset[str]]:
    rows = PatternDecision.objects.filter(case=case)
    return pattern_rules.decided(rows.values_list("patterns", flat=True))
