"""The two things that must be quick, with the keyboard alone: a signal, and the agenda of ten cases.

``pytest -s`` prints how many keys each took and how long that takes a person (``tests.journeys.hands``).
"""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cases.intake.models import Signal
from cases.meetings import meeting
from cases.meetings.models import AgendaItem, Meeting
from tests.cast import CARE, PROCESS, Region, admit, open_case
from tests.journeys.hands import Hands
from tests.journeys.people import DESK, log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]

TOLD = (
    "Zij stapte na school in een grijze auto. Dezelfde man als vorige week. Zij had een nieuwe telefoon "
    "en wilde niet zeggen van wie."
)
#: Seconds: a minute and five, less what a few pages may take (``tests.benchmarks`` says how long they do).
SIGNAL, AGENDA = 60 - 2, 300 - 30
CASES = 10


@pytest.fixture
def planned(region: Region) -> Meeting:
    """Give a meeting of Iris, and ten cases of the table that ask for a place on its agenda."""
    for number in range(CASES):
        case = open_case(region, name=f"Noor Zeegras {number}")
        admit(region, case, "school", CARE, "core")
        admit(region, case, "table", PROCESS, "core")
    planning = meeting.Planning(
        title="Casusoverleg",
        starts_at=region.now + timedelta(days=2),
        organisations=(region.desk, region.school),
    )
    return meeting.plan(actor=region.actor("iris"), planning=planning, now=region.now)


def hands_of(name: str, live_site: str, new_context: Callable) -> Hands:
    context = new_context(base_url=live_site, viewport=DESK, locale="nl-NL")
    return Hands(log_in(context, name).page)


def told(what: str, hands: Hands) -> None:
    print(
        f"\n{what}: {hands.keys} keys, {hands.work:.0f} s for a person, and {hands.waited:.1f} s of waiting"
    )


def test_a_signal_is_logged_within_a_minute(region: Region, live_site: str, new_context: Callable) -> None:
    bram = hands_of("bram", live_site, new_context)
    bram.skips_to_the_content().goes_to("a[href='/signals/new/']").enters("**/signals/new/")
    bram.skips_to_the_content().goes_to("[name=observation]").types(TOLD)
    bram.goes_to("[name=knowledge]").presses("Space")
    bram.goes_to("[name=subject]").presses("Space")
    bram.goes_to("[name=subject_name]").types("Noor").enters("**/signals/S-*/**")
    told("A signal", bram)
    assert Signal.objects.get().observation == TOLD
    assert bram.work < SIGNAL


def test_an_agenda_of_ten_cases_is_prepared_within_five_minutes(
    planned: Meeting, live_site: str, new_context: Callable
) -> None:
    iris = hands_of("iris", live_site, new_context)
    iris.page.goto(f"/meetings/{planned.number}/")
    iris.skips_to_the_content().goes_to("a[href$='/suggestions/']").enters("**/suggestions/")
    for _case in range(CASES):
        iris.skips_to_the_content().goes_to("main form[action$='/take/'] button[type=submit]")
        iris.enters("**/suggestions/")
    told("An agenda of ten cases", iris)
    assert AgendaItem.objects.filter(meeting=planned).count() == CASES
    assert iris.work < AGENDA
