"""The desk sees what a signal may have in common with others, and why; nobody else does."""

from collections.abc import Callable

import pytest
from django.test import Client

from cases.access import sealing
from cases.audit.models import LedgerLine
from cases.casefile.mark_rules import Says
from cases.casefile.models import Case, Mark
from cases.intake import alike, signal
from cases.intake.models import Signal
from tests.cases.intake.telling import tell
from tests.cast import Region

LogIn = Callable[[str], Client]
PHONE = {"subject": "phone", "subject_name": "", "subject_birth_date": None, "subject_phone": "06 12345678"}


def numbers(region: Region, made: Signal, name: str = "anna") -> list[str]:
    return [one.number for one in alike.of(made, actor=region.actor(name), now=region.now)]


def test_a_signal_is_kept_by_its_marks(region: Region) -> None:
    made = tell(region)
    kinds = set(Mark.objects.filter(signal=made).values_list("kind", flat=True))
    assert kinds == {"name", "sound", "born"}


def test_the_case_and_the_other_signal_of_the_same_girl(region: Region, case: Case) -> None:
    first = tell(region)
    second = tell(region, subject_name="Nora Segras")
    assert numbers(region, second) == [case.number, first.number]
    found = alike.of(second, actor=region.actor("anna"), now=region.now)
    name = found[0].facts[0]
    assert (name.here, name.there, name.says) == ("Nora Segras", "Noor Zeegras", Says.SOUNDS)
    assert {fact.says for fact in found[1].facts} == {Says.SOUNDS, Says.SAME}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (PHONE, {**PHONE, "subject_phone": "+31 6 12345678"}),
        (
            {"subject": "plate", "subject_name": "", "subject_birth_date": None, "subject_plate": "AB-123-C"},
            {"subject": "suspect", "subject_birth_date": None, "subject_plate": "ab 123 c"},
        ),
        (
            {
                "subject": "place",
                "subject_name": "",
                "subject_birth_date": None,
                "subject_description": "Dorpsstraat 12",
            },
            {
                "subject": "place",
                "subject_name": "",
                "subject_birth_date": None,
                "subject_description": "dorpsstr. 12, the flat above",
            },
        ),
    ],
)
def test_by_a_phone_a_plate_or_a_place(region: Region, one: dict, other: dict) -> None:
    first, second = tell(region, **one), tell(region, **other)
    assert numbers(region, second) == [first.number]
    shown = alike.of(second, actor=region.actor("anna"), now=region.now)[0]
    assert Says.SAME in {fact.says for fact in shown.agreeing}


def test_what_is_in_the_same_case_is_not_told_again(region: Region, case: Case) -> None:
    anna = region.actor("anna")
    first, second = tell(region), tell(region)
    for made in (first, second):
        signal.link(made, actor=anna, case=case, now=region.now)
    assert numbers(region, Signal.objects.get(pk=second.pk)) == []


def test_who_is_kept_away_from_the_case_finds_neither_it_nor_its_signal(region: Region, case: Case) -> None:
    first, second = tell(region), tell(region)
    signal.link(first, actor=region.actor("anna"), case=case, now=region.now)
    assert set(numbers(region, second, "arno")) == {case.number, first.number}
    assert numbers(region, second, "eva") == []


def test_a_sealed_case_leaves_no_trace_at_the_desk(region: Region, case: Case, log_in: LogIn) -> None:
    first, second = tell(region), tell(region)
    signal.link(first, actor=region.actor("anna"), case=case, now=region.now)
    sealing.seal(case, actor=region.actor("anna"), reason="A brother", keep=[], now=region.now)
    eva = log_in("eva").get(f"/signals/{second.number}/")
    assert eva.context["candidates"] == []
    assert case.number not in eva.text
    assert first.number not in eva.text


class TestPages:
    """On the page of the signal, and before a case starts."""

    def test_the_desk_sees_why(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = tell(region, subject_name="Nora Segras")
        page = log_in("anna").get(f"/signals/{made.number}/")
        assert case.number in page.text
        assert "klinkt hetzelfde" in page.text
        line = LedgerLine.objects.get(event="alike.read")
        assert (line.object_number, line.detail["alike"]) == (made.number, [case.number])

    def test_the_reporter_sees_nothing_of_it(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = tell(region)
        page = log_in("bram").get(f"/signals/{made.number}/")
        assert case.number not in page.text
        assert page.context["candidates"] == []
        assert not LedgerLine.objects.filter(event="alike.read").exists()

    def test_an_open_case_is_chosen_with_one_press(self, region: Region, case: Case, log_in: LogIn) -> None:
        made = tell(region)
        page = log_in("anna").get(f"/signals/{made.number}/link/")
        assert f'href="?case={case.number}"' in page.text
        chosen = log_in("anna").get(f"/signals/{made.number}/link/?case={case.number}")
        assert chosen.context["form"]["case"].value() == case.number

    def test_before_a_case_starts_she_looks(self, region: Region, case: Case, log_in: LogIn) -> None:
        made, anna = tell(region), log_in("anna")
        path = f"/signals/{made.number}/start-case/"
        page = anna.get(path)
        assert case.number in page.text
        assert 'type="checkbox" name="looked"' in page.text
        form = page.context["form"]
        sent = {name: form[name].value() or "" for name in form.fields if name != "looked"}
        sent |= {"deputy": region.arno.pk, "birth_date": "2011-05-04"}
        assert anna.post(path, sent).status_code == 400
        assert anna.post(path, {**sent, "looked": "on"}).status_code == 302
        assert Case.objects.count() == 2
