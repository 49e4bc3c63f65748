"""What the alert is measured on: forty organisations, people, cases, a site, workers, a mail server."""

import json
import logging
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import Any

import psycopg
import requests
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from cases.casefile.models import Case, CaseParticipation
from cases.management.commands.scale_data import READS, TERMS, fill, found, person
from cases.missing.models import AlertCall, MissingEpisode
from organisations import grants
from organisations.models import ContactChannel, Membership, Organisation, User
from organisations.roles import Role
from tests.chaos.stage import SENDERS, Crew, MailServer, Redis, within
from tests.fixtures_services import serve
from tests.plugin_services import free_port

RUNNING = {"web": "gunicorn", "worker": "celery"}  # name -> a word of its command
RAISER = 1  # the number of the organisation that raises; it answers for itself
FIELD = re.compile(r'<input type="(?:hidden|datetime-local)" name="([^"]+)" value="([^"]+)"')
BODY = "Urgent: zorgtafel V-26-XXXXX red\n\nhttp://localhost:8000/ack/" + "x" * 60 + "/\n" * 4
PLAIN = str(Path(__file__).with_name("plain_senders.py"))


@dataclass(frozen=True, slots=True)
class Taken:
    """How long sending took: by the clock, and of the senders' own work; both in seconds."""

    wall: float
    work: float


