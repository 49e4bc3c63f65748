"""Runs the web server, the worker and beat as one: starts them, restarts what falls, stops them in order.

For the trial on one machine; a real installation leaves this to systemd (README). Each child leads its own
session, so that a Ctrl-C in the terminal reaches only the supervisor, which then stops them in the order
given. On Linux the kernel also ends a child when the supervisor itself is killed.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

PR_SET_PDEATHSIG = 1  # <sys/prctl.h>: the signal this process gets when its parent dies
LOOK_EVERY = 0.3  # seconds between two looks at the children
STOP_WITHIN = 10.0  # seconds a child gets to finish its work before it is killed
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds before a fallen child is started again; doubles each time
SETTLED = 30.0  # seconds after which a child counts as healthy and its pause starts small again

LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


@dataclass
class Child:
    """One process to keep running: its name for people, its command, and extra environment."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    process: subprocess.Popen | None = None
    started: float = 0.0
    pause: float = FIRST_PAUSE
    start_at: float = 0.0


class Supervisor:
    """Keeps children running until it is told to stop.

    Args:
        children: in the order in which they must stop.
        say: receives one line when a child falls.
        is_up: answers whether the whole thing can be used.
        announce: called once, when ``is_up`` first says yes.
    """

    def __init__(
        self,
        children: Sequence[Child],
        *,
        say: Callable[[str], None],
        is_up: Callable[[], bool],
        announce: Callable[[], None],
    ) -> None:
        self.children = list(children)
        self.say = say
        self.is_up = is_up
        self.announce = announce
        self.announced = False
        self.stopping = False

    def run(self) -> None:
        """Start everything, keep it running until INT or TERM, then stop everything."""
        before = {number: signal.signal(number, self._stop) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            while not self.stopping:
                self._look(time.monotonic())
                self._announce_once()
                time.sleep(LOOK_EVERY)
        finally:
            self._end_all()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _look(self, now: float) -> None:
        for child in self.children:
            if child.process and child.process.poll() is not None:
                self._fell(child, now)
            if child.process is None and now >= child.start_at and not self.stopping:
                start(child, now)

    def _announce_once(self) -> None:
        if not self.announced and self.is_up():
            self.announced = True
            self.announce()

    def _fell(self, child: Child, now: float) -> None:
        healthy = now - child.started >= SETTLED
        child.pause = FIRST_PAUSE if healthy else min(child.pause * 2, LONGEST_PAUSE)
        child.start_at = now + child.pause
        self.say(f"{child.name} stopped ({ending(child.process.returncode)}); again in {child.pause:.0f} s")
        child.process = None

    def _end_all(self) -> None:
        for child in self.children:
            end(child)


def start(child: Child, now: float) -> None:
    """Start a child in a session of its own.

    Args:
        now: seconds on the monotonic clock.
    """
    child.started = now
    child.process = subprocess.Popen(
        child.command,
        env={**os.environ, **child.environment},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=die_with_parent,
    )


def end(child: Child, within: float = STOP_WITHIN) -> None:
    """Ask a child to stop; after ``within`` seconds kill it and everything it started."""
    if child.process is None:
        return
    if child.process.poll() is None:
        child.process.terminate()
        _wait(child.process, within)
    _kill_session(child.process.pid)
    child.process.wait()
    child.process = None


def die_with_parent() -> None:
    """Ask the kernel, in a fresh child, to end it when its parent dies (Linux; elsewhere nothing)."""
    if LIBC:
        LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def ending(code: int) -> str:
    """Say how a process ended: by which signal or with which exit code."""
    return signal.Signals(-code).name if code < 0 else f"exit {code}"


def _wait(process: subprocess.Popen, seconds: float) -> None:
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()


def _kill_session(leader: int) -> None:
    """Sweep up what a child left behind in its session; most often there is nothing."""
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        return
