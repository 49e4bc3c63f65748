"""Why and who, to the bottom: clause, admission, role and name, since when and given by whom."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from cases.access import gate, grounds
from cases.access.rules import Admission, Facts, Missing, missing
from cases.audit.models import LedgerLine
from cases.casefile import consult, note
from cases.casefile.models import Case
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.roles import Reach
from tests.cast import CARE, SAFETY, Region, admit, open_case

LogIn = Callable[[str], Client]
IDENTITY, CORE = Compartment.IDENTITY, Compartment.CORE


def chain(region: Region, case: Case, name: str, part: Compartment = CORE) -> list[grounds.Link]:
    """Give the chain behind one part for one person."""
    opened = gate.open_case(region.actor(name), case.number, now=region.now)
    return grounds.chain(opened, part=part, now=region.now)


def test_bram_reads_by_clause_admission_role_and_name(region: Region, case: Case) -> None:
    clause, admission, role, name = chain(region, case, "bram")
    assert "5.1" in str(clause.sentence)
    assert (clause.since, clause.by) == (region.covenant_version.valid_from, "De bestuurder")
    assert (admission.since, admission.by) == (
        region.now - timedelta(days=6),
        "Anna (Zorgcoordinatie Waterland-Zuid)",
    )
    assert role.since == region.now - timedelta(days=400)
    assert (name.since, name.by) == (region.now - timedelta(days=5), "Bea")


def test_hugo_reads_by_role_and_is_not_named(region: Region, case: Case) -> None:
    labels = [str(link.label) for link in chain(region, case, "hugo")]
    assert labels == ["Bepaling", "Toegelaten", "Rol"]


def test_a_name_shared_later_is_a_link_of_its_own(region: Region) -> None:
    case = open_case(region)
    part = admit(region, case, "institution", CARE, "core")
    sharing = consult.Sharing(*SAFETY, reason="A bed")
    consult.share_identity(part, actor=region.actor("anna"), sharing=sharing, now=region.now)
    links = chain(region, case, "piet", IDENTITY)
    assert [str(link.label) for link in links] == ["Bepaling", "Toegelaten", "Naam gedeeld", "Rol"]
    assert [link.by for link in links if link.since == region.now] == ["Anna"]


FACTS = Facts(
    is_member=True,
    act=Act.READ_CASE,
    acts=frozenset({Act.READ_CASE}),
    reach=Reach.ORGANISATION,
    compartment=Compartment.SIGNALS,
    ceiling={CORE: frozenset({CARE}), Compartment.SIGNALS: frozenset({CARE})},
    admission=Admission(frozenset({CORE, Compartment.SIGNALS}), *CARE),
    is_blocked=False,
    is_named=False,
    is_sealed=False,
    emergency=frozenset(),
)
JUST_CORE = Admission(frozenset({CORE}), *CARE)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ()),
        ({"admission": JUST_CORE}, (Missing.ADMISSION,)),
        ({"ceiling": {CORE: frozenset({CARE})}}, (Missing.CLAUSE,)),
        (
            {"admission": JUST_CORE, "ceiling": {CORE: frozenset({CARE})}},
            (Missing.ADMISSION, Missing.CLAUSE),
        ),
        ({"act": Act.WRITE_NOTE}, (Missing.ROLE,)),
        ({"act": Act.WRITE_NOTE, "admission": JUST_CORE}, (Missing.ROLE, Missing.ADMISSION)),
        # Whoever may not know that the case exists hears nothing.
        ({"admission": None}, ()),
        ({"is_blocked": True}, ()),
        ({"reach": Reach.NAMED}, ()),
        ({"is_sealed": True}, ()),
        ({"ceiling": {}}, ()),
        ({"is_member": False}, ()),
    ],
)
def test_which_grounds_are_missing(changed: dict[str, object], expected: tuple[Missing, ...]) -> None:
    assert missing(replace(FACTS, **changed)) == expected


def test_the_page_of_a_closed_part_names_what_is_missing(region: Region, case: Case, log_in: LogIn) -> None:
    hugo = log_in("hugo").get(f"/cases/{case.number}/signals/")
    assert hugo.status_code == 403
    assert "Toelating: de coördinator heeft “Signalen” niet geopend" in hugo.content.decode()
    assert "Bepaling: het convenant" not in hugo.content.decode()
    police = log_in("hugo").get(f"/cases/{case.number}/police/").content.decode()
    assert "Bepaling: het convenant laat" in police
    role = log_in("bram").get(f"/cases/{case.number}/sharing/admit/")
    assert role.status_code == 403
    assert "Rol: als Professional kunt u dit niet doen" in role.content.decode()
    for outsider in ("chris", "eva"):
        answer = log_in(outsider).get(f"/cases/{case.number}/signals/")
        assert answer.status_code == 404
        assert "Wat ontbreekt" not in answer.content.decode()


def test_each_record_says_who_reads_it_and_why(region: Region, case: Case, log_in: LogIn) -> None:
    made = note.add(
        case, actor=region.actor("anna"), compartment=Compartment.SIGNALS, text="x", now=region.now
    )
    page = f"/cases/{case.number}/why/note/{made.pk}/"
    shown = log_in("bram").get(page)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert {table["organisation"] for table in shown.context["tables"]} == {
        "Lyceum De Dijk",
        "Politie Waterland-Zuid",
        "Zorgcoordinatie Waterland-Zuid",
    }
    assert "gegeven door Bea" in text
    assert "toegelaten door Anna" in text
    line = LedgerLine.objects.filter(event="sharing.read", user_id=region.bram.pk).latest("id")
    assert (line.object_id, line.compartments) == (made.pk, "core,identity,signals")
    assert log_in("hugo").get(page).status_code == 404  # signals are closed to him, so is this one
    assert log_in("chris").get(page).status_code == 404
    assert log_in("bram").get(f"/cases/{case.number}/why/nothing/{made.pk}/").status_code == 404
    assert page in log_in("bram").get(f"/cases/{case.number}/notes/").content.decode()
