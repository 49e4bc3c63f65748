"""A sealed case: there for the people named on it and for nobody else; a missing child is still sought."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from cases.access import audience, blocks, emergency, explain, gate, sealing
from cases.access.models import CaseSeal
from cases.audit.models import LedgerLine
from cases.casefile import grants, participation
from cases.casefile.models import Case, CaseParticipation
from cases.conflict import StateConflictError
from cases.intake import signal as signals
from cases.meetings import agenda, meeting, minutes
from cases.missing import episode
from cases.missing.models import MissingEpisode
from cases.notifications import courier, inbox, outbox
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import write
from organisations.models import Membership
from organisations.roles import Role
from tests.cases.intake.telling import tell
from tests.cast import FOUNDER, PEOPLE, SEARCH, Region, admit, full_table, member, open_case

LogIn = Callable[[str], Client]
REASON = "Een broer werkt bij een organisatie aan tafel"
NAMED = ("bram", "farid", "hugo")


def seal(region: Region, case: Case, *keep: str) -> CaseSeal:
    """Let Anna seal a case for some people."""
    people = [member(region, key) for key in keep]
    return sealing.seal(case, actor=region.actor("anna"), reason=REASON, keep=people, now=region.now)


@pytest.fixture
def sealed(region: Region, case: Case) -> Case:
    """Give Noor's case, sealed with Bram, Farid and Hugo named beside Anna and Arno."""
    seal(region, case, *NAMED)
    return Case.objects.get(pk=case.pk)


def test_it_is_there_for_who_is_named_and_gone_for_all_others(
    region: Region, sealed: Case, log_in: LogIn
) -> None:
    readers = {"anna", "arno", *NAMED}
    for name in PEOPLE:
        opens = gate.may(region.actor(name), Act.READ_CASE, on=sealed, now=region.now)
        assert opens == (name in readers), name
    assert {
        seat.member.user.name.lower() for seat in audience.of_case(sealed.pk, now=region.now).seats
    } == readers
    for name in ("bea", "gerda", "iris", "fenna"):
        client = log_in(name)
        for page in ("", "timeline/", "sharing/", "people/", "missing/raise/"):
            assert client.get(f"/cases/{sealed.number}/{page}").status_code in {403, 404}, (name, page)
        assert client.get(f"/cases/{sealed.number}/").status_code == 404
        found = client.post("/search/", {"q": sealed.number}).content.decode()
        assert f"/cases/{sealed.number}/" not in found


def test_sealing_is_written_down_and_shown_to_who_is_named(region: Region, case: Case, log_in: LogIn) -> None:
    made = seal(region, case, "bram")
    assert (made.sealed_by, made.organisation, made.sealed_at) == (region.anna, region.desk, region.now)
    line = LedgerLine.objects.get(event="case.sealed")
    assert (line.case_id, line.user_id, line.act) == (case.pk, region.anna.pk, "seal_case")
    assert REASON not in str(line.detail)
    assert case.timeline.filter(kind="case_sealed").exists()
    page = log_in("bram").get(f"/cases/{case.number}/sharing/").content.decode()
    assert "Verzegeld" in page
    assert REASON in page
    reasons = [str(reason.sentence) for reason in why(region, "bram", case)]
    assert any("verzegeld" in sentence for sentence in reasons)


def why(region: Region, name: str, case: Case) -> list[explain.Reason]:
    """Give why somebody can see a case."""
    opened = gate.open_case(region.actor(name), case.number, now=region.now)
    return explain.why(opened.access, now=region.now)


def test_who_is_ticked_is_named_and_told_and_who_is_not_is_taken_off(region: Region, case: Case) -> None:
    Delivery.objects.all().delete()
    seal(region, case, "hugo", "bram")  # Farid was named, Hugo was not, Bram stays
    pair = {(region.desk.pk, region.anna.pk), (region.desk.pk, region.arno.pk)}
    kept = {(region.institution.pk, region.hugo.pk), (region.school.pk, region.bram.pk)}
    assert grants.named(case) == pair | kept
    told = Delivery.objects.filter(notification__kind="colleague_named", channel="inbox")
    assert [row.user for row in told] == [region.hugo]
    changes = LedgerLine.objects.filter(act="seal_case", event__startswith="colleague.")
    assert {(line.event, line.detail["named"]) for line in changes} == {
        ("colleague.named", region.hugo.pk),
        ("colleague.removed", region.farid.pk),
    }


