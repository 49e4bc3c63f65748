"""Safe contact: written down once, checked, and impossible to call when somebody else reads along."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.missing import episode
from cases.missing.models import MissingEpisode
from cases.safe_contact import shown, way
from cases.safe_contact.models import ContactWay
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import CARE, Region, admit, open_case

LogIn = Callable[[str], Client]
NUMBER = "06 12345678"
OWN_PHONE = way.Way("phone", NUMBER, "safe", whose="van haarzelf")
WATCHED = way.Way("phone", NUMBER, "unsafe", read_by="haar vriend")
TYPED = {"kind": "phone", "address": NUMBER, "safety": "unsafe", "read_by": "haar vriend"}


@pytest.fixture
def phone(region: Region, case: Case) -> ContactWay:
    """Give Noor's own phone, safe when Anna wrote it down."""
    return way.add(case, actor=region.actor("anna"), way=OWN_PHONE, now=region.now)


def alert(region: Region, case: Case) -> MissingEpisode:
    """Let Hugo raise the alarm."""
    report = episode.Report(missing_since=region.now - timedelta(hours=1))
    return episode.raise_alert(case, actor=region.actor("hugo"), report=report, now=region.now)


class TestActs:
    """Who writes, what stays behind, and what two people at once see."""

    def test_what_is_written_leaves_a_line_without_the_number(
        self, region: Region, case: Case, phone: ContactWay
    ) -> None:
        line = LedgerLine.objects.get(event="contact_way.written")
        assert (line.case_id, line.detail) == (case.pk, {"safety": "safe", "kind": "phone"})
        assert NUMBER not in repr(line.__dict__)
        entry = case.timeline.get(kind="contact_changed")
        assert (entry.compartment, entry.params) == ("identity", {})
        assert phone.history.count() == 1

    @pytest.mark.parametrize("name", ["iris", "chris", "eva", "dina", "joost"])
    def test_who_may_not_know_the_name_writes_nothing(self, region: Region, case: Case, name: str) -> None:
        with pytest.raises(AccessDenied):
            way.add(case, actor=region.actor(name), way=OWN_PHONE, now=region.now)
        assert not ContactWay.objects.exists()

    def test_marking_it_as_not_safe_stands_out_in_the_timeline(
        self, region: Region, case: Case, phone: ContactWay
    ) -> None:
        changed = way.change(phone, actor=region.actor("bram"), way=WATCHED, version=1, now=region.now)
        assert (changed.safety, changed.checked_by) == ("unsafe", region.bram)
        assert case.timeline.filter(kind="contact_unsafe").count() == 1
        assert shown.has_danger(case)

    def test_who_looked_at_older_words_reads_the_new_ones_first(
        self, region: Region, phone: ContactWay
    ) -> None:
        way.change(phone, actor=region.actor("bram"), way=WATCHED, version=1, now=region.now)
        for act in (way.confirm, way.end):
            with pytest.raises(StaleWriteError):
                act(phone, actor=region.actor("anna"), version=1, now=region.now)
        phone.refresh_from_db()
        assert (phone.safety, phone.ended_at) == ("unsafe", None)

    def test_looking_again_makes_it_fresh(self, region: Region, case: Case, phone: ContactWay) -> None:
        later = region.now + timedelta(days=29)
        assert [card.use for card in shown.cards(case, now=later)] == ["ask_first"]
        way.confirm(phone, actor=region.actor("anna"), version=1, now=later)
        assert [card.use for card in shown.cards(case, now=later)] == ["free"]
        assert LedgerLine.objects.latest("id").event == "contact_way.confirmed"

    def test_what_was_taken_away_stays_away(self, region: Region, case: Case, phone: ContactWay) -> None:
        way.end(phone, actor=region.actor("anna"), version=1, now=region.now)
        assert shown.cards(case, now=region.now) == []
        assert phone.history.count() == 2
        with pytest.raises(StateConflictError):
            way.change(phone, actor=region.actor("anna"), way=WATCHED, version=2, now=region.now)

    def test_a_closed_case_gets_no_new_way_but_a_danger_can_still_be_marked(
        self, region: Region, case: Case, phone: ContactWay
    ) -> None:
        Case.objects.filter(pk=case.pk).update(status="closed", closed_at=region.now)
        with pytest.raises(StateConflictError):
            way.add(case, actor=region.actor("anna"), way=OWN_PHONE, now=region.now)
        way.change(phone, actor=region.actor("anna"), way=WATCHED, version=1, now=region.now)
        assert shown.has_danger(case)


