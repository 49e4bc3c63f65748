"""Hugo reports Noor missing on a quiet Tuesday morning."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.casefile.models import Case
from cases.missing import episode as episodes
from cases.missing.models import MissingEpisode
from tests.cast import Region


@pytest.fixture
def sound(region: Region, case: Case) -> Callable[..., MissingEpisode]:
    """Give a way to raise the alert on the case, by Hugo unless somebody else is named."""

    def by(name: str = "hugo", **known: Any) -> MissingEpisode:
        report = episodes.Report(**{"missing_since": region.now - timedelta(hours=1), **known})
        return episodes.raise_alert(case, actor=region.actor(name), report=report, now=region.now)

    return by


@pytest.fixture
def episode(sound: Callable[..., MissingEpisode]) -> MissingEpisode:
    """Give the running alert that Hugo raised."""
    return sound()
