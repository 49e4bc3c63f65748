"""Another sender beside one that hangs: a slow server may hold up its own message and no other.

Nothing is done twice as long as nothing hangs: the first sender works alone. Only when every
sender waits for an answer longer than a moment, one more starts, up to a few.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType

from django.db import DatabaseError, connections

log = logging.getLogger(__name__)

#: A message that takes longer than this hangs.
PATIENCE_SECONDS = 0.7
LOOK_EVERY = 0.1
#: So often the lease of what hangs is renewed; well within the lease.
RENEW_SECONDS = 4.0
#: No more senders than this in one process: what hangs on all of them is down, not slow.
MOST = 8


class Relief:
    """Watches the senders of one round.

    ``sender``: what another one does; it returns when nothing is due. ``renew``: keeps the lease of
    what hangs, so that nobody sends it a second time.
    """

    def __init__(self, sender: Callable[[], None], renew: Callable[[list[int]], None]) -> None:
        self.sender = sender
        self.renew = renew
        self.busy: dict[int, tuple[float, int]] = {}
        self.renewed_at = time.monotonic()
        self.threads: list[threading.Thread] = []
        self.over = threading.Event()
        self.watcher: threading.Thread | None = None

    def __enter__(self) -> "Relief":
        """Begin to watch."""
        self.watcher = threading.Thread(target=self._watch, name="relief-watch", daemon=True)
        self.watcher.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let every sender finish its message, and stop watching."""
        self.over.set()
        if self.watcher is not None:
            self.watcher.join()
        for thread in self.threads:
            thread.join()

    @contextmanager
    def watching(self, pk: int) -> Iterator[None]:
        """Note that this sender has a message under way."""
        me = threading.get_ident()
        self.busy[me] = (time.monotonic(), pk)
        try:
            yield
        finally:
            del self.busy[me]

    def is_needed(self) -> bool:
        """Tell whether some other sender hangs, so that a free one had better stay."""
        return bool(self._hanging(PATIENCE_SECONDS))

    def _hanging(self, seconds: float) -> list[int]:
        late = time.monotonic() - seconds
        return [pk for since, pk in list(self.busy.values()) if since < late]

    def _watch(self) -> None:
        while not (self.over.wait(LOOK_EVERY) and not self.busy):
            self.threads = [thread for thread in self.threads if thread.is_alive()]
            senders = len(self.threads) + 1
            if len(self._hanging(PATIENCE_SECONDS)) == senders < MOST and not self.over.is_set():
                thread = threading.Thread(target=self._stand_in, name="relief", daemon=True)
                self.threads.append(thread)
                thread.start()
            self._renew()
        connections.close_all()

    def _renew(self) -> None:
        hanging = self._hanging(RENEW_SECONDS)
        if not hanging or time.monotonic() - self.renewed_at < RENEW_SECONDS:
            return
        self.renewed_at = time.monotonic()
        try:
            self.renew(hanging)
        except DatabaseError:
            log.exception("a lease could not be renewed")

    def _stand_in(self) -> None:
        try:
            self.sender()
        except Exception:
            log.exception("a relief sender stopped")
        finally:
            connections.close_all()
