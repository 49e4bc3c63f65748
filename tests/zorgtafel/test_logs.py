"""A log line says what happened and where, and nothing about a person."""

import json
import logging
import sys

import pytest

from zorgtafel import logs


def line_of(message: str, *args: object, error: bool = False) -> dict:
    """Format a record as the log would."""
    record = logging.LogRecord(
        "zorgtafel", logging.ERROR, __file__, 1, message, args, sys.exc_info() if error else None
    )
    text = logs.LineFormatter().format(record)
    assert "\n" not in text
    return json.loads(text)


def test_an_exception_is_told_without_its_text() -> None:
    try:
        raise ValueError("Key (email)=(anna@demo.zorgtafel.example) already exists.")
    except ValueError:
        line = line_of("Internal Server Error: %s", "/cases/", error=True)
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["where"][-1]
    assert "anna" not in json.dumps(line)


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ("/ack/q8Xv3kT0bWm5yZr2LpNd7A/", "/ack/…/"),
        ("/account/password/reset/key/1-d0u9xk-0b6a4f9f1d6c2e/", "/account/password/reset/key/…/"),
        ("/cases/26-7K3QF/timeline/", "/cases/26-7K3QF/timeline/"),
    ],
)
def test_a_token_in_a_path_is_masked(path: str, shown: str) -> None:
    assert line_of("Not Found: %s", path)["message"] == f"Not Found: {shown}"
