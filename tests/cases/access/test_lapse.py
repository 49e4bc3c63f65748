"""A covenant that ends for an organisation: warned in three stages, and closed by itself at midnight."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from cases.access import audience, gate, lapse
from cases.access.tasks import covenant as covenant_task
from cases.access.tasks import grants as grants_task
from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.notifications import courier, outbox
from cases.notifications.models import Delivery, Heartbeat, Notification
from organisations import covenant, covenant_lapse, drafting, grants, membership, signing
from organisations.compartments import Compartment
from organisations.models import CovenantParty, CovenantVersion, OrganisationGroupObjectPermission, User
from organisations.roles import Role
from tests.cases.intake.telling import tell
from tests.cast import FOUNDER, PASSWORD, Region, full_table

LogIn = Callable[[str], Client]

LEAVES = date(2026, 12, 24)


def leave(region: Region, key: str, on: date) -> CovenantParty:
    """Let an organisation leave the covenant on a day."""
    party = CovenantParty.objects.get(organisation=region.organisations[key])
    covenant.withdraw(party, actor=FOUNDER, on=on, now=region.now)
    return party


def at(day: date, hour: int = 9) -> datetime:
    """Give an hour (UTC) of a day."""
    return datetime.fromisoformat(f"{day.isoformat()}T{hour:02d}:00:00+00:00")


def told(kind: str = "covenant_lapses") -> dict[str, int]:
    """Count per person how often they were told in their inbox."""
    rows = Delivery.objects.filter(notification__kind=kind, channel="inbox")
    found: dict[str, int] = {}
    for name in rows.values_list("user__name", flat=True):
        found[name] = found.get(name, 0) + 1
    return found


class TestWarnings:
    """Thirty, seven and one day before, once each."""

    @pytest.mark.parametrize(
        ("before", "times"), [(31, 0), (30, 1), (29, 1), (8, 1), (7, 2), (2, 2), (1, 3), (0, 3)]
    )
    def test_by_a_day_so_many_warnings_were_given(self, region: Region, before: int, times: int) -> None:
        leave(region, "school", LEAVES)
        for days in range(40, before - 1, -1):
            for _twice in range(2):
                lapse.warn(now=at(LEAVES - timedelta(days=days)))
        assert told() == ({"Bea": times, "Joost": times} if times else {})
        assert LedgerLine.objects.filter(event="covenant.warned").count() == times
        assert Notification.objects.filter(kind="covenant_lapses").count() == times

    def test_a_day_that_was_missed_is_made_up_with_the_stage_that_is_due(self, region: Region) -> None:
        leave(region, "school", LEAVES)
        lapse.warn(now=at(LEAVES - timedelta(days=5)))
        lapse.warn(now=at(LEAVES - timedelta(days=4)))
        assert told() == {"Bea": 1, "Joost": 1}

    def test_another_day_of_leaving_is_warned_of_anew(self, region: Region) -> None:
        party = leave(region, "school", LEAVES)
        lapse.warn(now=at(LEAVES - timedelta(days=30)))
        later = LEAVES + timedelta(days=20)
        covenant.withdraw(party, actor=FOUNDER, on=later, now=region.now)
        lapse.warn(now=at(later - timedelta(days=30)))
        assert told() == {"Bea": 2, "Joost": 2}

    def test_the_mail_carries_no_name_and_no_fact(self, region: Region) -> None:
        leave(region, "school", LEAVES)
        now = at(LEAVES - timedelta(days=7))
        lapse.warn(now=now)
        courier.deliver_due(now=now)
        sent = [message for message in mail.outbox if region.bea.email in message.to]
        assert len(sent) == 1
        assert "Het convenant eindigt binnenkort" in sent[0].subject
        for hint in (region.school.name, "Lyceum", "Waterland", "2026", "december"):
            assert hint not in f"{sent[0].subject} {sent[0].body}"
        assert "/covenants/ours/" in sent[0].body

    def test_a_version_that_ends_warns_every_party_but_who_signed_the_next(self, region: Region) -> None:
        version = region.covenant_version
        version.valid_until = LEAVES - timedelta(days=1)
        drafting.write(version, actor=FOUNDER, now=region.now)
        joost = region.actor("joost")
        draft = drafting.begin(version.covenant, actor=joost, now=region.now)
        signing.send(draft, actor=joost, edit=None, now=region.now)
        party = draft.parties.get(organisation=region.police)
        signing.sign(party, actor=FOUNDER, name="De bestuurder", now=region.now)
        signing.start(draft, actor=joost, start=signing.Start(LEAVES), edit=None, now=region.now)
        lost = [found.party.organisation for found in covenant_lapse.lapses(on=LEAVES - timedelta(days=7))]
        assert region.police not in lost
        assert region.school in lost
        assert len(lost) == len(region.organisations) - 1

    def test_who_signs_is_asked_once_per_text(self, region: Region) -> None:
        olga = User.objects.create_user("olga@demo.zorgtafel.example", "Olga", PASSWORD)
        membership.start(
            actor=FOUNDER,
            user=olga,
            organisation=region.school,
            role=Role.ORGANISATION_ADMIN,
            now=region.now,
        )
        joost = region.actor("joost")
        draft = drafting.begin(region.covenant_version.covenant, actor=joost, now=region.now)
        lapse.warn(now=region.now)
        assert told("covenant_to_sign") == {}
        signing.send(draft, actor=joost, edit=None, now=region.now)
        for _twice in range(2):
            lapse.warn(now=region.now)
        assert told("covenant_to_sign") == {"Olga": 1}
        signing.reopen(draft, actor=joost, now=region.now)
        drafting.word(
            draft,
            actor=joost,
            wordings=drafting.Wordings("", *_other_words(draft)),
            edit=None,
            now=region.now,
        )
        signing.send(draft, actor=joost, edit=None, now=region.now)
        lapse.warn(now=region.now)
        assert told("covenant_to_sign") == {"Olga": 2}


def _other_words(draft: CovenantVersion) -> tuple[dict[str, str], dict[str, str]]:
    found: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for row in draft.wordings.all():
        found[0 if row.kind == "purpose" else 1][row.code] = f"{row.text} en meer"
    return found


class TestMidnight:
    """At the lapse access ends by itself: pages, lists, counts, mails, an open session."""

    @pytest.fixture
    def case(self, region: Region) -> Case:
        """Give Noor's case with the whole table on it."""
        return full_table(region)

    def test_an_open_session_reads_until_midnight_and_then_nothing(
        self, region: Region, case: Case, log_in: LogIn, time_machine: Any
    ) -> None:
        bea = log_in("bea")
        leave(region, "school", LEAVES)
        late = datetime.fromisoformat("2026-12-23T22:59:00+00:00")  # 23:59 in Amsterdam
        time_machine.move_to(late, tick=False)
        bea.force_login(region.bea)
        assert bea.get(f"/cases/{case.number}/").status_code == 200
        assert case.number in bea.get("/cases/").text
        time_machine.move_to(late + timedelta(minutes=1), tick=False)
        for path in ("", "timeline/", "notes/", "people/", "missing/", "meldcode/"):
            assert bea.get(f"/cases/{case.number}/{path}").status_code == 404, path
        assert case.number not in bea.get("/cases/").text
        assert case.number not in bea.get("/search/", {"q": "Noor"}).text
        start = bea.get("/")
        assert case.pseudonym not in start.text

    def test_no_list_no_audience_and_no_mail_any_more(self, region: Region, case: Case) -> None:
        outbox.put(
            "alert",
            number="M-26-AAAAA",
            to=[outbox.Recipient(region.bea, region.school, "/")],
            now=region.now,
            case=case,
        )
        leave(region, "school", LEAVES)
        for day, opened in ((LEAVES - timedelta(days=1), True), (LEAVES, False)):
            bea = region.actor("bea")
            rows = gate.visible(bea, Case.objects.all(), now=at(day))
            assert rows.filter(pk=case.pk).exists() is opened
            readers = audience.of_case(case.pk, now=at(day)).readers(Compartment.CORE)
            assert ((region.school.pk, region.bea.pk) in readers) is opened
        courier.deliver_due(now=at(LEAVES))
        assert [message for message in mail.outbox if region.bea.email in message.to] == []

    def test_its_own_signals_stay_readable_for_it(
        self, region: Region, case: Case, log_in: LogIn, time_machine: Any
    ) -> None:
        mine = tell(region, "bram")
        leave(region, "school", LEAVES)
        time_machine.move_to(at(LEAVES), tick=False)
        bram = log_in("bram")
        time_machine.move_to(at(LEAVES), tick=False)
        assert mine.number in bram.get("/signals/").text
        assert bram.get(f"/signals/{mine.number}/").status_code == 200
        assert bram.get(f"/cases/{case.number}/").status_code == 404
        assert "Uw organisatie is aan geen convenant gebonden" in bram.get("/covenants/ours/").text


