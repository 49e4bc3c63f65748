"""What workers run for sheets; thin, and safe to run twice or never."""

from datetime import timedelta

from celery import shared_task

from cases.intake.sheets import sheet, work
from zorgtafel import clock

#: Others who wait for a worker go first after so long.
PATIENCE = timedelta(seconds=3)


@shared_task(name=sheet.TASK, ignore_result=True)
def bring_in() -> None:
    """Look at rows, or bring them in, for a few seconds; go on in another turn when something is left."""
    if work.turn(clock=clock.now, patience=PATIENCE):
        sheet.poke()


@shared_task(name="cases.intake.forget_sheets", ignore_result=True)
def forget_sheets() -> None:
    """Empty the rows of sheets that ended, or were left lying, a week ago."""
    sheet.forget(actor=work.JOB, now=clock.now())
