"""Anna's case and Wim's, in another organisation, are about the same girl. Neither may see the other's."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.access import blocks, sealing
from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile import participation, person
from cases.casefile.models import Case, MarksWritten
from cases.conflict import StateConflictError
from cases.dashboard import queue
from cases.notifications.models import Delivery
from cases.overlap import compare, reminder, rules, side, things
from cases.overlap.models import Overlap, OverlapKey
from organisations.actor import AccessDenied
from organisations.roles import Role
from tests.cases.intake.telling import tell
from tests.cast import CARE, Region, admit, open_case
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]
BORN = date(2011, 5, 4)


@pytest.fixture
def wim(region: Region) -> Region:
    """Let Wim and Wies coordinate care at the institution that is on no case of Anna's."""
    join(region, "wim", "elsewhere", Role.CARE_COORDINATOR)
    join(region, "wies", "elsewhere", Role.CARE_COORDINATOR)
    return region


def starts(region: Region, name: str = "Nora Segras", born: date | None = BORN) -> Case:
    """Let Wim start a case of his own."""
    opening = casefile.Opening(
        form_of_concern="sexual", urgency="normal", age_band="12_15", name=name, birth_date=born
    )
    wim = region.actor("wim")
    return casefile.start(actor=wim, opening=opening, deputy=region.wies, now=region.now)


def work(region: Region, after: timedelta = timedelta(0)) -> int:
    return compare.compare_written(now=region.now + after)


def of(case: Case) -> Overlap:
    return Overlap.objects.get(case=case)


def changed(region: Region, case: Case, name: str, by: str = "wim") -> None:
    about = {"name": name, "birth_date": BORN, "address": "", "municipality": "", "guardians": ""}
    case = Case.objects.get(pk=case.pk)
    version = case.young_person.version
    person.identify(case, actor=region.actor(by), version=version, now=region.now, **about)


@pytest.fixture
def both(wim: Region) -> tuple[Case, Case]:
    ours, theirs = open_case(wim), starts(wim)
    work(wim)
    return ours, theirs


