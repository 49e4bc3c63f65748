"""Starting, changing, closing a case; the young person; notes."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import note, person
from cases.casefile.models import Case, Note, TimelineEntry, YoungPerson
from cases.conflict import StateConflictError
from cases.coordination import action
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from tests.cast import Region

LogIn = Callable[[str], Client]
START = {"form_of_concern": "criminal", "urgency": "normal", "age_band": "16_17"}


def test_anna_starts_a_case_with_arno_as_deputy(region: Region, log_in: LogIn) -> None:
    answer = log_in("anna").post("/cases/new/", {**START, "deputy": region.arno.pk})
    made = Case.objects.get()
    assert answer.headers["Location"] == f"/cases/{made.number}/"
    standing = made.assignments.get()
    assert (standing.coordinator, standing.deputy) == (region.anna, region.arno)
    assert LedgerLine.objects.filter(event="case.started", case_id=made.pk, user_id=region.anna.pk).exists()
    assert TimelineEntry.objects.filter(case=made, kind="case_started").exists()


def test_a_case_without_a_deputy_does_not_start_and_nothing_typed_is_lost(
    region: Region, log_in: LogIn
) -> None:
    answer = log_in("anna").post("/cases/new/", {**START, "name": "Noor Zeegras"})
    assert answer.status_code == 400
    assert "Noor Zeegras" in answer.content.decode()
    assert not Case.objects.exists()


@pytest.mark.parametrize("born", ["1900-01-01", "2027-01-01", "31-31-2011"])
def test_a_birth_date_that_cannot_be_is_asked_again(region: Region, log_in: LogIn, born: str) -> None:
    answer = log_in("anna").post("/cases/new/", {**START, "deputy": region.arno.pk, "birth_date": born})
    assert answer.status_code == 400
    assert "birth_date" in answer.context["form"].errors


def test_a_form_sent_twice_starts_one_case(region: Region, log_in: LogIn) -> None:
    client = log_in("anna")
    sent = {**START, "deputy": region.arno.pk, "idempotency": "k" * 32}
    first, second = client.post("/cases/new/", sent), client.post("/cases/new/", sent)
    assert first.headers["Location"] == second.headers["Location"]
    assert Case.objects.count() == 1


@pytest.mark.parametrize("name", ["bram", "gerda", "iris", "dina", "joost"])
def test_others_start_no_case(region: Region, log_in: LogIn, name: str) -> None:
    assert log_in(name).get("/cases/new/").status_code == 403
    with pytest.raises(AccessDenied):
        casefile.start(
            actor=region.actor(name),
            opening=casefile.Opening("sexual", "normal"),
            deputy=region.arno,
            now=region.now,
        )


def test_an_edit_on_a_stale_page_is_shown_with_what_was_typed(
    region: Region, case: Case, log_in: LogIn
) -> None:
    casefile.change(
        case,
        actor=region.actor("arno"),
        form_of_concern="labour",
        urgency="normal",
        version=case.version,
        now=region.now,
    )
    answer = log_in("anna").post(
        f"/cases/{case.number}/edit/",
        {"form_of_concern": "criminal", "urgency": "acute", "version": case.version},
    )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'value="acute"' in page
    assert "Arbeidsuitbuiting" in page  # what is there now
    assert Case.objects.get(pk=case.pk).urgency == "normal"
    again = log_in("anna").post(
        f"/cases/{case.number}/edit/",
        {
            "form_of_concern": "criminal",
            "urgency": "acute",
            "version": answer.context["form"]["version"].value(),
        },
    )
    assert again.status_code == 302


def test_a_case_closes_only_when_nothing_runs_and_says_what_does(
    region: Region, case: Case, log_in: LogIn
) -> None:
    client, address = log_in("anna"), f"/cases/{case.number}/close/"
    agreed = action.agree(
        case,
        actor=region.actor("anna"),
        description="Bellen",
        owner_organisation=region.desk,
        due_on=date(2026, 11, 20),
        now=region.now,
    )
    assert "er staan nog acties open" in client.get(address).content.decode()
    refused = client.post(address, {"reason": "Klaar"})
    assert refused.status_code == 409
    action.finish(agreed, actor=region.actor("anna"), outcome="Gebeld", now=region.now)
    until = "bewaard tot en met 17 november 2031: 60 maanden, zoals het convenant zegt"
    assert until in client.get(address).text
    assert client.post(address, {"reason": "Klaar"}).status_code == 302
    assert client.get(f"/cases/{case.number}/").text.count(until) == 2  # once said now, once to stay
    assert client.get(f"/cases/{case.number}/").text.count(until) == 1
    closed = Case.objects.get(pk=case.pk)
    assert (closed.status, closed.close_reason) == ("closed", "Klaar")
    assert client.post(f"/cases/{case.number}/reopen/").status_code == 302
    assert Case.objects.get(pk=case.pk).status == "open"
    assert until not in client.get(f"/cases/{case.number}/").text
    events = LedgerLine.objects.filter(case_id=case.pk).values_list("event", flat=True)
    assert {"case.closed", "case.reopened"} <= set(events)


def test_a_closed_case_takes_no_note_but_does_take_a_correction(region: Region, case: Case) -> None:
    anna = region.actor("anna")
    core = Compartment.CORE
    written = note.add(case, actor=anna, compartment=core, text="Kwam te laat", now=region.now)
    casefile.close(case, actor=anna, reason="Klaar", now=region.now)
    with pytest.raises(StateConflictError):
        note.add(case, actor=anna, compartment=core, text="Nog iets", now=region.now)
    note.correct(written, actor=anna, text="Kwam op tijd", reason="vergist", now=region.now)
    assert Note.objects.get(pk=written.pk).text == "Kwam te laat"


def test_reopening_an_open_case_says_so(region: Region, case: Case) -> None:
    with pytest.raises(StateConflictError):
        casefile.reopen(case, actor=region.actor("anna"), now=region.now)


def test_the_young_person_is_versioned_and_her_old_name_stays_in_history(region: Region, case: Case) -> None:
    shown = case.young_person.version
    changed = {
        "name": "Noor de Wit",
        "birth_date": date(2011, 5, 4),
        "address": "Dijk 1",
        "municipality": "Waterdam",
        "guardians": "moeder",
    }
    person.identify(case, actor=region.actor("bram"), now=region.now, version=shown, **changed)
    with pytest.raises(StaleWriteError):
        person.identify(case, actor=region.actor("anna"), now=region.now, version=shown, **changed)
    with pytest.raises(StaleWriteError):  # her page showed nobody, by now there is somebody
        person.identify(case, actor=region.actor("anna"), now=region.now, version=None, **changed)
    known = YoungPerson.objects.get()
    assert [row.name for row in known.history.order_by("history_id")] == ["Noor Zeegras", "Noor de Wit"]
    with pytest.raises(AccessDenied):
        person.identify(case, actor=region.actor("iris"), now=region.now, version=2, **changed)


def test_a_note_shows_its_future_readers_before_it_is_saved(
    region: Region, case: Case, log_in: LogIn
) -> None:
    parts = log_in("bram").get(f"/cases/{case.number}/notes/new/").context["parts"]
    by_part = {part["value"]: str(part["readers"]) for part in parts}
    assert set(by_part) == {"core", "identity", "signals", "meldcode", "missing"}
    assert "Iris" in by_part["core"]
    assert "Farid" in by_part["signals"]
    assert "Gerda" not in by_part["signals"]
    assert not any("Eva" in names or "Chris" in names for names in by_part.values())


def test_a_note_is_read_by_exactly_those_it_promised(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("bram")
    sent = {"compartment": "meldcode", "text": "Zij zei het uit zichzelf."}
    answer = client.post(f"/cases/{case.number}/notes/new/", sent)
    address = answer.headers["Location"]
    assert log_in("gerda").get(address).status_code == 200
    assert log_in("farid").get(address).status_code == 404  # police was not given the Meldcode part
    assert "uit zichzelf" not in log_in("farid").get(f"/cases/{case.number}/notes/").content.decode()
    assert LedgerLine.objects.filter(event="note.written", compartments="meldcode").count() == 1


@pytest.mark.parametrize("page", ["", "notes/", "the note"])
def test_whoever_reads_a_note_leaves_a_line_that_names_its_part(
    region: Region, case: Case, log_in: LogIn, page: str
) -> None:
    sent = {"compartment": "meldcode", "text": "Zij zei het uit zichzelf."}
    address = log_in("bram").post(f"/cases/{case.number}/notes/new/", sent).headers["Location"]
    address = address if page == "the note" else f"/cases/{case.number}/{page}"
    for name in ("gerda", "farid"):  # police was not given the Meldcode part
        log_in(name).get(address)
    line = LedgerLine.objects.get(event="case.read", compartments__contains="meldcode")
    assert (line.user_id, line.case_id) == (region.gerda.pk, case.pk)


def test_markup_in_a_note_is_shown_literally(region: Region, case: Case, log_in: LogIn) -> None:
    text = "<img src=x onerror=alert(1)> =SOM(A1) {{ 7 }} 😀 Ωμέγα"
    sent = {"compartment": "core", "text": text}
    address = log_in("anna").post(f"/cases/{case.number}/notes/new/", sent).headers["Location"]
    for path in (address, f"/cases/{case.number}/"):
        page = log_in("anna").get(path).content.decode()
        assert "<img src=x" not in page
        assert "&lt;img src=x onerror=alert(1)&gt; =SOM(A1) {{ 7 }} 😀 Ωμέγα" in page


@pytest.mark.parametrize(
    "sent",
    [
        {"compartment": "core", "text": "   "},
        {"compartment": "core", "text": "a" * 200_000},
        {"compartment": "police", "text": "mag niet"},
        {"compartment": "nonsense", "text": "mag niet"},
        {"text": "zonder deel"},
    ],
)
def test_a_note_that_cannot_be_is_asked_again(
    region: Region, case: Case, log_in: LogIn, sent: dict[str, str]
) -> None:
    answer = log_in("bram").post(f"/cases/{case.number}/notes/new/", sent)
    assert answer.status_code == 400
    assert sent["text"].strip() in answer.content.decode()
    assert not Note.objects.exists()


def test_somebody_elses_note_id_is_not_found(region: Region, case: Case, log_in: LogIn) -> None:
    other = casefile.start(
        actor=region.actor("anna"),
        opening=casefile.Opening("sexual", "normal"),
        deputy=region.arno,
        now=region.now - timedelta(days=1),
    )
    written = note.add(
        other, actor=region.actor("anna"), compartment=Compartment.CORE, text="elders", now=region.now
    )
    for tail in ("", "correct/"):
        answer = log_in("bram").get(f"/cases/{case.number}/notes/{written.pk}/{tail}")
        assert answer.status_code == 404


def test_the_page_of_a_case_stays_cheap(
    region: Region, case: Case, log_in: LogIn, django_assert_max_num_queries: Callable
) -> None:
    anna = region.actor("anna")
    for number in range(12):
        core, text = Compartment.CORE, f"Notitie {number}"
        note.add(case, actor=anna, compartment=core, text=text, now=region.now)
    client = log_in("anna")
    client.get(f"/cases/{case.number}/")
    with django_assert_max_num_queries(24):
        client.get(f"/cases/{case.number}/")
    with django_assert_max_num_queries(24):
        client.get(f"/cases/{case.number}/timeline/")
