"""``python -m tests.benchmarks.covenant_effect``: what a draft of the covenant would close, beside counting.

The goal: at 100,000 cases at most five times the time that PostgreSQL needs to count the same
participations, and as many statements as at 1,000.
"""

import argparse
from datetime import timedelta

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.access import effect, facts
from cases.casefile.models import CaseParticipation
from cases.management.commands.scale_data import FOUNDER, READS, TERMS
from organisations import drafting
from organisations.covenant_rules import Recipient
from organisations.models import Covenant, CovenantVersion
from tests.benchmarks import ground


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=20)
    options = parser.parse_args()
    for size in sorted(options.cases):
        call_command("scale_data", cases=size)
        show(size, draft(), options.rounds)


def draft() -> CovenantVersion:
    """Give a draft in which the institutions receive the core and nothing else."""
    standing = CovenantVersion.objects.filter(status="draft").select_related("covenant").first()
    if standing is not None:
        return standing
    now = timezone.now()
    made = drafting.begin(Covenant.objects.get(), actor=FOUNDER, now=now)
    provision = drafting.Provision(Recipient(kind="youth_care"), *TERMS, "1", frozenset({READS[0]}))
    drafting.provide(made, actor=FOUNDER, provision=provision, edit=None, now=now)
    return made


def show(size: int, version: CovenantVersion, rounds: int) -> None:
    """Print the times of one size, and what was found."""
    now = timezone.now() + timedelta(seconds=1)
    tasks = {
        "effect": lambda: effect.of_version(version, now=now),
        "count": lambda: facts.in_force(now=now).count(),
    }
    found = ground.interleaved(tasks, rounds=rounds)
    with CaptureQueriesContext(connection) as statements:
        told = effect.of_version(version, now=now)
    took, counting = (ground.middle(found[name].wall) for name in ("effect", "count"))
    print(
        f"{size:>7} cases, {CaseParticipation.objects.count():>9} participations: effect {took:8.1f} ms, "
        f"counting {counting:8.1f} ms, ratio {took / counting:4.1f}, {len(statements)} statements, "
        f"{len(told.lines)} organisations"
    )


if __name__ == "__main__":
    main()
