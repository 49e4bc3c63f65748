"""Logging in through one's own organisation, against a real small provider that can misbehave."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core import mail
from django.test import Client

from cases.audit.models import LedgerLine
from organisations import membership
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.identity import provider as providers
from organisations.identity.models import IdentityLink, IdentityProvider
from organisations.identity.provider import Terms
from organisations.models import User
from organisations.roles import Role
from tests.cast import FOUNDER, PASSWORD, Region, member
from tests.zorgtafel.oidc_provider import CLIENT, SECRET, Provider, serving

LogIn = Callable[[str], Client]
DOMAIN = "demo.zorgtafel.example"
BRAM = {"sub": "subject-of-bram", "email": f"bram@{DOMAIN}", "email_verified": True}
START, BACK = "/account/own-login/", "/account/own-login/back/"


@pytest.fixture
def provider(region: Region, time_machine: Any) -> Iterator[Provider]:
    """Give the school its own login, and let Bram stand before it."""
    time_machine.move_to(region.now, tick=False)
    with serving(Provider()) as standing:
        standing.person = dict(BRAM)
        keep(region, standing)
        yield standing


def keep(region: Region, standing: Provider, **terms: Any) -> IdentityProvider:
    """Let Joost write down the school's provider."""
    given = {
        "issuer": standing.issuer,
        "client_id": CLIENT,
        "email_domain": DOMAIN,
        "secret": SECRET,
        **terms,
    }
    return providers.keep(
        actor=region.actor("joost"), organisation=region.school, terms=Terms(**given), now=region.now
    )


def leave(client: Client, email: str = BRAM["email"], next_url: str = "") -> str:
    """Fill in an address, and give where at the provider one is led."""
    answer = client.post(START, {"email": email, "next": next_url})
    assert answer.status_code == 200, answer.content.decode()[:300]
    address = answer.context["address"]
    assert answer["Refresh"] == f"0; url={address}"
    return address


def come_back(client: Client, address: str) -> Any:
    """Log in at the provider, and follow it back."""
    there = requests.get(address, allow_redirects=False, timeout=5)
    parts = urlsplit(there.headers["Location"])
    return client.get(f"{parts.path}?{parts.query}")


def is_in(client: Client) -> bool:
    """Tell whether the start page opens."""
    return client.get("/").status_code == 200


class TestComingIn:
    """The subject decides; the first time an invitation and a verified address do."""

    def test_bram_comes_in_where_he_was_going(self, provider: Provider, region: Region) -> None:
        client = Client()
        address = leave(client, next_url="/signals/")
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["code_challenge_method"] == "S256"
        assert len(asked["state"]) > 40
        assert len(asked["nonce"]) > 40
        assert come_back(client, address).url == "/signals/"
        assert is_in(client)
        assert client.get("/").wsgi_request.user == region.bram
        assert LedgerLine.objects.get(event="sign_in.done").detail == {"ways": ["own_login"]}
        assert LedgerLine.objects.get(event="login.identity_linked").user_id == region.bram.pk

    def test_later_the_address_no_longer_counts(self, provider: Provider, region: Region) -> None:
        first, second = Client(), Client()
        come_back(first, leave(first))
        provider.person = {"sub": BRAM["sub"], "email": "married@elsewhere.example"}
        come_back(second, leave(second))
        assert second.get("/").wsgi_request.user == region.bram
        assert IdentityLink.objects.count() == 1

    @pytest.mark.parametrize(
        "person",
        [
            {"email_verified": False},
            {"email_verified": None},
            {"email_verified": "true"},
            {"email": None},
            {"email": "nobody@demo.zorgtafel.example"},
            {"email": "bram@elsewhere.example"},
            {"email": "anna@demo.zorgtafel.example"},  # works elsewhere: the school cannot vouch for her
        ],
    )
    def test_who_is_unknown_gets_a_clear_page_and_no_account(
        self, provider: Provider, region: Region, person: dict[str, Any]
    ) -> None:
        provider.person |= person
        before, client = User.objects.count(), Client()
        answer = come_back(client, leave(client))
        assert answer.status_code == 403
        assert "zorgtafel niet" in answer.content.decode()
        assert not is_in(client)
        assert User.objects.count() == before
        assert not IdentityLink.objects.exists()
        assert LedgerLine.objects.get(event="sign_in.failed").detail["why"] == "unknown_subject"

    def test_an_address_that_was_given_to_somebody_new_opens_nothing(
        self, provider: Provider, region: Region
    ) -> None:
        first, second = Client(), Client()
        come_back(first, leave(first))
        provider.person["sub"] = "somebody-new"
        assert come_back(second, leave(second)).status_code == 403
        assert not is_in(second)

    def test_who_no_longer_works_there_does_not_come_in(self, provider: Provider, region: Region) -> None:
        first, second = Client(), Client()
        come_back(first, leave(first))
        membership.end(member(region, "bram"), actor=FOUNDER, now=region.now)
        assert come_back(second, leave(second)).status_code == 403

    def test_a_disabled_account_does_not_come_in(self, provider: Provider, region: Region) -> None:
        region.bram.is_active = False
        region.bram.save()
        client = Client()
        assert come_back(client, leave(client)).status_code == 403

    def test_it_leads_to_no_other_site(self, provider: Provider) -> None:
        client = Client()
        assert come_back(client, leave(client, next_url="https://elsewhere.example/")).url == "/"