class TestPages:
    """What people see, and what they can't press."""

    def test_a_safe_phone_can_be_called_with_one_tap(
        self, case: Case, phone: ContactWay, log_in: LogIn
    ) -> None:
        page = log_in("bram").get(f"/cases/{case.number}/people/").content.decode()
        assert 'href="tel:0612345678"' in page
        assert "Dit kunt u nu gebruiken" in page

    @pytest.mark.parametrize("safety", ["unsafe", "unknown"])
    def test_what_is_not_safe_has_no_link(
        self, region: Region, case: Case, log_in: LogIn, safety: str
    ) -> None:
        way.add(case, actor=region.actor("anna"), way=way.Way("phone", NUMBER, safety), now=region.now)
        page = log_in("bram").get(f"/cases/{case.number}/people/").content.decode()
        assert NUMBER in page
        assert "tel:" not in page

    def test_a_form_writes_it_down(self, region: Region, case: Case, log_in: LogIn) -> None:
        address = f"/cases/{case.number}/people/contact/new/"
        answer = log_in("bram").post(address, TYPED, follow=True)
        assert "Nooit gebruiken" in answer.content.decode()
        made = ContactWay.objects.get()
        assert (made.safety, made.read_by, made.organisation) == ("unsafe", "haar vriend", region.school)

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"address": ""}, "Dit veld"),
            ({"address": "bel mij"}, "Schrijf een telefoonnummer"),
            ({"address": "٠٦١٢٣٤٥٦٧٨"}, "Schrijf een telefoonnummer"),
            ({"address": "0" * 161}, "160"),
            ({"kind": "mail", "address": "noor@"}, "Schrijf een e-mailadres"),
            ({"safety": "perhaps"}, "perhaps"),
            ({"from_time": "16:00"}, "Vul beide tijden in"),
            ({"from_time": "16:00", "until_time": "16:00"}, "Beide tijden zijn gelijk"),
            ({"from_time": "25:00", "until_time": "16:00"}, "geldige tijd"),
        ],
    )
    def test_what_is_wrong_is_said_at_the_field_and_what_was_typed_stays(
        self, case: Case, log_in: LogIn, typed: dict[str, str], sentence: str
    ) -> None:
        answer = log_in("bram").post(f"/cases/{case.number}/people/contact/new/", {**TYPED, **typed})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert sentence in page
        assert "haar vriend" in page
        assert not ContactWay.objects.exists()

    @pytest.mark.parametrize("number", ["06-12345678", "+31 6 12 34 56 78", "(0251) 123456", "0031612345678"])
    def test_a_number_may_be_written_as_people_write_it(self, case: Case, log_in: LogIn, number: str) -> None:
        typed = {**TYPED, "address": number}
        assert log_in("bram").post(f"/cases/{case.number}/people/contact/new/", typed).status_code == 302

    def test_who_saves_over_somebody_elses_words_reads_them_first(
        self, region: Region, case: Case, phone: ContactWay, log_in: LogIn
    ) -> None:
        way.change(phone, actor=region.actor("anna"), way=WATCHED, version=1, now=region.now)
        typed = {**TYPED, "safety": "safe", "version": 1, "code_word": "appeltaart"}
        answer = log_in("bram").post(f"/cases/{case.number}/people/contact/{phone.pk}/change/", typed)
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Niet veilig: iemand anders leest of luistert mee" in page
        assert "appeltaart" in page

    def test_looking_again_and_taking_away_are_asked_first(
        self, case: Case, phone: ContactWay, log_in: LogIn
    ) -> None:
        bram, base = log_in("bram"), f"/cases/{case.number}/people/contact/{phone.pk}/"
        checked = bram.post(base + "confirm/", {"version": 1}, follow=True)
        assert "Opgeschreven dat u het vandaag bent nagegaan." in checked.content.decode()
        assert "Laat het staan" in bram.get(base + "end/").content.decode()
        gone = bram.post(base + "end/", {"version": 2}, follow=True)
        assert NUMBER not in gone.content.decode()
        assert bram.post(base + "end/", {"version": 3}).status_code == 409

    def test_a_way_of_another_case_is_not_found(
        self, region: Region, phone: ContactWay, log_in: LogIn
    ) -> None:
        elsewhere = open_case(region, name="Saar Dijk")
        for page in ("change", "confirm", "end"):
            address = f"/cases/{elsewhere.number}/people/contact/{phone.pk}/{page}/"
            assert log_in("anna").get(address).status_code == 404

    def test_the_list_costs_the_same_for_one_and_for_many(
        self, region: Region, case: Case, phone: ContactWay, django_assert_num_queries: Callable
    ) -> None:
        for _number in range(5):
            way.add(case, actor=region.actor("anna"), way=OWN_PHONE, now=region.now)
        with django_assert_num_queries(1):
            found = shown.cards(case, now=region.now)
        assert [card.way.checked_by.name for card in found] == ["Anna"] * 6


