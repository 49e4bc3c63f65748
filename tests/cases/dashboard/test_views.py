"""The start page as the cast sees it."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.coordination.models import Action
from cases.dashboard import board, counts, queue
from cases.dashboard.item import Item
from organisations import membership
from organisations.history import write
from tests.cast import FOUNDER, Region, member

LogIn = Callable[[str], Client]


def agree(region: Region, case: Case, description: str = "Bel de school", days: int = 1) -> Action:
    """Write an open action of the desk."""
    action = Action(
        case=case,
        description=description,
        owner_organisation=region.desk,
        due_on=(region.now + timedelta(days=days)).date(),
        created_at=region.now,
    )
    return write(action, actor=region.actor("anna"), now=region.now)


def test_anna_finds_her_action_with_its_clock(region: Region, case: Case, log_in: LogIn) -> None:
    agree(region, case)
    page = log_in("anna").get("/")
    assert "Bel de school" in page.content.decode()
    assert "nog" in page.content.decode()
    assert LedgerLine.objects.latest("id").event == "dashboard.read"


def test_chris_sees_no_trace_of_the_case(region: Region, case: Case, log_in: LogIn) -> None:
    agree(region, case)
    text = log_in("chris").get("/").content.decode()
    assert case.pseudonym not in text
    assert case.number not in text
    assert "Bel de school" not in text


def test_who_keeps_the_platform_sees_no_queue(region: Region, case: Case, log_in: LogIn) -> None:
    agree(region, case)
    text = log_in("joost").get("/").content.decode()
    assert "Partijen zonder handtekening" in text
    assert "Wat op u wacht" not in text
    assert case.pseudonym not in text


def test_the_most_urgent_comes_first(region: Region, case: Case) -> None:
    agree(region, case, "later", days=9)
    agree(region, case, "nu", days=-2)
    items = queue.for_actor(region.actor("anna"), now=region.now)
    assert [item.detail for item in items] == ["nu", "later"]


def test_each_count_is_the_length_of_its_list(region: Region, case: Case) -> None:
    for number in range(3):
        agree(region, case, f"actie {number}")
    actor = region.actor("anna")
    waiting = counts.waiting(actor, now=region.now)
    assert waiting["actions"] == counts.open_actions(actor, now=region.now).count() == 3
    assert waiting["inbox"] == counts.unread(actor).count()


def test_the_number_of_queries_does_not_grow(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("anna")
    agree(region, case)
    client.get("/")
    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get("/")
    for number in range(10):
        agree(region, case, f"actie {number}")
    with CaptureQueriesContext(connection) as many:
        client.get("/")
    assert len(many) == len(few)


def test_nobody_logged_in_is_sent_to_the_login_page(client: Client, region: Region) -> None:
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"].startswith("/account/login/")


def test_who_keeps_the_platform_hears_that_nobody_reviews_the_ledger(region: Region, log_in: LogIn) -> None:
    assert "Niemand controleert het logboek" not in log_in("joost").get("/").content.decode()
    membership.end(member(region, "dina"), actor=FOUNDER, now=region.now)
    assert "Niemand controleert het logboek" in log_in("joost").get("/").content.decode()


def test_the_menu_shows_where_somebody_is(region: Region, log_in: LogIn) -> None:
    dina = log_in("dina")
    for page, label in {
        "/audit/": "Logboek",
        "/audit/reviews/": "Controle",
        "/audit/control-cases/": "Controle",
    }.items():
        entries = dina.get(page, follow=True).context["shell"]["nav"]
        assert [entry.label for entry in entries if entry.current] == [label], page


HTMX = {"HX-Request": "true", "X-Background": "1"}


def news_of(page: str) -> str:
    """Give the address at which an open start page asks for news."""
    return re.search(r'hx-get="(/today/news/[^"]+)"', page).group(1).replace("&amp;", "&")


def test_new_work_appears_by_itself(region: Region, case: Case, log_in: LogIn) -> None:
    anna = log_in("anna")
    address = news_of(anna.get("/").content.decode())
    assert anna.get(address, headers=HTMX).status_code == 204
    read = LedgerLine.objects.filter(event="dashboard.read").count()
    agree(region, case)
    news = anna.get(address, headers=HTMX).content.decode()
    assert "Bel de school" in news
    assert "<html" not in news
    assert LedgerLine.objects.filter(event="dashboard.read").count() == read + 1  # not of asking in vain
    assert anna.get(news_of(news), headers=HTMX).status_code == 204


def test_news_of_a_case_reaches_nobody_who_is_not_on_it(region: Region, case: Case, log_in: LogIn) -> None:
    chris = log_in("chris")
    address = news_of(chris.get("/").content.decode())
    agree(region, case)
    assert chris.get(address, headers=HTMX).status_code == 204


def test_the_queue_by_case_names_each_case_once_and_stays_that_way(
    region: Region, case: Case, log_in: LogIn
) -> None:
    agree(region, case, "Bel de school")
    agree(region, case, "Bel de ouders")
    anna = log_in("anna")
    page = anna.get("/?by=case").content.decode()
    main = page[page.index('id="work"') : page.index("</section>", page.index("Bel de ouders"))]
    assert main.count(case.pseudonym) == 1
    assert "by=case" in news_of(page)


def test_the_most_urgent_thing_brings_its_case_to_the_top() -> None:
    items = [Item("Triage", "S-1", "", None, "/1/", "acute"), Item("Call", "Jongere 2", "", None, "/2/")]
    items += [Item("Feed back", "S-1", "", None, "/3/")]
    assert [(group.about, len(group.items)) for group in board.grouped(items)] == [
        ("S-1", 2),
        ("Jongere 2", 1),
    ]