class TestAttack:
    """A token that is not for us, not from them, or not for this login."""

    @pytest.mark.parametrize(
        "wrong",
        [
            {"unsigned": True},
            {"symmetric": True},
            {"other_key": True},
            {"kid": "two"},
            {"claims": {"nonce": "of another login"}},
            {"claims": {"nonce": None}},
            {"claims": {"aud": "another-client"}},
            {"claims": {"aud": [CLIENT, "another"], "azp": "another"}},
            {"claims": {"iss": "https://elsewhere.example"}},
            {"claims": {"exp": 1}},
            {"claims": {"exp": None}},
            {"claims": {"sub": ""}},
            {"claims": {"sub": None}},
            {"claims": {"sub": "x" * 256}},
            {"description": {"jwks_uri": "http://elsewhere.example/jwks"}},
            {"description": {"token_endpoint": "file:///etc/passwd"}},
        ],
        ids=str,
    )
    def test_a_wrong_token_opens_nothing(self, provider: Provider, wrong: dict[str, Any]) -> None:
        client = Client()
        address = leave(client)
        provider.wrong = wrong
        assert come_back(client, address).status_code == 403
        assert not is_in(client)

    def test_a_description_of_another_issuer_leads_nowhere(self, provider: Provider) -> None:
        provider.wrong = {"description": {"issuer": "https://elsewhere.example"}}
        assert Client().post(START, {"email": BRAM["email"]}).status_code == 403

    def test_the_answer_of_a_login_that_somebody_else_began_is_not_taken(self, provider: Provider) -> None:
        attacker, victim = Client(), Client()
        there = requests.get(leave(attacker), allow_redirects=False, timeout=5)
        parts = urlsplit(there.headers["Location"])
        leave(victim)
        assert victim.get(f"{parts.path}?{parts.query}").status_code == 403
        assert not is_in(victim)

    def test_coming_back_twice_opens_once(self, provider: Provider) -> None:
        client = Client()
        there = requests.get(leave(client), allow_redirects=False, timeout=5)
        parts = urlsplit(there.headers["Location"])
        assert client.get(f"{parts.path}?{parts.query}").status_code == 302
        client.post("/account/logout/")
        assert client.get(f"{parts.path}?{parts.query}").status_code == 403

    @pytest.mark.parametrize(
        "query", ["", "?code=x", "?state=x", "?error=access_denied", "?code=x&state=%00", "?code=x&state=é"]
    )
    def test_nonsense_on_the_way_back_gets_a_page(self, provider: Provider, query: str) -> None:
        client = Client()
        leave(client)
        assert client.get(f"{BACK}{query}").status_code == 403

    def test_who_dawdles_starts_again(self, provider: Provider, region: Region, time_machine: Any) -> None:
        client = Client()
        address = leave(client)
        time_machine.move_to(region.now + timedelta(minutes=11), tick=False)
        assert come_back(client, address).status_code == 403

    def test_a_provider_that_is_down_gets_a_sentence(self, region: Region, time_machine: Any) -> None:
        time_machine.move_to(region.now, tick=False)
        with serving(Provider()) as standing:
            keep(region, standing)
        answer = Client().post(START, {"email": BRAM["email"]})
        assert answer.status_code == 403
        assert "werkt niet" in answer.content.decode()


