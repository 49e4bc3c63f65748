"""The moving clock: many stories, told together in the order of time. PURE.

A story is a generator that yields the instant at which it goes on. What it does between two
yields happens at that instant. What would happen after the present has not happened: the
story stops there, in the middle, as real ones do.
"""

import heapq
import random
from collections.abc import Callable, Generator, Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/Amsterdam")

Story = Generator[datetime, None, None]


def tell(stories: Iterable[Story], *, until: datetime, passing: Callable[[datetime], None]) -> None:
    """Let all stories go on, the earliest first, up to and including ``until`` (aware).

    ``passing`` hears each instant at which something happens.
    """
    waiting: list[tuple[datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story)
    while waiting:
        at, number, story = heapq.heappop(waiting)
        if at > until:
            break
        passing(at)
        _wait(waiting, number, story)


def _wait(waiting: list[tuple[datetime, int, Story]], number: int, story: Story) -> None:
    """Let a story take its step and stand in line for the next one, if there is one."""
    at = next(story, None)
    if at is not None:
        heapq.heappush(waiting, (at, number, story))


def at_work(rng: random.Random, at: datetime, *, days: tuple[int, int]) -> datetime:
    """Give an instant in office hours so many days after ``at`` (aware), never before it."""
    local = at.astimezone(HERE) + timedelta(days=rng.randint(*days))
    local += timedelta(days={5: 2, 6: 1}.get(local.weekday(), 0))  # not in the weekend
    chosen = datetime.combine(local.date(), time(9), HERE) + timedelta(minutes=rng.randrange(480))
    return max(chosen, at + timedelta(minutes=rng.randint(20, 90)))


def on_a_day(now: datetime, days_ago: int, hour: int, minute: int = 0) -> datetime:
    """Give a local hour so many days before the day of ``now`` (aware; negative: after)."""
    return datetime.combine(now.astimezone(HERE).date() - timedelta(days=days_ago), time(hour, minute), HERE)
