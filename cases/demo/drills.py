"""The table exercised every month: who answered, how fast, and who got faster over the year."""

import random
from datetime import datetime, timedelta

from cases.demo.clock import HERE, Story
from cases.demo.region import Region
from cases.missing import drill, drill_rules
from cases.missing.models import DrillCall
from organisations import duty
from organisations.acts import Act
from organisations.models import User

EVERY = timedelta(days=30)
#: The last one lies so far back that another one may be started today.
LAST = timedelta(days=24)
#: Minutes in which an organisation answered at first and lately; who is not here answers in between.
PACE = {"police": (9, 2), "veilig_thuis": (4, 4), "school": (2, 5), "institution": (4, 1)}
USUAL = (5, 3)
#: How often nobody answered at all.
SILENT = 0.06


def every_month(region: Region, *, seed: int, months: int) -> Story:
    """Let the drill of each month of the last year be called and answered, by who was on duty."""
    keys = {user.pk: key for key, user in region.people.items()}
    count = min(12, months)
    for number in range(count):
        chance = random.Random(f"drill {seed} {number}")
        started_at = _morning(region.now - LAST - EVERY * (count - 1 - number), chance)
        yield started_at
        drill.every_month(now=started_at)
        for minutes, call in _answers(region, started_at, number / max(count - 1, 1), chance):
            at = started_at + timedelta(minutes=minutes)
            yield at
            drill.sweep(now=at)
            _answer(region, keys, call, at=at)
        yield started_at + drill_rules.LASTS
        drill.sweep(now=started_at + drill_rules.LASTS)


def _morning(day: datetime, chance: random.Random) -> datetime:
    """Give a moment in the morning of a day: an exercise by day teaches as much as one at night."""
    minute = chance.randrange(90)
    return day.astimezone(HERE).replace(hour=10, minute=0) + timedelta(minutes=minute)


def _answers(
    region: Region, started_at: datetime, passed: float, chance: random.Random
) -> list[tuple[int, DrillCall]]:
    """Draw after how many minutes each organisation answers; ``passed``: how much of the year, 0 to 1."""
    names = {organisation.pk: key for key, organisation in region.organisations.items()}
    calls = DrillCall.objects.filter(drill__started_at=started_at).order_by("organisation__name")
    found = []
    for call in calls:
        first, lately = PACE.get(names[call.organisation_id], USUAL)
        minutes = round(first + (lately - first) * passed) + chance.randint(-1, 1)
        if chance.random() >= SILENT:
            found.append((max(minutes, 1), call))
    return sorted(found, key=lambda answer: (answer[0], answer[1].pk))


def _answer(region: Region, keys: dict[int, str], call: DrillCall, *, at: datetime) -> None:
    """Let the first one of who is on duty answer, as far as the drill still waits for them."""
    call.refresh_from_db()
    if call.state != drill.WAITING:
        return
    for user in _called(call, at=at):
        actor = region.actor(keys[user.pk], at=at)
        if actor.holds(Act.ANSWER_ALERT) and actor.organisation == call.organisation:
            drill.acknowledge(call, actor=actor, now=at)
            return


def _called(call: DrillCall, *, at: datetime) -> list[User]:
    levels = duty.on_duty([call.organisation_id], at=at)[call.organisation_id]
    on_duty = [user for level in sorted(levels) for user in levels[level]]
    return on_duty or duty.contact_points([call.organisation_id], at=at)[call.organisation_id]
