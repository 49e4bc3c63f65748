"""Who reads a case, asked about a few people only: the same answer, and no other people in it."""

import pytest

from cases.access import audience, blocks, emergency
from cases.access.audience import Seat
from cases.casefile.models import Case
from organisations.compartments import Compartment
from tests.cases.access.test_emergency import MISSING
from tests.cast import PEOPLE, Region


def seats(found: audience.Audience, user_id: int) -> list[Seat]:
    """Give the seats of one person."""
    return [seat for seat in found.seats if seat.member.user_id == user_id]


@pytest.mark.parametrize("is_sealed", [False, True])
def test_a_few_people_read_what_they_read_among_all(region: Region, case: Case, is_sealed: bool) -> None:
    blocks.block(case, actor=region.actor("anna"), user=region.fenna, reason="aunt", now=region.now)
    emergency.break_glass(case.number, actor=region.actor("chris"), emergency=MISSING, now=region.now)
    Case.objects.filter(pk=case.pk).update(is_sealed=is_sealed)
    whole = audience.of_case(case.pk, now=region.now)
    for name in PEOPLE:
        user = region.people[name]
        home = region.organisations[PEOPLE[name][0]]
        alone = audience.of_case(case.pk, now=region.now, among=[(home.pk, user.pk)])
        assert seats(alone, user.pk) == list(alone.seats) == seats(whole, user.pk), name
        pairs = {pair for pair in whole.readers(Compartment.MISSING) if pair[1] == user.pk}
        assert alone.readers(Compartment.MISSING) == pairs
    assert audience.of_case(case.pk, now=region.now, among=[]).seats == ()
