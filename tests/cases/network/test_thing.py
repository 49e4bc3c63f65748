"""Anna and Farid write down who and what is around Noor; who may not read a part, sees nothing of it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.network import thing as network
from cases.network.models import NetworkLink, NetworkThing
from cases.network.thing import Known, Link, Thing
from cases.notifications.models import Notification
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import StaleWriteError
from tests.cast import Region, open_case

NETWORK, POLICE, MEDICAL = Compartment.NETWORK, Compartment.POLICE, Compartment.MEDICAL
RICKY = Thing("person", "Ricky van de hoek", "suspect")
SCOOTER = Thing("vehicle", "Blauwe scooter", mark="F-123-AB")
SEEN = Known("first_hand", "Conciërge", date(2026, 11, 16), "Wachtte bij het hek")


def add(
    region: Region, case: Case, what: Thing | Link, name: str = "anna", part: Compartment = NETWORK
) -> NetworkThing | NetworkLink:
    """Let somebody write something down."""
    return network.add(case, actor=region.actor(name), what=what, known=SEEN, part=part, now=region.now)


class TestAdd:
    """Who writes, and what stays behind."""

    def test_a_line_and_an_entry_without_a_name_and_no_message(self, region: Region, case: Case) -> None:
        made = add(region, case, RICKY)
        line = LedgerLine.objects.get(event="network.written")
        assert (line.case_id, line.compartments) == (case.pk, "network")
        assert line.detail == {"kind": "person"}
        entry = case.timeline.get(kind="network_written")
        assert (entry.compartment, entry.params) == ("network", {})
        assert made.history.count() == 1
        assert not Notification.objects.filter(number=case.number, created_at=region.now).exists()

    def test_what_the_police_saw_stands_in_the_part_of_the_police(self, region: Region, case: Case) -> None:
        made = add(region, case, RICKY, "farid", POLICE)
        assert made.compartment == "police"
        assert LedgerLine.objects.get(event="network.written").compartments == "network,police"
        assert case.timeline.get(kind="network_written").compartment == "police"

    @pytest.mark.parametrize("name", ["bram", "gerda", "hugo", "iris", "chris", "eva", "dina", "joost"])
    def test_who_does_not_read_the_network_writes_nothing(
        self, region: Region, case: Case, name: str
    ) -> None:
        with pytest.raises(AccessDenied):
            add(region, case, RICKY, name)
        assert not NetworkThing.objects.exists()

    def test_farid_writes_nothing_in_a_part_that_is_closed_to_him(self, region: Region, case: Case) -> None:
        with pytest.raises(AccessDenied):
            add(region, case, RICKY, "farid", MEDICAL)

    def test_marks_are_kept_as_typed_and_as_they_are_compared(self, region: Region, case: Case) -> None:
        made = add(region, case, SCOOTER)
        assert (made.mark, made.mark_key, made.mark_key_too) == ("F-123-AB", "vehicle:F123AB", "")

    def test_a_car_is_no_suspect(self, region: Region, case: Case) -> None:
        assert add(region, case, replace(SCOOTER, standing="suspect")).standing == ""

    def test_tomorrow_and_a_closed_case_are_refused(self, region: Region, case: Case) -> None:
        later = replace(SEEN, known_on=region.now.date() + timedelta(days=1))
        with pytest.raises(StateConflictError) as refused:
            network.add(
                case, actor=region.actor("anna"), what=RICKY, known=later, part=NETWORK, now=region.now
            )
        assert refused.value.field == "known_on"
        casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
        with pytest.raises(StateConflictError):
            add(region, case, RICKY)


class TestLink:
    """Two things of one case, both of which the writer sees."""

    def test_two_are_linked_and_the_young_person_needs_no_row(self, region: Region, case: Case) -> None:
        ricky, scooter = add(region, case, RICKY), add(region, case, SCOOTER)
        add(region, case, Link(ricky.pk, "uses", scooter.pk))
        to_noor = add(region, case, Link(ricky.pk, "pays", None))
        assert (to_noor.first, to_noor.second) == (ricky, None)
        assert [line.detail for line in LedgerLine.objects.filter(event="network.written").order_by("id")][
            2:
        ] == [{"relation": "uses"}, {"relation": "pays"}]

    def test_nothing_is_linked_with_itself(self, region: Region, case: Case) -> None:
        ricky = add(region, case, RICKY)
        for one in (ricky.pk, None):
            with pytest.raises(StateConflictError) as refused:
                add(region, case, Link(one, "knows", one))
            assert refused.value.field == "second"

    def test_what_is_over_is_linked_with_nothing(self, region: Region, case: Case) -> None:
        ricky = add(region, case, RICKY)
        network.end(ricky, actor=region.actor("anna"), reason="Verhuisd", version=1, now=region.now)
        with pytest.raises(StateConflictError):
            add(region, case, Link(ricky.pk, "knows", None))

    def test_a_thing_of_another_case_does_not_exist_here(self, region: Region, case: Case) -> None:
        ricky, there = add(region, case, RICKY), open_case(region, name="Sem Windvaan")
        with pytest.raises(AccessDenied) as refused:
            add(region, there, Link(ricky.pk, "knows", None))
        assert refused.value.conceal

    def test_nor_does_one_in_a_part_that_is_closed_to_the_writer(self, region: Region, case: Case) -> None:
        hidden = add(region, case, RICKY, "anna", MEDICAL)
        with pytest.raises(AccessDenied) as refused:
            add(region, case, Link(hidden.pk, "knows", None), "farid")
        assert refused.value.conceal
        assert not NetworkLink.objects.exists()


class TestCorrectAndEnd:
    """Better words stand in the place of others; nothing goes away."""

    def test_a_correction_keeps_what_was_there_and_says_why(self, region: Region, case: Case) -> None:
        made = add(region, case, RICKY, "farid", POLICE)
        heard = replace(SEEN, knowledge="second_hand")
        network.correct(
            made,
            actor=region.actor("farid"),
            what=replace(RICKY, name="Rick"),
            known=heard,
            reason="Verkeerd verstaan",
            version=1,
            now=region.now,
        )
        rows = list(made.history.order_by("pk"))
        assert [row.name for row in rows] == ["Ricky van de hoek", "Rick"]
        assert rows[1].history_change_reason == "Verkeerd verstaan"
        made.refresh_from_db()
        assert (made.compartment, made.knowledge) == ("police", "second_hand")
        assert LedgerLine.objects.latest("id").event == "network.corrected"

    def test_a_corrected_number_is_compared_anew(self, region: Region, case: Case) -> None:
        made = add(region, case, SCOOTER)
        better = replace(SCOOTER, mark="F-124-AB")
        changed = network.correct(
            made, actor=region.actor("anna"), what=better, known=SEEN, reason="8", version=1, now=region.now
        )
        assert changed.mark_key == "vehicle:F124AB"

    def test_who_looked_at_older_words_reads_the_new_ones_first(self, region: Region, case: Case) -> None:
        made, anna = add(region, case, RICKY), region.actor("anna")
        network.end(made, actor=anna, reason="Was iemand anders", version=1, now=region.now)
        with pytest.raises(StateConflictError):
            network.end(made, actor=anna, reason="Nog eens", version=2, now=region.now)
        link = add(region, case, Link(add(region, case, SCOOTER).pk, "owns", None))
        with pytest.raises(StaleWriteError):
            network.end(link, actor=anna, reason="Verkocht", version=9, now=region.now)

    def test_what_is_over_says_why_and_when(self, region: Region, case: Case) -> None:
        made = add(region, case, RICKY)
        ended = network.end(made, actor=region.actor("anna"), reason="Verhuisd", version=1, now=region.now)
        assert (ended.ended_at, ended.end_reason) == (region.now, "Verhuisd")
        assert LedgerLine.objects.latest("id").event == "network.over"
        assert case.timeline.filter(kind="network_over").count() == 1

    def test_farid_ends_nothing_in_a_part_that_is_closed_to_him(self, region: Region, case: Case) -> None:
        hidden = add(region, case, RICKY, "anna", MEDICAL)
        with pytest.raises(AccessDenied):
            network.end(hidden, actor=region.actor("farid"), reason="x", version=1, now=region.now)
