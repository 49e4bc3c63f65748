"""``python -m tests.benchmarks.alert``: from the press on the button to the last message.

A throw-away PostgreSQL and Redis, gunicorn with two workers, beat, and one Celery worker with two processes;
forty organisations at the case. Two floors run in turns with it, over the same mail server: nothing but
``smtplib`` over two connections, and a bare outbox (a row per message, claimed and written down). Then a
worker is killed half-way, an idle system is woken again and again, an answer is looked for on another open
page, and a sweep looks through ten thousand running alerts. ``--parts`` runs a few of these; ``--long`` tells
five thousand people and looks at the list of cases meanwhile.
"""

import argparse
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.utils import timezone

from cases.casefile.models import Case
from cases.missing import escalation, links, recount, silence, watchdog
from cases.missing.models import AlertCall, AlertLevel, MissingEpisode
from cases.notifications.models import Delivery
from organisations.models import ContactChannel, Organisation, User
from tests.benchmarks import ground
from tests.benchmarks.alert_stage import (
    RAISER,
    Stage,
    Taken,
    bare_outbox,
    cases,
    grow,
    let_go,
    plain_mail,
    stage,
)
from tests.chaos.stage import within

#: A change of colour of the page: what another reader's page has and the next answer has not.
STAMP = "live/?seen="


@dataclass(frozen=True, slots=True)
class Told:
    """How one alert went, in seconds since the button was pressed."""

    post: float
    first: float
    last: float
    work: dict[str, float]  # seconds of a processor, of the site and of the workers


