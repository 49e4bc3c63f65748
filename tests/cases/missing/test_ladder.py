"""The ladder on the page: who was called, who answered, who is next and when."""

from datetime import timedelta

from cases.missing import alert, escalation
from cases.missing.ladder import Row, ladder_of
from cases.missing.models import AlertCall, MissingEpisode
from tests.cast import Region


def row_of(episode: MissingEpisode, region: Region, key: str) -> Row:
    """Give the row of one organisation."""
    name = region.organisations[key].name
    return next(row for row in ladder_of(episode).rows if row.organisation == name)


def test_who_raised_it_has_answered(region: Region, episode: MissingEpisode) -> None:
    row = row_of(episode, region, "institution")
    assert (row.tone, [(rung.state, rung.who) for rung in row.levels]) == ("ok", [("acknowledged", "Hugo")])


def test_the_next_level_has_its_time_and_what_is_further_is_not_shown(
    region: Region, episode: MissingEpisode
) -> None:
    row = row_of(episode, region, "veilig_thuis")
    due = region.now + timedelta(minutes=5)
    assert [(rung.state, rung.at) for rung in row.levels] == [("called", region.now), ("waiting", due)]


def test_who_answered_stands_with_name_and_time_below_who_did_not(
    region: Region, episode: MissingEpisode
) -> None:
    escalation.escalate_due(now=region.now + timedelta(minutes=5))
    at = region.now + timedelta(minutes=6)
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    alert.acknowledge(call, actor=region.actor("fenna"), now=at)
    row = row_of(episode, region, "police")
    assert [(rung.state, rung.who, rung.at) for rung in row.levels][-1] == ("acknowledged", "Fenna", at)
    ladder = ladder_of(episode)
    assert (ladder.answered, ladder.asked) == (2, 5)
    assert [row.tone for row in ladder.rows] == ["warning", "warning", "warning", "ok", "ok"]


def test_nobody_reachable_is_plain_to_see(region: Region, episode: MissingEpisode) -> None:
    for minutes in (5, 10, 15):
        escalation.escalate_due(now=region.now + timedelta(minutes=minutes))
    row = row_of(episode, region, "veilig_thuis")
    assert row.tone == "danger"
    assert {rung.state for rung in row.levels} == {"unreachable"}
