"""One's own note can be changed for a day; from then on a correction stands beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cases.audit.models import LedgerLine
from cases.casefile import note as notes
from cases.casefile.models import Case, Note
from cases.casefile.note_rules import EditRefusal, Written, edit_refusal
from cases.conflict import StateConflictError
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
DAY = timedelta(hours=24)
WROTE, WORKS = 7, 3


@pytest.mark.parametrize(
    ("user", "organisation", "after", "is_corrected", "expected"),
    [
        (WROTE, WORKS, timedelta(0), False, None),
        (WROTE, WORKS, DAY - timedelta(seconds=1), False, None),
        (WROTE, WORKS, DAY, False, EditRefusal.TOO_LATE),
        (WROTE, WORKS, DAY + DAY, True, EditRefusal.TOO_LATE),
        (WROTE, WORKS, timedelta(hours=1), True, EditRefusal.HAS_CORRECTIONS),
        (WROTE, 99, timedelta(hours=1), False, EditRefusal.NOT_THE_AUTHOR),
        (99, WORKS, timedelta(hours=1), False, EditRefusal.NOT_THE_AUTHOR),
        (99, WORKS, DAY, True, EditRefusal.NOT_THE_AUTHOR),
    ],
)
def test_who_may_still_change_a_note(
    user: int, organisation: int, after: timedelta, is_corrected: bool, expected: EditRefusal | None
) -> None:
    written = Written(WROTE, WORKS, NOW, is_corrected)
    assert edit_refusal(written, user=user, organisation=organisation, now=NOW + after) is expected


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)), st.booleans())
def test_a_note_never_becomes_changeable_again(after: timedelta, is_corrected: bool) -> None:
    written = Written(WROTE, WORKS, NOW, is_corrected)
    sooner = edit_refusal(written, user=WROTE, organisation=WORKS, now=NOW + after)
    later = edit_refusal(written, user=WROTE, organisation=WORKS, now=NOW + after + timedelta(hours=1))
    assert sooner is None or later is not None


def wrote(region: Region, case: Case, text: str = "She was ilk.", *, now: datetime | None = None) -> Note:
    """Let Bram write a note."""
    return notes.add(
        case, actor=region.actor("bram"), compartment=Compartment.CORE, text=text, now=now or region.now
    )


def test_bram_repairs_a_slip_and_the_old_words_stay(region: Region, case: Case) -> None:
    note = wrote(region, case)
    later = region.now + timedelta(hours=2)
    notes.edit(note, actor=region.actor("bram"), text="She was ill.", version=1, now=later)
    note = Note.objects.get(pk=note.pk)
    assert (note.text, note.edited_at, note.version) == ("She was ill.", later, 2)
    assert notes.earlier_texts(note) == [(later, "She was ilk.")]
    line = LedgerLine.objects.get(event="note.edited")
    assert (line.object_id, line.case_id, line.compartments) == (note.pk, case.pk, "core")


@pytest.mark.parametrize("name", ["anna", "hugo", "gerda"])
def test_nobody_changes_the_words_of_somebody_else(region: Region, case: Case, name: str) -> None:
    note = wrote(region, case)
    with pytest.raises(StateConflictError) as refused:
        notes.edit(note, actor=region.actor(name), text="x", version=1, now=region.now)
    assert refused.value.code == "not_the_author"


def test_after_a_day_and_after_a_correction_the_note_stays(region: Region, case: Case) -> None:
    bram, note = region.actor("bram"), wrote(region, case)
    with pytest.raises(StateConflictError) as refused:
        notes.edit(note, actor=bram, text="x", version=1, now=region.now + DAY)
    assert refused.value.code == "too_late"
    notes.correct(note, actor=region.actor("anna"), text="Other.", reason="Heard it", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        notes.edit(note, actor=bram, text="x", version=1, now=region.now)
    assert refused.value.code == "has_corrections"
    assert not LedgerLine.objects.filter(event="note.edited").exists()


def test_whoever_lost_the_part_changes_nothing(region: Region, case: Case) -> None:
    note = wrote(region, case)
    with pytest.raises(AccessDenied):
        notes.edit(note, actor=region.actor("eva"), text="x", version=1, now=region.now)
    with pytest.raises(StaleWriteError):
        notes.edit(note, actor=region.actor("bram"), text="x", version=0, now=region.now)


def test_the_page_offers_it_to_the_author(region: Region, case: Case, log_in: LogIn) -> None:
    note = wrote(region, case)
    page, bram = f"/cases/{case.number}/notes/{note.pk}/", log_in("bram")
    assert f"{page}edit/" in bram.get(page).content.decode()
    assert f"{page}edit/" not in log_in("anna").get(page).content.decode()
    assert "Zorgcoordinatie" in bram.get(f"{page}edit/").content.decode()
    assert bram.post(f"{page}edit/", {"text": "She was ill.", "version": 1}).status_code == 302
    shown = log_in("anna").get(page).content.decode()
    assert "She was ill." in shown
    assert "She was ilk." in shown


def test_a_day_later_the_page_offers_a_correction_only(region: Region, case: Case, log_in: LogIn) -> None:
    note = wrote(region, case, now=region.now - DAY)
    page, bram = f"/cases/{case.number}/notes/{note.pk}/", log_in("bram")
    shown = bram.get(page).content.decode()
    assert f"{page}edit/" not in shown
    assert f"{page}correct/" in shown
    assert bram.get(f"{page}edit/").status_code == 409


def test_a_stale_page_gets_409_with_both_texts(region: Region, case: Case, log_in: LogIn) -> None:
    note = wrote(region, case)
    address, bram = f"/cases/{case.number}/notes/{note.pk}/edit/", log_in("bram")
    assert bram.post(address, {"text": "From the phone.", "version": 1}).status_code == 302
    late = bram.post(address, {"text": "From the desk.", "version": 1})
    assert late.status_code == 409
    assert "From the phone." in late.content.decode()
    assert "From the desk." in late.content.decode()
    assert Note.objects.get(pk=note.pk).text == "From the phone."
    assert bram.post(address, {"text": " ", "version": 2}).status_code == 400
