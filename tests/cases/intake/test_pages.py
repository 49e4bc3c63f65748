"""The pages of intake, as Bram, Anna and those who may not see them."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.dashboard import counts
from cases.intake import signal
from cases.intake.models import Signal
from organisations import covenant, grants, membership, signing
from organisations.history import write
from organisations.models import CovenantClause, CovenantParty, Organisation, User
from organisations.roles import Role
from tests.cases.intake.telling import HEARD_BACK, SEEN, tell, typed, walk
from tests.cast import FOUNDER, PASSWORD, Region

LogIn = Callable[[str], Client]


def text(response: Any) -> str:
    return response.content.decode()


def nameless(response: Any, number: str) -> str:
    """Give a page without the number that was asked for and without its own token against forgery."""
    return re.sub(r"[A-Za-z0-9]{64}", "", text(response)).replace(number, "")


def form_of(client: Client, path: str) -> dict[str, str]:
    """Open a form as a browser does and give its hidden fields."""
    form = client.get(path).context["form"]
    version = {"version": form["version"].value()} if "version" in form.fields else {}
    return {**form.hidden_values(), **version}


def send(client: Client, path: str, **values: Any) -> Any:
    return client.post(path, {**form_of(client, path), **values})


class TestNewSignal:
    """Bram logs a signal on his phone, between two lessons."""

    def test_he_sees_who_will_read_it_before_he_saves(self, region: Region, log_in: LogIn) -> None:
        page = log_in("bram").get("/signals/new/")
        assert page.context["readers"] == [
            {"organisation": region.desk.name, "names": ["Anna", "Arno", "Eva"], "note": ""},
            {"organisation": region.school.name, "names": ["Bram", "Bea"], "note": ""},
        ]
        assert "Anna, Arno, Eva" in text(page)
        assert "112" in text(page)

    def test_it_arrives_with_what_he_ticked(self, region: Region, log_in: LogIn) -> None:
        answer = send(log_in("bram"), "/signals/new/", **typed())
        made = Signal.objects.get()
        assert answer.url == f"/signals/{made.number}/logged/"
        assert (made.observation, made.subject_name, made.municipality) == (SEEN, "Noor Zeegras", "Waterdam")
        assert made.noticed_at == region.now - timedelta(minutes=30)
        assert [row.code for row in made.indicators.all()] == ["picked_up"]

    def test_the_confirmation_says_the_number_and_the_clock(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        page = bram.get(send(bram, "/signals/new/", **typed()).url)
        assert Signal.objects.get().number in text(page)
        assert "24 november 2026 23:59" in text(page)
        assert "112" not in text(page)

    def test_an_acute_one_is_no_alarm_and_says_so(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        made = send(bram, "/signals/new/", **typed(urgency="acute", urgency_ground="Hij staat buiten"))
        assert "112" in text(bram.get(made.url))

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"observation": "   "}, "observation"),
            ({"observation": "a" * 200_000}, "observation"),
            ({"noticed_at": "2026-11-18T09:00"}, "noticed_at"),
            ({"noticed_at": "yesterday"}, "noticed_at"),
            ({"happened_at": "0001-01-01T00:00"}, "happened_at"),
            ({"happened_at": "9999-12-31T23:59"}, "happened_at"),
            ({"subject_birth_date": "1900-01-01"}, "subject_birth_date"),
            ({"subject_birth_date": "2026-12-01"}, "subject_birth_date"),
            ({"subject": "nobody", "subject_birth_date": ""}, "subject_name"),
            ({"subject_name": "", "subject_birth_date": ""}, "subject_description"),
            ({"urgency": "urgent"}, "urgency_ground"),
            ({"knowledge": ""}, "knowledge"),
            ({"indicators": ["made_up"]}, "indicators"),
        ],
    )
    def test_a_wrong_answer_gets_a_sentence_and_nothing_typed_is_lost(
        self, log_in: LogIn, said: dict[str, Any], field: str
    ) -> None:
        values = typed(interpretation="Ik denk dat hij haar dwingt.", **said)
        page = send(log_in("bram"), "/signals/new/", **values)
        assert page.status_code == 400
        assert list(page.context["form"].errors) == [field]
        assert "Ik denk dat hij haar dwingt." in text(page)
        assert values["observation"].strip() in unescape(text(page))
        assert not Signal.objects.exists()

    def test_a_double_click_makes_one_signal(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        once = {**form_of(bram, "/signals/new/"), **typed()}
        first, second = (bram.post("/signals/new/", once) for _click in range(2))
        assert first.url == second.url
        assert Signal.objects.count() == 1

    def test_what_was_typed_survives_a_lost_session(self, region: Region, log_in: LogIn) -> None:
        bram = log_in("bram")
        sent = {**form_of(bram, "/signals/new/"), **typed(indicators=["picked_up", "hotel"])}
        bram.logout()
        assert bram.post("/signals/new/", sent).url.startswith("/account/login/")
        bram.force_login(region.bram)
        page = bram.get("/signals/new/")
        form = page.context["form"]
        assert form["observation"].value() == SEEN
        assert form["indicators"].value() == ["picked_up", "hotel"]
        assert not Signal.objects.exists()

    def test_somebody_else_on_that_computer_does_not_get_it(self, region: Region, log_in: LogIn) -> None:
        browser = log_in("bram")
        sent = {**form_of(browser, "/signals/new/"), **typed()}
        browser.logout()
        browser.post("/signals/new/", sent)
        browser.force_login(region.chris)
        assert SEEN not in text(browser.get("/signals/new/"))

    def test_without_a_desk_there_is_a_way_out(self, region: Region, log_in: LogIn) -> None:
        region.desk.is_active = False
        region.desk.save_base(raw=True)
        page = log_in("bram").get("/signals/new/")
        assert page.status_code == 409
        assert str(signal.NO_DESK) in text(page)
        assert "form" not in page.context

    def test_a_clause_withdrawn_while_the_page_is_open_loses_nothing(
        self, region: Region, log_in: LogIn
    ) -> None:
        bram = log_in("bram")
        sent = {**form_of(bram, "/signals/new/"), **typed()}
        for clause in CovenantClause.objects.filter(compartment="signals"):
            covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
        page = bram.post("/signals/new/", sent)
        assert page.status_code == 400
        assert page.context["form"].non_field_errors() == [str(signal.NO_DESK)]
        assert SEEN in unescape(text(page))

    def test_with_two_desks_bram_chooses(self, region: Region, log_in: LogIn) -> None:
        other = write(
            Organisation(name="Zorgcoordinatie Oost", kind="care_coordination"), actor=FOUNDER, now=region.now
        )
        grants.sync(other)
        party = CovenantParty(
            version=region.covenant_version, organisation=other, acceded_on=region.now.date()
        )
        write(party, actor=FOUNDER, now=region.now)
        signing.sign(party, actor=FOUNDER, name="De bestuurder", now=region.now)
        lena = User.objects.create_user("lena@demo.zorgtafel.example", "Lena", PASSWORD)
        membership.start(
            actor=FOUNDER, user=lena, organisation=other, role=Role.CARE_COORDINATOR, now=region.now
        )
        bram = log_in("bram")
        readers = bram.get("/signals/new/").context["readers"]
        assert [(group["names"], bool(group["note"])) for group in readers] == [
            (["Anna", "Arno", "Eva"], True),
            (["Bram", "Bea"], False),
            (["Lena"], True),
        ]
        assert "desk" in send(bram, "/signals/new/", **typed()).context["form"].errors
        send(bram, "/signals/new/", **typed(desk=f"{other.pk}-{region.covenant_version.covenant_id}"))
        assert Signal.objects.get().addressed_to == other
        assert send(bram, "/signals/new/", **typed(desk=region.police.pk)).status_code == 400

    @pytest.mark.parametrize("name", ["iris", "dina", "joost"])
    def test_not_for_those_who_direct_or_audit(self, log_in: LogIn, name: str) -> None:
        assert log_in(name).get("/signals/new/").status_code == 403


MARKUP = '<script>alert(1)</script> =HYPERLINK("http://x") {{ 7 }} 😀 مرحبا 漢字 Здравствуйте'


class TestOneSignal:
    """What is on the page of one signal, and for whom."""

    def test_other_peoples_words_are_shown_as_they_are(self, region: Region, log_in: LogIn) -> None:
        made = tell(region, observation=MARKUP, interpretation=MARKUP, subject_name=MARKUP[:100])
        page = text(log_in("anna").get(f"/signals/{made.number}/"))
        assert str(escape(MARKUP)) in page
        assert "<script>alert" not in page

    def test_bram_sees_his_signal_and_how_far_it_is(self, region: Region, log_in: LogIn) -> None:
        made = walk(region, tell(region), "under_investigation", reason="Known from another case")
        page = log_in("bram").get(f"/signals/{made.number}/")
        assert SEEN.split("“")[0] in text(page)
        assert [step["state"] for step in page.context["chain"]] == ["done", "current", *["open"] * 4]
        assert "Known from another case" not in text(page)
        assert page.context["moves"] == []

    def test_bram_never_learns_that_there_is_a_case(self, region: Region, log_in: LogIn) -> None:
        made = tell(region)
        opening = signal.opening_of(made, now=region.now)
        case = signal.start_case(
            made, actor=region.actor("anna"), opening=opening, deputy=region.arno, now=region.now
        )
        page = log_in("bram").get(f"/signals/{made.number}/")
        assert page.status_code == 200
        assert page.context["case"] is None
        assert case.number not in text(page)
        assert case.number in text(log_in("anna").get(f"/signals/{made.number}/"))

    def test_bram_reads_what_he_was_told(self, region: Region, log_in: LogIn) -> None:
        made = walk(region, tell(region), "under_investigation", "not_substantiated")
        signal.feed_back(made, actor=region.actor("anna"), text=HEARD_BACK, now=region.now)
        page = log_in("bram").get(f"/signals/{made.number}/")
        assert HEARD_BACK in text(page)
        assert page.context["chain"][-1]["state"] == "done"
        assert page.context["clock"] is None

    def test_the_reading_is_in_the_ledger(self, region: Region, log_in: LogIn) -> None:
        made = tell(region)
        log_in("bea").get(f"/signals/{made.number}/")
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.object_number, line.user_id) == ("signal.read", made.number, region.bea.pk)

    @pytest.mark.parametrize("part", ["", "logged/"])
    @pytest.mark.parametrize("name", ["chris", "farid", "gerda", "hugo"])
    def test_others_get_the_answer_of_a_number_that_does_not_exist(
        self, region: Region, log_in: LogIn, name: str, part: str
    ) -> None:
        made, client = tell(region), log_in(name)
        real, unreal = client.get(f"/signals/{made.number}/{part}"), client.get(f"/signals/S-26-22222/{part}")
        assert (real.status_code, unreal.status_code) == (404, 404)
        assert nameless(real, made.number) == nameless(unreal, "S-26-22222")
        refusal = LedgerLine.objects.latest("id")
        assert (refusal.event, refusal.outcome) == ("access.refused", "refused")

    def test_no_number_of_signs_becomes_a_score(self, region: Region, log_in: LogIn) -> None:
        made = tell(region)
        assert "score" not in text(log_in("anna").get(f"/signals/{made.number}/")).lower()


class TestDesk:
    """Each thing Anna does stands at an address of its own."""

    def test_anna_takes_a_step(self, region: Region, log_in: LogIn) -> None:
        made = tell(region)
        answer = send(log_in("anna"), f"/signals/{made.number}/move/", to="under_investigation", reason="")
        assert answer.url == f"/signals/{made.number}/"
        made.refresh_from_db()
        assert made.status == "under_investigation"

    def test_somebody_was_faster_and_her_words_stay(self, region: Region, log_in: LogIn) -> None:
        made, anna = tell(region), log_in("anna")
        path = f"/signals/{made.number}/move/"
        sent = {**form_of(anna, path), "to": "under_investigation", "reason": "I called the school"}
        signal.move(made, actor=region.actor("arno"), to="under_investigation", reason="", now=region.now)
        page = anna.post(path, sent)
        assert page.status_code == 409
        assert "I called the school" in text(page)
        assert made.steps.count() == 2

    def test_setting_aside_without_a_reason_is_stopped_at_the_form(
        self, region: Region, log_in: LogIn
    ) -> None:
        made = walk(region, tell(region), "under_investigation")
        page = send(log_in("anna"), f"/signals/{made.number}/move/", to="not_substantiated", reason="")
        assert page.status_code == 400
        assert "reason" in page.context["form"].errors

    def test_anna_gives_feedback(self, region: Region, log_in: LogIn) -> None:
        made = walk(region, tell(region), "under_investigation", "not_substantiated")
        send(log_in("anna"), f"/signals/{made.number}/feedback/", text=HEARD_BACK)
        made.refresh_from_db()
        assert made.status == "fed_back"

    def test_feedback_too_early_keeps_the_text(self, region: Region, log_in: LogIn) -> None:
        made = tell(region)
        page = send(log_in("anna"), f"/signals/{made.number}/feedback/", text=HEARD_BACK)
        assert page.status_code == 409
        assert HEARD_BACK in text(page)

    def test_anna_puts_it_in_the_case_of_the_same_girl(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        made, anna = tell(region, subject_name="zeegras, NOOR"), log_in("anna")
        path = f"/signals/{made.number}/link/"
        assert [one.found for one in anna.get(path).context["candidates"]] == [case]
        answer = send(anna, path, case=case.number.lower())
        assert answer.url == f"/cases/{case.number}/signals/"
        made.refresh_from_db()
        assert made.case == case

    def test_eva_is_not_pointed_at_a_case_she_may_not_open(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        made, eva = tell(region), log_in("eva")
        path = f"/signals/{made.number}/link/"
        assert eva.get(path).context["candidates"] == []
        real, unreal = send(eva, path, case=case.number), send(eva, path, case="C-26-22222")
        assert (real.status_code, unreal.status_code) == (400, 400)
        assert real.context["form"].errors == unreal.context["form"].errors

    def test_anna_starts_a_case(self, region: Region, log_in: LogIn) -> None:
        made, anna = tell(region), log_in("anna")
        path = f"/signals/{made.number}/start-case/"
        form = anna.get(path).context["form"]
        assert {name: form[name].value() for name in ("name", "age_band")} == {
            "name": "Noor Zeegras",
            "age_band": "12_15",
        }
        assert {user.name for user in form.fields["deputy"].queryset} == {"Arno", "Eva"}
        values = {"form_of_concern": "sexual", "urgency": "urgent", "age_band": "12_15", "name": ""}
        answer = send(anna, path, **values, birth_date="", municipality="", deputy=region.arno.pk)
        case = Case.objects.get()
        assert answer.url == f"/cases/{case.number}/"
        assert (case.young_person, case.signals.get()) == (None, made)

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"birth_date": "1900-01-01"}, "birth_date"),
            ({"birth_date": "2027-01-01"}, "birth_date"),
            ({"name": "", "birth_date": "2011-05-04"}, "name"),
            ({"deputy": ""}, "deputy"),
        ],
    )
    def test_a_case_with_wrong_facts_is_not_started(
        self, region: Region, log_in: LogIn, said: dict[str, str], field: str
    ) -> None:
        made = tell(region)
        values = {"form_of_concern": "sexual", "urgency": "urgent", "age_band": "12_15", "name": "Noor"}
        page = send(
            log_in("anna"),
            f"/signals/{made.number}/start-case/",
            **{**values, "birth_date": "", "municipality": "", "deputy": region.arno.pk, **said},
        )
        assert page.status_code == 400
        assert field in page.context["form"].errors
        assert not Case.objects.exists()

    @pytest.mark.parametrize("part", ["move/", "feedback/", "link/", "start-case/"])
    def test_the_reporter_does_not_sit_at_the_desk(self, region: Region, log_in: LogIn, part: str) -> None:
        made = tell(region)
        assert log_in("bram").get(f"/signals/{made.number}/{part}").status_code == 403
        assert log_in("chris").get(f"/signals/{made.number}/{part}").status_code == 403
        assert log_in("anna").get(f"/signals/S-26-22222/{part}").status_code == 404


class TestLists:
    """What waits, and what we reported."""

    def test_the_queue_shows_what_is_due_first(self, region: Region, log_in: LogIn) -> None:
        later = tell(region)
        sooner = tell(region, urgency="urgent", urgency_ground="Tomorrow again")
        first = tell(region, urgency="acute", urgency_ground="Now")
        page = log_in("anna").get("/signals/")
        assert [row.signal for row in page.context["rows"]] == [first, sooner, later]

    def test_what_is_due_at_one_moment_is_ordered_by_haste(self, region: Region, log_in: LogIn) -> None:
        normal = tell(region, now=region.now - timedelta(days=6))
        urgent = tell(region, urgency="urgent", urgency_ground="Tomorrow again")
        assert normal.triage_due_at == urgent.triage_due_at
        page = log_in("anna").get("/signals/")
        assert [row.signal for row in page.context["rows"]] == [urgent, normal]

    def test_the_number_in_the_menu_counts_this_list(self, region: Region, log_in: LogIn) -> None:
        walk(region, tell(region), "under_investigation", "not_substantiated")
        done = walk(region, tell(region), "under_investigation", "not_substantiated")
        signal.feed_back(done, actor=region.actor("anna"), text=HEARD_BACK, now=region.now)
        tell(region)
        page = log_in("anna").get("/signals/")
        assert (
            counts.waiting(region.actor("anna"), now=region.now)["signals"] == len(page.context["rows"]) == 2
        )

    def test_filters_live_in_the_address(self, region: Region, log_in: LogIn) -> None:
        tell(region)
        urgent = tell(region, urgency="urgent", urgency_ground="x", form_of_concern="criminal")
        anna = log_in("anna")
        for query in ("urgency=urgent", "form=criminal", "urgency=urgent&status=received"):
            page = anna.get(f"/signals/?{query}")
            assert [row.signal for row in page.context["rows"]] == [urgent]
        assert len(anna.get("/signals/?urgency=nonsense&after=x~y~z").context["rows"]) == 2

    def test_bram_sees_what_he_reported_and_bea_what_the_school_did(
        self, region: Region, log_in: LogIn
    ) -> None:
        mine, colleagues = tell(region), tell(region, "bea")
        tell(region, "hugo")
        assert [row.signal for row in log_in("bram").get("/signals/").context["rows"]] == [mine]
        assert {row.signal for row in log_in("bea").get("/signals/").context["rows"]} == {mine, colleagues}

    def test_chris_meets_no_trace(self, region: Region, log_in: LogIn) -> None:
        made = tell(region)
        for query in ("", "?list=triage", "?list=reported", "?status=received"):
            page = log_in("chris").get(f"/signals/{query}")
            assert page.context["rows"] == []
            assert made.number not in text(page)

    def test_pages_of_25_forward_and_back(self, region: Region, log_in: LogIn) -> None:
        made = [tell(region, "bea", now=region.now - timedelta(minutes=n)) for n in range(60)]
        bea = log_in("bea")
        first = bea.get("/signals/?form=sexual")
        second = bea.get(f"/signals/{first.context['next_url']}")
        third = bea.get(f"/signals/{second.context['next_url']}")
        shown = [row.signal for page in (first, second, third) for row in page.context["rows"]]
        assert shown == made
        assert (first.context["previous_url"], third.context["next_url"]) == ("", "")
        back = bea.get(f"/signals/{third.context['previous_url']}")
        assert [row.signal for row in back.context["rows"]] == made[25:50]
        assert "form=sexual" in back.context["previous_url"]

    def test_the_queue_has_pages_too(self, region: Region, log_in: LogIn) -> None:
        made = [tell(region, now=region.now - timedelta(minutes=n)) for n in range(30)]
        anna = log_in("anna")
        first = anna.get("/signals/")
        second = anna.get(f"/signals/{first.context['next_url']}")
        shown = [row.signal for page in (first, second) for row in page.context["rows"]]
        assert (len(first.context["rows"]), sorted(s.pk for s in shown)) == (25, sorted(s.pk for s in made))

    @pytest.mark.parametrize("path", ["/signals/", "/signals/?list=reported"])
    def test_more_rows_cost_no_more_queries(self, region: Region, log_in: LogIn, path: str) -> None:
        anna = log_in("anna")
        tell(region, "anna")
        anna.get(path)
        with CaptureQueriesContext(connection) as one:
            anna.get(path)
        for _more in range(9):
            tell(region, "anna")
        with CaptureQueriesContext(connection) as ten:
            assert len(anna.get(path).context["rows"]) == 10
        assert len(ten) == len(one)

    def test_the_reading_of_a_list_is_recorded(self, region: Region, log_in: LogIn) -> None:
        tell(region)
        log_in("anna").get("/signals/?urgency=normal")
        line = LedgerLine.objects.latest("id")
        assert line.event == "signal.list_read"
        assert line.detail == {"list": "triage", "filters": {"urgency": "normal"}, "shown": 1}

    @pytest.mark.parametrize("name", ["dina", "joost", "iris"])
    def test_no_content_no_list(self, log_in: LogIn, name: str) -> None:
        assert log_in(name).get("/signals/").status_code == 403


class TestSignalsOfACase:
    """The tab of a case."""

    @pytest.fixture
    def linked(self, region: Region, case: Case) -> Signal:
        made = tell(region, "hugo")
        signal.link(made, actor=region.actor("anna"), case=case, now=region.now)
        return made

    @pytest.mark.parametrize(
        ("status", "names"),
        [(200, "anna arno bram bea farid fenna"), (403, "gerda hugo iris dina joost"), (404, "chris eva")],
    )
    def test_readers_of_the_compartment_and_nobody_else(
        self, log_in: LogIn, case: Case, linked: Signal, status: int, names: str
    ) -> None:
        for name in names.split():
            page = log_in(name).get(f"/cases/{case.number}/signals/")
            assert (name, page.status_code) == (name, status)
            assert (linked.number in text(page)) is (status == 200)

    def test_signs_are_counted_beside_each_other(
        self, region: Region, log_in: LogIn, case: Case, linked: Signal
    ) -> None:
        second = tell(region, knowledge="second_hand", indicators=("picked_up",))
        signal.link(second, actor=region.actor("anna"), case=case, now=region.now)
        page = log_in("anna").get(f"/cases/{case.number}/signals/")
        card = page.context["evidence"]["card"]
        assert (page.context["total"], card.signs, card.sources) == (2, 2, 2)
        assert (card.first_hand, card.statements) == (2, 3)

    def test_more_signals_cost_no_more_queries(
        self, region: Region, log_in: LogIn, case: Case, linked: Signal
    ) -> None:
        anna, path = log_in("anna"), f"/cases/{case.number}/signals/"
        anna.get(path)
        with CaptureQueriesContext(connection) as one:
            anna.get(path)
        for _more in range(9):
            signal.link(tell(region), actor=region.actor("anna"), case=case, now=region.now)
        with CaptureQueriesContext(connection) as ten:
            assert len(anna.get(path).context["signals"]) == 10
        assert len(ten) == len(one)
