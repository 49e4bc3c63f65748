"""``manage.py demo``: the synthetic region, once, deterministic, and never in a real database."""

import random
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone, translation
from tqdm import tqdm

from cases.demo import clock, parties, past, region, stories
from cases.notifications import outbox
from cases.numbers import drawn_from
from organisations.models import Organisation


class Command(BaseCommand):
    """Found the region and tell its stories, all or nothing."""

    help = f"Make the synthetic region “{parties.REGION}”. A second run changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Let the drawing of lots be repeated, and the region be smaller."""
        parser.add_argument("--seed", type=int, default=2617, help="same seed, same region (%(default)s)")
        parser.add_argument("--young-people", type=int, default=100, help="how many (%(default)s)")
        parser.add_argument("--months", type=int, default=24, help="of how long ago (at most 24)")

    def handle(self, *args: Any, seed: int, young_people: int, months: int, **options: Any) -> None:
        """Make the region, or say why not."""
        if not settings.ZORGTAFEL_TRIAL:
            raise CommandError("The demo region is for a trial only: set ZORGTAFEL_DEBUG=1 on this machine.")
        if region.stands():
            self.stdout.write("The synthetic region is here already; nothing was changed.")
            return
        if Organisation.objects.exists():
            raise CommandError("This database holds other organisations: use an empty one for the demo.")
        now = timezone.now().replace(second=0, microsecond=0)
        make(now=now, seed=seed, young_people=young_people, months=min(months, 24))
        self.stdout.write(f"{parties.REGION} is ready: {young_people} invented young people.")


def make(*, now: datetime, seed: int, young_people: int, months: int) -> None:
    """Make the whole region in one transaction, as it stands at ``now`` (aware). Wakes no worker."""
    with (
        transaction.atomic(),
        outbox.nobody_woken(),
        drawn_from(random.Random(seed)),
        translation.override("nl"),
        tqdm(total=region.FOUNDED.days, unit=" days", desc="demo", disable=None) as bar,
    ):
        founded = region.found(now=now)
        began = now - timedelta(days=bar.total)

        def passing(at: datetime) -> None:
            bar.update((at - began).days - bar.n)

        told = stories.all_of(founded, seed=seed, count=young_people, months=months)
        clock.tell(told, until=now, passing=passing)
        region.promise(founded, now=now)
        past.settle(now=now)
        bar.update(bar.total - bar.n)
