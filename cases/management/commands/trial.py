"""``manage.py trial``: everything on one machine (synthetic region, web, worker, beat) until Ctrl-C."""

import os
import sys
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from cases.demo.parties import DOMAIN, PASSWORD
from organisations.reach import push
from zorgtafel.supervisor import Child, Supervisor
from zorgtafel.terminal import answers, is_taken, own_ctrl_c

OURS = ("organisations", "cases")


class Command(BaseCommand):
    """Prepare the trial and run it."""

    help = "Run the trial here: synthetic region, web server, worker and beat. Ctrl-C stops everything."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the port be chosen."""
        parser.add_argument("--port", type=int, default=settings.PORT, help="port (default: %(default)s)")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        """Prepare, run, and come back when everything has stopped."""
        if not settings.ZORGTAFEL_TRIAL:
            raise CommandError("The trial needs ZORGTAFEL_DEBUG=1: it is for synthetic people only.")
        call_command("compile_translations", stdout=self.stdout)
        self._refuse_taken(port)
        self._refuse_outdated()
        with own_ctrl_c():
            self.prepare()
            self._run(port)
        self.stdout.write(_("zorgtafel has stopped. What you entered is kept for the next time."))

    def _refuse_taken(self, port: int) -> None:
        if is_taken(port):
            sentence = _("Port %(port)s is taken; choose another one, for example: PORT=%(other)s make run")
            self.stderr.write(sentence % {"port": port, "other": port + 123})
            raise SystemExit(2)

    def _refuse_outdated(self) -> None:
        """Until there is a release, tables start anew when they change; an older trial cannot follow."""
        loader = MigrationLoader(connection)
        gone = {(app, name) for app, name in loader.applied_migrations if app in OURS} - set(
            loader.disk_migrations
        )
        if gone:
            self.stderr.write(
                _("The trial in var/ is from an older version and cannot be read any more. Run: make clean")
            )
            raise SystemExit(2)

    def prepare(self) -> None:
        """Bring everything into the state in which somebody can log in: keys, tables, region, one round."""
        (settings.VAR_DIR / "trial.env").write_text("ZORGTAFEL_DEBUG=1\n")
        if not settings.ZORGTAFEL_PUSH_KEY:
            settings.ZORGTAFEL_PUSH_KEY_FILE.write_text(f"{push.new_key()}\n")
            settings.ZORGTAFEL_PUSH_KEY_FILE.chmod(0o600)
        self.stdout.write(_("Preparing the database."))
        call_command("migrate", verbosity=0, interactive=False)
        if not get_user_model().objects.exists():
            self.stdout.write(_("Making the synthetic region; this happens once."))
            call_command("demo", stdout=self.stdout)
        # One round by hand: otherwise the first page says for half a minute that nothing is being sent.
        call_command("sweep", stdout=self.stdout)

    def _run(self, port: int) -> None:
        Supervisor(
            children(port),
            say=self.stderr.write,
            is_up=partial(answers, port),
            announce=partial(self.stdout.write, welcome(port)),
        ).run()


def children(port: int) -> list[Child]:
    """Return what runs, in the order in which it must stop: who makes work first, the web last."""
    # Kombu moves each message through the temporary folder: on another disk that would be a copy, not a move.
    passing = settings.BROKER_DIR / "tmp"
    passing.mkdir(parents=True, exist_ok=True)
    shared = {"ZORGTAFEL_DEBUG": "1", "PORT": str(port), "TMPDIR": str(passing), "PYTHONWARNINGS": AS_ROOT}
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "zorgtafel"]
    return [
        Child("beat", [*celery, "beat", "--loglevel=WARNING", "--pidfile="], shared),
        Child("worker", [*celery, "worker", "--pool=solo", "--loglevel=WARNING", *QUIET_WORKER], shared),
        Child(
            "web",
            [sys.executable, "-m", "gunicorn", "zorgtafel.wsgi", f"--bind=127.0.0.1:{port}", *WEB],
            shared,
        ),
    ]


#: In a container everybody is root; Celery's advice about that is for real installations.
AS_ROOT = "ignore:You're running the worker with superuser"
#: One worker on one machine has nobody to compare notes with.
QUIET_WORKER = ("--without-gossip", "--without-mingle", "--without-heartbeat")
WEB = ("--worker-class=gthread", "--workers=1", "--threads=8", "--graceful-timeout=5", "--log-level=warning")


def cast() -> list[tuple[str, str]]:
    """Return the standing cast of the synthetic region: account name and what the person does."""
    return [
        ("anna", _("care coordinator of the table")),
        ("bram", _("school, professional")),
        ("chris", _("youth care, not on the case")),
        ("dina", _("auditor")),
        ("eva", _("care coordinator, kept out of one case for a conflict of interest")),
        ("farid", _("police, human-trafficking specialist")),
        ("gerda", _("Veilig Thuis, contact point")),
        ("hugo", _("residential institution, duty officer")),
        ("iris", _("process director, chairs the meeting")),
        ("joost", _("platform administrator")),
    ]


def welcome(port: int) -> str:
    """Return the block that the person at the terminal reads: the address, the accounts, how to stop."""
    width = max(len(name) for name, _role in cast()) + len(DOMAIN) + 3
    accounts = [f"    {f'{name}@{DOMAIN}':<{width}} {role}" for name, role in cast()]
    return os.linesep.join(
        [
            "",
            f"  zorgtafel  http://127.0.0.1:{port}/",
            "",
            "  " + _("A synthetic region: nobody in it exists. Password of every account: %s") % PASSWORD,
            *accounts,
            "",
            "  " + _("Ctrl-C stops everything."),
            "",
        ]
    )