class Sink(MailServer):
    """A mail server that looks at nothing: it shares the machine with what is measured."""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a message."""
        self.arrived.append((time.monotonic(), envelope.rcpt_tos[0], ""))
        return "250 kept"


class Stage:
    """Everything that runs during a measurement."""

    def __init__(self, post: MailServer, crew: Crew, address: str) -> None:
        self.post, self.crew, self.address = post, crew, address
        self.homes = list(Organisation.objects.order_by("pk"))
        self.site = self.log_in(RAISER)

    def log_in(self, number: int) -> requests.Session:
        """Give a browser of sorts in which the contact point of an organisation is logged in."""
        client, session = Client(), requests.Session()
        client.force_login(User.objects.get(email=person(number, Role.CONTACT_POINT)))
        name = settings.SESSION_COOKIE_NAME
        session.cookies.set(name, client.cookies[name].value)
        return session

    def submit(self, session: requests.Session, path: str, **typed: str) -> tuple[float, str]:
        """Open a form and send it; gives the seconds that sending took, and where it led."""
        page = session.get(self.address + path)
        values = dict(FIELD.findall(page.text)) | typed
        began = time.monotonic()
        answer = session.post(self.address + path, data=values, allow_redirects=False)
        assert answer.headers.get("Location", "").startswith("/missing/"), f"{path}: {answer.status_code}"
        return time.monotonic() - began, answer.headers["Location"]

    def raise_alert(self, case: Case) -> tuple[float, str]:
        """Raise a red alert through the form; gives the seconds of the POST, and the number."""
        path = f"/cases/{case.number}/missing/raise/"
        seconds, page = self.submit(self.site, path, colour="red", police_told="not_yet")
        return seconds, page.split("/")[2]

    def told(self, since: int) -> int:
        """Count who was told since a moment."""
        return len({address for _when, address, _id in self.post.arrived[since:]})

    def is_quiet(self) -> bool:
        """Tell whether no mail came for a moment."""
        count = len(self.post.arrived)
        time.sleep(0.3)
        return count == len(self.post.arrived)

    def memory(self) -> dict[str, list[float]]:
        """Give what each process of the site and of the workers holds, in MB."""
        return {name: sorted(map(_held, _processes(name))) for name in RUNNING}

    def work(self) -> dict[str, float]:
        """Give the seconds of a processor that the site and the workers used until now."""
        return {name: sum(map(_used, _processes(name))) for name in RUNNING}


@contextmanager
def stage(people: int) -> Iterator[Stage]:
    """Set everything up and take it down again."""
    logging.getLogger("mail.log").setLevel(logging.WARNING)
    found(now=timezone.now())
    grow(people)
    post, redis = Sink(), Redis()
    post.open()
    redis.start()
    with tempfile.TemporaryDirectory(prefix="zorgtafel-bench-") as folder:
        environment = {
            "ZORGTAFEL_DEBUG": "1",
            "DATABASE_URL": os.environ["DATABASE_URL"],
            "CELERY_BROKER_URL": redis.url,
            "EMAIL_URL": post.url,
            "PORT": str(free_port()),
            "ZORGTAFEL_CHECKPOINT_DIR": folder,
            "WEB_CONCURRENCY": "2",
            "PYTHONWARNINGS": "ignore",
        }
        crew = Crew(environment, Path(folder))
        try:
            crew.start()
            with serve(environment) as address:
                yield Stage(post, crew, address)
        finally:
            crew.end()
            post.close()
            redis.remove()


def grow(people: int) -> None:
    """Bring the people who can be told by mail up to a number, evenly over who does not raise."""
    now, homes = timezone.now(), list(Organisation.objects.order_by("pk"))
    others = [home for number, home in enumerate(homes) if number != RAISER]
    able = User.objects.filter(memberships__organisation__in=others, memberships__role="contact_point")
    told = able.filter(channels__isnull=False).count()
    _reach(list(able.filter(channels=None).order_by("pk")[: max(people - told, 0)]), now)
    made = able.count()
    users = User.objects.bulk_create(
        User(email=f"p{n}@crowd.example", name=f"P{n}", password="!") for n in range(made, people)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=home, role=Role.CONTACT_POINT.value, starts_at=now)
        for user, home in zip(users, cycle(others), strict=False)
    )
    _reach(users, now)
    for home in homes:
        grants.sync(home)
    call_command("check_grants", verbosity=0)


def cases(count: int, *, organisations: int = 40) -> list[Case]:
    """Make cases in which some organisations take part, of which one raises and one coordinates."""
    homes = list(Organisation.objects.order_by("pk"))
    standing = Case.objects.count()
    numbers = list(range(standing, standing + count))
    fill(numbers, homes, now=timezone.now())
    made = list(Case.objects.order_by("-pk")[:count])
    drawn = CaseParticipation.objects.filter(case__in=made)
    drawn._raw_delete(drawn.db)  # as they were made: without history
    opened = {f"reads_{part}": True for part in READS}
    CaseParticipation.objects.bulk_create(
        CaseParticipation(
            case=case,
            organisation=home,
            covenant_id=case.covenant_id,
            purpose=TERMS[0],
            legal_ground=TERMS[1],
            starts_at=case.started_at,
            sort_at=case.updated_at,
            **opened,
        )
        for case in made
        for home in homes[:organisations]
    )
    return made


def let_go(number: str) -> None:
    """Let an alert be over without telling anybody: what is measured next is the only thing that runs."""
    AlertCall.objects.filter(episode__number=number).update(state="ended", next_due_at=None)
    MissingEpisode.objects.filter(number=number).update(status="withdrawn", withdrawn_reason="measured")


def plain_mail(post: MailServer, addresses: list[str]) -> Taken:
    """Send with nothing but smtplib over as many connections as there are senders."""
    parts = [addresses[number::SENDERS] for number in range(SENDERS)]
    return _floor(post, [{"addresses": part} for part in parts], len(addresses))


def bare_outbox(post: MailServer, addresses: list[str]) -> Taken:
    """Send what stands in a bare table, each message claimed and written down."""
    url = os.environ["DATABASE_URL"]
    with psycopg.connect(url, autocommit=True) as database:
        database.execute("DROP TABLE IF EXISTS bench_outbox")
        database.execute(
            "CREATE TABLE bench_outbox (id bigserial PRIMARY KEY, address text, "
            "claimed_until timestamptz, sent_at timestamptz)"
        )

        def owe() -> None:
            rows = [(address,) for address in addresses]
            with database.transaction(), database.cursor() as cursor:
                cursor.executemany("INSERT INTO bench_outbox (address) VALUES (%s)", rows)

        return _floor(post, [{"database": url}] * SENDERS, len(addresses), owe)


def _floor(
    post: MailServer, wanted: list[dict], count: int, begin: Callable[[], None] | None = None
) -> Taken:
    senders = [
        subprocess.Popen([sys.executable, PLAIN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _one in wanted
    ]
    for sender, words in zip(senders, wanted, strict=True):
        sender.stdin.write(json.dumps({**words, "port": post.port, "body": BODY}) + "\n")
        sender.stdin.flush()
        assert sender.stdout.readline() == "ready\n"
    before, began = len(post.arrived), time.monotonic()
    worked = sum(_used(Path(f"/proc/{sender.pid}")) for sender in senders)
    for sender in senders:
        sender.stdin.write("go\n")
        sender.stdin.flush()
    if begin:
        begin()
    within(120, lambda: len(post.arrived) >= before + count, "the floor")
    seconds = post.arrived[before + count - 1][0] - began
    worked = sum(_used(Path(f"/proc/{sender.pid}")) for sender in senders) - worked
    for sender in senders:
        sender.communicate(timeout=10)
    return Taken(seconds, worked)


def _reach(users: list[User], now: object) -> None:
    ContactChannel.objects.bulk_create(
        ContactChannel(user=user, kind="mail", address=user.email, verified_at=now) for user in users
    )


def _processes(name: str) -> list[Path]:
    """Find what runs of the site or of the workers; beat is neither."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_text().replace("\0", " ")
            environment = (folder / "environ").read_bytes()
        except OSError:
            continue
        is_ours = os.environ["DATABASE_URL"].encode() in environment
        if is_ours and RUNNING[name] in command and " beat" not in command:
            found.append(folder)
    return found


def _held(process: Path) -> float:
    """Give what a process holds in memory, in MB."""
    told = dict(line.split(":\t", 1) for line in (process / "status").read_text().splitlines())
    return int(told["VmRSS"].split()[0]) / 1024


def _used(process: Path) -> float:
    """Give the seconds of a processor that a process used."""
    told = (process / "stat").read_text().rpartition(")")[2].split()
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
