"""Anna hands a case over: others can stop it, the file holds no more than it may, and obeys its schema."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import fastjsonschema
import pytest
from django.test import Client

from cases.access import blocks, emergency, sealing
from cases.audit.models import LedgerLine
from cases.casefile import note
from cases.casefile.models import Case, CaseParticipation
from cases.conflict import StateConflictError
from cases.coordination import offer
from cases.handover import handover
from cases.handover.models import CaseHandover
from cases.handover.rules import LINES_LEFT_OUT, parts
from cases.handover.whole import Going, pieces, schema
from cases.network import thing as network
from cases.notifications.models import Delivery
from cases.police import contact, release
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.models import CovenantClause, CovenantParty
from organisations.roles import Role
from tests.access.addresses import one_of_everything
from tests.cases.audit.test_bulk import unpacked
from tests.cases.network.test_thing import RICKY, SEEN
from tests.cases.police.test_acts import TALK
from tests.cast import CARE, Region, admit, open_case
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]
VALID = fastjsonschema.compile(schema())
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def waits_a_day(settings: Any) -> None:
    """Let a file wait a day, as in production."""
    settings.ZORGTAFEL_EXPORT_MINUTES = 24 * 60


def asked(region: Region, case: Case, to: str = "institution", name: str = "anna") -> CaseHandover:
    """Let somebody ask for a case as a file."""
    recipient, why = region.organisations[to], "Zij nemen het over"
    return handover.ask(case, actor=region.actor(name), recipient=recipient, reason=why, now=region.now)


def told(kind: str) -> set[str]:
    """Give who got a message of a kind."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    return set(rows.values_list("user__name", flat=True))


def fetched(region: Region, made: CaseHandover) -> dict[str, Any]:
    """Let Anna see the password and fetch the file; gives what is in it, found valid."""
    anna, later = region.actor("anna"), region.now + DAY
    secret = handover.show_password(made, actor=anna, now=later)
    packed = b"".join(handover.fetch(made, actor=anna, now=later))
    found = json.loads(unpacked(packed, secret))
    VALID(found)
    return found


