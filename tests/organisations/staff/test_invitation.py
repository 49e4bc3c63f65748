"""Somebody is invited by mail: the link, the first password, and everything that can be wrong with both."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from cases.audit.models import LedgerLine
from organisations import grants, membership
from organisations.actor import AccessDenied, Actor
from organisations.conflict import StateConflictError
from organisations.models import ContactChannel, Invitation, Letter, Membership, User
from organisations.roles import Role
from organisations.staff import invitation, links, post
from organisations.staff.invitation_rules import VALID_FOR
from tests.cast import FOUNDER, PASSWORD, Region, member
from tests.organisations.conftest import join

LogIn = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("olga", "otto")

ADDRESS = "nieuw@school.example"
TYPED = {"name": "Nina Nieuw", "password": "vier woorden zonder zin", "again": "vier woorden zonder zin"}


def invite(region: Region, by: str = "olga", home: str = "school", **asked: object) -> Invitation:
    """Let somebody invite a person."""
    values = {"email": ADDRESS, "name": "Nina Nieuw", "role": Role.PROFESSIONAL, **asked}
    return invitation.send(
        actor=region.actor(by),
        organisation=region.organisations[home],
        asked=invitation.Asked(**values),
        now=region.now,
    )


def ticket(made: Invitation) -> str:
    """Give what stands in the link."""
    return links.path(made).removeprefix("/invitation/").removesuffix("/")


def refused(act: Callable[[], object]) -> str:
    """Give the code with which the state refuses."""
    with pytest.raises(StateConflictError) as conflict:
        act()
    assert str(conflict.value.sentence)
    return conflict.value.code


class TestSending:
    """What the administrator does."""

    def test_a_letter_is_owed_and_a_line_written_but_no_account_made(self, region: Region) -> None:
        made = invite(region, email="  Nieuw@School.EXAMPLE ")
        assert made.email == ADDRESS
        letter = Letter.objects.get(invitation=made)
        assert (letter.kind, letter.address, letter.sent_at) == ("invitation", ADDRESS, None)
        assert not User.objects.filter(email=ADDRESS).exists()
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.object_id, line.user_id) == ("invitation.sent", made.pk, region.olga.pk)
        assert ADDRESS not in str(line.detail)

    def test_the_answer_is_the_same_for_an_address_with_an_account_elsewhere(
        self, region: Region, log_in: LogIn
    ) -> None:
        client, path = log_in("olga"), f"/organisations/{region.school.pk}/members/new/"
        pages = []
        for address in (region.chris.email, "onbekend@elders.example"):
            typed = {"email": address, "name": "Iemand", "role": "professional"}
            answer = client.post(path, typed, follow=True)
            # Without the keys of rows and the reading's own number at the foot of each page.
            same = answer.text.replace(address, "ADDRESS")
            pages.append(re.sub(r"invitations/\d+|members/\d+|\b[0-9a-f]{12}\b", "", same))
            Letter.objects.all().delete()
            invitation.withdraw(Invitation.objects.latest("id"), actor=region.actor("olga"), now=region.now)
        tokens = re.compile(
            r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|X-CSRFToken&quot;: &quot;\w+'
        )
        assert tokens.sub("", pages[0]) == tokens.sub("", pages[1])

    def test_a_colleague_who_works_here_is_not_invited(self, region: Region) -> None:
        assert refused(lambda: invite(region, email="BRAM@demo.zorgtafel.example")) == "member_already"

    def test_nobody_is_invited_twice_at_once(self, region: Region) -> None:
        invite(region)
        assert refused(lambda: invite(region)) == "invited_already"

    @pytest.mark.parametrize("role", [Role.AUDITOR, Role.PLATFORM_ADMIN])
    def test_a_role_that_is_not_theirs_to_give(self, region: Region, role: Role) -> None:
        assert refused(lambda: invite(region, role=role)) == "role_not_given_here"
        assert invite(region, by="joost", role=role).role == role.value

    @pytest.mark.parametrize("name", ["anna", "bea", "dina", "otto"])
    def test_nobody_else_invites_for_the_school(self, region: Region, name: str) -> None:
        with pytest.raises(AccessDenied):
            invite(region, by=name)

    def test_sent_again_the_older_link_is_worthless(self, region: Region) -> None:
        made = invite(region)
        old, later = ticket(made), region.now + timedelta(days=8)
        assert refused(lambda: invitation.read(old, now=later)) == "invitation_expired"
        fresh = invitation.send_again(made, actor=region.actor("olga"), now=later)
        assert refused(lambda: invitation.read(old, now=later)) == "invitation_replaced"
        assert invitation.read(ticket(fresh), now=later) == fresh
        assert Letter.objects.get(invitation=fresh).created_at == later

    def test_withdrawn_is_worthless_and_frees_the_address(self, region: Region) -> None:
        made = invite(region)
        invitation.withdraw(made, actor=region.actor("olga"), now=region.now)
        assert refused(lambda: invitation.read(ticket(made), now=region.now)) == "invitation_withdrawn"
        assert not Letter.objects.filter(invitation=made).exists()
        again = lambda: invitation.withdraw(made, actor=region.actor("olga"), now=region.now)  # noqa: E731
        assert refused(again) == "invitation_over"
        assert LedgerLine.objects.latest("id").event == "invitation.withdrawn"
        assert invite(region).pk != made.pk

    def test_another_organisations_administrator_finds_no_invitation(
        self, region: Region, log_in: LogIn
    ) -> None:
        made = invite(region)
        for tail in ("again", "withdraw"):
            for home in (region.school.pk, region.police.pk):
                path = f"/organisations/{home}/invitations/{made.pk}/{tail}/"
                assert log_in("otto").post(path).status_code == 404
        made.refresh_from_db()
        assert made.withdrawn_at is None


class TestTheMail:
    """What leaves the house: a title and a link."""

    def test_it_says_nothing_but_what_to_open(self, region: Region) -> None:
        made = invite(region)
        assert post.deliver_due(now=region.now) == 1
        sent = mail.outbox[-1]
        assert sent.to == [ADDRESS]
        assert links.path(made) in sent.body
        for secret in ("Nina", "Nieuw", "Olga", region.school.name, "Lyceum", "professional"):
            assert secret not in sent.subject + sent.body.replace(links.path(made), "")
        assert post.deliver_due(now=region.now + timedelta(hours=1)) == 0

    def test_the_database_holds_no_token(self, region: Region) -> None:
        made = invite(region)
        stored = [str(row) for row in (*Invitation.objects.values(), *Letter.objects.values())]
        assert not any(ticket(made) in row or ticket(made).split(":")[-1] in row for row in stored)

    def test_a_mail_server_that_is_away_costs_time_only(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        made = invite(region)

        def away(*_args: object, **_options: object) -> None:
            raise OSError

        with monkeypatch.context() as broken:
            broken.setattr("django.core.mail.EmailMessage.send", away)
            assert post.deliver_due(now=region.now) == 0
        letter = Letter.objects.get(invitation=made)
        assert (letter.attempts, letter.sent_at) == (1, None)
        assert letter.due_at > region.now
        assert post.deliver_due(now=letter.due_at) == 1

    def test_after_eight_attempts_the_administrator_sees_that_it_does_not_arrive(
        self, region: Region, log_in: LogIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        invite(region)

        def away(*_args: object, **_options: object) -> None:
            raise OSError

        monkeypatch.setattr("django.core.mail.EmailMessage.send", away)
        for hours in range(20):
            post.deliver_due(now=region.now + timedelta(hours=hours))
        assert Letter.objects.get().attempts == post.MAX_ATTEMPTS
        assert "De mail komt niet aan" in log_in("olga").get(f"/organisations/{region.school.pk}/").text


class TestAccepting:
    """What the invited person does, through the page."""

    def test_somebody_new_chooses_a_password_and_starts(self, region: Region, log_in: LogIn) -> None:
        made = invite(region)
        log_in("olga")  # sets the clock
        client = Client()
        page = client.get(links.path(made))
        assert page.status_code == 200
        assert region.school.name in page.text
        done = client.post(links.path(made), TYPED)
        assert done.headers["Location"] == "/account/login/"
        user = User.objects.get(email=ADDRESS)
        assert user.check_password(TYPED["password"])
        place = Membership.objects.get(user=user)
        assert (place.organisation, place.role, place.kind) == (region.school, "professional", "home")
        assert grants.acts_at(place)
        assert ContactChannel.objects.get(user=user).verified_at == region.now
        events = list(LedgerLine.objects.order_by("-id").values_list("event", flat=True)[:2])
        assert events == ["invitation.accepted", "member.added"]
        assert client.post(links.path(made), TYPED).status_code == 410
        entered = client.post("/account/login/", {"login": ADDRESS, "password": TYPED["password"]})
        assert entered.headers["Location"] == "/"

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"password": "kort", "again": "kort"}, "password"),
            ({"password": "1234567890123", "again": "1234567890124"}, "again"),
            ({"password": "nieuw@school.example", "again": "nieuw@school.example"}, "password"),
            ({"name": "  "}, "name"),
        ],
    )
    def test_a_weak_password_is_said_at_the_field_and_the_name_is_kept(
        self, region: Region, log_in: LogIn, typed: dict[str, str], field: str
    ) -> None:
        made = invite(region)
        log_in("olga")
        answer = Client().post(links.path(made), {**TYPED, "name": "Anders Gespeld", **typed})
        assert answer.status_code == 400
        assert answer.context["form"].errors[field]
        assert ("Anders Gespeld" in answer.text) == ("name" not in typed)
        assert "zonder zin" not in answer.text
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_who_has_an_account_logs_in_first_and_only_accepts(self, region: Region, log_in: LogIn) -> None:
        free = User.objects.create_user("vrij@school.example", "Vrij", PASSWORD)
        region.people["vrij"] = free
        made = invite(region, email=free.email, name="Iemand anders")
        client = log_in("vrij")
        assert f"?next={links.path(made)}".replace(":", "%3A") in Client().get(links.path(made)).text
        assert Client().post(links.path(made), TYPED).status_code == 200  # changes nothing
        assert client.get(links.path(made)).status_code == 200
        assert client.post(links.path(made)).headers["Location"] == "/"
        assert member(region, "vrij").organisation == region.school
        free.refresh_from_db()
        assert (free.name, free.check_password(PASSWORD)) == ("Vrij", True)

    def test_who_has_a_home_elsewhere_reads_what_to_do_and_the_invitation_stays(
        self, region: Region, log_in: LogIn
    ) -> None:
        made = invite(region, email=region.chris.email)
        answer = log_in("chris").post(links.path(made))
        assert answer.status_code == 409
        assert "detachering" in answer.text
        made.refresh_from_db()
        assert made.accepted_at is None
        membership.end(member(region, "chris"), actor=FOUNDER, now=region.now)
        assert log_in("chris").post(links.path(made)).status_code == 302

    def test_somebody_else_who_is_logged_in_is_told_to_log_out(self, region: Region, log_in: LogIn) -> None:
        made = invite(region)
        for send in ("get", "post"):
            answer = getattr(log_in("bram"), send)(links.path(made))
            assert answer.status_code == 409
            assert "/account/logout/" in answer.text
        assert not Membership.objects.filter(user=region.bram, organisation=region.police).exists()

    @pytest.mark.parametrize("cut", [lambda t: t[:-3], lambda t: "x", lambda t: t + "a", lambda t: t.upper()])
    def test_a_link_that_was_cut_off_says_so(
        self, region: Region, log_in: LogIn, cut: Callable[[str], str]
    ) -> None:
        broken = cut(ticket(invite(region)))
        log_in("olga")
        answer = Client().get(f"/invitation/{broken}/")
        assert answer.status_code == 404
        assert "niet compleet" in answer.text

    def test_after_seven_days_it_says_whom_to_ask(
        self, region: Region, log_in: LogIn, time_machine: object
    ) -> None:
        made = invite(region)
        log_in("olga")
        time_machine.move_to(region.now + VALID_FOR, tick=False)
        for send in (Client().get, Client().post):
            answer = send(links.path(made))
            assert (answer.status_code, "zeven dagen" in answer.text) == (410, True)

    def test_a_dismissed_administrator_lets_nobody_in(self, region: Region) -> None:
        join(region, "onno", "school", Role.ORGANISATION_ADMIN)
        made = invite(region)
        membership.end(member(region, "olga"), actor=region.actor("onno"), now=region.now)
        stranger = Actor()
        late = lambda: invitation.accept_new(  # noqa: E731
            ticket(made), actor=stranger, name="Nina", password=TYPED["password"], now=region.now
        )
        assert refused(late) == "giver_left"
        assert not User.objects.filter(email=ADDRESS).exists()

    def test_a_field_that_is_not_on_the_form_changes_nothing(self, region: Region, log_in: LogIn) -> None:
        made = invite(region)
        log_in("olga")
        slipped = {"role": "platform_admin", "is_superuser": "1", "organisation": region.police.pk}
        Client().post(links.path(made), {**slipped, "email": "x@x.example", **TYPED})
        user = User.objects.get(email=ADDRESS)
        place = user.memberships.get()
        assert (place.role, place.organisation, user.is_superuser) == ("professional", region.school, False)
