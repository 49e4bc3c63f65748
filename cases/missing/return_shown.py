"""How the time after the return stands, as the page of an alert shows it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

from cases.missing import four_eyes_rules, return_rules
from cases.missing.models import MissingEpisode, ReturnInterview
from cases.missing.return_interview import TIED
from cases.missing.return_rules import Care, Tie
from cases.missing.rules import ReturnTalk
from organisations.models import User


@dataclass(frozen=True, slots=True)
class AfterReturn:
    """The talk, where it stands, what ties who holds it, and which help to propose."""

    talk: ReturnInterview
    state: ReturnTalk
    is_on_time: bool
    is_overdue: bool
    ties: list[str | Promise]
    care: Care | None
    may_confirm: bool  # the reader did not record the talk themselves


def return_of(episode: MissingEpisode, *, reader: User, now: datetime) -> AfterReturn | None:
    """Read how the time after the return stands at ``now`` (aware); None before it. One query."""
    rows = ReturnInterview.objects.filter(episode=episode)
    talk = rows.select_related("recorded_by", "interviewer_organisation").first()
    if talk is None:
        return None
    state = return_rules.talk_state(
        offered_at=talk.offered_at, held_at=talk.held_at, recorded_at=talk.recorded_at
    )
    return AfterReturn(
        talk=talk,
        state=state,
        is_on_time=return_rules.is_on_time(talk.offered_at or now, talk.due_at),
        is_overdue=state is ReturnTalk.OPEN and not return_rules.is_on_time(now, talk.due_at),
        ties=[TIED[Tie(code)] for code in talk.ties],
        care=_care(episode, now=now),
        may_confirm=four_eyes_rules.is_second(first=talk.recorded_by_id, second=reader.pk),
    )


def _care(episode: MissingEpisode, *, now: datetime) -> Care | None:
    if episode.status != "found" or not episode.found_violence:
        return None
    return return_rules.care_to_propose(episode.found_violence, found_at=episode.found_at, now=now)
