"""Thinking along without a name; the name is shared by a decision of its own."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from django.test import Client

from cases.access import answer, gate, request
from cases.audit.models import LedgerLine
from cases.casefile import consult, participation
from cases.casefile.consult import Sharing
from cases.casefile.models import Case, CaseParticipation
from cases.casefile.participation import Terms
from cases.conflict import StateConflictError
from cases.notifications.models import Delivery
from organisations import covenant, grants
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.models import CovenantClause
from organisations.roles import Role
from tests.cast import CARE, FOUNDER, SAFETY, Region, open_case

LogIn = Callable[[str], Client]
NEEDED = Sharing(*CARE, reason="They have to find a bed for her.")
WHO = {
    "name": "Xanthippe Zwaluwstaart",
    "birth_date": "2010-12-31",
    "address": "Kwartelpad 999",
    "guardians": "Ottoline Zwaluwstaart",
}
MARKS = (
    "Xanthippe",
    "Zwaluwstaart",
    "2010-12-31",
    "31 december 2010",
    "31-12-2010",
    "Kwartelpad",
    "Ottoline",
)
LINK = re.compile(r'(?:href|action|hx-get)="(/[^"#]*)"')
LEAVES = ("/account/logout", "/static/", "/language")


@pytest.fixture
def told(region: Region, log_in: LogIn) -> Case:
    """Give a case of which the desk knows everything."""
    case = open_case(region, name=WHO["name"])
    page = f"/cases/{case.number}/people/young-person/"
    assert log_in("anna").post(page, {**WHO, "version": 1}).status_code == 302
    return Case.objects.get(pk=case.pk)


def asked(region: Region, case: Case, key: str = "institution") -> CaseParticipation:
    """Let Anna ask an organisation to think along for two weeks."""
    return consult.ask(
        case,
        actor=region.actor("anna"),
        organisation=region.organisations[key],
        purpose=CARE[0],
        legal_ground=CARE[1],
        until=region.now.date() + timedelta(days=14),
        now=region.now,
    )


def crawl(client: Client, start: str = "/") -> Iterator[tuple[str, str]]:
    """Give every page that somebody can reach by links, with its text."""
    waiting, seen = [start, "/cases/", "/search/", "/tasks/", "/inbox/", "/meetings/", "/missing/"], set()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(LEAVES):
            continue
        seen.add(path)
        page = client.get(path, follow=True)
        if page.headers.get("Content-Type", "").startswith("text/html"):
            text = page.content.decode()
            waiting += LINK.findall(text)
            yield path, text


def test_the_consulted_organisation_finds_no_name_on_any_page_until_the_decision(
    region: Region, told: Case, log_in: LogIn
) -> None:
    part = asked(region, told)
    client, base = log_in("piet"), f"/cases/{told.number}/"
    pages = dict(crawl(client))
    assert {base, f"{base}people/", f"{base}sharing/", f"{base}timeline/", f"{base}plan/"} <= set(pages)
    assert told.pseudonym in pages[base]
    assert {(path, mark) for path, text in pages.items() for mark in MARKS if mark in text} == set()
    assert client.get(f"{base}people/young-person/").status_code == 403
    found = client.post("/search/", {"q": f"{WHO['name']} 31-12-2010"}).content.decode()
    assert told.number not in found
    consult.share_identity(part, actor=region.actor("anna"), sharing=NEEDED, now=region.now)
    after = dict(crawl(client))
    assert all(mark in after[f"{base}people/"] for mark in ("Xanthippe", "31 december 2010", "Kwartelpad"))


def test_sharing_the_name_has_its_own_ground_line_and_message(region: Region, told: Case) -> None:
    part = asked(region, told)
    consult.share_identity(
        part, actor=region.actor("anna"), sharing=Sharing(*SAFETY, reason="A bed"), now=region.now
    )
    part.refresh_from_db()
    assert (part.purpose, part.legal_ground) == CARE
    assert (part.identity_purpose, part.identity_ground, part.identity_shared_by) == (*SAFETY, region.anna)
    line = LedgerLine.objects.get(event="consult.identity_shared")
    assert (line.act, line.compartments, line.ground) == ("share_identity", "identity", "/".join(SAFETY))
    assert line.detail["admitted"] == region.institution.pk
    sent = Delivery.objects.filter(notification__kind="identity_shared", channel="inbox")
    assert [row.user for row in sent] == [region.piet]


def test_the_name_closes_when_its_own_clause_ends_and_the_core_stays(region: Region, told: Case) -> None:
    part = asked(region, told)
    consult.share_identity(
        part, actor=region.actor("anna"), sharing=Sharing(*SAFETY, reason="A bed"), now=region.now
    )
    clause = CovenantClause.objects.get(
        organisation_kind="youth_care", compartment="identity", purpose=SAFETY[0]
    )
    covenant.withdraw_clause(clause, actor=FOUNDER, on=region.now.date(), now=region.now)
    opened = gate.open_case(region.actor("piet"), told.number, now=region.now)
    assert opened.access.readable == {Compartment.CORE}


def test_who_may_not_share_the_name(region: Region, told: Case) -> None:
    part = asked(region, told)
    for name in ("piet", "iris", "chris"):
        with pytest.raises(AccessDenied):
            consult.share_identity(part, actor=region.actor(name), sharing=NEEDED, now=region.now)
    grants.narrow(
        actor=FOUNDER,
        organisation=region.desk,
        role=Role.CARE_COORDINATOR,
        act=Act.SHARE_IDENTITY,
        now=region.now,
    )
    with pytest.raises(AccessDenied):
        consult.share_identity(part, actor=region.actor("anna"), sharing=NEEDED, now=region.now)
    with_name = Terms(*CARE, frozenset({Compartment.IDENTITY}), region.now)
    with pytest.raises(AccessDenied):
        participation.admit(
            told, actor=region.actor("anna"), organisation=region.school, terms=with_name, now=region.now
        )
    assert not LedgerLine.objects.filter(event="consult.identity_shared").exists()


def test_states_that_do_not_allow_it(region: Region, told: Case) -> None:
    anna, part = region.actor("anna"), asked(region, told)
    with pytest.raises(StateConflictError) as refused:
        consult.share_identity(
            part, actor=anna, sharing=Sharing("search", "police_data_act", "x"), now=region.now
        )
    assert (refused.value.code, refused.value.field) == ("no_clause", "terms")
    wider = Terms(*CARE, frozenset({Compartment.IDENTITY}), region.now)
    with pytest.raises(StateConflictError) as refused:
        participation.change(part, actor=anna, terms=wider, now=region.now)
    assert refused.value.code == "identity_apart"
    consult.share_identity(part, actor=anna, sharing=NEEDED, now=region.now)
    with pytest.raises(StateConflictError) as refused:
        consult.share_identity(part, actor=anna, sharing=NEEDED, now=region.now)
    assert refused.value.code == "knows_already"
    participation.end(part, actor=anna, reason="done", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        consult.share_identity(part, actor=anna, sharing=NEEDED, now=region.now)
    assert refused.value.code == "participation_ended"


def test_taking_the_name_away_takes_its_terms_along(region: Region, told: Case) -> None:
    anna, part = region.actor("anna"), asked(region, told)
    consult.share_identity(part, actor=anna, sharing=Sharing(*SAFETY, reason="A bed"), now=region.now)
    keeps = Terms(*CARE, frozenset({Compartment.IDENTITY, Compartment.MISSING}), region.now)
    kept = participation.change(part, actor=anna, terms=keeps, now=region.now)
    assert (kept.reads_identity, kept.identity_purpose) == (True, SAFETY[0])
    without = Terms(*CARE, frozenset({Compartment.MISSING}), region.now)
    lost = participation.change(part, actor=anna, terms=without, now=region.now)
    assert (lost.reads_identity, lost.identity_purpose, lost.identity_shared_by) == (False, "", None)


def test_a_request_for_the_name_is_answered_by_the_same_decision(region: Region, told: Case) -> None:
    asked(region, told)
    wish = request.Wish(*CARE, frozenset({Compartment.IDENTITY}), "We need her name.")
    made = request.ask_by_number(told.number, actor=region.actor("piet"), wish=wish, now=region.now)
    answer.grant(
        made,
        actor=region.actor("anna"),
        compartments=wish.compartments,
        until=None,
        answer="",
        now=region.now,
    )
    line = LedgerLine.objects.get(event="consult.identity_shared")
    assert line.detail["admitted"] == region.institution.pk


def test_anna_asks_and_shares_on_the_screens(region: Region, told: Case, log_in: LogIn) -> None:
    client, sharing = log_in("anna"), f"/cases/{told.number}/sharing/"
    sent = {"organisation": region.institution.pk, "purpose": CARE[0], "legal_ground": CARE[1]}
    too_long = client.post(f"{sharing}consult/", {**sent, "until": date(2027, 1, 31)})
    assert too_long.status_code == 409
    assert "duurt hoogstens zes weken" in too_long.content.decode()
    assert client.post(f"{sharing}consult/", {**sent, "until": "2026-11-16"}).status_code == 400
    assert client.post(f"{sharing}consult/", {**sent, "until": "2026-11-30"}).status_code == 302
    part = told.participations.get(organisation=region.institution)
    page = f"{sharing}{part.pk}/identity/"
    assert page in client.get(sharing).content.decode()
    form = client.get(page).content.decode()
    assert "Piet" in form
    assert client.post(page, {"terms": "/".join(CARE), "reason": ""}).status_code == 400
    assert client.post(page, {"terms": "/".join(CARE), "reason": "Een bed"}).status_code == 302
    assert "Een bed" in client.get(sharing).content.decode()
    assert "Een bed" not in log_in("piet").get(sharing).content.decode()
    assert client.get(page).status_code == 200