class TestAddress:
    """The page that asks for an address tells nothing about any account."""

    def test_known_and_unknown_people_of_a_domain_get_the_same_page(self, provider: Provider) -> None:
        pages = [Client().post(START, {"email": f"{name}@{DOMAIN}"}) for name in ("bram", "nobody")]
        assert len({page.status_code for page in pages}) == 1
        assert len({page.context["issuer"] for page in pages}) == 1

    @pytest.mark.parametrize("email", ["bram@elsewhere.example", "", "x", "a@b", "x" * 300 + "@x.example"])
    def test_another_domain_gets_a_sentence(self, provider: Provider, email: str) -> None:
        answer = Client().post(START, {"email": email})
        assert answer.status_code == 400
        assert answer.context["form"].errors["email"]

    def test_asking_too_often_is_slowed_down(self, provider: Provider) -> None:
        client = Client()
        answers = [client.post(START, {"email": "x@elsewhere.example"}).status_code for _ in range(21)]
        assert answers[-1] == 429


class TestDemanded:
    """An organisation may demand its own login: a right password is then as wrong as any."""

    def test_a_right_password_looks_wrong_and_the_person_is_told(
        self, provider: Provider, region: Region
    ) -> None:
        keep(region, provider, is_required=True)
        sent = {"login": region.bram.email, "password": PASSWORD}
        right, wrong = Client(), Client()
        refused = right.post("/account/login/", sent)
        mistaken = wrong.post("/account/login/", {**sent, "password": "not-the-password"})
        assert refused.context["form"].errors == mistaken.context["form"].errors
        assert not is_in(right)
        assert [message.to for message in mail.outbox] == [[region.bram.email]]
        right.post("/account/login/", sent)
        assert len(mail.outbox) == 1, "once a day"
        assert LedgerLine.objects.filter(event="sign_in.failed").count() == 3
        assert is_in(_logged_in("anna")), "other organisations go on as before"

    def test_right_and_wrong_passwords_lock_alike(
        self, provider: Provider, region: Region, time_machine: Any
    ) -> None:
        keep(region, provider, is_required=True)
        locked = []
        for name, password in (("bram", PASSWORD), ("bea", "not-the-password")):
            sent, answers = {"login": f"{name}@{DOMAIN}", "password": password}, []
            for attempt in range(6):
                time_machine.move_to(region.now + timedelta(seconds=20 * attempt), tick=False)
                answers.append(Client().post("/account/login/", sent).content.decode())
            locked.append(["Te veel" in text for text in answers])
        assert locked[0] == locked[1] == [False] * 5 + [True]

    def test_who_keeps_the_platform_can_always_switch_it_off(
        self, provider: Provider, region: Region
    ) -> None:
        membership.start(
            actor=FOUNDER,
            user=region.joost,
            organisation=region.school,
            role=Role.PROFESSIONAL,
            now=region.now,
            until=region.now + timedelta(days=30),
        )
        keep(region, provider, is_required=True)
        assert is_in(_logged_in("joost"))


class TestStepUpAndSecondFactor:
    """Showing again who one is, and the second factor, at one's own organisation."""

    def test_bram_shows_again_who_he_is_there(
        self, provider: Provider, region: Region, time_machine: Any
    ) -> None:
        region.bram.set_unusable_password()
        region.bram.save()
        client = Client()
        come_back(client, leave(client))
        time_machine.move_to(region.now + timedelta(minutes=6), tick=False)
        question = client.get("/cases/emergency/").url
        way = client.get(question).url
        assert way == "/account/own-login/again/?next=%2Fcases%2Femergency%2F"
        address = client.get(way).context["address"]
        assert "prompt=login" in address
        assert "max_age=0" in address
        assert come_back(client, address).url == "/cases/emergency/"
        assert client.get("/cases/emergency/").status_code == 200

    @pytest.mark.parametrize("claims", [{"auth_time": 1}, {"auth_time": None}, {"auth_time": "now"}])
    def test_without_logging_in_anew_it_is_no_proof(
        self, provider: Provider, region: Region, time_machine: Any, claims: dict[str, Any]
    ) -> None:
        client = Client()
        come_back(client, leave(client))
        time_machine.move_to(region.now + timedelta(minutes=6), tick=False)
        provider.wrong = {"claims": claims}
        assert (
            come_back(client, client.get("/account/own-login/again/").context["address"]).status_code == 403
        )
        assert client.get("/cases/emergency/").status_code == 302

    def test_somebody_else_there_is_no_proof_here(
        self, provider: Provider, region: Region, time_machine: Any
    ) -> None:
        client = Client()
        come_back(client, leave(client))
        time_machine.move_to(region.now + timedelta(minutes=6), tick=False)
        provider.person = {"sub": "bea", "email": f"bea@{DOMAIN}", "email_verified": True}
        assert (
            come_back(client, client.get("/account/own-login/again/").context["address"]).status_code == 403
        )
        assert client.get("/cases/emergency/").status_code == 302
        assert client.get("/").wsgi_request.user == region.bram

    @pytest.mark.parametrize("counts", [False, True])
    def test_the_second_factor_of_the_provider_counts_when_that_was_written_down(
        self, provider: Provider, region: Region, settings: Any, counts: bool
    ) -> None:
        settings.ZORGTAFEL_REQUIRE_MFA = True
        keep(region, provider, has_second_factor=counts)
        client = Client()
        come_back(client, leave(client))
        assert is_in(client) is counts


