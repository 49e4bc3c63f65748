"""Files that are sent: in memory, up to a size, with their true size told, and never on a disk."""

import tempfile
from typing import Any

import pytest
from django.core.files.uploadedfile import InMemoryUploadedFile, SimpleUploadedFile
from django.http import HttpRequest
from django.test import RequestFactory

from zorgtafel import uploads


def sent(size: int) -> HttpRequest:
    return RequestFactory().post("/", {"photo": SimpleUploadedFile("a.jpg", b"x" * size, "image/jpeg")})


@pytest.mark.parametrize("size", [0, 1, 3 * 1024 * 1024, uploads.MOST_KEPT, 40 * 1024 * 1024])
def test_a_file_tells_its_size_and_is_kept_up_to_a_size(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: Any, **_options: Any) -> None:
        raise AssertionError("a file was put on the disk")

    monkeypatch.setattr(tempfile, "NamedTemporaryFile", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    found = sent(size).FILES["photo"]
    assert isinstance(found, InMemoryUploadedFile)
    assert found.size == size
    kept = len(found.read())
    assert kept == size if size <= uploads.MOST_KEPT else uploads.MOST_KEPT <= kept < size
