"""Log lines that can be kept: one line of JSON each, and nothing about a person in it.

An exception is reported by its type and place, never by its text: a database error quotes the row. Long
path segments are tokens (acknowledge and reset links), so they are masked.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

TOKEN = re.compile(r"(?<=/)[\w:.~-]{20,}(?=/|\s|$)")


class LineFormatter(logging.Formatter):
    """Write a log record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON: time (UTC), level, logger, message, and where an exception came from."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": mask(record.getMessage()),
        }
        if request := getattr(record, "request", None):
            line["request"] = getattr(request, "request_id", "")
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["where"] = where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=False)


def mask(text: str) -> str:
    """Hide the secret part of a path: ``/ack/<token>/`` becomes ``/ack/…/``."""
    return TOKEN.sub("…", text)


def where(trace: object) -> list[str]:
    """Name the last places an exception passed, innermost last, without any value."""
    frames = traceback.extract_tb(trace)[-6:]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno} {frame.name}" for frame in frames]
