"""The pages about the end of a case: who finds them, what they say, and what they never show."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile import note
from cases.casefile.models import Case
from cases.retention.models import DestructionAgreement, DestructionProposal
from organisations.compartments import Compartment
from tests.cases.retention.ending import ended
from tests.cast import Region, full_table, prove

Came = Callable[[str], Client]


@pytest.fixture
def came(region: Region, time_machine: Any) -> tuple[Came, DestructionProposal]:
    """Give a way to log in on the day on which the term has ended, and the proposal."""
    case = full_table(region)
    note.add(case, actor=region.actor("anna"), compartment=Compartment.CORE, text="Geheim1", now=region.now)
    then, asked = ended(region, case)
    time_machine.move_to(then.now, tick=False)

    def as_person(name: str) -> Client:
        client = Client()
        client.force_login(region.people[name])
        prove(client, region.people[name], then.now.timestamp())
        return client

    return as_person, asked


def send(client: Client, path: str, **typed: Any) -> Any:
    """Send the form of a page as a browser would."""
    form = client.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    return client.post(path, {**shown, **typed})


def test_two_people_end_a_case_on_the_screens(came: tuple[Came, DestructionProposal]) -> None:
    as_person, asked = came
    case, base = asked.case, f"/retention/{asked.number}/"
    anna, gerda = as_person("anna"), as_person("gerda")
    assert asked.number in anna.get("/retention/").content.decode()
    page = gerda.get(base).content.decode()
    assert "Nog niemand stemde in" in page
    assert send(anna, f"{base}agree/", number=case.number).url == base
    page = gerda.get(f"{base}agree/").content.decode()
    assert "de casus wordt meteen vernietigd" in page
    assert "reservekopieën" in page.lower()
    for wrong in ("", "C-26-XXXXX"):
        answer = send(gerda, f"{base}agree/", number=wrong)
        assert answer.status_code == 400
    assert Case.objects.filter(pk=case.pk).exists()
    answer = send(gerda, f"{base}agree/", number=case.number.lower())
    assert answer.url == f"/retention/certificates/{asked.number}/"
    assert not Case.objects.filter(pk=case.pk).exists()
    for name in ("anna", "gerda", "dina"):
        seen = as_person(name).get(answer.url)
        assert seen.status_code == 200
        assert "Anna" in seen.content.decode()
    assert as_person("bea").get(answer.url).status_code == 404  # her organisation did not agree
    assert asked.number in as_person("dina").get("/retention/").content.decode()
    paper = as_person("dina").get(f"{answer.url}certificate.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert paper.content.startswith(b"%PDF")
    assert LedgerLine.objects.filter(event="destruction.certificate_read", case_id=case.pk).count() >= 4
    assert f"/cases/{case.number}/" not in anna.get("/cases/").content.decode()
    assert anna.get(f"/cases/{case.number}/").status_code == 404
    assert case.number in as_person("dina").get(f"/audit/?number={case.number}").content.decode()
    assert anna.get(base).status_code == 404


def test_the_pages_hold_nothing_of_the_content(came: tuple[Came, DestructionProposal]) -> None:
    as_person, asked = came
    for path in ("", f"{asked.number}/", f"{asked.number}/agree/", f"{asked.number}/hold/"):
        answer = as_person("gerda").get(f"/retention/{path}")
        assert answer.status_code == 200, path
        page = answer.content.decode()
        assert "Zeegras" not in page
        assert "Geheim1" not in page
        assert asked.case.pseudonym not in page


def test_a_hold_asks_for_a_reason_and_a_day_and_loses_nothing(came: tuple[Came, DestructionProposal]) -> None:
    as_person, asked = came
    path, gerda = f"/retention/{asked.number}/hold/", as_person("gerda")
    answer = send(gerda, path, reason="complaint", explanation="Klacht loopt", until="2027-01-01")
    assert answer.status_code == 409
    assert "Klacht loopt" in answer.content.decode()
    answer = send(gerda, path, reason="complaint", explanation="Klacht loopt", until="2027-09-01")
    assert answer.status_code == 302
    page = as_person("anna").get(f"/retention/{asked.number}/").content.decode()
    assert "Klacht loopt" in page
    assert f"/retention/{asked.number}/agree/" not in page
    answer = send(as_person("anna"), f"/retention/{asked.number}/agree/", number=asked.case.number)
    assert answer.status_code == 409
    assert not DestructionAgreement.objects.exists()


@pytest.mark.parametrize("name", ["bram", "chris", "eva", "hugo", "iris", "joost"])
def test_outsiders_find_nothing(came: tuple[Came, DestructionProposal], name: str) -> None:
    as_person, asked = came
    client = as_person(name)
    for path in ("", "agree/", "hold/"):
        assert client.get(f"/retention/{asked.number}/{path}").status_code in (403, 404)
    assert asked.number not in client.get("/retention/").content.decode()
