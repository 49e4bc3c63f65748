"""Anna keeps a filter, shares it, and each reader sees their own rows through it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.coordination import action
from cases.filters import kept
from cases.filters.models import SavedFilter
from cases.filters.rules import Listing
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import Region

LogIn = Callable[[str], Client]
URGENT = {"urgency": "urgent"}


def keep(region: Region, name: str = "anna", called: str = "Dringend", **named: bool) -> SavedFilter:
    wanted = kept.Named(called, **named)
    return kept.keep(Listing.CASES, URGENT, wanted, actor=region.actor(name), now=region.now)


class TestActs:
    """Keep, change, throw away."""

    def test_keeping_leaves_a_line_without_the_name(self, region: Region) -> None:
        row = keep(region)
        line = LedgerLine.objects.get(event="filter.kept")
        assert (line.object_id, line.detail) == (row.pk, {"listing": "cases", "is_shared": False})
        assert row.history.count() == 1

    def test_who_has_no_list_keeps_no_filter_of_it(self, region: Region) -> None:
        for name in ("dina", "joost"):
            with pytest.raises(AccessDenied):
                keep(region, name)

    def test_a_list_that_is_asked_nothing_is_no_filter(self, region: Region) -> None:
        with pytest.raises(StateConflictError):
            kept.keep(
                Listing.CASES,
                {"after": "x", "urgency": ""},
                kept.Named("Alles"),
                actor=region.actor("anna"),
                now=region.now,
            )

    @pytest.mark.parametrize("name", ["06 12345678", "noor@voorbeeld.nl", " ", "dringend "])
    def test_a_name_that_tells_of_somebody_or_is_taken_is_refused_beside_its_field(
        self, region: Region, name: str
    ) -> None:
        keep(region)
        with pytest.raises(StateConflictError) as refused:
            keep(region, called=name)
        assert refused.value.field == "name"

    def test_a_list_opens_with_one_filter(self, region: Region) -> None:
        first, second = keep(region, is_first=True), keep(region, called="Anders", is_first=True)
        first.refresh_from_db()
        assert (first.is_first, second.is_first) == (False, True)
        keep(region, "arno", is_first=True)  # everybody has their own

    def test_it_is_changed_by_its_owner_on_a_fresh_page(self, region: Region) -> None:
        row, anna = keep(region), region.actor("anna")
        kept.change(row, kept.Named("Spoed", is_shared=True), actor=anna, version=1, now=region.now)
        with pytest.raises(StaleWriteError):
            kept.change(row, kept.Named("Nog iets"), actor=anna, version=1, now=region.now)
        with pytest.raises(StateConflictError):
            kept.change(row, kept.Named("Mijn"), actor=region.actor("arno"), version=2, now=region.now)
        assert LedgerLine.objects.filter(event="filter.changed").count() == 1

    def test_what_is_thrown_away_is_gone_for_colleagues_too(self, region: Region, log_in: LogIn) -> None:
        row = keep(region, is_shared=True)
        assert "Dringend" in chips(log_in("arno"), "/cases/")
        kept.throw_away(row, actor=region.actor("anna"), version=1, now=region.now)
        assert chips(log_in("arno"), "/cases/") == []
        with pytest.raises(StateConflictError):
            kept.throw_away(row, actor=region.actor("anna"), version=2, now=region.now)
        assert LedgerLine.objects.filter(event="filter.thrown_away").count() == 1


def chips(client: Client, page: str) -> list[str]:
    return [chip.row.name for chip in client.get(page).context["bar"].chips]


class TestAboveTheList:
    """Whose filters stand there, and what they show to whom."""

    def test_the_own_one_stands_there_and_is_marked_when_it_is_on(
        self, region: Region, log_in: LogIn
    ) -> None:
        keep(region)
        (chip,) = log_in("anna").get("/cases/?urgency=urgent").context["bar"].chips
        assert (chip.is_on, chip.is_own) == (True, True)

    def test_only_colleagues_of_the_same_organisation_get_what_is_shared(
        self, region: Region, log_in: LogIn
    ) -> None:
        keep(region, is_shared=True)
        keep(region, called="Van mij alleen")
        assert chips(log_in("arno"), "/cases/") == ["Dringend"]
        for name in ("bram", "farid", "iris"):
            assert chips(log_in(name), "/cases/") == []

    def test_the_filter_is_shared_and_not_its_rows(self, region: Region, case: Case, log_in: LogIn) -> None:
        keep(region, "bea", is_shared=True)
        for name, sees in (("bea", True), ("bram", True)):
            client = log_in(name)
            (chip,) = client.get("/cases/").context["bar"].chips
            shown = [row.number for row in client.get(chip.url).context["rows"]]
            assert (case.number in shown) is sees
        assert case.number not in log_in("chris").get("/cases/?urgency=urgent").content.decode()

    def test_the_list_opens_with_the_first_one_and_everything_stays_within_reach(
        self, region: Region, log_in: LogIn
    ) -> None:
        keep(region, is_first=True)
        anna = log_in("anna")
        assert anna.get("/cases/").url == "/cases/?urgency=urgent"
        page = anna.get("/cases/?plain=1")
        assert (page.status_code, page.context["filters"].any_set) == (200, False)
        assert log_in("arno").get("/cases/").status_code == 200

    @pytest.mark.parametrize(
        "asked", [{"colour": "red"}, {"form": "never_heard_of"}, {"urgency": "x", "coordinator": "-"}]
    )
    def test_an_outdated_filter_is_explained(
        self, region: Region, case: Case, log_in: LogIn, asked: dict[str, str]
    ) -> None:
        row = keep(region)
        SavedFilter.objects.filter(pk=row.pk).update(asked=asked)
        anna = log_in("anna")
        (chip,) = anna.get("/cases/").context["bar"].chips
        page = anna.get(chip.url)
        assert page.status_code == 200
        assert "is niet meer bekend" in page.content.decode()
        assert case.number in page.content.decode()


class TestPages:
    """As Anna does it."""

    def test_from_the_list_to_a_name_and_back(self, region: Region, log_in: LogIn) -> None:
        anna = log_in("anna")
        keep_url = anna.get("/cases/?urgency=urgent&mine=on").context["bar"].keep_url
        form = anna.get(keep_url).context["form"]
        typed = {"name": "Mijn spoed", "listing": form["listing"].value(), "asked": form["asked"].value()}
        assert anna.post("/filters/new/", typed).url == "/cases/?urgency=urgent&mine=on"
        row = SavedFilter.objects.get()
        assert (row.name, row.asked) == ("Mijn spoed", {"urgency": "urgent", "mine": "on"})
        assert "Mijn spoed" in anna.get("/filters/").content.decode()

    def test_what_was_typed_stays_beside_the_sentence(self, region: Region, log_in: LogIn) -> None:
        typed = {"name": "Bel 06 12345678", "listing": "cases", "asked": "urgency=urgent"}
        answer = log_in("anna").post("/filters/new/", typed)
        assert answer.status_code == 409
        assert "Bel 06 12345678" in answer.content.decode()
        assert "telefoonnummer" in answer.context["form"].errors["name"][0]

    def test_a_shared_filter_is_changed_by_nobody_else(self, region: Region, log_in: LogIn) -> None:
        row = keep(region, is_shared=True)
        for name in ("arno", "bram", "chris", "dina"):
            for page in ("change", "end"):
                assert log_in(name).get(f"/filters/{row.pk}/{page}/").status_code == 404

    @pytest.mark.parametrize("query", ["", "?listing=", "?listing=drills", "?listing=cases%00"])
    def test_a_list_that_does_not_exist_is_no_page(self, region: Region, log_in: LogIn, query: str) -> None:
        assert log_in("anna").get(f"/filters/new/{query}").status_code == 404


class TestTheQueue:
    """The own list of work in parts."""

    def test_a_part_shows_its_work_and_says_how_much_is_left_out(
        self, region: Region, case: Case, log_in: LogIn
    ) -> None:
        due_on = (region.now + timedelta(days=3)).date()
        action.agree(
            case,
            actor=region.actor("anna"),
            description="Bel de school",
            owner_organisation=region.desk,
            due_on=due_on,
            now=region.now,
        )
        anna = log_in("anna")
        everything = len(anna.get("/").context["items"])
        part = anna.get("/?about=agreed")
        assert [item.detail for item in part.context["items"]] == ["Bel de school"]
        assert part.context["left_out"] == everything - 1
        other = anna.get("/?about=missing")
        assert "Bel de school" not in other.content.decode()
        assert other.context["left_out"] == everything - len(other.context["items"])
        assert "about=missing" in other.content.decode().split("hx-trigger")[0]  # news of the same part

    def test_a_part_nobody_knows_shows_everything(self, region: Region, case: Case, log_in: LogIn) -> None:
        page = log_in("anna").get("/?about=elsewhere&by=colour")
        assert page.status_code == 200
        assert "is niet meer bekend" in page.content.decode()

    def test_the_start_page_opens_with_a_filter(self, region: Region, log_in: LogIn) -> None:
        named = kept.Named("Per casus", is_first=True)
        kept.keep(Listing.QUEUE, {"by": "case"}, named, actor=region.actor("anna"), now=region.now)
        anna = log_in("anna")
        assert anna.get("/").url == "/?by=case"
        assert anna.get("/?plain=1").status_code == 200
