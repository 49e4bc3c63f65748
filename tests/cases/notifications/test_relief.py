"""Beside a sender that hangs another one starts; where nothing hangs nobody is added."""

import threading
import time

import pytest

from cases.notifications import relief as reliefs
from cases.notifications.relief import MOST, Relief
from tests.plugin_services import wait_until


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for long."""
    monkeypatch.setattr(reliefs, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(reliefs, "LOOK_EVERY", 0.01)
    monkeypatch.setattr(reliefs, "RENEW_SECONDS", 0.1)


def test_beside_one_that_hangs_another_one_works() -> None:
    stood_in, renewed = threading.Event(), []
    with Relief(stood_in.set, renewed.append) as relief, relief.watching(7):
        assert stood_in.wait(5)
        wait_until(lambda: bool(renewed), "the lease", 5)
    assert renewed[0] == [7]


def test_where_nothing_hangs_nobody_is_added() -> None:
    stood_in, renewed = threading.Event(), []
    with Relief(stood_in.set, renewed.append) as relief:
        for pk in range(20):
            with relief.watching(pk):
                time.sleep(0.005)
    assert not stood_in.is_set()
    assert renewed == []


def test_there_are_never_more_than_a_few() -> None:
    over, added = threading.Event(), []

    def hang() -> None:
        added.append(1)
        with relief.watching(len(added)):
            over.wait(10)

    relief = Relief(hang, lambda pks: None)
    with relief, relief.watching(0):
        wait_until(lambda: len(added) == MOST - 1, "the others", 10)
        time.sleep(0.3)
        over.set()
    assert len(added) == MOST - 1


def test_a_sender_that_breaks_is_logged_and_takes_nobody_along(caplog: pytest.LogCaptureFixture) -> None:
    broke = threading.Event()

    def break_down() -> None:
        broke.set()
        raise RuntimeError("broken")

    with Relief(break_down, lambda pks: None) as relief, relief.watching(1):
        assert broke.wait(5)
    assert "a relief sender stopped" in caplog.text
