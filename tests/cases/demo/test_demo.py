"""The synthetic region: who is in it, what stands open, and that it is made once."""

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Q
from django.utils import timezone

from cases.access import gate
from cases.access.models import AccessRequest, ConflictBlock, EmergencyAccess
from cases.asks.models import Ask
from cases.audit.models import HoneytokenCase, LedgerLine
from cases.casefile import grants as case_grants
from cases.casefile.models import Case, CaseUserObjectPermission
from cases.coordination.models import Action, CoordinationOffer
from cases.dashboard import queue
from cases.demo import parties
from cases.intake.models import Signal
from cases.level.models import LevelStep, RiskJudgement
from cases.management.commands import demo
from cases.meetings.models import Meeting
from cases.meldcode.models import VeiligThuisReport
from cases.missing import drill_rules
from cases.missing.models import AlertCall, DrillCall, MissingEpisode
from cases.notifications.models import Delivery
from cases.overlap import side
from cases.overlap.models import Overlap
from organisations import duty, grants, membership
from organisations.acting import choose
from organisations.actor import Actor
from organisations.models import ContactChannel, EscalationStep, Organisation, User
from organisations.roles import Role
from organisations.staff.models import Invitation, Letter, Secondment
from tests.cases.demo.conftest import SMALL
from tests.cast import NOW

pytestmark = pytest.mark.usefixtures("synthetic")


def actor(key: str) -> Actor:
    """Give somebody of the region as one request would."""
    user = User.objects.get(email=f"{key}@{parties.DOMAIN}")
    chosen = choose(membership.in_force(user, now=NOW), None)
    return Actor(
        user=user, organisation=chosen.organisation, role=Role(chosen.role), acts=grants.acts_at(chosen)
    )


def seen_by(key: str) -> set[str]:
    """Give the numbers of the cases that somebody sees."""
    return set(gate.visible(actor(key), Case.objects.all(), now=NOW).values_list("number", flat=True))


def test_twelve_organisations_and_their_people_stand() -> None:
    assert Organisation.objects.count() == 12
    assert len({organisation.kind for organisation in Organisation.objects.all()}) == 11
    assert User.objects.count() == 48
    assert ContactChannel.objects.filter(kind="mail", verified_at__isnull=False).count() == 48


def test_the_cast_logs_in_with_the_password_that_the_trial_prints() -> None:
    for seat in parties.SEATS[:10]:
        assert actor(seat.key).user.check_password("zorgtafel-demo")


def test_nobody_holds_more_than_their_role_or_case_allows() -> None:
    assert grants.excess(at=NOW) + case_grants.excess(at=NOW) == []


def test_bram_and_farid_share_cases_that_chris_never_sees() -> None:
    shared = seen_by("bram") & seen_by("farid") & seen_by("hugo")
    assert len(shared) >= 3
    assert len(seen_by("chris")) == 1
    assert not seen_by("chris") & (seen_by("bram") | seen_by("farid") | seen_by("hugo"))


def test_eva_is_kept_away_from_one_case_that_her_colleagues_see() -> None:
    blocked = ConflictBlock.objects.get(user=actor("eva").user)
    assert blocked.case.number in seen_by("anna") - seen_by("eva")


def test_a_sealed_case_is_there_for_those_named_on_it_only() -> None:
    sealed = Case.objects.get(is_sealed=True).number
    assert all(sealed in seen_by(key) for key in ("anna", "arno", "bram", "gerda", "guus"))
    assert not any(sealed in seen_by(key) for key in ("eva", "bea", "farid", "hugo", "iris"))


def test_of_two_emergencies_one_was_looked_back_on_and_nothing_is_open_any_more() -> None:
    waiting, judged = EmergencyAccess.objects.order_by("-starts_at")
    assert set(waiting.reviews.values_list("verdict", flat=True)) == {""}
    assert set(judged.reviews.values_list("verdict", flat=True)) == {"needed"}
    assert judged.given_back_at is not None
    assert waiting.ends_at < NOW


def test_one_request_waits_and_one_was_refused() -> None:
    assert sorted(AccessRequest.objects.values_list("state", flat=True)) == ["refused", "waiting"]


def test_people_come_and_go() -> None:
    assert set(Secondment.objects.values_list("state", flat=True)) == {"accepted", "offered"}
    assert Invitation.objects.filter(accepted_at=None, expires_at__gt=NOW).count() == 1
    assert not Letter.objects.filter(sent_at=None).exists()


def test_an_auditor_watches_an_invented_case_that_looks_like_any_other() -> None:
    token = HoneytokenCase.objects.get()
    assert token.case_number in seen_by("arno")
    assert Case.objects.get(number=token.case_number).status == "closed"


def test_auditor_and_platform_admin_see_no_case() -> None:
    assert seen_by("dina") == seen_by("joost") == set()


def test_clocks_run_today() -> None:
    waiting = Signal.objects.filter(status="received")
    assert waiting.filter(urgency="acute", triage_due_at__gt=NOW).exists()
    assert waiting.count() >= 3
    assert VeiligThuisReport.objects.filter(assessed_at=None, assessment_due_at__gt=NOW).exists()
    found = MissingEpisode.objects.get(status="found")
    assert found.return_interview.recorded_at is None
    assert found.return_interview.due_at > NOW
    assert not MissingEpisode.objects.filter(status="running").exists()