class TestFinding:
    """A worker finds it; the page on which somebody writes never does."""

    def test_nothing_is_looked_for_while_somebody_writes(
        self, wim: Region, django_assert_num_queries: Callable
    ) -> None:
        open_case(wim)
        starts(wim)
        assert not OverlapKey.objects.exists()
        assert not Overlap.objects.exists()
        assert MarksWritten.objects.filter(compared_at=None).count() == 2

    @pytest.mark.parametrize("first", ["anna", "wim"])
    def test_whoever_wrote_first_both_get_a_task_with_a_clock(self, wim: Region, first: str) -> None:
        made = [open_case, starts] if first == "anna" else [starts, open_case]
        for make in made:
            make(wim)
            work(wim)
        assert {row.due_at for row in Overlap.objects.all()} == {rules.due(wim.now)}
        told = Delivery.objects.filter(notification__kind="overlap_found", channel="inbox")
        assert {row.user.name for row in told} == {"Anna", "Arno", "Wim", "Wies"}
        for name in ("anna", "wim"):
            urls = [item.url for item in queue.for_actor(wim.actor(name), now=wim.now)]
            assert sum(url.startswith("/overlaps/") for url in urls) == 1

    def test_a_name_alone_finds_nothing(self, wim: Region) -> None:
        open_case(wim)
        starts(wim, "Noor Zeegras", None)
        work(wim)
        assert not Overlap.objects.exists()

    def test_a_signal_at_the_desk_and_a_case_elsewhere(self, wim: Region) -> None:
        told = tell(wim)
        theirs = starts(wim)
        work(wim)
        assert {row.signal_id or row.case_id for row in Overlap.objects.all()} == {told.pk, theirs.pk}
        assert side.theirs(wim.actor("anna"), now=wim.now).get().signal == told

    def test_a_row_that_breaks_holds_up_no_other(self, wim: Region, monkeypatch: pytest.MonkeyPatch) -> None:
        """It waits for the next turn, and its neighbours are compared."""
        broken = open_case(wim)
        ours, theirs = open_case(wim, name="Nora Segras"), starts(wim)
        thing_of = things.thing_of

        def breaks(row: MarksWritten) -> things.Thing:
            if row.case_id == broken.pk:
                raise ValueError("broken")
            return thing_of(row)

        with monkeypatch.context() as patched:
            patched.setattr(things, "thing_of", breaks)
            assert work(wim) == 2
        assert {row.case_id for row in Overlap.objects.all()} == {ours.pk, theirs.pk}
        assert MarksWritten.objects.get(compared_at=None).case_id == broken.pk
        assert work(wim) == 1

    def test_it_is_told_once(self, wim: Region, both: tuple[Case, Case]) -> None:
        changed(wim, both[1], "Noortje Zeegras")
        changed(wim, both[1], "Nora Segras")
        MarksWritten.objects.update(compared_at=None)
        work(wim)
        work(wim)
        assert Overlap.objects.filter(outcome="").count() == 2

    def test_in_one_organisation_the_candidates_are_enough(self, wim: Region) -> None:
        open_case(wim)
        open_case(wim)
        tell(wim)
        work(wim)
        assert not Overlap.objects.exists()

    def test_who_takes_part_already_needs_no_task(self, wim: Region) -> None:
        ours = open_case(wim)
        admit(wim, ours, "elsewhere", CARE, "core identity")
        starts(wim)
        work(wim)
        assert not Overlap.objects.exists()

    def test_that_a_sealed_case_exists_is_told_to_nobody(self, wim: Region) -> None:
        ours = open_case(wim)
        sealing.seal(ours, actor=wim.actor("anna"), reason="A brother", keep=[], now=wim.now)
        starts(wim)
        work(wim)
        assert not Overlap.objects.exists()

    def test_nor_to_an_organisation_that_is_kept_away(self, wim: Region) -> None:
        ours = open_case(wim)
        blocks.block_organisation(
            ours, actor=wim.actor("anna"), organisation=wim.elsewhere, reason="An uncle", now=wim.now
        )
        starts(wim)
        work(wim)
        assert not Overlap.objects.exists()

    def test_nor_where_everybody_who_would_hear_of_it_is_kept_away_in_person(self, wim: Region) -> None:
        ours, anna = open_case(wim), wim.actor("anna")
        for neighbour in (wim.wim, wim.wies):
            blocks.block(ours, actor=anna, user=neighbour, reason="A neighbour", now=wim.now)
        starts(wim)
        work(wim)
        assert not Overlap.objects.exists()

    def test_who_is_kept_away_in_person_hears_nothing_and_the_deputy_does(
        self, wim: Region, log_in: LogIn
    ) -> None:
        ours = open_case(wim)
        blocks.block(ours, actor=wim.actor("anna"), user=wim.wim, reason="A neighbour", now=wim.now)
        theirs = starts(wim)
        work(wim)
        told = Delivery.objects.filter(notification__kind="overlap_found", channel="inbox")
        assert {row.user.name for row in told} == {"Anna", "Arno", "Wies"}
        assert log_in("wies").get(f"/overlaps/{of(theirs).pk}/").status_code == 200
        assert log_in("wim").get(f"/overlaps/{of(theirs).pk}/").status_code == 404
        items = queue.for_actor(wim.actor("wim"), now=wim.now)
        assert not [item for item in items if item.url.startswith("/overlaps/")]
        reminder.remind(now=of(theirs).due_at)
        late = Delivery.objects.filter(notification__kind="overlap_waits", channel="inbox")
        assert {row.user.name for row in late} == {"Anna", "Arno", "Wies"}

    def test_a_closed_case_is_left_alone(self, wim: Region) -> None:
        ours = open_case(wim)
        casefile.close(ours, actor=wim.actor("anna"), reason="Safe", now=wim.now)
        starts(wim)
        work(wim)
        assert not Overlap.objects.exists()

    def test_what_is_corrected_lapses_on_both_sides(self, wim: Region, both: tuple[Case, Case]) -> None:
        changed(wim, both[1], "Sem Rietkraag")
        work(wim)
        assert [row.outcome for row in Overlap.objects.all()] == ["lapsed", "lapsed"]
        items = queue.for_actor(wim.actor("anna"), now=wim.now)
        assert not [item for item in items if item.url.startswith("/overlaps/")]
        changed(wim, both[1], "Nora Segras")
        work(wim)
        assert Overlap.objects.filter(outcome="").count() == 2


