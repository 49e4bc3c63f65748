"""Who can sit at the table: the first organisation of a new site, the next ones, and how they are called."""

import io
from collections.abc import Callable

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from cases.audit.models import LedgerLine
from organisations import table
from organisations.actor import AccessDenied
from organisations.conflict import StateConflictError
from organisations.history import StaleWriteError
from organisations.models import Invitation, Membership, Organisation
from organisations.roles import Role
from organisations.staff import invitation, links, post
from organisations.table import Described
from tests.cast import Region

LogIn = Callable[[str], Client]
TEAM = Described("Wijkteam Zuid", "neighbourhood_team", "Waterveen")


def add(region: Region, described: Described = TEAM, by: str = "joost") -> Organisation:
    """Let somebody add an organisation."""
    return table.add(actor=region.actor(by), described=described, now=region.now)


class TestAdding:
    """Joost adds an organisation; it opens nothing by itself."""

    def test_joost_adds_one_and_invites_its_administrator(self, region: Region, log_in: LogIn) -> None:
        client = log_in("joost")
        assert "/organisations/new/" in client.get("/organisations/").text
        typed = {"name": "Wijkteam Zuid", "kind": "neighbourhood_team", "municipality": ""}
        answer = client.post("/organisations/new/", typed, follow=True)
        made = Organisation.objects.get(name="Wijkteam Zuid")
        assert answer.redirect_chain[-1][0] == f"/organisations/{made.pk}/"
        line = LedgerLine.objects.get(event="organisation.added")
        assert (line.user_id, line.object_id) == (region.joost.pk, made.pk)
        asked = invitation.Asked("wil@team.example", "Wil", Role.ORGANISATION_ADMIN)
        sent = invitation.send(actor=region.actor("joost"), organisation=made, asked=asked, now=region.now)
        assert sent.organisation == made

    def test_its_roles_hold_what_the_table_of_roles_says(self, region: Region) -> None:
        made = add(region)
        call_command("check_grants", stdout=io.StringIO())
        assert made.organisationgroupobjectpermission_set.exists()

    @pytest.mark.parametrize("name", ["dina", "anna", "iris"])
    def test_nobody_else_does(self, region: Region, log_in: LogIn, name: str) -> None:
        assert "/organisations/new/" not in log_in(name).get("/organisations/").text
        with pytest.raises(AccessDenied):
            add(region, by=name)

    @pytest.mark.parametrize("name", ["{school}", "{SCHOOL}"])
    def test_a_name_is_given_once_whatever_its_capitals(self, region: Region, name: str) -> None:
        taken = name.format(school=region.school.name, SCHOOL=region.school.name.upper())
        with pytest.raises(StateConflictError) as conflict:
            add(region, Described(taken, "school"))
        assert (conflict.value.code, conflict.value.field) == ("name_taken", "name")


class TestChanging:
    """A name that was typed wrongly, or a kind, is put right."""

    def test_joost_puts_a_name_right_on_the_page(self, region: Region, log_in: LogIn) -> None:
        client = log_in("joost")
        path = f"/organisations/{region.school.pk}/change/"
        assert path in client.get(f"/organisations/{region.school.pk}/").text
        typed = {"name": "De Nieuwe School", "kind": region.school.kind, "version": region.school.version}
        assert client.post(path, typed).status_code == 302
        assert Organisation.objects.get(pk=region.school.pk).name == "De Nieuwe School"
        assert LedgerLine.objects.filter(event="organisation.changed").count() == 1

    def test_the_kind_stays_once_a_covenant_goes_by_it(self, region: Region) -> None:
        described = Described(region.school.name, "police")
        with pytest.raises(StateConflictError) as conflict:
            self.change(region, region.school, described)
        assert (conflict.value.code, conflict.value.field) == ("kind_in_covenant", "kind")

    def test_before_that_it_can_be_put_right(self, region: Region) -> None:
        made = add(region)
        assert self.change(region, made, Described(made.name, "school")).kind == "school"

    def test_nothing_of_another_is_overwritten(self, region: Region) -> None:
        made = add(region)
        self.change(region, made, Described("Wijkteam Zuid-Oost", TEAM.kind))
        with pytest.raises(StaleWriteError):
            self.change(region, made, TEAM)

    def test_olga_does_not_change_her_own(self, region: Region) -> None:
        with pytest.raises(AccessDenied):
            table.change(
                region.school, actor=region.actor("dina"), described=TEAM, now=region.now, version=None
            )

    @staticmethod
    def change(region: Region, organisation: Organisation, described: Described) -> Organisation:
        """Let Joost change what he saw."""
        return table.change(
            organisation,
            actor=region.actor("joost"),
            described=described,
            now=region.now,
            version=organisation.version,
        )


ASKED = {
    "organisation": "Bureau Zorgtafel",
    "kind": "care_table",
    "name": "Joke Beheer",
    "email": "joke@table.example",
}


class TestBeginning:
    """Nobody keeps this site yet: whoever has the machine invites the first person of all."""

    @pytest.fixture(autouse=True)
    def unkept(self, region: Region) -> None:
        """Take away who keeps the region of the other tests."""
        keepers = Membership.objects.filter(role=Role.PLATFORM_ADMIN.value)
        keepers.update(ended_at=region.now)

    def test_joke_gets_a_mail_and_keeps_the_platform(self, client: Client) -> None:
        self.begin()
        post.deliver_due(now=timezone.now())
        assert [message.to for message in mail.outbox] == [["joke@table.example"]]
        ticket = links.path(Invitation.objects.get())
        password = "vier woorden zonder zin"
        typed = {"name": "Joke Beheer", "password": password, "again": password}
        assert client.post(ticket, typed).status_code == 302
        joke = Membership.objects.get(user__email="joke@table.example")
        assert joke.role == "platform_admin"
        assert (joke.organisation.name, joke.organisation.kind) == ("Bureau Zorgtafel", "care_table")

    def test_asked_again_the_mail_goes_again(self) -> None:
        self.begin()
        self.begin()
        assert Invitation.objects.get().organisation.name == ASKED["organisation"]

    def test_another_address_before_anybody_came(self) -> None:
        self.begin()
        self.begin(email="joke.beheer@table.example")
        assert Invitation.objects.count() == 2
        assert Organisation.objects.filter(name=ASKED["organisation"]).count() == 1

    @pytest.mark.parametrize(
        ("option", "typed"),
        [
            ("email", "joke"),
            ("email", f"{'j' * 250}@table.example"),
            ("organisation", "  "),
            ("organisation", "B" * 121),
            ("organisation", "Bureau\x00Zorgtafel"),
            ("name", ""),
            ("name", "J" * 121),
        ],
    )
    def test_what_no_page_takes_in_the_command_does_not_either(self, option: str, typed: str) -> None:
        before = Organisation.objects.count()
        with pytest.raises(CommandError, match=f"--{option}: "):
            self.begin(**{option: typed})
        assert (Organisation.objects.count(), Invitation.objects.count()) == (before, 0)

    @staticmethod
    def begin(**other: str) -> None:
        """Type the command."""
        call_command("begin", **(ASKED | other), stdout=io.StringIO())


def test_who_is_kept_already_begins_no_more(region: Region) -> None:
    with pytest.raises(CommandError):
        call_command("begin", **ASKED, stdout=io.StringIO())
    assert not Invitation.objects.exists()
