"""Farid answered a red alert and fell asleep; and an alert of yesterday that nobody ended."""

from datetime import timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.missing import alert, colour, escalation, fact, silence, undelivered, waking, watchdog
from cases.missing import episode as episodes
from cases.missing.ladder import ladder_of
from cases.missing.models import AlertCall, AlertEvent, MissingEpisode
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.models import ContactChannel, Membership
from tests.cast import Region

HOUR, MINUTES = timedelta(hours=1), timedelta(minutes=15)


@pytest.fixture
def red(sound) -> MissingEpisode:
    """Give a red alert that Hugo raised."""
    return sound(colour="red")


def call_of(episode: MissingEpisode, region: Region, key: str) -> AlertCall:
    """Give the call of one organisation as it is now."""
    return AlertCall.objects.get(episode=episode, organisation=region.organisations[key])


def told(region: Region, name: str, kind: str) -> int:
    """Count the messages of a kind to somebody, in the application."""
    rows = Delivery.objects.filter(user=region.people[name], channel="inbox", notification__kind=kind)
    return rows.count()


@pytest.fixture
def taken_up(region: Region, red: MissingEpisode) -> MissingEpisode:
    """Give the red alert that every organisation answered at once, Farid for the police."""
    for call in AlertCall.objects.filter(episode=red, acknowledged_at=None):
        name = {"police": "farid", "veilig_thuis": "gerda", "school": "bram", "desk": "anna"}
        key = next(k for k, o in region.organisations.items() if o.pk == call.organisation_id)
        alert.acknowledge(call, actor=region.actor(name[key]), now=region.now)
    return red


def test_after_an_hour_of_silence_a_reminder_and_then_the_call_resumes(
    region: Region, taken_up: MissingEpisode
) -> None:
    for seconds in (0, 3599):
        silence.look_due(now=region.now + timedelta(seconds=seconds))
    assert told(region, "farid", "alert_silent") == 0
    for _ in range(2):  # two sweeps, one reminder
        silence.look_due(now=region.now + HOUR)
    assert told(region, "farid", "alert_silent") == 1
    silence.look_due(now=region.now + HOUR + MINUTES - timedelta(seconds=1))
    assert call_of(taken_up, region, "police").state == "acknowledged"
    later = region.now + HOUR + MINUTES
    silence.look_due(now=later)
    escalation.escalate_due(now=later)
    call = call_of(taken_up, region, "police")
    assert (call.state, call.round, call.level, call.acknowledged_by) == ("waiting", 2, 1, None)
    assert told(region, "farid", "alert") == 2  # called again, by another key
    assert watchdog.look(now=later) == ["messages_overdue"]  # no courier runs here; no alert is overdue
    events = set(LedgerLine.objects.values_list("event", flat=True))
    assert {"alert.reminded", "alert.resumed"} <= events
    alert.acknowledge(call, actor=region.actor("fenna"), now=later)
    assert call_of(taken_up, region, "police").acknowledged_by == region.fenna


def test_a_fact_or_a_word_starts_the_hour_anew(region: Region, taken_up: MissingEpisode) -> None:
    half = region.now + HOUR / 2
    fact.add(taken_up, actor=region.actor("gerda"), kind="called", text="x", happened_at=half, now=half)
    silence.look_due(now=region.now + HOUR)
    assert told(region, "farid", "alert_silent") == 0
    silence.look_due(now=half + HOUR)
    assert told(region, "farid", "alert_silent") == 1
    at = half + HOUR + timedelta(minutes=5)
    silence.confirm(call_of(taken_up, region, "police"), actor=region.actor("fenna"), now=at)
    silence.look_due(now=half + HOUR + MINUTES)
    assert call_of(taken_up, region, "police").state == "acknowledged"
    assert call_of(taken_up, region, "veilig_thuis").state == "waiting"  # Gerda said nothing
    silence.look_due(now=at + HOUR)
    assert told(region, "farid", "alert_silent") == 2


def test_a_milder_colour_may_stay_silent(region: Region, taken_up: MissingEpisode) -> None:
    MissingEpisode.objects.filter(pk=taken_up.pk).update(colour="orange")
    for hours in range(1, 24):
        silence.look_due(now=region.now + hours * HOUR)
    assert told(region, "farid", "alert_silent") == 0
    assert call_of(taken_up, region, "police").state == "acknowledged"


def test_who_was_found_reminds_nobody(region: Region, taken_up: MissingEpisode) -> None:
    episodes.found(
        taken_up, actor=region.actor("hugo"), found_at=region.now, found_by="x", condition="", now=region.now
    )
    assert silence.look_due(now=region.now + 2 * HOUR) == 0
    assert told(region, "farid", "alert_silent") == 0


def test_only_who_answered_says_that_they_are_on_it(region: Region, red: MissingEpisode) -> None:
    with pytest.raises(StateConflictError) as refused:
        silence.confirm(call_of(red, region, "police"), actor=region.actor("farid"), now=region.now)
    assert refused.value.code == "not_answered"
    with pytest.raises(AccessDenied):
        silence.confirm(call_of(red, region, "police"), actor=region.actor("chris"), now=region.now)