def main() -> None:
    """Measure what was asked for, and print it beside its floor and its goal."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--parts", nargs="*", default=list(PARTS), choices=list(PARTS))
    parser.add_argument("--long", action="store_true", help="also 5,000 people, and 20 alerts at once")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--kills", type=int, default=10)
    options = parser.parse_args()
    with stage(500) as standing:
        _warm(standing)
        before = standing.memory()
        for part in options.parts:
            PARTS[part](standing, options)
        if options.long:
            long_form(standing, options)
        after = standing.memory()
    for name, held in after.items():
        was, now = (", ".join(f"{mb:.0f}" for mb in found) for found in (before[name], held))
        print(f"memory of {name}: {was} MB before, {now} MB after")


def spread(standing: Stage, options: argparse.Namespace) -> None:
    """Time alerts to 500 and to 1,000 people, in turns with both floors."""
    for people in (500, 1_000):
        grow(people)
        addresses = _addresses()
        floors: dict[str, list[Taken]] = {"smtplib": [], "bare outbox": []}
        ours = []
        for case in cases(options.rounds):
            floors["smtplib"].append(plain_mail(standing.post, addresses))
            floors["bare outbox"].append(bare_outbox(standing.post, addresses))
            ours.append(_sound(standing, case, len(addresses)))
        plain, bare = (min(taken.wall for taken in times) for times in floors.values())
        works = [min(taken.work for taken in times) for times in floors.values()]
        own = {name: min(told.work[name] for told in ours) for name in ("web", "worker")}
        last = ground.middle([told.last for told in ours])
        print(f"{len(addresses):,} people at 39 organisations, median of {len(ours)}")
        print(f"  smtplib {plain:.2f} s ({people / plain:.0f}/s), bare outbox {bare:.2f} s (best of each)")
        print(f"  POST {ground.middle([t.post for t in ours]):.3f} s")
        first = ground.middle([told.first for told in ours])
        print(f"  first out {first:.2f} s (goal 0.5), last {last:.2f} s (goal 2.0 of 500)")
        print(f"  {bare / last:.0%} of the bare outbox (goal 50 %), x{last / plain:.1f} smtplib (goal x3)")
        each = [seconds / people * 1000 for seconds in (*works, own["worker"])]
        print(f"  work of a sender per message: smtplib {each[0]:.2f}, bare outbox {each[1]:.2f},", end=" ")
        print(f"ours {each[2]:.2f} ms; of the site for the whole alert {own['web'] * 1000:.0f} ms")
        print("  each: " + ", ".join(f"{t.post:.2f}/{t.first:.2f}/{t.last:.2f}" for t in ours))


def by_size(standing: Stage, options: argparse.Namespace) -> None:
    """Time the POST alone, by how many organisations are called."""
    for organisations in (2, 10, 20, 40):
        times = []
        for case in cases(options.rounds, organisations=organisations):
            seconds, number = standing.raise_alert(case)
            times.append(seconds)
            within(60, _all_out, "the alert")
            let_go(number)
        print(f"raising to {organisations - 1:>2} organisations: {ground.middle(times) * 1000:.0f} ms")


def killed(standing: Stage, options: argparse.Namespace) -> None:
    """Kill the worker and everything it started, somewhere in the middle of 500."""
    lost = twice = 0
    took = []
    for case in cases(options.kills):
        people = len(_addresses())
        before = len(standing.post.arrived)
        _seconds, number = standing.raise_alert(case)
        reached = int(people * random.uniform(0.2, 0.8))
        within(60, lambda b=before, r=reached: standing.told(b) >= r, "the middle")
        standing.crew.kill()
        began = time.monotonic()
        standing.crew.revive()
        try:
            within(60, lambda b=before, p=people: standing.told(b) >= p, "everybody")
        except TimeoutError:
            lost += people - standing.told(before)
        took.append(time.monotonic() - began)
        within(60, _all_out, "the last row")
        twice += len(standing.post.arrived) - before - standing.told(before)
        let_go(number)
    print(f"killed {len(took)} times half-way: lost {lost} (goal 0), twice {twice} (at most {2 * len(took)})")
    print(f"  all out {max(took):.1f} s after the kill at most, {ground.middle(took):.1f} s median (goal 20)")


def idle(standing: Stage, options: argparse.Namespace) -> None:
    """Wake an idle system 50 times: from the press on the button to the first message."""
    first, posts = [], []
    for case in cases(50, organisations=2):
        within(60, _all_out, "quiet")
        within(60, standing.is_quiet, "quiet")
        told = _sound(standing, case, 1)
        first.append(told.first)
        posts.append(told.post)
    print(f"idle, 50 times: first message after {ground.middle(first) * 1000:.0f} ms median,", end=" ")
    print(f"p95 {ground.tail(first) * 1000:.0f} ms (goal 1000), POST {ground.middle(posts) * 1000:.0f} ms")


def answered(standing: Stage, options: argparse.Namespace) -> None:
    """Answer for one organisation after another, and look for each answer on another open page."""
    (case,) = cases(1)
    _seconds, number = standing.raise_alert(case)
    within(60, _all_out, "the alert")
    readers = {n: standing.log_in(n) for n in (2, *range(3, 13))}
    pressed, nothing, shown = [], [], []
    for who in range(3, 13):
        page = readers[2].get(f"{standing.address}/missing/{number}/").text
        address = f"{standing.address}/missing/{number}/{STAMP}" + page.split(STAMP)[1].split('"')[0]
        ask = lambda a=address: readers[2].get(a, headers={"HX-Request": "true", "X-Background": "1"})  # noqa: E731
        nothing.append(_time(lambda a=ask: a().status_code == 204))
        call = AlertCall.objects.get(episode__number=number, organisation=standing.homes[who])
        user = User.objects.get(email=f"contact_point{who}@scale.zorgtafel.example")
        began = time.monotonic()
        standing.submit(readers[who], links.path(call, user))
        pressed.append(time.monotonic() - began)
        shown.append(_time(lambda a=ask: a().status_code == 200))
    let_go(number)
    print(
        f"an answer: {ground.middle(pressed) * 1000:.0f} ms; on another open page {max(shown) * 1000:.0f} ms",
        end=" ",
    )
    print(
        f"after it asks next, {ground.middle(nothing) * 1000:.0f} ms when there is no news (goal 2 s in all)"
    )


def swept(standing: Stage, options: argparse.Namespace) -> None:
    """Let one sweep look through 10,000 running alerts: nothing due, then a hundred of them."""
    made = _running(10_000)
    now = timezone.now()
    looks: dict[str, Callable[[], object]] = {
        "silence": lambda: silence.look_due(now=now),
        "escalate": lambda: escalation.escalate_due(now=now),
        "watchdog": lambda: watchdog.look(now=now),
        "recount": lambda: recount.restore_lost(now=now),
    }
    for name, look in looks.items():
        print(f"10,000 running alerts, nothing due: {name} {_time(look) * 1000:.0f} ms (goal 1000)")
    due = AlertCall.objects.filter(pk__in=made[:100])
    due.update(next_due_at=now)
    seconds = _time(looks["escalate"])
    print(f"  100 of them due: {seconds:.2f} s, {seconds * 10:.1f} ms each")
    AlertCall.objects.filter(pk__in=made).update(state="ended", next_due_at=None)
    within(120, _all_out, "what the hundred owed")


def long_form(standing: Stage, options: argparse.Namespace) -> None:
    """Tell 500 people of 20 alerts at once, then 5,000 of one; the list of cases is read meanwhile."""
    quiet = [_read_list(standing) for _ in range(100)]
    many = cases(20)
    before, began = len(standing.post.arrived), time.monotonic()
    people = len(_addresses())
    numbers: list[str] = []
    raising = threading.Thread(
        target=lambda: numbers.extend(standing.raise_alert(case)[1] for case in many), daemon=True
    )
    raising.start()
    busy = _meanwhile(standing, lambda: len(standing.post.arrived) - before >= 20 * people)
    seconds = time.monotonic() - began
    raising.join()
    for number in numbers:
        let_go(number)
    _say(f"20 alerts of {people}", 20 * people, seconds, quiet, busy)
    grow(5_000)
    addresses = _addresses()
    floor = bare_outbox(standing.post, addresses)
    plain = plain_mail(standing.post, addresses)
    (case,) = cases(1)
    before, began = len(standing.post.arrived), time.monotonic()
    _post, number = standing.raise_alert(case)
    busy = _meanwhile(standing, lambda: standing.told(before) >= len(addresses))
    _say("one alert of 5,000 (goal 20 s)", 5_000, time.monotonic() - began, quiet, busy)
    print(f"  POST {_post:.2f} s; bare outbox {floor.wall:.1f} s, smtplib {plain.wall:.1f} s")
    let_go(number)


PARTS = {
    "spread": spread,
    "by_size": by_size,
    "idle": idle,
    "answered": answered,
    "swept": swept,
    "killed": killed,
}


def _warm(standing: Stage) -> None:
    for case in cases(2):
        _sound(standing, case, len(_addresses()))


def _sound(standing: Stage, case: Case, people: int) -> Told:
    """Raise an alert and wait until everybody was told."""
    before, began, worked = len(standing.post.arrived), time.monotonic(), standing.work()
    seconds, number = standing.raise_alert(case)
    began += time.monotonic() - began - seconds  # the page was opened before
    within(120, lambda: standing.told(before) >= people, "everybody")
    times = [when for when, _address, _id in standing.post.arrived[before:]]
    within(60, _all_out, "the last row")
    work = {name: used - worked[name] for name, used in standing.work().items()}
    let_go(number)
    return Told(seconds, times[0] - began, times[-1] - began, work)


def _addresses() -> list[str]:
    home = Organisation.objects.order_by("pk")[RAISER]
    rows = ContactChannel.objects.exclude(user__memberships__organisation=home).order_by("pk")
    return list(rows.values_list("address", flat=True))


def _all_out() -> bool:
    return not Delivery.objects.filter(state="queued").exists()


def _time(look: Callable[[], object]) -> float:
    began = time.monotonic()
    assert look() is not False
    return time.monotonic() - began


def _running(count: int) -> list[int]:
    """Make running alerts of one call each, next due in five minutes."""
    now, home = timezone.now(), Organisation.objects.order_by("pk")[2]
    made = cases(count, organisations=4)
    raiser = User.objects.get(email="contact_point1@scale.zorgtafel.example")
    episodes = MissingEpisode.objects.bulk_create(
        MissingEpisode(
            case=case,
            number=f"V-{case.number[2:]}",
            colour="red",
            missing_since=now,
            raised_at=now,
            raised_by=raiser,
            raised_by_organisation_id=Organisation.objects.order_by("pk")[RAISER].pk,
        )
        for case in made
    )
    calls = AlertCall.objects.bulk_create(
        AlertCall(
            episode=episode,
            organisation=home,
            level=1,
            called_at=now,
            next_due_at=now + timezone.timedelta(minutes=5),
        )
        for episode in episodes
    )
    AlertLevel.objects.bulk_create(
        AlertLevel(call=call, colour="orange", order=order, calls="contact_points", wait_seconds=0)
        for call in calls
        for order in (1, 2)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return [call.pk for call in calls]


def _meanwhile(standing: Stage, is_over: Callable[[], bool]) -> list[float]:
    """Read the list of cases again and again until something is over; gives the seconds of each."""
    return [_read_list(standing) for _ in iter(lambda: is_over(), True)]


def _read_list(standing: Stage) -> float:
    began = time.monotonic()
    assert standing.site.get(f"{standing.address}/cases/").status_code == 200
    return time.monotonic() - began


def _say(what: str, count: int, seconds: float, quiet: list[float], busy: list[float]) -> None:
    still, meanwhile = ground.tail(quiet), ground.tail(busy)
    print(f"{what}: all out after {seconds:.1f} s ({count / seconds:.0f}/s)")
    print(f"  list of cases p95 {still * 1000:.0f} ms quiet, {meanwhile * 1000:.0f} ms meanwhile", end=" ")
    print(f"(x{meanwhile / still:.1f}, goal x2)")


if __name__ == "__main__":
    main()
