"""Two organisations hold something about the same boy and neither knows: what the silent match finds."""

from datetime import timedelta

from cases.casefile import case as casefile
from cases.demo.children import Child
from cases.demo.clock import Story, on_a_day
from cases.demo.region import Region
from cases.overlap import compare

#: As somebody else heard and wrote the name; it sounds the same, and the date of birth is the same.
HEARD_AS = "Sam Windfaan"


def are_both_at_work(region: Region, child: Child) -> Story:
    """Let the agency start a case of its own about a boy of the desk's; the night's work finds that."""
    at = on_a_day(region.now, 1, 11)
    yield at
    opening = casefile.Opening(
        form_of_concern=child.form,
        urgency=child.urgency,
        age_band="12_15",
        name=HEARD_AS,
        birth_date=child.birth_date,
        municipality="Polderveen",
    )
    leon = region.actor("leon", at=at)
    casefile.start(actor=leon, opening=opening, deputy=region.people["lars"], now=at)
    at += timedelta(minutes=5)
    yield at
    while compare.compare_written(now=at):
        pass  # what the region wrote in two years, so many rows at a turn
