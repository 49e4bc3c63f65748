"""The whole way with real processes: signal, coordinator, Meldcode, alert, police, meeting, audit.

A real web server, worker and beat over PostgreSQL and Redis, real mail on loopback, and one
browser window for each of the cast.
"""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from organisations.history import write
from organisations.models import EscalationStep
from tests.cast import FOUNDER, Region
from tests.fixtures_services import Inbox
from tests.journeys.people import DESK, PHONE, Person, log_in
from tests.plugin_services import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.services]

NAME = "Fenne Schelpenzand"  # obviously invented; must appear in no mail and no address
WITH = {"care": ("care_coordination", "public_task"), "safety": ("safety", "right_to_report")}
SEARCH = ("search", "police_data_act")

Enter = Callable[..., Person]


@pytest.fixture
def enter(live_site: str, new_context: Callable) -> Enter:
    """Give everybody a window: ``enter("bram", PHONE)``."""

    def at_a_window(name: str, viewport: dict = DESK) -> Person:
        context = new_context(
            base_url=live_site, viewport=viewport, locale="nl-NL", timezone_id="Europe/Amsterdam"
        )
        return log_in(context, name)

    return at_a_window


@pytest.fixture
def impatient(region: Region) -> None:
    """Let Veilig Thuis' first level wait three seconds in a red alert, so that the second is called."""
    first = EscalationStep.objects.get(organisation=region.veilig_thuis, colour="red", order=1)
    first.wait_seconds = 3
    write(first, actor=FOUNDER, now=region.now)


def test_from_signal_to_audit(
    region: Region, impatient: None, worker_processes: dict, smtp_sink: Inbox, enter: Enter
) -> None:
    bram, anna = enter("bram", PHONE), enter("anna")
    signal = bram_logs_a_signal(bram)
    case = anna_triages_it_and_starts_a_case(anna, signal, region)
    bram.opens(f"/signals/{signal}/").sees("Bedankt, we pakken het op").sees_nothing_of(case)
    anna_admits_the_others(anna, case, region)
    colleagues_are_named(enter, case, region)
    bram_follows_the_meldcode(bram, case)
    episode = hugo_raises_the_alert(enter("hugo", PHONE), case)
    farid = enter("farid", PHONE)
    farid_answers_from_the_mail(farid, smtp_sink, episode, region)
    anna_sees_it_live(anna, episode, region)
    wait_until(lambda: bool(smtp_sink.to(region.gijs.email)), "the call of Veilig Thuis' second level", 40)
    hugo_finds_her(enter("hugo", PHONE), episode, smtp_sink, region)
    farid_logs_the_contact(farid, case)
    meeting = iris_runs_the_meeting(enter("iris"), case, region)
    minutes_are_cut_to_size(enter, meeting, region)
    dina_reviews(enter("dina"), case)
    chris_finds_no_trace(enter("chris"), signal, case, episode, meeting)
    nothing_personal_left_the_house(smtp_sink, case)


def bram_logs_a_signal(bram: Person) -> str:
    """On his phone, in under a minute; he sees who will read it."""
    bram.opens("/signals/new/").sees("Anna", "Bea")
    noticed = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    bram.fills(
        observation="Ze zei letterlijk: 'hij haalt me toch wel op'.",
        knowledge="first_hand",
        noticed_at=noticed,
        interpretation="Ik denk dat ze bang is.",
        subject="young_person",
        subject_name=NAME,
        subject_birth_date="2012-03-04",
        form_of_concern="sexual",
        indicators=["picked_up", "several_phones"],
        urgency="urgent",
        urgency_ground="Ze wordt vanmiddag weer opgehaald.",
    ).sends()
    number = bram.number("S")
    bram.opens(f"/signals/{number}/").sees(number)
    return number


def anna_triages_it_and_starts_a_case(anna: Person, signal: str, region: Region) -> str:
    """In her queue with a clock; each step with a reason; then a case with a deputy."""
    anna.opens("/").sees(signal)
    for status in ("under_investigation", "verified", "established", "classified"):
        anna.opens(f"/signals/{signal}/move/").fills(to=status, reason="Nagevraagd bij de school.").sends()
    anna.opens(f"/signals/{signal}/feedback/").fills(text="Bedankt, we pakken het op.").sends()
    anna.opens(f"/signals/{signal}/start-case/").fills(deputy=region.arno.pk).sends()
    case = anna.number("C")
    anna.opens(f"/cases/{case}/").sees(NAME, "Jongere", "Arno")
    return case


