"""Which desk gets which signals: agreements that Iris and Joost keep, and nobody else need know."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cases.audit.models import LedgerLine
from cases.conflict import StateConflictError
from cases.intake import desk as desks
from cases.intake import route
from cases.intake.desk import Desk
from cases.intake.models import Signal, SignalRoute
from cases.intake.route import Agreement
from organisations import grants, membership, signing
from organisations.actor import AccessDenied
from organisations.history import write
from organisations.models import CovenantParty, Organisation, User
from organisations.roles import Role
from tests.cases.intake.telling import report, typed
from tests.cast import FOUNDER, PASSWORD, Region

LogIn = Callable[[str], Client]
PAGE = "/signals/routes/"


def text(response: Any) -> str:
    return response.content.decode()


@pytest.fixture
def north(region: Region) -> Organisation:
    """Give a second desk at the same table, with somebody who triages."""
    made = Organisation(name="Zorgcoördinatie Noord", kind="care_coordination", municipality="Noorderhaven")
    write(made, actor=FOUNDER, now=region.now)
    grants.sync(made)
    party = CovenantParty(version=region.covenant_version, organisation=made, acceded_on=region.now.date())
    write(party, actor=FOUNDER, now=region.now)
    signing.sign(party, actor=FOUNDER, name="De bestuurder", now=region.now)
    nina = User.objects.create_user("nina@demo.zorgtafel.example", "Nina", PASSWORD)
    membership.start(actor=FOUNDER, user=nina, organisation=made, role=Role.CARE_COORDINATOR, now=region.now)
    return made


def desk_of(region: Region, organisation: Organisation) -> Desk:
    return Desk(organisation, region.covenant_version.covenant)


def agree(
    region: Region, by: str = "iris", *, organisation: Organisation | None = None, **said: Any
) -> SignalRoute:
    agreement = Agreement(desk=desk_of(region, organisation or region.desk), **said)
    return route.agree(actor=region.actor(by), agreement=agreement, now=region.now)


class TestKeepingAgreements:
    """Iris writes down what the region agreed; Joost may as well."""

    @pytest.mark.parametrize("name", ["iris", "joost"])
    def test_who_keeps_the_process_writes_one_down(self, region: Region, name: str) -> None:
        row = agree(region, name, municipality=" Waterdam ", age_until=23)
        assert (row.municipality, row.age_until, row.made_by.name) == ("Waterdam", 23, name.capitalize())
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.act, line.case_id) == ("signal.route_agreed", "manage_routes", None)

    @pytest.mark.parametrize("name", ["anna", "bram", "dina"])
    def test_nobody_else_does(self, region: Region, name: str) -> None:
        with pytest.raises(AccessDenied):
            agree(region, name)
        row = agree(region)
        with pytest.raises(AccessDenied):
            route.end(row, actor=region.actor(name), now=region.now)

    def test_one_that_ended_holds_no_more_and_ends_once(self, region: Region) -> None:
        row = agree(region)
        later = region.now + timedelta(days=1)
        route.end(row, actor=region.actor("joost"), now=later)
        assert not route.in_force().exists()
        assert LedgerLine.objects.latest("id").event == "signal.route_ended"
        with pytest.raises(StateConflictError) as refused:
            route.end(row, actor=region.actor("iris"), now=later)
        assert refused.value.code == "ended"

    @pytest.mark.parametrize(
        ("said", "code"),
        [({"age_from": 23, "age_until": 12}, "no_age"), ({"municipality": "waterdam"}, "same")],
    )
    def test_what_cannot_hold_is_asked_again(self, region: Region, said: dict[str, Any], code: str) -> None:
        agree(region, municipality="Waterdam")
        with pytest.raises(StateConflictError) as refused:
            agree(region, **said)
        assert refused.value.code == code

    def test_a_desk_that_receives_nothing_gets_no_agreement(self, region: Region) -> None:
        with pytest.raises(StateConflictError) as refused:
            agree(region, organisation=region.school)
        assert refused.value.code == "no_desk"


class TestThePage:
    """What stands on it, and what it does."""

    def test_iris_writes_one_down_and_ends_it(self, region: Region, log_in: LogIn) -> None:
        iris = log_in("iris")
        form = iris.get(PAGE).context["form"]
        key = form.fields["desk"].choices[0][0]
        sent = {"municipality": "Waterdam", "age_from": "12", "age_until": "23", "desk": key}
        assert iris.post(PAGE, {**form.hidden_values(), **sent}).url == PAGE
        page = text(iris.get(PAGE))
        assert "vanaf 12 tot 23" in page
        row = SignalRoute.objects.get()
        iris.post(f"{PAGE}{row.pk}/end/")
        assert "Nog geen afspraken" in text(iris.get(PAGE))

    def test_a_wrong_age_keeps_what_was_typed(self, region: Region, log_in: LogIn) -> None:
        iris = log_in("iris")
        form = iris.get(PAGE).context["form"]
        sent = {
            "municipality": "Zuiddijk",
            "age_from": "23",
            "age_until": "12",
            "desk": form.fields["desk"].choices[0][0],
        }
        page = iris.post(PAGE, {**form.hidden_values(), **sent})
        assert (page.status_code, list(page.context["form"].errors)) == (409, ["age_until"])
        assert "Zuiddijk" in text(page)


class TestComingIn:
    """Whoever tells it need not know who does what in the region."""

    @pytest.fixture
    def two(self, region: Region, north: Organisation) -> list[Desk]:
        """Give the two desks of the table."""
        found = desks.open_to(region.school, now=region.now)
        assert {desk.organisation for desk in found} == {region.desk, north}
        return found

    @pytest.mark.parametrize(("municipality", "is_north"), [("Noorderhaven", True), ("Waterdam", False)])
    def test_it_goes_where_the_region_agreed(
        self, region: Region, north: Organisation, two: list[Desk], municipality: str, is_north: bool
    ) -> None:
        agree(region, organisation=north, municipality="Noorderhaven")
        agree(region, municipality="Waterdam")
        found = route.desk_for(report(region.now, municipality=municipality), two, now=region.now)
        assert (found.organisation == north) is is_north

    def test_an_agreement_with_a_desk_that_closed_does_not_hold(
        self, region: Region, north: Organisation, two: list[Desk]
    ) -> None:
        agree(region, organisation=north)
        still_open = [desk for desk in two if desk.organisation != north]
        assert route.desk_for(report(region.now), still_open, now=region.now) is None

    def test_bram_leaves_the_choice_to_the_region(
        self, region: Region, north: Organisation, two: list[Desk], log_in: LogIn
    ) -> None:
        agree(region, organisation=north, municipality="Noorderhaven")
        bram = log_in("bram")
        form = bram.get("/signals/new/").context["form"]
        sent = {**form.hidden_values(), **typed(municipality="noorderhaven"), "desk": ""}
        assert bram.post("/signals/new/", sent).status_code == 302
        assert Signal.objects.get().addressed_to == north

    def test_where_nothing_was_agreed_he_chooses(
        self, region: Region, north: Organisation, two: list[Desk], log_in: LogIn
    ) -> None:
        agree(region, organisation=north, municipality="Noorderhaven")
        bram = log_in("bram")
        form = bram.get("/signals/new/").context["form"]
        page = bram.post("/signals/new/", {**form.hidden_values(), **typed(), "desk": ""})
        assert (page.status_code, list(page.context["form"].errors)) == (400, ["desk"])

    def test_somebody_without_an_account_gets_to_the_same_desk(
        self, region: Region, north: Organisation, two: list[Desk]
    ) -> None:
        agree(region, organisation=north, municipality="Noorderhaven")
        somebody = Client()
        form = somebody.get("/tell/").context["form"]
        sent = {
            "observation": "Elke avond taxi's.",
            "knowledge": "first_hand",
            "noticed_at": "2026-11-17T09:30",
            "municipality": "Noorderhaven",
            "channel": "bystander",
            "desk": "",
        }
        assert somebody.post("/tell/", {**form.hidden_values(), **sent}).status_code == 200
        assert Signal.objects.get().addressed_to == north
