"""The covenant on screens: Joost drafts, Olga signs, Joost lets it start; errors stand at their field."""

from collections.abc import Callable
from datetime import date, timedelta
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.audit.models import LedgerLine
from organisations import covenant, drafting, signing
from organisations.models import CovenantClause, CovenantParty, CovenantVersion
from tests.cast import FOUNDER, Region

LogIn = Callable[[str], Client]

pytestmark = pytest.mark.usefixtures("olga")


@pytest.fixture
def draft(region: Region) -> CovenantVersion:
    """Give Joost's draft of a second version."""
    agreement = region.covenant_version.covenant
    return drafting.begin(agreement, actor=region.actor("joost"), now=region.now)


@pytest.fixture
def sent(region: Region, draft: CovenantVersion) -> CovenantVersion:
    """Give the draft, sent to the parties."""
    return signing.send(draft, actor=region.actor("joost"), edit=None, now=region.now)


def fill(client: Client, path: str, **typed: Any) -> Any:
    """Open a form, change what is typed and send it, as a browser would."""
    form = client.get(path).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    values = {**shown, **typed}
    return client.post(path, {name: value for name, value in values.items() if value is not None})


def errors(page: Any) -> dict[str, list[str]]:
    """Give the sentences beside the fields."""
    return {name: [str(e) for e in found] for name, found in page.context["form"].errors.items()}


