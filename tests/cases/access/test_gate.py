"""The gate: four doors, one answer."""

import pytest

from cases.access import gate
from cases.audit.models import LedgerLine
from cases.casefile import grants
from cases.casefile.models import Case, Note
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from tests.cast import Region


def test_anna_opens_the_case_and_the_ledger_knows(region: Region, case: Case) -> None:
    opened = gate.open_case(region.actor("anna"), case.number, now=region.now)
    assert opened.access.readable == frozenset(Compartment)
    line = LedgerLine.objects.latest("id")
    assert (line.event, line.case_id, line.user_id) == ("case.read", case.pk, region.anna.pk)
    assert "identity" in line.compartments


@pytest.mark.parametrize("name", ["chris", "dina", "eva", "joost"])
def test_whoever_is_not_let_in_gets_the_answer_of_not_found(region: Region, case: Case, name: str) -> None:
    actor = region.actor(name)
    with pytest.raises(AccessDenied) as refused:
        gate.open_case(actor, case.number, now=region.now)
    with pytest.raises(AccessDenied) as unknown:
        gate.open_case(actor, "C-26-22222", now=region.now)
    assert refused.value.conceal
    assert unknown.value.conceal


def test_an_account_that_is_closed_meanwhile_opens_nothing(region: Region, case: Case) -> None:
    """Roles and namings stay in their tables, so the gate itself looks whether the account is open."""
    bram = region.actor("bram")
    assert gate.may(bram, Act.READ_CASE, on=case, now=region.now)
    bram.user.is_active = False
    with pytest.raises(AccessDenied) as refused:
        gate.require(bram, Act.READ_CASE, on=case, now=region.now)
    assert (refused.value.code, refused.value.conceal) == ("not_a_member", True)


def test_a_professional_who_is_no_longer_named_finds_the_case_neither_by_door_nor_in_a_list(
    region: Region, case: Case
) -> None:
    """His organisation still takes part; need to know inside it is a choice of its own."""
    anna, bram = region.actor("anna"), region.actor("bram")
    assert gate.visible(bram, Case.objects.all(), now=region.now).exists()
    grants.take_off_case(case, region.bram, organisation=region.school, actor=anna, now=region.now)
    assert not gate.visible(bram, Case.objects.all(), now=region.now).exists()
    assert not gate.in_list_order(bram, now=region.now).exists()
    assert not gate.may(bram, Act.READ_CASE, on=case, now=region.now)


def test_bram_reads_the_meldcode_but_not_police(region: Region, case: Case) -> None:
    actor = region.actor("bram")
    gate.require(actor, Act.READ_CASE, on=case, compartment=Compartment.MELDCODE, now=region.now)
    with pytest.raises(AccessDenied) as refused:
        gate.require(actor, Act.READ_CASE, on=case, compartment=Compartment.POLICE, now=region.now)
    assert not refused.value.conceal


@pytest.mark.parametrize(
    "name", ["anna", "arno", "bram", "bea", "chris", "dina", "eva", "farid", "gerda", "hugo", "iris", "joost"]
)
@pytest.mark.parametrize("compartment", list(Compartment))
def test_the_list_shows_exactly_what_opens(
    region: Region, case: Case, name: str, compartment: Compartment
) -> None:
    actor = region.actor(name)
    listed = gate.visible(actor, Case.objects.all(), compartment, now=region.now).filter(pk=case.pk).exists()
    opens = gate.may(actor, Act.READ_CASE, on=case, compartment=compartment, now=region.now)
    assert listed == opens


def test_visible_works_for_what_belongs_to_a_case(region: Region, case: Case) -> None:
    notes = gate.visible(region.actor("bram"), Note.objects.all(), Compartment.CORE, now=region.now)
    assert list(notes) == []