class TestAtNight:
    """A young person is missing, and somebody has a number in their hand."""

    def test_who_knows_the_name_sees_which_number_not_to_call(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        way.add(case, actor=region.actor("anna"), way=WATCHED, now=region.now)
        page = log_in("hugo").get(f"/missing/{alert(region, case).number}/").content.decode()
        assert "Bel of app de jongere niet zomaar" in page
        assert NUMBER in page
        assert "tel:0612345678" not in page

    def test_who_searches_by_pseudonym_is_warned_without_the_number(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        admit(region, case, "elsewhere", CARE, "core missing")
        way.add(case, actor=region.actor("anna"), way=WATCHED, now=region.now)
        page = log_in("chris").get(f"/missing/{alert(region, case).number}/").content.decode()
        assert "Bel of app de jongere niet zomaar" in page
        assert NUMBER not in page
        assert "haar vriend" not in page

    def test_an_open_page_hears_of_a_danger_that_is_written_now(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        raised = alert(region, case)
        hugo = log_in("hugo")
        stamp = hugo.get(f"/missing/{raised.number}/").context["stamp"]
        live = f"/missing/{raised.number}/live/?seen={stamp}"
        assert hugo.get(live, headers={"HX-Request": "true"}).status_code == 204
        way.add(case, actor=region.actor("anna"), way=WATCHED, now=region.now)
        news = hugo.get(live, headers={"HX-Request": "true"})
        assert "Bel of app de jongere niet zomaar" in news.content.decode()

    def test_without_a_danger_nobody_is_alarmed(
        self, region: Region, case: Case, phone: ContactWay, log_in: LogIn
    ) -> None:
        page = log_in("farid").get(f"/missing/{alert(region, case).number}/").content.decode()
        assert "niet zomaar" not in page

    def test_the_report_for_the_police_says_so_first(self, region: Region, case: Case, log_in: LogIn) -> None:
        raised = alert(region, case)
        report = f"/missing/{raised.number}/report/"
        assert "Bel of schrijf niet zomaar" not in log_in("hugo").get(report).content.decode()
        way.add(case, actor=region.actor("anna"), way=WATCHED, now=region.now)
        assert "Bel of schrijf niet zomaar" in log_in("hugo").get(report).content.decode()
