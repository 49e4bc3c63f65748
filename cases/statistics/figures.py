"""Counts a period, of what the reader may see and nothing else. A fixed number of statements."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from cases.access import gate, signal_gate
from cases.casefile.models import Case
from cases.intake.models import Signal
from cases.meldcode.models import MeldcodeTrack, VeiligThuisReport
from cases.missing.models import AlertCall, MissingEpisode
from cases.statistics import moment_rules
from cases.statistics.choices import COUNTS
from cases.statistics.rules import Middle, Period, Told, middle, told
from cases.workdays import start_of_day
from organisations.actor import Actor
from organisations.compartments import Compartment

MINUTE, HOUR, DAY = 60, 3600, 86_400
QUARTERS = 4
BY_MONTH = "episodes_by_month"
PATTERNS = (
    BY_MONTH,
    "episodes_by_weekday",
    "episodes_by_day_part",
    "episodes_by_length",
    "episodes_by_last_seen",
    "episodes_by_found",
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a report is counted from: rows of one covenant in one period that its maker may see."""

    signals: QuerySet[Signal]
    cases: QuerySet[Case]
    episodes: QuerySet[MissingEpisode]
    tracks: QuerySet[MeldcodeTrack]


def counted(actor: Actor, period: Period, *, covenant_id: int, now: datetime) -> dict[str, Any]:
    """Give what may be told about a period, as plain values: counts and durations by code."""
    ground = _ground(actor, period, covenant_id=covenant_id, now=now)
    counts = {code: told(_every_part(code, found)) for code, found in _counts(ground, period)}
    durations = {
        "signal_to_triage": {"": middle(_to_triage(ground))},
        "signal_to_coordinator": {"": middle(_to_coordinator(ground))},
        "alert_to_answer": {name: middle(times) for name, times in _to_answer(ground)},
    }
    return {
        "counts": {code: _plain_count(found) for code, found in counts.items()},
        "durations": {
            code: [_plain_duration(name, found) for name, found in sorted(by_name.items())]
            for code, by_name in durations.items()
        },
    }


def _ground(actor: Actor, period: Period, *, covenant_id: int, now: datetime) -> Ground:
    since, until = start_of_day(period.since), start_of_day(period.until)

    def between(moment: str) -> dict[str, datetime]:
        return {f"{moment}__gte": since, f"{moment}__lt": until}

    signals = Signal.objects.filter(
        covenant=covenant_id,
        withdrawn_at=None,
        first_of=None,  # what was split came in once: its halves are the desk's own
        second_of=None,
        **between("received_at"),
    )
    cases = Case.objects.filter(covenant=covenant_id, **between("started_at"))
    episodes = MissingEpisode.objects.filter(case__covenant=covenant_id, **between("raised_at"))
    tracks = MeldcodeTrack.objects.filter(case__covenant=covenant_id, **between("started_at"))
    return Ground(
        signals=signal_gate.addressed(actor, signals, now=now).order_by(),
        cases=gate.visible(actor, cases, now=now).order_by(),
        episodes=gate.visible(
            actor, episodes.exclude(status="withdrawn"), Compartment.MISSING, now=now
        ).order_by(),
        tracks=gate.visible(actor, tracks, Compartment.MELDCODE, now=now).order_by(),
    )


def _counts(ground: Ground, period: Period) -> Iterator[tuple[str, dict[str, int]]]:
    yield "signals_by_channel", _by(ground.signals, "channel")
    yield "signals_by_form", _by(ground.signals, "form_of_concern")
    yield "signals_by_status", _by(ground.signals, "status")
    yield "cases_by_form", _by(ground.cases, "form_of_concern")
    yield "cases_by_age", _by(ground.cases, "age_band")
    yield "cases_now", _by(ground.cases, "status")
    yield "episodes_by_colour", _by(ground.episodes, "colour")
    yield "missing_young_people", _once_or_more(ground.episodes)
    yield from _patterns(ground.episodes, is_whole_year=period.quarters == QUARTERS)
    yield "return_talks", _talks(ground.episodes)
    yield "meldcode", _reported(ground.tracks)