def anna_admits_the_others(anna: Person, case: str, region: Region) -> None:
    """Inside the covenant: what it does not allow cannot be ticked and says why."""
    everyone = (
        (region.school, WITH["care"], ["identity", "signals", "meldcode", "missing"]),
        (region.police, SEARCH, ["identity", "missing", "police"]),
        (region.veilig_thuis, WITH["safety"], ["identity", "meldcode", "missing"]),
        (region.institution, WITH["care"], ["identity", "missing"]),
        (region.table, ("process", "public_task"), []),
    )
    for organisation, (purpose, ground), parts in everyone:
        query = f"organisation={organisation.pk}&purpose={purpose}&legal_ground={ground}"
        anna.opens(f"/cases/{case}/sharing/admit/?{query}")
        closed = anna.page.locator("main [name=compartments][value=medical]")
        assert closed.is_disabled()
        if parts:
            anna.fills(compartments=parts)
        anna.sends()
    anna.opens(f"/cases/{case}/sharing/").sees(*(organisation.name for organisation, _, _ in everyone))


def colleagues_are_named(enter: Enter, case: str, region: Region) -> None:
    """Each contact point decides who of the own organisation needs to know."""
    for contact_point, colleague in (("bea", region.bram), ("fenna", region.farid)):
        person = enter(contact_point)
        person.opens(f"/cases/{case}/people/colleagues/new/").fills(user=colleague.pk).sends()
        person.page.context.close()


def bram_follows_the_meldcode(bram: Person, case: str) -> None:
    """Five steps, one skipped with a reason, the weighing, two decisions, the report with its clock."""
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    bram.opens(f"/cases/{case}/meldcode/start/").fills(profile="education").sends()
    track = re.search(r"/meldcode/(\d+)/", bram.page.url).group(0)
    at = f"/cases/{case}{track}"
    bram.opens(f"{at}step/1/").fills(status="done", text="Wat ik zag en hoorde.").sends()
    bram.opens(f"{at}consultation/").fills(
        kind="safeguarding_lead",
        with_whom="Aandachtsfunctionaris",
        held_at=now,
        outcome="Melden.",
        status="done",
    ).sends()
    bram.opens(f"{at}talk/omitted/").fills(
        with_whom="parents", ground="safety_of_child", reason="De ouders weten van niets."
    ).sends()
    bram.opens(f"{at}weighing/").fills(
        q1="yes", q1_reason="Er is een vermoeden.", q2="yes_acute", q2_reason="Uitbuiting.", status="done"
    ).sends()
    bram.sees("Veilig Thuis")
    bram.opens(f"{at}decisions/").fills(
        report_decision="report",
        report_reason="Norm 1.",
        help_decision="with_veilig_thuis",
        help_reason="Samen.",
    ).sends()
    bram.opens(f"{at}report/").fills(
        reported_at=now, reference="VT-1", family_told="no", family_told_note="Dat is nu niet veilig."
    ).sends()
    bram.opens(at).sees("VT-1", "nog")


def hugo_raises_the_alert(hugo: Person, case: str) -> str:
    """Two taps from the case: the button, and the confirmation."""
    hugo.opens(f"/cases/{case}/missing/")
    hugo.page.locator(f"main a[href='/cases/{case}/missing/raise/']").first.click()
    hugo.page.wait_for_load_state()
    hugo.sees("Rood").sends()
    return hugo.number("V")


def farid_answers_from_the_mail(farid: Person, mails: Inbox, episode: str, region: Region) -> None:
    """The mail has a number, a colour and a link; the link answers for the police."""
    wait_until(lambda: bool(mails.to(region.farid.email)), "the mail to Farid", 20)
    wait_until(
        lambda: any(episode in str(mail["Subject"]) for mail in mails.to(region.farid.email)), "it", 20
    )
    mail = next(m for m in mails.to(region.farid.email) if episode in str(m["Subject"]))
    link = re.search(r"https?://[^/\s]+(/ack/\S+/)", mail.get_content()).group(1)
    farid.opens(link).sees(episode).sends()


def anna_sees_it_live(anna: Person, episode: str, region: Region) -> None:
    """The page tells who has answered, without a reload."""
    anna.opens(f"/missing/{episode}/").sees(region.police.name, "Farid")


def hugo_finds_her(hugo: Person, episode: str, mails: Inbox, region: Region) -> None:
    """All clear for everybody who was called; the return interview gets its clock."""
    before = len(mails.to(region.gijs.email))
    hugo.opens(f"/missing/{episode}/found/").fills(found_by="Kwam zelf terug").sends()
    hugo.opens(f"/missing/{episode}/").sees("binnen 72 uur")
    for user in (region.farid, region.gerda, region.gijs):
        wait_until(lambda user=user: _told(mails, user.email, episode, "Veilig"), f"all clear to {user}", 30)
    assert len(mails.to(region.gijs.email)) > before


