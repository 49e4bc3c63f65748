"""A passkey and an app in a real browser, with an authenticator that Chromium plays (CDP)."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import CDPSession, Page

from tests.cast import PASSWORD, Region

pytestmark = [pytest.mark.browser, pytest.mark.services]


@pytest.fixture
def page(live_site: str, new_context: object, region: Region) -> Page:
    """Give a window on the site by its name: a passkey belongs to a name, never to a number."""
    site = live_site.replace("127.0.0.1", "localhost")
    return new_context(base_url=site, locale="nl-NL", viewport={"width": 375, "height": 800}).new_page()


def log_in(page: Page, name: str = "anna") -> None:
    """Fill in the login form."""
    page.goto("/account/login/")
    page.fill("[name=login]", f"{name}@demo.zorgtafel.example")
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit]").first.click()


def leave(page: Page) -> None:
    """Log out."""
    page.goto("/account/logout/")
    page.locator("main form button[type=submit]").click()
    page.wait_for_url("**/account/login/**")


def plug_in(page: Page, verifies: bool = True) -> CDPSession:
    """Give the device an authenticator that says yes to whatever it is asked."""
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verifies,
    }
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return device


def test_anna_sets_up_a_passkey_and_logs_in_with_it(page: Page) -> None:
    plug_in(page)
    log_in(page)
    page.goto("/account/2fa/webauthn/add/")
    assert Axe().run(page).response["violations"] == []
    page.locator("form[data-passkey] button[type=submit]").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    assert page.locator("code.secret").count() == 10
    leave(page)
    log_in(page)
    page.wait_for_url("**/account/2fa/authenticate/")
    assert Axe().run(page).response["violations"] == []
    page.goto("/cases/")
    assert page.url.endswith("/account/2fa/authenticate/"), "the step cannot be skipped by address"
    page.goto("/account/2fa/authenticate/")
    page.get_by_text("Mijn passkey gebruiken").click()
    page.wait_for_selector("header.top")
    page.goto("/account/2fa/webauthn/")
    assert Axe().run(page).response["violations"] == []


def test_without_a_key_one_gets_a_sentence_and_another_way(page: Page) -> None:
    log_in(page)
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")  # a device without any authenticator
    page.goto("/account/2fa/webauthn/add/")
    page.evaluate("void (navigator.credentials.create = () => Promise.reject(new Error('no key')))")
    page.locator("form[data-passkey] button[type=submit]").click()
    page.wait_for_selector("#passkey-trouble:not([hidden])")


def test_anna_sets_up_an_app_and_logs_in_with_its_code(page: Page) -> None:
    log_in(page)
    page.goto("/account/2fa/totp/activate/")
    assert Axe().run(page).response["violations"] == []
    page.get_by_text("Lukt scannen niet?").click()
    secret = re.sub(r"\s", "", page.locator("code.secret").inner_text())
    page.fill("[name=code]", _code(secret, 0))
    page.get_by_text("Controleren en afronden").click()
    page.wait_for_url("**/account/2fa/recovery-codes/")
    assert Axe().run(page).response["violations"] == []
    leave(page)
    log_in(page)
    page.fill("[name=code]", _code(secret, 1))  # the next one: this one was used
    page.get_by_role("button", name="Inloggen", exact=True).click()
    page.wait_for_selector("header.top")
    page.goto("/account/2fa/")
    assert Axe().run(page).response["violations"] == []


def _code(secret: str, step: int) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step))
