"""The key of the silent match is changed: what it made is made anew, and nothing is missed unnoticed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from cases.casefile.models import Case, MarksWritten
from cases.overlap import compare, rules, side
from cases.overlap.models import Overlap, OverlapKey
from tests.cases.overlap.test_overlap import changed, of, starts, work
from tests.cast import Region

ANOTHER = "another key of the silent match, long enough to be one of its own"


@pytest.fixture
def answered(region: Region, both: tuple[Case, Case]) -> tuple[Case, Case]:
    """Give both, after Anna said yes."""
    side.answer(of(both[0]), actor=region.actor("anna"), says="yes", now=region.now)
    return both


@pytest.fixture
def rotated(answered: tuple[Case, Case], settings: Any) -> tuple[Case, Case]:
    """Give both, after the site got another key."""
    settings.ZORGTAFEL_OVERLAP_KEY = ANOTHER
    return answered


def warning(client: Client) -> str:
    return json.loads(client.get("/health/ready").content)["checks"]["overlap_key"]


def test_each_hash_says_with_which_key_it_was_made(answered: tuple[Case, Case], settings: Any) -> None:
    ours = rules.key_id(settings.ZORGTAFEL_OVERLAP_KEY)
    assert set(OverlapKey.objects.values_list("made_with", flat=True)) == {ours}
    assert compare.made_with_others().count() == 0
    assert ours not in settings.ZORGTAFEL_OVERLAP_KEY
    assert ours != rules.key_id(ANOTHER)


def test_the_key_of_sessions_has_nothing_to_do_with_it(answered: tuple[Case, Case], settings: Any) -> None:
    settings.SECRET_KEY = "a new key for sessions, because somebody left the team last week"
    compare.demand_one_key()


@pytest.mark.parametrize("made_with", ["", "00000000", "zzzzzzzz"])
def test_hashes_of_another_key_are_told_of(
    answered: tuple[Case, Case], client: Client, made_with: str
) -> None:
    """Those from before a hash said its key have an empty one."""
    assert warning(client) == "ok"
    OverlapKey.objects.filter(case=answered[0]).update(made_with=made_with)
    with pytest.raises(compare.OtherKeyError):
        compare.demand_one_key()
    assert warning(client) == "warning"


def test_without_making_them_anew_an_overlap_is_missed_and_the_site_says_so(
    rotated: tuple[Case, Case], region: Region, client: Client
) -> None:
    starts(region)  # a second case of Wim's about her
    work(region)
    assert Overlap.objects.count() == 2
    assert warning(client) == "warning"


def test_the_command_makes_all_anew(rotated: tuple[Case, Case], region: Region, client: Client) -> None:
    before = set(OverlapKey.objects.values_list("digest", flat=True))
    second = starts(region)
    call_command("marks")
    after = set(OverlapKey.objects.values_list("digest", flat=True))
    assert after
    assert not before & after
    assert warning(client) == "ok"
    assert not MarksWritten.objects.filter(compared_at=None).exists()
    assert of(second).answer == ""  # what would have been missed


def test_what_runs_goes_on_with_its_answers(rotated: tuple[Case, Case], region: Region) -> None:
    ours, theirs = rotated
    call_command("marks")
    assert Overlap.objects.count() == 2
    assert (of(ours).answer, of(ours).outcome, of(theirs).outcome) == ("yes", "", "")
    side.answer(of(theirs), actor=region.actor("wim"), says="yes", now=region.now)
    assert of(ours).outcome == "shared"


def test_what_was_corrected_meanwhile_lapses_when_both_are_made_anew(
    rotated: tuple[Case, Case], region: Region
) -> None:
    changed(region, rotated[1], "Somebody Else")
    work(region, after=timedelta(minutes=1))
    assert of(rotated[0]).outcome == ""  # of two keys nothing can be said
    call_command("marks")
    assert {of(case).outcome for case in rotated} == {"lapsed"}


def test_the_command_says_what_is_left(rotated: tuple[Case, Case], capsys: Any, monkeypatch: Any) -> None:
    """As when another worker still has the old key."""
    monkeypatch.setattr(compare, "compare_written", lambda *, now: 0)
    call_command("marks")
    assert "run this again" in capsys.readouterr().out