def _told(mails: Inbox, address: str, episode: str, _words: str) -> bool:
    return sum(episode in str(mail["Subject"]) for mail in mails.to(address)) >= 2


def farid_logs_the_contact(farid: Person, case: str) -> None:
    """Contact and complaint track; 'not (yet)' is a normal state."""
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    farid.opens(f"/cases/{case}/police/contact/new/")
    kind = farid.page.locator("main [name=kind] option").nth(1).get_attribute("value")
    unit = farid.page.locator("main [name=unit] option").nth(1).get_attribute("value")
    farid.fills(
        kind=kind,
        unit=unit,
        person="Team mensenhandel",
        happened_at=now,
        purpose="Informatie delen over de vermissing",
        legal_ground="police_data_act",
        given="Signalement",
        received="Mutatienummer",
        agreement="Morgen weer contact.",
    ).sends()
    farid.opens(f"/cases/{case}/police/complaint/").fills(
        stage="not_yet", happened_at=now, wish="Ze wil er nu niet over praten."
    ).sends()
    farid.opens(f"/cases/{case}/police/").sees("Team mensenhandel", "niet over praten")


def iris_runs_the_meeting(iris: Person, case: str, region: Region) -> str:
    """Plan, put the case on the agenda, who was there for it, a decision that becomes an action."""
    starts = (timezone.localtime() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    iris.opens("/meetings/new/").fills(
        title="Zorgtafel",
        starts_at=starts,
        organisations=[str(o.pk) for o in (region.desk, region.school, region.elsewhere)],
    ).sends()
    meeting = iris.number("O")
    iris.opens(f"/meetings/{meeting}/items/add/").fills(case=case, question="Is zij nu veilig?").sends()
    item = re.search(r"items/(\d+)/", iris.opens(f"/meetings/{meeting}/").page.content()).group(1)
    iris.opens(f"/meetings/{meeting}/status/").fills(to="running").sends()
    at = f"/meetings/{meeting}/items/{item}/"
    iris.opens(f"{at}attendance/").fills(
        **{f"status_{seat.pk}": "present" for seat in (region.table, region.desk, region.school)}
    ).sends()
    due = (timezone.localdate() + timedelta(days=7)).isoformat()
    iris.opens(f"{at}decide/").fills(
        text="De school belt elke dag.",
        legal_ground="public_task",
        owner_organisation=region.school.pk,
        due_on=due,
        description="Elke ochtend bellen",
    ).sends()
    return meeting


def minutes_are_cut_to_size(enter: Enter, meeting: str, region: Region) -> None:
    """The school reads its part; an invited organisation that is not on the case reads no part of it."""
    enter("bea").opens(f"/meetings/{meeting}/minutes/").sees("De school belt elke dag.")
    chris = enter("chris").opens(f"/meetings/{meeting}/minutes/")
    chris.sees_nothing_of("De school belt elke dag.", "Jongere", "Is zij nu veilig?")
    enter("bram", PHONE).opens("/tasks/").sees("Elke ochtend bellen")


def dina_reviews(dina: Person, case: str) -> None:
    """Every change and every reading of the case, in sentences; no content."""
    dina.opens(f"/audit/?case={case}").sees("Bram", "Hugo").sees_nothing_of(NAME, "hij haalt me")
    assert dina.status_of(f"/cases/{case}/") in {403, 404}


def chris_finds_no_trace(chris: Person, signal: str, case: str, episode: str, meeting: str) -> None:
    """Not in a list, a count, a search, an address, nor on the start page."""
    for path in ("/", "/signals/", "/cases/", "/missing/", "/tasks/", "/inbox/", f"/search/?q={NAME}"):
        chris.opens(path).sees_nothing_of(case, signal, episode, "Is zij nu veilig?")
    for path in (f"/cases/{case}/", f"/signals/{signal}/", f"/missing/{episode}/", f"/cases/{case}/police/"):
        assert chris.status_of(path) == 404, path
    assert chris.status_of(f"/meetings/{meeting}/") == 200  # invited, and sees an empty agenda


def nothing_personal_left_the_house(mails: Inbox, case: str) -> None:
    """A mail has a number, a colour and a link; no name, no place, no fact."""
    assert mails.messages
    for mail in mails.messages:
        parts = [part.get_content() for part in mail.walk() if not part.is_multipart()]  # an appointment too
        said = " ".join([mail["Subject"], *map(str, parts)])
        for word in (NAME, *NAME.split(), "Jongere", "ophaal", "School"):
            assert word not in said, said


def test_the_login_page_is_the_only_door(browser_page: Page, region: Region) -> None:
    browser_page.goto("/cases/")
    assert "/account/login/" in browser_page.url