def test_an_alert_of_yesterday_calls_nobody_until_a_human_says_so(
    region: Region, red: MissingEpisode
) -> None:
    AlertCall.objects.filter(episode=red, state="waiting").update(next_due_at=region.now + 25 * HOUR)
    before = Delivery.objects.filter(notification__kind="alert").count()
    late = region.now + 25 * HOUR
    escalation.escalate_due(now=late)
    assert Delivery.objects.filter(notification__kind="alert").count() == before
    call = call_of(red, region, "police")
    assert (call.state, call.next_due_at) == ("quiet", None)
    assert told(region, "anna", "alert_quiet") == 1  # once, for all organisations
    silence.look_due(now=late)
    assert watchdog.look(now=late + HOUR) == ["messages_overdue"]  # no courier runs here; no alert is overdue
    with pytest.raises(AccessDenied):
        waking.call_again(red, actor=region.actor("chris"), now=late)
    waking.call_again(red, actor=region.actor("hugo"), now=late)
    escalation.escalate_due(now=late)
    assert call_of(red, region, "police").state == "waiting"
    assert Delivery.objects.filter(notification__kind="alert").count() > before
    with pytest.raises(StateConflictError) as refused:
        waking.call_again(red, actor=region.actor("hugo"), now=late)
    assert refused.value.code == "nobody_to_call"


def test_an_alert_of_yesterday_reminds_nobody(region: Region, taken_up: MissingEpisode) -> None:
    silence.look_due(now=region.now + 25 * HOUR)
    assert told(region, "farid", "alert_silent") == 0
    assert call_of(taken_up, region, "police").next_due_at is None


def test_a_level_that_no_message_reached_is_passed_at_once(region: Region, red: MissingEpisode) -> None:
    owed = Delivery.objects.filter(user=region.farid, notification__kind="alert").exclude(channel="inbox")
    assert undelivered.calls(now=region.now) == set()
    owed.update(state="failed")
    escalation.escalate_due(now=region.now + timedelta(seconds=5))
    call = call_of(red, region, "police")
    assert call.level == 2  # minutes before the first level's time is up
    assert AlertEvent.objects.filter(call=call, kind="undelivered", level=1).exists()
    row = next(row for row in ladder_of(red).rows if row.organisation == region.police.name)
    assert "0" not in str(row.levels[0].text)
    assert "1 van 1" in str(row.levels[0].text)
    assert call_of(red, region, "veilig_thuis").level == 1


def test_one_of_two_who_was_reached_keeps_the_level(region: Region, red: MissingEpisode) -> None:
    police = call_of(red, region, "police")
    for minutes in (5, 10):  # level three: the contact point, Fenna alone at the police
        escalation.escalate_due(now=region.now + timedelta(minutes=minutes))
    desk = Delivery.objects.filter(organisation=region.desk, notification__kind="alert", channel="mail")
    two = desk.order_by("-id")[:2]
    assert {row.notification.stage for row in two} == {"3"}  # Anna and Arno
    Delivery.objects.filter(pk=two[0].pk).update(state="failed")
    assert not undelivered.reached_nobody(call_of(red, region, "desk"))
    assert undelivered.counts(red.number)[region.desk.pk, "3"] == (1, 2)
    Delivery.objects.filter(pk=two[1].pk).update(state="failed")
    assert undelivered.reached_nobody(call_of(red, region, "desk"))
    assert not undelivered.reached_nobody(police)


def test_a_level_of_people_without_a_channel_is_passed(region: Region, case, sound) -> None:
    ContactChannel.objects.filter(user=region.farid).update(verified_at=None)
    episode = sound(colour="red")
    assert call_of(episode, region, "police").level == 2
    assert AlertEvent.objects.filter(call__episode=episode, kind="nobody_at_level", level=1).exists()


def test_the_page_stands_when_the_raiser_fell_silent_and_nobody_else_is_there(
    region: Region, taken_up: MissingEpisode, log_in
) -> None:
    silence.look_due(now=region.now + HOUR)
    later = region.now + HOUR + MINUTES
    silence.look_due(now=later)
    assert call_of(taken_up, region, "institution").acknowledged_by is None
    assert ladder_of(taken_up).answered == 0
    assert log_in("gerda").get(f"/missing/{taken_up.number}/").status_code == 200
    colleagues = Membership.objects.filter(organisation=region.organisations["institution"])
    ContactChannel.objects.filter(user__in=colleagues.values("user")).update(verified_at=None)
    escalation.escalate_due(now=later)
    call = call_of(taken_up, region, "institution")
    assert (call.state, call.level) == ("nobody_reachable", 0)
    assert log_in("gerda").get(f"/missing/{taken_up.number}/").status_code == 200


def test_an_alert_that_a_human_woke_is_not_left_silent_again(
    region: Region, taken_up: MissingEpisode
) -> None:
    MissingEpisode.objects.filter(pk=taken_up.pk).update(colour="orange")
    late = region.now + 25 * HOUR
    AlertCall.objects.filter(episode=taken_up).update(next_due_at=late)
    silence.look_due(now=late)
    taken_up.refresh_from_db()
    colour.raise_to(taken_up, "red", actor=region.actor("gerda"), version=None, now=late)
    silence.look_due(now=late + HOUR)
    assert told(region, "farid", "alert_silent") == 1
