"""The figures of every quarter that is over: counted at the desk in the first days of the next one."""

from datetime import datetime, timedelta

from cases.demo.clock import HERE, Story
from cases.demo.region import Region
from cases.statistics import report
from cases.statistics.rules import periods

COUNTS = "anna"
#: Counted on the fifth of the month: what came in late over the weekend is in it.
ON_DAY = 5


def every_quarter(region: Region, *, months: int) -> Story:
    """Let the figures be counted after every quarter of the time in which this region has worked."""
    begun = region.now - timedelta(days=30 * months)
    for at in _mornings(begun, region.now):
        yield at
        actor = region.actor(COUNTS, at=at)
        for table in report.desks(actor, now=at):
            newest = periods(at.astimezone(HERE).date())[0]
            report.make(report.About(table, newest), actor=actor, now=at)


def _mornings(since: datetime, until: datetime) -> list[datetime]:
    """Give the mornings after each quarter between two moments."""
    days = [
        datetime(year, month, ON_DAY, 9, 40, tzinfo=HERE)
        for year in range(since.year, until.year + 1)
        for month in (1, 4, 7, 10)
    ]
    return [day for day in days if since < day < until]
