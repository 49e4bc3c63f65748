"""The pages of a file with registrations, as Anna walks them, and who finds nothing there."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases.intake.models import Signal
from cases.intake.sheets.models import Sheet
from tests.cases.intake.sheets.files import brought_in, csv, looked_at, row, sent, work_on, xlsx
from tests.cast import Region

LogIn = Callable[[str], Client]
NEW = "/signals/sheets/new/"


def text(response: Any) -> str:
    return response.content.decode()


def send(client: Client, path: str, **values: Any) -> Any:
    """Send a form as a browser does, with what stands in it already."""
    form = client.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    return client.post(path, {**shown, **values})


def choose(client: Client, data: bytes, name: str = "lijst.csv") -> Any:
    return send(client, NEW, file=SimpleUploadedFile(name, data))


def test_anna_brings_a_file_in_from_beginning_to_end(region: Region, log_in: LogIn) -> None:
    anna = log_in("anna")
    assert "/signals/sheets/" in text(anna.get("/signals/"))
    columns = choose(anna, xlsx([row(1), row(2), row(3, date="31-02-2025")]), "lijst.xlsx").url
    made = Sheet.objects.get()
    assert columns == f"/signals/sheets/{made.number}/columns/"
    page = text(anna.get(columns))
    assert "Jongere 1 · Jongere 2" in page
    address = send(anna, columns).url
    assert "every 3s" in text(anna.get(address))
    work_on(region.now)
    page = text(anna.get(address))
    assert "12 maart 2025" in page
    assert "Rij 4" in page
    assert "Deze dag of tijd bestaat niet" in page
    start = f"{address}start/"
    form = anna.get(address).context["form"]
    refused = anna.post(start, {**form.hidden_values(), "version": form["version"].value()})
    assert refused.status_code == 409
    assert not Signal.objects.exists()
    agreed = {**form.hidden_values(), "version": form["version"].value(), "leave_out": "on"}
    assert anna.post(start, agreed).url == address
    work_on(region.now)
    page = text(anna.get(address))
    assert "Werden een signaal" in page
    assert Signal.objects.count() == 2
    answer = anna.post(f"{address}refused/")
    assert answer["Content-Disposition"] == f'attachment; filename="{made.number}.csv"'
    assert "31-02-2025" in b"".join(answer).decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Dit bestand is leeg"),
        (b"%PDF-1.7", "Dit is geen lijst"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "Dit is een oud Excel-bestand"),
        (b"x" * (10 * 1024 * 1024 + 1), "te groot"),
        (b"a;b\r\n", "geen rijen eronder"),
    ],
)
def test_what_is_no_list_gets_a_sentence_beside_the_file(log_in: LogIn, data: bytes, sentence: str) -> None:
    answer = choose(log_in("anna"), data)
    assert answer.status_code == 400
    assert sentence in text(answer)
    assert not Sheet.objects.exists()


def test_a_missing_column_is_said_and_what_was_chosen_stays(region: Region, log_in: LogIn) -> None:
    made = sent(region, csv([row(1)]))
    answer = send(log_in("anna"), f"/signals/sheets/{made.number}/columns/", column_4="")
    assert answer.status_code == 409
    assert "Zeg in welke kolom staat wat er gezien of gehoord is" in text(answer)
    assert answer.context["form"]["column_2"].value() == "subject_name"


def test_what_stands_in_a_cell_is_shown_as_text(region: Region, log_in: LogIn) -> None:
    made = sent(region, csv([row(1, name="<b>O'Neill-van 't Hoff</b>")]))
    page = text(log_in("anna").get(f"/signals/sheets/{made.number}/columns/"))
    assert "&lt;b&gt;O&#x27;Neill" in page
    assert "<b>O" not in page


def test_an_open_page_hears_how_far_it_is_and_then_that_it_is_done(region: Region, log_in: LogIn) -> None:
    made, anna = brought_in(region, csv([row(1)])), log_in("anna")
    assert anna.get(f"/signals/sheets/{made.number}/progress/")["HX-Refresh"] == "true"
    other = sent(region, csv([row(2)]))
    send(anna, f"/signals/sheets/{other.number}/columns/")
    page = anna.get(f"/signals/sheets/{other.number}/progress/")
    assert "0 van 1 rijen" in text(page)


@pytest.mark.parametrize("name", ["arno", "eva"])
def test_a_colleague_of_the_desk_can_stop_it(region: Region, log_in: LogIn, name: str) -> None:
    made = looked_at(region, csv([row(1)]))
    assert send(log_in(name), f"/signals/sheets/{made.number}/stop/").status_code == 302
    made.refresh_from_db()
    assert (made.state, made.emptied_at) == ("stopped", region.now)


@pytest.mark.parametrize("name", ["bram", "chris", "gerda", "iris", "joost", "dina"])
def test_who_triages_nothing_finds_no_door(region: Region, log_in: LogIn, name: str) -> None:
    made, client = looked_at(region, csv([row(1)])), log_in(name)
    for path in ("", "new/", f"{made.number}/", f"{made.number}/progress/", f"{made.number}/columns/"):
        assert client.get(f"/signals/sheets/{path}").status_code == 403


def test_there_is_none_with_another_number(log_in: LogIn) -> None:
    assert log_in("anna").get("/signals/sheets/R-26-ZZZZZ/").status_code == 404
