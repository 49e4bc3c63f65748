"""The pages of missing as the cast meets them: on duty, elsewhere, without the part, and too late."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case, CaseParticipation
from cases.missing import alert, links
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, MissingEpisode
from cases.notifications.models import Delivery
from organisations.history import write
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]
Sound = Callable[..., MissingEpisode]
HTMX = {"HX-Request": "true", "X-Background": "1"}
FORMS = [
    "fact",
    "colour",
    "police",
    "found",
    "withdraw",
    "return-interview/offer",
    "return-interview",
    "close",
]


def the_link(episode: MissingEpisode, region: Region, key: str, name: str) -> str:
    """Give the link that stands in somebody's message."""
    call = AlertCall.objects.get(episode=episode, organisation=region.organisations[key])
    return links.path(call, region.people[name])


def posted(case: Case, **more: Any) -> dict[str, Any]:
    """Give what a browser sends after two taps."""
    return {"missing_since": "2026-11-17T09:30", "police_told": "not_yet", "colour": "", **more}


def test_hugo_raises_the_alert_in_two_taps(region: Region, case: Case, log_in: LogIn) -> None:
    client = log_in("hugo")
    tab = client.get(f"/cases/{case.number}/missing/").content.decode()
    address = f"/cases/{case.number}/missing/raise/"
    assert address in tab
    page = client.get(address)
    assert "2026-11-17T10:00" in page.content.decode()  # now, on the wall in Amsterdam
    answer = client.post(address, posted(case, idempotency="k"))
    episode = MissingEpisode.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/missing/{episode.number}/")
    assert (episode.colour, episode.police_told) == ("red", "not_yet")
    assert client.post(address, posted(case, idempotency="k")).url == answer.url
    assert MissingEpisode.objects.count() == 1
    shown = client.get(answer.url).content.decode()
    assert "112" in shown
    assert region.veilig_thuis.name in shown


def test_what_was_typed_is_still_there_when_something_is_wrong(
    region: Region, case: Case, log_in: LogIn
) -> None:
    address = f"/cases/{case.number}/missing/raise/"
    answer = log_in("hugo").post(
        address,
        posted(case, missing_since="2026-11-18T09:30", circumstances="<b>ruzie</b> 🚲", colour="green"),
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "&lt;b&gt;ruzie&lt;/b&gt; 🚲" in page
    assert not MissingEpisode.objects.exists()
    both = posted(case, grounds=["disability"], ruled_out=["disability"])
    assert log_in("hugo").post(address, both).status_code == 400
    long = posted(case, circumstances="x" * 200_000)
    answer = log_in("hugo").post(address, long)
    assert answer.status_code == 400
    assert "x" * 200_000 in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "now", "meant"),
    [
        # Sunday 2026-10-25: 02:30 exists twice, the last one that has passed is meant.
        ("2026-10-25T02:30", "2026-10-25T00:31Z", "2026-10-25T00:30Z"),
        ("2026-10-25T02:30", "2026-10-25T01:31Z", "2026-10-25T01:30Z"),
        ("2026-10-25T02:30", "2026-10-25T09:00Z", "2026-10-25T01:30Z"),
        ("2026-10-25T02:33", "2026-10-25T01:30Z", "2026-10-25T01:30Z"),  # a phone that runs ahead
    ],
)
def test_an_alert_can_be_raised_in_the_hour_that_exists_twice(
    region: Region, case: Case, log_in: LogIn, time_machine: Any, typed: str, now: str, meant: str
) -> None:
    CaseParticipation.objects.update(starts_at=datetime(2026, 10, 1, tzinfo=UTC))
    client = log_in("hugo")
    time_machine.move_to(datetime.fromisoformat(now), tick=False)
    answer = client.post(f"/cases/{case.number}/missing/raise/", posted(case, missing_since=typed))
    assert answer.status_code == 302
    assert MissingEpisode.objects.get().missing_since == datetime.fromisoformat(meant)


