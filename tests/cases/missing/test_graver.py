"""Hugo's green alert turns red: nobody waits any longer for what a green one allowed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from cases.missing import alert, colour, escalation, silence, waking
from cases.missing.call import levels_of
from cases.missing.ladder import ladder_of
from cases.missing.models import AlertCall, MissingEpisode
from cases.notifications.models import Delivery
from organisations import levels
from organisations.levels_rules import Level
from organisations.roles import Role
from tests.cast import Region
from tests.organisations.conftest import join

Sound = Callable[..., MissingEpisode]
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
GREEN = [Level("duty", 1, 86_400), Level("contact_points", 1, 86_400)]
RED = [Level("contact_points", 1, 300)]


@pytest.fixture
def green(region: Region, sound: Sound) -> MissingEpisode:
    """Give a green alert; the school gives green ones a day, and red ones five minutes at another level."""
    join(region, "olga", "school", Role.ORGANISATION_ADMIN)
    olga = region.actor("olga")
    for shade, chosen in (("green", GREEN), ("red", RED)):
        levels.choose(region.school, actor=olga, colour=shade, levels=chosen, version=None, now=region.now)
    return sound(colour="green", colour_reason="she is with her aunt")


def call_of(episode: MissingEpisode, region: Region, key: str) -> AlertCall:
    """Give the call of one organisation as it is now."""
    return AlertCall.objects.get(episode=episode, organisation=region.organisations[key])


def mails(episode: MissingEpisode, name: str, kind: str = "alert") -> list[str]:
    """Give the state of each mail of a kind that somebody is owed about an alert."""
    rows = Delivery.objects.filter(notification__number=episode.number, notification__kind=kind)
    rows = rows.filter(user__email__startswith=f"{name}@", channel="mail").order_by("id")
    return list(rows.values_list("state", flat=True))


def turn(episode: MissingEpisode, to: str, region: Region, *, minutes: int = 6) -> None:
    """Let Farid give the alert a graver colour, and a sweep come by."""
    episode.refresh_from_db()
    at = region.now + minutes * MINUTE
    actor = region.actor("farid")
    colour.raise_to(episode, to, actor=actor, version=episode.version, reason="a knife", now=at)
    escalation.escalate_due(now=at)


def test_a_green_alert_gives_the_school_a_day(region: Region, green: MissingEpisode) -> None:
    assert call_of(green, region, "school").next_due_at == region.now + DAY
    assert mails(green, "bea") == []


def test_a_red_one_calls_by_the_levels_of_red_at_once(region: Region, green: MissingEpisode) -> None:
    turn(green, "red", region)
    school = call_of(green, region, "school")
    assert (school.state, school.round, school.level) == ("waiting", 2, 1)
    assert school.next_due_at == region.now + 6 * MINUTE + timedelta(seconds=300)
    assert mails(green, "bea") == ["queued"]
    assert [(level.colour, level.calls) for level in levels_of(school)] == [("red", "contact_points")]


def test_nobody_gets_the_green_message_after_the_red_one(region: Region, green: MissingEpisode) -> None:
    before = mails(green, "farid")
    assert before == ["queued"]
    turn(green, "orange", region)
    assert mails(green, "farid") == ["cancelled", "queued"]


def test_who_answered_is_told_and_not_called_again(region: Region, green: MissingEpisode) -> None:
    alert.acknowledge(call_of(green, region, "veilig_thuis"), actor=region.actor("gerda"), now=region.now)
    turn(green, "red", region)
    call = call_of(green, region, "veilig_thuis")
    assert (call.state, call.round) == ("acknowledged", 1)
    assert len(mails(green, "gerda")) == 1
    assert mails(green, "gerda", "alert_graver") == ["queued"]


def test_who_answered_and_falls_silent_is_called_by_the_levels_of_red(
    region: Region, green: MissingEpisode
) -> None:
    alert.acknowledge(call_of(green, region, "school"), actor=region.actor("bram"), now=region.now)
    turn(green, "red", region)
    assert [level.colour for level in levels_of(call_of(green, region, "school"))] == ["green", "green"]
    for hours in (1, 2, 3):
        silence.look_due(now=region.now + hours * timedelta(hours=1) + 30 * MINUTE)
    school = call_of(green, region, "school")
    assert (school.state, [level.colour for level in levels_of(school)]) == ("waiting", ["red"])


def test_who_could_not_be_reached_is_tried_again(region: Region, green: MissingEpisode) -> None:
    AlertCall.objects.filter(episode=green, organisation=region.school).update(
        state="nobody_reachable", next_due_at=None
    )
    turn(green, "red", region)
    assert call_of(green, region, "school").state == "waiting"
    assert mails(green, "bea") == ["queued"]


def test_in_a_milder_colour_the_quicker_levels_stay(region: Region, green: MissingEpisode) -> None:
    turn(green, "red", region)
    MissingEpisode.objects.filter(pk=green.pk).update(colour="green")
    turn(green, "orange", region, minutes=8)
    assert [level.colour for level in levels_of(call_of(green, region, "school"))] == ["red"]


def test_the_page_shows_the_levels_of_now(region: Region, green: MissingEpisode) -> None:
    turn(green, "red", region)
    school = next(row for row in ladder_of(green).rows if row.organisation == region.school.name)
    assert [(rung.state, rung.at) for rung in school.levels] == [("called", region.now + 6 * MINUTE)]


def test_it_takes_as_many_statements_for_all_organisations_as_for_one(
    region: Region, green: MissingEpisode
) -> None:
    def statements(calls: list[AlertCall]) -> int:
        MissingEpisode.objects.filter(pk=green.pk).update(colour="red")
        green.refresh_from_db()
        with CaptureQueriesContext(connection) as asked, transaction.atomic():
            waking.ring(green, calls, actor=region.actor("farid"), now=region.now)
        return len(asked)

    with transaction.atomic():
        every = waking.without_answer(green)
    assert len(every) > 2
    assert statements(every[:1]) == statements(every[1:])
