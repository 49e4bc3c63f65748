"""Two tables in one house: a case is at one of them, and only the clauses of that covenant count."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.access import effect, emergency, existence, explain, gate, request
from cases.access.models import AccessRequest
from cases.audit import review_item
from cases.audit.machine import past
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import participation
from cases.casefile.case import Opening
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.intake import alike, signal
from cases.intake import desk as desks
from cases.meetings import meeting
from cases.meetings.models import AgendaItem, ItemGuest
from cases.notifications.models import Delivery
from cases.rights import request as rights
from cases.rights.term_rules import Kind
from organisations import covenant, drafting, membership, signing
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.covenant import Clause, Settled
from organisations.history import write
from organisations.models import Covenant, CovenantParty, Organisation
from organisations.roles import Role
from tests.cases.access.test_effect import receives
from tests.cases.intake.telling import report
from tests.cast import CARE, FOUNDER, SAFETY, SEARCH, Region, member

LogIn = Callable[[str], Client]
BORN = date(2011, 5, 4)
#: What the second covenant lets each of its parties receive: less than the first, and the school nothing.
SECOND = {
    "care_coordination": (CARE, "core identity signals missing"),
    "police": (SEARCH, "core missing"),
    "youth_care": (CARE, "core"),
}
PARTIES = ("desk", "police", "institution", "elsewhere")


@pytest.fixture
def polder(region: Region) -> Covenant:
    """Give the covenant of a second table; desk and police sit at both."""
    then = region.now - timedelta(days=30)
    agreement = covenant.draw_up(actor=FOUNDER, name="Convenant Polderrand", region="Polderrand", now=then)
    clauses = [
        Clause("9", part, *terms, organisation_kind=kind)
        for kind, (terms, parts) in SECOND.items()
        for part in parts.split()
    ]
    parties = tuple(region.organisations[key] for key in PARTIES)
    settled = Settled(parties=parties, clauses=tuple(clauses), valid_from=then.date())
    version = covenant.amend(agreement, actor=FOUNDER, settled=settled, now=then)
    for party in version.parties.select_related("organisation"):
        signing.sign(party, actor=FOUNDER, name="De bestuurder", now=then)
    return agreement


@pytest.fixture
def there(region: Region, polder: Covenant) -> Case:
    """Give a case at the second table, about Noor."""
    return start(region, polder)


def start(region: Region, table: Covenant | None) -> Case:
    opening = Opening("sexual", "urgent", name="Noor Zeegras", birth_date=BORN)
    chosen = None if table is None else table.pk
    anna, now = region.actor("anna"), region.now - timedelta(days=1)
    return casefile.start(actor=anna, opening=opening, deputy=region.arno, table=chosen, now=now)


def admit(region: Region, case: Case, key: str, terms: tuple[str, str], parts: str) -> None:
    opened = frozenset(Compartment(part) for part in parts.split())
    wanted = participation.Terms(*terms, opened, region.now - timedelta(hours=2))
    organisation: Organisation = region.organisations[key]
    anna = region.actor("anna")
    participation.admit(case, actor=anna, organisation=organisation, terms=wanted, now=wanted.starts_at)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(StateConflictError) as found:
        act()
    return found.value.code


class TestStarting:
    """Who sits at two tables says at which one a case starts."""

    def test_with_one_table_nobody_has_to_choose(self, region: Region) -> None:
        assert start(region, None).covenant == region.covenant_version.covenant

    def test_with_two_it_must_be_said(self, region: Region, polder: Covenant) -> None:
        assert refused(lambda: start(region, None)) == "no_table"
        assert not Case.objects.exists()

    def test_the_case_and_every_part_in_it_stay_at_that_table(self, there: Case, polder: Covenant) -> None:
        assert there.covenant == polder
        assert {part.covenant for part in there.participations.all()} == {polder}

    def test_a_table_that_is_not_hers_is_none(self, region: Region) -> None:
        strange = covenant.draw_up(actor=FOUNDER, name="Elders", region="Elders", now=region.now)
        assert refused(lambda: start(region, strange)) == "no_table"

    def test_the_form_asks_only_where_there_is_a_choice(self, log_in: LogIn, region: Region) -> None:
        assert 'name="table"' not in log_in("anna").get("/cases/new/").text

    def test_the_form_names_both_tables(self, log_in: LogIn, region: Region, polder: Covenant) -> None:
        anna = log_in("anna")
        page = anna.get("/cases/new/").text
        assert "Convenant Polderrand" in page
        assert "Convenant Waterland-Zuid" in page
        typed = {
            "form_of_concern": "sexual",
            "urgency": "normal",
            "age_band": "unknown",
            "deputy": region.arno.pk,
            "table": polder.pk,
        }
        assert anna.post("/cases/new/", {**typed, "table": 10**6}).status_code == 400
        assert anna.post("/cases/new/", typed).status_code == 302
        assert Case.objects.get().covenant == polder


class TestCeiling:
    """What the other covenant would allow opens nothing here."""

    def test_no_part_is_admitted_that_only_the_other_covenant_knows(
        self, region: Region, there: Case
    ) -> None:
        assert refused(lambda: admit(region, there, "police", SEARCH, "core network")) == "no_clause"
        assert refused(lambda: admit(region, there, "school", CARE, "core")) == "no_clause"
        admit(region, there, "police", SEARCH, "core missing")

    def test_the_school_of_the_first_table_is_not_offered(
        self, region: Region, there: Case, log_in: LogIn
    ) -> None:
        page = log_in("anna").get(f"/cases/{there.number}/sharing/admit/").text
        assert "Politie Waterland-Zuid" in page
        assert "Lyceum De Dijk" not in page

    def test_a_part_that_stood_in_the_row_anyway_stays_closed_in_page_and_list(
        self, region: Region, there: Case
    ) -> None:
        admit(region, there, "police", SEARCH, "core missing")
        there.participations.filter(organisation=region.police).update(reads_network=True)
        fenna = region.actor("fenna")
        assert not gate.may(fenna, Act.READ_CASE, on=there, compartment=Compartment.NETWORK, now=region.now)
        assert not gate.visible(fenna, Case.objects.all(), Compartment.NETWORK, now=region.now).exists()
        assert gate.visible(fenna, Case.objects.all(), Compartment.MISSING, now=region.now).get() == there

    def test_one_table_ends_and_the_other_goes_on(
        self, region: Region, there: Case, polder: Covenant
    ) -> None:
        here = start(region, region.covenant_version.covenant)
        for case, terms in ((there, "core missing"), (here, "core missing network")):
            admit(region, case, "police", SEARCH, terms)
        party = polder.versions.get().parties.get(organisation=region.police)
        covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)
        fenna = region.actor("fenna")
        assert list(gate.visible(fenna, Case.objects.all(), now=region.now)) == [here]
        with pytest.raises(AccessDenied) as denied:
            gate.open_case(fenna, there.number, now=region.now)
        assert denied.value.conceal

    def test_a_seat_at_a_meeting_opens_only_what_this_table_allows_in_page_and_list(
        self, region: Region, there: Case
    ) -> None:
        """The first covenant would let Chris' institution read about missing on the same terms."""
        planning = meeting.Planning(title="Tafel", starts_at=region.now, organisations=(region.elsewhere,))
        planned = meeting.plan(actor=region.actor("iris"), planning=planning, now=region.now)
        row = AgendaItem(meeting=planned, case=there, order=1, question="Wie heeft een bed?")
        item = write(row, actor=FOUNDER, now=region.now)
        seat = ItemGuest(
            item=item,
            user=region.chris,
            organisation=region.elsewhere,
            purpose=CARE[0],
            legal_ground=CARE[1],
            compartments="missing",
            invited_at=region.now,
            invited_by=region.anna,
        )
        write(seat, actor=FOUNDER, now=region.now)
        chris = region.actor("chris")
        for part, opens in {Compartment.CORE: True, Compartment.MISSING: False}.items():
            assert gate.may(chris, Act.READ_CASE, on=there, compartment=part, now=region.now) is opens
            assert gate.visible(chris, Case.objects.all(), part, now=region.now).exists() is opens

    def test_the_reason_names_the_article_of_this_table(self, region: Region, there: Case) -> None:
        opened = gate.open_case(region.actor("anna"), there.number, now=region.now)
        assert "9" in str(explain.why(opened.access, now=region.now)[0].sentence)
        assert opened.access.about.ceiling.table == "Convenant Polderrand"

    def test_what_a_draft_closes_is_counted_at_its_table(self, region: Region, there: Case) -> None:
        admit(region, there, "police", SEARCH, "core missing")
        joost = region.actor("joost")
        draft = drafting.begin(region.covenant_version.covenant, actor=joost, now=region.now)
        receives(region, draft, "police", SEARCH, "")
        assert effect.of_version(draft, now=region.now).lines == ()
        admit(region, start(region, draft.covenant), "police", SEARCH, "core")
        (line,) = effect.of_version(draft, now=region.now).lines
        assert (line.organisation, line.closed.cases) == (region.police, 1)

    def test_the_time_machine_asks_the_covenant_of_the_case(
        self, region: Region, there: Case, polder: Covenant
    ) -> None:
        admit(region, there, "police", SEARCH, "core missing")
        scene = past.scene(region.police, there, at=region.now)
        assert scene.ceiling.table == "Convenant Polderrand"
        assert set(scene.ceiling.pairs) == {Compartment.CORE, Compartment.MISSING}