@pytest.mark.parametrize("name", ["bram", "bea", "iris", "eva", "dina", "joost"])
def test_only_who_coordinates_this_case_can_seal_it(region: Region, case: Case, name: str) -> None:
    blocks.lift(case.blocks.get(), actor=region.actor("anna"), now=region.now)  # Eva coordinates other cases
    with pytest.raises(AccessDenied):
        sealing.seal(case, actor=region.actor(name), reason=REASON, keep=[], now=region.now)
    assert not Case.objects.get(pk=case.pk).is_sealed


def test_sealing_twice_and_unsealing_what_is_open_are_refused(region: Region, case: Case) -> None:
    anna = region.actor("anna")
    with pytest.raises(StateConflictError, match="not_sealed"):
        sealing.unseal(case, actor=anna, reason="x", now=region.now)
    with pytest.raises(StateConflictError, match="not_sealed"):
        sealing.rename(case, actor=anna, keep=[], now=region.now)
    seal(region, case)
    with pytest.raises(StateConflictError, match="sealed"):
        seal(region, case)
    again = CaseSeal(
        case=case, reason="x", sealed_at=region.now, sealed_by=region.anna, organisation=region.desk
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        write(again, actor=FOUNDER, now=region.now)


@pytest.mark.parametrize("name", ["chris", "eva", "dina", "anna"])
def test_nobody_is_named_who_could_not_be(region: Region, case: Case, name: str) -> None:
    with pytest.raises(StateConflictError) as refused:
        seal(region, case, name)
    assert refused.value.code == "cannot_be_named"
    assert not Case.objects.get(pk=case.pk).is_sealed


def test_nobody_is_named_for_two_organisations(region: Region, case: Case) -> None:
    second = Membership(
        user=region.bram,
        organisation=region.institution,
        role=Role.PROFESSIONAL.value,
        starts_at=region.now,
        kind="secondment",
        ends_at=region.now + timedelta(days=30),
    )
    write(second, actor=FOUNDER, now=region.now)
    first = Membership.objects.get(user=region.bram, organisation=region.school)
    with pytest.raises(StateConflictError, match="cannot_be_named"):
        sealing.seal(case, actor=region.actor("anna"), reason=REASON, keep=[first, second], now=region.now)


def test_the_deputy_names_another_organisations_people_while_it_is_sealed(
    region: Region, sealed: Case, log_in: LogIn
) -> None:
    arno = log_in("arno")
    page = arno.get(f"/cases/{sealed.number}/sharing/named/")
    ticked = page.context["form"]["people"].value()
    assert set(ticked) == {f"{member(region, key).organisation_id}-{region.people[key].pk}" for key in NAMED}
    gerda = f"{region.veilig_thuis.pk}-{region.gerda.pk}"
    assert arno.post(f"/cases/{sealed.number}/sharing/named/", {"people": [gerda]}).status_code == 302
    assert gate.may(region.actor("gerda"), Act.READ_CASE, on=sealed, now=region.now)
    assert not gate.may(region.actor("bram"), Act.READ_CASE, on=sealed, now=region.now)
    answer = arno.post(f"/cases/{sealed.number}/sharing/named/", {"people": ["1-1"]})
    assert answer.status_code == 400


def test_a_named_coordinator_is_not_moved_away_by_another_organisation(region: Region, case: Case) -> None:
    second = Membership(
        user=region.anna,
        organisation=region.school,
        role=Role.PROFESSIONAL.value,
        starts_at=region.now,
        kind="secondment",
        ends_at=region.now + timedelta(days=30),
    )
    write(second, actor=FOUNDER, now=region.now)
    with pytest.raises(StateConflictError) as refused:
        participation.name_colleague(case, actor=region.actor("bea"), user=region.anna, now=region.now)
    assert refused.value.code == "coordinates"


def test_without_the_seal_all_is_as_it_was_and_names_stay(
    region: Region, sealed: Case, log_in: LogIn
) -> None:
    answer = log_in("arno").post(f"/cases/{sealed.number}/sharing/unseal/", {"reason": "De broer is weg"})
    assert answer.status_code == 302
    lifted = CaseSeal.objects.get(case=sealed)
    assert (lifted.lifted_by, lifted.lift_reason) == (region.arno, "De broer is weg")
    assert LedgerLine.objects.filter(event="case.unsealed", case_id=sealed.pk).exists()
    for name in ("bea", "gerda", "iris", "hugo"):
        assert gate.may(region.actor(name), Act.READ_CASE, on=sealed, now=region.now), name
    assert (region.institution.pk, region.hugo.pk) in grants.named(sealed)


def test_who_comes_to_the_table_later_sees_nothing_before_being_named(region: Region) -> None:
    case = open_case(region)
    seal(region, case)
    part = admit(region, Case.objects.get(pk=case.pk), "police", SEARCH, "core")
    assert part.is_sealed
    assert not gate.may(region.actor("fenna"), Act.READ_CASE, on=case, now=region.now)
    assert not inbox.own(region.actor("fenna")).exists()
    call_command("check_grants")
    CaseParticipation.objects.filter(pk=part.pk).update(is_sealed=False)
    with pytest.raises(CommandError):
        call_command("check_grants")


def test_what_was_told_before_is_gone_from_the_inbox_and_not_mailed_after(
    region: Region, case: Case, log_in: LogIn
) -> None:
    told = [outbox.Recipient(region.bea, region.school, f"/cases/{case.number}/")]
    outbox.put("case_admitted", number=case.number, to=told, now=region.now, case=case, stage="again")
    item = inbox.own(region.actor("bea")).order_by("-id").first()
    assert case.number in log_in("bea").get("/inbox/").content.decode()
    seal(region, case)
    client = log_in("bea")
    assert case.number not in client.get("/inbox/").content.decode()
    assert client.get(f"/inbox/{item.pk}/").status_code == 404
    courier.deliver_due(now=region.now + timedelta(seconds=1))
    mailed = Delivery.objects.get(notification=item.notification, channel="mail", user=region.bea)
    assert mailed.state == "failed"


def test_an_agenda_shows_the_item_to_who_is_named_only(region: Region, case: Case) -> None:
    iris = region.actor("iris")
    planning = meeting.Planning(
        title="Tafel", starts_at=region.now, organisations=tuple(region.organisations.values())
    )
    planned = meeting.plan(actor=iris, planning=planning, now=region.now)
    agenda.add(planned, actor=iris, case=case, question="Wie belt?", now=region.now)
    seal(region, case, "bram")
    seen = {
        name: len(minutes.parts(region.actor(name), planned, now=region.now))
        for name in ("anna", "bram", "bea", "iris", "gerda")
    }
    assert seen == {"anna": 1, "bram": 1, "bea": 0, "iris": 0, "gerda": 0}
    assert not minutes.counts(region.actor("iris"), [planned], now=region.now)


def test_a_signal_in_it_stays_with_its_reporter_and_leaves_the_desk(
    region: Region, case: Case, log_in: LogIn
) -> None:
    told = tell(region, "bram")
    signals.link(told, actor=region.actor("anna"), case=case, now=region.now)
    blocks.lift(case.blocks.get(), actor=region.actor("anna"), now=region.now)
    assert log_in("eva").get(f"/signals/{told.number}/").status_code == 200
    seal(region, case)
    for name, status in (("eva", 404), ("bea", 404), ("bram", 200), ("anna", 200)):
        assert log_in(name).get(f"/signals/{told.number}/").status_code == status, name


def test_emergency_access_gets_the_answer_of_an_unknown_number_and_the_alarm_goes(
    region: Region, sealed: Case, log_in: LogIn
) -> None:
    sent = {
        "reason": "missing_now",
        "explanation": "Zij belt mij",
        "hours": "1",
        "parts": ["missing"],
        "told": "on",
    }
    client = log_in("chris")
    answers = [
        client.post("/cases/emergency/", {**sent, "number": number})
        for number in (sealed.number, "C-26-22222")
    ]
    assert [answer.status_code for answer in answers] == [409, 409]
    sentences = [str(answer.context["form"].errors["number"]) for answer in answers]
    assert sentences[0] == sentences[1]
    told = Delivery.objects.filter(notification__kind="emergency_sealed", channel="inbox")
    assert {row.user for row in told} == {region.anna, region.arno, region.dina}
    assert inbox.own(region.actor("dina")).exists()
    lines = LedgerLine.objects.filter(event="access.refused", user_id=region.chris.pk).order_by("pk")
    assert [(line.refusal, line.case_id) for line in lines] == [
        ("emergency_sealed", sealed.pk),
        ("emergency", None),
    ]
    assert "probeerde een verzegelde casus" in log_in("dina").get("/audit/").content.decode()
    assert "Chris" in log_in("anna").get(f"/cases/{sealed.number}/history/?kind=refused").content.decode()


def test_who_is_named_can_open_a_closed_part_of_it_in_an_emergency(region: Region) -> None:
    case = open_case(region)
    admit(region, case, "police", SEARCH, "core")
    seal(region, case, "farid")
    wanted = emergency.Emergency("danger_now", "Nu", 1, frozenset({Compartment.CORE}))
    farid = region.actor("farid")
    with pytest.raises(StateConflictError):  # what is open to him needs no emergency
        emergency.break_glass(case.number, actor=farid, emergency=wanted, now=region.now)


def test_a_missing_child_in_a_sealed_case_calls_the_people_named_whoever_is_on_duty(
    region: Region, sealed: Case
) -> None:
    sealing.rename(
        sealed,
        actor=region.actor("anna"),
        keep=[member(region, key) for key in ("hugo", "fenna", "bram")],  # Farid is on duty, Fenna is named
        now=region.now,
    )
    report = episode.Report(missing_since=region.now - timedelta(hours=2))
    missed = episode.raise_alert(sealed, actor=region.actor("hugo"), report=report, now=region.now)
    called = Delivery.objects.filter(notification__kind="alert", notification__number=missed.number)
    assert {row.user for row in called.filter(channel="inbox")} == {
        region.anna,
        region.arno,
        region.bram,
        region.fenna,
    }
    silent = missed.calls.get(organisation=region.veilig_thuis)
    assert silent.state == "nobody_reachable"
    passed_on = Delivery.objects.filter(notification__kind="alert_unanswered", channel="inbox")
    assert {row.user for row in passed_on} == {region.anna, region.arno}
    for name, seen in (("fenna", 1), ("farid", 0), ("gerda", 0), ("piet", 0)):
        rows = gate.visible(
            region.actor(name), MissingEpisode.objects.all(), Compartment.MISSING, now=region.now
        )
        assert rows.count() == seen, name


def test_the_page_says_before_what_a_seal_does_at_night(region: Region, log_in: LogIn) -> None:
    case = full_table(region)
    episode.raise_alert(
        case,
        actor=region.actor("hugo"),
        report=episode.Report(missing_since=region.now - timedelta(hours=2)),
        now=region.now,
    )
    anna = log_in("anna")
    page = anna.get(f"/cases/{case.number}/sharing/seal/").content.decode()
    assert "Raakt de jongere vermist" in page
    assert "De jongere is nu vermist" in page
    kept = anna.post(
        f"/cases/{case.number}/sharing/seal/", {"people": [f"{region.school.pk}-{region.bram.pk}"]}
    )
    assert kept.status_code == 400
    assert kept.context["form"]["people"].value() == [f"{region.school.pk}-{region.bram.pk}"]
    assert not CaseSeal.objects.exists()


def test_a_sealed_case_may_not_be_hinted_at(region: Region, sealed: Case) -> None:
    other = open_case(region, name="Tess Wad")
    assert set(gate.mentionable(Case.objects.all())) == {other}
