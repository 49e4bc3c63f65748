"""A running track of Bram's, in the case with the whole table on it."""

from datetime import timedelta

import pytest

from cases.casefile.models import Case
from cases.meldcode import track
from cases.meldcode.models import MeldcodeTrack
from tests.cast import Region


@pytest.fixture
def brams(region: Region, case: Case) -> MeldcodeTrack:
    """Give the track that Bram started yesterday."""
    yesterday = region.now - timedelta(days=1)
    return track.start(case, actor=region.actor("bram"), profile="education", now=yesterday)
