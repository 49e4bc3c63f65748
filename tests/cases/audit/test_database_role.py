"""The site as its own role in PostgreSQL (S16): what it may not do the database refuses, and it works."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client, RequestFactory

from cases.access import existence
from cases.access.models import ExistenceCheck
from cases.audit import database_role, review_scan, role_rules, seal
from cases.audit.models import LedgerLine, LedgerSeal
from cases.casefile import participation
from cases.notifications import courier
from organisations import drafting, grants, membership, sign_in
from organisations.acts import Act
from organisations.models import CovenantParty, DutyShift
from organisations.roles import Role
from organisations.staff import invitation
from organisations.staff.models import Letter
from tests.access.addresses import one_of_everything
from tests.access.route_rows import CAST, ROWS
from tests.access.routes import address, table
from tests.cast import FOUNDER, PASSWORD, Region, full_table, member
from zorgtafel import health

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

#: Roles belong to the whole server, so each parallel run has one of its own.
ROLE = f"site_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"

#: What somebody who got hold of the site would like to do.
WISHES = [
    "UPDATE cases_ledgerline SET outcome = 'allowed'",
    "DELETE FROM cases_ledgerline",
    "TRUNCATE cases_ledgerline",
    "DROP TABLE cases_ledgerline",
    "ALTER TABLE cases_ledgerline DISABLE TRIGGER USER",
    "ALTER TABLE cases_ledgerline ADD COLUMN more text",
    "DROP TRIGGER ledger_no_change ON cases_ledgerline",
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RETURN OLD; END $$",
    "CREATE TRIGGER mine BEFORE INSERT ON cases_ledgerline FOR EACH ROW EXECUTE FUNCTION ledger_refuse()",
    "SET session_replication_role = replica",
    "CREATE TEMPORARY TABLE cases_ledgerline (id bigint)",
    "CREATE TABLE cases_copy AS SELECT * FROM cases_case",
    "CREATE SCHEMA mine",
    "CREATE ROLE friend SUPERUSER",
    "SET ROLE zorgtafel",
    "SELECT setval('cases_ledgerline_id_seq', 1)",
    "UPDATE cases_ledgerseal SET count = 0",
    "DELETE FROM cases_ledgerseal",
    "TRUNCATE cases_ledgerseal",
    "UPDATE cases_historicalcase SET urgency = 'normal'",
    "DELETE FROM cases_historicalcase",
    "TRUNCATE cases_historicalnote",
    "DELETE FROM cases_note",
    "DELETE FROM cases_case",
    "TRUNCATE cases_case CASCADE",
    "UPDATE auth_permission SET codename = 'x'",
    "DELETE FROM django_migrations",
    "COPY cases_case TO PROGRAM 'cat'",
]


#: What an owner might grant by mistake, and how it is taken back.
TOO_MANY = {
    f"GRANT UPDATE ON cases_ledgerline TO {ROLE}": f"REVOKE UPDATE ON cases_ledgerline FROM {ROLE}",
    f"GRANT UPDATE (mac) ON cases_ledgerseal TO {ROLE}": f"REVOKE ALL (mac) ON cases_ledgerseal FROM {ROLE}",
    "GRANT DELETE ON cases_historicalnote TO PUBLIC": "REVOKE ALL ON cases_historicalnote FROM PUBLIC",
    f"GRANT TRUNCATE ON cases_case TO {ROLE}": f"REVOKE TRUNCATE ON cases_case FROM {ROLE}",
    f"GRANT CREATE ON SCHEMA public TO {ROLE}": f"REVOKE CREATE ON SCHEMA public FROM {ROLE}",
    f"ALTER ROLE {ROLE} CREATEROLE": f"ALTER ROLE {ROLE} NOCREATEROLE",
    f"GRANT pg_write_all_data TO {ROLE}": f"REVOKE pg_write_all_data FROM {ROLE}",
    f"ALTER TABLE cases_note OWNER TO {ROLE}": "ALTER TABLE cases_note OWNER TO {owner}",
}


def log_in_as(name: str) -> None:
    """Leave the connection, and come back as another role of the server."""
    connection.close()
    connection.settings_dict["USER"] = name


@pytest.fixture
def owner(region: Region) -> Iterator[str]:
    """Give the owner's name once the site's role stands; afterwards the role is gone again."""
    name = connection.settings_dict["USER"]
    call_command("database_roles", role=ROLE, apply=True, stdout=StringIO())
    yield name
    log_in_as(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {ROLE}")
        cursor.execute(f"DROP ROLE {ROLE}")


@pytest.fixture
def as_the_site(owner: str) -> str:
    """Connect as the site does where real people are; give the owner's name."""
    log_in_as(ROLE)
    return owner


