"""One whole attack: copies, two processes that walk, one outcome."""

import json
import logging
import os
import subprocess
import sys
import time
from datetime import datetime
from typing import Any

from django.conf import settings

from cases.attack import addresses, copies
from cases.attack.walk import Depth
from cases.audit import attack_run
from cases.audit.models import AttackRun
from zorgtafel.supervisor import die_with_parent

logger = logging.getLogger(__name__)

PROCESSES = 2
LONGEST = 60 * 60  # seconds; a night is longer, but something that hangs must end
LESS_URGENT = 10  # niceness: whoever works goes first
MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py"), "attack"]


class StoppedError(Exception):
    """Somebody ends this process: what was found so far proves nothing, and the copies go."""


def stop(*_signal: Any) -> None:
    """End an attack in order, so that its copies are removed and the page says that it was not finished.

    Raises:
        StoppedError: always.
    """
    raise StoppedError


def modestly() -> None:
    """Let a fresh process end with its parent, and let whoever works go first."""
    die_with_parent()
    os.nice(LESS_URGENT)


def run(*, started: datetime, clock: Any, depth: Depth, loudness: int = 1) -> AttackRun:
    """Attack copies and keep the outcome; what went wrong on the way is an outcome too.

    ``clock`` gives the instant (aware) at which it was over.
    """
    many = min(PROCESSES, depth.people or PROCESSES)
    try:
        with copies.made(many) as environments:
            outcome = _together(
                [_walk(env, f"{n}/{many}", depth, loudness) for n, env in enumerate(environments)]
            )
    except Exception as error:  # whatever it was, the page must say that nothing was proved tonight
        logger.exception("the self-attack could not be finished")
        outcome = {"requests": 0, "people": 0, "tried": 0, "findings": [], "trouble": type(error).__name__}
    outcome["addresses"] = len(set(addresses.routes()))
    return attack_run.keep(outcome, started=started, now=clock())


def _walk(environment: dict[str, str], share: str, depth: Depth, loudness: int) -> subprocess.Popen:
    command = [*MANAGE, f"--share={share}", f"--seed={depth.seed}"]
    command += [f"--within={depth.within}", f"--people={depth.people}", f"--verbosity={loudness}"]
    return subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        preexec_fn=die_with_parent,
    )


def _together(walks: list[subprocess.Popen]) -> dict[str, Any]:
    """Wait for every walk and add up what they found; one that fell makes the whole outcome worthless."""
    told: list[dict[str, Any]] = []
    trouble = ""
    until = time.monotonic() + LONGEST
    try:
        for walk in walks:
            output, _nothing = walk.communicate(timeout=max(0.0, until - time.monotonic()))
            if walk.returncode:
                trouble = f"exit {walk.returncode}"
            else:
                told.append(json.loads(output.splitlines()[-1]))
    finally:
        for walk in walks:
            if walk.poll() is None:
                walk.kill()
                walk.wait()
            walk.stdout.close()
    unique = {json.dumps(finding, sort_keys=True) for one in told for finding in one["findings"]}
    return {
        "requests": sum(one["requests"] for one in told),
        "people": sum(one["people"] for one in told),
        "tried": len({route for one in told for route in one["tried"]}),
        "findings": [json.loads(finding) for finding in sorted(unique)],
        "trouble": trouble,
    }
