"""A region on a real PostgreSQL, a crowd that must be told, and things that can be broken."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from cases.notifications import outbox
from cases.notifications.models import Delivery
from cases.notifications.outbox import Recipient
from organisations.models import ContactChannel, Membership, Organisation, User
from organisations.roles import Role
from tests.cast import Region, found_region, full_table
from tests.chaos.stage import Crew, MailServer, Poking, Redis
from tests.fixtures_services import database_url
from tests.plugin_services import free_port


@pytest.fixture
def post() -> Iterator[MailServer]:
    """Give a mail server with moods, open."""
    server = MailServer()
    server.open()
    yield server
    server.close()


@pytest.fixture
def redis() -> Iterator[Redis]:
    """Give a running Redis of this test alone."""
    made = Redis()
    made.start()
    yield made
    made.remove()


@pytest.fixture
def live(transactional_db: None) -> tuple[Region, Case]:
    """Give the region and a case, today, where other processes can see them."""
    region = fresh(timezone.now())  # workers know no other clock than the real one
    case = full_table(region)
    forget_the_past()
    return region, case


def forget_the_past() -> None:
    """Take back what making a case promised, so that nobody counts as told who only heard of that."""
    Delivery.objects.filter(state="queued").update(state="cancelled")


def fresh(now: datetime) -> Region:
    """Found the region at an instant, in the place of one of another time."""
    if Organisation.objects.exists():
        call_command("flush", verbosity=0, interactive=False)
    return found_region(now)


def sound(region: Region, case: Case, *, now: datetime) -> MissingEpisode:
    """Raise a red alert, by Hugo."""
    report = episodes.Report(missing_since=now - timedelta(hours=1), colour="red")
    return episodes.raise_alert(case, actor=region.actor("hugo", now=now), report=report, now=now)


@pytest.fixture
def environment(post: MailServer, redis: Redis, transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """Give the environment in which the crew meets this test's database, broker and mail server."""
    return {
        "ZORGTAFEL_DEBUG": "1",
        "DATABASE_URL": database_url(),
        "CELERY_BROKER_URL": redis.url,
        "EMAIL_URL": post.url,
        "PORT": str(free_port()),
        "ZORGTAFEL_CHECKPOINT_DIR": str(tmp_path / "checkpoints"),
        "PYTHONWARNINGS": "ignore",
    }


@pytest.fixture
def crew(environment: dict[str, str], tmp_path: Path) -> Iterator[Crew]:
    """Give beat and workers that were not started yet."""
    made = Crew(environment, tmp_path)
    yield made
    made.end()


@pytest.fixture(autouse=True)
def pokes(redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process, which stands for the website, poke the Redis of this test."""

    monkeypatch.setattr(outbox, "current_app", Poking(redis.url))


@pytest.fixture
def crowd(live: tuple[Region, Case]) -> Callable[..., list[str]]:
    """Give a way to owe an alert to many contact points of the police; gives their addresses."""
    region, case = live
    people = iter(range(10**6))

    def tell(count: int, *, now: datetime | None = None) -> list[str]:
        at = now or timezone.now()
        numbers = [next(people) for _ in range(count)]
        users = [User(email=f"p{n}@crowd.example", name=f"P{n}", password="!") for n in numbers]
        User.objects.bulk_create(users)
        Membership.objects.bulk_create(
            Membership(
                user=user, organisation=region.police, role=Role.CONTACT_POINT.value, starts_at=region.now
            )
            for user in users
        )
        ContactChannel.objects.bulk_create(
            ContactChannel(user=user, kind="mail", address=user.email, verified_at=region.now)
            for user in users
        )
        to = [
            Recipient(user, region.police, f"/missing/V-{n}/") for n, user in zip(numbers, users, strict=True)
        ]
        outbox.put("alert", number=f"V-{numbers[0]}", to=to, now=at, stage="1", colour="red", case=case)
        return [user.email for user in users]

    return tell
