"""``python -m tests.benchmarks.figures``: the figures of a year, beside plain SQL that counts the same.

The plain statements group whole tables of one year without asking who may see a row. Each case of the year
has a signal, one in five an episode with three calls, and one in five a track of the Meldcode; one in fifty
still waits for somebody. The goal: as many statements at every size, and a year of 100,000 cases within the
time that a person waits for a report.
"""

import argparse
from collections.abc import Callable
from datetime import date, timedelta
from itertools import islice

from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.casefile.models import Case
from cases.intake.models import Signal, TriageStep
from cases.meldcode.models import MeldcodeTrack, VeiligThuisReport
from cases.missing.models import AlertCall, MissingEpisode, ReturnInterview
from cases.statistics import figures
from cases.statistics.rules import Period
from cases.workdays import start_of_day
from organisations.actor import Actor
from organisations.models import Covenant, Organisation, User
from organisations.roles import Role
from tests.benchmarks import ground
from tests.benchmarks.people import somebody

BATCH = 5_000
CALLED = 3  # organisations per alert
ONE_IN = 5  # of the cases has an episode and a track
OPEN_ONE_IN = 51  # of the signals waits for the desk, of the reports for Veilig Thuis; no divisor in common
CHANNELS = ("professional", "school", "police", "veilig_thuis")
COLOURS = ("red", "orange", "green")

LOCAL = "{moment} AT TIME ZONE 'Europe/Amsterdam'"
#: When, how long and from what kind of place: what the software counts in one reading of the rows.
PATTERNS = (
    f"extract(month FROM {LOCAL.format(moment='raised_at')})",
    f"extract(isodow FROM {LOCAL.format(moment='missing_since')})",
    f"floor(extract(hour FROM {LOCAL.format(moment='missing_since')}) / 6)",
    "width_bucket(extract(epoch FROM found_at - missing_since),"
    " ARRAY[14400, 43200, 86400, 259200, 604800]::numeric[])",
    "last_seen_kind",
    "found_kind",
)
GROUPED = "SELECT {column}, count(*) FROM {table} WHERE {moment} >= %s AND {moment} < %s GROUP BY 1"
PLAIN = (
    *(
        GROUPED.format(table="cases_signal", moment="received_at", column=column)
        for column in ("channel", "form_of_concern", "status")
    ),
    *(
        GROUPED.format(table="cases_case", moment="started_at", column=column)
        for column in ("form_of_concern", "age_band", "status")
    ),
    *(
        GROUPED.format(table="cases_missingepisode", moment="raised_at", column=column)
        for column in ("colour", *PATTERNS)
    ),
    """SELECT times > 1, count(*) FROM (
         SELECT c.young_person_id, count(*) AS times
         FROM cases_missingepisode e JOIN cases_case c ON c.id = e.case_id
         WHERE e.raised_at >= %s AND e.raised_at < %s GROUP BY 1) AS people GROUP BY 1""",
    """SELECT count(*), count(r.held_at), count(*) FILTER (WHERE r.held_at IS NULL AND r.refused_reason <> '')
       FROM cases_missingepisode e JOIN cases_returninterview r ON r.episode_id = e.id
       WHERE e.raised_at >= %s AND e.raised_at < %s""",
    """SELECT EXISTS (SELECT 1 FROM cases_veiligthuisreport v WHERE v.track_id = t.id), count(*)
       FROM cases_meldcodetrack t WHERE t.started_at >= %s AND t.started_at < %s GROUP BY 1""",
    """SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY first - received_at) FROM (
         SELECT s.received_at, min(t.at) AS first FROM cases_signal s
         JOIN cases_triagestep t ON t.signal_id = s.id AND t.from_status <> '' AND t.to_status <> 'received'
         WHERE s.received_at >= %s AND s.received_at < %s GROUP BY s.id) AS taken""",
    """SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY first - received_at) FROM (
         SELECT s.received_at, min(a.started_at) AS first FROM cases_signal s
         JOIN cases_coordinatorassignment a ON a.case_id = s.case_id
         WHERE s.received_at >= %s AND s.received_at < %s GROUP BY s.id) AS given
       WHERE first >= received_at""",
    """SELECT o.name, percentile_cont(0.5) WITHIN GROUP (ORDER BY k.acknowledged_at - k.called_at)
       FROM cases_alertcall k JOIN cases_missingepisode e ON e.id = k.episode_id
       JOIN organisations_organisation o ON o.id = k.organisation_id
       WHERE e.raised_at >= %s AND e.raised_at < %s AND k.called_at IS NOT NULL
       AND k.acknowledged_at IS NOT NULL GROUP BY 1""",
)


