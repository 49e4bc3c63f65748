"""Writes PDF documents that screen readers can read: a template in ``templates/``, and data that stays data.

Data goes in as JSON and is never pasted into markup: nothing that somebody typed can become an instruction.
Only the fonts inside the typesetter are used: the same data gives the same bytes on every machine.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

import typst
from django.conf import settings
from django.http import HttpResponse

ROOT = settings.BASE_DIR / "templates"
#: PDF/UA-1 (ISO 14289-1): headings, tables, language and title are marked for assistive technology.
ACCESSIBLE = ["ua-1"]

_heard: ContextVar[list[str] | None] = ContextVar("documents_heard", default=None)


@contextmanager
def overheard() -> Iterator[list[str]]:
    """Give the data of every document that is written meanwhile: ``cases.attack`` looks what goes into it."""
    documents: list[str] = []
    token = _heard.set(documents)
    try:
        yield documents
    finally:
        _heard.reset(token)


def write(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Give a document from a template below ``templates/``; ``made_at`` (aware) is the date it bears.

    ``data`` holds plain values for JSON, every word translated by the caller. Characters that no font knows
    are shown as boxes; the document is tagged all the same, but cannot claim to be PDF/UA.

    Raises: typst.TypstError when the template is wrong.
    """
    told = json.dumps(data, ensure_ascii=False)
    if (heard := _heard.get()) is not None:
        heard.append(told)
    given = {
        "input": str(ROOT / template),
        "root": str(ROOT),
        "sys_inputs": {"data": told},
        "timestamp": int(made_at.timestamp()),
        "ignore_system_fonts": True,
    }
    try:
        return typst.compile(**given, pdf_standards=ACCESSIBLE)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
    return typst.compile(**given)


def attached(document: bytes, name: str) -> HttpResponse:
    """Give a document as a file to keep. ``name`` holds codes only: it ends up in folders and mails."""
    response = HttpResponse(document, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
