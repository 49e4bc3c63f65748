"""What the police told goes no further than they allowed: blocked, released for somebody, taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.police import contact, release
from cases.police.models import PoliceContact, PoliceRelease
from cases.police.release_rules import Release, Standing, goes_along, standing
from organisations.actor import AccessDenied
from tests.cases.police.test_acts import TALK, close
from tests.cast import NOW, Region

LogIn = Callable[[str], Client]
SECRET = "The car was seen at a hotel"
SAID = release.Said("released", "Officer 1234", NOW, for_whom="the parents")


@pytest.fixture
def told(region: Region, case: Case) -> PoliceContact:
    """Give the contact in which the police told something."""
    talk = replace(TALK, received=SECRET, direction="in")
    return contact.log(case, actor=region.actor("farid"), talk=talk, now=NOW)


#: Art. 16-20 Wpg: further than the police allowed is not allowed; no word is no permission.
@pytest.mark.parametrize(
    ("received", "last", "found", "on_paper"),
    [
        ("", None, Standing.NOTHING_RECEIVED, False),
        ("  \n", Release.RELEASED, Standing.NOTHING_RECEIVED, False),
        (SECRET, None, Standing.BLOCKED, False),
        (SECRET, Release.NOT_RELEASED, Standing.BLOCKED, False),
        (SECRET, "released", Standing.RELEASED, True),
        (SECRET, "something else", Standing.BLOCKED, False),
    ],
)
def test_how_a_received_text_stands(
    received: str, last: Release | None, found: Standing, on_paper: bool
) -> None:
    assert standing(received, last) is found
    assert goes_along(received, last) is on_paper


def test_a_release_is_written_down_with_who_said_so(region: Region, case: Case, told: PoliceContact) -> None:
    made = release.decide(told, actor=region.actor("anna"), said=SAID, now=NOW)
    assert (made.decided_by, made.by, release.standing_of(told)) == (
        "Officer 1234",
        region.anna,
        Standing.RELEASED,
    )
    line = LedgerLine.objects.get(event="police.release_decided")
    assert (line.case_id, line.compartments, line.detail) == (case.pk, "police", {"decision": "released"})
    assert TimelineEntry.objects.get(kind="police_release").compartment == "police"


def test_a_release_that_was_taken_back_blocks_again(region: Region, told: PoliceContact) -> None:
    farid = region.actor("farid")
    first = release.decide(told, actor=farid, said=SAID, now=NOW)
    taken_back = replace(SAID, decision="not_released", for_whom="")
    release.decide(told, actor=farid, said=taken_back, after=first.pk, now=NOW + timedelta(minutes=1))
    assert release.standing_of(told) is Standing.BLOCKED
    with pytest.raises(StateConflictError):
        release.decide(told, actor=farid, said=SAID, after=first.pk, now=NOW + timedelta(minutes=2))


@pytest.mark.parametrize("name", ["bram", "hugo", "gerda", "iris", "chris", "eva", "dina"])
def test_who_does_not_read_police_releases_nothing(region: Region, told: PoliceContact, name: str) -> None:
    with pytest.raises(AccessDenied):
        release.decide(told, actor=region.actor(name), said=SAID, now=NOW)
    assert not PoliceRelease.objects.exists()


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (replace(SAID, for_whom="  "), "for_whom"),
        (replace(SAID, decided_at=NOW + timedelta(hours=1)), "decided_at"),
    ],
)
def test_for_nobody_or_in_the_future_is_refused(
    region: Region, told: PoliceContact, said: release.Said, field: str
) -> None:
    with pytest.raises(StateConflictError) as refused:
        release.decide(told, actor=region.actor("anna"), said=said, now=NOW)
    assert refused.value.field == field


def test_nothing_received_and_a_closed_case_are_refused(
    region: Region, case: Case, told: PoliceContact
) -> None:
    anna = region.actor("anna")
    empty = contact.log(case, actor=anna, talk=replace(TALK, received=""), now=NOW)
    with pytest.raises(StateConflictError):
        release.decide(empty, actor=anna, said=SAID, now=NOW)
    close(case)
    with pytest.raises(StateConflictError):
        release.decide(told, actor=anna, said=SAID, now=NOW)


def test_the_others_read_that_it_may_not_be_passed_on_until_it_was_released(
    case: Case, told: PoliceContact, log_in: LogIn
) -> None:
    tab = f"/cases/{case.number}/police/"
    anna, farid = log_in("anna"), log_in("farid")
    assert "Mag niet worden doorgegeven" in anna.get(tab).content.decode()
    assert "De anderen aan tafel zien" in farid.get(tab).content.decode()
    typed = {
        "decision": "released",
        "decided_by": "Officer 1234",
        "decided_at": "2026-11-17T09:30",
        "for_whom": "de ouders",
        "condition": "alleen mondeling",
        "after": "0",
    }
    farid.post(f"{tab}contacts/{told.pk}/release/", typed)
    page = anna.get(tab).content.decode()
    assert "Mag niet worden doorgegeven" not in page
    assert "voor: de ouders" in page
    assert "alleen mondeling" in page
    assert "Zij zochten contact" in page


def test_what_was_not_released_stays_off_paper(
    region: Region, case: Case, told: PoliceContact, log_in: LogIn
) -> None:
    paper = f"/cases/{case.number}/police/print/"
    anna = log_in("anna")
    page = anna.get(paper).content.decode()
    assert SECRET not in page
    assert "Weggelaten: de politie gaf het niet vrij" in page
    assert "A pattern, without a name" in page  # what we gave ourselves
    assert LedgerLine.objects.latest("id").event == "police.contacts_printed"
    release.decide(told, actor=region.actor("farid"), said=SAID, now=NOW)
    assert SECRET in anna.get(paper).content.decode()
    assert SECRET not in log_in("bram").get(paper).content.decode()


def test_a_form_that_was_not_accepted_keeps_what_was_typed(
    case: Case, told: PoliceContact, log_in: LogIn
) -> None:
    typed = {"decision": "released", "decided_by": "Zoë", "decided_at": "2026-11-17T09:30", "after": "0"}
    answer = log_in("anna").post(f"/cases/{case.number}/police/contacts/{told.pk}/release/", typed)
    assert answer.status_code == 409
    assert answer.context["form"].errors["for_whom"]
    assert 'value="Zoë"' in answer.content.decode()


def test_a_contact_of_another_case_is_not_found(told: PoliceContact, log_in: LogIn) -> None:
    address = f"/cases/C-26-22222/police/contacts/{told.pk}/release/"
    assert log_in("anna").get(address).status_code == 404
