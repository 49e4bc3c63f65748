"""The episode: raised, changed, found, withdrawn, closed; allowed, refused, in both books."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from cases.audit.models import LedgerLine
from cases.casefile import case as casefile
from cases.casefile.models import Case, TimelineEntry
from cases.conflict import StateConflictError
from cases.missing import colour, escalation, fact, watchdog
from cases.missing import episode as episodes
from cases.missing.models import AlertCall, MissingEpisode, ReturnInterview
from cases.missing.proposal import age_of, propose
from cases.missing.rules import Colour, Known, UrgencyGround
from cases.notifications.models import Delivery, Heartbeat
from organisations.actor import AccessDenied
from organisations.history import StaleWriteError
from tests.cast import Region, open_case

Sound = Callable[..., MissingEpisode]


def told(number: str, kind: str) -> set[str]:
    """Give who has a notification of a kind in the inbox, by first name."""
    rows = Delivery.objects.filter(notification__number=number, notification__kind=kind, channel="inbox")
    return {name.lower() for name in rows.values_list("user__name", flat=True)}


def find(region: Region, episode: MissingEpisode, *, minutes: int = 30) -> datetime:
    """Let Gerda write down that Noor is found; gives when."""
    at = region.now + timedelta(minutes=minutes)
    episodes.found(
        episode, actor=region.actor("gerda"), found_at=at, found_by="grandmother", condition="tired", now=at
    )
    return at


def test_raising_is_in_both_books_and_keeps_every_ground(region: Region, case: Case, sound: Sound) -> None:
    answers = {UrgencyGround.MEDICAL_NEED: Known.YES, UrgencyGround.DISABILITY: Known.NO}
    episode = sound(answers=answers)
    assert episode.number.startswith("V-26-")
    assert episode.colour == "red"
    assert set(episode.grounds) == {"medical_need", "exploitation_suspected"}
    assert "disability" not in episode.unclear
    assert "suicide_risk" in episode.unclear
    line = LedgerLine.objects.get(event="alert.raised")
    assert (line.user_id, line.object_number, line.compartments) == (
        region.hugo.pk,
        episode.number,
        "missing",
    )
    entry = TimelineEntry.objects.get(kind="alert_raised")
    assert (entry.compartment, entry.url) == ("missing", f"/missing/{episode.number}/")


@pytest.mark.parametrize("name", ["chris", "dina", "eva", "iris", "joost"])
def test_who_may_not_raises_no_alert(region: Region, case: Case, sound: Sound, name: str) -> None:
    with pytest.raises(AccessDenied):
        sound(name)
    assert not MissingEpisode.objects.exists()
    assert not Delivery.objects.filter(notification__kind="alert").exists()


def test_a_second_alert_for_the_same_case_points_to_the_first(episode: MissingEpisode, sound: Sound) -> None:
    with pytest.raises(episodes.AlreadyRunningError) as refused:
        sound("farid")
    assert refused.value.running == episode
    assert episode.number in refused.value.sentence


def test_an_alert_on_a_closed_case_says_what_to_do(region: Region, case: Case, sound: Sound) -> None:
    casefile.close(case, actor=region.actor("anna"), reason="done", now=region.now)
    with pytest.raises(StateConflictError) as refused:
        sound()
    assert refused.value.code == "case_closed"
    assert "112" in str(refused.value.sentence)


@pytest.mark.parametrize(
    ("seen", "missing", "code", "field"),
    [
        (None, 1, "future", "missing_since"),
        (1, -1, "future", "last_seen_at"),
        (-1, -2, "missing_before_last_seen", "missing_since"),
    ],
)
def test_times_that_cannot_be_true_get_a_sentence(
    region: Region, case: Case, sound: Sound, seen: int | None, missing: int, code: str, field: str
) -> None:
    seen_at = None if seen is None else region.now + timedelta(hours=seen)
    with pytest.raises(StateConflictError) as refused:
        sound(last_seen_at=seen_at, missing_since=region.now + timedelta(hours=missing))
    assert (refused.value.code, refused.value.field) == (code, field)


def test_a_milder_colour_needs_a_reason_that_is_kept(region: Region, case: Case, sound: Sound) -> None:
    with pytest.raises(StateConflictError) as refused:
        sound(colour="green")
    assert refused.value.field == "colour_reason"
    episode = sound(colour="orange", colour_reason="she rings every hour")
    assert (episode.colour, episode.colour_reason) == ("orange", "she rings every hour")
    assert "exploitation_suspected" in episode.grounds


@pytest.mark.parametrize(
    ("band", "born", "age"),
    [
        ("under_12", None, 11),
        ("12_15", None, None),
        ("16_17", None, 17),
        ("unknown", None, None),
        ("unknown", date(2013, 11, 17), 13),
        ("unknown", date(2013, 11, 18), 12),
    ],
)
def test_the_age_comes_from_the_birth_date_or_else_from_the_band(
    region: Region, band: str, born: date | None, age: int | None
) -> None:
    name = "Noor Zeegras" if born else ""
    case = open_case(region, name=name, birth_date=born, age_band=band)
    assert age_of(case, on=date(2026, 11, 17)) == age


def test_three_episodes_in_90_days_are_worth_a_look(region: Region) -> None:
    case = open_case(region, exploitation_suspected=False, name="", age_band="16_17")
    all_no = dict.fromkeys(UrgencyGround, Known.NO)
    assert propose(case, all_no, now=region.now).colour is Colour.GREEN
    for days in (80, 50, 20):
        at = region.now - timedelta(days=days)
        _past_episode(region, case, at)
    assert propose(case, all_no, now=region.now).colour is Colour.ORANGE
    assert propose(case, all_no, now=region.now + timedelta(days=60)).colour is Colour.GREEN


def _past_episode(region: Region, case: Case, at: datetime) -> None:
    row = MissingEpisode(
        number=f"V-26-{at:%m%d}X",
        case=case,
        raised_by=region.anna,
        raised_by_organisation=region.desk,
        raised_at=at,
        missing_since=at,
        colour="green",
        status="closed",
    )
    MissingEpisode.objects.bulk_create([row])


def test_facts_are_appended_by_whoever_answers(region: Region, episode: MissingEpisode) -> None:
    at = region.now - timedelta(minutes=5)
    fact.add(
        episode,
        actor=region.actor("bram"),
        kind="seen",
        text="🚲 bij het station",
        happened_at=at,
        now=region.now,
    )
    kept = episode.facts.get()
    assert (kept.text, kept.organisation) == ("🚲 bij het station", region.school)
    assert LedgerLine.objects.filter(event="episode.fact_added", user_id=region.bram.pk).exists()
    assert "station" not in str(TimelineEntry.objects.get(kind="episode_fact_added").params)
    with pytest.raises(StateConflictError) as refused:
        fact.add(
            episode,
            actor=region.actor("bram"),
            kind="seen",
            text="x",
            happened_at=region.now + timedelta(minutes=1),
            now=region.now,
        )
    assert refused.value.field == "happened_at"


def test_the_police_reference_is_kept(region: Region, episode: MissingEpisode) -> None:
    fact.tell_police(
        episode, actor=region.actor("hugo"), reference="2026-0042", told_at=region.now, now=region.now
    )
    episode.refresh_from_db()
    assert (episode.police_told, episode.police_reference) == ("yes", "2026-0042")


def test_who_took_it_up_at_the_police_and_what_they_decided_are_facts_of_their_own(
    region: Region, episode: MissingEpisode
) -> None:
    said = {"told_at": region.now, "now": region.now, "actor": region.actor("hugo")}
    told = {"reference": "2026-0042", "contact": "Meldkamer, Vos", "decided": "Urgent: telefoon"}
    fact.tell_police(episode, **told, **said)
    found = dict(episode.facts.values_list("kind", "text"))
    assert found == {
        "police_told": "2026-0042",
        "police_contact": "Meldkamer, Vos",
        "police_decided": "Urgent: telefoon",
    }


def test_a_second_talk_with_the_police_keeps_their_reference(region: Region, episode: MissingEpisode) -> None:
    said = {"told_at": region.now, "now": region.now, "actor": region.actor("hugo")}
    fact.tell_police(episode, reference="2026-0042", **said)
    fact.tell_police(episode, reference="", decided="Zij zoeken vannacht", **said)
    episode.refresh_from_db()
    assert episode.police_reference == "2026-0042"
    assert episode.facts.filter(kind="police_decided").get().text == "Zij zoeken vannacht"


def test_a_graver_colour_is_told_to_all_and_a_milder_one_needs_a_reason(
    region: Region, case: Case, sound: Sound
) -> None:
    episode = sound(colour="orange", colour_reason="calm")
    lowered = colour.lower_to(
        episode, "green", actor=region.actor("farid"), reason="seen at home", version=None, now=region.now
    )
    assert (lowered.colour, lowered.colour_reason) == ("green", "seen at home")
    colour.raise_to(episode, "orange", actor=region.actor("farid"), version=lowered.version, now=region.now)
    assert told(episode.number, "alert_graver") == {"anna", "bram", "gerda", "hugo"}
    with pytest.raises(StateConflictError) as refused:
        colour.lower_to(
            episode, "green", actor=region.actor("farid"), reason=" ", version=None, now=region.now
        )
    assert refused.value.field == "reason"
    with pytest.raises(StaleWriteError):
        colour.raise_to(episode, "red", actor=region.actor("hugo"), version=episode.version, now=region.now)
    with pytest.raises(StateConflictError):
        colour.raise_to(episode, "green", actor=region.actor("hugo"), version=None, now=region.now)


def test_found_is_all_clear_to_everyone_who_was_called_and_the_talk_gets_its_clock(
    region: Region, episode: MissingEpisode
) -> None:
    escalation.escalate_due(now=region.now + timedelta(minutes=5))
    at = find(region, episode)
    everybody = told(episode.number, "alert") | {"hugo"}
    assert everybody >= {"anna", "bram", "bea", "farid", "fenna", "gerda", "gijs"}
    assert told(episode.number, "all_clear") == everybody - {"gerda"}
    assert ReturnInterview.objects.get(episode=episode).due_at == at + timedelta(hours=72)
    assert not AlertCall.objects.filter(episode=episode, next_due_at__isnull=False).exists()
    assert not Delivery.objects.filter(notification__kind="alert", state="queued").exists()
    assert LedgerLine.objects.filter(event="episode.found", user_id=region.gerda.pk).exists()
    with pytest.raises(StateConflictError) as refused:
        find(region, episode)
    assert refused.value.code == "not_from_here"


def test_found_before_she_went_missing_is_refused(region: Region, episode: MissingEpisode) -> None:
    with pytest.raises(StateConflictError) as refused:
        find(region, episode, minutes=-90)
    assert (refused.value.code, refused.value.field) == ("found_before_missing", "found_at")


def test_an_alert_raised_by_mistake_is_withdrawn_with_a_reason_and_told(
    region: Region, episode: MissingEpisode
) -> None:
    with pytest.raises(StateConflictError) as refused:
        episodes.withdraw(episode, actor=region.actor("hugo"), reason="", now=region.now)
    assert refused.value.field == "reason"
    episodes.withdraw(episode, actor=region.actor("hugo"), reason="she was in the garden", now=region.now)
    assert told(episode.number, "alert_withdrawn") == {"anna", "bram", "farid", "gerda"}
    assert escalation.escalate_due(now=region.now + timedelta(hours=1)) == 0
    assert LedgerLine.objects.filter(event="episode.withdrawn").exists()


def test_the_watchdog_sees_a_promise_that_is_not_kept(region: Region, episode: MissingEpisode) -> None:
    Delivery.objects.exclude(notification__kind="alert").update(state="sent")
    assert watchdog.look(now=region.now) == []
    assert Heartbeat.objects.get(name="watchdog").trouble == ""
    assert watchdog.look(now=region.now + timedelta(seconds=61)) == ["messages_overdue"]
    Delivery.objects.update(state="sent")
    assert watchdog.look(now=region.now + timedelta(seconds=360)) == []
    assert watchdog.look(now=region.now + timedelta(seconds=361)) == ["alert_overdue"]
    AlertCall.objects.filter(state="waiting").update(next_due_at=None)  # a promise that got lost
    assert watchdog.look(now=region.now) == ["alert_overdue"]
    assert Heartbeat.objects.get(name="watchdog").trouble == "alert_overdue"
