"""Starts a real, throw-away PostgreSQL and Redis before Django reads its settings, when a run asks for them.

``ZORGTAFEL_TEST_DB=postgres`` asks for them. Where they are not installed, the tests that need them are
skipped by name; with ``ZORGTAFEL_TEST_SERVICES=require`` that is an error. Parallel workers
inherit the addresses.
"""

import atexit
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from zorgtafel.supervisor import die_with_parent

READY = "ZORGTAFEL_TEST_READY"  # names the services that run, for parallel workers
NEEDS = {
    "postgres": {"postgres"},
    "redis": {"redis"},
    "services": {"postgres", "redis"},
    "chaos": {"postgres", "redis"},
    "browser": {"postgres", "redis", "chromium"},
}
REDIS_DATABASES = 64
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "chrome")
POSTGRES_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/pgsql-*/bin")


class Services:
    """What runs for this test run: processes to stop and folders to remove."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.running: list[tuple[subprocess.Popen, signal.Signals]] = []
        self.folders: list[Path] = []

    def folder(self, name: str) -> Path:
        """Make a folder that disappears with the run."""
        path = Path(tempfile.mkdtemp(prefix=f"zorgtafel-{name}-"))
        self.folders.append(path)
        return path

    def stop(self) -> None:
        """Stop every process and remove every folder; harmless when called twice or in a forked child."""
        if os.getpid() != self.owner:
            return
        for process, way in reversed(self.running):
            process.send_signal(way)
            process.wait(20)
        for folder in self.folders:
            shutil.rmtree(folder, ignore_errors=True)
        self.running.clear()
        self.folders.clear()


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Set the whole environment of the tests, so that nothing of this machine leaks in."""
    os.environ["ZORGTAFEL_DEBUG"] = "1"
    if "PYTEST_XDIST_WORKER" in os.environ:
        _own_redis_databases()
        return
    _forget_this_machine()
    if os.environ.get("ZORGTAFEL_TEST_DB") == "postgres":
        _start_services()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip, by name, what needs a service that this machine does not have."""
    ready = set(os.environ.get(READY, "").split())
    for item in items:
        wanted = set().union(*(NEEDS[mark.name] for mark in item.iter_markers() if mark.name in NEEDS))
        if missing := sorted(wanted - ready):
            item.add_marker(pytest.mark.skip(reason=f"needs {', '.join(missing)} (.ci/run installs them)"))


def find_postgres() -> Path | None:
    """Return the folder with initdb and postgres of the newest PostgreSQL on this machine."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    folders = [folder for pattern in POSTGRES_FOLDERS for folder in Path("/").glob(pattern[1:])]
    return max(folders, default=None, key=lambda folder: [int(part) for part in _numbers(folder)])


def find_chromium() -> str | None:
    """Return the Chromium of this machine."""
    return next((found for name in CHROMIUMS if (found := shutil.which(name))), None)


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(true: Callable[[], bool], what: str, seconds: float = 30) -> None:
    """Wait until something is true.

    Raises:
        TimeoutError: naming what was waited for.
    """
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


def accepts(port: int) -> bool:
    """Say whether something listens on a port."""
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _forget_this_machine() -> None:
    for name in list(os.environ):
        if name in {"DATABASE_URL", "EMAIL_URL", "PORT"} or (
            name.startswith("ZORGTAFEL_") and not name.startswith(("ZORGTAFEL_TEST_", "ZORGTAFEL_DEBUG"))
        ):
            del os.environ[name]
    os.environ["CELERY_BROKER_URL"] = "memory://"
    os.environ.pop(READY, None)


def _start_services() -> None:
    services = Services()
    atexit.register(services.stop)
    folder, redis, chromium = find_postgres(), shutil.which("redis-server"), find_chromium()
    found = {"postgres": folder, "redis": redis, "chromium": chromium}
    missing = sorted(name for name, where in found.items() if not where)
    if missing and os.environ.get("ZORGTAFEL_TEST_SERVICES") == "require":
        raise pytest.UsageError(f"this run requires {', '.join(missing)}, which this machine does not have")
    if folder:
        os.environ["DATABASE_URL"] = start_postgres(services, folder)
    if redis:
        os.environ["CELERY_BROKER_URL"] = start_redis(services, redis)
    os.environ[READY] = " ".join(sorted(set(found) - set(missing)))


def start_postgres(services: Services, programs: Path) -> str:
    """Start a fresh PostgreSQL that forgets everything; return its address."""
    data, port = services.folder("postgres"), free_port()
    rights = rights_on(data)
    make = [programs / "initdb", "-D", data / "db", "-U", "zorgtafel", "--auth=trust", "--encoding=UTF8"]
    subprocess.run([*make, "--locale=C", "--no-sync"], check=True, capture_output=True, cwd=data, **rights)
    command = postgres_command(programs, data, port)
    # INT is PostgreSQL's "fast" stop: it does not wait for a test that hangs on to a connection.
    _launch(services, command, data / "log", signal.SIGINT, **rights)
    wait_until(lambda: accepts(port), "PostgreSQL")
    return f"postgres://zorgtafel@127.0.0.1:{port}/postgres"


def postgres_command(programs: Path, data: Path, port: int) -> list[str | Path]:
    """Give the command that runs a PostgreSQL of one test run on the files in ``data``."""
    options = {"fsync": "off", "full_page_writes": "off", "max_connections": "100", "shared_buffers": "64MB"}
    options |= {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(data), "port": str(port)}
    parts = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
    return [programs / "postgres", "-D", data / "db", *parts]


def rights_on(folder: Path) -> dict[str, Any]:
    """Give a folder to whom PostgreSQL runs as, for it refuses root; gives how a process becomes that."""
    user = _unprivileged()
    if user is None:
        return {}
    os.chown(folder, user.pw_uid, user.pw_gid)
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def start_redis(services: Services, program: str) -> str:
    """Start an empty Redis without a file; return its address."""
    folder, port = services.folder("redis"), free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder)]
    command += ["--save", "", "--databases", str(REDIS_DATABASES)]
    _launch(services, command, folder / "log", signal.SIGTERM)
    wait_until(lambda: accepts(port), "Redis")
    return f"redis://127.0.0.1:{port}/0"


def _launch(services: Services, command: list, log: Path, way: signal.Signals, **rights: object) -> None:
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, stdout=output, stderr=output, cwd=log.parent, preexec_fn=die_with_parent, **rights
        )
    services.running.append((process, way))


def _unprivileged() -> pwd.struct_passwd | None:
    """Return whom to run PostgreSQL as: it refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def _own_redis_databases() -> None:
    """Give each parallel worker its own broker and cache (two databases of the one Redis)."""
    url = urlsplit(os.environ["CELERY_BROKER_URL"])
    if url.scheme == "redis":
        number = int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw"))
        os.environ["CELERY_BROKER_URL"] = url._replace(path=f"/{2 * number % REDIS_DATABASES}").geturl()


def _numbers(folder: Path) -> list[str]:
    return ["".join(filter(str.isdigit, part)) or "0" for part in folder.parts]