class TestFishing:
    """Who makes up people to see what others hold gets nowhere, and is seen."""

    def test_after_the_pace_the_rest_waits_and_the_ledger_says_so_once(
        self, wim: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        open_case(wim)
        work(wim)
        monkeypatch.setitem(rules.MOST, rules.Pace.PERSON_HOUR, 2)
        for name in ("Aal Een", "Bes Twee", "Nora Segras"):
            starts(wim, name)
        assert work(wim) == 2
        work(wim)
        assert not Overlap.objects.exists()
        held = LedgerLine.objects.get(event="overlap.held")
        assert (held.user_label, held.outcome, held.refusal) == ("Wim", "refused", "person_hour")
        assert work(wim, after=timedelta(hours=2)) == 1
        assert Overlap.objects.count() == 2

    def test_an_organisation_has_a_pace_too(self, wim: Region, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(rules.MOST, rules.Pace.ORGANISATION_DAY, 1)
        starts(wim, "Aal Een")
        starts(wim, "Bes Twee")
        assert work(wim) == 1
        assert LedgerLine.objects.get(event="overlap.held").refusal == "organisation_day"

    def test_writing_the_same_again_counts_for_nothing(
        self, wim: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(rules.MOST, rules.Pace.PERSON_HOUR, 1)
        theirs = starts(wim, "Aal Een")
        work(wim)
        changed(wim, theirs, "Aal Een")
        assert work(wim) == 1
        assert not LedgerLine.objects.filter(event="overlap.held").exists()

    def test_each_comparison_is_a_line_that_says_who_and_not_what_was_found(
        self, wim: Region, both: tuple[Case, Case]
    ) -> None:
        lines = LedgerLine.objects.filter(event="overlap.compared").order_by("id")
        assert [(line.user_label, line.object_number) for line in lines] == [
            ("Anna", both[0].number),
            ("Wim", both[1].number),
        ]
        assert {str(line.detail) for line in lines} == {"{}"}
        assert {line.action for line in lines} == {"E"}

    def test_the_table_of_hashes_holds_no_name_and_no_day(self, wim: Region, both: tuple[Case, Case]) -> None:
        kept = OverlapKey.objects.values_list("digest", flat=True)
        assert len(set(kept)) == 1  # the same of both, as they sound the same
        assert all(len(one) == 64 and set(one) <= set("0123456789abcdef") for one in kept)


class TestAnswering:
    """Each knows only its own side, until both say yes."""

    def test_at_two_times_yes_both_hear_whom_to_call_and_no_more(
        self, wim: Region, both: tuple[Case, Case], log_in: LogIn
    ) -> None:
        ours, theirs = both
        pages = {
            "anna": (of(ours), theirs, "Wim, Jeugdhulp De Overkant"),
            "wim": (of(theirs), ours, "Anna, Zorgcoordinatie"),
        }
        for name, (mine, other, who) in pages.items():
            page = log_in(name).get(f"/overlaps/{mine.pk}/")
            assert page.context["told"] is None
            for secret in (other.number, other.pseudonym, who.split(", ")[0]):
                assert secret not in page.text
            assert log_in(name).post(f"/overlaps/{mine.pk}/", {"says": "yes"}).status_code == 302
        for name, (mine, other, who) in pages.items():
            page = log_in(name).get(f"/overlaps/{mine.pk}/")
            assert page.context["told"].startswith(who)
            assert other.number not in page.text
        ended = Delivery.objects.filter(notification__kind="overlap_ended", channel="inbox")
        assert {row.user.name for row in ended} >= {"Anna", "Arno", "Wies"}

    def test_after_one_yes_nobody_knows(self, wim: Region, both: tuple[Case, Case], log_in: LogIn) -> None:
        side.answer(of(both[0]), actor=wim.actor("anna"), says="yes", now=wim.now)
        page = log_in("wim").get(f"/overlaps/{of(both[1]).pk}/")
        assert (page.context["told"], page.context["is_asked"]) == (None, True)
        assert "Anna" not in page.text

    def test_at_one_no_it_is_closed_for_both_alike(
        self, wim: Region, both: tuple[Case, Case], log_in: LogIn
    ) -> None:
        side.answer(of(both[0]), actor=wim.actor("anna"), says="yes", now=wim.now)
        side.answer(of(both[1]), actor=wim.actor("wim"), says="no", now=wim.now)
        assert {row.outcome for row in Overlap.objects.all()} == {"closed"}
        page = log_in("anna").get(f"/overlaps/{of(both[0]).pk}/")
        assert page.context["told"] is None
        assert "Overkant" not in page.text
        with pytest.raises(StateConflictError):
            side.answer(of(both[0]), actor=wim.actor("anna"), says="yes", now=wim.now)
        line = LedgerLine.objects.filter(event="overlap.ended", object_id=of(both[0]).pk).get()
        assert line.user_id is None  # the ledger does not say who closed it from the other side

    @pytest.mark.parametrize("meanwhile", ["organisation", "person", "sealed", "closed"])
    def test_two_times_yes_tell_nothing_when_something_came_in_between(
        self, wim: Region, both: tuple[Case, Case], log_in: LogIn, meanwhile: str
    ) -> None:
        """Who said yes may be kept away since, or the case may be sealed: then nobody hears whom to call."""
        ours, theirs = both
        side.answer(of(theirs), actor=wim.actor("wim"), says="yes", now=wim.now)
        anna = wim.actor("anna")
        if meanwhile == "organisation":
            blocks.block_organisation(
                ours, actor=anna, organisation=wim.elsewhere, reason="An uncle", now=wim.now
            )
        elif meanwhile == "person":
            blocks.block(ours, actor=anna, user=wim.wim, reason="An uncle", now=wim.now)
        elif meanwhile == "sealed":
            sealing.seal(theirs, actor=wim.actor("wim"), reason="A brother", keep=[], now=wim.now)
        else:
            casefile.close(theirs, actor=wim.actor("wim"), reason="Safe", now=wim.now)
        done = side.answer(of(ours), actor=wim.actor("anna"), says="yes", now=wim.now)
        assert (done.outcome, side.other(done), side.other(of(theirs))) == ("lapsed", None, None)
        assert "Wim" not in log_in("anna").get(f"/overlaps/{of(ours).pk}/").text
        assert "Anna" not in log_in("wies").get(f"/overlaps/{of(theirs).pk}/").text

    def test_when_the_other_side_was_destroyed_it_lapses(self, wim: Region, both: tuple[Case, Case]) -> None:
        Overlap.objects.filter(case=both[0]).update(pair="8a1f0d3c-1111-4a4a-9c9c-0123456789ab")
        done = side.answer(of(both[0]), actor=wim.actor("anna"), says="yes", now=wim.now)
        assert done.outcome == "lapsed"

    @pytest.mark.parametrize("name", ["wim", "eva", "bram", "chris", "dina", "iris", "joost"])
    def test_nobody_reads_or_answers_the_side_of_another(
        self, wim: Region, both: tuple[Case, Case], name: str, log_in: LogIn
    ) -> None:
        blocks.block(both[0], actor=wim.actor("anna"), user=wim.eva, reason="neighbour", now=wim.now)
        with pytest.raises(AccessDenied):
            side.answer(of(both[0]), actor=wim.actor(name), says="yes", now=wim.now)
        page = log_in(name).get(f"/overlaps/{of(both[0]).pk}/")
        assert page.status_code == (404 if name in {"wim", "eva"} else 403)

    def test_who_takes_part_without_coordinating_never_hears_of_it(
        self, wim: Region, both: tuple[Case, Case], log_in: LogIn
    ) -> None:
        admit(wim, both[0], "school", CARE, "core identity")
        participation.name_colleague(both[0], actor=wim.actor("bea"), user=wim.bram, now=wim.now)
        for name in ("bram", "bea"):
            page = log_in(name).get(f"/cases/{both[0].number}/")
            assert "overlap" not in page.text.lower()
