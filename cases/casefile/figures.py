"""How many of the open cases are how old, are quiet how long, and lack something: each number is a list."""

from datetime import datetime
from itertools import product

from django.db.models import Count, Q, QuerySet

from cases.access import gate
from cases.casefile import ageing_rules
from cases.casefile.ageing_rules import Band
from cases.casefile.listing import AGEING, LACKS, Filters, aged, lacking, narrowed
from organisations.actor import Actor

#: The filters of the list that are counted, and the values that each can have.
COUNTED = {"lacks": tuple(LACKS), **{name: tuple(band.value for band in Band) for name in AGEING}}


def of_open_cases(actor: Actor, *, now: datetime) -> dict[str, dict[str, int]]:
    """Count the open cases per value of a filter: each number is the length of the list with that filter.

    One statement at ``now`` (aware), and one more each while an emergency or a meeting opens cases.
    """
    edges = ageing_rules.edges(now)
    found = {name: dict.fromkeys(codes, 0) for name, codes in COUNTED.items()}
    listed = (
        (gate.in_list_order(actor, now=now), "case__"),
        (gate.in_emergency(actor, now=now), ""),
        (gate.in_meeting(actor, now=now), ""),
    )
    for rows, path in listed:
        if rows.query.is_empty():
            continue
        for key, many in _counted(narrowed(rows.order_by(), actor, Filters(), path, edges), path, edges):
            name, _separator, code = key.partition("__")
            found[name][code] += many
    return found


def _counted(rows: QuerySet, path: str, edges: dict[str, datetime]) -> list[tuple[str, int]]:
    wanted = {f"lacks__{code}": lacking(code, path) for code in LACKS}
    for name, band in product(AGEING, Band):
        wanted[f"{name}__{band.value}"] = Q(**aged(name, band, path, edges))
    found = rows.aggregate(**{key: Count("pk", filter=condition) for key, condition in wanted.items()})
    return list(found.items())
