"""The second factor: codes that open once, a door without a way round, and help for who lost a phone."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client

from cases.audit.models import LedgerLine
from organisations import sign_in
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from tests.access.addresses import one_of_everything
from tests.access.route_rows import LIBRARY, PUBLIC, ROWS
from tests.access.routes import address, table
from tests.cast import PASSWORD, Region, member, prove

LogIn = Callable[[str], Client]
SECRET = "JBSWY3DPEHPK3PXP"
LOGIN, CODE = "/account/login/", "/account/2fa/authenticate/"
#: What a session without a second factor may open: leaving, the language, setting one up.
AT_THE_DOOR = {
    "health/live",
    "health/ready",
    "language/",
    "account/reauthenticate/",
    "account/2fa/",
    "account/2fa/totp/activate/",
    "account/2fa/webauthn/add/",
    "account/logout/",
}
SHOWING = {"account/2fa/reauthenticate/", "account/2fa/webauthn/reauthenticate/"}


@pytest.fixture
def required(settings: Any, region: Region, time_machine: Any) -> Region:
    """Demand a second factor, on the region's own morning."""
    settings.ZORGTAFEL_REQUIRE_MFA = True
    time_machine.move_to(region.now, tick=False)
    return region


def give_app(region: Region, name: str) -> None:
    """Give somebody an authenticator app with a known secret."""
    TOTP.activate(region.people[name], SECRET)


