"""The PDF writer: words stay words, the same data gives the same bytes, and screen readers can read it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
import typst

from zorgtafel import pdf

AT = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
TEMPLATE = """#let data = json(bytes(sys.inputs.data))
#set document(title: data.title, date: auto)
#set text(lang: "nl", font: ("Libertinus Serif", "DejaVu Sans Mono"))
#heading(data.title)
#par(data.text)
"""
MARKUP = '#let x = 1 *vet* $x^2$ `code` <label> @ref \\ // "citaat" #image("/etc/passwd")'


@pytest.fixture
def template(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """Give a template of one heading and one paragraph."""
    (tmp_path / "one.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "ROOT", tmp_path)
    return "one.typ"


def made(template: str, text: str, title: str = "Titel") -> bytes:
    """Give a document with one text."""
    return pdf.write(template, {"title": title, "text": text}, made_at=AT)


def test_markup_in_data_is_shown_and_not_obeyed(template: str, tmp_path: Path) -> None:
    shown = made(template, MARKUP, title=MARKUP)
    assert shown.startswith(b"%PDF-")
    literal = tmp_path / "literal.typ"
    body = TEMPLATE.replace("data.title", repr_typ(MARKUP)).replace("data.text", repr_typ(MARKUP))
    literal.write_text(body)
    assert pdf.write("literal.typ", {}, made_at=AT) == shown


def repr_typ(text: str) -> str:
    """Write a text as a string of the typesetter."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def test_it_is_tagged_and_says_its_language_and_title(template: str) -> None:
    document = made(template, "Tekst")
    for mark in (b"/StructTreeRoot", b"/Marked true", b"/Lang", b"pdfuaid"):
        assert mark in document


@pytest.mark.parametrize("text", ["Ελλάς", "Кириллица", "العربية", "Çağla Ørsted Łukasz", "日本", "🙂", ""])
def test_other_alphabets_make_a_document_too(template: str, text: str) -> None:
    assert b"/StructTreeRoot" in made(template, text)


def test_the_same_data_and_date_give_the_same_bytes(template: str) -> None:
    assert made(template, "Tekst") == made(template, "Tekst")
    assert made(template, "Tekst") != made(template, "Text")


def test_a_mistake_in_the_template_is_an_error(template: str, tmp_path: Path) -> None:
    (tmp_path / template).write_text("#nothing()")
    with pytest.raises(typst.TypstError):
        made(template, "x")


def test_a_template_reads_no_file_outside_its_folder(template: str, tmp_path: Path) -> None:
    (tmp_path / template).write_text('#read("../secret.txt")')
    (tmp_path.parent / "secret.txt").write_text("x")
    with pytest.raises(typst.TypstError):
        made(template, "x")


def test_a_file_is_offered_by_a_name_of_codes(template: str) -> None:
    answer = pdf.attached(b"%PDF-", "review-2026-10.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="review-2026-10.pdf"'