def test_two_organisations_are_asked_about_an_overlap_and_neither_sees_the_others_case() -> None:
    one, other = Overlap.objects.order_by("pk")
    assert one.pair == other.pair
    assert {row.answer for row in (one, other)} == {""}
    assert all(row.due_at > NOW for row in (one, other))
    for key, works_at in (("anna", {one.pk, other.pk}), ("leon", {one.pk, other.pk})):
        mine = set(side.theirs(actor(key), now=NOW).values_list("pk", flat=True))
        assert len(mine & works_at) == 1
        assert [item.due for item in queue.for_actor(actor(key), now=NOW) if "/overlaps/" in item.url]
    assert not seen_by("anna") & seen_by("leon")


def test_no_signal_of_long_ago_still_waits() -> None:
    old = Signal.objects.filter(received_at__lt=NOW - timedelta(days=21))
    assert set(old.values_list("status", flat=True)) == {"fed_back"}


def test_the_table_meets_tomorrow_and_owes_work() -> None:
    planned = Meeting.objects.get(status="planned")
    assert timezone.localdate(planned.starts_at) == timezone.localdate(NOW) + timedelta(days=1)
    assert planned.items.count() == 1
    owed = Action.objects.filter(status="open")
    today = timezone.localdate(NOW)
    assert owed.filter(due_on__lt=today).exists()
    assert owed.filter(due_on__gte=today).exists()


def test_every_hour_somebody_answers_for_police_institution_and_veilig_thuis() -> None:
    names = [parties.ORGANISATIONS[key][0] for key in ("police", "institution", "veilig_thuis")]
    ids = list(Organisation.objects.filter(name__in=names).values_list("pk", flat=True))
    for hour in range(24):
        rosters = duty.on_duty(ids, at=NOW + timedelta(hours=hour))
        assert all(roster[1] for roster in rosters.values()), hour


def test_silence_at_red_shows_within_a_minute() -> None:
    first = EscalationStep.objects.filter(colour="red", order=1)
    assert {step.wait_seconds for step in first} == {60}


def test_nothing_of_the_past_goes_out_or_rings() -> None:
    assert not Delivery.objects.filter(state="queued").exists()
    assert not AlertCall.objects.filter(next_due_at__isnull=False).exists()


def test_the_ledger_tells_it_in_the_order_of_time_and_never_the_future() -> None:
    lines = LedgerLine.objects.order_by("pk")
    assert max(lines.values_list("at", flat=True)) <= NOW
    founding = Q(user_label="founder") | Q(event="confidentiality.accepted")  # written before the stories
    for part in (lines.filter(founding), lines.exclude(founding)):
        told = list(part.values_list("at", flat=True))
        assert told == sorted(told)
    assert lines.exclude(founding).exists()


def test_professionals_are_named_by_their_own_contact_point() -> None:
    rows = CaseUserObjectPermission.history.filter(history_type="+", user=actor("bram").user)
    rows = rows.exclude(content_object__is_sealed=True)  # there the coordinator names for everybody
    named_by = {row.history_user.email for row in rows}
    assert named_by == {f"bea@{parties.DOMAIN}"}


def test_a_second_run_changes_nothing_and_says_so(settings: Any) -> None:
    settings.ZORGTAFEL_TRIAL = True
    said, before = io.StringIO(), LedgerLine.objects.count()
    call_command("demo", stdout=said)
    assert "nothing was changed" in said.getvalue()
    assert LedgerLine.objects.count() == before


def test_without_debug_it_refuses_in_a_sentence(settings: Any) -> None:
    settings.ZORGTAFEL_TRIAL = False
    with pytest.raises(CommandError, match="ZORGTAFEL_DEBUG=1"):
        call_command("demo")


def fingerprint() -> list[tuple]:
    """Give what the region consists of."""
    lines = LedgerLine.objects.order_by("pk")
    return [*lines.values_list("at", "event", "object_number", "user_label", "case_number")]


def test_the_same_seed_and_day_make_the_same_region(elsewhere: Callable[[str], Any]) -> None:
    first = fingerprint()
    with elsewhere("again.sqlite3"):
        demo.make(**SMALL)
        assert fingerprint() == first


def test_a_database_with_other_organisations_is_left_alone(
    elsewhere: Callable[[str], Any], settings: Any
) -> None:
    settings.ZORGTAFEL_TRIAL = True
    with elsewhere("taken.sqlite3"):
        User.objects.create_user("somebody@elsewhere.example", "Somebody")
        Organisation.objects.bulk_create([Organisation(name="Somebody else", kind="school")])
        with pytest.raises(CommandError, match="other organisations"):
            call_command("demo")


def test_the_table_was_exercised_and_most_organisations_answered() -> None:
    calls = DrillCall.objects.select_related("drill").order_by("drill__started_at")
    assert calls.exists()
    assert not calls.filter(state="waiting").exists()
    answered = calls.filter(acknowledged_at__isnull=False)
    assert answered.count() > 0.6 * calls.count()
    assert {call.acknowledged_by_id for call in answered} <= set(User.objects.values_list("id", flat=True))
    minutes = [drill_rules.answer_minutes(call.drill.started_at, call.acknowledged_at) for call in answered]
    assert len(set(minutes)) > 1
    assert calls.last().drill.started_at < NOW - drill_rules.PAUSE


def test_on_one_case_the_table_goes_up_and_down_asks_and_offers_it_to_somebody_else() -> None:
    (case,) = {row.case for row in LevelStep.objects.select_related("case")}
    assert [row.to_rung for row in LevelStep.objects.order_by("at")] == ["safety_house", "table"]
    judged = RiskJudgement.objects.filter(case=case).order_by("at")
    assert [row.ended_at is None for row in judged] == [False, True]
    asked = Ask.objects.filter(case=case).order_by("asked_at")
    assert [row.state for row in asked] == ["answered", "waiting"]
    assert CoordinationOffer.objects.get(case=case).state == "waiting"