class TestAsking:
    """Nobody hears of a case at a table at which they do not sit."""

    def test_the_existence_of_a_case_is_told_under_the_covenant_of_the_case_only(
        self, region: Region, there: Case
    ) -> None:
        chris = region.actor("chris")  # the first covenant lets youth care ask, the second does not
        check = existence.ask(actor=chris, name="Noor Zeegras", birth_date=BORN, now=region.now)
        assert existence.answer(chris, check, now=region.now) == existence.Answer(exists=False)

    def test_a_request_by_number_on_terms_of_another_table_leads_nowhere(
        self, region: Region, there: Case
    ) -> None:
        gerda = region.actor("gerda")  # Veilig Thuis sits at the first table only
        wish = request.Wish(*SAFETY, frozenset({Compartment.CORE}), "zorgen")
        made = request.ask_by_number(there.number, actor=gerda, wish=wish, now=region.now)
        assert (made.case, AccessRequest.objects.count()) == (None, 1)

    def test_the_glass_breaks_only_at_ones_own_table(self, region: Region, there: Case) -> None:
        wish = emergency.Emergency("danger", "gevaar", 1, frozenset({Compartment.MISSING}))
        code = refused(
            lambda: emergency.break_glass(
                there.number, actor=region.actor("gerda"), emergency=wish, now=region.now
            )
        )
        assert code == "emergency_unknown"

    def test_at_both_tables_it_opens_what_the_covenant_of_the_case_allows(
        self, region: Region, there: Case
    ) -> None:
        def open_with(*parts: Compartment) -> emergency.EmergencyAccess:
            wish = emergency.Emergency("danger", "gevaar", 1, frozenset(parts))
            piet = region.actor("piet")
            return emergency.break_glass(there.number, actor=piet, emergency=wish, now=region.now)

        assert refused(lambda: open_with(Compartment.MISSING)) == "emergency_unknown"
        open_with(Compartment.CORE)
        assert gate.open_case(region.actor("piet"), there.number, now=region.now) == there


