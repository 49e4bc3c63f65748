"""``manage.py marks``: make the marks anew, after the rules that recognise files, or the key, changed.

Then it compares them, as a worker would; what they are made of with another ``ZORGTAFEL_OVERLAP_KEY`` is
gone when it is done.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from cases.casefile import marks
from cases.casefile.models import Case, Mark
from cases.intake import alike
from cases.intake.models import Signal
from cases.overlap import compare
from cases.safe_contact import way
from organisations.actor import Actor

SYSTEM = Actor.system("marks")


class Command(BaseCommand):
    """Go through all cases and signals; can be stopped and run again at any moment."""

    help = "Makes the marks of all files anew (after a change of mark_rules.py or of ZORGTAFEL_OVERLAP_KEY)."

    def handle(self, **options: Any) -> None:
        """Make them anew, one case or signal at a time."""
        now = timezone.now()
        cases, signals = Case.objects.order_by("pk"), Signal.objects.order_by("pk")
        with tqdm(total=cases.count() + signals.count(), unit=" files", disable=None) as bar:
            for case in cases.select_related("young_person").iterator():
                with transaction.atomic():
                    if case.young_person is not None:
                        marks.write_person(case.young_person, [case])
                    way.mark_phones(case)
                    marks.to_compare([{"case": case}], actor=SYSTEM, now=now)
                bar.update()
            for signal in signals.iterator():
                with transaction.atomic():
                    alike.write_marks(signal)
                    marks.to_compare([{"signal": signal}], actor=SYSTEM, now=now)
                bar.update()
        with tqdm(unit=" compared", disable=None) as bar:
            while compared := compare.compare_written(now=now):
                bar.update(compared)
        self.stdout.write(f"{Mark.objects.count()} marks.")
        if left := compare.made_with_others().count():
            self.stdout.write(f"{left} codes still stand as another key made them: run this again.")
