"""Hugo's institution keeps a grab pack of Noor; sometimes she is missing."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from cases.pack.models import GrabPack
from tests.cases.pack.kept import keep_pack
from tests.cast import CARE, Region, admit


@pytest.fixture
def pack(region: Region, case: Case) -> GrabPack:
    """Give the pack that Hugo made."""
    return keep_pack(region, case)


@pytest.fixture
def sound(region: Region, case: Case) -> Callable[[], MissingEpisode]:
    """Give a way to raise the alert."""

    def now() -> MissingEpisode:
        report = episodes.Report(missing_since=region.now - timedelta(hours=1))
        return episodes.raise_alert(case, actor=region.actor("hugo"), report=report, now=region.now)

    return now


@pytest.fixture
def two_homes(region: Region, case: Case) -> Case:
    """Let the institution of Chris take part as well."""
    admit(region, case, "elsewhere", CARE, "core identity missing")
    return case
