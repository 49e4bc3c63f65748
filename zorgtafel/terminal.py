"""The terminal and the port that the trial stands on."""

import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager


@contextmanager
def own_ctrl_c() -> Iterator[None]:
    """Take the terminal's Ctrl-C for this process alone, and give it back.

    ``make`` stands in the same process group and would call a clean stop an error. Without a terminal (a
    pipe, a service) nothing changes.
    """
    if not _is_foreground():
        yield
        return
    before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)  # else the terminal stops us for touching it
    group = os.getpgrp()
    os.setpgid(0, 0)
    os.tcsetpgrp(sys.stdin.fileno(), os.getpgrp())
    try:
        yield
    finally:
        os.tcsetpgrp(sys.stdin.fileno(), group)
        os.setpgid(0, group)
        signal.signal(signal.SIGTTOU, before)


def is_taken(port: int) -> bool:
    """Say whether something on this machine already listens on a port (or the port may not be used)."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False


def answers(port: int) -> bool:
    """Say whether something on this machine accepts a connection on a port."""
    with closing(socket.socket()) as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _is_foreground() -> bool:
    """A session leader may not move to another group, and a background job must not grab the terminal."""
    if not sys.stdin.isatty() or os.getpid() == os.getsid(0) or os.getpid() == os.getpgrp():
        return False
    return os.tcgetpgrp(sys.stdin.fileno()) == os.getpgrp()
