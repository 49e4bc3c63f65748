"""Copies of a whole case, by which the attack sees whether what is hidden shows through."""

import json

from cases.attack import clones, scene
from cases.casefile.models import Case, TimelineEntry
from tests.access.addresses import one_of_everything
from tests.cast import Region


def numbers(case: Case) -> set[str]:
    """Give every number that the timeline of a case tells of."""
    lines = TimelineEntry.objects.filter(case=case).values_list("url", "params")
    return set(clones.NUMBER.findall(json.dumps(list(lines))))


def test_a_copy_tells_of_its_own_signals_and_alerts(region: Region) -> None:
    one_of_everything(region)
    source = scene.richest()
    copy = clones.of_case(source, change=lambda row: None)
    assert len(numbers(source)) > 1
    assert len(numbers(copy)) == len(numbers(source))
    assert numbers(copy) & numbers(source) == set()
    assert copy.number in numbers(copy)


def test_a_copy_has_everything_that_hangs_on_a_case_but_who_may_see_it(region: Region) -> None:
    one_of_everything(region)
    source = scene.richest()
    copy = clones.of_case(source, change=lambda row: None)
    for rows in ("notes", "participations", "episodes", "agenda_items", "meldcode_tracks", "actions"):
        assert getattr(copy, rows).count() == getattr(source, rows).count() > 0, rows
    assert copy.caseuserobjectpermission_set.count() == 0 < source.caseuserobjectpermission_set.count()
