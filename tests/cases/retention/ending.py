"""What the stories about the end of a case share: a case whose term has ended, and who agrees."""

from dataclasses import replace
from datetime import datetime, timedelta

from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.retention import proposal
from cases.retention.models import DestructionProposal
from organisations.history import write
from tests.cast import FOUNDER, Region, full_table


def closed(region: Region, case: Case | None = None) -> Case:
    """Let Anna close a case with the whole table on it."""
    standing = full_table(region) if case is None else case
    return casefile.close(standing, actor=region.actor("anna"), reason="The care is over.", now=region.now)


def later(region: Region, days: int) -> Region:
    """Give the same region so many days on."""
    return replace(region, now=region.now + timedelta(days=days))


def short_term(region: Region, months: int = 6) -> None:
    """Let the covenant keep cases for a shorter time, so that everybody is still there when it ends."""
    version = region.covenant_version
    version.refresh_from_db()
    version.retention_months = months
    write(version, actor=FOUNDER, now=region.now - timedelta(days=300))


def ended(region: Region, case: Case | None = None) -> tuple[Region, DestructionProposal]:
    """Give a closed case whose term has ended, put to two people, and the region of that day."""
    short_term(region)
    standing = closed(region, case)
    then = later(region, 190)
    proposal.sweep(now=then.now)
    return then, DestructionProposal.objects.get(case=standing)


def looked_at(now: datetime) -> int:
    """Let a night pass; tells how many proposals changed."""
    return proposal.sweep(now=now)
