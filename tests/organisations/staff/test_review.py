"""The yearly review of rights: everybody decided on, nothing lost halfway, overdue is seen."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from organisations import membership
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.history import StaleWriteError
from organisations.models import Membership, RightsDecision, RightsReview, User
from organisations.roles import Role
from organisations.staff import review
from organisations.staff.review import Choice
from tests.cast import FOUNDER, Region, member
from tests.organisations.conftest import join
from tests.together import together

LogIn = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("olga", "otto")


def begin(region: Region) -> RightsReview:
    """Let Olga start a review of the school."""
    return review.start(region.school, actor=region.actor("olga"), now=region.now)


def decide(region: Region, going_on: RightsReview, name: str, outcome: str, **more: object) -> RightsDecision:
    """Let Olga decide on somebody."""
    found = member(region, name)
    choice = Choice(**{"member": found, "outcome": outcome, "version": found.version, **more})
    return review.decide(going_on, actor=region.actor("olga"), choice=choice, now=region.now)


def field(region: Region, name: str) -> str:
    """Give the name of the field about a member."""
    found = member(region, name)
    return f"member-{found.pk}-{found.version}"


class TestDeciding:
    """Kept, changed, ended."""

    def test_each_decision_does_what_it_says_and_leaves_its_lines(self, region: Region) -> None:
        going_on = begin(region)
        assert LedgerLine.objects.latest("id").event == "rights_review.started"
        decide(region, going_on, "olga", "kept")
        decide(region, going_on, "bea", "changed", role=Role.PROFESSIONAL)
        leaving = member(region, "bram")
        decide(region, going_on, "bram", "ended")
        assert member(region, "bea").role == "professional"
        leaving.refresh_from_db()
        assert leaving.ended_at == region.now
        events = list(LedgerLine.objects.order_by("-id").values_list("event", flat=True)[:5])
        assert events == [
            "rights_review.decided",
            "member.ended",
            "rights_review.decided",
            "member.changed",
            "rights_review.decided",
        ]
        review.finish(going_on, actor=region.actor("olga"), now=region.now)
        assert LedgerLine.objects.latest("id").event == "rights_review.finished"
        assert review.due([region.school], now=region.now)[region.school.pk] == date(2027, 11, 17)

    def test_it_is_not_finished_while_somebody_is_not_decided_on(self, region: Region) -> None:
        going_on = begin(region)
        decide(region, going_on, "olga", "kept")
        with pytest.raises(StateConflictError) as conflict:
            review.finish(going_on, actor=region.actor("olga"), now=region.now)
        assert conflict.value.code == "undecided"
        assert "2" in str(conflict.value.sentence)
        decide(region, going_on, "bea", "kept")
        decide(region, going_on, "bram", "kept")
        join(region, "nieuw", "school", Role.PROFESSIONAL)  # came in between: decided on as well
        with pytest.raises(StateConflictError):
            review.finish(going_on, actor=region.actor("olga"), now=region.now)

    def test_a_finished_review_stays_as_it_is(self, region: Region) -> None:
        going_on = begin(region)
        for name in ("olga", "bea", "bram"):
            decide(region, going_on, name, "kept")
        review.finish(going_on, actor=region.actor("olga"), now=region.now)
        with pytest.raises(StateConflictError) as conflict:
            decide(region, going_on, "bram", "ended")
        assert conflict.value.code == "review_finished"
        assert member(region, "bram").ended_at is None

    def test_one_review_at_a_time_and_only_by_who_manages(self, region: Region) -> None:
        begin(region)
        with pytest.raises(StateConflictError) as conflict:
            begin(region)
        assert conflict.value.code == "review_open"
        for name in ("otto", "anna", "dina"):
            with pytest.raises(AccessDenied):
                review.start(region.school, actor=region.actor(name), now=region.now)

    def test_what_the_page_showed_must_still_be_there(self, region: Region) -> None:
        going_on, bram = begin(region), member(region, "bram")
        membership.change_role(bram, actor=FOUNDER, role=Role.CONTACT_POINT, now=region.now)
        for outcome in ("kept", "ended"):
            with pytest.raises(StaleWriteError):
                decide(region, going_on, "bram", outcome, version=bram.version)
        assert not RightsDecision.objects.exists()


class TestThePage:
    """One form, whatever is wrong in one row."""

    def test_from_start_to_finish(self, region: Region, log_in: LogIn) -> None:
        olga, path = log_in("olga"), f"/organisations/{region.school.pk}/review/"
        assert olga.get(path).status_code == 200
        assert olga.post(f"{path}start/").status_code == 302
        first = olga.post(path, {field(region, "olga"): "kept", field(region, "bea"): "duty_officer"})
        assert first.status_code == 302
        assert "Nog over 1 medewerker te beslissen" in olga.get(path).text
        asked = olga.post(path, {field(region, "bram"): "ended"})
        assert asked.status_code == 200
        assert "Bram" in asked.text
        assert member(region, "bram").ended_at is None
        sent = {hidden["name"]: hidden["value"] for hidden in asked.context["hidden"]}
        assert olga.post(path, sent).status_code == 302
        assert region.actor("bram").organisation is None
        assert olga.post(f"{path}finish/").status_code == 302
        assert RightsReview.objects.get().finished_by == region.olga

    def test_one_wrong_row_does_not_lose_the_others(self, region: Region, log_in: LogIn) -> None:
        going_on, path = begin(region), f"/organisations/{region.school.pk}/review/"
        stale = field(region, "bram")
        membership.change_role(member(region, "bram"), actor=FOUNDER, role=Role.DUTY_OFFICER, now=region.now)
        answer = log_in("olga").post(
            path,
            {stale: "kept", field(region, "bea"): "kept", field(region, "olga"): "professional"},
        )
        assert answer.status_code == 409
        assert "Iemand anders heeft deze medewerker intussen veranderd" in answer.text
        assert [row.membership.user for row in going_on.decisions.all()] == [region.bea]
        assert member(region, "olga").role == "organisation_admin"

    def test_a_choice_that_does_not_exist_and_a_member_of_elsewhere(
        self, region: Region, log_in: LogIn
    ) -> None:
        begin(region)
        path = f"/organisations/{region.school.pk}/review/"
        assert log_in("olga").post(path, {field(region, "bram"): "queen"}).status_code == 409
        assert log_in("olga").post(path, {field(region, "farid"): "ended"}).status_code == 404
        assert member(region, "farid").ended_at is None

    def test_without_a_review_nothing_is_taken_in(self, region: Region, log_in: LogIn) -> None:
        path = f"/organisations/{region.school.pk}/review/"
        log_in("olga").post(path, {field(region, "bram"): "ended", "confirmed": "1"})
        log_in("olga").post(f"{path}finish/")
        assert member(region, "bram").ended_at is None
        assert not RightsReview.objects.exists()

    def test_overdue_is_seen_by_olga_and_by_joost(self, region: Region, log_in: LogIn) -> None:
        begun = Membership.objects.filter(organisation=region.school).earliest("starts_at").starts_at
        assert (region.now - begun).days > 365
        assert (
            "jaarlijkse controle van rechten is te laat"
            in log_in("olga").get(f"/organisations/{region.school.pk}/").text
        )
        assert "Te laat" in log_in("joost").get("/organisations/").text

    def test_three_hundred_members_fit_in_one_form(self, region: Region, log_in: LogIn) -> None:
        begin(region)
        people = User.objects.bulk_create(
            [User(email=f"docent{n}@school.example", name=f"Docent {n:03}") for n in range(300)]
        )
        Membership.objects.bulk_create(
            [
                Membership(user=user, organisation=region.school, role="professional", starts_at=region.now)
                for user in people
            ]
        )
        olga, path = log_in("olga"), f"/organisations/{region.school.pk}/review/"
        with CaptureQueriesContext(connection) as queries:
            page = olga.get(path)
        assert len(queries) < 30
        names = [f"member-{row['key']}" for row in page.context["rows"]]
        assert len(names) == 303
        assert olga.post(path, dict.fromkeys(names, "kept")).status_code == 302
        assert RightsDecision.objects.count() == 303
        assert olga.post(f"{path}finish/").status_code == 302
        assert RightsReview.objects.get().finished_at == region.now


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_start_at_the_same_moment_start_one_review(region: Region) -> None:
    join(region, "onno", "school", Role.ORGANISATION_ADMIN)
    actors = [region.actor("olga"), region.actor("onno")]
    answers = together(
        *(lambda actor=actor: review.start(region.school, actor=actor, now=region.now) for actor in actors)
    )
    assert sorted(isinstance(answer, StateConflictError) for answer in answers) == [False, True]
    assert RightsReview.objects.count() == 1
    assert timedelta(0) == RightsReview.objects.get().started_at - region.now
