"""A file that one organisation can open alone: age-encryption.org/v1, for its public key."""

import io
from collections.abc import Iterable, Iterator
from tempfile import SpooledTemporaryFile

from pyrage import encrypt_io, x25519

IN_MEMORY = 4 * 1024 * 1024  # bytes; a larger one waits on disk, sealed already
AT_ONCE = 64 * 1024


class _Reader(io.RawIOBase):
    """Gives pieces of text as the bytes that somebody asks for."""

    def __init__(self, pieces: Iterable[str]) -> None:
        super().__init__()
        self._pieces, self._rest = iter(pieces), b""

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Give so many bytes; fewer at the end only."""
        found = [self._rest]
        length = len(self._rest)
        while (size < 0 or length < size) and (piece := next(self._pieces, None)) is not None:
            found.append(piece.encode())
            length += len(found[-1])
        together = b"".join(found)
        given, self._rest = (together, b"") if size < 0 else (together[:size], together[size:])
        return given


def sealed(pieces: Iterable[str], public_key: str) -> Iterator[bytes]:
    """Give the pieces, sealed for who has the private half of a key. Nothing of it stands anywhere unsealed.

    The first bytes come when all is sealed: a file that could not be finished is never begun.
    """
    with SpooledTemporaryFile(max_size=IN_MEMORY) as made:
        encrypt_io(_Reader(pieces), made, [x25519.Recipient.from_str(public_key)])
        made.seek(0)
        while part := made.read(AT_ONCE):
            yield part
