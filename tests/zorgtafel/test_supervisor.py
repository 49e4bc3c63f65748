"""The supervisor keeps real child processes running and leaves none behind."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from tests.plugin_services import wait_until
from zorgtafel import supervisor
from zorgtafel.supervisor import Child, Supervisor

# Writes its name when it starts and when it is asked to stop.
POLITE = """
import signal, sys, time
log = open(sys.argv[1], "a", buffering=1)
signal.signal(signal.SIGTERM, lambda *_: (log.write(f"stop {sys.argv[2]}\\n"), sys.exit(0)))
log.write(f"start {sys.argv[2]}\\n")
time.sleep(60)
"""
# Ignores TERM and has a child of its own that does too.
STUBBORN = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
open(sys.argv[1], "w").write(str(child.pid))
time.sleep(60)
"""
# A supervisor in a process of its own, with one child that says its number.
WHOLE = """
import sys
from zorgtafel.supervisor import Child, Supervisor
nap = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); time.sleep(60)"
child = Child("nap", [sys.executable, "-c", nap, sys.argv[1]])
Supervisor([child], say=print, is_up=lambda: True, announce=lambda: None).run()
"""


def polite(log: Path, name: str) -> Child:
    """Give a child that writes down its comings and goings."""
    return Child(name, [sys.executable, "-c", POLITE, str(log), name])


def lines(log: Path) -> list[str]:
    """Read what the children wrote."""
    return log.read_text().splitlines() if log.exists() else []


def is_alive(number: int) -> bool:
    """Say whether a process runs (a zombie does not)."""
    state = Path(f"/proc/{number}/stat")
    return state.exists() and state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def test_it_announces_once_and_stops_everybody_in_order(tmp_path: Path) -> None:
    log, said = tmp_path / "log", []
    names = ("beat", "worker", "web")
    everyone = [polite(log, name) for name in names]
    up = lambda: len(lines(log)) >= 3  # noqa: E731 - reads as what it is: a condition
    whole = Supervisor(everyone, say=said.append, is_up=up, announce=lambda: said.append("up"))
    threading.Timer(1.5, os.kill, (os.getpid(), signal.SIGTERM)).start()
    whole.run()
    assert said == ["up"]
    assert sorted(lines(log)[:3]) == sorted(f"start {name}" for name in names)
    assert lines(log)[3:] == [f"stop {name}" for name in names]
    assert all(child.process is None for child in everyone)


def test_a_fallen_child_is_started_again_after_a_growing_pause(tmp_path: Path) -> None:
    said: list[str] = []
    child = Child("worker", [sys.executable, "-c", "raise SystemExit(3)"])
    whole = Supervisor([child], say=said.append, is_up=lambda: False, announce=lambda: None)
    now = 100.0
    for _round in range(3):
        whole._look(now)
        child.process.wait()
        whole._look(now + 0.1)
        assert child.process is None
        now = child.start_at
    assert said == [f"worker stopped (exit 3); again in {pause} s" for pause in (1, 2, 4)]


def test_a_child_that_ran_well_comes_back_at_once() -> None:
    child = Child("web", [sys.executable, "-c", ""], pause=supervisor.LONGEST_PAUSE)
    whole = Supervisor([child], say=lambda line: None, is_up=lambda: False, announce=lambda: None)
    whole._look(100.0)
    child.process.wait()
    whole._look(100.0 + supervisor.SETTLED)
    assert child.pause == supervisor.FIRST_PAUSE


def test_who_does_not_stop_is_killed_with_all_it_started(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    child = Child("web", [sys.executable, "-c", STUBBORN, str(note)])
    supervisor.start(child, 0)
    wait_until(lambda: note.exists() and note.read_text() != "", "the grandchild")
    supervisor.end(child, within=0.2)
    wait_until(lambda: not is_alive(int(note.read_text())), "the end of the grandchild", 5)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_nothing_is_left_when_the_supervisor_itself_is_killed(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    whole = subprocess.Popen([sys.executable, "-c", WHOLE, str(note)])
    wait_until(lambda: note.exists() and note.read_text() != "", "the child")
    whole.kill()
    whole.wait()
    wait_until(lambda: not is_alive(int(note.read_text())), "the end of the child", 5)


def test_an_interrupt_ends_the_whole_thing_with_exit_code_0(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    whole = subprocess.Popen([sys.executable, "-c", WHOLE, str(note)])
    wait_until(lambda: note.exists() and note.read_text() != "", "the child")
    whole.send_signal(signal.SIGINT)
    assert whole.wait(10) == 0
    assert not is_alive(int(note.read_text()))


def test_an_ending_is_told_in_words() -> None:
    assert supervisor.ending(3) == "exit 3"
    assert supervisor.ending(-signal.SIGKILL) == "SIGKILL"
