"""What the trial needs of the machine, and what it tells the person at the terminal."""

import io
import socket
from contextlib import closing
from email import message_from_bytes
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from cases.demo import parties
from cases.management.commands import trial
from cases.notifications import heart
from organisations.models import User
from tests.plugin_services import free_port
from zorgtafel import terminal, translations
from zorgtafel.mail import TrialBackend

CATALOGUE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Case"\nmsgstr "Casus"\n'


def test_a_taken_port_is_refused_in_one_sentence(settings: Any) -> None:
    settings.ZORGTAFEL_TRIAL = True
    with closing(socket.socket()) as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert terminal.is_taken(port)
        assert terminal.answers(port)
        said = io.StringIO()
        with pytest.raises(SystemExit) as ending:
            call_command("trial", port=port, stdout=io.StringIO(), stderr=said)
    assert ending.value.code == 2
    assert str(port) in said.getvalue()
    assert said.getvalue().count("\n") == 1


def test_a_free_port_is_free() -> None:
    port = free_port()
    assert not terminal.is_taken(port)
    assert not terminal.answers(port)


def test_the_trial_refuses_real_work(settings: Any) -> None:
    settings.ZORGTAFEL_TRIAL = False
    with pytest.raises(CommandError, match="ZORGTAFEL_DEBUG=1"):
        call_command("trial")


@pytest.mark.django_db
def test_a_trial_of_an_older_version_is_refused_before_it_breaks(settings: Any) -> None:
    settings.ZORGTAFEL_TRIAL = True
    MigrationRecorder(connection).record_applied("cases", "0001_of_long_ago")
    said = io.StringIO()
    with pytest.raises(SystemExit) as ending:
        call_command("trial", port=free_port(), stdout=io.StringIO(), stderr=said)
    assert ending.value.code == 2
    assert "make clean" in said.getvalue()


@pytest.mark.django_db
def test_the_first_page_does_not_say_that_nothing_is_sent(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR, settings.ZORGTAFEL_PUSH_KEY = tmp_path, "known"
    User.objects.create(email="somebody@table.example", name="Somebody")
    trial.Command(stdout=io.StringIO()).prepare()
    assert heart.troubles(("sweep", "watchdog"), now=timezone.now()) == []


def test_work_stops_before_the_pages_do() -> None:
    assert [child.name for child in trial.children(8000)] == ["beat", "worker", "web"]


def test_the_welcome_names_the_address_and_every_account() -> None:
    text = trial.welcome(8123)
    assert "http://127.0.0.1:8123/" in text
    assert parties.PASSWORD in text
    assert text.count("@demo.zorgtafel.example") == 10


def test_mail_is_shown_and_kept(settings: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings.ZORGTAFEL_MAIL_DIR = tmp_path
    message = EmailMessage("Er is iets nieuws", "Kijk in zorgtafel.", to=["anna@demo.zorgtafel.example"])
    assert TrialBackend().send_messages([message]) == 1
    assert "Kijk in zorgtafel." in capsys.readouterr().out
    (kept,) = tmp_path.glob("*.eml")
    assert message_from_bytes(kept.read_bytes())["To"] == "anna@demo.zorgtafel.example"


def test_a_catalogue_is_compiled_when_it_changed_and_only_then(tmp_path: Path) -> None:
    source = tmp_path / "nl" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True)
    source.write_text(CATALOGUE)
    assert translations.compile_stale(tmp_path) == [source.with_suffix(".mo")]
    assert translations.compile_stale(tmp_path) == []
    assert b"Casus" in source.with_suffix(".mo").read_bytes()
