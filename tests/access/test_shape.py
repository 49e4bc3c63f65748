"""Questions of access that are spelled once per shape: the same answer as asked plainly, for everybody."""

from datetime import datetime, timedelta

import pytest
from django.http import QueryDict

from cases.access import gate, shape
from cases.access.shape import Shape, shape_of
from cases.casefile import listing
from cases.casefile.models import Case
from cases.dashboard import counts, queue
from organisations.actor import Actor
from tests.access.world import TWISTS
from tests.cast import PEOPLE, Region


@pytest.mark.parametrize("twist", TWISTS)
def test_the_list_and_the_counts_are_the_same_for_everybody(
    region: Region, world: dict[str, Case], twist: str
) -> None:
    TWISTS[twist](region)
    for name in PEOPLE:
        actor = region.actor(name)
        plainly = counts._counted.__wrapped__(actor, now=region.now)
        assert counts.waiting(actor, now=region.now) == plainly.get(), name
        _page, rows = listing.page(actor, listing.Filters(), QueryDict(), now=region.now)
        plain = gate.in_list_order(actor, now=region.now).exclude(case__status="closed")
        assert [row.number for row in rows] == list(plain.values_list("case__number", flat=True)[:25]), name


@pytest.mark.parametrize("twist", TWISTS)
def test_the_work_that_waits_is_the_same_for_everybody(
    region: Region, world: dict[str, Case], twist: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second time later on: a day that was left standing in the text would show then."""
    TWISTS[twist](region)
    waits = 0
    for at in (region.now, region.now + timedelta(days=90)):
        shaped = {name: _work(region.actor(name), now=at) for name in PEOPLE}
        with monkeypatch.context() as plain:
            plain.setattr(shape, "shape_of", lambda actor, *, now: None)
            for name in PEOPLE:
                assert shaped[name] == _work(region.actor(name), now=at), (name, at)
        waits += sum(map(len, shaped.values()))
    assert waits


def _work(actor: Actor, *, now: datetime) -> list[object]:
    return [*queue.for_actor(actor, now=now), *queue.unanswered_calls(actor, now=now)]


def test_two_people_of_one_shape_get_each_their_own(region: Region, case: Case) -> None:
    """Eva is blocked where Anna is not; for the rest they are alike."""
    anna, eva = region.actor("anna"), region.actor("eva")
    assert shape_of(anna, now=region.now) == shape_of(eva, now=region.now)
    for actor, is_listed in ((anna, True), (eva, False)):
        _page, rows = listing.page(actor, listing.Filters(), QueryDict(), now=region.now)
        assert (case.number in {row.number for row in rows}) is is_listed, actor.label


def test_whom_a_meeting_or_an_emergency_opens_something_has_no_shape(
    region: Region, world: dict[str, Case]
) -> None:
    chris = region.actor("chris")
    assert shape_of(chris, now=region.now) is None
    assert shape_of(chris, now=region.now + timedelta(days=2)) is not None


def test_the_system_has_no_shape(region: Region) -> None:
    assert shape_of(Actor.system("sweep"), now=region.now) is None


def test_a_stand_in_knows_nothing_about_anybody(region: Region) -> None:
    shape = shape_of(region.actor("anna"), now=region.now)
    assert isinstance(shape, Shape)
    stand_in = shape.stand_in(user_id=1, organisation_id=2, now=region.now)
    for name in ("name", "email", "is_superuser", "is_active", "kind"):
        with pytest.raises(AttributeError):
            getattr(stand_in.user, name)
        with pytest.raises(AttributeError):
            getattr(stand_in.organisation, name)