class TestDrafting:
    """Every part of a draft has its screen."""

    def test_a_draft_from_beginning_to_force(self, region: Region, log_in: LogIn) -> None:
        joost, today = log_in("joost"), region.now.date()
        begun = fill(joost, f"/covenants/agreements/{region.covenant_version.covenant_id}/draft/")
        home = begun.url
        assert "Concept, geen werking" in joost.get(home).text
        saved = fill(joost, f"{home}wordings/", summary="Scholen minder", ground_consent="Als de jongere wil")
        assert saved.url == home
        clause = CovenantClause.objects.get(
            version__number=2, organisation_kind="school", compartment="signals"
        )
        assert fill(joost, f"/covenants/clauses/{clause.pk}/change/", compartments=["core"]).url == home
        page = unescape(joost.get(home).text)
        assert "Scholen mogen “Identiteit”, “Signalen”, “Meldcode”, “Vermissing” niet langer lezen" in page
        assert "wordt een grond van het convenant" in page
        assert fill(joost, f"{home}send/").url == home
        olga = log_in("olga")
        assert "Lezen en ondertekenen" in olga.get("/covenants/ours/").text
        assert "niet langer lezen" in olga.get(f"{home}sign/").text
        done = fill(olga, f"{home}sign/", name="Rector Reiger", has_authority="on")
        assert done.url == "/covenants/ours/"
        assert "Rector Reiger" in olga.get("/covenants/ours/").text
        asked = joost.get(f"{home}start/")
        assert "Deze partijen hebben niet ondertekend" in asked.text
        assert region.police.name in asked.text
        assert fill(joost, f"{home}start/", valid_from=today + timedelta(days=3)).url == home
        version = CovenantVersion.objects.get(number=2)
        assert (version.status, version.valid_from) == ("settled", today + timedelta(days=3))
        assert "Start intrekken" in joost.get(home).text
        assert fill(joost, f"{home}call-off/").url == home

    def test_parties_join_change_and_go(self, region: Region, draft: CovenantVersion, log_in: LogIn) -> None:
        joost, home = log_in("joost"), f"/covenants/{draft.pk}/"
        party = draft.parties.get(organisation=region.elsewhere)
        assert fill(joost, f"/covenants/parties/{party.pk}/remove/").url == home
        wrong = fill(
            joost,
            f"{home}parties/new/",
            organisation=region.elsewhere.pk,
            acceded_on="2026-12-10",
            exited_on="2026-12-01",
        )
        assert wrong.status_code == 409
        assert list(errors(wrong)) == ["exited_on"]
        assert 'value="2026-12-01"' in wrong.text
        century = fill(
            joost, f"{home}parties/new/", organisation=region.elsewhere.pk, acceded_on="0206-12-10"
        )
        assert (century.status_code, list(errors(century))) == (400, ["acceded_on"])
        right = fill(joost, f"{home}parties/new/", organisation=region.elsewhere.pk)
        assert right.url == home
        again = draft.parties.get(organisation=region.elsewhere)
        assert fill(joost, f"/covenants/parties/{again.pk}/change/", exited_on="2027-12-01").url == home
        assert draft.parties.get(pk=again.pk).exited_on == date(2027, 12, 1)

    def test_responsibility_for_each_part(
        self, region: Region, draft: CovenantVersion, log_in: LogIn
    ) -> None:
        joost, path = log_in("joost"), f"/covenants/{draft.pk}/responsibility/"
        records = {
            f"records_{part}": "coordinating"
            for part in ("core", "identity", "signals", "meldcode", "missing", "medical", "network")
        }
        wrong = fill(joost, path, **records, records_police="author", retention_months=0)
        assert (wrong.status_code, list(errors(wrong))) == (400, ["retention_months"])
        police = f"party:{region.police.pk}"
        assert fill(joost, path, **records, records_police=police, retention_months=120).status_code == 302
        row = draft.controllers.get(compartment="police")
        assert (row.rule, row.organisation) == ("party", region.police)
        assert "120 maanden" in joost.get(f"/covenants/{draft.pk}/").text

    @pytest.mark.parametrize(
        ("typed", "status", "field"),
        [
            ({"compartments": []}, 400, "compartments"),
            ({"article": "vier"}, 400, "article"),
            ({"recipient": "party:999999"}, 400, "recipient"),
            ({"recipient": "kind:circus"}, 400, "recipient"),
            ({"purpose": "prosecution"}, 400, "purpose"),
            ({"compartments": ["medical"]}, 409, "compartments"),
            ({"recipient": "kind:school"}, 409, "recipient"),
        ],
    )
    def test_clauses_that_cannot_be(
        self, draft: CovenantVersion, log_in: LogIn, typed: dict[str, Any], status: int, field: str
    ) -> None:
        good = {
            "recipient": "kind:municipality",
            "purpose": "care_coordination",
            "legal_ground": "public_task",
            "article": "40",
            "compartments": ["core"],
        }
        joost, path = log_in("joost"), f"/covenants/{draft.pk}/clauses/new/"
        wrong = fill(joost, path, **{**good, **typed})
        assert (wrong.status_code, list(errors(wrong))) == (status, [field])
        assert fill(joost, path, **good).status_code == 302
        assert draft.clauses.filter(organisation_kind="municipality", article="40.1").count() == 1

    def test_a_stale_edit_is_not_saved_in_silence(
        self, region: Region, draft: CovenantVersion, log_in: LogIn
    ) -> None:
        joost, path = log_in("joost"), f"/covenants/{draft.pk}/wordings/"
        form = joost.get(path).context["form"]
        shown = {field.html_name: field.value() for field in form if field.value() is not None}
        party = draft.parties.get(organisation=region.elsewhere)
        drafting.drop_party(party, actor=region.actor("joost"), edit=None, now=region.now)
        stale = joost.post(path, {**shown, "summary": "Mijn woorden"})
        assert stale.status_code == 409
        assert "Mijn woorden" in stale.text
        assert CovenantVersion.objects.get(pk=draft.pk).summary == ""

    def test_a_double_click_makes_one_draft(self, region: Region, log_in: LogIn) -> None:
        joost = log_in("joost")
        path = f"/covenants/agreements/{region.covenant_version.covenant_id}/draft/"
        hidden = joost.get(path).context["form"].hidden_values()
        answers = [joost.post(path, hidden), joost.post(path, hidden)]
        assert [a.status_code for a in answers] == [302, 302]
        assert answers[0].url == answers[1].url
        assert CovenantVersion.objects.count() == 2
        assert fill(joost, path).status_code == 409

    def test_a_form_that_was_open_when_the_draft_was_sent_changes_nothing(
        self, region: Region, draft: CovenantVersion, log_in: LogIn
    ) -> None:
        joost, path = log_in("joost"), f"/covenants/{draft.pk}/wordings/"
        form = joost.get(path).context["form"]
        shown = {field.html_name: field.value() for field in form if field.value() is not None}
        signing.send(draft, actor=region.actor("joost"), edit=None, now=region.now)
        late = joost.post(path, {**shown, "summary": "Te laat"})
        assert late.status_code == 409
        assert "Te laat" in late.text
        assert joost.get(path).status_code == 409

    def test_thrown_away_is_gone(self, draft: CovenantVersion, log_in: LogIn) -> None:
        joost = log_in("joost")
        assert fill(joost, f"/covenants/{draft.pk}/discard/").url == "/covenants/"
        assert joost.get(f"/covenants/{draft.pk}/").status_code == 404

    def test_a_first_covenant_begins_empty(self, log_in: LogIn) -> None:
        joost = log_in("joost")
        made = fill(joost, "/covenants/new/", name="Convenant Oost", region="Oost")
        page = joost.get(made.url).text
        assert "eerste versie" in page
        assert fill(joost, f"{made.url}send/").status_code == 409