class TestSignals:
    """A signal arrives at the desk of one table, and belongs in a case of that table."""

    def test_two_tables_with_one_desk_are_two_choices(self, region: Region, polder: Covenant) -> None:
        open_desks = desks.open_to(region.police, now=region.now)
        assert [(one.organisation, one.table.name) for one in open_desks] == [
            (region.desk, "Convenant Waterland-Zuid"),
            (region.desk, "Convenant Polderrand"),
        ]
        assert len(desks.open_to(region.school, now=region.now)) == 1

    def test_it_must_be_said_which(self, region: Region, polder: Covenant) -> None:
        farid, words = region.actor("farid"), report(region.now)
        code = refused(lambda: signal.log(actor=farid, report=words, desk=region.desk, now=region.now))
        assert code == "no_desk"
        made = signal.log(actor=farid, report=words, desk=region.desk, table=polder, now=region.now)
        assert made.covenant == polder

    def test_the_form_offers_the_desk_per_table(
        self, region: Region, polder: Covenant, log_in: LogIn
    ) -> None:
        page = log_in("farid").get("/signals/new/").text
        assert f"{region.desk.name} · Convenant Polderrand" in page

    def test_it_cannot_be_put_in_a_case_of_another_table(
        self, region: Region, there: Case, polder: Covenant
    ) -> None:
        home = region.covenant_version.covenant
        farid = region.actor("farid")
        words = report(region.now, subject="young_person", subject_name="Noor Zeegras")
        made = signal.log(actor=farid, report=words, desk=region.desk, table=home, now=region.now)
        anna = region.actor("anna")
        assert alike.of(made, actor=anna, now=region.now) == []
        assert refused(lambda: signal.link(made, actor=anna, case=there, now=region.now)) == "another_table"
        opening = signal.opening_of(made, now=region.now)
        case = signal.start_case(made, actor=anna, opening=opening, deputy=region.arno, now=region.now)
        assert case.covenant == home

    def test_a_desk_that_left_the_table_of_a_signal_no_longer_reads_it(
        self, region: Region, polder: Covenant, log_in
    ) -> None:
        made = signal.log(
            actor=region.actor("farid"),
            report=report(region.now),
            desk=region.desk,
            table=polder,
            now=region.now,
        )
        party = polder.versions.get().parties.get(organisation=region.desk)
        covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)
        assert log_in("anna").get(f"/signals/{made.number}/").status_code == 404