def test_a_time_that_the_clock_skipped_gets_a_sentence(region: Region, case: Case, log_in: LogIn) -> None:
    answer = log_in("hugo").post(
        f"/cases/{case.number}/missing/raise/", posted(case, missing_since="2026-03-29T02:30")
    )
    assert answer.status_code == 400


def test_the_proposal_follows_the_answers_without_saving(region: Region, case: Case, log_in: LogIn) -> None:
    address = f"/cases/{case.number}/missing/raise/proposal/"
    answer = log_in("hugo").post(address, {"grounds": ["suicide_risk"]}, headers=HTMX)
    with translation.override("nl"):
        assert translation.gettext("There are signs of suicide") in answer.content.decode()
    assert log_in("hugo").post(address, {}).status_code == 400
    assert not MissingEpisode.objects.exists()


def test_the_raise_page_points_to_the_alert_that_runs_and_refuses_a_closed_case(
    region: Region, case: Case, sound: Sound, log_in: LogIn
) -> None:
    episode = sound()
    client = log_in("farid")
    address = f"/cases/{case.number}/missing/raise/"
    assert f"/missing/{episode.number}/" in client.get(address).content.decode()
    answer = client.post(address, posted(case))
    assert answer.status_code == 409
    assert f"/missing/{episode.number}/" in answer.content.decode()
    episodes.withdraw(episode, actor=region.actor("hugo"), reason="x", now=region.now)
    casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
    assert "112" in client.get(address).content.decode()
    assert client.post(address, posted(case)).status_code == 409


@pytest.mark.parametrize("name", ["chris", "eva", "dina", "joost"])
def test_an_outsider_meets_no_trace(
    region: Region, case: Case, episode: MissingEpisode, log_in: LogIn, name: str
) -> None:
    client = log_in(name)
    for tail in ["", "live/", *(f"{form}/" for form in FORMS)]:
        answer = client.get(f"/missing/{episode.number}/{tail}", headers=HTMX if tail == "live/" else {})
        assert answer.status_code in {403, 404}, tail
        assert episode.case.pseudonym not in answer.content.decode()
    assert client.get(f"/cases/{case.number}/missing/").status_code in {403, 404}
    listed = client.get("/missing/")
    assert episode.number not in listed.content.decode()
    unknown = client.get("/missing/V-26-22222/")
    assert unknown.status_code == client.get(f"/missing/{episode.number}/").status_code


def test_iris_takes_part_but_not_in_this_part(
    region: Region, case: Case, episode: MissingEpisode, log_in: LogIn
) -> None:
    client = log_in("iris")
    assert client.get(f"/cases/{case.number}/missing/").status_code == 403
    assert client.get(f"/missing/{episode.number}/").status_code == 403
    assert episode.number not in client.get("/missing/").content.decode()
    assert LedgerLine.objects.filter(user_id=region.iris.pk, refusal="compartment_closed").exists()