def main() -> None:
    """Measure every size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cases", type=int, nargs="+", default=[1_000, 10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=10)
    options = parser.parse_args()
    for size in sorted(options.cases):
        call_command("scale_data", cases=size)
        desk = somebody(Role.CARE_COORDINATOR)
        fill(desk.user)
        show(size, desk, options.rounds)


def show(size: int, actor: Actor, rounds: int) -> None:
    """Print the times of one size, the statements, and how much was counted."""
    now, table = timezone.now(), Covenant.objects.get().pk
    newest = timezone.localtime(Case.objects.aggregate(newest=Max("started_at"))["newest"])
    year = Period(newest.year, date(newest.year + 1, 1, 1))

    def count() -> dict:
        actor.memo.clear()
        return figures.counted(actor, year, covenant_id=table, now=now)

    with CaptureQueriesContext(connection) as statements:
        told = count()
    found = ground.interleaved({"figures": count, "plain": _plain(year)}, rounds=rounds)
    took, floor = (ground.middle(found[name].wall) for name in ("figures", "plain"))
    totals = {code: about["total"] for code, about in told["counts"].items()}
    print(
        f"{size:>7} cases, figures of {year.year}: {took:8.1f} ms, plain SQL {floor:8.1f} ms, "
        f"ratio {took / floor:4.1f}, {len(statements)} statements; signals {totals['signals_by_channel']}, "
        f"cases {totals['cases_by_form']}, episodes {totals['episodes_by_colour']}"
    )


def fill(desk: User) -> None:
    """Give the cases that have none yet their signals, episodes and tracks."""
    bare = Case.objects.filter(signals=None).order_by("pk")
    cases = bare.iterator(chunk_size=BATCH)
    first, *_others = homes = list(Organisation.objects.order_by("pk"))
    while batch := list(islice(cases, BATCH)):
        with transaction.atomic():
            _signals(batch, desk, first)
            _episodes(batch[::ONE_IN], desk, homes)
            _tracks(batch[::ONE_IN], desk, first)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _signals(batch: list[Case], desk: User, home: Organisation) -> None:
    made = Signal.objects.bulk_create(
        Signal(
            number=f"S-{case.number[2:]}",
            case=case,
            covenant_id=case.covenant_id,
            addressed_to=home,
            channel=CHANNELS[case.pk % len(CHANNELS)],
            subject="young_person",
            observation="Measured.",
            knowledge="first_hand",
            form_of_concern=case.form_of_concern,
            status="classified" if case.pk % OPEN_ONE_IN == 0 else "fed_back",
            noticed_at=case.started_at,
            received_at=case.started_at,
            triage_due_at=case.started_at + timedelta(days=1),
            feedback_due_at=case.started_at + timedelta(days=5),
        )
        for case in batch
    )
    TriageStep.objects.bulk_create(
        TriageStep(
            signal=signal, from_status=before, to_status=after, at=signal.received_at + lasted, by=desk
        )
        for signal in made
        for before, after, lasted in (
            ("", "received", timedelta()),
            ("received", "classified", timedelta(minutes=signal.pk % 3000)),
        )
    )


def _episodes(batch: list[Case], desk: User, homes: list[Organisation]) -> None:
    made = MissingEpisode.objects.bulk_create(
        MissingEpisode(
            number=f"V-{case.number[2:]}",
            case=case,
            raised_by=desk,
            raised_by_organisation=homes[0],
            raised_at=case.started_at,
            missing_since=case.started_at - timedelta(hours=2),
            found_at=case.started_at + timedelta(hours=case.pk % 90),
            closed_at=case.started_at + timedelta(days=5),
            status="closed",
            colour=COLOURS[case.pk % len(COLOURS)],
        )
        for case in batch
    )
    AlertCall.objects.bulk_create(
        AlertCall(
            episode=episode,
            organisation=homes[(episode.pk + turn) % len(homes)],
            state="acknowledged",
            called_at=episode.raised_at,
            acknowledged_at=episode.raised_at + timedelta(minutes=1 + episode.pk % 40),
            acknowledged_by=desk,
        )
        for episode in made
        for turn in range(CALLED)
    )
    ReturnInterview.objects.bulk_create(
        ReturnInterview(
            episode=episode,
            due_at=episode.found_at + timedelta(hours=72),
            held_at=episode.found_at + timedelta(hours=30) if episode.pk % 3 else None,
            refused_reason="" if episode.pk % 3 else "Measured.",
        )
        for episode in made
    )


def _tracks(batch: list[Case], desk: User, home: Organisation) -> None:
    made = MeldcodeTrack.objects.bulk_create(
        MeldcodeTrack(case=case, organisation=home, professional=desk, started_at=case.started_at)
        for case in batch
    )
    VeiligThuisReport.objects.bulk_create(
        VeiligThuisReport(
            track=track,
            reported_at=track.started_at,
            family_told="told",
            assessment_due_at=track.started_at + timedelta(days=7),
            assessed_at=None if track.case_id % OPEN_ONE_IN == 0 else track.started_at + timedelta(days=5),
            by=desk,
        )
        for track in made[::2]
    )


def _plain(year: Period) -> Callable[[], None]:
    between = [start_of_day(year.since), start_of_day(year.until)]

    def ask() -> None:
        with connection.cursor() as cursor:
            for statement in PLAIN:
                cursor.execute(statement, between)
                cursor.fetchall()

    return ask


if __name__ == "__main__":
    main()
