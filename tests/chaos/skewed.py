"""Runs Celery with a clock that is wrong: ``python -m tests.chaos.skewed 600 …`` is ten minutes fast.

Only the clock of this process and its children; what waits or measures a duration goes on as it was.
"""

import sys
from datetime import UTC, datetime, timedelta

import time_machine
from celery.__main__ import main

if __name__ == "__main__":
    wrong = datetime.now(UTC) + timedelta(seconds=float(sys.argv.pop(1)))
    with time_machine.travel(wrong, tick=True):
        main()
