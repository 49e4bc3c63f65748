"""What beat asks for once a night; a process of its own does it, so that no alert waits for a worker."""

import subprocess

from celery import shared_task

from cases.attack.nightly import MANAGE, modestly


@shared_task(name="cases.attack.nightly", ignore_result=True)
def attack(*options: str) -> None:
    """Let the attack begin, and wait for nothing: the row that it leaves is the outcome.

    ``options`` are those of the command; beat gives none.
    """
    subprocess.Popen(
        [*MANAGE, *options], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=modestly
    )
