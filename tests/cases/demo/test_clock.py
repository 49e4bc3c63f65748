"""Many stories, one clock."""

import random
from datetime import UTC, datetime, timedelta

from cases.demo import names
from cases.demo.children import AGES, invent
from cases.demo.clock import HERE, Story, at_work, tell

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def story(said: list[str], name: str, *hours: int) -> Story:
    """Say a name at each of these hours."""
    for hour in hours:
        yield START + timedelta(hours=hour)
        said.append(f"{name}{hour}")


def test_stories_are_told_together_in_the_order_of_time() -> None:
    said: list[str] = []
    tell([story(said, "a", 1, 4), story(said, "b", 2, 3)], until=START + timedelta(days=1), passing=id)
    assert said == ["a1", "b2", "b3", "a4"]


def test_what_comes_after_the_present_has_not_happened() -> None:
    said: list[str] = []
    tell([story(said, "a", 1, 4, 9)], until=START + timedelta(hours=4), passing=id)
    assert said == ["a1", "a4"]


def test_the_passing_of_time_is_heard() -> None:
    heard: list[datetime] = []
    tell([story([], "a", 1, 4)], until=START + timedelta(days=1), passing=heard.append)
    assert heard == [START + timedelta(hours=1), START + timedelta(hours=4)]


def test_offices_are_closed_in_the_weekend_and_at_night() -> None:
    rng = random.Random(1)
    chosen = [at_work(rng, START + timedelta(days=day), days=(0, 3)).astimezone(HERE) for day in range(60)]
    assert {at.weekday() for at in chosen} <= {0, 1, 2, 3, 4}
    assert all(9 <= at.hour <= 17 for at in chosen)


def test_an_hour_at_work_is_never_before_the_one_it_follows() -> None:
    rng = random.Random(1)
    late = datetime(2026, 3, 2, 20, tzinfo=UTC)
    assert all(at_work(rng, late, days=(0, 0)) > late for _ in range(50))


def test_the_same_seed_invents_the_same_young_people_of_the_published_ages() -> None:
    def once() -> list:
        return invent(random.Random(3), count=100, months=24, today=START.date())

    assert once() == once()
    born = [(child.begins_at.date() - child.birth_date).days / 365.25 for child in once()]
    assert min(born) >= min(AGES)
    assert max(born) < max(AGES) + 1


def test_no_two_young_people_have_one_name() -> None:
    assert len(set(names.invent(random.Random(5), 600))) == 600
