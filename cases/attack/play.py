"""Plays an attack from beginning to end in the database that this process is connected to: a copy."""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any
from unittest import mock

from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone

from cases.attack import addresses, markers, scene, truth, walk
from cases.attack.visitor import Finding, Found
from cases.notifications import outbox

LOCAL_MAIL = "django.core.mail.backends.locmem.EmailBackend"
#: What a database may be called that is attacked.
COPY = "attack"


class NotACopyError(RuntimeError):
    """This is no copy: nobody plants words in a database in which people work."""


def demand_copy() -> None:
    """Pass when this process is connected to a copy that was made to be attacked.

    Raises:
        NotACopyError: it is not; nothing was touched.
    """
    if COPY not in str(connection.settings_dict["NAME"]):
        raise NotACopyError("this database was not made to be attacked")


def play(
    *,
    now: datetime,
    depth: walk.Depth,
    share: tuple[int, int] = (0, 1),
    passed: Callable[[truth.Person], None] = lambda person: None,
    heard: Callable[[Finding], None] = lambda finding: None,
) -> tuple[Found, int]:
    """Set the scene, plant the words, let this share of the attackers walk; gives also how many there were.

    The database is left as it was. ``share`` is which of how many; ``now`` is aware.
    """
    with stage(now), transaction.atomic():
        ground = set_up(now=now, depth=depth)
        ground.found.heard = heard
        which, of = share
        everybody = walk.attackers(ground.truth)
        mine = everybody[: depth.people or len(everybody)][which::of]
        found = walk.everybody(ground, mine, passed=passed)
        transaction.set_rollback(True)
    return found, len(mine)


def set_up(*, now: datetime, depth: walk.Depth) -> walk.Ground:
    """Set the scene, plant the words, work out again who may know what; the caller takes it all back."""
    scene.prepare(now=now)
    planted = markers.plant()
    facts = truth.read(now)
    chart = addresses.Map(facts, chance=random.Random(depth.seed))
    return walk.Ground(facts, planted, chart, depth)


def told(found: Found, people: int) -> dict[str, Any]:
    """Give an outcome as plain values, to hand from one process to another."""
    findings = [asdict(finding) for finding in sorted(found.findings)]
    tried = sorted(found.routes.intersection(addresses.routes()))
    return {"requests": found.requests, "people": people, "tried": tried, "findings": findings}


@contextmanager
def stage(now: datetime) -> Iterator[None]:
    """Stop the clock, keep mail here, wake no worker, and show errors as people would see them."""
    with (
        mock.patch.object(timezone, "now", return_value=now),
        override_settings(DEBUG=False, EMAIL_BACKEND=LOCAL_MAIL),
        outbox.nobody_woken(),
    ):
        yield