def run(statement: str) -> None:
    """Run a statement in a transaction of its own."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("as_the_site")
def test_the_database_itself_refuses_every_wish() -> None:
    for wish in WISHES:
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner|must be superuser"):
            run(wish)
    assert LedgerLine.objects.exists()


@pytest.mark.usefixtures("as_the_site")
def test_it_cannot_pass_on_what_it_has_not_got() -> None:
    run("GRANT ALL ON cases_ledgerline TO PUBLIC")  # PostgreSQL warns and does nothing
    assert database_role.excess() == []


def test_the_wishes_fail_for_want_of_rights_and_not_by_the_triggers_alone(
    region: Region, as_the_site: str
) -> None:
    log_in_as(as_the_site)
    run("ALTER TABLE cases_ledgerline DISABLE TRIGGER USER")
    try:
        log_in_as(ROLE)
        with pytest.raises(DatabaseError, match="permission denied"):
            run("UPDATE cases_ledgerline SET role = 'x'")
    finally:
        log_in_as(as_the_site)
        run("ALTER TABLE cases_ledgerline ENABLE TRIGGER USER")


@pytest.mark.usefixtures("as_the_site")
class TestTheSiteWorks:
    """Everything that people and background jobs do goes on under this role."""

    def test_every_page_that_people_get(
        self, region: Region, as_the_site: str, log_in: Callable[[str], Client]
    ) -> None:
        things = one_of_everything(region)
        wrong = []
        for name in ("anna", "dina", "joost"):
            client = log_in(name)
            for route, statuses in table(ROWS).items():
                if statuses[CAST.index(name)] == 200:
                    got = client.get(address(route, things)).status_code
                    wrong += [] if got == 200 else [f"{name} {route}: {got}"]
        assert wrong == []

    def test_whatever_is_taken_away_can_be_taken_away(self, region: Region) -> None:
        case, now = full_table(region), region.now
        joost, bea = region.actor("joost"), region.actor("bea")
        participation.remove_colleague(case, actor=bea, user=region.bram, now=now)
        existence.ask(actor=region.actor("gerda"), name="Noor Zeegras", birth_date=now.date(), now=now)
        assert existence.forget(now=now + timedelta(days=60)) == 1
        assert not ExistenceCheck.objects.exists()
        narrowed = {"actor": joost, "role": Role.CONTACT_POINT, "act": Act.SOUND_ALERT, "now": now}
        grants.narrow(region.school, **narrowed)
        grants.widen_back(region.school, **narrowed)
        asked = invitation.Asked("nieuw@school.example", "Nieuwe Docent", Role.PROFESSIONAL)
        sent = invitation.send(actor=joost, organisation=region.school, asked=asked, now=now)
        assert Letter.objects.filter(invitation=sent).exists()
        invitation.withdraw(sent, actor=joost, now=now)
        assert not Letter.objects.filter(invitation=sent).exists()
        Authenticator.objects.create(user=region.bea, type="totp", data={})
        assert sign_in.reset_second_factor(member(region, "bea"), actor=joost, now=now) == 1
        membership.end(member(region, "farid"), actor=FOUNDER, now=now)
        assert not DutyShift.objects.filter(user=region.farid).exists()

    def test_a_draft_of_the_covenant_loses_what_it_loses(self, region: Region) -> None:
        joost, now = region.actor("joost"), region.now
        draft = drafting.begin(region.covenant_version.covenant, actor=joost, now=now)
        parties = CovenantParty.objects.filter(version=draft)
        party = parties.get(organisation=region.elsewhere)
        drafting.drop_party(party, actor=joost, edit=None, now=now)
        assert not parties.filter(pk=party.pk).exists()

    def test_the_background_jobs(self, region: Region, settings: Any, tmp_path: Any) -> None:
        settings.ZORGTAFEL_CHECKPOINT_DIR = str(tmp_path)
        one_of_everything(region)
        later = region.now + timedelta(hours=1)
        assert seal.seal_due(now=later).lines > 0
        assert LedgerSeal.objects.exists()
        assert review_scan.scan(now=later) > 0
        courier.deliver_due(now=later)
        call_command("verify_ledger", stdout=StringIO())
        call_command("check_grants", stdout=StringIO())

    def test_signing_in_and_out(self, region: Region) -> None:
        client = Client()
        sent = {"login": region.anna.email, "password": PASSWORD}
        assert client.post("/account/login/", sent).status_code == 302
        assert client.get("/").status_code == 200
        assert client.post("/account/logout/").status_code == 302


def warnings() -> list[str]:
    """Give what the deploy check says about the role, by its number."""
    found = run_checks(tags=["database"], include_deployment_checks=True, databases=["default"])
    return [one.id for one in found if one.id.startswith("zorgtafel.")]


def is_warned() -> bool:
    """Tell whether the page for the machine that watches warns of the role, in a word and no more."""
    answer = health.ready(RequestFactory().get("/health/ready"))
    assert ROLE.encode() not in answer.content
    return b'"role": "warning"' in answer.content


class TestWhoConnects:
    """The deploy check and the health page tell when the connected role can do more, or less."""

    def test_the_owner_can_do_more(self, owner: str) -> None:
        assert warnings() == ["zorgtafel.W001"]
        assert is_warned()
        assert [owner in sentence for sentence in database_role.excess()] == [True]

    @pytest.mark.usefixtures("as_the_site")
    def test_the_site_can_do_what_it_needs(self) -> None:
        assert warnings() == []
        assert not is_warned()
        assert database_role.excess() == []

    def test_each_right_too_many_is_told(self, owner: str) -> None:
        for statement, undone in TOO_MANY.items():
            run(statement)
            log_in_as(ROLE)
            found, told = warnings(), is_warned()
            log_in_as(owner)
            run(undone.format(owner=owner))
            assert (set(found), told) == ({"zorgtafel.W001"}, True), statement

    def test_a_right_too_few_is_told_and_given_again(self, owner: str) -> None:
        run(f"REVOKE INSERT ON cases_note FROM {ROLE}")
        log_in_as(ROLE)
        assert warnings() == ["zorgtafel.W002"]
        log_in_as(owner)
        call_command("database_roles", role=ROLE, apply=True, stdout=StringIO())
        log_in_as(ROLE)
        assert warnings() == []


class TestTheCommand:
    """Statements to read, or carried out; a wrong wish gets a sentence."""

    def test_it_prints_and_changes_nothing(self, region: Region) -> None:
        told = StringIO()
        call_command("database_roles", role="site_to_be", stdout=told)
        assert 'CREATE ROLE "site_to_be" LOGIN;' in told.getvalue()
        assert "PASSWORD" not in told.getvalue()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = 'site_to_be'")
            assert cursor.fetchone() is None

    def test_a_name_that_is_none_is_refused(self, region: Region) -> None:
        for name in ("Site", "si te", "1site", 'si"te', "x" * 64, ""):
            with pytest.raises(CommandError, match="kleine letters"):
                call_command("database_roles", role=name)

    def test_the_owner_does_not_take_its_own_rights_away(self, region: Region) -> None:
        with pytest.raises(CommandError):
            call_command("database_roles", role=connection.settings_dict["USER"], apply=True)

    @pytest.mark.usefixtures("as_the_site")
    def test_the_site_cannot_give_itself_more(self, region: Region) -> None:
        with pytest.raises(CommandError):
            call_command("database_roles", role="another_site", apply=True)

    def test_every_table_it_names_is_there(self, region: Region) -> None:
        known = set(connection.introspection.table_names())
        assert {*role_rules.READ_ONLY, *role_rules.REMOVED_FROM} <= known
        assert set(database_role.given()) == known
