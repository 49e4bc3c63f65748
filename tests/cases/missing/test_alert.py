"""The alert: who is called, who answers, who comes next, and when it is over."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.access import blocks
from cases.audit.models import LedgerLine
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation, TimelineEntry
from cases.conflict import StateConflictError
from cases.missing import alert, escalation
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, AlertEvent, MissingEpisode
from cases.missing.silence_rules import SILENT_AFTER
from cases.notifications.models import Delivery
from organisations import membership
from organisations.actor import AccessDenied
from organisations.history import remove, write
from organisations.models import DutyOverride, EscalationStep
from tests.cast import CARE, FOUNDER, SAFETY, SEARCH, Region, admit, member, open_case

Sound = Callable[..., MissingEpisode]


def called(number: str, kind: str = "alert", channel: str = "mail") -> list[str]:
    """Give who was told, in order, by first name."""
    rows = Delivery.objects.filter(
        notification__number=number, notification__kind=kind, channel=channel
    ).exclude(state="cancelled")
    return [name.lower() for name in rows.order_by("id").values_list("user__name", flat=True)]


def call_of(episode: MissingEpisode, region: Region, key: str) -> AlertCall:
    """Give the call of one organisation."""
    return AlertCall.objects.get(episode=episode, organisation=region.organisations[key])


def drop_plan(region: Region, key: str) -> None:
    """Take away whom an organisation calls, and in which order."""
    for step in EscalationStep.objects.filter(organisation=region.organisations[key]):
        remove(step, actor=FOUNDER, now=region.now)


def test_everyone_on_duty_of_the_organisations_that_may_know_is_called_at_once(
    region: Region, episode: MissingEpisode
) -> None:
    assert sorted(called(episode.number)) == ["anna", "bram", "farid", "gerda"]
    assert sorted(called(episode.number, channel="inbox")) == ["anna", "bram", "farid", "gerda"]
    asked = set(AlertCall.objects.filter(episode=episode).values_list("organisation__name", flat=True))
    assert asked == {
        region.organisations[k].name for k in ["desk", "school", "police", "veilig_thuis", "institution"]
    }


def test_hugo_answers_for_his_own_organisation_and_is_not_called(
    region: Region, episode: MissingEpisode
) -> None:
    own = call_of(episode, region, "institution")
    assert (own.state, own.acknowledged_by) == ("acknowledged", region.hugo)
    assert own.next_due_at == region.now + SILENT_AFTER


def test_gerda_does_not_answer_then_gijs_then_the_contact_points_then_nobody(
    region: Region, episode: MissingEpisode
) -> None:
    before = set(called(episode.number))
    for minutes, expected in ((5, "gijs"), (10, "gerda")):
        escalation.escalate_due(now=region.now + timedelta(minutes=minutes))
        call = call_of(episode, region, "veilig_thuis")
        assert Delivery.objects.filter(
            key__startswith=f"alert:{episode.number}:{call.level}:{region.veilig_thuis.pk}:",
            user=region.people[expected],
        ).exists()
    assert "gijs" not in before
    unanswered = Delivery.objects.filter(key__startswith=f"alert_unanswered:{episode.number}:{call.pk}:")
    assert not unanswered.exists()
    escalation.escalate_due(now=region.now + timedelta(minutes=15))
    assert call_of(episode, region, "veilig_thuis").state == "nobody_reachable"
    assert {row.user for row in unanswered} == {region.anna, region.arno}
    kinds = AlertEvent.objects.filter(call=call_of(episode, region, "veilig_thuis")).values_list(
        "kind", flat=True
    )
    assert list(kinds) == ["called", "called", "called", "nobody_reachable"]
    assert TimelineEntry.objects.filter(kind="alert_nobody_reachable").exists()


def test_a_second_early_nobody_else_is_called_and_nobody_is_called_twice(
    region: Region, episode: MissingEpisode
) -> None:
    before = Delivery.objects.count()
    assert escalation.escalate_due(now=region.now + timedelta(seconds=299)) == 0
    assert Delivery.objects.count() == before
    assert escalation.escalate_due(now=region.now + timedelta(seconds=300)) > 0
    after = Delivery.objects.count()
    assert escalation.escalate_due(now=region.now + timedelta(seconds=300)) == 0
    assert Delivery.objects.count() == after > before


def test_farid_acknowledges_and_nothing_more_is_sent_to_the_police(
    region: Region, episode: MissingEpisode
) -> None:
    call = call_of(episode, region, "police")
    alert.acknowledge(call, actor=region.actor("farid"), now=region.now + timedelta(minutes=1))
    for minutes in (5, 10, 15, 20):
        escalation.escalate_due(now=region.now + timedelta(minutes=minutes))
    assert "fenna" not in called(episode.number)
    assert "farid" not in called(episode.number)  # his own mail was still waiting and is not needed any more
    call.refresh_from_db()
    assert (call.state, call.acknowledged_by) == ("acknowledged", region.farid)
    line = LedgerLine.objects.get(event="alert.acknowledged", user_id=region.farid.pk)
    assert (line.object_number, line.case_id) == (episode.number, episode.case_id)
    assert TimelineEntry.objects.filter(kind="alert_acknowledged", user=region.farid).exists()


def test_acknowledging_twice_oneself_changes_nothing(region: Region, episode: MissingEpisode) -> None:
    call = call_of(episode, region, "police")
    first = alert.acknowledge(call, actor=region.actor("farid"), now=region.now)
    again = alert.acknowledge(call, actor=region.actor("farid"), now=region.now + timedelta(minutes=3))
    assert again.acknowledged_at == first.acknowledged_at
    assert LedgerLine.objects.filter(event="alert.acknowledged", user_id=region.farid.pk).count() == 1


def test_who_is_second_is_told_who_was_first_and_when(region: Region, episode: MissingEpisode) -> None:
    call = call_of(episode, region, "police")
    alert.acknowledge(call, actor=region.actor("farid"), now=region.now)
    with pytest.raises(alert.AlreadyAcknowledgedError) as refused:
        alert.acknowledge(call, actor=region.actor("fenna"), now=region.now + timedelta(minutes=1))
    assert "Farid" in refused.value.sentence
    assert "10:00" in refused.value.sentence  # 09:00 UTC on the wall in Amsterdam, in winter


@pytest.mark.parametrize("name", ["chris", "eva", "dina", "gerda"])
def test_nobody_answers_for_another_organisation(region: Region, episode: MissingEpisode, name: str) -> None:
    with pytest.raises(AccessDenied) as refused:
        alert.acknowledge(call_of(episode, region, "police"), actor=region.actor(name), now=region.now)
    assert refused.value.conceal


def test_an_answer_after_nobody_could_be_reached_still_counts(
    region: Region, episode: MissingEpisode
) -> None:
    for minutes in (5, 10, 15):
        escalation.escalate_due(now=region.now + timedelta(minutes=minutes))
    call = call_of(episode, region, "veilig_thuis")
    alert.acknowledge(call, actor=region.actor("gijs"), now=region.now + timedelta(minutes=16))
    call.refresh_from_db()
    assert call.state == "acknowledged"


def test_who_is_away_is_not_called_and_the_next_level_comes_at_once(region: Region, sound: Sound) -> None:
    away = DutyOverride(
        organisation=region.veilig_thuis,
        user=region.gerda,
        is_away=True,
        starts_at=region.now - timedelta(hours=1),
        ends_at=region.now + timedelta(hours=8),
    )
    write(away, actor=FOUNDER, now=region.now)
    episode = sound()
    assert "gijs" in called(episode.number)
    kinds = AlertEvent.objects.filter(call=call_of(episode, region, "veilig_thuis")).values_list(
        "kind", flat=True
    )
    assert list(kinds) == ["nobody_at_level", "called"]


def test_the_people_are_read_at_the_moment_of_the_call(region: Region, episode: MissingEpisode) -> None:
    membership.end(member(region, "gijs"), actor=FOUNDER, now=region.now + timedelta(minutes=1))
    escalation.escalate_due(now=region.now + timedelta(minutes=5))
    assert "gijs" not in called(episode.number)
    assert call_of(episode, region, "veilig_thuis").level == 3


def test_who_is_blocked_or_can_not_open_the_case_is_not_called(
    region: Region, case: Case, sound: Sound
) -> None:
    participation.remove_colleague(case, actor=region.actor("fenna"), user=region.farid, now=region.now)
    episode = sound()
    assert "fenna" in called(episode.number)  # Farid is not named any more: the second level comes at once
    assert "farid" not in called(episode.number)
    for minutes in (5, 10):
        escalation.escalate_due(now=region.now + timedelta(minutes=minutes))
    assert "eva" not in called(episode.number)  # a contact point of the desk, with a conflict of interest


def test_an_organisation_without_a_plan_has_its_contact_points_called(region: Region, sound: Sound) -> None:
    drop_plan(region, "school")
    episode = sound()
    assert "bea" in called(episode.number)
    assert "bram" not in called(episode.number)


def test_the_levels_are_copied_when_the_alert_starts(region: Region, episode: MissingEpisode) -> None:
    drop_plan(region, "veilig_thuis")
    escalation.escalate_due(now=region.now + timedelta(minutes=5))
    assert "gijs" in called(episode.number)


def test_nobody_at_all_goes_up_at_once(region: Region, case: Case, sound: Sound) -> None:
    for name in ("gerda", "gijs"):
        blocks.block(
            case, actor=region.actor("anna"), user=region.people[name], reason="family", now=region.now
        )
    episode = sound()
    assert call_of(episode, region, "veilig_thuis").state == "nobody_reachable"
    assert set(called(episode.number, "alert_unanswered")) == {"anna", "arno"}


def test_an_organisation_that_leaves_the_case_is_not_called_any_more(
    region: Region, case: Case, episode: MissingEpisode
) -> None:
    part = CaseParticipation.objects.get(case=case, organisation=region.veilig_thuis)
    participation.end(part, actor=region.actor("anna"), reason="done", now=region.now + timedelta(minutes=1))
    escalation.escalate_due(now=region.now + timedelta(minutes=5))
    assert "gijs" not in called(episode.number)
    assert call_of(episode, region, "veilig_thuis").state == "ended"


def test_more_organisations_cost_the_alert_no_more_questions(region: Region) -> None:
    costs = []
    terms = {"police": SEARCH, "veilig_thuis": SAFETY, "institution": CARE}
    for others in (["police", "veilig_thuis"], list(terms)):  # of two levels, both
        case = open_case(region, name="")
        for key in others:
            admit(region, case, key, terms[key], "core missing")
        report = episodes.Report(missing_since=region.now - timedelta(hours=1), colour="red")
        with CaptureQueriesContext(connection) as asked:
            raised = episodes.raise_alert(case, actor=region.actor("anna"), report=report, now=region.now)
        assert AlertCall.objects.filter(episode=raised, state="waiting", level__gt=0).count() == len(others)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_levels_that_fall_due_together_move_on_together(region: Region, episode: MissingEpisode) -> None:
    calls = AlertCall.objects.filter(episode=episode, state="waiting")
    lines = LedgerLine.objects.filter(event="alert.called").count()
    with CaptureQueriesContext(connection) as asked:
        assert escalation.escalate_due(now=region.now + timedelta(minutes=5)) == calls.count() > 1
    written = ('INSERT INTO "cases_alertcall"', 'UPDATE "cases_alertcall"')
    assert sum(query["sql"].startswith(written) for query in asked) == 1
    assert LedgerLine.objects.filter(event="alert.called").count() == lines + calls.count()
    assert all(call.history.count() == 2 for call in calls)  # called, called


def test_one_call_that_breaks_does_not_silence_the_others(
    region: Region, episode: MissingEpisode, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = call_of(episode, region, "police").pk
    advance = escalation.advance

    def fail_for_police(call: AlertCall, *rest: object, **more: object) -> bool:
        if call.pk == broken:
            raise RuntimeError("broken")
        return advance(call, *rest, **more)

    monkeypatch.setattr(escalation, "advance", fail_for_police)
    escalation.escalate_due(now=region.now + timedelta(minutes=5))
    assert "gijs" in called(episode.number)
    assert call_of(episode, region, "police").level == 1


def test_found_means_that_nobody_is_called_and_nobody_can_answer_any_more(
    region: Region, episode: MissingEpisode
) -> None:
    call = call_of(episode, region, "police")
    later = region.now + timedelta(minutes=4)
    episodes.found(episode, actor=region.actor("hugo"), found_at=later, found_by="", condition="", now=later)
    escalation.escalate_due(now=region.now + timedelta(minutes=30))
    assert called(episode.number) == []
    with pytest.raises(StateConflictError) as refused:
        alert.acknowledge(call, actor=region.actor("farid"), now=later)
    assert refused.value.code == "alert_over"


def test_the_wait_is_elapsed_time_in_the_night_that_the_clock_goes_back(region: Region, case: Case) -> None:
    # Sunday 2026-10-25 at 02:58 for the first time; five minutes later it is 02:03 for the second time.
    before = region.now.replace(month=10, day=25, hour=0, minute=58)
    report = episodes.Report(missing_since=before)
    region.now = before
    CaseParticipation.objects.update(starts_at=before - timedelta(days=1))
    episode = episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=before)
    assert escalation.escalate_due(now=before + timedelta(seconds=299)) == 0
    assert escalation.escalate_due(now=before + timedelta(seconds=300)) == 4
    assert "gijs" in called(episode.number)
