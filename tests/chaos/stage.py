"""What breaks on purpose: a mail server with moods, a Redis to stop, workers to kill."""

import asyncio
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from tests.fixtures_services import Inbox
from tests.plugin_services import (
    accepts,
    find_postgres,
    free_port,
    postgres_command,
    rights_on,
    wait_until,
)
from zorgtafel.celery import app
from zorgtafel.supervisor import Child, die_with_parent, end, start

#: Two processes that send: what ``--concurrency`` of the workers says.
SENDERS = 2


class MailServer(Inbox):
    """A real SMTP server on loopback that can be away, slow, grumpy or rude."""

    def __init__(self) -> None:
        super().__init__(free_port())
        self.arrived: list[tuple[float, str, str]] = []  # when, to whom, Message-ID
        self.fussy = 0  # each so manieth message gets 451 when it comes for the first time
        self.seen: list[str] = []  # every Message-ID that knocked
        self.rude = 0  # so many are taken, and then the line is cut before the answer
        self.slow: dict[str, float] = {}  # address -> seconds before the answer
        self.unknown: set[str] = set()  # 550
        self.controller: Controller | None = None

    def open(self) -> None:
        """Begin to listen."""
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self) -> None:
        """Refuse from now on; connections that are open are lost."""
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def told(self) -> Counter[str]:
        """Count how often each address was told."""
        return Counter(address for _when, address, _id in self.arrived)

    def extra(self) -> int:
        """Count what arrived once too often."""
        return len(self.arrived) - len({(address, message) for _when, address, message in self.arrived})

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Know everybody but a few."""
        if address in self.unknown:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take a message, in the mood of the moment."""
        (address,) = envelope.rcpt_tos
        message = BytesParser(policy=default).parsebytes(envelope.content)
        if self.fussy and message["Message-ID"] not in self.seen:
            self.seen.append(message["Message-ID"])
            if len(self.seen) % self.fussy == 0:
                return "451 come again"
        if address in self.slow:
            await asyncio.sleep(self.slow[address])
        self.arrived.append((time.monotonic(), address, message["Message-ID"]))
        if self.rude > 0:
            self.rude -= 1
            server.transport.abort()
        return "250 kept"


class Redis:
    """A Redis of this test alone, without a file: what is stopped is forgotten."""

    def __init__(self) -> None:
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="zorgtafel-chaos-redis-"))
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Give its address."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, empty."""
        command = [shutil.which("redis-server") or "redis-server", "--port", str(self.port)]
        command += ["--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=die_with_parent
        )
        wait_until(lambda: accepts(self.port), "Redis")

    def stop(self) -> None:
        """Kill it."""
        if self.process is not None:
            self.process.kill()
            self.process.wait(10)
            self.process = None

    def remove(self) -> None:
        """Leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


class Postgres:
    """A copy of this run's PostgreSQL, of this test alone, that may be shot down."""

    def __init__(self, source: int) -> None:
        self.source = source  # its port
        self.port = free_port()
        self.folder = Path(tempfile.mkdtemp(prefix="zorgtafel-chaos-postgres-"))
        self.rights = rights_on(self.folder)
        self.programs = find_postgres() or Path()
        self.process: subprocess.Popen | None = None

    def copy(self) -> None:
        """Copy the database files while the source goes on."""
        command = [self.programs / "pg_basebackup", "-h", "127.0.0.1", "-p", str(self.source)]
        command += ["-U", "zorgtafel", "-D", self.folder / "db", "-X", "fetch", "-c", "fast", "--no-sync"]
        subprocess.run(command, check=True, capture_output=True, cwd=self.folder, **self.rights)

    def start(self) -> None:
        """Start it; after a crash it repairs itself first."""
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                postgres_command(self.programs, self.folder, self.port),
                stdout=log,
                stderr=log,
                cwd=self.folder,
                preexec_fn=die_with_parent,
                **self.rights,
            )
        ask = [self.programs / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        wait_until(lambda: subprocess.run(ask, check=False).returncode == 0, "PostgreSQL")

    def crash(self) -> None:
        """Stop it as ``pg_ctl stop -m immediate`` does: no goodbye, nothing is written away."""
        if self.process is not None:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)
            self.process = None

    def remove(self) -> None:
        """Leave nothing behind."""
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)


class Poking:
    """Stands in the place of the Celery application: the same, over another broker."""

    def __init__(self, url: str) -> None:
        self.url = url

    def send_task(self, name: str, **options: Any) -> None:
        """Send a task over the broker of this test."""
        with app.connection_for_write(url=self.url) as link:
            app.send_task(name, connection=link, **options)


class Crew:
    """A beat and workers in processes of their own."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        celery = [sys.executable, "-m", "celery", "--quiet", "--app", "zorgtafel"]
        quiet = ["--loglevel=ERROR", "--without-gossip", "--without-mingle"]
        self.beat = Child(
            "beat",
            [*celery, "beat", "--loglevel=ERROR", "--pidfile=", f"--schedule={folder / 'beat'}"],
            environment,
        )
        self.workers = [
            Child(name, [*celery, "worker", f"--concurrency={SENDERS}", *quiet, "-n", name], environment)
            for name in ("one@chaos", "two@chaos")
        ]

    def start(self, workers: int = 1) -> None:
        """Start beat and some workers."""
        start(self.beat, 0)
        for worker in self.workers[:workers]:
            start(worker, 0)

    def set_clocks(self, *, wrong_by: tuple[int, int]) -> None:
        """Let the clocks of the two workers be so many seconds off, before they start."""
        for worker, seconds in zip(self.workers, wrong_by, strict=True):
            python, *_celery = worker.command
            worker.command = [python, "-m", "tests.chaos.skewed", str(seconds), *worker.command[3:]]

    def kill_sender(self) -> None:
        """Kill one process of the first worker, in the middle of whatever it does; the rest goes on."""
        asked = ["pgrep", "-P", str(self.workers[0].process.pid)]
        found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.split()
        with suppress(ProcessLookupError):
            os.kill(int(random.choice(found)), signal.SIGKILL)

    def kill(self) -> None:
        """Kill the first worker and everything it started, in the middle of whatever it does."""
        process = self.workers[0].process
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)
        self.workers[0].process = None

    def revive(self) -> None:
        """Start the first worker again."""
        start(self.workers[0], 0)

    def is_alive(self) -> bool:
        """Tell whether everything that was started still runs as the same processes."""
        started = [child.process for child in (self.beat, *self.workers) if child.process is not None]
        return all(process.poll() is None for process in started)

    def end(self) -> None:
        """Stop everything at once: nothing that is worth waiting for is under way any more."""
        for child in (self.beat, *self.workers):
            end(child, within=0)


def either(full: int, *, short: int) -> int:
    """Give the size of the long form (``ZORGTAFEL_TEST_ROUNDS=full``) or of the short one."""
    return full if os.environ.get("ZORGTAFEL_TEST_ROUNDS") == "full" else short


def within(seconds: float, true: Callable[[], bool], what: str) -> float:
    """Wait until something is true; give how long that took."""
    began = time.monotonic()
    wait_until(true, what, seconds)
    return time.monotonic() - began
