"""The grab pack as the cast meets it: sealed, opened by an alert, and sealed again."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cases.access import emergency
from cases.audit.models import LedgerLine
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from cases.pack import handover
from cases.pack.models import GrabPack, PackPhoto
from organisations.compartments import Compartment
from tests.cases.pack.kept import WORDS, drawn
from tests.cases.pack.test_picture import with_exif
from tests.cast import CARE, Region, admit
from zorgtafel import pdf

LogIn = Callable[[str], Client]
Sound = Callable[[], MissingEpisode]
HTMX = {"HX-Request": "true", "X-Background": "1"}
OTHERS = ["anna", "bram", "chris", "dina", "eva", "farid", "gerda", "iris", "joost"]
SEARCHERS = ["anna", "bram", "farid", "gerda", "hugo"]


def url(case: Case, tail: str = "") -> str:
    return f"/cases/{case.number}/pack/{tail}"


def found(region: Region, missed: MissingEpisode) -> None:
    kept = {"found_at": region.now, "found_by": "", "condition": ""}
    episodes.found(missed, actor=region.actor("hugo"), now=region.now, **kept)


def uploaded(content: bytes, name: str = "IMG_0001.jpg", kind: str = "image/jpeg") -> dict[str, Any]:
    return {"photo": SimpleUploadedFile(name, content, kind), "taken_on": "2026-10-01"}


def words_in(answer: Any) -> list[str]:
    page = answer.content.decode(errors="replace")
    return [word for word in WORDS if word in page]


# -- Sealed --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", OTHERS)
def test_a_sealed_pack_shows_nowhere_to_anybody_else(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn, name: str
) -> None:
    client = log_in(name)
    for path in (
        url(case),
        url(case, "photo/"),
        url(case, "change/"),
        url(case, "confirm/"),
        url(case, "hand-over/"),
    ):
        assert client.get(path).status_code in {403, 404}, path
    for path in ("", "timeline/", "people/", "missing/", "sharing/", "network/", "history/", "rights/"):
        answer = client.get(f"/cases/{case.number}/{path}")
        assert words_in(answer) == [], path
        assert url(case) not in answer.content.decode(), path
    for path in ("/", "/cases/", "/missing/", "/inbox/", "/search/?q=Kastanjebruin"):
        met = set(words_in(client.get(path))) - set(path.split("="))
        assert met == set(), path  # what somebody typed in the address is on the page again
    assert not LedgerLine.objects.filter(event__in=["pack.read", "pack.photo_read"]).exists()


def test_hugo_and_piet_read_it_and_every_reading_is_a_line(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn
) -> None:
    for name in ("hugo", "piet"):
        page = log_in(name).get(url(case))
        assert words_in(page) == list(WORDS)
        assert log_in(name).get(url(case, "photo/")).status_code == 200
    read = LedgerLine.objects.filter(event="pack.read").values_list("user_id", "object_type", "outcome")
    assert set(read) == {(region.people[n].pk, "grabpack", "allowed") for n in ("hugo", "piet")}
    assert LedgerLine.objects.filter(event="pack.photo_read").count() == 2


def test_the_photo_is_a_bare_picture_that_no_browser_keeps(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn
) -> None:
    answer = log_in("hugo").get(url(case, "photo/?v=2"))
    assert answer["Content-Type"] == "image/jpeg"
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="photo.jpg"'
    assert answer["Content-Security-Policy"]
    assert answer.content == bytes(PackPhoto.objects.get().content)
    assert Client().get(url(case, "photo/")).status_code == 302


# -- An alert ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SEARCHERS)
def test_an_alert_opens_it_for_who_searches_and_the_return_closes_it(
    region: Region, case: Case, pack: GrabPack, sound: Sound, log_in: LogIn, name: str
) -> None:
    client, missed = log_in(name), sound()
    page = client.get(f"/missing/{missed.number}/")
    assert words_in(page) == list(WORDS)
    assert url(case, "photo/") in page.content.decode()
    assert client.get(url(case, "photo/")).status_code == 200
    stamp = page.context["stamp"]
    quiet = client.get(f"/missing/{missed.number}/live/", {"seen": stamp}, headers=HTMX)
    assert quiet.status_code == 204
    found(region, missed)
    news = client.get(f"/missing/{missed.number}/live/", {"seen": stamp}, headers=HTMX)
    assert (news["HX-Refresh"], news.content) == ("true", b"")
    after = client.get(f"/missing/{missed.number}/")
    assert words_in(after) == []
    assert "/pack/photo/" not in after.content.decode()
    if name != "hugo":
        assert client.get(url(case, "photo/")).status_code == 404


@pytest.mark.parametrize("name", ["chris", "dina", "eva", "iris", "joost"])
def test_an_alert_opens_it_for_nobody_else(
    region: Region, case: Case, pack: GrabPack, sound: Sound, log_in: LogIn, name: str
) -> None:
    missed, client = sound(), log_in(name)
    for path in (f"/missing/{missed.number}/", f"/missing/{missed.number}/report/", url(case, "photo/")):
        answer = client.get(path)
        assert answer.status_code in {403, 404}, path
        assert words_in(answer) == [], path


def test_who_broke_the_glass_reads_the_alert_and_not_the_pack(
    region: Region, case: Case, pack: GrabPack, sound: Sound, log_in: LogIn
) -> None:
    missed = sound()
    wanted = emergency.Emergency("missing_now", "Called me", 1, frozenset({Compartment.MISSING}))
    emergency.break_glass(case.number, actor=region.actor("chris"), emergency=wanted, now=region.now)
    client = log_in("chris")
    page = client.get(f"/missing/{missed.number}/")
    assert page.status_code == 200
    assert words_in(page) == []
    assert words_in(client.get(f"/missing/{missed.number}/report/")) == []
    assert client.get(url(case, "photo/")).status_code == 404


def test_what_changes_in_the_pack_is_news_on_every_open_page(
    region: Region, case: Case, pack: GrabPack, sound: Sound, log_in: LogIn
) -> None:
    missed, farid = sound(), log_in("farid")
    stamp = farid.get(f"/missing/{missed.number}/").context["stamp"]
    typed = {
        "hair": "Blauw geverfd",
        "owner": region.hugo.pk,
        "legal_title": "unknown",
        "version": pack.version,
    }
    assert log_in("hugo").post(url(case, "change/"), typed).status_code == 302
    news = farid.get(f"/missing/{missed.number}/live/", {"seen": stamp}, headers=HTMX)
    assert "Blauw geverfd" in news.content.decode()


def test_an_alert_without_a_pack_says_so(region: Region, case: Case, sound: Sound, log_in: LogIn) -> None:
    missed = sound()
    assert "/pack/change/" in log_in("hugo").get(f"/missing/{missed.number}/").content.decode()
    page = log_in("farid").get(f"/missing/{missed.number}/")
    assert page.context["panel"] == {"pack": None, "may_make": False}


# -- Keeping it ----------------------------------------------------------------------------------------------


def test_hugo_makes_one_on_his_phone_and_a_second_press_makes_no_second(
    region: Region, case: Case, log_in: LogIn
) -> None:
    client = log_in("hugo")
    assert url(case, "change/") in client.get(f"/cases/{case.number}/missing/").content.decode()
    typed = {
        "height_cm": "168",
        "phones": "+31 6 1234 5678 / 0031612345678 / 06-12345678 🚲",
        "legal_title": "supervision",
        "owner": region.piet.pk,
        "idempotency": "once",
    }
    for _press in range(2):
        answer = client.post(url(case, "change/"), typed)
        assert (answer.status_code, answer.url) == (302, url(case))
    made = GrabPack.objects.get()
    assert (made.phones, made.owner) == (typed["phones"], region.piet)


def test_what_is_wrong_gets_a_sentence_and_nothing_typed_is_lost(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn
) -> None:
    client = log_in("hugo")
    good = {
        "legal_title": "unknown",
        "owner": region.hugo.pk,
        "version": pack.version,
        "hair": "<b>Groen</b>",
    }
    for wrong in (
        {"height_cm": "1,68"},
        {"height_cm": "900"},
        {"legal_title": "gezag"},
        {"owner": region.farid.pk},
        {"owner": "x"},
        {"hair": "x" * 200},
        {"marks": "nul\x00"},
    ):
        answer = client.post(url(case, "change/"), {**good, **wrong})
        assert answer.status_code == 400, wrong
    answer = client.post(url(case, "change/"), {**good, "version": "1"})
    assert answer.status_code == 409
    assert "&lt;b&gt;Groen&lt;/b&gt;" in answer.content.decode()
    assert GrabPack.objects.get().hair == pack.hair


def test_a_photo_with_coordinates_is_taken_in_without_them(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn
) -> None:
    answer = log_in("hugo").post(url(case, "photo/new/"), uploaded(with_exif(), name="noor-zeegras.jpg"))
    assert answer.status_code == 302
    kept = bytes(PackPhoto.objects.get().content)
    assert b"Verklikker" not in kept
    assert not dict(Image.open(BytesIO(kept)).getexif())
    shown = log_in("hugo").get(url(case)).content.decode()
    assert "noor-zeegras" not in shown


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (uploaded(b"\xff\xd8\xff" + b"\0" * (40 * 1024 * 1024)), "40 MB"),
        (uploaded(b"<!doctype html><script>alert(1)</script>"), "JPEG, PNG"),
        (uploaded(b""), ""),
        (uploaded(drawn(size=(60, 60))), ""),
        ({"taken_on": "2026-10-01"}, ""),
        ({**uploaded(drawn()), "taken_on": "1 oktober"}, ""),
    ],
    ids=["40 MB", "HTML", "empty", "tiny", "none", "no date"],
)
def test_a_file_that_is_no_photo_gets_a_sentence(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn, sent: dict[str, Any], says: str
) -> None:
    before = bytes(PackPhoto.objects.get().content)
    answer = log_in("hugo").post(url(case, "photo/new/"), sent)
    assert answer.status_code == 400
    assert says in answer.content.decode()
    assert bytes(PackPhoto.objects.get().content) == before


def test_a_photo_of_tomorrow_is_a_conflict(region: Region, case: Case, pack: GrabPack, log_in: LogIn) -> None:
    sent = {**uploaded(drawn()), "taken_on": "2026-11-18"}
    assert log_in("hugo").post(url(case, "photo/new/"), sent).status_code == 409


def test_confirming_removing_the_photo_and_the_start_page(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn
) -> None:
    GrabPack.objects.update(confirmed_at="2026-08-01T09:00Z")
    client = log_in("hugo")
    assert url(case) in client.get("/").content.decode()
    assert url(case) not in log_in("anna").get("/").content.decode()
    assert client.get(url(case)).context["is_stale"]
    assert client.post(url(case, "confirm/"), {"version": pack.version}).status_code == 302
    assert url(case) not in client.get("/").content.decode()
    assert not client.get(url(case)).context["is_stale"]
    assert client.post(url(case, "photo/remove/")).status_code == 302
    assert client.get(url(case, "photo/")).status_code == 404
    assert client.post(url(case, "photo/remove/")).status_code == 409


def test_a_pack_that_is_shown_again_after_a_conflict_was_read(
    region: Region, case: Case, pack: GrabPack, log_in: LogIn
) -> None:
    """The page of a conflict holds all that stands in the pack: that is a reading, as the page before was."""
    answer = log_in("hugo").post(url(case, "confirm/"), {"version": pack.version + 7})
    assert (answer.status_code, bool(answer.context["parts"])) == (409, True)
    line = LedgerLine.objects.get(event="pack.read")
    assert (line.user_id, line.case_id) == (region.hugo.pk, case.pk)


def test_it_moves_from_page_to_page(region: Region, two_homes: Case, pack: GrabPack, log_in: LogIn) -> None:
    case, hugo, chris = two_homes, log_in("hugo"), log_in("chris")
    assert region.institution.name in chris.get(url(case)).content.decode()
    assert words_in(chris.get(url(case))) == []
    assert chris.get(url(case, "hand-over/answer/")).status_code == 404
    assert hugo.post(url(case, "hand-over/"), {"to": region.police.pk}).status_code == 400
    assert hugo.post(url(case, "hand-over/"), {"to": region.elsewhere.pk}).status_code == 302
    assert url(case, "") in chris.get("/").content.decode()
    assert words_in(chris.get(url(case))) == []
    assert chris.post(url(case, "hand-over/answer/"), {}).status_code == 400
    assert chris.post(url(case, "hand-over/answer/"), {"answer": "yes"}).status_code == 302
    assert words_in(chris.get(url(case))) == list(WORDS)
    assert words_in(hugo.get(url(case))) == []
    assert hugo.get(url(case, "photo/")).status_code == 404


def test_the_question_is_taken_back_on_a_page(
    region: Region, two_homes: Case, pack: GrabPack, log_in: LogIn
) -> None:
    handover.offer(pack, actor=region.actor("hugo"), to=region.elsewhere, now=region.now)
    hugo = log_in("hugo")
    assert hugo.get(url(two_homes, "hand-over/")).status_code == 200
    assert hugo.get(url(two_homes, "hand-over/take-back/")).status_code == 200
    assert hugo.post(url(two_homes, "hand-over/take-back/")).status_code == 302
    assert log_in("chris").get(url(two_homes, "hand-over/answer/")).status_code == 404


def test_a_pack_that_was_left_behind_is_taken_up_on_a_page(
    region: Region, two_homes: Case, pack: GrabPack, log_in: LogIn
) -> None:
    case, chris = two_homes, log_in("chris")
    part = CaseParticipation.objects.get(case=case, organisation=region.institution, ended_at=None)
    participation.end(part, actor=region.actor("anna"), reason="moved", now=region.now)
    for path in (f"/cases/{case.number}/missing/", url(case)):
        page = chris.get(path)
        assert "hand-over/answer/" in page.content.decode()
        assert words_in(page) == []
    assert chris.get(url(case, "hand-over/answer/")).status_code == 200
    assert chris.post(url(case, "hand-over/answer/")).status_code == 302
    assert words_in(chris.get(url(case))) == list(WORDS)
    assert log_in("hugo").get(url(case)).status_code == 404


# -- The report for the police -------------------------------------------------------------------------------


def test_the_report_holds_pack_and_episode_and_writes_a_line(
    region: Region, case: Case, pack: GrabPack, sound: Sound, log_in: LogIn
) -> None:
    missed, client = sound(), log_in("hugo")
    page = client.get(f"/missing/{missed.number}/report/")
    assert page.status_code == 200
    assert words_in(page) == list(WORDS)
    assert "112" in page.content.decode()
    assert all(word in page.context["text"] for word in WORDS)
    with pdf.overheard() as documents:
        paper = client.get(f"/missing/{missed.number}/report/pdf/")
    assert paper.content.startswith(b"%PDF")
    assert paper["Content-Disposition"] == f'attachment; filename="{missed.number}.pdf"'
    [line] = LedgerLine.objects.filter(event="police_report.printed")
    assert (line.user_id, line.object_number) == (region.hugo.pk, missed.number)
    told = json.loads(documents[0])
    assert line.request_id[:12] in told["footer"]
    assert bytes(told["photo"]) == bytes(PackPhoto.objects.get().content)
    assert "+31 (0)6-87654321" in documents[0]


def test_what_the_police_ask_for_stands_in_the_alert_and_in_the_report(
    region: Region, case: Case, log_in: LogIn
) -> None:
    """Domain 3.5, circumstances and actions already taken; none of it is needed to raise the alert."""
    client = log_in("hugo")
    typed = {
        "missing_since": "2026-11-17T09:30",
        "police_told": "not_yet",
        "phone_number": "0031 6 11112222, voicemail",
        "taken": ["phone", "bank_card", "medicines"],
        "taken_along": "Rode rugzak",
        "medication": "Insuline, tot vanavond",
        "message_left": "Briefje: ik ben even weg",
        "actions_taken": "Mentor gebeld, station gezocht",
    }
    address = client.post(f"/cases/{case.number}/missing/raise/", typed).url
    for path in (address, f"{address}report/"):
        page = client.get(path).content.decode()
        for words in ("11112222", "Bankpas", "Rode rugzak", "Insuline", "Briefje", "Mentor gebeld"):
            assert words in page, (path, words)
    wrong = {**typed, "taken": ["phone", "sieraden"]}
    assert client.post(f"/cases/{case.number}/missing/raise/", wrong).status_code == 400


def test_the_report_says_by_which_road(region: Region, case: Case, pack: GrabPack, log_in: LogIn) -> None:
    Case.objects.update(exploitation_suspected=False)
    report = episodes.Report(missing_since=region.now)
    missed = episodes.raise_alert(
        Case.objects.get(pk=case.pk), actor=region.actor("hugo"), report=report, now=region.now
    )
    page = log_in("hugo").get(f"/missing/{missed.number}/report/")
    assert (missed.colour, page.context["road"]) == ("orange", "form")
    GrabPack.objects.update(legal_title="none")
    assert log_in("hugo").get(f"/missing/{missed.number}/report/").context["road"] == "no_form"


def test_without_a_pack_the_report_holds_the_episode_and_after_the_return_there_is_none(
    region: Region, case: Case, sound: Sound, log_in: LogIn
) -> None:
    missed, client = sound(), log_in("hugo")
    for tail in ("report/", "report/pdf/"):
        assert client.get(f"/missing/{missed.number}/{tail}").status_code == 200
    found(region, missed)
    for tail in ("report/", "report/pdf/"):
        assert client.get(f"/missing/{missed.number}/{tail}").status_code == 409


def test_who_reads_by_pseudonym_reports_no_name(
    region: Region, case: Case, pack: GrabPack, sound: Sound, log_in: LogIn
) -> None:
    admit(region, case, "elsewhere", CARE, "core missing")
    missed = sound()
    page = log_in("chris").get(f"/missing/{missed.number}/report/").content.decode()
    assert "Zeegras" not in page
    assert case.pseudonym in page