class TestStarting:
    """Dates that are not possible stand at their field."""

    @pytest.mark.parametrize(
        ("start", "until", "status", "field"),
        [
            ("", "", 400, "valid_from"),
            ("2026-11-16", "", 409, "valid_from"),
            ("2026-12-01", "2026-11-30", 409, "valid_until"),
            ("9026-12-01", "", 400, "valid_from"),
            ("morgen", "", 400, "valid_from"),
        ],
    )
    def test_each_wrong_day_has_its_sentence(
        self, sent: CovenantVersion, log_in: LogIn, start: str, until: str, status: int, field: str
    ) -> None:
        wrong = fill(log_in("joost"), f"/covenants/{sent.pk}/start/", valid_from=start, valid_until=until)
        assert (wrong.status_code, list(errors(wrong))) == (status, [field])
        assert CovenantVersion.objects.get(pk=sent.pk).status == "signing"

    def test_the_list_tells_what_held_on_a_day(
        self, region: Region, sent: CovenantVersion, log_in: LogIn
    ) -> None:
        start = signing.Start(date(2026, 12, 1))
        signing.start(sent, actor=region.actor("joost"), start=start, edit=None, now=region.now)
        joost = log_in("joost")
        for day, number in (("2026-11-30", "v1"), ("2026-12-01", "v2")):
            held = joost.get("/covenants/", {"on": day}).context["groups"][0]["held"]
            assert [f"v{version.number}" for version in held] == [number]
        assert joost.get("/covenants/", {"on": "2001-01-01"}).context["groups"][0]["held"] == []
        assert joost.get("/covenants/", {"on": "2026-02-31"}).status_code == 200


class TestSigning:
    """Olga reads and signs; nobody else finds the page."""

    def test_who_is_no_party_or_sees_a_draft_finds_nothing(
        self, region: Region, draft: CovenantVersion, log_in: LogIn
    ) -> None:
        olga, path = log_in("olga"), f"/covenants/{draft.pk}/sign/"
        assert olga.get(path).status_code == 404
        party = draft.parties.get(organisation=region.school)
        drafting.drop_party(party, actor=region.actor("joost"), edit=None, now=region.now)
        signing.send(draft, actor=region.actor("joost"), edit=None, now=region.now)
        assert olga.get(path).status_code == 404
        assert log_in("joost").get(path).status_code == 403

    def test_without_the_tick_nothing_is_signed(
        self, region: Region, sent: CovenantVersion, log_in: LogIn
    ) -> None:
        olga, path = log_in("olga"), f"/covenants/{sent.pk}/sign/"
        wrong = fill(olga, path, name="Rector Reiger")
        assert (wrong.status_code, list(errors(wrong))) == (400, ["has_authority"])
        assert "Rector Reiger" in wrong.text
        changed = fill(olga, path, name="Rector Reiger", has_authority="on", text_hash="0" * 64)
        assert changed.status_code == 409
        assert CovenantParty.objects.get(version=sent, organisation=region.school).signed_on is None

    @pytest.mark.parametrize("name", ["bram", "anna", "joost", "dina", "chris"])
    def test_everybody_sees_what_binds_their_own_organisation(
        self, region: Region, log_in: LogIn, name: str
    ) -> None:
        page = log_in(name).get("/covenants/ours/")
        assert page.status_code == 200
        assert "ondertekenen</a>" not in page.text
        line = LedgerLine.objects.latest("id")
        assert (line.event, line.detail["page"]) == ("page.read", "covenant_ours")

    def test_more_clauses_cost_no_more_queries(
        self, region: Region, draft: CovenantVersion, log_in: LogIn
    ) -> None:
        joost, path = log_in("joost"), f"/covenants/{draft.pk}/"
        joost.get(path)
        with CaptureQueriesContext(connection) as few:
            joost.get(path)
        for kind in ("municipality", "public_health", "mental_health"):
            fill(
                joost,
                f"{path}clauses/new/",
                recipient=f"kind:{kind}",
                purpose="care_coordination",
                legal_ground="public_task",
                article="40",
                compartments=["core", "identity"],
            )
        joost.get(path)  # takes the messages away
        with CaptureQueriesContext(connection) as many:
            joost.get(path)
        assert len(many) == len(few)


def test_a_clause_that_is_withdrawn_while_its_page_is_open(region: Region, log_in: LogIn) -> None:
    joost = log_in("joost")
    clause = CovenantClause.objects.filter(organisation_kind="school").first()
    path = f"/covenants/clauses/{clause.pk}/withdraw/"
    form = joost.get(path).context["form"]
    covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
    late = joost.post(path, {**form.hidden_values(), "on": region.now.date().isoformat()})
    assert late.status_code == 409