def test_the_pages_say_the_table_to_who_sits_at_more_than_one(
    region: Region, there: Case, log_in: LogIn
) -> None:
    admit(region, there, "institution", CARE, "core")
    anna, piet = log_in("anna"), log_in("piet")
    assert "Convenant Polderrand" in anna.get(f"/cases/{there.number}/").text
    assert "Convenant Polderrand" in anna.get("/cases/").text
    assert "Convenant Polderrand" in piet.get("/cases/").text  # at both tables as well
    party = region.covenant_version.parties.get(organisation=region.institution)
    covenant.withdraw(party, actor=FOUNDER, on=region.now.date(), now=region.now)
    assert "Convenant Polderrand" not in piet.get("/cases/").text


class TestOversight:
    """There is one ledger: who reads it sits at every table of which it tells."""

    def test_an_auditor_of_one_table_does_not_read_it(
        self, region: Region, there: Case, log_in: LogIn
    ) -> None:
        dina = log_in("dina")
        page = dina.get("/audit/")
        assert page.status_code == 403
        assert "niet elk convenant ondertekend" in page.text
        assert there.number not in page.text
        for address in ("/audit/reviews/", "/audit/machine/", "/audit/reviews/months/", "/"):
            assert there.number not in dina.get(address).text
        assert LedgerLine.objects.filter(refusal="not_at_every_table").exists()

    def test_once_the_oversight_signed_both_it_does(
        self, region: Region, polder: Covenant, log_in: LogIn
    ) -> None:
        version = polder.versions.get()
        joined = CovenantParty(version=version, organisation=region.oversight, acceded_on=version.valid_from)
        write(joined, actor=FOUNDER, now=region.now)
        signing.sign(joined, actor=FOUNDER, name="De bestuurder", now=region.now)
        assert log_in("dina").get("/audit/").status_code == 200

    def test_a_covenant_that_has_ended_asks_nothing(
        self, region: Region, polder: Covenant, log_in: LogIn
    ) -> None:
        polder.versions.update(valid_until=region.now.date() - timedelta(days=1))
        assert log_in("dina").get("/audit/").status_code == 200

    def test_she_hears_of_no_emergency_at_a_table_where_she_does_not_sit(
        self, region: Region, there: Case
    ) -> None:
        wish = emergency.Emergency("danger", "gevaar", 1, frozenset({Compartment.CORE}))
        emergency.break_glass(there.number, actor=region.actor("piet"), emergency=wish, now=region.now)
        told = Delivery.objects.filter(notification__number=there.number)
        assert {"Anna", "Arno"} <= set(told.values_list("user__name", flat=True))
        assert not told.filter(user=region.dina).exists()
        assert review_item.auditors(now=region.now) == []


def test_the_contact_for_rights_of_one_table_finds_no_case_of_another(region: Region, there: Case) -> None:
    membership.change_role(
        member(region, "chris"), actor=FOUNDER, role=Role.ORGANISATION_ADMIN, now=region.now
    )
    region.chris.email = region.covenant_version.rights_contact
    region.chris.save()
    asked = rights.Asked(Kind.ACCESS, "guardian", Compartment.CORE, "Wat staat er?", region.now.date())
    chris, here = region.actor("chris"), start(region, region.covenant_version.covenant)
    assert rights.log(here.number, actor=chris, asked=asked, now=region.now).case == here
    code = refused(lambda: rights.log(there.number, actor=chris, asked=asked, now=region.now))
    assert code == refused(lambda: rights.log("C-26-ZZZZZ", actor=chris, asked=asked, now=region.now))
