"""Anna and Arno change the same record: the second one sees both, field by field, and chooses."""

from collections.abc import Callable
from datetime import time

import pytest
from django.test import Client

from cases.casefile import case as casefile
from cases.casefile.models import Case, YoungPerson
from cases.own_plan import plan
from cases.own_plan.models import OwnPlan
from cases.safe_contact import way
from cases.safe_contact.models import ContactWay
from tests.cast import Region
from tests.filling import form_on, questions_on

LogIn = Callable[[str], Client]
BEGAN = way.Way("phone", "06 12345678", "safe", whose="van haarzelf", read_by="")


class Desk:
    """Somebody with a form open."""

    def __init__(self, client: Client, address: str) -> None:
        self.client, self.address = client, address
        self.page = client.get(address).content.decode()
        self.status = 200

    def types(self, **values: str) -> "Desk":
        """Type or choose something in the form as it stands on the page, and send it."""
        sent = {
            **form_on(self.page),
            **{name.replace("pick_", "pick-"): value for name, value in values.items()},
        }
        answer = self.client.post(self.address, sent)
        self.page, self.status = answer.content.decode(), answer.status_code
        return self

    @property
    def asked(self) -> list[str]:
        """The fields for which the page asks what stays."""
        return questions_on(self.page)


@pytest.fixture
def standing(region: Region, case: Case) -> ContactWay:
    """Give a way of contact as Anna wrote it down."""
    return way.add(case, actor=region.actor("anna"), way=BEGAN, now=region.now)


@pytest.fixture
def desks(case: Case, standing: ContactWay, log_in: LogIn) -> tuple[Desk, Desk]:
    """Give Anna and Bram with the same way of contact open."""
    address = f"/cases/{case.number}/people/contact/{standing.pk}/change/"
    return Desk(log_in("anna"), address), Desk(log_in("bram"), address)


def test_what_only_one_of_them_changed_is_filled_in(desks: tuple[Desk, Desk], standing: ContactWay) -> None:
    anna, bram = desks
    assert anna.types(read_by="Moeder").status == 302
    bram.types(code_word="kaasbroodje")
    assert (bram.status, bram.asked) == (409, [])
    assert "Overgenomen van Anna" in bram.page
    assert form_on(bram.page)["read_by"] == ["Moeder"]
    assert bram.types().status == 302
    standing.refresh_from_db()
    assert (standing.read_by, standing.code_word, standing.whose) == ("Moeder", "kaasbroodje", "van haarzelf")


@pytest.mark.parametrize(
    ("pick", "typed", "stays"),
    [("theirs", "x", "van Anna"), ("mine", "x", "van Bram"), ("own", "van allebei", "van allebei")],
)
def test_what_both_changed_is_chosen(
    desks: tuple[Desk, Desk], standing: ContactWay, pick: str, typed: str, stays: str
) -> None:
    anna, bram = desks
    anna.types(whose="van Anna")
    bram.types(whose="van Bram")
    assert (bram.status, bram.asked) == (409, ["whose"])
    for words in ("van haarzelf", "van Anna", "van Bram", "Anna", standing.organisation.name):
        assert words in bram.page
    assert bram.types(pick_whose=pick, whose=typed).status == 302
    standing.refresh_from_db()
    assert standing.whose == stays


def test_who_chooses_nothing_is_asked_again_and_loses_nothing(
    desks: tuple[Desk, Desk], standing: ContactWay
) -> None:
    anna, bram = desks
    anna.types(whose="van Anna", read_by="Moeder")
    bram.types(whose="van Bram", code_word="kaasbroodje")
    bram.types()
    assert (bram.status, bram.asked) == (400, ["whose"])
    assert all(words in bram.page for words in ("van haarzelf", "van Anna", "van Bram", "kaasbroodje"))
    bram.types(pick_whose="mine", until_time="10:00")  # a mistake in another field
    assert bram.status == 400
    assert form_on(bram.page)["pick-whose"] == ["mine"]
    assert bram.types(from_time="09:00").status == 302
    standing.refresh_from_db()
    assert (standing.whose, standing.read_by) == ("van Bram", "Moeder")


def test_a_third_one_saves_meanwhile_and_nothing_is_lost(
    case: Case, desks: tuple[Desk, Desk], standing: ContactWay, log_in: LogIn
) -> None:
    anna, bram = desks
    anna.types(whose="van Anna")
    bram.types(whose="van Bram", code_word="kaasbroodje")
    Desk(log_in("arno"), anna.address).types(whose="van Arno", read_by="Vader")
    bram.types(pick_whose="mine")
    assert (bram.status, bram.asked) == (409, ["whose"])
    assert all(words in bram.page for words in ("van Anna", "van Arno", "van Bram"))
    assert form_on(bram.page)["read_by"] == ["Vader"]
    assert bram.types(pick_whose="own", whose="van drie").status == 302
    standing.refresh_from_db()
    assert (standing.whose, standing.read_by, standing.code_word) == ("van drie", "Vader", "kaasbroodje")


