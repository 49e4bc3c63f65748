"""An alert while Bea of the school rests: a milder one calls the next, a red one calls her."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.missing import alert, colour, escalation, handover
from cases.missing.ladder import ladder_of
from cases.missing.models import AlertCall, MissingEpisode
from cases.notifications import courier
from cases.notifications.models import Delivery
from organisations.history import remove
from organisations.models import DutyShift
from organisations.reach import quiet
from organisations.reach.quiet_rules import Choice
from tests.cast import Region

Sound = Callable[..., MissingEpisode]
#: It is ten in the morning in the region; who rests now does so until six.
REST = Choice(time(9, 0), time(18, 0))
REST_ENDS = timedelta(hours=8)


def rests(region: Region, *names: str) -> None:
    """Let people rest all day."""
    for name in names:
        quiet.choose(REST, actor=region.actor(name), now=region.now)


def mails(episode: MissingEpisode, name: str, kind: str = "alert") -> list[tuple[str, str]]:
    """Give the mails about an alert that somebody is owed: whether they wait, and their state."""
    rows = Delivery.objects.filter(notification__number=episode.number, notification__kind=kind)
    rows = rows.filter(user__email__startswith=f"{name}@", channel="mail").order_by("id")
    return list(rows.values_list("held", "state"))


def call_of(episode: MissingEpisode, region: Region, key: str) -> AlertCall:
    """Give the call of an organisation."""
    return AlertCall.objects.get(episode=episode, organisation=region.organisations[key])


def pass_levels(region: Region, minutes: int = 5) -> None:
    """Let so many minutes pass without an answer, level after level."""
    for at in range(5, minutes + 1, 5):
        escalation.escalate_due(now=region.now + timedelta(minutes=at))


def test_an_orange_alert_passes_who_rests_and_goes_up_at_once(region: Region, sound: Sound) -> None:
    rests(region, "bea")
    episode = sound(colour="orange", colour_reason="she rings every hour")
    pass_levels(region, 5)  # after the level of who is on duty comes Bea, and she rests
    call = call_of(episode, region, "school")
    assert call.state == "nobody_reachable"
    assert mails(episode, "bea") == [("quiet", "queued")]
    held = Delivery.objects.get(user=region.bea, channel="mail", notification__number=episode.number)
    assert held.due_at == region.now + REST_ENDS
    inbox = Delivery.objects.get(user=region.bea, channel="inbox", notification__number=episode.number)
    assert inbox.state == "sent"
    assert mails(episode, "anna", "alert_unanswered") == [("", "queued")]
    school = next(row for row in ladder_of(episode).rows if row.organisation == region.school.name)
    assert any("rusttijd" in str(rung.text) for rung in school.levels)


def test_a_red_alert_calls_her_whatever_she_chose(region: Region, sound: Sound) -> None:
    rests(region, "bea")
    episode = sound(colour="red")
    pass_levels(region, 5)
    assert mails(episode, "bea") == [("", "queued")]
    assert call_of(episode, region, "school").state == "waiting"


def test_who_is_on_duty_is_called_in_quiet_hours_too(region: Region, sound: Sound) -> None:
    rests(region, "farid", "gerda")
    episode = sound(colour="orange", colour_reason="calm")
    assert mails(episode, "farid") == [("", "queued")]
    assert mails(episode, "gerda") == [("", "queued")]


def test_the_last_ones_are_told_though_both_rest(region: Region, sound: Sound) -> None:
    for shift in DutyShift.objects.filter(organisation=region.desk):
        remove(shift, actor=region.actor("anna"), now=region.now)
    rests(region, "bea", "anna", "arno")
    episode = sound(colour="orange", colour_reason="calm")
    pass_levels(region, 5)
    assert ("", "queued") in mails(episode, "anna", "alert_unanswered")
    assert ("", "queued") in mails(episode, "arno", "alert_unanswered")


def test_becoming_red_reaches_who_was_passed(region: Region, sound: Sound) -> None:
    rests(region, "bea")
    episode = sound(colour="orange", colour_reason="calm")
    pass_levels(region, 5)
    episode.refresh_from_db()
    at = region.now + timedelta(minutes=6)
    colour.raise_to(episode, "red", actor=region.actor("farid"), version=episode.version, now=at)
    assert mails(episode, "bea", "alert_graver") == [("", "queued")]


@pytest.mark.parametrize("how", ["answered", "over"])
def test_what_waits_is_taken_back_when_it_is_not_needed_any_more(
    region: Region, sound: Sound, how: str
) -> None:
    rests(region, "bea")
    episode = sound(colour="orange", colour_reason="calm")
    pass_levels(region, 5)
    if how == "answered":
        call = call_of(episode, region, "school")
        alert.acknowledge(call, actor=region.actor("bram"), now=region.now + timedelta(minutes=7))
    else:
        alert.end(episode, actor=region.actor("hugo"), now=region.now + timedelta(minutes=7))
    assert mails(episode, "bea") == [("quiet", "cancelled")]


def test_unanswered_at_the_end_of_the_quiet_hours_it_still_comes(
    region: Region, sound: Sound, mailoutbox: list
) -> None:
    rests(region, "bea")
    episode = sound(colour="orange", colour_reason="calm")
    pass_levels(region, 5)
    courier.deliver_due(now=region.now + REST_ENDS - timedelta(minutes=1))
    assert mails(episode, "bea") == [("quiet", "queued")]
    courier.deliver_due(now=region.now + REST_ENDS)
    assert mails(episode, "bea") == [("quiet", "sent")]
    call = call_of(episode, region, "school")
    alert.acknowledge(call, actor=region.actor("bea"), now=region.now + REST_ENDS)


def test_a_lost_message_of_who_was_called_goes_up_beside_one_that_waits(region: Region, sound: Sound) -> None:
    rests(region, "bea")
    episode = sound(colour="orange", colour_reason="calm")
    Delivery.objects.filter(organisation=region.school, channel="mail").update(state="failed")
    escalation.escalate_due(now=region.now + timedelta(seconds=5))
    assert call_of(episode, region, "school").state == "nobody_reachable"


def test_who_took_it_up_hears_the_end_of_it_and_who_rests_hears_it_later(
    region: Region, sound: Sound
) -> None:
    episode = sound(colour="orange", colour_reason="calm")
    pass_levels(region, 5)
    alert.acknowledge(
        call_of(episode, region, "school"), actor=region.actor("bea"), now=region.now + timedelta(minutes=6)
    )
    rests(region, "bea", "piet")
    alert.tell_called(
        "all_clear", episode, stage="", actor=region.actor("hugo"), now=region.now + timedelta(minutes=9)
    )
    assert mails(episode, "bea", "all_clear") == [("", "queued")]


def test_a_colleague_who_rests_may_be_asked_and_hears_it_later(
    region: Region, sound: Sound, log_in: Callable[[str], Client], time_machine: Any
) -> None:
    time_machine.move_to(region.now, tick=False)
    rests(region, "bea")
    episode = sound(colour="orange", colour_reason="calm")
    call = call_of(episode, region, "school")
    alert.acknowledge(call, actor=region.actor("bram"), now=region.now)
    taken = call_of(episode, region, "school")
    known = handover.colleagues(taken, without=region.bram, now=region.now)
    assert [(one.user, one.rests) for one in known] == [(region.bea, True)]
    page = log_in("bram").get(f"/missing/{episode.number}/hand-over/").content.decode()
    assert "Bea (rusttijd" in page
    handover.offer(taken, actor=region.actor("bram"), to=region.bea, now=region.now)
    assert mails(episode, "bea", "alert_handover") == [("quiet", "queued")]
