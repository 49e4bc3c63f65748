"""Piet keeps the key of the institution, and Hilde confirms it: one of them alone lets no key count."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from cases.audit.models import LedgerLine
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.history import StaleWriteError
from organisations.keys import key, rules
from organisations.keys.models import SealingKey
from organisations.models import Letter
from organisations.roles import Role
from tests.cast import Region
from tests.organisations.conftest import join
from tests.organisations.keys.pairs import PUBLIC, PUBLIC_TOO

LogIn = Callable[[str], Client]
#: Reads as a private key, and is none.
SECRET = "AGE-SECRET-KEY-1" + "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L" + "7AUM6ECHK45NJ3S0WDVT2FG8X9"


@pytest.fixture
def house(region: Region) -> Region:
    """Let Hilde administer the institution, long since."""
    join(region, "hilde", "institution", Role.ORGANISATION_ADMIN, now=region.now - timedelta(days=40))
    return region


def registered(region: Region, text: str = PUBLIC, name: str = "piet") -> SealingKey:
    """Let somebody register a key of their organisation."""
    return key.register(actor=region.actor(name), public_key=text, now=region.now)


def confirmed(region: Region, text: str = PUBLIC) -> SealingKey:
    """Let Piet register a key and Hilde confirm it."""
    made, end = registered(region, text), rules.fingerprint(text)
    return key.confirm(made, actor=region.actor("hilde"), fingerprint=end, now=region.now)


def letters() -> set[tuple[str, str]]:
    """Give who is owed which letter."""
    return {(letter.kind, letter.address.split("@")[0]) for letter in Letter.objects.all()}


class TestActs:
    """Registered, confirmed, replaced, withdrawn."""

    def test_it_counts_only_when_a_colleague_confirmed_it(self, house: Region) -> None:
        made = registered(house)
        assert key.counting(house.institution) is None
        end = rules.fingerprint(PUBLIC)
        key.confirm(made, actor=house.actor("hilde"), fingerprint=end, version=made.version, now=house.now)
        counting = key.counting(house.institution)
        assert counting == made
        assert (counting.registered_by.name, counting.confirmed_by.name) == ("Piet", "Hilde")
        events = ["key.registered", "key.confirmed"]
        lines = LedgerLine.objects.filter(event__in=events).order_by("pk")
        assert [(line.event, line.detail) for line in lines] == [
            (event, {"party": house.institution.pk}) for event in events
        ]
        assert [row.history_type for row in counting.history.order_by("history_id")] == ["+", "~"]
        assert letters() == {("key_registered", "hilde"), ("key_counts", "piet")}

    def test_who_registered_it_does_not_confirm_it(self, house: Region) -> None:
        with pytest.raises(StateConflictError, match="own"):
            key.confirm(
                registered(house),
                actor=house.actor("piet"),
                fingerprint=rules.fingerprint(PUBLIC),
                now=house.now,
            )
        assert key.counting(house.institution) is None

    def test_an_account_that_was_made_for_it_confirms_nothing(self, house: Region) -> None:
        join(house, "nep", "institution", Role.CONTACT_POINT, now=house.now - timedelta(days=6))
        made, end = registered(house), rules.fingerprint(PUBLIC)
        with pytest.raises(StateConflictError, match="too_new"):
            key.confirm(made, actor=house.actor("nep"), fingerprint=end, now=house.now + timedelta(days=30))

    def test_another_fingerprint_lets_nothing_count(self, house: Region) -> None:
        made = registered(house)
        with pytest.raises(StateConflictError) as refused:
            key.confirm(
                made, actor=house.actor("hilde"), fingerprint=rules.fingerprint(PUBLIC_TOO), now=house.now
            )
        assert (refused.value.code, refused.value.field) == ("other", "fingerprint")
        assert key.counting(house.institution) is None

    def test_the_old_one_counts_until_the_next_is_confirmed(self, house: Region) -> None:
        old, following = confirmed(house), registered(house, PUBLIC_TOO, "hilde")
        assert key.counting(house.institution) == old
        end = rules.fingerprint(PUBLIC_TOO)
        key.confirm(following, actor=house.actor("piet"), fingerprint=end, now=house.now)
        assert key.counting(house.institution) == following
        old.refresh_from_db()
        assert (old.end, old.ended_by.name) == ("replaced", "Piet")
        assert old.history.count() == 3

    def test_one_person_withdraws_it_and_it_never_comes_back(self, house: Region) -> None:
        made = confirmed(house)
        key.withdraw(made, actor=house.actor("piet"), now=house.now)
        assert key.counting(house.institution) is None
        assert LedgerLine.objects.filter(event="key.withdrawn").count() == 1
        assert ("key_withdrawn", "hilde") in letters()
        with pytest.raises(StateConflictError, match="over"):
            key.withdraw(made, actor=house.actor("piet"), now=house.now)
        with pytest.raises(StateConflictError, match="key_known"):
            registered(house)

    def test_a_second_one_waits_its_turn(self, house: Region) -> None:
        registered(house)
        with pytest.raises(StateConflictError, match="key_waits"):
            registered(house, PUBLIC_TOO, "hilde")

    def test_a_key_of_another_organisation_is_not_taken(self, house: Region) -> None:
        registered(house)
        with pytest.raises(StateConflictError, match="key_elsewhere"):
            registered(house, name="bea")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("hallo", "no_key"),
            ("", "no_key"),
            (PUBLIC[:-1] + ("q" if PUBLIC[-1] != "q" else "p"), "no_key"),  # its check signs do not fit
            (f"{PUBLIC} {PUBLIC_TOO}", "no_key"),
            (SECRET, "private_key"),
            (f"# public key: {PUBLIC}\n{SECRET}", "private_key"),
        ],
    )
    def test_what_is_no_public_key_is_refused(self, house: Region, text: str, code: str) -> None:
        with pytest.raises(StateConflictError, match=code):
            registered(house, text)
        assert not SealingKey.objects.exists()

    def test_a_key_that_everybody_could_open_is_refused(self, house: Region) -> None:
        """The point zero (RFC 7748, section 6.1), as age writes it."""
        with pytest.raises(StateConflictError, match="weak_key"):
            registered(house, ZERO)

    @pytest.mark.parametrize("name", ["bram", "hugo", "dina", "iris", "joost"])
    def test_other_roles_keep_no_key(self, house: Region, name: str) -> None:
        with pytest.raises(AccessDenied):
            registered(house, name=name)

    def test_nobody_else_confirms_or_withdraws_it(self, house: Region) -> None:
        made = registered(house)
        for name in ("bea", "anna", "joost"):
            with pytest.raises(AccessDenied):
                key.withdraw(made, actor=house.actor(name), now=house.now)
            with pytest.raises(AccessDenied):
                key.confirm(
                    made, actor=house.actor(name), fingerprint=rules.fingerprint(PUBLIC), now=house.now
                )

    def test_what_was_seen_must_still_be_so(self, house: Region) -> None:
        made = registered(house)
        key.withdraw(made, actor=house.actor("hilde"), now=house.now)
        with pytest.raises(StaleWriteError):
            key.confirm(
                made,
                actor=house.actor("hilde"),
                fingerprint=rules.fingerprint(PUBLIC),
                version=1,
                now=house.now,
            )


def _polymod(values: list[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, generator in enumerate((0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)):
            check ^= generator if (top >> bit) & 1 else 0
    return check


def _bech32(values: list[int]) -> str:
    """Write values as a public key of age, with its check signs (BIP 173)."""
    head = [ord(sign) >> 5 for sign in "age"] + [0] + [ord(sign) & 31 for sign in "age"]
    check = _polymod([*head, *values, 0, 0, 0, 0, 0, 0]) ^ 1
    signs = [*values, *((check >> 5 * (5 - at)) & 31 for at in range(6))]
    return "age1" + "".join(rules.SIGNS[value] for value in signs)


ZERO = _bech32([0] * 52)


class TestPages:
    """Through the screens."""

    def test_piet_registers_and_hilde_hears_the_fingerprint(self, house: Region, log_in: LogIn) -> None:
        piet, path = log_in("piet"), f"/organisations/{house.institution.pk}/key/"
        assert "age-keygen -o key.txt" in piet.get(path).content.decode()
        page = piet.post(f"{path}new/", {"public_key": f" {PUBLIC} "}, follow=True).content.decode()
        assert rules.fingerprint(PUBLIC) in page
        hilde, made = log_in("hilde"), SealingKey.objects.get()
        page = hilde.get(path).content.decode()
        assert "Piet" in page
        assert rules.fingerprint(PUBLIC) not in page
        assert PUBLIC not in page
        confirm = f"{path}{made.pk}/confirm/"
        assert PUBLIC[-8:] not in hilde.get(confirm).content.decode()
        wrong = hilde.post(confirm, {"fingerprint": rules.fingerprint(PUBLIC_TOO), "version": made.version})
        assert wrong.status_code == 409
        assert rules.fingerprint(PUBLIC_TOO) in wrong.content.decode()
        typed = {"fingerprint": rules.fingerprint(PUBLIC), "version": made.version}
        assert hilde.post(confirm, typed).status_code == 302
        page = hilde.get(path).content.decode()
        assert rules.fingerprint(PUBLIC) in page
        assert "Bevestigd door" in page

    @pytest.mark.parametrize(
        "typed", [SECRET, f"# public key: {PUBLIC}\n{SECRET}", SECRET.lower(), SECRET[20:]]
    )
    def test_a_private_key_is_refused_and_stands_nowhere(
        self, house: Region, log_in: LogIn, caplog: Any, typed: str
    ) -> None:
        answer = log_in("piet").post(f"/organisations/{house.institution.pk}/key/new/", {"public_key": typed})
        page = answer.content.decode()
        assert answer.status_code == 400
        assert "maak een nieuw paar" in page
        rest = SECRET[20:].lower()
        assert rest not in page.lower()
        assert rest not in caplog.text.lower()
        assert rest not in everything().lower()

    def test_not_even_when_the_session_was_lost(self, house: Region, log_in: LogIn) -> None:
        piet, path = log_in("piet"), f"/organisations/{house.institution.pk}/key/new/"
        form = piet.get(path).context["form"]
        piet.logout()
        piet.post(path, {"public_key": SECRET, "typed_by": form["typed_by"].value()})
        kept = [session.get_decoded() for session in Session.objects.all()]
        assert any("kept_form" in found for found in kept), "the form was kept, but for the key"
        assert SECRET[20:].lower() not in str(kept).lower()

    def test_a_key_with_a_typing_mistake_is_shown_again(self, house: Region, log_in: LogIn) -> None:
        path, wrong = f"/organisations/{house.institution.pk}/key/new/", f"{PUBLIC[:-2]}"
        answer = log_in("piet").post(path, {"public_key": wrong})
        assert answer.status_code == 409
        assert wrong in answer.content.decode()

    def test_of_another_organisation_there_is_no_page(self, house: Region, log_in: LogIn) -> None:
        made = registered(house)
        bea = log_in("bea")
        assert bea.get(f"/organisations/{house.institution.pk}/key/").status_code == 404
        assert bea.get(f"/organisations/{house.school.pk}/key/{made.pk}/confirm/").status_code == 404

    def test_a_stale_page_confirms_nothing(self, house: Region, log_in: LogIn) -> None:
        made, hilde = registered(house), log_in("hilde")
        key.withdraw(made, actor=house.actor("piet"), now=house.now)
        path = f"/organisations/{house.institution.pk}/key/{made.pk}/confirm/"
        answer = hilde.post(path, {"fingerprint": rules.fingerprint(PUBLIC), "version": 1})
        assert answer.status_code == 409
        assert key.counting(house.institution) is None


def everything() -> str:
    """Give every text that stands in the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            found.append(str(cursor.fetchall()))
    return "".join(found)
