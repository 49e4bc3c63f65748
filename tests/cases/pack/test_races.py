"""At the same moment: threads on a real PostgreSQL."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.missing import episode as episodes
from cases.pack import grab_pack, handover, photo, picture, reminder
from cases.pack.models import GrabPack, PackOffer, PackPhoto
from organisations.history import StaleWriteError
from tests.cases.pack.kept import CONTENT, drawn, keep_pack
from tests.cast import CARE, Region, admit
from tests.together import together

pytestmark = pytest.mark.postgres


@pytest.fixture
def founded(transactional_db: None, region: Region, case: Case) -> tuple[Region, Case]:
    """Give a region and a case, with two institutions on it, that every thread can see."""
    admit(region, case, "elsewhere", CARE, "core identity missing")
    return region, case


def kinds(answers: list[object], kind: type) -> int:
    return sum(isinstance(answer, kind) for answer in answers)


def test_two_institutions_make_one_pack(founded: tuple[Region, Case]) -> None:
    region, case = founded

    def make(name: str) -> Callable[[], GrabPack]:
        actor = region.actor(name)
        return lambda: grab_pack.make(case, actor=actor, content=CONTENT, now=region.now)

    answers = together(*(make(name) for name in ("hugo", "piet", "chris")))
    assert (kinds(answers, GrabPack), kinds(answers, grab_pack.AlreadyKeptError)) == (1, 2)


def test_a_pack_is_accepted_or_taken_back_and_never_both(founded: tuple[Region, Case]) -> None:
    region, case = founded
    pack = keep_pack(region, case)
    hugo, chris, now = region.actor("hugo"), region.actor("chris"), region.now
    asked = handover.offer(pack, actor=hugo, to=region.elsewhere, now=now)
    answers = together(
        lambda: handover.accept(asked, actor=chris, now=now),
        lambda: handover.take_back(asked, actor=hugo, now=now),
    )
    standing, state = GrabPack.objects.get(), PackOffer.objects.get().state
    assert kinds(answers, StateConflictError) == 1
    moved = standing.owner_organisation == region.elsewhere
    assert state == ("accepted" if moved else "taken_back")


def test_two_colleagues_save_and_none_overwrites_the_other(founded: tuple[Region, Case]) -> None:
    region, case = founded
    pack = keep_pack(region, case)
    answers = together(
        *(
            lambda a=actor: grab_pack.change(
                pack, actor=a, content=CONTENT, version=pack.version, now=region.now
            )
            for actor in (region.actor("hugo"), region.actor("piet"))
        )
    )
    assert (kinds(answers, GrabPack), kinds(answers, StaleWriteError)) == (1, 1)


def test_two_photos_at_once_leave_one(founded: tuple[Region, Case]) -> None:
    region, case = founded
    pack = grab_pack.make(case, actor=region.actor("hugo"), content=CONTENT, now=region.now)
    made, day = picture.clean(drawn()), region.now.date()
    together(
        *(
            lambda a=actor: photo.place(pack, actor=a, picture=made, taken_on=day, now=region.now)
            for actor in (region.actor("hugo"), region.actor("piet"))
        )
    )
    assert PackPhoto.objects.count() == 1
    assert bytes(PackPhoto.objects.get().content) == made.content


def test_a_pack_made_at_the_moment_of_the_alert_is_opened_once(founded: tuple[Region, Case]) -> None:
    region, case = founded
    report = episodes.Report(missing_since=region.now - timedelta(hours=1))
    hugo, piet = region.actor("hugo"), region.actor("piet")
    together(
        lambda: episodes.raise_alert(case, actor=hugo, report=report, now=region.now),
        lambda: grab_pack.make(case, actor=piet, content=CONTENT, now=region.now),
    )
    assert GrabPack.objects.count() == 1
    assert LedgerLine.objects.filter(event="pack.opened").count() == 1


def test_two_sweeps_remind_once(founded: tuple[Region, Case]) -> None:
    region, case = founded
    pack = keep_pack(region, case, days_ago=4)
    due = pack.confirmed_at + timedelta(days=80)
    assert sum(together(*(lambda: reminder.sweep(now=due) for _ in range(3)))) == 1
