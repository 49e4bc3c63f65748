"""What the case itself says about urgency, put beside the answers of whoever raises the alert."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from cases import ages
from cases.casefile.models import Case
from cases.missing.models import MissingEpisode
from cases.missing.rules import EpisodeFacts, Known, UrgencyGround, UrgencyVerdict, urgency
from cases.workdays import local_day

#: How far back earlier episodes count (``rules.REPEATED_FROM``).
LOOK_BACK = timedelta(days=90)

#: The highest age that a band allows; a band that holds both sides of 13 says nothing about it.
AGE_OF_BAND = {"under_12": 11, "16_17": 17, "18_22": 22, "23_plus": 23}


def propose(case: Case, answers: Mapping[UrgencyGround, Known], *, now: datetime) -> UrgencyVerdict:
    """Judge how urgent it is that this young person is missing at ``now`` (aware)."""
    return urgency(
        EpisodeFacts(
            age=age_of(case, on=local_day(now)),
            exploitation_suspected=case.exploitation_suspected,
            answers=answers,
            earlier_episodes=_earlier(case, now=now),
        )
    )


def age_of(case: Case, *, on: date) -> int | None:
    """Give the age in whole years on a local day, from the birth date or else from the age band."""
    born = None if case.young_person is None else case.young_person.birth_date
    if born is None:
        return AGE_OF_BAND.get(case.age_band)
    return ages.age(born, on=on)


def _earlier(case: Case, *, now: datetime) -> int:
    since = now - LOOK_BACK
    return MissingEpisode.objects.filter(case=case, raised_at__gt=since).exclude(status="withdrawn").count()