class TestFile:
    """What is in it, and what is not."""

    def test_everything_there_is_obeys_the_schema(self, region: Region) -> None:
        things = one_of_everything(region)
        case = Case.objects.get(number=things["case"])
        found = fetched(region, asked(region, case, "police"))
        assert found["case"]["number"] == case.number
        assert found["young_person"]["name"] == "Noor Zeegras"
        assert found["for"] == region.police.name
        assert len([name for name, rows in found["records"].items() if rows]) > 8

    def test_parts_that_the_covenant_keeps_from_them_stay(self, region: Region, case: Case) -> None:
        anna = region.actor("anna")
        for part in (Compartment.CORE, Compartment.MEDICAL):
            note.add(case, actor=anna, compartment=part, text=f"In {part.value}", now=region.now)
        network.add(case, actor=anna, what=RICKY, known=SEEN, part=Compartment.NETWORK, now=region.now)
        found = fetched(region, asked(region, case, "institution"))
        assert [row["text"] for row in found["records"]["notes"]] == ["In core"]
        assert found["records"]["network_things"] == []
        assert "network" not in found["parts"]
        assert "Ricky" not in json.dumps(found)

    def test_a_text_of_the_police_goes_along_only_when_released(self, region: Region, case: Case) -> None:
        farid = region.actor("farid")
        held = contact.log(case, actor=farid, talk=TALK, now=region.now)
        freed = contact.log(case, actor=farid, talk=TALK, now=region.now)
        said = release.Said("released", "Recherche", region.now, for_whom="Wie het overneemt")
        release.decide(freed, actor=farid, said=said, now=region.now)
        found = fetched(region, asked(region, case, "police"))
        rows = {row["id"]: row for row in found["records"]["police_contacts"]}
        assert (rows[held.pk]["received"], rows[held.pk]["is_released"]) == ("", False)
        assert (rows[freed.pk]["received"], rows[freed.pk]["is_released"]) == (TALK.received, True)
        assert found["not_released_by_the_police"]["police_texts"] == 1

    def test_what_stands_among_the_things_of_the_police_stays_with_what_hangs_on_it(
        self, region: Region, case: Case
    ) -> None:
        farid, police = region.actor("farid"), Compartment.POLICE
        note.add(case, actor=farid, compartment=police, text="Gehoord van de recherche", now=region.now)
        ricky = network.add(case, actor=farid, what=RICKY, known=SEEN, part=police, now=region.now)
        link = network.Link(ricky.pk, "pays", None)
        network.add(case, actor=farid, what=link, known=SEEN, part=Compartment.NETWORK, now=region.now)
        found = fetched(region, asked(region, case, "police"))
        assert "recherche" not in json.dumps(found)
        assert "Ricky" not in json.dumps(found)
        assert found["records"]["network_links"] == []
        assert found["not_released_by_the_police"]["rows_in_the_part_of_the_police"] >= 3

    def test_who_broke_the_glass_was_kept_away_or_asked_to_coordinate_stays_here(
        self, region: Region, case: Case
    ) -> None:
        anna, danger = region.actor("anna"), {"reason": "danger_now", "explanation": "Nu", "hours": 1}
        wanted = emergency.Emergency(**danger, parts=frozenset({Compartment.CORE}))
        emergency.break_glass(case.number, actor=region.actor("chris"), emergency=wanted, now=region.now)
        proposal = offer.Proposal(to=region.arno, deputy=region.gerda)
        offer.make(case, actor=anna, proposal=proposal, now=region.now)
        kept_away = {"organisation": region.police, "reason": "An uncle", "now": region.now}
        blocks.block_organisation(case, actor=anna, **kept_away)
        sealing.seal(case, actor=anna, reason="A brother", keep=[], now=region.now)
        assert CaseParticipation.objects.filter(case=case, end_reason="conflict").exists()
        found = fetched(region, asked(region, case))
        kinds = {row["kind"] for row in found["records"]["timeline"]}
        assert "case_started" in kinds
        assert not kinds & LINES_LEFT_OUT
        written = json.dumps(found)
        for stays in (region.elsewhere.name, "emergency", "conflict", "uncle", "brother"):
            assert stays not in written

    def test_what_only_broken_glass_opens_is_not_taken_along_for_ever(
        self, region: Region, settings: Any
    ) -> None:
        settings.ZORGTAFEL_EXPORT_MINUTES = 0
        case = open_case(region)
        join(region, "wim", "elsewhere", Role.CARE_COORDINATOR)
        admit(region, case, "elsewhere", CARE, "core")
        anna, part = region.actor("anna"), Compartment.MELDCODE
        note.add(case, actor=anna, compartment=part, text="Alleen in nood", now=region.now)
        danger = {"reason": "danger_now", "explanation": "Nu", "hours": 4}
        wanted = emergency.Emergency(**danger, parts=frozenset({part}))
        emergency.break_glass(case.number, actor=region.actor("wim"), emergency=wanted, now=region.now)
        wim = region.actor("wim")
        made = handover.ask(case, actor=wim, recipient=region.institution, reason="Weg", now=region.now)
        secret = handover.show_password(made, actor=wim, now=region.now)
        packed = b"".join(handover.fetch(made, actor=region.actor("wim"), now=region.now))
        found = json.loads(unpacked(packed, secret))
        assert found["parts"] == ["core"]
        assert "Alleen in nood" not in json.dumps(found)

    def test_it_is_made_piece_by_piece_and_odd_words_come_through(self, region: Region, case: Case) -> None:
        anna = region.actor("anna")
        odd = "=1+1 \"Đặng\" O'Neill-van 't Hoff\n</script>"
        for _number in range(30):
            note.add(case, actor=anna, compartment=Compartment.CORE, text=odd, now=region.now)
        case = Case.objects.get(pk=case.pk)
        going = Going(case, parts([Compartment.CORE], {Compartment.CORE}), "Zij", "Wij", region.now)
        found = list(pieces(going, actor=anna, now=region.now))
        assert len(found) > 60
        whole = json.loads("".join(found))
        VALID(whole)
        assert {row["text"] for row in whole["records"]["notes"]} == {odd}
        assert whole["young_person"] is None


