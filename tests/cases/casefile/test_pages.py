"""The pages of a case: for insiders, for outsiders, and for who lacks one part of it."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.audit.sentences import label
from cases.casefile import note, timeline
from cases.casefile.models import Case
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment
from organisations.roles import Role
from tests.cast import CARE, Region, admit, open_case
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]
LABELS = dict(COMPARTMENTS)

READING = ("", "timeline/", "people/", "sharing/", "plan/", "notes/", "network/", "history/")
WRITING = (
    "edit/",
    "close/",
    "notes/new/",
    "people/coordinator/",
    "people/young-person/",
    "people/colleagues/new/",
    "sharing/admit/",
    "sharing/blocks/new/",
    "plan/new/",
)


@pytest.mark.parametrize("path", [*READING, *WRITING])
def test_anna_opens_every_page_of_the_case(region: Region, case: Case, log_in: LogIn, path: str) -> None:
    assert log_in("anna").get(f"/cases/{case.number}/{path}").status_code == 200


@pytest.mark.parametrize("path", READING[:6])
@pytest.mark.parametrize("name", ["chris", "eva"])
def test_an_outsider_finds_nothing_at_any_address(
    region: Region, case: Case, log_in: LogIn, path: str, name: str
) -> None:
    client = log_in(name)
    refused = client.get(f"/cases/{case.number}/{path}")
    unknown = client.get(f"/cases/C-26-22222/{path}")
    assert refused.status_code == unknown.status_code == 404
    assert case.pseudonym not in refused.content.decode()
    line = LedgerLine.objects.filter(outcome="refused").first()
    assert line.event == "access.refused"


def test_a_closed_part_says_calmly_whom_to_ask(region: Region, case: Case, log_in: LogIn) -> None:
    page = log_in("bram").get(f"/cases/{case.number}/network/")
    assert page.status_code == 403
    assert "Anna" in page.content.decode()
    assert "Netwerk" in page.content.decode()


def test_only_the_coordinator_reads_the_history(region: Region, case: Case, log_in: LogIn) -> None:
    assert log_in("bram").get(f"/cases/{case.number}/history/").status_code == 403
    page = log_in("anna").get(f"/cases/{case.number}/history/").content.decode()
    assert "Bea" in page  # who named Bram
    assert "named_colleague" not in page


def test_reading_the_history_shows_who_looked(region: Region, case: Case, log_in: LogIn) -> None:
    log_in("farid").get(f"/cases/{case.number}/")
    page = log_in("anna").get(f"/cases/{case.number}/history/?kind=reads").content.decode()
    assert "Farid" in page
    refused = log_in("anna").get(f"/cases/{case.number}/history/?kind=refused")
    assert refused.status_code == 200


def test_the_history_tells_a_coordinator_elsewhere_of_no_part_that_is_closed_to_them(
    region: Region, log_in: LogIn
) -> None:
    """The timeline hides that there was a forensic examination, so the history does too."""
    case = open_case(region)
    join(region, "wim", "elsewhere", Role.CARE_COORDINATOR)
    admit(region, case, "elsewhere", CARE, "core")
    anna = log_in("anna")
    for part in (Compartment.MEDICAL, Compartment.CORE):
        note.add(case, actor=region.actor("anna"), compartment=part, text="Gezien", now=region.now)
    anna.get(f"/cases/{case.number}/police/")
    address = f"/cases/{case.number}/history/"
    parts = {part for row in anna.get(address).context["rows"] for part in row["parts"].split(", ")}
    assert {str(LABELS[part]) for part in ("medical", "police", "identity")} <= parts
    rows = log_in("wim").get(address).context["rows"]
    assert {row["parts"] for row in rows} <= {"", str(LABELS["core"])}
    assert sum(row["did"] == label("note.written") for row in rows) == 1
    assert "Anna" in {row["who"] for row in rows if row["did"] == label("case.read")}


def test_iris_meets_the_pseudonym_and_never_the_name(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("iris")
    for path in ("/cases/", f"/cases/{case.number}/", f"/cases/{case.number}/people/"):
        page = client.get(path).content.decode()
        assert case.pseudonym in page
        assert "Zeegras" not in page


def test_every_reading_is_a_line(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("bram")
    for path, event in (("", "case.read"), ("timeline/", "case.read"), ("sharing/", "sharing.read")):
        client.get(f"/cases/{case.number}/{path}")
        assert LedgerLine.objects.latest("id").event == event
    client.get("/cases/")
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.detail["shown"]) == ("case.list_read", 1)


def test_the_timeline_offers_each_organisation_and_kind_once_and_filters_by_both(
    region: Region, case: Case, log_in: LogIn
) -> None:
    add = {"compartment": Compartment.CORE, "now": region.now}
    for _turn in range(3):
        timeline.add(case, "note_written", actor=region.actor("bram"), **add)
    timeline.add(case, "note_written", actor=region.actor("gerda"), **add)
    anna, address = log_in("anna"), f"/cases/{case.number}/timeline/"
    shown = anna.get(address).context
    names = [name for _pk, name in shown["organisations"]]
    assert names == sorted({"Lyceum De Dijk", "Veilig Thuis Waterland-Zuid", region.desk.name} & set(names))
    assert len(names) == 3
    kinds = [value for value, _label in shown["kinds"]]
    assert len(kinds) == len(set(kinds))
    assert "Notitie" in kinds
    mine = {"organisation": region.school.pk, "kind": "Notitie"}
    assert len(anna.get(address, mine).context["entries"]) == 3


def test_the_timeline_filters_name_nobody_of_a_part_that_is_closed(
    region: Region, case: Case, log_in: LogIn
) -> None:
    about = {"compartment": Compartment.MEDICAL, "now": region.now}
    timeline.add(case, "forensic_started", actor=region.actor("piet"), **about)
    names = [
        name for _pk, name in log_in("bram").get(f"/cases/{case.number}/timeline/").context["organisations"]
    ]
    assert region.institution.name not in names