class TestKeeping:
    """The keeper of the platform writes down which provider; nobody else, and never another's secret."""

    def test_only_the_keeper_of_the_platform(self, region: Region) -> None:
        terms = Terms(issuer="https://login.example", client_id="x", email_domain="x.example")
        with pytest.raises(AccessDenied):
            providers.keep(
                actor=region.actor("anna"), organisation=region.school, terms=terms, now=region.now
            )

    def test_a_domain_belongs_to_one(self, region: Region) -> None:
        terms = Terms(issuer="https://login.example", client_id="x", email_domain="x.example")
        joost = region.actor("joost")
        providers.keep(actor=joost, organisation=region.school, terms=terms, now=region.now)
        with pytest.raises(StateConflictError):
            providers.keep(actor=joost, organisation=region.police, terms=terms, now=region.now)

    def test_the_secret_lies_sealed_and_is_kept_when_left_empty(self, region: Region, log_in: LogIn) -> None:
        joost, path = log_in("joost"), f"/organisations/{region.school.pk}/login-provider/"
        sent = {
            "issuer": "https://login.example/",
            "client_id": "x",
            "email_domain": "x.example",
            "secret": SECRET,
            "is_active": "on",
        }
        assert joost.post(path, sent).status_code == 302
        assert joost.post(path, {**sent, "secret": ""}).status_code == 302
        kept = IdentityProvider.objects.get()
        assert SECRET not in kept.sealed_secret
        assert providers.secret_of(kept) == SECRET
        assert SECRET not in joost.get(path).content.decode()
        line = LedgerLine.objects.filter(event="login.provider_changed").last()
        assert line.detail["party"] == region.school.pk
        assert SECRET not in str(line.detail)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("issuer", "http://login.example"),
            ("issuer", "https://login.example/?x"),
            ("issuer", "javascript:alert(1)"),
            ("email_domain", "x"),
            ("email_domain", "x@y.example"),
            ("secret_variable", "ZORGTAFEL_SECRET_KEY"),
            ("secret_variable", "ZORGTAFEL_OIDC_SCHOOL"),  # beside a secret: one place only
        ],
    )
    def test_bad_input_gets_a_sentence(self, region: Region, log_in: LogIn, field: str, value: str) -> None:
        sent = {"issuer": "https://l.example", "client_id": "x", "email_domain": "x.example", "secret": "s"}
        path = f"/organisations/{region.school.pk}/login-provider/"
        answer = log_in("joost").post(path, {**sent, field: value})
        assert answer.status_code == 400
        assert answer.context["form"].errors[field]
        assert not IdentityProvider.objects.exists()

    def test_a_secret_may_stand_in_the_environment(
        self, region: Region, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("ZORGTAFEL_OIDC_SCHOOL", "from-the-environment")
        terms = Terms("https://l.example", "x", "x.example", secret_variable="ZORGTAFEL_OIDC_SCHOOL")
        kept = providers.keep(
            actor=region.actor("joost"), organisation=region.school, terms=terms, now=region.now
        )
        assert providers.secret_of(kept) == "from-the-environment"


def _logged_in(name: str) -> Client:
    client = Client()
    client.post("/account/login/", {"login": f"{name}@{DOMAIN}", "password": PASSWORD})
    return client
