"""Notifications in a real browser: the permission, the worker, the code, and what is shown without a page."""

import json
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from organisations.models import ContactChannel
from organisations.reach import code, push
from tests.cast import Region
from tests.fixtures_push import Browser
from tests.fixtures_services import serve
from tests.journeys.people import PHONE, log_in

pytestmark = [pytest.mark.browser, pytest.mark.services]

#: The browser of a test knows no push service of its own; this one answers as that of Firefox does.
ANSWER = """
PushManager.prototype.subscribe = function (options) {
  window.asked = { visible: options.userVisibleOnly, key: options.applicationServerKey.length };
  return Promise.resolve({ toJSON: function () { return %s; } });
};
"""


@pytest.fixture
def bea(process_environment: dict[str, str], new_context: object, region: Region) -> Iterator[Page]:
    """Give Bea's phone, logged in at a site that sends notifications, with the permission given."""
    listens = Browser("https://updates.push.services.mozilla.com/wpush/v2/test")
    p256dh, auth = listens.keys
    answer = {"endpoint": listens.endpoint, "keys": {"p256dh": p256dh, "auth": auth}}
    environment = {**process_environment, "ZORGTAFEL_PUSH_KEY": push.new_key()}
    with serve(environment) as site:
        context: BrowserContext = new_context(base_url=site, locale="nl-NL", viewport=PHONE)
        context.grant_permissions(["notifications"], origin=site)
        context.add_init_script(ANSWER % json.dumps(answer))
        yield log_in(context, "bea").page


def test_bea_lets_her_phone_show_notifications(bea: Page, region: Region) -> None:
    bea.goto("/account/reach/")
    bea.get_by_role("link", name="Meldingen op dit apparaat").click()
    assert Axe().run(bea).response["violations"] == []
    bea.get_by_role("button", name="Meldingen op dit apparaat krijgen").click()
    bea.wait_for_url(re.compile(r"/account/reach/\d+/$"))
    made = ContactChannel.objects.get(user=region.bea, kind="push")
    bea.fill("[name=code]", code.of(made))
    bea.locator("main button[type=submit]").first.click()
    bea.wait_for_url("**/account/reach/")
    expect(bea.get_by_text(made.address).first).to_be_visible()
    made.refresh_from_db()
    assert made.verified_at is not None


def test_the_worker_shows_a_number_and_a_colour(bea: Page) -> None:
    bea.goto("/account/reach/device/")
    tools = bea.context.new_cdp_session(bea)
    seen: list[dict] = []
    tools.on("ServiceWorker.workerRegistrationUpdated", lambda told: seen.extend(told["registrations"]))
    tools.send("ServiceWorker.enable")
    bea.evaluate(
        """async () => {
          const place = document.querySelector("[data-push]");
          const known = await navigator.serviceWorker.register(place.dataset.worker);
          while (!known.active) await new Promise((done) => setTimeout(done, 50));
        }"""
    )
    [registration] = {row["registrationId"] for row in seen}
    payload = {"number": "V-26-ABCDE", "colour": "Rood", "link": "/missing/V-26-ABCDE/"}
    told = {"origin": bea.evaluate("location.origin"), "registrationId": registration}
    tools.send("ServiceWorker.deliverPushMessage", {**told, "data": json.dumps(payload)})
    shown = bea.evaluate(
        """async () => {
          const [known] = await navigator.serviceWorker.getRegistrations();
          for (let tried = 0; tried < 50; tried += 1) {
            const found = await known.getNotifications();
            if (found.length) return found.map((one) => [one.title, one.body, one.data.link]);
            await new Promise((done) => setTimeout(done, 100));
          }
          return [];
        }"""
    )
    assert shown == [["zorgtafel", "V-26-ABCDE · Rood", "/missing/V-26-ABCDE/"]]