def code(region: Region, seconds: int = 0) -> str:
    """Give the code of the app some seconds from the region's present."""
    return format_hotp_value(hotp_value(SECRET, int(region.now.timestamp() + seconds) // 30))


def password(client: Client, name: str) -> Any:
    """Fill in the login form."""
    return client.post(LOGIN, {"login": f"{name}@demo.zorgtafel.example", "password": PASSWORD})


def is_in(client: Client) -> bool:
    """Tell whether the start page opens."""
    return client.get("/").status_code == 200


class TestTheDoor:
    """S8: no address is a way round the second factor."""

    @pytest.mark.ignore_template_errors  # the library's own templates ask for what may be absent
    @pytest.mark.parametrize("enrolled", [False, True])
    def test_no_address_opens_without_it(self, required: Region, enrolled: bool) -> None:
        found = one_of_everything(required)
        if enrolled:
            give_app(required, "anna")
        open_to, ways_round = {"account/logout/", *PUBLIC} | (SHOWING if enrolled else AT_THE_DOOR), []
        for route in [*table(ROWS), *table(LIBRARY)]:
            if route in open_to:
                continue
            client = Client()
            client.force_login(required.anna)
            prove(client, required.anna, required.now.timestamp())
            for answer in (client.get(address(route, found)), client.post(address(route, found), {})):
                held = answer.status_code == 302 and answer.url.startswith("/account/2fa/")
                if not held and route not in {"account/signup/", "account/email/"}:
                    ways_round.append(f"{route}: {answer.status_code}")
        assert ways_round == []

    def test_the_frame_shows_nothing_of_the_work_yet(self, required: Region) -> None:
        client = Client()
        password(client, "anna")
        page = client.get("/account/2fa/").content.decode()
        assert "Stel eerst een tweede stap in" in page
        assert 'href="/cases/"' not in page

    def test_a_session_from_before_must_show_it_too(self, required: Region, log_in: LogIn) -> None:
        give_app(required, "anna")
        client = log_in("anna")
        assert client.get("/").url.startswith("/account/2fa/reauthenticate/")
        answer = client.post("/account/2fa/reauthenticate/", {"code": code(required), "next": "/tasks/"})
        assert answer.url == "/tasks/"
        assert is_in(client)

    def test_the_password_once_more_is_no_second_factor(self, required: Region, log_in: LogIn) -> None:
        client = log_in("anna")
        client.post("/account/reauthenticate/", {"password": PASSWORD})
        assert not is_in(client)

    def test_skipping_the_step_by_address_leads_back_to_it(self, required: Region) -> None:
        give_app(required, "anna")
        client = Client()
        assert password(client, "anna").url == CODE
        assert client.get("/cases/").url.startswith(LOGIN)
        assert client.get("/account/2fa/totp/deactivate/").url.startswith(LOGIN)
        assert client.get(CODE).status_code == 200

    def test_without_the_setting_the_trial_asks_nothing(self, region: Region, log_in: LogIn) -> None:
        assert is_in(log_in("anna"))


class TestEnrolling:
    """Two minutes, once."""

    @pytest.mark.django_db(transaction=True)  # the library tells after the commit
    def test_anna_sets_up_her_app_sees_her_codes_and_goes_on(self, required: Region) -> None:
        client = Client()
        password(client, "anna")
        page = client.get("/account/2fa/totp/activate/").content.decode()
        secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
        now = format_hotp_value(hotp_value(secret, int(required.now.timestamp()) // 30))
        answer = client.post("/account/2fa/totp/activate/", {"code": now})
        codes = client.get(answer.url).content.decode()
        assert len(re.findall(r'class="secret">\d{8}<', codes)) == 10
        assert is_in(client), "the code that was just checked is the proof"
        assert 'class="secret"' not in client.get(answer.url).content.decode(), "codes are shown once"
        assert LedgerLine.objects.get(event="login.factor_added").detail == {"factor": "totp"}
        (told,) = mail.outbox
        assert told.to == [required.anna.email]
        assert "127.0.0.1" not in told.body
        assert secret not in Authenticator.objects.get(type="totp").data["secret"], "sealed at rest"

    def test_the_code_that_set_it_up_does_not_log_in_as_well(self, required: Region) -> None:
        client = Client()
        password(client, "anna")
        page = client.get("/account/2fa/totp/activate/").content.decode()
        secret = re.search(r'class="secret">([A-Z2-7]+)<', page)[1]
        now = format_hotp_value(hotp_value(secret, int(required.now.timestamp()) // 30))
        client.post("/account/2fa/totp/activate/", {"code": now})
        other = Client()
        password(other, "anna")
        assert other.post(CODE, {"code": now}).status_code == 200
        assert not is_in(other)

    def test_a_wrong_first_code_gets_a_sentence(self, required: Region) -> None:
        client = Client()
        password(client, "anna")
        client.get("/account/2fa/totp/activate/")
        page = client.post("/account/2fa/totp/activate/", {"code": "000000"}).content.decode()
        assert "Deze code klopt niet" in page


class TestCodes:
    """Replay, skew, guessing."""

    @pytest.mark.parametrize(
        ("skew", "opens"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)]
    )
    def test_a_clock_may_be_one_step_off(self, required: Region, skew: int, opens: bool) -> None:
        give_app(required, "anna")
        client = Client()
        password(client, "anna")
        client.post(CODE, {"code": code(required, skew)})
        assert is_in(client) is opens

    @pytest.mark.parametrize("later", [1, 29, 31, 45])
    def test_a_code_opens_once_for_as_long_as_it_could_live(
        self, required: Region, later: int, time_machine: Any
    ) -> None:
        give_app(required, "anna")
        first, second = Client(), Client()
        overheard = code(required, 30)  # the phone runs ahead: valid for more than a minute
        password(first, "anna")
        first.post(CODE, {"code": overheard})
        assert is_in(first)
        time_machine.move_to(required.now + timedelta(seconds=later), tick=False)
        password(second, "anna")
        spaced = f"{overheard[:3]} {overheard[3:]}"
        for attempt in (overheard, spaced):
            assert second.post(CODE, {"code": attempt}).status_code == 200
        assert not is_in(second)

    def test_guessing_is_over_after_ten(self, required: Region) -> None:
        give_app(required, "anna")
        client = Client()
        password(client, "anna")
        for guess in range(10):
            client.post(CODE, {"code": f"{guess:06}"})
        client.post(CODE, {"code": code(required)})
        assert not is_in(client)
        refused = LedgerLine.objects.filter(event="sign_in.failed", user_id=required.anna.pk)
        assert 0 < refused.count() <= 10
        assert {line.detail["way"] for line in refused} == {"code"}

    def test_a_recovery_code_works_once(self, required: Region) -> None:
        give_app(required, "anna")
        spare = RecoveryCodes.activate(required.anna).get_unused_codes()[0]
        first, second = Client(), Client()
        password(first, "anna")
        first.post(CODE, {"code": spare})
        assert is_in(first)
        password(second, "anna")
        second.post(CODE, {"code": spare})
        assert not is_in(second)

    @pytest.mark.parametrize("nonsense", ["", "x", "１２３４５６", "9" * 10_000, "\x00"])
    def test_nonsense_is_answered_with_a_sentence(self, required: Region, nonsense: str) -> None:
        give_app(required, "anna")
        client = Client()
        password(client, "anna")
        answer = client.post(CODE, {"code": nonsense})
        assert answer.status_code == 200
        assert answer.context["form"].errors["code"]

    @pytest.mark.parametrize("nonsense", ["", "{}", "[]", "null", '{"id": "x"}', "no json", '"text"'])
    def test_a_passkey_that_is_none_does_not_open(self, required: Region, nonsense: str) -> None:
        give_app(required, "anna")
        client = Client()
        password(client, "anna")
        assert client.post(CODE, {"credential": nonsense}).status_code == 200
        assert not is_in(client)


class TestLost:
    """An administrator helps a colleague whose phone is gone."""

    def test_joost_takes_it_away_and_bram_sets_up_a_new_one(
        self, required: Region, django_capture_on_commit_callbacks: Any
    ) -> None:
        give_app(required, "bram")
        bram = Client()
        password(bram, "bram")
        bram.post(CODE, {"code": code(required)})
        assert is_in(bram)
        with django_capture_on_commit_callbacks(execute=True):
            sign_in.reset_second_factor(
                member(required, "bram"), actor=required.actor("joost"), now=required.now
            )
        assert not Authenticator.objects.filter(user=required.bram).exists()
        assert bram.get("/").url.startswith(LOGIN), "logged out everywhere"
        assert not UserSession.objects.filter(user=required.bram).exists()
        line = LedgerLine.objects.get(event="login.factor_reset")
        assert line.detail == {"person": required.bram.pk, "factors": 1}
        assert [message.to for message in mail.outbox] == [[required.bram.email]]
        again = Client()
        password(again, "bram")
        assert again.get("/").url.startswith("/account/2fa/?")

    def test_nobody_resets_what_is_not_theirs(self, region: Region) -> None:
        give_app(region, "bram")
        with pytest.raises(AccessDenied):
            sign_in.reset_second_factor(member(region, "bram"), actor=region.actor("anna"), now=region.now)
        assert Authenticator.objects.filter(user=region.bram).exists()

    @pytest.mark.parametrize(("name", "why"), [("joost", "own_factor"), ("bram", "no_second_factor")])
    def test_one_s_own_and_none_at_all_are_refused(self, region: Region, name: str, why: str) -> None:
        with pytest.raises(StateConflictError) as refused:
            sign_in.reset_second_factor(member(region, name), actor=region.actor("joost"), now=region.now)
        assert refused.value.code == why

    def test_the_page_asks_first(self, region: Region, log_in: LogIn) -> None:
        give_app(region, "bram")
        path = f"/organisations/{region.school.pk}/members/{member(region, 'bram').pk}/second-step/"
        joost = log_in("joost")
        assert "Bram" in joost.get(path).content.decode()
        assert joost.post(path, {}).status_code == 302
        assert not Authenticator.objects.filter(user=region.bram).exists()
        assert joost.post(path, {}).status_code == 409


def test_logging_in_and_out_leaves_lines(region: Region, time_machine: Any) -> None:
    time_machine.move_to(region.now, tick=False)
    client = Client()
    client.post(LOGIN, {"login": "bram@demo.zorgtafel.example", "password": "wrong"})
    client.post(LOGIN, {"login": "nobody@demo.zorgtafel.example", "password": "wrong"})
    password(client, "bram")
    assert client.session[AUTHENTICATION_METHODS_SESSION_KEY]
    client.post("/account/logout/")
    told = LedgerLine.objects.filter(event__startswith="sign_in").order_by("id")
    assert [(line.event, line.user_id) for line in told] == [
        ("sign_in.failed", None),
        ("sign_in.failed", None),
        ("sign_in.done", region.bram.pk),
        ("sign_in.ended", region.bram.pk),
    ]
    assert all("@" not in str(line.detail) for line in told)
