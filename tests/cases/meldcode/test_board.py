"""The parallel board as the cast reads it: nobody has to guess who reported."""

import re
from datetime import timedelta

import pytest

from cases.casefile import case as casefile
from cases.casefile import participation
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.meldcode import board, lanes, track
from cases.meldcode.models import MeldcodeTrack
from organisations.actor import AccessDenied
from organisations.history import write
from tests.cases.meldcode.test_pages import LogIn, full
from tests.cast import FOUNDER, Region

SCHOOL, DESK = "Lyceum De Dijk", "Zorgcoordinatie Waterland-Zuid"


def shown(region: Region, case: Case, name: str = "anna") -> list[lanes.Shown]:
    found = board.in_order(case, actor=region.actor(name), now=region.now)
    return lanes.lanes(case, found, now=region.now)


def codes(region: Region, case: Case) -> list[str]:
    return [fact["code"] for fact in lanes.said(shown(region, case))]


def test_every_organisation_has_its_place_with_a_track_or_without(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    found = [(lane.organisation, lane.facts.standing) for lane in shown(region, case)]
    assert found == [
        (SCHOOL, "running"),
        (DESK, "not_started"),
        ("Politie Waterland-Zuid", "care_notification"),
    ]


def test_who_only_reads_the_core_of_the_case_is_not_waited_for(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    names = {lane.organisation for lane in shown(region, case)}
    assert not names & {region.institution.name, region.veilig_thuis.name}


def test_the_board_says_that_nobody_reported_until_somebody_did(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    assert codes(region, case) == ["nobody_reported", "nobody_weighed", "not_started"]
    full(region, brams)
    assert codes(region, case) == ["reported", "not_started"]


def test_the_page_says_it_in_words_and_draws_it(
    region: Region, case: Case, log_in: LogIn, brams: MeldcodeTrack
) -> None:
    address = f"/cases/{case.number}/meldcode/"
    before = log_in("gerda").get(address).content.decode()
    assert "Nog niemand op dit bord heeft gemeld bij Veilig Thuis" in before
    assert "Ga er niet van uit dat een andere organisatie het deed" in before
    full(region, brams)
    after = log_in("gerda").get(address).content.decode()
    assert f"Gemeld bij Veilig Thuis: {SCHOOL}" in after
    assert 'role="img" aria-labelledby="tracks-title"' in after
    assert after.count("tracks__mark--reported") == 1
    table = after[after.index("<table") : after.index("</table>")]
    for words in (SCHOOL, "Overgeslagen, met reden", "geen Meldcode: stuurt een zorgmelding"):
        assert words in table


def test_the_drawing_and_the_table_say_the_same(
    region: Region, case: Case, log_in: LogIn, brams: MeldcodeTrack
) -> None:
    full(region, brams)
    page = log_in("anna").get(f"/cases/{case.number}/meldcode/")
    drawn, listed = page.context["drawing"].rows, page.context["lanes"]
    assert [row.name for row in drawn] == [lane.organisation for lane in listed]
    states = [[mark.state for mark in row.marks[:5] if row.has_track] for row in drawn]
    assert states == [[cell.state for cell in lane.cells] for lane in listed]


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_table(
    region: Region, case: Case, log_in: LogIn, brams: MeldcodeTrack
) -> None:
    region.school.name = "Scholengemeenschap 't Vlie-O'Neill voor vmbo, havo en vwo te Waterdam <b>"
    write(region.school, actor=FOUNDER, now=region.now)
    page = log_in("anna").get(f"/cases/{case.number}/meldcode/").content.decode()
    assert "voor vmbo, havo en vwo te Waterdam &lt;b&gt;" in page
    assert "Waterdam <b>" not in page
    cut = re.search(r'tracks__name"[^>]*>([^<]*…)<', page)
    assert cut
    assert len(cut.group(1)) < 60


def test_a_passed_term_stands_on_the_board(region: Region, case: Case, brams: MeldcodeTrack) -> None:
    full(region, brams)
    region.now += timedelta(days=9)
    assert "silent" in codes(region, case)


def test_who_may_not_read_a_track_finds_no_trace_of_it(
    region: Region, case: Case, brams: MeldcodeTrack, log_in: LogIn
) -> None:
    full(region, brams)
    for name in ("hugo", "farid", "iris", "chris", "eva"):
        page = log_in(name).get(f"/cases/{case.number}/meldcode/").content.decode()
        assert "Gemeld bij Veilig Thuis" not in page, name


def leave(region: Region, case: Case) -> None:
    """Let the school leave the case."""
    part = case.participations.get(organisation=region.school)
    participation.end(part, actor=region.actor("anna"), reason="Verhuisd", now=region.now)


def test_the_track_of_an_organisation_that_left_stays_and_holds_up_nothing(
    region: Region, case: Case, brams: MeldcodeTrack
) -> None:
    full(region, brams)
    with pytest.raises(StateConflictError):
        casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=region.now)
    leave(region, case)
    lane = next(lane for lane in shown(region, case) if lane.organisation == SCHOOL)
    assert lane.facts.standing == "left"
    assert "left_unfinished" in codes(region, case)
    with pytest.raises(AccessDenied):
        track.close(brams, actor=region.actor("bram"), reason="Klaar", now=region.now)
    casefile.close(case, actor=region.actor("anna"), reason="Klaar", now=region.now)


def test_an_organisation_that_left_starts_nothing(region: Region, case: Case) -> None:
    leave(region, case)
    with pytest.raises(AccessDenied) as denied:
        track.start(case, actor=region.actor("bram"), profile="education", now=region.now)
    assert denied.value.conceal
