"""A text file as rows: which encoding, which separator, which rows are broken. PURE.

A byte order mark decides (Unicode standard, chapter 23.8). Without one a text that is valid UTF-8 is UTF-8: a
text of another encoding with accents in it hardly ever is (RFC 3629, section 1). A few broken lines in a text
that is UTF-8 otherwise are broken lines. What is left is of one byte per letter, from Windows or ISO-8859-15:
these differ in 0x80-0x9F, which are letters and signs in Windows only, and in eight signs.
"""

import csv
import io
import re
from collections import deque
from collections.abc import Iterator
from enum import StrEnum

from cases.intake.sheets.cell_rules import WHOLE_ROW, CellFault, Row, checked


class Encoding(StrEnum):
    """How the letters of a text file are written as bytes, by the names that Python gives them."""

    GUESS = ""
    UTF_8 = "utf-8-sig"
    UTF_16 = "utf-16"
    WINDOWS = "cp1252"
    LATIN_9 = "iso8859-15"


SEPARATORS = (";", ",", "\t")
#: A cell of so many lines is a quotation mark that was never closed.
MOST_LINES = 200
_SAID = re.compile(r"\Asep=(.)\r?\n", re.IGNORECASE)
_LATIN_9_LETTERS = re.compile(rb"[A-Za-z\xc0-\xff][\xa6\xa8\xb8\xbc\xbd\xbe]|[\xa6\xa8\xbc\xbe][a-z]|\xa4")


def decode(data: bytes, encoding: Encoding = Encoding.GUESS) -> str:
    """Give the text; what is no letter in this encoding becomes U+FFFD."""
    chosen = encoding or guess(data)
    if chosen is Encoding.UTF_16 and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16-le" if _nuls(data[1::2]) else "utf-16-be", "replace")
    return data.decode(chosen.value, "replace")


def guess(data: bytes) -> Encoding:
    """Give the most likely encoding."""
    if data.startswith(b"\xef\xbb\xbf"):
        return Encoding.UTF_8
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _nuls(data[::2]) or _nuls(data[1::2]):
        return Encoding.UTF_16
    text = data.decode("utf-8", "replace")
    if text.encode() == data:
        return Encoding.UTF_8
    accented = [line for line in text.splitlines() if not line.isascii()]
    broken = sum("�" in line for line in accented)
    if broken * 2 < len(accented):
        return Encoding.UTF_8
    if any(0x80 <= byte <= 0x9F for byte in data):
        return Encoding.WINDOWS
    return Encoding.LATIN_9 if _LATIN_9_LETTERS.search(data) else Encoding.WINDOWS


def rows(text: str) -> Iterator[Row]:
    """Give every row of a text, the empty ones too, numbered as a spreadsheet does.

    A quotation mark in the wrong place spoils its own line and no other.
    """
    said = _SAID.match(text)
    if said:
        text = text[said.end() :]
    lines = _Lines(text)
    separator = said.group(1) if said else separator_of(text)
    number = 0
    while True:
        number += 1
        try:
            cells = next(csv.reader(lines, delimiter=separator, strict=True), None)
        except csv.Error:
            yield Row(number, [lines.give_back()], {WHOLE_ROW: CellFault.QUOTE.value})
            continue
        if cells is None:
            return
        lines.taken.clear()
        yield checked(number, cells)


def separator_of(text: str) -> str:
    """Give what stands between the cells: what parts most of the first lines into as many as the headings."""
    first = list(io.StringIO(text[:200_000], newline=""))[:50]

    def parted(separator: str) -> tuple[int, int]:
        found = [row for row in csv.reader(first, delimiter=separator) if any(row)]
        width = len(found[0]) if found else 0
        return (sum(len(row) == width for row in found) if width > 1 else 0, width)

    return max(SEPARATORS, key=parted)


def _nuls(data: bytes) -> bool:
    """Tell whether every second byte is mostly nothing, as of Dutch letters in two bytes each."""
    sample = data[:2000]
    return len(sample) > 1 and sample.count(0) * 3 > len(sample)


class _Lines:
    """The lines of a text, which can be given back when they turn out not to be of this row."""

    def __init__(self, text: str) -> None:
        self._rest = io.StringIO(text, newline="")
        self._again: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if len(self.taken) >= MOST_LINES:
            raise csv.Error("a quotation mark that is never closed")
        line = self._again.popleft() if self._again else self._rest.readline()
        if not line:
            raise StopIteration
        self.taken.append(line)
        return line

    def give_back(self) -> str:
        """Keep the first line that was taken and let the others be read again."""
        first, *others = self.taken
        self._again.extendleft(reversed(others))
        self.taken = []
        return first.rstrip("\r\n")
