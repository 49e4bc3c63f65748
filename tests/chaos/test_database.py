"""PostgreSQL is shot down in mid-alert and while alerts are raised: all goes on, and nothing is lost."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import requests
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.missing.models import AlertCall, MissingEpisode
from cases.notifications.models import Delivery
from tests.cast import Region, full_table, prove
from tests.chaos.conftest import forget_the_past
from tests.chaos.stage import SENDERS, Crew, MailServer, Postgres, either, within
from tests.fixtures_services import serve

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def postgres(transactional_db: None) -> Iterator[Postgres]:
    """Give a PostgreSQL of this test alone, in the place of that of the run."""
    settings = connection.settings_dict
    shared = settings["PORT"]
    made = Postgres(int(shared))
    made.copy()
    made.start()
    connection.close()
    settings["PORT"] = made.port
    yield made
    connection.close()
    settings["PORT"] = shared
    made.remove()


class Raiser:
    """Hugo at his screen, who presses the button again until it worked."""

    def __init__(self, site: str, region: Region) -> None:
        client = Client()
        client.force_login(region.hugo)
        prove(client, region.hugo, time.time())
        self.site, self.cookie = site, client.cookies["sessionid"].value
        self.raised: list[str] = []
        self.failures: list[str] = []

    def raise_on(self, cases: list[Case]) -> None:
        """Raise the alert on every case, one after the other."""
        for case in cases:
            self.raised.append(self._raise(case.number, uuid4().hex))

    def _raise(self, number: str, key: str) -> str:
        """Send the form until it is taken; gives where it led."""
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                answer = self._send(f"{self.site}/cases/{number}/missing/raise/", key)
            except requests.RequestException as error:
                self.failures.append(type(error).__name__)
            else:
                if answer.status_code == 302:
                    return answer.headers["Location"]
                self.failures.append(str(answer.status_code))
            time.sleep(0.2)
        raise TimeoutError(f"{number} could not be raised: {self.failures[-3:]}")

    def _send(self, address: str, key: str) -> requests.Response:
        with requests.Session() as browser:
            browser.cookies.set("sessionid", self.cookie)
            page = browser.get(address, timeout=15)
            page.raise_for_status()
            token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.text)
            since = timezone.localtime() - timedelta(hours=1)
            values = {
                "csrfmiddlewaretoken": token[1],
                "idempotency": key,
                "missing_since": f"{since:%Y-%m-%dT%H:%M}",
                "colour": "red",
                "police_told": "not_yet",
            }
            return browser.post(address, values, allow_redirects=False, timeout=15)


def test_postgres_is_shot_down_in_mid_alert_and_while_alerts_are_raised(
    postgres: Postgres,
    live: tuple[Region, Case],
    crowd: Callable[..., list[str]],
    crew: Crew,
    post: MailServer,
    environment: dict[str, str],
) -> None:
    region, case = live
    cases = [case, *(full_table(region, name=f"Noor {n}") for n in range(either(40, short=5)))]
    forget_the_past()
    with serve(environment) as site:
        hugo = Raiser(site, region)
        crew.start()
        people = crowd(either(500, short=60))
        within(60, lambda: len(post.arrived) >= 10, "the first messages")
        pressing = threading.Thread(target=hugo.raise_on, args=(cases,))
        pressing.start()
        for turn in range(either(10, short=1)):
            within(60, lambda t=turn: len(hugo.raised) > t, "the next alert")
            postgres.crash()
            time.sleep(1)
            postgres.start()
            back = within(30, lambda: requests.get(f"{site}/health/live", timeout=5).ok, "the website")
            assert back <= 5, back
        pressing.join(120)
    connection.close()
    numbers = {address.strip("/").rpartition("/")[2] for address in hugo.raised}
    assert len(numbers) == len(cases)
    assert set(MissingEpisode.objects.values_list("number", flat=True)) == numbers
    for number in numbers:
        assert AlertCall.objects.filter(episode__number=number).count() == 5
        assert LedgerLine.objects.filter(event="alert.raised", object_number=number).count() == 1
    within(60, lambda: not Delivery.objects.filter(state="queued").exists(), "the last message")
    owed = Delivery.objects.exclude(channel="inbox").exclude(state="cancelled")
    assert set(owed.values_list("state", flat=True)) == {"sent"}
    assert {f"<delivery-{pk}@zorgtafel.invalid>" for pk in owed.values_list("pk", flat=True)} == {
        message for _when, _to, message in post.arrived
    }
    assert set(people) <= set(post.told())
    assert post.extra() <= SENDERS * either(10, short=1)
    assert crew.is_alive()
