"""The promise of confidentiality: before anything else, again after a year, never of an unseen text."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.identity import statement
from organisations.identity.models import StatementAcceptance
from organisations.identity.rules import Promise, must_promise
from organisations.models import User
from tests.access.addresses import one_of_everything
from tests.access.route_rows import PUBLIC, ROWS
from tests.access.routes import address, table
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
PATH = "/account/confidentiality/"
SENT = {"number": "1", "agreed": "on"}


@pytest.fixture
def published(region: Region) -> Region:
    """Publish the first text."""
    statement.publish(actor=FOUNDER, text_nl="Ik zwijg.", text_en="I keep silent.", now=region.now)
    return region


@pytest.mark.parametrize(
    ("last", "current", "due"),
    [
        (None, None, False),  # nothing published: nothing to promise
        (None, 1, True),
        (Promise(1, NOW), 1, False),
        (Promise(1, NOW), 2, True),  # A5: when the text changes
        (Promise(1, NOW - timedelta(days=364)), 1, False),
        (Promise(1, datetime(2025, 11, 17, 9, 0, tzinfo=UTC)), 1, True),  # A5: after twelve months
        (Promise(1, datetime(2025, 11, 17, 9, 1, tzinfo=UTC)), 1, False),
        (Promise(1, datetime(2024, 2, 29, 9, 0, tzinfo=UTC)), 1, True),
    ],
)
def test_when_a_promise_is_due(last: Promise | None, current: int | None, due: bool) -> None:
    assert must_promise(last, current=current, now=NOW) is due


def test_a_leap_day_lasts_until_the_first_of_march() -> None:
    made = Promise(1, datetime(2024, 2, 29, 9, 0, tzinfo=UTC))
    assert not must_promise(made, current=1, now=datetime(2025, 2, 28, 23, 0, tzinfo=UTC))
    assert must_promise(made, current=1, now=datetime(2025, 3, 1, 9, 0, tzinfo=UTC))


def test_no_page_opens_before_the_promise(published: Region, log_in: LogIn) -> None:
    found, anna, wrong = one_of_everything(published), log_in("anna"), []
    for route in table(ROWS):
        if route in PUBLIC or route == PATH.strip("/") + "/":
            continue
        for answer in (anna.get(address(route, found)), anna.post(address(route, found), {"text": "x"})):
            if answer.status_code != 302 or not answer.url.startswith(PATH):
                wrong.append(f"{route}: {answer.status_code}")
    assert wrong == []


def test_bram_promises_and_goes_on_where_he_was_going(published: Region, log_in: LogIn) -> None:
    bram = log_in("bram")
    asked = bram.get("/signals/").url
    page = bram.get(asked).content.decode()
    assert "Ik zwijg." in page
    assert 'href="/cases/"' not in page, "the frame shows nothing of the work yet"
    assert bram.post(asked, SENT).url == "/signals/"
    assert bram.get("/signals/").status_code == 200
    line = LedgerLine.objects.get(event="confidentiality.accepted")
    assert (line.user_id, line.detail) == (published.bram.pk, {"version": 1})


def test_without_the_tick_nothing_is_promised(published: Region, log_in: LogIn) -> None:
    answer = log_in("bram").post(PATH, {"number": "1"})
    assert answer.status_code == 400
    assert not StatementAcceptance.objects.exists()


def test_it_leads_to_no_other_site(published: Region, log_in: LogIn) -> None:
    assert log_in("bram").post(f"{PATH}?next=//elsewhere.example", SENT).url == "/"


def test_a_new_text_is_asked_again_and_a_text_one_did_not_see_is_not_accepted(
    published: Region, log_in: LogIn, time_machine: Any
) -> None:
    bram = log_in("bram")
    bram.post(PATH, SENT)
    later = published.now + timedelta(minutes=6)
    time_machine.move_to(later, tick=False)
    assert bram.get("/").status_code == 200
    statement.publish(actor=FOUNDER, text_nl="Ik zwijg altijd.", text_en="Always.", now=later)
    time_machine.move_to(later + timedelta(minutes=6), tick=False)
    assert bram.get("/").url.startswith(PATH)
    answer = bram.post(PATH, SENT)
    assert answer.status_code == 409
    assert "Ik zwijg altijd." in answer.content.decode()
    assert answer.context["form"]["number"].value() == 2
    assert bram.post(PATH, {**SENT, "number": "2"}).status_code == 302


def test_what_bram_promised_does_not_count_for_who_takes_his_browser(
    published: Region, log_in: LogIn
) -> None:
    bram = log_in("bram")
    bram.post(PATH, SENT)
    assert bram.get("/").status_code == 200
    session = bram.session
    bram.force_login(published.chris)
    assert bram.get("/").url.startswith(PATH), session.session_key


def test_promising_twice_is_one_promise(published: Region) -> None:
    first = statement.accept(actor=published.actor("bram"), number=1, now=published.now)
    again = statement.accept(actor=published.actor("bram"), number=1, now=published.now)
    assert first == again
    a_year = published.now + timedelta(days=366)
    assert statement.accept(actor=published.actor("bram"), number=1, now=a_year) != first


def test_only_the_keeper_publishes_and_never_the_same_text(published: Region) -> None:
    with pytest.raises(AccessDenied):
        statement.publish(actor=published.actor("anna"), text_nl="x", text_en="x", now=published.now)
    with pytest.raises(StateConflictError) as refused:
        statement.publish(
            actor=published.actor("joost"), text_nl="Ik zwijg.", text_en="I keep silent.", now=published.now
        )
    assert refused.value.code == "same_statement"


def test_joost_publishes_and_sees_who_has_not_promised(published: Region, log_in: LogIn) -> None:
    joost = log_in("joost")
    joost.post(PATH, SENT)
    form = joost.get("/covenants/confidentiality/new/").context["form"]
    assert form["text_nl"].value() == "Ik zwijg."
    path = f"/organisations/{published.school.pk}/confidentiality/"
    statement.accept(actor=published.actor("bea"), number=1, now=published.now)
    standings = joost.get(path).context["standings"]
    assert [(one.membership.user.name, one.is_due) for one in standings] == [("Bram", True), ("Bea", False)]
    sent = {"text_nl": "Nieuw.", "text_en": "New."}
    assert joost.post("/covenants/confidentiality/new/", sent).url == "/covenants/"
    assert statement.current().number == 2


def test_english_is_read_by_who_chose_it(published: Region, log_in: LogIn) -> None:
    bram = log_in("bram")
    bram.cookies["language"] = "en"
    assert "I keep silent." in bram.get(PATH).content.decode()


def test_the_list_costs_the_same_for_many(
    published: Region, django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    assert User.objects.count() > 10
    with django_assert_num_queries(2):
        statement.standings(published.desk, now=published.now)