def _patterns(
    episodes: QuerySet[MissingEpisode], *, is_whole_year: bool
) -> Iterator[tuple[str, dict[str, int]]]:
    """Count when, how long and from what kind of place young people were missing. One statement.

    Months of a whole year only: else each quarter would tell the earlier ones again, beside other months, and
    what one report hides another could give away.
    """
    found: dict[str, Counter[str]] = {code: Counter() for code in PATTERNS}
    rows = episodes.values_list("raised_at", "missing_since", "found_at", "last_seen_kind", "found_kind")
    for raised_at, since, until, last_seen, found_kind in rows.iterator():
        found[BY_MONTH][moment_rules.month(raised_at)] += 1
        found["episodes_by_weekday"][moment_rules.weekday(since)] += 1
        found["episodes_by_day_part"][moment_rules.part_of_day(since)] += 1
        found["episodes_by_length"][moment_rules.lasted(since, until)] += 1
        found["episodes_by_last_seen"][last_seen or moment_rules.UNKNOWN] += 1
        found["episodes_by_found"][found_kind or moment_rules.UNKNOWN] += 1
    yield from ((code, dict(counts)) for code, counts in found.items() if is_whole_year or code != BY_MONTH)


def _by(rows: QuerySet, field: str) -> dict[str, int]:
    return dict(rows.values_list(field).annotate(found=Count("pk")))


def _once_or_more(episodes: QuerySet[MissingEpisode]) -> dict[str, int]:
    """Count young people; who has two cases, one after the other, is one young person."""
    often = Counter(episodes.values_list("case__young_person_id", "case_id"))
    people: Counter[tuple[str, int]] = Counter()
    for (person, case), times in often.items():
        people[("case", case) if person is None else ("person", person)] += times
    more = sum(times > 1 for times in people.values())
    return {"once": len(people) - more, "more": more}


def _talks(episodes: QuerySet[MissingEpisode]) -> dict[str, int]:
    talked = ~Q(return_interview__held_at=None)
    refused = Q(return_interview__held_at=None) & ~Q(return_interview__refused_reason="")
    found = episodes.filter(return_interview__isnull=False).aggregate(
        all=Count("pk"), held=Count("pk", filter=talked), refused=Count("pk", filter=refused)
    )
    rest = found["all"] - found["held"] - found["refused"]
    return {"held": found["held"], "refused": found["refused"], "open": rest}


def _reported(tracks: QuerySet[MeldcodeTrack]) -> dict[str, int]:
    has_report = Exists(VeiligThuisReport.objects.filter(track=OuterRef("pk")))
    reported = tracks.filter(has_report).count()
    return {"reported": reported, "not_reported": tracks.filter(~has_report).count()}


def _every_part(code: str, found: dict[str, int]) -> dict[str, int]:
    """Give every part its count; a part that nobody has is a small number too."""
    return {part: found.get(part, 0) for part, _label in COUNTS[code].parts}


def _to_triage(ground: Ground) -> Iterator[float]:
    taken_up = ground.signals.annotate(
        first=Min("steps__at", filter=~Q(steps__to_status="received") & ~Q(steps__from_status=""))
    )
    return _lasted(taken_up.filter(first__isnull=False), HOUR)


def _to_coordinator(ground: Ground) -> Iterator[float]:
    given = ground.signals.filter(case__isnull=False).annotate(first=Min("case__assignments__started_at"))
    return _lasted(given.filter(first__gte=F("received_at")), DAY)


def _to_answer(ground: Ground) -> Iterator[tuple[str, list[float]]]:
    calls = AlertCall.objects.filter(
        episode__in=ground.episodes.values("pk"), called_at__isnull=False, acknowledged_at__isnull=False
    )
    times: dict[str, list[float]] = {}
    rows = calls.order_by().annotate(lasted=F("acknowledged_at") - F("called_at"))
    for name, lasted in rows.values_list("organisation__name", "lasted"):
        times.setdefault(name, []).append(lasted.total_seconds() / MINUTE)
    yield from times.items()


def _lasted(rows: QuerySet, unit: int) -> Iterator[float]:
    # Not streamed: PostgreSQL plans a cursor for its first tenth, and grouped rows are read to the end.
    times = rows.annotate(lasted=F("first") - F("received_at")).values_list("lasted", flat=True)
    return (lasted.total_seconds() / unit for lasted in times)


def _plain_count(found: Told) -> dict[str, Any]:
    return {"total": found.total, "parts": found.parts}


def _plain_duration(name: str, found: Middle) -> dict[str, Any]:
    return {"name": name, "middle": found.middle, "count": found.count}
