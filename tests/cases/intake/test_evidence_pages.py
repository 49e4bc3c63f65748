"""The evidence card on the pages of a signal and a case, and the page that adds a sign."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from cases.casefile.models import Case
from cases.intake import indicator, signal
from cases.intake.evidence import LABELS
from cases.intake.indicator import Sign
from cases.intake.models import Signal
from cases.intake.rules import SignalStatus
from tests.cases.intake.telling import tell, typed, walk
from tests.cast import Region

LogIn = Callable[[str], Client]
#: Words with which software elsewhere grades a child; none of them may stand on a page of signals.
GRADES = re.compile(
    r"\b(score|points?|grade|level|risk|rating|probability|percent|total|punten|niveau|kans|risico\w*|"
    r"totaal|cijfer|waarschijnlijk\w*)\b|%",
    re.IGNORECASE,
)


def text(response: Any) -> str:
    return response.content.decode()


def words(html: str) -> str:
    """Give what people read of a card: no tags, no attributes."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


def card_of(page: str) -> str:
    return re.search(r'<section class="card flow evidence">.*?</section>', page, re.S)[0]  # type: ignore[index]


def form_of(client: Client, path: str) -> dict[str, str]:
    return client.get(path).context["form"].hidden_values()


class TestTicking:
    """Each sign that is ticked can be known in its own way."""

    def test_the_signs_stand_by_form_of_exploitation(self, log_in: LogIn) -> None:
        page = text(log_in("bram").get("/signals/new/"))
        groups = re.findall(r'class="choices__group"[^>]*>([^<]+)<', page)
        assert groups == [
            "Elke vorm van uitbuiting",
            "Seksuele uitbuiting",
            "Criminele uitbuiting",
            "Arbeidsuitbuiting",
            "Een andere vorm van uitbuiting",
        ]

    def test_one_sign_is_known_in_another_way(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        sent = typed(indicators=["picked_up", "absence"], how_absence="second_hand", how_hotel="inferred")
        bram.post("/signals/new/", {**form_of(bram, "/signals/new/"), **sent})
        known = {row.code: row.knowledge for row in Signal.objects.get().indicators.all()}
        assert known == {"picked_up": "first_hand", "absence": "second_hand"}

    def test_a_made_up_way_of_knowing_is_refused_beside_it(self, log_in: LogIn) -> None:
        bram = log_in("bram")
        sent = typed(indicators=["picked_up"], how_picked_up="dreamt")
        page = bram.post("/signals/new/", {**form_of(bram, "/signals/new/"), **sent})
        assert page.status_code == 400
        assert list(page.context["form"].errors) == ["how_picked_up"]
        assert "sign__how utrecht-form-field--invalid" in text(page)


class TestAddingASign:
    """Bram remembers something; Anna hears that the opposite was seen."""

    def test_it_stands_on_the_signal_with_who_and_how(self, region: Region, log_in: LogIn) -> None:
        told, bram = tell(region, indicators=()), log_in("bram")
        path = f"/signals/{told.number}/signs/new/"
        assert path in text(bram.get(f"/signals/{told.number}/"))
        sent = {
            "code": "hotel",
            "says": "seen",
            "knowledge": "second_hand",
            "source": "Een klasgenoot",
            "seen_on": "2026-11-16",
        }
        answer = bram.post(path, {**form_of(bram, path), **sent})
        assert answer.url == f"/signals/{told.number}/"
        page = text(bram.get(answer.url))
        assert "Hotelkamers" in page
        assert "Iemand heeft het mij verteld (Een klasgenoot)" in page
        assert "genoteerd door Bram" in page

    def test_a_wrong_day_keeps_what_was_typed(self, region: Region, log_in: LogIn) -> None:
        told, bram = tell(region), log_in("bram")
        path = f"/signals/{told.number}/signs/new/"
        sent = {"code": "hotel", "says": "seen", "knowledge": "inferred", "seen_on": "2031-01-01"}
        page = bram.post(path, {**form_of(bram, path), **sent, "source": "De jas"})
        assert (page.status_code, list(page.context["form"].errors)) == (409, ["seen_on"])
        assert "De jas" in text(page)

    def test_a_reader_in_the_case_is_not_offered_it(self, region: Region, log_in: LogIn, case: Case) -> None:
        told = tell(region)
        signal.link(told, actor=region.actor("anna"), case=case, now=region.now)
        farid = log_in("farid")
        assert "signs/new" not in text(farid.get(f"/signals/{told.number}/"))
        assert farid.get(f"/signals/{told.number}/signs/new/").status_code == 403


class TestTheCard:
    """Facts beside each other."""

    @pytest.fixture
    def told(self, region: Region, case: Case) -> list[Signal]:
        every = [tell(region), tell(region, "hugo", knowledge="second_hand", source="Moeder")]
        for one in every:
            signal.link(one, actor=region.actor("anna"), case=case, now=region.now)
        against = Sign("picked_up", "opposite", "first_hand", region.now.date())
        indicator.note(every[1], actor=region.actor("hugo"), sign=against, now=region.now)
        return every

    def test_the_case_shows_counts_sources_share_newest_and_contradictions(
        self, log_in: LogIn, case: Case, told: list[Signal]
    ) -> None:
        card = words(card_of(text(log_in("anna").get(f"/cases/{case.number}/signals/"))))
        assert "Verschillende tekens 2 " in card
        assert "Onafhankelijke bronnen 2 " in card
        assert "2 van 4 uitspraken" in card
        assert "17 november 2026" in card
        assert f"Tegenstrijdig {LABELS['picked_up']}" in card

    def test_a_signal_shows_its_own(self, log_in: LogIn, told: list[Signal]) -> None:
        card = words(card_of(text(log_in("bram").get(f"/signals/{told[0].number}/"))))
        assert "2 van 2 uitspraken" in card

    def test_what_was_not_substantiated_is_left_out_and_the_card_says_so(
        self, region: Region, log_in: LogIn, case: Case, told: list[Signal]
    ) -> None:
        walk(region, told[1], SignalStatus.UNDER_INVESTIGATION, SignalStatus.NOT_SUBSTANTIATED)
        page = log_in("anna").get(f"/cases/{case.number}/signals/")
        found = page.context["evidence"]
        assert (found["card"].sources, found["card"].contradicted, found["left_out"]) == (1, (), 1)
        assert "1 signaal is niet bevestigd" in text(page)

    @pytest.mark.parametrize("language", ["nl", "en"])
    def test_no_sum_no_score_and_no_level_appears(
        self, log_in: LogIn, case: Case, told: list[Signal], language: str
    ) -> None:
        anna = log_in("anna")
        anna.post("/language/", {"language": language, "next": "/"})
        page = text(anna.get(f"/cases/{case.number}/signals/"))
        card = words(card_of(page))
        assert GRADES.search(card) is None
        numbers = re.findall(
            r"\d+", re.sub(r"17 (november|November|Nov\.?) 2026|November 17, 2026|Nov\.? 17, 2026", "", card)
        )
        # 2 signs, 2 sources, 2 of 4 statements; per sign how often and how often first-hand
        assert numbers == ["2", "2", "2", "4", "2", "1", "2", "1"]

    def test_more_signs_make_nothing_more_urgent(self, region: Region) -> None:
        few, many = (tell(region, indicators=codes) for codes in ((), ("hotel", "absence", "injuries")))
        assert few.urgency == many.urgency
        assert few.triage_due_at == many.triage_due_at

    def test_nothing_else_counts_signs(self) -> None:
        """No list is ordered by them and no other part of the software asks the card."""
        base = Path(settings.BASE_DIR)
        asked = {
            str(file.relative_to(base))
            for app in ("cases", "organisations", "zorgtafel")
            for file in (base / app).rglob("*.py")
            if re.search(
                r"intake import (?:\([^)]*|.*)\bevidence\b|intake\.evidence\b"
                r"|\bevidence_rules\b|Count\(.indicators",
                file.read_text(),
            )
        }
        assert asked == {
            f"cases/intake/{name}.py" for name in ("evidence", "indicator", "shown", "sign_forms", "views")
        }
