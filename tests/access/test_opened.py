"""No address about one thing of a case opens without a line of the ledger, the forms included."""

from collections.abc import Callable
from typing import Any

from django.test import Client

from tests.access.route_rows import CAST, ROWS
from tests.access.routes import address, table
from tests.access.test_completeness import lines_of
from tests.cast import Region

#: Addresses about one thing of a case, by their first word; each of them leaves a line when it is opened.
ABOUT_ONE = ("cases", "signals", "missing", "meetings", "requests", "rights", "retention", "overlaps")
#: How far a file was read in: numbers only, asked by the page itself every second.
UNTOLD = {"signals/sheets/<str:number>/progress/"}


def test_no_page_about_one_thing_opens_without_a_line(
    everything: dict[str, Any], region: Region, log_in: Callable[[str], Client]
) -> None:
    """Every address, also the forms: what somebody must decide about stands on them, to be read."""
    clients = {name: log_in(name) for name in CAST}
    silent = []
    for route, statuses in table(ROWS).items():
        about_one = "<" in route and route.split("/")[0] in ABOUT_ONE and route not in UNTOLD
        if not about_one or 200 not in statuses:
            continue
        name = CAST[statuses.index(200)]
        answer = clients[name].get(address(route, everything))
        if answer.status_code == 200 and not any(
            line.user_id == region.people[name].pk for line in lines_of(answer)
        ):
            silent.append(route)
    assert silent == []