class TestActs:
    """Asked for, waited for, stopped."""

    def test_others_hear_of_it_and_the_line_names_nobody(self, region: Region, case: Case) -> None:
        made = asked(region, case)
        assert told("handover_asked") == {"Arno"}
        line = LedgerLine.objects.get(event="handover.asked")
        assert (line.case_id, line.detail) == (case.pk, {"recipient": region.institution.pk})
        assert made.history.count() == 1
        assert not hasattr(made.history.first(), "password")

    @pytest.mark.parametrize(
        "name", ["bram", "farid", "gerda", "hugo", "iris", "chris", "eva", "dina", "joost"]
    )
    def test_who_lets_nobody_in_hands_nothing_over(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            asked(region, case, name=name)
        assert not CaseHandover.objects.exists()

    def test_who_is_no_party_or_kept_away_gets_nothing(self, region: Region, case: Case) -> None:
        anna = region.actor("anna")
        blocks.block_organisation(
            case, actor=anna, organisation=region.elsewhere, reason="neighbour", now=region.now
        )
        with pytest.raises(StateConflictError) as refused:
            asked(region, case, "elsewhere")
        assert refused.value.field == "recipient"
        with pytest.raises(StateConflictError):
            asked(region, case, "oversight")
        offered = handover.takers(case, actor=region.actor("anna"), now=region.now)
        assert not {region.elsewhere, region.oversight, region.desk} & set(offered)
        assert region.institution in offered

    def test_it_waits_a_day_is_shown_once_and_is_gone_after_a_week(self, region: Region, case: Case) -> None:
        made, anna = asked(region, case), region.actor("anna")
        with pytest.raises(StateConflictError, match="not_shown"):
            handover.fetch(made, actor=anna, now=region.now + DAY)
        handover.show_password(made, actor=anna, now=region.now)
        with pytest.raises(StateConflictError):
            handover.show_password(made, actor=anna, now=region.now)
        with pytest.raises(StateConflictError):
            handover.fetch(made, actor=anna, now=region.now + timedelta(hours=23))
        with pytest.raises(StateConflictError):
            handover.fetch(made, actor=anna, now=region.now + timedelta(days=8))
        assert b"".join(handover.fetch(made, actor=anna, now=region.now + DAY))
        assert LedgerLine.objects.filter(event="handover.fetched", case_id=case.pk).count() == 1

    def test_arno_stops_it_and_anna_hears_of_it(self, region: Region, case: Case) -> None:
        made = asked(region, case)
        stopped = handover.stop(made, actor=region.actor("arno"), reason="Nog niet", now=region.now)
        assert stopped.password == ""
        assert told("handover_stopped") == {"Anna"}
        with pytest.raises(StateConflictError):
            handover.show_password(made, actor=region.actor("anna"), now=region.now)

    def test_arno_does_not_fetch_what_anna_asked_for(self, region: Region, case: Case) -> None:
        made = asked(region, case)
        with pytest.raises(AccessDenied):
            handover.show_password(made, actor=region.actor("arno"), now=region.now)

    def test_what_was_closed_meanwhile_stays(self, region: Region, case: Case) -> None:
        network.add(
            case, actor=region.actor("anna"), what=RICKY, known=SEEN, part=Compartment.NETWORK, now=region.now
        )
        made = asked(region, case, "police")
        ours = CaseParticipation.objects.filter(case=case, organisation=region.desk)
        ours.update(reads_network=False)
        assert "Ricky" not in json.dumps(fetched(region, made))

    def test_a_covenant_that_ended_meanwhile_opens_nothing(self, region: Region, case: Case) -> None:
        made, anna = asked(region, case), region.actor("anna")
        handover.show_password(made, actor=anna, now=region.now)
        CovenantParty.objects.filter(organisation=region.institution).update(
            exited_on=region.now.date() - timedelta(days=2)
        )
        with pytest.raises(StateConflictError):
            handover.fetch(made, actor=region.actor("anna"), now=region.now + DAY)
        assert CovenantClause.objects.exists()

    def test_who_asked_is_told_once_that_it_is_ready(self, region: Region, case: Case) -> None:
        asked(region, case)
        assert handover.tell_ready(now=region.now) == 0
        assert handover.tell_ready(now=region.now + DAY) == 1
        assert handover.tell_ready(now=region.now + DAY) == 0
        assert told("handover_ready") == {"Anna"}


class TestPages:
    """Through the screens, from asking to the file."""

    def test_anna_asks_sees_the_password_and_fetches(
        self, region: Region, case: Case, log_in: LogIn, settings: Any
    ) -> None:
        settings.ZORGTAFEL_EXPORT_MINUTES = 0
        anna = log_in("anna")
        assert "De hele casus overdragen" in anna.get(f"/cases/{case.number}/sharing/").content.decode()
        typed = {"recipient": region.institution.pk, "reason": "Zij nemen het over"}
        page = anna.post(f"/cases/{case.number}/handover/new/", typed, follow=True).content.decode()
        made = CaseHandover.objects.get()
        assert region.institution.name in page
        address = f"/cases/{case.number}/handover/{made.pk}/"
        shown = anna.post(f"{address}password/")
        secret = shown.content.decode().split('<code class="nowrap">')[1].split("<")[0]
        assert "no-store" in shown["Cache-Control"]
        packed = b"".join(anna.post(f"{address}file/").streaming_content)
        found = json.loads(unpacked(packed, secret))
        VALID(found)
        assert found["by"] == region.desk.name

    def test_what_was_typed_stays_when_nobody_was_chosen(self, case: Case, log_in: LogIn) -> None:
        answer = log_in("anna").post(f"/cases/{case.number}/handover/new/", {"reason": "Verhuisd"})
        assert answer.status_code == 400
        assert "Verhuisd" in answer.content.decode()
        assert not CaseHandover.objects.exists()

    def test_a_handover_of_another_case_is_not_found(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = asked(region, case)
        assert log_in("anna").get(f"/cases/C-26-22222/handover/{made.pk}/").status_code == 404
        assert log_in("farid").get(f"/cases/{case.number}/handover/").status_code == 403