def test_choices_and_days_are_told_in_words(
    case: Case, region: Region, desks: tuple[Desk, Desk], standing: ContactWay
) -> None:
    anna, bram = desks
    anna.types(safety="unsafe", from_time="09:00", until_time="10:00")
    bram.types(safety="unknown", from_time="11:00", until_time="12:00")
    assert bram.asked == ["from_time", "safety", "until_time"]
    assert "09:00" in bram.page
    assert "niets" in bram.page  # there were no hours
    bram.types(pick_safety="theirs", pick_from_time="mine", pick_until_time="theirs")
    assert bram.status == 302
    standing.refresh_from_db()
    assert (standing.safety, standing.from_time, standing.until_time) == ("unsafe", time(11), time(10))


def test_long_texts_go_together(region: Region, case: Case, log_in: LogIn) -> None:
    words = plan.Words(agreed="Wij bellen.", for_name="Noor")
    plan.put(case, actor=region.actor("bram"), words=words, version=None, now=region.now)
    address = f"/cases/{case.number}/plan/own/change/"
    anna, bram = Desk(log_in("anna"), address), Desk(log_in("bram"), address)
    anna.types(agreed="Wij bellen.\r\nvan Anna")
    bram.types(agreed="Wij bellen.\r\nvan Bram")
    assert bram.types(pick_agreed="together").status == 302
    assert OwnPlan.objects.get().agreed.splitlines() == ["Wij bellen.", "van Anna", "van Bram"]


def test_two_who_both_found_nothing_yet(region: Region, case: Case, log_in: LogIn) -> None:
    address = f"/cases/{case.number}/plan/own/change/"
    anna, bram = Desk(log_in("anna"), address), Desk(log_in("bram"), address)
    anna.types(agreed="van Anna", helpers="Sam helpt.")
    bram.types(agreed="van Bram", wishes="Naar school.")
    assert bram.asked == ["agreed"]
    assert bram.types(pick_agreed="theirs").status == 302
    found = OwnPlan.objects.get()
    assert (found.agreed, found.helpers, found.wishes) == ("van Anna", "Sam helpt.", "Naar school.")


def test_a_case_that_was_closed_meanwhile_says_so(region: Region, case: Case, log_in: LogIn) -> None:
    anna = Desk(log_in("anna"), f"/cases/{case.number}/edit/")
    casefile.close(case, actor=region.actor("arno"), reason="Klaar", now=region.now)
    anna.types(urgency="acute")
    assert anna.status == 409
    assert "Gesloten" in anna.page
    anna.types()
    case.refresh_from_db()
    assert (anna.status, case.status, case.urgency) == (409, "closed", "urgent")


def test_who_wrote_about_a_person_is_not_told(region: Region, case: Case, log_in: LogIn) -> None:
    """One young person can have two cases; that the other organisation has one is not for this reader."""
    address = f"/cases/{case.number}/people/young-person/"
    anna, bram = Desk(log_in("anna"), address), Desk(log_in("bram"), address)
    anna.types(municipality="Waterdam")
    bram.types(municipality="Polderveen")
    assert bram.asked == ["municipality"]
    assert "Geschreven door iemand anders" in bram.page
    assert bram.types(pick_municipality="theirs").status == 302
    assert YoungPerson.objects.get(pk=case.young_person_id).municipality == "Waterdam"


def test_a_page_of_somebody_else_or_another_record_is_refused(
    desks: tuple[Desk, Desk], standing: ContactWay, case: Case, region: Region, log_in: LogIn
) -> None:
    anna, bram = desks
    anna.types(whose="van Anna")
    bram.types(whose="van Bram")
    shown = form_on(bram.page) | {"pick-whose": "mine"}
    other = way.add(case, actor=region.actor("anna"), way=BEGAN, now=region.now)
    elsewhere = f"/cases/{case.number}/people/contact/{other.pk}/change/"
    assert log_in("arno").post(bram.address, shown).status_code == 400
    assert bram.client.post(elsewhere, shown).status_code == 400
    assert bram.client.post(bram.address, shown | {"merge": "forged"}).status_code == 400
    standing.refresh_from_db()
    assert standing.whose == "van Anna"


def test_a_form_that_was_kept_over_a_lost_session_still_meets_what_was_saved(
    desks: tuple[Desk, Desk], standing: ContactWay
) -> None:
    anna, bram = desks
    typed = form_on(bram.page) | {"code_word": ["kaasbroodje"]}
    session = bram.client.session
    session["kept_form"] = {
        "path": bram.address,
        "typist": int(session["_auth_user_id"]),
        "values": typed,
        "why": "logged_out",
    }
    session.save()
    anna.types(whose="van Anna")
    bram.page = bram.client.get(bram.address).content.decode()
    bram.types()
    assert bram.status == 409
    assert bram.types().status == 302
    standing.refresh_from_db()
    assert (standing.whose, standing.code_word) == ("van Anna", "kaasbroodje")
