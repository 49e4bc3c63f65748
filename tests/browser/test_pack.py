"""The photo of who is missing: on every screen that searches, and off all of them at the return (F22)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cases.audit.models import LedgerLine
from cases.casefile import grants
from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from cases.pack.models import GrabPack, PackPhoto
from tests.cases.pack.kept import drawn, keep_pack
from tests.cases.pack.test_picture import with_exif
from tests.cast import Region, full_table
from tests.journeys.people import DESK, PHONE, Person, log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]

#: A page asks for news every three seconds.
WITHIN = 8_000
IS_SHOWN = "image => image.complete && image.naturalWidth > 0"

Enter = Callable[..., Person]


@pytest.fixture
def enter(live_site: str, new_context: Callable) -> Enter:
    """Give somebody a window of their own, which complains about any script error or refused content."""

    def at_a_window(name: str, viewport: dict = DESK) -> Person:
        person = log_in(new_context(base_url=live_site, viewport=viewport, locale="nl-NL"), name)
        person.page.on("pageerror", lambda error: pytest.fail(str(error)))
        return person

    return at_a_window


def alert(region: Region, case: Case) -> MissingEpisode:
    report = episodes.Report(missing_since=region.now)
    return episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=region.now)


def sees_the_photo(page: Page) -> None:
    photo = page.locator(".pack-photo__image")
    expect(photo).to_be_visible()
    page.wait_for_function(f"({IS_SHOWN})(document.querySelector('.pack-photo__image'))")


def test_at_the_return_the_photo_leaves_every_open_page(region: Region, enter: Enter) -> None:
    case = full_table(region)
    keep_pack(region, case)
    missed = alert(region, case)
    farid, gerda = enter("farid", PHONE), enter("gerda")
    for person in (farid, gerda):
        person.opens(f"/missing/{missed.number}/")
        sees_the_photo(person.page)
        person.sees("Kastanjebruin")
    found = {"found_at": region.now, "found_by": "", "condition": ""}
    episodes.found(missed, actor=region.actor("hugo"), now=region.now, **found)
    for person in (farid, gerda):  # nobody touches anything
        expect(person.page.locator(".pack-photo__image")).to_have_count(0, timeout=WITHIN)
        person.sees_nothing_of("Kastanjebruin", "/pack/photo/")
        assert person.status_of(f"/cases/{case.number}/pack/photo/") == 404
        person.page.go_back()
        person.page.go_forward()
        expect(person.page.locator(".pack-photo__image")).to_have_count(0)


def test_who_is_put_off_the_case_loses_the_photo_from_an_open_page(region: Region, enter: Enter) -> None:
    case = full_table(region)
    keep_pack(region, case)
    missed = alert(region, case)
    farid = enter("farid").opens(f"/missing/{missed.number}/")
    sees_the_photo(farid.page)
    police, anna = {"organisation": region.police, "now": region.now}, region.actor("anna")
    grants.take_off_case(case, region.farid, actor=anna, **police)
    expect(farid.page.locator(".pack-photo__image")).to_have_count(0, timeout=WITHIN)
    farid.sees_nothing_of("Kastanjebruin")


def test_who_is_on_the_way_to_another_page_gets_there(region: Region, enter: Enter) -> None:
    """At the return an open page loads itself again; a click made just before it counts."""
    case = full_table(region)
    missed = alert(region, case)
    farid, held = enter("farid").opens(f"/missing/{missed.number}/"), []
    farid.page.route("**/tasks/", lambda route: held.append(route))
    farid.page.evaluate("window.location.assign('/tasks/')")
    with farid.page.expect_response("**/live/*", timeout=WITHIN) as news:
        found = {"found_at": region.now, "found_by": "", "condition": ""}
        episodes.found(missed, actor=region.actor("hugo"), now=region.now, **found)
    while "hx-refresh" not in news.value.headers:
        with farid.page.expect_response("**/live/*", timeout=WITHIN) as news:
            pass
    held[0].continue_()
    farid.page.wait_for_url("**/tasks/")


def test_news_of_the_alert_leaves_the_photo_where_it_is(region: Region, enter: Enter) -> None:
    """The photo is asked for once, not again with each fact: each asking is a reading in the ledger."""
    case = full_table(region)
    keep_pack(region, case)
    missed = alert(region, case)
    gerda, hugo = enter("gerda").opens(f"/missing/{missed.number}/"), enter("hugo")
    sees_the_photo(gerda.page)
    hugo.opens(f"/missing/{missed.number}/fact/").fills(text="Gezien bij de sluis").sends()
    gerda.sees("Gezien bij de sluis")
    sees_the_photo(gerda.page)
    read = LedgerLine.objects.filter(event="pack.photo_read", user_id=region.gerda.pk)
    assert read.count() == 1


def test_hugo_keeps_a_pack_on_his_phone(region: Region, enter: Enter, tmp_path: Path) -> None:
    case = full_table(region)
    hugo = enter("hugo", PHONE).opens(f"/cases/{case.number}/missing/")
    hugo.follows("Zoekpakket maken").fills(height_cm="168", hair="Rood", legal_title="supervision").sends()
    sent = tmp_path / "IMG_0001.jpg"
    sent.write_bytes(with_exif(size=(1200, 1600)))
    hugo.follows("Foto toevoegen")
    hugo.page.locator("[name=photo]").set_input_files(sent)
    hugo.fills(taken_on="2026-10-01").sends()
    sees_the_photo(hugo.page)
    assert GrabPack.objects.get().hair == "Rood"
    assert b"Verklikker" not in bytes(PackPhoto.objects.get().content)


def test_a_file_of_forty_megabytes_gets_a_sentence(region: Region, enter: Enter, tmp_path: Path) -> None:
    case = full_table(region)
    keep_pack(region, case)
    hugo = enter("hugo").opens(f"/cases/{case.number}/pack/photo/new/")
    sent = tmp_path / "groot.jpg"
    sent.write_bytes(drawn() + b"\0" * 40 * 1024 * 1024)
    hugo.page.locator("[name=photo]").set_input_files(sent)
    hugo.fills(taken_on="2026-10-01")
    hugo.page.locator("main form:has([name=idempotency]) button[type=submit]").click()
    hugo.sees("40 MB")
