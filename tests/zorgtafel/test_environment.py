"""With debug off, whatever is missing or unsafe refuses to start in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from zorgtafel import environment

SAFE = {
    "ZORGTAFEL_SECRET_KEY": "s3cret-" * 10,
    "ZORGTAFEL_LEDGER_KEY": "l3dger-" * 10,
    "ZORGTAFEL_OVERLAP_KEY": "0verlap-" * 10,
    "ZORGTAFEL_ALLOWED_HOSTS": "zorgtafel.example,www.zorgtafel.example",
    "DATABASE_URL": "postgres://zorgtafel@db.example/zorgtafel",
    "CELERY_BROKER_URL": "redis://redis.example:6379/0",
    "EMAIL_URL": "smtp+tls://mail.example:587",
}

UNSAFE = [
    ("ZORGTAFEL_SECRET_KEY", "short"),
    ("ZORGTAFEL_SECRET_KEY", "a" * 60),
    ("ZORGTAFEL_SECRET_KEY", environment.TRIAL_SECRET_KEY),
    ("ZORGTAFEL_LEDGER_KEY", environment.TRIAL_LEDGER_KEY),
    ("ZORGTAFEL_LEDGER_KEY", SAFE["ZORGTAFEL_SECRET_KEY"]),
    ("ZORGTAFEL_OVERLAP_KEY", environment.TRIAL_OVERLAP_KEY),
    ("ZORGTAFEL_OVERLAP_KEY", SAFE["ZORGTAFEL_SECRET_KEY"]),
    ("ZORGTAFEL_OVERLAP_KEY", SAFE["ZORGTAFEL_LEDGER_KEY"]),
    ("ZORGTAFEL_ALLOWED_HOSTS", "*"),
    ("ZORGTAFEL_ALLOWED_HOSTS", ".example"),
    ("ZORGTAFEL_ALLOWED_HOSTS", " , "),
    ("DATABASE_URL", "sqlite:///db.sqlite3"),
    ("CELERY_BROKER_URL", "filesystem://"),
    ("CELERY_BROKER_URL", "memory://"),
    ("EMAIL_URL", "consolemail://"),
    ("ZORGTAFEL_SMS_URL", "msgbird://key/sender/"),  # nowhere to put the number
    ("ZORGTAFEL_SMS_URL", "json://sms.example/?:to={number}"),  # without TLS
    ("ZORGTAFEL_SMS_URL", "syslog://{number}"),
    ("ZORGTAFEL_HEARTBEAT_URL", "http://monitor.example/abc"),
]


def test_a_complete_environment_has_no_problem() -> None:
    assert environment.problems(SAFE) == ()


@pytest.mark.parametrize(
    "value",
    ["", "msgbird://key/sender/{number}", "jsons://sms.example/{number}", "json://127.0.0.1:1/{number}"],
)
def test_a_gateway_for_text_messages_may_be_named(value: str) -> None:
    assert environment.problems({**SAFE, "ZORGTAFEL_SMS_URL": value}) == ()


@pytest.mark.parametrize("name", SAFE)
def test_a_missing_value_is_named(name: str) -> None:
    found = environment.problems({**SAFE, name: ""})
    assert len(found) == 1
    assert name in found[0]


@pytest.mark.parametrize(("name", "value"), UNSAFE)
def test_an_unsafe_value_is_named(name: str, value: str) -> None:
    found = environment.problems({**SAFE, name: value})
    assert len(found) == 1
    assert name in found[0]


def test_the_refusal_is_one_sentence() -> None:
    with pytest.raises(environment.UnsafeEnvironment, match=r"^zorgtafel does not start: set [^\n]+\.$"):
        environment.require_safe({**SAFE, "DATABASE_URL": ""})


def test_the_trial_file_counts_only_where_nothing_real_is_configured(tmp_path: Path) -> None:
    assert environment.trial_file({}, tmp_path) is None
    (tmp_path / "trial.env").write_text("ZORGTAFEL_DEBUG=1\n")
    assert environment.trial_file({}, tmp_path) == tmp_path / "trial.env"
    for name in environment.PRODUCTION_NAMES:
        assert environment.trial_file({name: "anything"}, tmp_path) is None


@pytest.mark.parametrize(
    ("broker", "cache"),
    [
        ("redis://host:6379/0", "redis://host:6379/1"),
        ("redis://host:6379", "redis://host:6379/1"),
        ("rediss://:word@host:6380/4", "rediss://:word@host:6380/5"),
    ],
)
def test_the_cache_stands_beside_the_broker(broker: str, cache: str) -> None:
    assert environment.next_redis_database(broker) == cache


def run(code: str, values: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run code in a new process that knows only these values."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-c", code, *arguments]
    values = {**kept, **values}
    return subprocess.run(command, env=values, capture_output=True, text=True, timeout=60, check=False)


def test_the_settings_refuse_in_one_line_without_a_traceback() -> None:
    ended = run("import zorgtafel.settings", {**SAFE, "ZORGTAFEL_SECRET_KEY": "short"})
    assert ended.returncode == 1
    assert ended.stderr.startswith("zorgtafel does not start: set ZORGTAFEL_SECRET_KEY")
    assert ended.stderr.count("\n") == 1


def test_the_real_thing_passes_djangos_deploy_check() -> None:
    code = "import sys; from django.core.management import execute_from_command_line as run; run(sys.argv)"
    values = {**SAFE, "DJANGO_SETTINGS_MODULE": "zorgtafel.settings"}
    ended = run(code, values, "check", "--deploy", "--fail-level=INFO")
    assert ended.returncode == 0, ended.stderr


def test_postgresql_compiles_nothing() -> None:
    ended = run("import zorgtafel.settings as s; print(s.DATABASES['default']['OPTIONS'])", SAFE)
    assert "'options': '-c jit=off'" in ended.stdout, ended.stderr


def test_what_the_address_of_the_database_demands_is_kept() -> None:
    code = "import zorgtafel.settings as s; print(s.DATABASES['default']['OPTIONS'])"
    address = SAFE["DATABASE_URL"] + "?sslmode=verify-full"
    ended = run(code, {**SAFE, "DATABASE_URL": address})
    assert "'sslmode': 'verify-full'" in ended.stdout, ended.stderr
    assert "'server_side_binding': True" in ended.stdout
