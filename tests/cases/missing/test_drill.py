"""The fire drill: called as in an alert, marked as an exercise, counted apart, and never in the way."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from cases.audit.models import LedgerLine
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.missing import drill, drill_rules
from cases.missing import episode as episodes
from cases.missing.drill_rules import Trend
from cases.missing.models import AlertCall, Drill, DrillCall, MissingEpisode
from cases.notifications import courier
from cases.notifications.models import Delivery
from organisations.actor import AccessDenied
from organisations.models import Organisation
from tests.cast import Region

LogIn = Callable[[str], Client]


def begin(region: Region, *keys: str, name: str = "anna") -> Drill:
    """Let somebody start a drill for some organisations."""
    chosen = [region.organisations[key] for key in keys]
    return drill.start(actor=region.actor(name), organisations=chosen, now=region.now)


def called(number: str) -> list[str]:
    """Give who was called for a drill, by name."""
    rows = Delivery.objects.filter(notification__number=number, channel="inbox")
    return sorted(rows.values_list("user__name", flat=True))


def call_of(begun: Drill, organisation: Organisation) -> DrillCall:
    """Give the call of an organisation as it stands now."""
    return DrillCall.objects.select_related("drill", "organisation").get(
        drill=begun, organisation=organisation
    )


def test_everybody_on_duty_is_called_by_the_same_levels(region: Region) -> None:
    begun = begin(region, "police", "veilig_thuis")
    assert called(begun.number) == ["Farid", "Gerda"]
    assert LedgerLine.objects.filter(event="drill.started", user_id=region.anna.pk).exists()
    drill.sweep(now=region.now + timedelta(minutes=5))
    assert called(begun.number) == ["Farid", "Fenna", "Gerda", "Gijs"]
    assert not MissingEpisode.objects.exists()
    assert not AlertCall.objects.exists()


def test_every_message_says_that_it_is_an_exercise(region: Region) -> None:
    begin(region, "police")
    courier.deliver_due(now=region.now)
    assert mail.outbox
    for message in mail.outbox:
        assert "OEFENING" in message.subject + message.body


def test_an_answer_stops_the_calling_and_its_time_is_kept(region: Region) -> None:
    begun = begin(region, "police")
    later = region.now + timedelta(seconds=90)
    call = call_of(begun, region.police)
    answered = drill.acknowledge(call, actor=region.actor("farid"), now=later)
    assert drill_rules.answer_minutes(begun.started_at, answered.acknowledged_at) == 2
    assert drill.sweep(now=region.now + timedelta(hours=1)) == 0
    drill.acknowledge(call, actor=region.actor("fenna"), now=later)  # the first answer counts
    assert call_of(begun, region.police).acknowledged_by == region.farid
    assert LedgerLine.objects.filter(event="drill.answered").count() == 1


def test_a_drill_that_nobody_answers_ends_and_says_so(region: Region) -> None:
    begun = begin(region, "police")
    for minutes in (5, 10, 15, 20):
        drill.sweep(now=region.now + timedelta(minutes=minutes))
    call = call_of(begun, region.police)
    assert (call.state, call.next_due_at) == ("nobody_reachable", None)
    with pytest.raises(StateConflictError) as refused:
        drill.acknowledge(call, actor=region.actor("farid"), now=region.now)
    assert refused.value.code == "drill_over"


def test_a_real_alert_goes_before_an_exercise(region: Region, case: Case) -> None:
    begun = begin(region, "police")
    report = episodes.Report(missing_since=region.now - timedelta(hours=1))
    episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=region.now)
    drill.sweep(now=region.now + timedelta(minutes=5))
    assert call_of(begun, region.police).state == "ended"
    assert called(begun.number) == ["Farid"]
    with pytest.raises(StateConflictError) as refused:
        begin(region, "police")
    assert refused.value.code == "real_alert"
    assert drill.every_month(now=region.now + timedelta(days=40)) == 1  # only who raised it is free


def test_one_drill_at_a_time_and_somebody_to_call(region: Region) -> None:
    begin(region, "police")
    with pytest.raises(StateConflictError) as refused:
        begin(region, "police", "school")
    assert refused.value.code == "drill_runs"
    with pytest.raises(StateConflictError) as refused:
        begin(region)
    assert refused.value.code == "nobody"
    assert Drill.objects.count() == 1


def test_once_a_month_everybody_with_a_roster_and_nobody_twice(region: Region) -> None:
    assert drill.every_month(now=region.now) == 5
    assert drill.every_month(now=region.now + timedelta(days=7)) == 0
    assert Drill.objects.get().started_by is None


@pytest.mark.parametrize("name", ["bram", "dina", "farid", "gerda", "hugo", "joost"])
def test_who_may_not_starts_no_drill(region: Region, name: str) -> None:
    with pytest.raises(AccessDenied):
        begin(region, "police", name=name)
    assert not Drill.objects.exists()


def test_iris_may_try_the_chain_of_her_table(region: Region) -> None:
    assert begin(region, "police", name="iris").started_by == region.iris


def test_the_table_is_who_may_read_about_missing(region: Region) -> None:
    names = {organisation.name for organisation in drill.at_the_table(region.desk, now=region.now)}
    assert region.police.name in names
    assert region.oversight.name not in names
    assert region.table.name not in names
    with pytest.raises(AccessDenied):
        begin(region, "oversight")


def test_an_answer_for_another_organisation_is_refused(region: Region) -> None:
    begun = begin(region, "police")
    with pytest.raises(AccessDenied):
        drill.acknowledge(call_of(begun, region.police), actor=region.actor("gerda"), now=region.now)


def test_the_pages(region: Region, log_in: LogIn) -> None:
    anna, farid = log_in("anna"), log_in("farid")
    assert anna.get("/drills/").status_code == 200
    assert anna.post("/drills/new/", {}).status_code == 400
    begun = anna.post("/drills/new/", {"organisations": [region.police.pk, region.school.pk]})
    page = begun.url
    shown = farid.get(page).content.decode()
    assert "oefening" in shown
    assert region.school.name not in shown  # the police see only themselves
    assert farid.post(page).url == page
    assert log_in("gerda").get(page).status_code == 404
    assert log_in("bram").get("/drills/").status_code == 403
    trend = anna.get("/drills/").content.decode()
    assert region.police.name in trend
    assert region.elsewhere.name not in trend


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        ([], Trend.UNKNOWN),
        ([3], Trend.UNKNOWN),
        ([None], Trend.NO_ANSWER),
        ([5, 9, 3], Trend.FASTER),
        ([5, 9, 7], Trend.SAME),
        ([5, None, 9], Trend.SLOWER),
        ([None, None, 4], Trend.UNKNOWN),
        ([1, 1, None], Trend.NO_ANSWER),
    ],
)
def test_the_trend_compares_the_last_with_the_middle(minutes: list[int | None], expected: Trend) -> None:
    assert drill_rules.trend(minutes) is expected


@given(st.lists(st.none() | st.integers(0, 60), max_size=12))
def test_every_row_has_a_trend(minutes: list[int | None]) -> None:
    assert drill_rules.trend(minutes) in Trend
    assert (drill_rules.trend(minutes) is Trend.NO_ANSWER) == bool(minutes and minutes[-1] is None)
