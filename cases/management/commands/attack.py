"""``manage.py attack``: every role of every kind of organisation tries every address, on a copy."""

import json
import signal
import time
from dataclasses import astuple
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from tqdm import tqdm

from cases.attack import nightly, play
from cases.attack.truth import Person
from cases.attack.visitor import Finding
from cases.attack.walk import Depth
from cases.casefile.models import Case

FOUND = 1


class Command(BaseCommand):
    """Attack a copy and keep the outcome; ends with 1 when something was found."""

    help = (
        "Try every address as every role of every kind of organisation, on a copy with planted words. "
        "Prints what was found and keeps it for the auditor."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the drawing of lots be repeated; the share is for the processes that this starts itself."""
        parser.add_argument("--seed", type=int, default=None, help="what is tried (default: the day)")
        parser.add_argument("--within", default="", help="only addresses that begin so, for a quick look")
        parser.add_argument("--people", type=int, default=0, help="only so many people, for a quick look")
        parser.add_argument("--share", default="", help="only on a copy: which of how many walks this is")

    def handle(self, *args: Any, seed: int | None, share: str, **options: Any) -> None:
        """Attack, or walk one share of an attack."""
        seed = timezone.localdate().toordinal() if seed is None else seed
        self.verbosity = options["verbosity"]
        depth = Depth(seed=seed, within=options["within"], people=options["people"])
        if share:
            self._walk(share, depth)
            return
        signal.signal(signal.SIGTERM, nightly.stop)
        kept = nightly.run(started=timezone.now(), clock=timezone.now, depth=depth, loudness=self.verbosity)
        for finding in kept.findings:
            self.stdout.write("  ".join(part for part in finding.values() if part))
        if kept.trouble:
            raise CommandError(_("The attack could not be finished: %s") % kept.trouble)
        seconds = (kept.finished_at - kept.started_at).total_seconds()
        told = {"leaks": kept.leaks, "requests": kept.requests, "people": kept.people}
        sentence = ngettext(
            "%(leaks)s leak in %(requests)s requests by %(people)s people, in %(seconds)s seconds.",
            "%(leaks)s leaks in %(requests)s requests by %(people)s people, in %(seconds)s seconds.",
            kept.leaks,
        )
        self.stdout.write(sentence % {**told, "seconds": round(seconds)})
        if kept.findings:
            raise SystemExit(FOUND)

    def _walk(self, share: str, depth: Depth) -> None:
        """Walk one share on the copy that this process is connected to, and tell what was found."""
        play.demand_copy()
        which, _of, many = share.partition("/")
        call_command("migrate", verbosity=0, interactive=False)
        if not Case.objects.exists():
            call_command("demo", young_people=40, months=12, stdout=self.stderr)
        with tqdm(desc="attack", unit=" people", disable=None) as bar:
            found, people = play.play(
                now=timezone.now().replace(microsecond=0),
                depth=depth,
                share=(int(which), int(many)),
                passed=lambda person: self._passed(person, bar),
                heard=self._tell,
            )
        self.stdout.write(json.dumps(play.told(found, people)))

    def _passed(self, person: Person, bar: tqdm) -> None:
        bar.update()
        if self.verbosity > 1:
            now = time.strftime("%H:%M:%S")  # the site's own clock stands still
            self.stderr.write(f"{now} {person.label}")

    def _tell(self, finding: Finding) -> None:
        """Say at once what was found: a whole attack takes a while."""
        self.stderr.write("  ".join(part for part in astuple(finding) if part))
