"""Noor is back: the talk is offered by somebody independent, answered, confirmed and told in both books."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from cases.access import blocks
from cases.audit.models import LedgerLine
from cases.casefile.models import TimelineEntry
from cases.conflict import StateConflictError
from cases.missing import episode as episodes
from cases.missing import return_interview, return_reminder
from cases.missing.models import MissingEpisode, ReturnInterview
from cases.missing.return_interview import Offer, Talk
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import Region


@pytest.fixture
def found(region: Region, episode: MissingEpisode) -> datetime:
    """Let Gerda write down that Noor is found, half an hour later; gives when."""
    at = region.now + timedelta(minutes=30)
    episodes.found(
        episode, actor=region.actor("gerda"), found_at=at, found_by="grandmother", condition="tired", now=at
    )
    return at


def offer(region: Region, episode: MissingEpisode, at: datetime, **known: Any) -> ReturnInterview:
    """Let Hugo record that Mies, from outside the table, offers the talk."""
    made = Offer(**{"offered_at": at, "interviewer": "Mies", **known})
    return return_interview.offer(episode, actor=region.actor("hugo"), offer=made, now=at)


def record(region: Region, episode: MissingEpisode, at: datetime, **known: Any) -> ReturnInterview:
    """Let Hugo record what came of the talk."""
    return return_interview.record(episode, actor=region.actor("hugo"), talk=Talk(**known), now=at)


def told(number: str, kind: str) -> list[str]:
    """Give who has a notification of a kind in the inbox, by name."""
    rows = Delivery.objects.filter(notification__number=number, notification__kind=kind, channel="inbox")
    return sorted(rows.values_list("user__name", flat=True))


def test_the_talk_is_offered_then_held_and_a_second_person_closes(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    later = found + timedelta(hours=20)
    offered = offer(region, episode, later)
    assert (offered.offered_at, offered.interviewer, offered.ties) == (later, "Mies", [])
    assert LedgerLine.objects.filter(event="return_talk.offered", user_id=region.hugo.pk).exists()
    assert TimelineEntry.objects.get(kind="return_talk_offered").compartment == "missing"
    held = record(region, episode, later, held_at=later, own_words="I had to get away")
    assert held.own_words == "I had to get away"
    assert told(episode.number, "return_talk_to_confirm") == ["Anna", "Arno", "Piet"]
    with pytest.raises(StateConflictError) as refused:
        episodes.close(episode, actor=region.actor("hugo"), now=later)
    assert refused.value.code == "second_person_needed"
    closed = episodes.close(episode, actor=region.actor("anna"), now=later)
    assert (closed.status, closed.closed_at, closed.closed_by) == ("closed", later, region.anna)
    line = LedgerLine.objects.get(event="episode.closed")
    assert line.user_id == region.anna.pk


def test_nothing_is_talked_about_before_she_is_found_and_nothing_closes_before_the_talk(
    region: Region, episode: MissingEpisode
) -> None:
    for act in (
        lambda: offer(region, episode, region.now),
        lambda: record(region, episode, region.now, refused_reason="no"),
    ):
        with pytest.raises(StateConflictError) as refused:
            act()
        assert refused.value.code == "not_found_yet"


@pytest.mark.parametrize("is_offered", [False, True])
def test_an_offer_alone_closes_nothing(
    region: Region, episode: MissingEpisode, found: datetime, is_offered: bool
) -> None:
    if is_offered:
        offer(region, episode, found)
    with pytest.raises(StateConflictError) as refused:
        episodes.close(episode, actor=region.actor("anna"), now=found)
    assert refused.value.code == "return_talk_open"


def test_a_talk_that_nobody_offered_cannot_be_declined(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    with pytest.raises(StateConflictError) as refused:
        record(region, episode, found, refused_reason="no")
    assert refused.value.code == "not_offered_yet"


def test_declined_first_it_can_be_offered_again_and_held(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    offer(region, episode, found)
    record(region, episode, found, refused_reason="not now")
    later = found + timedelta(days=4)
    again = offer(region, episode, later, interviewer="Jo")
    assert (again.offered_at, again.interviewer, again.recorded_by) == (found, "Jo", None)  # in time, still
    with pytest.raises(StateConflictError):
        episodes.close(episode, actor=region.actor("anna"), now=later)
    record(region, episode, later, held_at=later)
    with pytest.raises(StateConflictError) as refused:
        record(region, episode, later, held_at=later)
    assert refused.value.code == "talk_recorded"
    with pytest.raises(StateConflictError):
        offer(region, episode, later)
    assert episodes.close(episode, actor=region.actor("farid"), now=later).status == "closed"


def test_the_institution_that_raised_the_alert_needs_a_reason(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    with pytest.raises(StateConflictError) as refused:
        offer(region, episode, found, organisation=region.institution)
    assert (refused.value.code, refused.value.field) == ("not_independent", "reason")
    kept = offer(
        region, episode, found, organisation=region.institution, reason="She only wants to talk with Piet"
    )
    assert (kept.ties, kept.ties_reason) == (["raised_the_alert"], "She only wants to talk with Piet")
    assert LedgerLine.objects.get(event="return_talk.offered").detail["ties"] == 1


def test_an_organisation_that_takes_no_part_cannot_hold_the_talk(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    with pytest.raises(StateConflictError) as refused:
        offer(region, episode, found, organisation=region.elsewhere)
    assert (refused.value.code, refused.value.field) == ("takes_no_part", "organisation")


@pytest.mark.parametrize(
    ("talk", "code"),
    [
        ({}, "held_or_declined"),
        ({"held_at": timedelta(0), "refused_reason": "x"}, "held_or_declined"),
        ({"held_at": timedelta(days=3)}, "future"),
        ({"held_at": timedelta(hours=-2)}, "talk_before_found"),
    ],
)
def test_a_talk_that_cannot_be_true_gets_a_sentence(
    region: Region, episode: MissingEpisode, found: datetime, talk: dict[str, Any], code: str
) -> None:
    offer(region, episode, found)
    if "held_at" in talk:
        talk = {**talk, "held_at": found + talk["held_at"]}
    with pytest.raises(StateConflictError) as refused:
        record(region, episode, found + timedelta(hours=1), **talk)
    assert (refused.value.code, refused.value.field) == (code, "held_at")


def test_an_offer_before_she_was_found_or_still_to_come_is_refused(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    for at in (found - timedelta(minutes=1), found + timedelta(minutes=1)):
        made = Offer(offered_at=at, interviewer="Mies")
        with pytest.raises(StateConflictError) as refused:
            return_interview.offer(episode, actor=region.actor("hugo"), offer=made, now=found)
        assert refused.value.field == "offered_at"


@pytest.mark.parametrize("name", ["chris", "dina", "eva", "iris", "joost"])
def test_who_may_not_offers_and_records_nothing(
    region: Region, episode: MissingEpisode, found: datetime, name: str
) -> None:
    made, actor = Offer(offered_at=found, interviewer="Mies"), region.actor(name)
    with pytest.raises(AccessDenied):
        return_interview.offer(episode, actor=actor, offer=made, now=found)
    with pytest.raises(AccessDenied):
        return_interview.record(episode, actor=actor, talk=Talk(refused_reason="x"), now=found)
    with pytest.raises(AccessDenied):
        episodes.close(episode, actor=actor, now=found)


def test_a_stale_page_overwrites_nothing(region: Region, episode: MissingEpisode, found: datetime) -> None:
    seen = ReturnInterview.objects.get(episode=episode).version
    offer(region, episode, found)
    made = Offer(offered_at=found, interviewer="Jo")
    with pytest.raises(StaleWriteError):
        return_interview.offer(episode, actor=region.actor("anna"), offer=made, version=seen, now=found)
    assert ReturnInterview.objects.get(episode=episode).interviewer == "Mies"


def test_who_looks_after_it_hears_a_day_ahead_and_once_more_when_it_is_late(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    assert return_reminder.remind(now=found + timedelta(hours=47)) == 0
    assert return_reminder.remind(now=found + timedelta(hours=49)) == 1
    assert return_reminder.remind(now=found + timedelta(hours=50)) == 0
    assert told(episode.number, "return_talk_due") == ["Anna", "Arno", "Piet"]
    assert return_reminder.remind(now=found + timedelta(hours=73)) == 1
    assert return_reminder.remind(now=found + timedelta(hours=99)) == 0
    assert told(episode.number, "return_talk_overdue") == ["Anna", "Arno", "Piet"]


def test_who_may_not_read_it_any_more_hears_nothing(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    blocks.block(
        episode.case, actor=region.actor("anna"), user=region.piet, reason="neighbour", now=region.now
    )
    return_reminder.remind(now=found + timedelta(hours=49))
    assert told(episode.number, "return_talk_due") == ["Anna", "Arno"]


def test_nobody_is_reminded_of_a_talk_that_was_offered(
    region: Region, episode: MissingEpisode, found: datetime
) -> None:
    offer(region, episode, found)
    assert return_reminder.remind(now=found + timedelta(hours=80)) == 0
