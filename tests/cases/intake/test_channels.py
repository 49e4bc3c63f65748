"""Anna writes down at the desk what others told it; suspects and what leads to them stay in the network."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.intake import signal
from cases.intake.models import Signal
from tests.cases.intake.telling import tell, typed
from tests.cast import Region

LogIn = Callable[[str], Client]
HANDED_ON = {"channel": "veilig_thuis", "reporter_contact": "0800-2000", "reporter_name": "Mw. Duinroos"}
SUSPECT = {
    "subject": "suspect",
    "subject_name": "Ronnie Klif",
    "subject_birth_date": None,
    "subject_description": "Grey cap",
    "subject_phone": "06 12345678",
    "subject_plate": "XX-999-X",
}


def text(response: Any) -> str:
    return response.content.decode()


def send(client: Client, **said: Any) -> Any:
    values = {**client.get("/signals/new/").context["form"].hidden_values(), "channel": "professional"}
    blank = {"reporter_name": "", "reporter_contact": "", "reporter_reference": ""}
    return client.post("/signals/new/", {**values, **blank, **typed(**said)})


class TestAtTheDesk:
    """What somebody told the desk by phone."""

    def test_anna_chooses_the_channel_and_bram_is_not_asked(self, log_in: LogIn) -> None:
        assert 'name="channel"' in text(log_in("anna").get("/signals/new/"))
        bram = text(log_in("bram").get("/signals/new/"))
        assert 'name="channel"' not in bram
        assert "reporter_name" not in bram

    def test_she_writes_down_who_told_it_for_the_desk_alone(
        self, region: Region, log_in: LogIn, case: Case
    ) -> None:
        anna = log_in("anna")
        assert send(anna, **HANDED_ON, reporter_reference="VT-26-9").status_code == 302
        told = Signal.objects.get()
        assert (told.channel, told.reporter_name, told.reporter_reference) == (
            "veilig_thuis",
            "Mw. Duinroos",
            "VT-26-9",
        )
        signal.link(told, actor=region.actor("anna"), case=case, now=region.now)
        desk, police = (text(log_in(who).get(f"/signals/{told.number}/")) for who in ("anna", "farid"))
        assert "Mw. Duinroos" in desk
        assert "VT-26-9" in desk
        assert "Mw. Duinroos" not in police
        assert "VT-26-9" not in police
        assert "Veilig Thuis" in police  # the way it came in is no secret

    def test_without_a_way_to_reach_them_it_is_asked_beside_the_field(self, log_in: LogIn) -> None:
        page = send(log_in("anna"), channel="police")
        assert (page.status_code, list(page.context["form"].errors)) == (400, ["reporter_contact"])

    def test_bram_cannot_slip_in_another_channel(self, region: Region, log_in: LogIn) -> None:
        bram = log_in("bram")
        values = bram.get("/signals/new/").context["form"].hidden_values()
        bram.post("/signals/new/", {**values, **typed(), **HANDED_ON})
        assert Signal.objects.get().channel == "professional"
        with pytest.raises(StateConflictError) as refused:
            tell(region, channel="police", reporter_contact="x")
        assert refused.value.code == "not_here"


class TestMeldMisdaadAnoniem:
    """Nothing about who called: not in the form, not in the act, not in the database."""

    @pytest.mark.parametrize("field", ["reporter_name", "reporter_contact", "reporter_reference", "source"])
    def test_what_leads_to_the_caller_is_refused_and_stays_on_the_form(
        self, log_in: LogIn, field: str
    ) -> None:
        said = {"channel": "meld_misdaad_anoniem", "knowledge": "second_hand", field: "De buurvrouw"}
        page = send(log_in("anna"), **said)
        assert (page.status_code, list(page.context["form"].errors)) == (400, [field])
        assert not Signal.objects.exists()

    def test_the_database_refuses_it_too(self, region: Region) -> None:
        told = tell(region, "anna", channel="meld_misdaad_anoniem", knowledge="second_hand")
        with pytest.raises(IntegrityError), transaction.atomic():
            Signal.objects.filter(pk=told.pk).update(reporter_name="De buurvrouw")

    def test_all_its_callers_are_one_source(self, region: Region, log_in: LogIn, case: Case) -> None:
        for _call in range(2):
            told = tell(region, "anna", channel="meld_misdaad_anoniem", knowledge="second_hand")
            signal.link(told, actor=region.actor("anna"), case=case, now=region.now)
        page = log_in("anna").get(f"/cases/{case.number}/signals/")
        assert page.context["evidence"]["card"].sources == 1

    def test_the_desk_that_writes_it_down_is_no_source(
        self, region: Region, log_in: LogIn, case: Case
    ) -> None:
        for name in ("Hotel Duin", "Hotel Zee"):
            said = {"channel": "hospitality", "reporter_name": name, "indicators": ("hotel",)}
            signal.link(tell(region, "anna", **said), actor=region.actor("anna"), case=case, now=region.now)
        page = log_in("anna").get(f"/cases/{case.number}/signals/")
        assert page.context["evidence"]["card"].sources == 2


class TestWhomItIsAbout:
    """A phone, a plate, a suspect: in the network of a case."""

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"subject": "phone"}, "subject_phone"),
            ({"subject": "phone", "subject_phone": "call me"}, "subject_phone"),
            ({"subject": "phone", "subject_phone": "12345"}, "subject_phone"),
            ({"subject": "plate", "subject_plate": "--"}, "subject_plate"),
            ({"subject": "plate", "subject_plate": "ABC"}, "subject_plate"),
            ({"subject": "place", "subject_plate": "AB-12-C"}, "subject_plate"),
            ({"subject": "young_person", "subject_plate": "AB-12-C"}, "subject_plate"),
        ],
    )
    def test_a_number_that_does_not_fit_is_asked_again(
        self, log_in: LogIn, said: dict[str, str], field: str
    ) -> None:
        blank = {"subject_name": "", "subject_birth_date": "", "subject_description": ""}
        page = send(log_in("bram"), **{**blank, "subject_description": "White van", **said})
        assert (page.status_code, list(page.context["form"].errors)) == (400, [field])

    @pytest.mark.parametrize(
        "said",
        [
            {"subject": "phone", "subject_phone": "+49 151 2345678"},
            {"subject": "plate", "subject_plate": "B-AB 12"},
        ],
    )
    def test_foreign_numbers_are_numbers_too(self, log_in: LogIn, said: dict[str, str]) -> None:
        blank = {"subject_name": "", "subject_birth_date": ""}
        assert send(log_in("bram"), **{**blank, **said}).status_code == 302

    def test_a_suspect_is_read_by_who_has_the_network_of_the_case(
        self, region: Region, log_in: LogIn, case: Case
    ) -> None:
        told = tell(region, "anna", **SUSPECT)
        signal.link(told, actor=region.actor("anna"), case=case, now=region.now)
        path = f"/signals/{told.number}/"
        words = ("Ronnie Klif", "06 12345678", "XX-999-X", "Grey cap")
        school, desk = (text(log_in(who).get(path)) for who in ("bram", "anna"))
        assert [word in school for word in words] == [False] * 4
        assert "Niet met u gedeeld" in school
        assert [word in desk for word in words] == [True] * 4
