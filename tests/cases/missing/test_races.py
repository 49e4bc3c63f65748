"""At the same moment: threads on a real PostgreSQL."""

from datetime import timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.missing import alert, escalation, handover, return_interview
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, AlertEvent, CallHandover, MissingEpisode
from cases.missing.return_interview import Offer, Talk
from cases.notifications import courier, outbox
from cases.notifications.models import Delivery
from organisations import membership
from organisations.models import User
from organisations.roles import Role
from tests.cast import FOUNDER, Region
from tests.fixtures_services import Inbox
from tests.together import rounds, together

pytestmark = pytest.mark.postgres


@pytest.fixture
def founded(transactional_db: None, region: Region, case: Case) -> tuple[Region, Case]:
    """Give a region and a case that every thread can see."""
    return region, case


def sound(region: Region, case: Case, name: str = "hugo") -> MissingEpisode:
    """Raise the alert."""
    report = episodes.Report(missing_since=region.now - timedelta(hours=1))
    return episodes.raise_alert(case, actor=region.actor(name), report=report, now=region.now)


def test_two_colleagues_acknowledge_at_the_same_moment_and_both_hear_the_truth(
    founded: tuple[Region, Case],
) -> None:
    region, case = founded
    actors = [region.actor(name) for name in ("farid", "fenna")]
    for _round in range(rounds(200)):
        episode = sound(region, case)
        call = AlertCall.objects.get(episode=episode, organisation=region.police)
        answers = together(
            *(lambda a=a, c=call: alert.acknowledge(c, actor=a, now=region.now) for a in actors)
        )
        call.refresh_from_db()
        refused = [answer for answer in answers if isinstance(answer, alert.AlreadyAcknowledgedError)]
        won = [answer for answer in answers if isinstance(answer, AlertCall)]
        assert (len(won), len(refused)) == (1, 1)
        assert won[0].acknowledged_by_id == call.acknowledged_by_id
        assert call.acknowledged_by.name in refused[0].sentence
        assert AlertEvent.objects.filter(call=call, kind="acknowledged").count() == 1
        episodes.withdraw(episode, actor=region.actor("hugo"), reason="next round", now=region.now)


def test_two_alerts_at_the_same_moment_are_one(founded: tuple[Region, Case]) -> None:
    region, case = founded
    answers = together(*(lambda n=n: sound(region, case, n) for n in ("hugo", "farid")))
    assert sum(isinstance(answer, MissingEpisode) for answer in answers) == 1
    assert sum(isinstance(answer, episodes.AlreadyRunningError) for answer in answers) == 1


def test_two_sweeps_at_the_same_moment_call_each_level_once(founded: tuple[Region, Case]) -> None:
    region, case = founded
    episode = sound(region, case)
    due = region.now + timedelta(minutes=5)
    together(*(lambda: escalation.escalate_due(now=due) for _ in range(3)))
    for call in AlertCall.objects.filter(episode=episode).exclude(organisation=region.institution):
        levels = list(call.events.filter(kind="called").values_list("level", flat=True))
        assert len(levels) == len(set(levels)) == 2


def test_found_and_acknowledged_and_escalated_at_the_same_moment(founded: tuple[Region, Case]) -> None:
    region, case = founded
    episode = sound(region, case)
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    at = region.now + timedelta(minutes=5)
    hugo, farid = region.actor("hugo"), region.actor("farid")
    answers = together(
        lambda: episodes.found(episode, actor=hugo, found_at=at, found_by="", condition="", now=at),
        lambda: alert.acknowledge(call, actor=farid, now=at),
        lambda: escalation.escalate_due(now=at),
    )
    assert isinstance(answers[0], MissingEpisode)
    assert isinstance(answers[2], int)
    assert not AlertCall.objects.filter(episode=episode, next_due_at__isnull=False).exists()
    assert not Delivery.objects.filter(notification__kind="alert", state="queued").exists()


def test_a_call_is_accepted_and_taken_over_at_the_same_moment_and_one_of_them_holds_it(
    founded: tuple[Region, Case],
) -> None:
    region, case = founded
    fleur = User.objects.create_user("fleur@demo.zorgtafel.example", "Fleur", "x")
    terms = {"organisation": region.police, "role": Role.CONTACT_POINT, "now": region.now}
    membership.start(actor=FOUNDER, user=fleur, **terms)
    region.people["fleur"] = fleur
    farid, fenna, third = (region.actor(name) for name in ("farid", "fenna", "fleur"))
    for _round in range(rounds(60)):
        episode = sound(region, case)
        call = AlertCall.objects.get(episode=episode, organisation=region.police)
        alert.acknowledge(call, actor=farid, now=region.now)
        handover.offer(call, actor=farid, to=region.fenna, now=region.now)
        accepted, again, taken = together(
            *(lambda c=call: handover.accept(c, actor=fenna, now=region.now) for _tap in range(2)),
            lambda c=call: handover.take(c, actor=third, now=region.now),
        )
        call.refresh_from_db()
        assert isinstance(taken, AlertCall)  # whoever takes it over may do so before and after
        won = [answer for answer in (accepted, again) if isinstance(answer, AlertCall)]
        lost = [answer for answer in (accepted, again) if isinstance(answer, StateConflictError)]
        assert (len(won), {answer.code for answer in lost}) in ((1, {"not_asked"}), (0, {"not_asked"}))
        assert call.acknowledged_by == fleur
        states = list(CallHandover.objects.filter(call=call).values_list("state", flat=True))
        assert states == (["accepted"] if won else ["withdrawn"])
        episodes.withdraw(episode, actor=region.actor("hugo"), reason="next round", now=region.now)


def test_two_people_close_an_episode_at_the_same_moment_and_one_did(founded: tuple[Region, Case]) -> None:
    region, case = founded
    hugo, closers = region.actor("hugo"), [region.actor(name) for name in ("anna", "piet")]
    at = region.now + timedelta(minutes=5)
    for _round in range(rounds(60)):
        episode = sound(region, case)
        episodes.found(episode, actor=hugo, found_at=at, found_by="", condition="", now=at)
        return_interview.offer(episode, actor=hugo, offer=Offer(offered_at=at, interviewer="Mies"), now=at)
        return_interview.record(episode, actor=hugo, talk=Talk(refused_reason="not now"), now=at)
        answers = together(*(lambda a=a, e=episode: episodes.close(e, actor=a, now=at) for a in closers))
        won = [answer for answer in answers if isinstance(answer, MissingEpisode)]
        refused = [answer for answer in answers if isinstance(answer, StateConflictError)]
        assert (len(won), len(refused)) == (1, 1), answers
        episode.refresh_from_db()
        assert episode.closed_by_id == won[0].closed_by_id
        lines = LedgerLine.objects.filter(event="episode.closed", object_number=episode.number)
        assert lines.count() == 1


def test_two_couriers_at_the_same_moment_send_each_mail_once(
    founded: tuple[Region, Case], smtp_sink: Inbox
) -> None:
    region, case = founded
    Delivery.objects.update(state="sent")
    recipient = outbox.Recipient(region.anna, region.desk, f"/cases/{case.number}/")
    for stage in range(60):
        outbox.put("alert", number=case.number, to=[recipient], now=region.now, stage=str(stage), case=case)
    done = together(*(lambda: courier.deliver_due(now=region.now) for _ in range(2)))
    assert sum(outcome.sent for outcome in done) == 60
    ids = [message["Message-ID"] for message in smtp_sink.messages]
    assert len(ids) == len(set(ids)) == 60