def test_the_page_shows_who_answered_and_who_is_next(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    alert.acknowledge(call, actor=region.actor("farid"), now=region.now)
    page = log_in("anna").get(f"/missing/{episode.number}/").content.decode()
    assert "Farid" in page
    assert "10:05" in page  # when Gijs is called
    line = LedgerLine.objects.get(event="episode.read", user_id=region.anna.pk)
    assert line.object_number == episode.number


def test_an_open_page_hears_news_and_records_only_that(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    client = log_in("anna")
    stamp = client.get(f"/missing/{episode.number}/").context["stamp"]
    address = f"/missing/{episode.number}/live/?seen={stamp}"
    assert client.get(address, headers=HTMX).status_code == 204
    reads = LedgerLine.objects.filter(event="episode.read", user_id=region.anna.pk)
    assert reads.count() == 1
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    alert.acknowledge(call, actor=region.actor("farid"), now=region.now)
    news = client.get(address, headers=HTMX)
    assert "Farid" in news.content.decode()
    assert reads.count() == 2
    episodes.withdraw(episode, actor=region.actor("hugo"), reason="x", now=region.now)
    assert client.get(address, headers=HTMX)["HX-Refresh"] == "true"
    assert client.get(address).status_code == 400


def test_who_leaves_the_case_gets_no_news(region: Region, episode: MissingEpisode, log_in: LogIn) -> None:
    client = log_in("gerda")
    assert client.get(f"/missing/{episode.number}/").status_code == 200
    part = CaseParticipation.objects.get(case=episode.case, organisation=region.veilig_thuis)
    part.ended_at = region.now
    write(part, actor=FOUNDER, now=region.now)
    assert client.get(f"/missing/{episode.number}/live/", headers=HTMX).status_code == 404


def test_farid_acknowledges_from_the_link(region: Region, episode: MissingEpisode, log_in: LogIn) -> None:
    link = the_link(episode, region, "police", "farid")
    client = log_in("farid")
    page = client.get(link).content.decode()
    assert episode.number in page
    assert "Noor" not in page
    assert episode.case.pseudonym not in page
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    assert client.head(link).status_code == 200
    call.refresh_from_db()
    assert call.acknowledged_at is None  # opening and prefetching answer nothing
    assert client.post(link).url == f"/missing/{episode.number}/"
    call.refresh_from_db()
    assert call.acknowledged_by == region.farid
    assert client.post(link).status_code == 302  # twice oneself is once


def test_the_second_of_an_organisation_reads_who_was_first(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    link = links.path(call, region.fenna)
    client = log_in("fenna")
    alert.acknowledge(call, actor=region.actor("farid"), now=region.now)
    answer = client.post(link)
    assert answer.status_code == 409
    assert "Farid" in answer.content.decode()


def test_who_answered_says_that_they_are_still_on_it(region: Region, sound: Sound, log_in: LogIn) -> None:
    episode = sound(colour="red")
    page = f"/missing/{episode.number}/"
    hugo, farid = log_in("hugo"), log_in("farid")
    assert f"{page}still/" in hugo.get(page).content.decode()
    assert f"{page}still/" not in farid.get(page).content.decode()
    assert hugo.post(f"{page}still/").url == page
    assert AlertCall.objects.get(episode=episode, organisation=region.institution).confirmed_at == region.now
    assert farid.post(f"{page}still/").status_code == 409


def test_who_did_not_answer_is_called_again_from_the_page(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    page, hugo = f"/missing/{episode.number}/", log_in("hugo")
    assert f"{page}call-again/" not in hugo.get(page).content.decode()
    assert hugo.post(f"{page}call-again/").status_code == 409
    AlertCall.objects.filter(episode=episode, organisation=region.police).update(
        state="nobody_reachable", next_due_at=None
    )
    assert f"{page}call-again/" in hugo.get(page).content.decode()
    assert hugo.post(f"{page}call-again/").url == page
    assert AlertCall.objects.get(episode=episode, organisation=region.police).state == "waiting"


def test_a_link_used_by_somebody_else_or_cut_off_reveals_nothing(
    region: Region, case: Case, episode: MissingEpisode, log_in: LogIn
) -> None:
    link = the_link(episode, region, "police", "farid")
    call = AlertCall.objects.get(episode=episode, organisation=region.police)
    wrong = ["/ack/x/", link[:-5] + "/", "/ack/" + signing.dumps("zz", salt=links.SALT) + "/"]
    answers = [(name, path) for name in ("gerda", "chris", "fenna", "anna") for path in (link, *wrong)]
    answers += [("farid", path) for path in wrong]
    pages = set()
    for name, path in answers:
        for method in ("get", "post"):
            answer = getattr(log_in(name), method)(path)
            assert answer.status_code == 404, (name, path)
            assert episode.number not in answer.content.decode()
            pages.add(answer.content.decode().split("<main")[1].split("</main>")[0])
    assert len(pages) == 1
    call.refresh_from_db()
    assert call.acknowledged_at is None
    assert LedgerLine.objects.filter(refusal="link_not_theirs", user_id=region.gerda.pk).exists()


def test_the_link_is_worth_nothing_when_the_alert_is_over(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    link = the_link(episode, region, "police", "farid")
    episodes.withdraw(episode, actor=region.actor("hugo"), reason="x", now=region.now)
    client = log_in("farid")
    assert (
        'type="submit" class="utrecht-button utrecht-button--primary' not in client.get(link).content.decode()
    )
    assert client.post(link).status_code == 409


def test_every_form_opens_saves_and_comes_back_to_the_alert(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    client, base = log_in("hugo"), f"/missing/{episode.number}/"
    steps: list[tuple[str, dict[str, Any]]] = [
        (
            "fact",
            {"kind": "seen", "happened_at": "2026-11-17T09:50", "text": "Bij de bushalte.\nMet een fiets."},
        ),
        ("police", {"told_at": "2026-11-17T09:55", "reference": "2026-0042"}),
        ("colour", {"colour": "orange", "reason": "ze belt", "version": ""}),
        (
            "found",
            {"found_at": "2026-11-17T09:58", "found_by": "oma", "condition": "moe", "violence": "no"},
        ),
        (
            "return-interview/offer",
            {"offered_at": "2026-11-17T09:59", "interviewer": "Mies", "version": ""},
        ),
        ("return-interview", {"refused_reason": "wil niet", "version": ""}),
    ]
    for form, values in steps:
        assert client.get(f"{base}{form}/").status_code == 200, form
        answer = client.post(f"{base}{form}/", values)
        assert (answer.status_code, answer.get("Location")) == (302, base), (
            form,
            answer.content.decode()[:3000],
        )
        assert client.get(base).status_code == 200
    assert client.post(f"{base}close/").status_code == 409  # Hugo recorded the talk himself
    assert log_in("anna").post(f"{base}close/").status_code == 302
    episode.refresh_from_db()
    assert episode.status == "closed"
    assert client.get(f"/cases/{episode.case.number}/missing/").status_code == 200
    assert episode.number in client.get("/missing/").content.decode()


def test_a_stale_page_overwrites_nothing(region: Region, case: Case, sound: Sound, log_in: LogIn) -> None:
    episode = sound(colour="orange", colour_reason="ze belt")
    client, address = log_in("hugo"), f"/missing/{episode.number}/colour/"
    values = {"colour": "green", "reason": "ze is bij oma", "version": episode.version}
    assert client.post(address, values).status_code == 302
    answer = client.post(address, {**values, "colour": "red", "reason": "mijn reden"})
    assert answer.status_code == 409
    assert "mijn reden" in answer.content.decode()
    episode.refresh_from_db()
    assert episode.colour == "green"


def test_found_twice_gets_a_sentence_and_keeps_what_was_typed(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    client, address = log_in("hugo"), f"/missing/{episode.number}/found/"
    values = {"found_at": "2026-11-17T09:58", "found_by": "oma", "violence": "no"}
    values["condition"] = "moe maar ongedeerd"
    assert client.post(address, values).status_code == 302
    answer = client.post(address, values)
    assert answer.status_code == 409
    assert "moe maar ongedeerd" in answer.content.decode()


def test_lists_cost_the_same_for_one_row_and_for_ten(
    region: Region, case: Case, episode: MissingEpisode, log_in: LogIn
) -> None:
    client = log_in("anna")
    episodes.withdraw(episode, actor=region.actor("hugo"), reason="x", now=region.now)
    addresses = ["/missing/", f"/cases/{case.number}/missing/", "/inbox/"]
    for address in addresses:
        client.get(address)
    counts = [_queries(client, address) for address in addresses]
    for number in range(30):
        row = MissingEpisode(
            number=f"V-25-{number:05d}",
            case=case,
            raised_by=region.hugo,
            raised_by_organisation=region.institution,
            raised_at=region.now - timedelta(days=number),
            missing_since=region.now - timedelta(days=number),
            colour="green",
            status="closed",
        )
        MissingEpisode.objects.bulk_create([row])
    assert [_queries(client, address) for address in addresses] == counts
    first = client.get("/missing/")
    assert len(first.context["rows"]) == 25
    second = client.get(f"/missing/{first.context['next_url']}")
    assert len(second.context["rows"]) == 6


def test_the_page_of_an_alert_costs_the_same_with_many_facts(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    client, address = log_in("anna"), f"/missing/{episode.number}/"
    client.get(address)
    before = _queries(client, address)
    for number in range(10):
        log_in("hugo").post(
            f"{address}fact/", {"kind": "seen", "happened_at": "2026-11-17T09:50", "text": str(number)}
        )
    assert _queries(client, address) == before


def _queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_no_name_in_an_address(region: Region, episode: MissingEpisode) -> None:
    for path in Delivery.objects.filter(notification__number=episode.number).values_list("path", flat=True):
        assert "noor" not in path.lower()


def test_after_the_return_the_page_says_who_may_do_what_next(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    hugo, anna, page = log_in("hugo"), log_in("anna"), f"/missing/{episode.number}/"
    found = {"found_at": "2026-11-17T09:58", "found_by": "oma", "violence": "unknown"}
    assert hugo.post(f"{page}found/", found).status_code == 302
    shown = hugo.get(page).content.decode()
    assert "0800-0188" in shown
    assert f"/cases/{episode.case.number}/police/clocks/" in shown
    assert f"{page}close/" not in shown
    offer = {"offered_at": "2026-11-17T09:59", "interviewer": "Mies"}
    tied = hugo.post(f"{page}return-interview/offer/", {**offer, "organisation": region.institution.pk})
    assert tied.status_code == 409
    assert "Mies" in tied.content.decode()  # nothing typed is lost
    assert hugo.post(f"{page}return-interview/offer/", offer).status_code == 302
    talk = {"held_at": "2026-11-17T10:00", "own_words": "Ik wilde <weg>"}
    assert hugo.post(f"{page}return-interview/", talk).status_code == 302
    assert f"{page}close/" not in hugo.get(page).content.decode()
    shown = anna.get(page).content.decode()
    assert f"{page}close/" in shown
    assert "Ik wilde &lt;weg&gt;" in shown


def test_an_organisation_outside_the_case_is_no_choice_for_the_talk(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    client, page = log_in("hugo"), f"/missing/{episode.number}/"
    client.post(f"{page}found/", {"found_at": "2026-11-17T09:58", "violence": "no"})
    offer = {"offered_at": "2026-11-17T09:59", "interviewer": "Mies", "organisation": region.elsewhere.pk}
    answer = client.post(f"{page}return-interview/offer/", offer)
    assert answer.status_code == 400
    assert region.elsewhere.name not in answer.content.decode()


def test_the_talk_waits_on_the_dashboard_until_a_second_person_closes(
    region: Region, episode: MissingEpisode, log_in: LogIn
) -> None:
    hugo, anna, page = log_in("hugo"), log_in("anna"), f"/missing/{episode.number}/"
    link = f'href="{page}"'
    hugo.post(f"{page}found/", {"found_at": "2026-11-17T09:58", "violence": "no"})
    assert link in hugo.get("/").content.decode()
    hugo.post(f"{page}return-interview/offer/", {"offered_at": "2026-11-17T09:59", "interviewer": "Mies"})
    hugo.post(f"{page}return-interview/", {"refused_reason": "wil niet"})
    assert link not in hugo.get("/").content.decode()  # Hugo has done his part
    assert link in anna.get("/").content.decode()
    anna.post(f"{page}close/")
    assert link not in anna.get("/").content.decode()
