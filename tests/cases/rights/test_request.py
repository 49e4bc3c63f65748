"""Noor or her mother uses a right: Anna logs it, answers in time, with grounds and a letter."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from cases.access import sealing
from cases.audit.models import LedgerLine
from cases.casefile import note
from cases.casefile.models import Case, Note
from cases.conflict import StateConflictError
from cases.notifications.models import Notification
from cases.rights import disagreement, letter, request
from cases.rights.disagreement import Statement
from cases.rights.models import Disagreement, RightsRequest
from cases.rights.request import Asked, Decision
from cases.rights.term_rules import Kind, State
from organisations import membership
from organisations.actor import AccessDenied
from organisations.compartments import Compartment
from organisations.history import StaleWriteError, write
from organisations.models import CovenantController
from organisations.roles import Role
from tests.cast import CARE, FOUNDER, Region, admit, member, open_case
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]
NUMBER = re.compile(r"B-26-[0-9A-Z]{5}")
WORDS = "Er staat dat ik ben weggelopen. Dat is niet zo."


def asked(region: Region, **values: Any) -> Asked:
    """Give what Noor asks today."""
    given = {
        "kind": Kind.RECTIFICATION,
        "asked_by": "young_person",
        "compartment": Compartment.CORE,
        "words": WORDS,
        "received_on": region.now.date(),
        **values,
    }
    return Asked(**given)


def logged(region: Region, case: Case, by: str = "anna", **values: Any) -> RightsRequest:
    """Let somebody log a request."""
    return request.log(case.number, actor=region.actor(by), asked=asked(region, **values), now=region.now)


def decided(region: Region, made: RightsRequest, by: str = "anna", **values: Any) -> RightsRequest:
    """Let somebody decide."""
    given = {"to": State.GRANTED, "explanation": "Je hebt gelijk.", **values}
    return request.decide(
        made, actor=region.actor(by), decision=Decision(**given), version=None, now=region.now
    )


@pytest.fixture
def contact(region: Region, case: Case) -> Region:
    """Let the covenant name an administrator of the school, Bea, as the contact for rights."""
    role = Role.ORGANISATION_ADMIN
    membership.change_role(member(region, "bea"), actor=FOUNDER, role=role, now=region.now)
    version = region.covenant_version
    version.rights_contact = region.bea.email.upper()
    write(version, actor=FOUNDER, now=region.now - timedelta(days=300))
    return region


class TestLogging:
    """What comes in gets a number, a clock, and somebody who is responsible."""

    def test_anna_logs_it_and_the_clock_runs(self, region: Region, case: Case) -> None:
        made = logged(region, case)
        assert (made.state, made.due_on) == ("received", date(2026, 12, 17))
        assert made.responsible == "Waterdam"  # the covenant names one controller for all
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.action, line.case_id) == ("rights_request.logged", "C", case.pk)
        assert WORDS not in str(line.detail)
        told = Notification.objects.get(kind="rights_requested")
        assert {row.user for row in told.deliveries.all()} == {region.arno}

    @pytest.mark.parametrize(
        ("rule", "name"), [("coordinating", "Zorgcoordinatie Waterland-Zuid"), ("author", "")]
    )
    def test_the_covenant_says_who_is_responsible(
        self, region: Region, case: Case, rule: str, name: str
    ) -> None:
        row = CovenantController(version=region.covenant_version, compartment="core", rule=rule)
        write(row, actor=FOUNDER, now=region.now)
        made = logged(region, case)
        assert (made.controller_rule, made.responsible) == (rule, name)

    @pytest.mark.parametrize("number", ["C-26-22222", "Noor Zeegras"])
    def test_a_number_that_leads_nowhere(self, region: Region, case: Case, number: str) -> None:
        with pytest.raises(StateConflictError) as refused:
            request.log(number, actor=region.actor("anna"), asked=asked(region), now=region.now)
        assert refused.value.field == "number"

    def test_a_day_that_has_still_to_come(self, region: Region, case: Case) -> None:
        with pytest.raises(StateConflictError) as refused:
            logged(region, case, received_on=region.now.date() + timedelta(days=1))
        assert refused.value.field == "received_on"

    @pytest.mark.parametrize("name", ["bram", "farid", "iris", "dina", "joost"])
    def test_others_are_refused(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            logged(region, case, by=name)

    def test_eva_finds_no_case_for_she_is_kept_away(self, region: Region, case: Case) -> None:
        with pytest.raises(StateConflictError):
            logged(region, case, by="eva")
        assert not RightsRequest.objects.exists()

    def test_the_contact_for_rights_logs_it_and_anna_and_arno_hear_of_it(
        self, contact: Region, case: Case
    ) -> None:
        made = logged(contact, case, by="bea")
        told = Notification.objects.get(kind="rights_requested")
        assert {row.user for row in told.deliveries.all()} == {contact.anna, contact.arno}
        assert list(request.in_sight(contact.actor("bea"), now=contact.now)) == [made]
        with pytest.raises(AccessDenied):
            decided(contact, made, by="bea")

    def test_an_administrator_who_is_not_the_contact_is_refused(self, contact: Region, case: Case) -> None:
        version = contact.covenant_version
        version.rights_contact = "rechten@waterdam.example"
        write(version, actor=FOUNDER, now=contact.now)
        with pytest.raises(AccessDenied):
            logged(contact, case, by="bea")

    def test_to_the_contact_a_sealed_case_does_not_exist(self, contact: Region, case: Case) -> None:
        sealing.seal(case, actor=contact.actor("anna"), reason="Threats", keep=[], now=contact.now)
        with pytest.raises(StateConflictError) as refused:
            logged(contact, case, by="bea")
        assert refused.value.code == "unknown"

    def test_a_case_that_is_sealed_later_leaves_the_list_of_the_contact(
        self, contact: Region, case: Case
    ) -> None:
        logged(contact, case, by="bea")
        sealing.seal(case, actor=contact.actor("anna"), reason="Threats", keep=[], now=contact.now)
        assert not request.in_sight(contact.actor("bea"), now=contact.now).exists()


class TestMoreTime:
    """Two months more, once, within the first month, with the reason."""

    def test_it_is_taken_with_a_reason(self, region: Region, case: Case) -> None:
        made = logged(region, case)
        longer = request.extend(
            made, actor=region.actor("anna"), reason="Veel stukken", version=1, now=region.now
        )
        assert (longer.state, longer.due_on) == ("extended", date(2027, 2, 17))
        assert LedgerLine.objects.latest("id").event == "rights_request.extended"
        with pytest.raises(StateConflictError):
            request.extend(longer, actor=region.actor("anna"), reason="x", version=None, now=region.now)

    def test_after_the_first_month_it_is_too_late(self, region: Region, case: Case) -> None:
        made = logged(region, case, received_on=date(2026, 10, 1))
        with pytest.raises(StateConflictError) as refused:
            request.extend(made, actor=region.actor("anna"), reason="x", version=None, now=region.now)
        assert refused.value.code == "too_late"


class TestDeciding:
    """A decision has words, a ground where less is given, and a correction where something was wrong."""

    def test_a_rectification_becomes_a_correction_beside_the_note(self, region: Region, case: Case) -> None:
        wrong = note.add(
            case, actor=region.actor("anna"), compartment=Compartment.CORE, text="Ran away", now=region.now
        )
        made = decided(region, logged(region, case), correction="Went to her aunt", note=wrong)
        wrong.refresh_from_db()
        assert wrong.text == "Ran away"
        assert (made.correction.corrects, made.correction.text) == (wrong, "Went to her aunt")
        assert made.number in made.correction.reason
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.detail["decision"]) == ("rights_request.decided", "granted")

    def test_without_a_note_the_right_words_stand_in_that_part_also_in_a_closed_case(
        self, region: Region, case: Case
    ) -> None:
        case.status, case.closed_at = "closed", region.now
        write(case, actor=FOUNDER, now=region.now)
        made = decided(region, logged(region, case), correction="Went to her aunt")
        assert (made.correction.compartment, made.correction.corrects) == ("core", None)

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"correction": " "}, "correction"),
            ({"to": State.REFUSED}, "ground"),
            ({"to": State.PARTLY, "correction": "x"}, "ground"),
            ({"explanation": " ", "correction": "x"}, "explanation"),
        ],
    )
    def test_what_is_missing_is_asked_for(self, region: Region, case: Case, values: dict, field: str) -> None:
        made = logged(region, case)
        with pytest.raises(StateConflictError) as refused:
            decided(region, made, **values)
        assert refused.value.field == field
        made.refresh_from_db()
        assert (made.state, Note.objects.count()) == ("received", 0)

    def test_a_note_of_another_part_is_refused(self, region: Region, case: Case) -> None:
        other = note.add(
            case, actor=region.actor("anna"), compartment=Compartment.SIGNALS, text="x", now=region.now
        )
        with pytest.raises(StateConflictError) as refused:
            decided(region, logged(region, case), correction="y", note=other)
        assert refused.value.code == "other_part"

    def test_nothing_is_decided_twice_and_nothing_over_somebody_else(
        self, region: Region, case: Case
    ) -> None:
        made = logged(region, case, kind=Kind.ACCESS)
        decided(region, made)
        with pytest.raises(StateConflictError):
            decided(region, made, by="arno")
        with pytest.raises(StaleWriteError):
            request.withdraw(made, actor=region.actor("arno"), version=1, now=region.now)

    def test_who_asked_takes_it_back(self, region: Region, case: Case) -> None:
        made = request.withdraw(logged(region, case), actor=region.actor("anna"), version=1, now=region.now)
        assert (made.state, made.ended_by) == ("withdrawn", region.anna)
        assert LedgerLine.objects.latest("id").event == "rights_request.withdrawn"

    @pytest.mark.parametrize("name", ["bram", "iris", "eva", "chris", "dina"])
    def test_others_do_not_decide(self, region: Region, case: Case, name: str) -> None:
        made = logged(region, case)
        with pytest.raises(AccessDenied):
            decided(region, made, by=name, correction="x")


class TestLetter:
    """One letter per state, in plain Dutch, without the name of the child."""

    @pytest.mark.parametrize("state", State)
    @pytest.mark.parametrize("kind", Kind)
    def test_every_state_has_its_letter(self, region: Region, case: Case, state: State, kind: Kind) -> None:
        made = logged(region, case, kind=kind)
        made.state, made.explanation, made.ground = state.value, "Daarom.", "others"
        made.delay_reason = "Veel stukken"
        with translation.override("nl"):
            told = letter.told(made, on=region.now.date())
        text = " ".join([told["title"], *told["lead"], *(" ".join(part["text"]) for part in told["parts"])])
        assert made.number in text
        assert "Noor" not in text
        assert ("Autoriteit Persoonsgegevens" in text) is (state is not State.WITHDRAWN)
        assert ("AVG artikel 15 lid 4" in text) is (state in {State.PARTLY, State.REFUSED})


class TestDisagreement:
    """The words of Noor or her mother stay beside the record."""

    def said(self, region: Region, case: Case, by: str = "anna", **values: Any) -> Disagreement:
        """Let somebody write down that Noor does not agree."""
        given = {
            "said_by": "young_person",
            "compartment": Compartment.CORE,
            "text": WORDS,
            "received_on": region.now.date(),
            **values,
        }
        return disagreement.attach(case, actor=region.actor(by), statement=Statement(**given), now=region.now)

    def test_it_stands_beside_the_note_for_everybody_who_reads_it(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        written = note.add(
            case, actor=region.actor("anna"), compartment=Compartment.CORE, text="Ran away", now=region.now
        )
        self.said(region, case, note=written)
        line = LedgerLine.objects.filter(event="disagreement.attached").get()
        assert (line.action, line.case_id, line.compartments) == ("C", case.pk, "core")
        for path in (f"/cases/{case.number}/notes/", f"/cases/{case.number}/notes/{written.pk}/"):
            assert WORDS in log_in("bram").get(path).text
        assert WORDS in log_in("anna").get(f"/cases/{case.number}/rights/").text

    @pytest.mark.parametrize(
        ("values", "code"),
        [({"received_on": date(2026, 12, 1)}, "still_to_come"), ({"note": "signals"}, "other_part")],
    )
    def test_what_does_not_fit_is_refused(self, region: Region, case: Case, values: dict, code: str) -> None:
        if "note" in values:
            part = Compartment.SIGNALS
            values = {
                "note": note.add(case, actor=region.actor("anna"), compartment=part, text="x", now=region.now)
            }
        with pytest.raises(StateConflictError) as refused:
            self.said(region, case, **values)
        assert refused.value.code == code

    @pytest.mark.parametrize("name", ["bram", "iris", "eva", "dina"])
    def test_others_are_refused(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            self.said(region, case, by=name)


class TestPages:
    """From the phone call to the letter."""

    def test_anna_goes_the_whole_way(self, region: Region, case: Case, log_in: LogIn) -> None:
        client = log_in("anna")
        typed = {
            "number": case.number.lower(),
            "kind": "access",
            "asked_by": "guardian",
            "compartment": "core",
            "words": WORDS,
            "received_on": "2026-11-16",
        }
        answer = client.post("/rights/new/", typed)
        assert answer.status_code == 302
        assert WORDS in client.get(answer.url).text
        assert RightsRequest.objects.get().number in client.get("/rights/").text
        longer = client.post(f"{answer.url}extend/", {"reason": "Veel stukken", "version": "1"})
        assert longer.status_code == 302
        decision = {"to": "partly", "explanation": "Een deel.", "ground": "others", "version": "2"}
        assert client.post(f"{answer.url}decide/", decision).status_code == 302
        paper = client.get(f"{answer.url}letter.pdf")
        assert paper.content.startswith(b"%PDF-")
        assert LedgerLine.objects.latest("id").event == "rights_request.letter"
        assert RightsRequest.objects.get().number in client.get("/rights/?state=ended").text
        assert client.get("/rights/").context["rows"] == []

    def test_it_stands_on_the_start_page_of_who_coordinates(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        made = logged(region, case)
        assert f"/rights/{made.number}/" in log_in("arno").get("/").text
        decided(region, made, correction="x")
        assert f"/rights/{made.number}/" not in log_in("arno").get("/").text

    def test_a_stale_page_does_not_decide(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = logged(region, case, kind=Kind.ACCESS)
        request.extend(made, actor=region.actor("arno"), reason="x", version=1, now=region.now)
        typed = {"to": "granted", "explanation": "Ja.", "version": "1"}
        answer = log_in("anna").post(f"/rights/{made.number}/decide/", typed)
        assert answer.status_code == 409
        assert RightsRequest.objects.get().state == "extended"

    @pytest.mark.parametrize(
        ("values", "status", "field"),
        [
            ({"number": "Noor"}, 409, "number"),
            ({"kind": "wish"}, 400, "kind"),
            ({"received_on": "2026-12-01"}, 409, "received_on"),
            ({"words": ""}, 400, "words"),
        ],
    )
    def test_wrong_input_gets_a_sentence_at_the_field(
        self, region: Region, case: Case, log_in: LogIn, values: dict, status: int, field: str
    ) -> None:
        typed = {
            "number": case.number,
            "kind": "access",
            "asked_by": "guardian",
            "compartment": "core",
            "words": WORDS,
            "received_on": "2026-11-16",
            **values,
        }
        answer = log_in("anna").post("/rights/new/", typed)
        assert answer.status_code == status
        assert answer.context["form"].errors[field]
        assert not RightsRequest.objects.exists()

    def test_the_contact_sees_what_they_logged_and_no_more(
        self, contact: Region, case: Case, log_in: LogIn
    ) -> None:
        mine, other = logged(contact, case, by="bea"), logged(contact, case)
        client = log_in("bea")
        page = client.get("/rights/")
        assert mine.number in page.text
        assert other.number not in page.text
        assert case.pseudonym not in page.text
        assert client.get(f"/rights/{mine.number}/").status_code == 200
        assert client.get(f"/rights/{other.number}/").status_code == 404
        assert client.get(f"/rights/{mine.number}/letter.pdf").status_code == 403

    def test_anna_writes_down_a_disagreement(self, region: Region, case: Case, log_in: LogIn) -> None:
        typed = {
            "said_by": "guardian",
            "compartment": "core",
            "note": "",
            "text": WORDS,
            "received_on": "2026-11-17",
        }
        path = f"/cases/{case.number}/rights/disagreements/new/"
        assert log_in("anna").post(path, typed).status_code == 302
        assert Disagreement.objects.get().written_by == region.anna


class TestParts:
    """A request is about one part of a case: who does not read that part meets it nowhere."""

    def test_wim_who_reads_the_core_meets_no_request_about_the_police(
        self, region: Region, log_in: LogIn
    ) -> None:
        case = open_case(region)
        join(region, "wim", "elsewhere", Role.CARE_COORDINATOR)
        admit(region, case, "elsewhere", CARE, "core")
        about_police = logged(region, case, compartment=Compartment.POLICE)
        about_core = logged(region, case)
        wim, anna = log_in("wim"), log_in("anna")
        assert wim.get(f"/rights/{about_core.number}/").status_code == 200
        assert wim.get(f"/rights/{about_police.number}/").status_code == 404
        assert anna.get(f"/rights/{about_police.number}/").status_code == 200
        for desk in (wim.get("/rights/"), wim.get("/rights/?state=ended")):
            assert about_police.number not in desk.text
        assert about_core.number in wim.get("/rights/").text
        assert {about_core.number, about_police.number} <= set(NUMBER.findall(anna.get("/rights/").text))
