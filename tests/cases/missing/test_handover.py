"""Who holds a call: handed over at the end of a shift, taken over, not taken up by this person."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.access import blocks
from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.missing import alert, escalation, handover, handover_reminder, handover_rules, silence
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, CallHandover, MissingEpisode
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from tests.cast import Region

LogIn = Callable[[str], Client]


def told(number: str, kind: str) -> list[str]:
    """Give who has a notification of a kind in the inbox, by name."""
    rows = Delivery.objects.filter(notification__number=number, notification__kind=kind, channel="inbox")
    return sorted(rows.values_list("user__name", flat=True))


def call_of(episode: MissingEpisode, region: Region, key: str) -> AlertCall:
    """Give the call of an organisation as it stands now."""
    rows = AlertCall.objects.select_related("episode__case", "organisation", "acknowledged_by")
    return rows.get(episode=episode, organisation=region.organisations[key])


@pytest.fixture
def taken(region: Region, episode: MissingEpisode) -> AlertCall:
    """Give the call of the police, which Farid took up."""
    alert.acknowledge(call_of(episode, region, "police"), actor=region.actor("farid"), now=region.now)
    return call_of(episode, region, "police")


def test_farid_hands_over_and_holds_it_until_fenna_accepts(
    region: Region, episode: MissingEpisode, taken: AlertCall
) -> None:
    later = region.now + timedelta(hours=2)
    handover.offer(taken, actor=region.actor("farid"), to=region.fenna, now=later)
    assert call_of(episode, region, "police").acknowledged_by == region.farid
    assert told(episode.number, "alert_handover") == ["Fenna"]
    handover.accept(taken, actor=region.actor("fenna"), now=later)
    call = call_of(episode, region, "police")
    assert (call.acknowledged_by, call.acknowledged_at) == (region.fenna, taken.acknowledged_at)
    assert told(episode.number, "alert_handover_answered") == ["Farid"]
    assert LedgerLine.objects.filter(event="handover.offered", user_id=region.farid.pk).exists()
    assert LedgerLine.objects.filter(event="handover.accepted", user_id=region.fenna.pk).exists()
    with pytest.raises(StateConflictError) as refused:
        handover.accept(taken, actor=region.actor("fenna"), now=later)
    assert refused.value.code == "not_asked"
    with pytest.raises(StateConflictError) as refused:
        handover.offer(taken, actor=region.actor("farid"), to=region.fenna, now=later)
    assert refused.value.code == "not_the_holder"


def test_fenna_refuses_and_farid_hears_that_he_still_holds_it(
    region: Region, episode: MissingEpisode, taken: AlertCall
) -> None:
    handover.offer(taken, actor=region.actor("farid"), to=region.fenna, now=region.now)
    handover.refuse(taken, actor=region.actor("fenna"), now=region.now)
    assert call_of(episode, region, "police").acknowledged_by == region.farid
    assert CallHandover.objects.get().state == "refused"
    assert told(episode.number, "alert_handover_answered") == ["Farid"]


@pytest.mark.parametrize("name", ["gerda", "chris", "farid"])
def test_only_a_colleague_who_can_answer_may_be_asked(region: Region, taken: AlertCall, name: str) -> None:
    with pytest.raises(StateConflictError) as refused:
        handover.offer(taken, actor=region.actor("farid"), to=region.people[name], now=region.now)
    assert (refused.value.code, refused.value.field) == ("cannot_answer", "colleague")


def test_a_blocked_colleague_cannot_be_asked(
    region: Region, episode: MissingEpisode, taken: AlertCall
) -> None:
    blocks.block(episode.case, actor=region.actor("anna"), user=region.fenna, reason="aunt", now=region.now)
    assert handover.colleagues(taken, without=region.farid, now=region.now) == []


@pytest.mark.parametrize("name", ["gerda", "hugo", "chris", "eva", "dina"])
def test_another_organisation_holds_nothing_here(region: Region, taken: AlertCall, name: str) -> None:
    actor = region.actor(name)
    handover.offer(taken, actor=region.actor("farid"), to=region.fenna, now=region.now)
    for act in (handover.accept, handover.refuse, handover.take, handover.decline):
        with pytest.raises(AccessDenied):
            act(taken, actor=actor, now=region.now)


def test_fenna_takes_over_without_being_asked(
    region: Region, episode: MissingEpisode, taken: AlertCall
) -> None:
    handover.take(taken, actor=region.actor("fenna"), now=region.now)
    assert call_of(episode, region, "police").acknowledged_by == region.fenna
    assert told(episode.number, "alert_taken_over") == ["Farid"]
    assert LedgerLine.objects.filter(event="alert.taken_over", user_id=region.fenna.pk).exists()
    handover.take(taken, actor=region.actor("fenna"), now=region.now)  # twice is once
    assert LedgerLine.objects.filter(event="alert.taken_over").count() == 1


def test_taking_over_at_the_same_hour_of_another_day_is_told_again(
    region: Region, episode: MissingEpisode, taken: AlertCall
) -> None:
    for name, days in (("fenna", 0), ("farid", 0), ("fenna", 1)):
        at = region.now + timedelta(days=days)
        handover.take(taken, actor=region.actor(name, now=at), now=at)
    assert told(episode.number, "alert_taken_over") == ["Farid", "Farid", "Fenna"]


def test_what_nobody_took_up_is_answered_and_not_taken_over(region: Region, episode: MissingEpisode) -> None:
    with pytest.raises(StateConflictError) as refused:
        handover.take(call_of(episode, region, "police"), actor=region.actor("fenna"), now=region.now)
    assert refused.value.code == "not_answered_yet"


def test_who_cannot_take_it_up_passes_it_to_the_next_level_at_once(
    region: Region, episode: MissingEpisode
) -> None:
    call = call_of(episode, region, "police")
    assert told(episode.number, "alert").count("Fenna") == 0
    handover.decline(call, actor=region.actor("farid"), now=region.now)
    assert told(episode.number, "alert").count("Fenna") == 1
    call = call_of(episode, region, "police")
    assert (call.state, call.level, call.called_at) == ("waiting", 2, region.now)
    line = LedgerLine.objects.get(event="alert.declined")
    assert line.user_id == region.farid.pk
    handover.decline(call, actor=region.actor("farid"), now=region.now)  # twice is once
    assert LedgerLine.objects.filter(event="alert.declined").count() == 1


def test_after_everybody_declined_the_coordinator_hears_it_at_once(
    region: Region, episode: MissingEpisode
) -> None:
    for name in ("farid", "fenna"):
        handover.decline(call_of(episode, region, "police"), actor=region.actor(name), now=region.now)
    assert call_of(episode, region, "police").state == "nobody_reachable"
    assert told(episode.number, "alert_unanswered") == ["Anna", "Arno"]


def test_who_declined_is_not_called_on_a_later_level(region: Region, episode: MissingEpisode) -> None:
    handover.decline(call_of(episode, region, "veilig_thuis"), actor=region.actor("gerda"), now=region.now)
    at = region.now
    for _level in range(3):
        at += timedelta(minutes=6)
        escalation.escalate_due(now=at)
    assert told(episode.number, "alert").count("Gerda") == 1
    assert call_of(episode, region, "veilig_thuis").state == "nobody_reachable"


def test_while_somebody_else_is_called_too_a_decline_waits_for_them(
    region: Region, episode: MissingEpisode
) -> None:
    escalation.escalate_due(now=region.now + timedelta(minutes=5))  # level two: Fenna
    handover.decline(
        call_of(episode, region, "police"), actor=region.actor("farid"), now=region.now + timedelta(minutes=6)
    )
    call = call_of(episode, region, "police")
    assert (call.state, call.level) == ("waiting", 2)


def test_nothing_is_passed_on_after_the_end_or_after_an_answer(
    region: Region, episode: MissingEpisode, taken: AlertCall
) -> None:
    with pytest.raises(StateConflictError) as refused:
        handover.decline(taken, actor=region.actor("fenna"), now=region.now)
    assert refused.value.code == "already_acknowledged"
    handover.offer(taken, actor=region.actor("farid"), to=region.fenna, now=region.now)
    episodes.withdraw(episode, actor=region.actor("hugo"), reason="mistake", now=region.now)
    for act in (handover.accept, handover.refuse, handover.take, handover.decline):
        with pytest.raises(StateConflictError) as refused:
            act(call_of(episode, region, "police"), actor=region.actor("fenna"), now=region.now)
        assert refused.value.code == "alert_over"


def test_a_hand_over_through_the_pages(
    region: Region, episode: MissingEpisode, taken: AlertCall, log_in: LogIn
) -> None:
    page, farid, fenna = f"/missing/{episode.number}/", log_in("farid"), log_in("fenna")
    assert f"{page}hand-over/" in farid.get(page).content.decode()
    assert f"{page}take-over/" in fenna.get(page).content.decode()
    form = farid.get(f"{page}hand-over/").content.decode()
    assert "Fenna" in form
    assert farid.post(f"{page}hand-over/", {"colleague": region.gerda.pk}).status_code == 400
    assert farid.post(f"{page}hand-over/", {"colleague": region.fenna.pk}).url == page
    assert "Fenna" in farid.get(page).content.decode()
    answer = f"{page}hand-over/answer/"
    assert answer in fenna.get(page).content.decode()
    assert farid.post(answer, {"decision": "accept"}).status_code == 409
    assert fenna.post(answer, {"decision": "accept"}).url == page
    assert f"{page}hand-over/" in fenna.get(page).content.decode()
    assert log_in("iris").get(f"{page}hand-over/").status_code == 403
    assert log_in("chris").get(f"{page}hand-over/").status_code == 404


def test_farid_says_from_the_page_that_he_cannot(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    page, farid = f"/missing/{episode.number}/", log_in("farid")
    assert f"{page}decline/" in farid.get(page).content.decode()
    assert farid.post(f"{page}decline/").url == page
    assert call_of(episode, region, "police").level == 2


def test_a_question_that_nobody_answers_is_asked_again_and_farid_hears_that_he_still_holds_it(
    region: Region, episode: MissingEpisode, taken: AlertCall, log_in: LogIn
) -> None:
    handover.offer(taken, actor=region.actor("farid"), to=region.fenna, now=region.now)
    assert handover_reminder.look_due(now=region.now + timedelta(minutes=4)) == 0
    at = region.now + timedelta(minutes=5)
    assert handover_reminder.look_due(now=at) == 1
    assert told(episode.number, "alert_handover") == ["Fenna", "Fenna"]
    assert told(episode.number, "alert_handover_unanswered") == ["Farid"]
    assert call_of(episode, region, "police").acknowledged_by == region.farid
    assert LedgerLine.objects.filter(event="handover.unanswered").count() == 1
    assert handover_reminder.look_due(now=at + timedelta(hours=1)) == 0  # once: who asked knows it now
    assert "niet aangenomen" in log_in("farid").get(f"/missing/{episode.number}/").content.decode()
    handover.accept(taken, actor=region.actor("fenna"), now=at)
    assert call_of(episode, region, "police").acknowledged_by == region.fenna


@pytest.mark.parametrize("ending", ["accepted", "refused", "over"])
def test_a_question_with_an_answer_reminds_nobody(
    region: Region, episode: MissingEpisode, taken: AlertCall, ending: str
) -> None:
    handover.offer(taken, actor=region.actor("farid"), to=region.fenna, now=region.now)
    if ending == "over":
        episodes.withdraw(episode, actor=region.actor("hugo"), reason="x", now=region.now)
    else:
        answer = handover.accept if ending == "accepted" else handover.refuse
        answer(taken, actor=region.actor("fenna"), now=region.now)
    assert handover_reminder.look_due(now=region.now + timedelta(minutes=30)) == 0


@pytest.mark.parametrize(
    ("minutes", "reminded", "late"),
    [(0, False, False), (4, False, False), (5, False, True), (9, True, False)],
)
def test_five_minutes_without_an_answer_is_too_long(
    region: Region, minutes: int, reminded: bool, late: bool
) -> None:
    now = region.now + timedelta(minutes=minutes)
    reminded_at = region.now + timedelta(minutes=5) if reminded else None
    assert handover_rules.is_unanswered(region.now, reminded_at=reminded_at, now=now) is late


def test_a_question_of_before_the_silence_is_gone_when_the_call_starts_again(
    region: Region, sound: Callable[..., MissingEpisode]
) -> None:
    red = sound(colour="red")
    alert.acknowledge(call_of(red, region, "police"), actor=region.actor("farid"), now=region.now)
    handover.offer(
        call_of(red, region, "police"), actor=region.actor("farid"), to=region.fenna, now=region.now
    )
    later = region.now + timedelta(hours=1)
    silence.look_due(now=later)
    silence.look_due(now=later + timedelta(minutes=15))
    assert call_of(red, region, "police").state == "waiting"
    assert CallHandover.objects.get().state == "withdrawn"
    for answer in (handover.accept, handover.refuse):
        with pytest.raises(StateConflictError) as refused:
            answer(call_of(red, region, "police"), actor=region.actor("fenna"), now=later)
        assert refused.value.code == "not_asked"


def test_who_holds_the_alert_hears_its_end_although_nobody_ever_called_them(
    region: Region, episode: MissingEpisode, taken: AlertCall
) -> None:
    assert "Fenna" not in told(episode.number, "alert")
    handover.take(taken, actor=region.actor("fenna"), now=region.now)
    episodes.found(
        episode,
        actor=region.actor("gerda"),
        found_at=region.now,
        found_by="x",
        condition="",
        now=region.now,
    )
    assert "Fenna" in told(episode.number, "all_clear")
