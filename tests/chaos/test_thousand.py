"""Many alerts at once while workers are killed at random: every level is called, and told, once.

The long form raises a thousand, in ten parts. Levels wait a few seconds only, so that all of them are
called within one round; somebody answers here and there.
"""

import random
import threading
import time

import pytest
from django.db import connection
from django.utils import timezone

from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.missing import alert
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, AlertEvent, MissingEpisode
from cases.notifications.models import Delivery, Heartbeat
from organisations.models import EscalationStep
from tests.cast import Region, full_table
from tests.chaos.conftest import forget_the_past, sound
from tests.chaos.stage import SENDERS, Crew, MailServer, either, within

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]

PARTS, ROUNDS, CASES = either(10, short=1), either(5, short=1), either(20, short=4)
SWEEP = 5  # seconds between two sweeps
ANSWERING = {"police": "fenna", "veilig_thuis": "gerda", "school": "bea", "desk": "arno"}


class Answering(threading.Thread):
    """People who answer for their organisations here and there, until they are told to stop."""

    def __init__(self, region: Region) -> None:
        super().__init__(daemon=True)
        self.region = region
        self.over = threading.Event()
        self.answered: dict[int, float] = {}  # call -> when the answer stood

    def run(self) -> None:
        """Answer a third of the calls, each some moments after another."""
        seen: set[int] = set()
        while not self.over.wait(random.uniform(0.05, 0.4)):
            waiting = AlertCall.objects.filter(state="waiting", level__gt=0).exclude(pk__in=seen)
            call = waiting.select_related("episode__case", "organisation").order_by("?").first()
            if call is not None:
                seen.add(call.pk)
                if random.random() < 1 / 3:
                    self._answer(call)
        connection.close()

    def _answer(self, call: AlertCall) -> None:
        names = {self.region.organisations[key].pk: name for key, name in ANSWERING.items()}
        now = timezone.now()
        try:
            actor = self.region.actor(names[call.organisation_id], now=now)
            alert.acknowledge(call, actor=actor, now=now)
        except StateConflictError:
            return
        self.answered[call.pk] = time.monotonic()


@pytest.mark.parametrize("part", range(PARTS))
def test_every_level_of_every_alert_is_told_once_whoever_is_killed(
    live: tuple[Region, Case], crew: Crew, post: MailServer, part: int
) -> None:
    region, case = live
    cases = [case, *(full_table(region, name=f"Noor {part} {n}") for n in range(CASES - 1))]
    forget_the_past()
    EscalationStep.objects.update(wait_seconds=4)
    crew.start()
    within(60, Heartbeat.objects.filter(name="escalate").exists, "the worker")
    killed = 0
    for _round in range(ROUNDS):
        answering = Answering(region)
        answering.start()
        running: list[MissingEpisode] = []
        raising = threading.Thread(target=_raise_on, args=(region, cases, running))
        raising.start()
        time.sleep(random.uniform(0, 8))
        killed += _kill(crew)
        raising.join()
        waiting = AlertCall.objects.filter(state="waiting")
        within(240, lambda rows=waiting: not rows.all().exists(), "the last level")
        answering.over.set()
        answering.join()
        within(60, lambda: not Delivery.objects.filter(state="queued").exists(), "the last message")
        for episode in running:
            _check(region, episode, post, answering.answered)
        assert post.extra() <= killed, (post.extra(), killed)
        now = timezone.now()
        for episode in running:
            episodes.withdraw(episode, actor=region.actor("hugo", now=now), reason="next round", now=now)


def _raise_on(region: Region, cases: list[Case], running: list[MissingEpisode]) -> None:
    running += [sound(region, case, now=timezone.now()) for case in cases]
    connection.close()


def _kill(crew: Crew) -> int:
    """Kill one process that sends, or the whole worker; gives how many of those that send that were."""
    if random.random() < 0.5:
        crew.kill_sender()
        return 1
    crew.kill()
    crew.revive()
    return SENDERS


def _check(region: Region, episode: MissingEpisode, post: MailServer, answered: dict[int, float]) -> None:
    arrived: dict[str, list[float]] = {}
    for when, _address, message in post.arrived:
        arrived.setdefault(message, []).append(when)
    for call in AlertCall.objects.filter(episode=episode).exclude(organisation=region.institution):
        levels = list(
            call.events.filter(kind__in=["called", "nobody_at_level"]).values_list("level", flat=True)
        )
        assert levels == list(range(1, len(levels) + 1))  # each once, in order, none left out
        assert call.state == "acknowledged" or len(levels) == 3
        owed = Delivery.objects.filter(notification__number=episode.number, organisation=call.organisation)
        mails = owed.filter(notification__kind="alert", channel="mail").values_list("pk", "state")
        for pk, state in mails:
            times = arrived.get(f"<delivery-{pk}@zorgtafel.invalid>", [])
            assert state == "cancelled" or times, (pk, state)
            assert state == "sent" or call.state == "acknowledged"
            if call.pk in answered:
                assert all(when <= answered[call.pk] + SWEEP for when in times)
    passed_on = Delivery.objects.filter(
        notification__number=episode.number, notification__kind="alert_unanswered", channel="mail"
    )
    # Who answers after that still answers: what was passed on is what was noted, not how the call stands now.
    noted = AlertEvent.objects.filter(call__episode=episode, kind="nobody_reachable")
    nobody = set(noted.values_list("call", flat=True))
    assert noted.count() == len(nobody) == passed_on.filter(user=region.arno).count()
    assert nobody >= set(
        AlertCall.objects.filter(episode=episode, state="nobody_reachable").values_list("pk", flat=True)
    )
    for pk in passed_on.values_list("pk", flat=True):
        assert f"<delivery-{pk}@zorgtafel.invalid>" in arrived
