"""The emergency table at the same moment: threads on a real PostgreSQL."""

from datetime import timedelta
from typing import Any

import pytest

from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meetings import emergency
from cases.meetings.emergency import Alert, Wish
from cases.meetings.models import Meeting
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from tests.cast import Region
from tests.together import behind, refusal, rounds, together

pytestmark = pytest.mark.postgres


@pytest.fixture
def founded(transactional_db: None, region: Region, case: Case) -> tuple[Region, Case]:
    """Give a region and a case that every thread can see."""
    return region, case


def sound(region: Region, case: Case) -> MissingEpisode:
    """Raise the alert."""
    report = episodes.Report(missing_since=region.now - timedelta(hours=1))
    return episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=region.now)


def call(region: Region, episode: MissingEpisode, name: str) -> Any:
    """Give the act: somebody calls the table about an alert."""
    about = Alert(episode.number, episode.colour, ((region.hugo, region.institution),))
    wish = Wish(region.now + timedelta(minutes=15), "088 123 45 67")
    actor = region.actor(name)
    return lambda: emergency.call(episode.case, actor=actor, alert=about, wish=wish, now=region.now)


def withdraw(region: Region, episode: MissingEpisode) -> MissingEpisode:
    """Take the alert back."""
    return episodes.withdraw(episode, actor=region.actor("hugo"), reason="next round", now=region.now)


def test_two_people_call_the_table_at_the_same_moment_and_there_is_one(founded: tuple[Region, Case]) -> None:
    region, case = founded
    for _round in range(rounds(60)):
        episode = sound(region, case)
        answers = together(call(region, episode, "hugo"), call(region, episode, "farid"))
        assert sum(isinstance(answer, Meeting) for answer in answers) == 1
        refused = [answer for answer in answers if isinstance(answer, StateConflictError)]
        assert [answer.code for answer in refused] == ["called_already"]
        assert Meeting.objects.filter(alert_number=episode.number).count() == 1
        withdraw(region, episode)


def test_who_calls_while_the_alert_ends_hears_that_it_is_over(founded: tuple[Region, Case]) -> None:
    region, case = founded
    episode = sound(region, case)
    answers = behind(lambda: withdraw(region, episode), call(region, episode, "farid"))
    assert refusal(answers) == "alert_over"
    assert not Meeting.objects.exists()