class TestBeat:
    """What runs by itself, and what Joost sees of it."""

    def test_the_jobs_beat_their_hearts(self, region: Region) -> None:
        covenant_task()
        grants_task()
        assert set(Heartbeat.objects.values_list("name", "trouble")) == {("covenant", ""), ("grants", "")}

    def test_too_much_given_is_told_to_joost(self, region: Region, log_in: LogIn) -> None:
        joost = log_in("joost")
        assert "Nog niet gecontroleerd" in joost.get("/").text
        row = OrganisationGroupObjectPermission.objects.filter(
            group__name=grants.group_name(region.desk.pk, Role.CARE_COORDINATOR),
            permission__codename="triage_signal",
        ).get()
        OrganisationGroupObjectPermission.objects.create(
            group=grants.Group.objects.get(name=grants.group_name(region.desk.pk, Role.AUDITOR)),
            permission=row.permission,
            content_object=region.desk,
        )
        grants_task()
        assert Heartbeat.objects.get(name="grants").trouble == "excess:1"
        assert "Iemand heeft meer rechten" in joost.get("/").text

    def test_joosts_start_page_names_what_waits(self, region: Region, log_in: LogIn) -> None:
        leave(region, "school", region.now.date() + timedelta(days=5))
        draft = drafting.begin(region.covenant_version.covenant, actor=region.actor("joost"), now=region.now)
        page = log_in("joost").get("/").text
        assert f"/covenants/{draft.pk}/" in page
        assert region.school.name in page
        assert "Organisaties zonder beheerder" in page
        assert "Toegang die binnen dertig dagen eindigt" not in log_in("anna").get("/").text
