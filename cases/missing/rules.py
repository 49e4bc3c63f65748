"""A young person is missing: how urgent it is, which road leads to the police, and whom to call next.

Any ground that police call urgent makes the episode urgent and red; a question that nobody can answer makes
it orange; green is left for an episode of which everything is known and little is worrying.
Disappearances of exploited youth used to be graded too low, so a suspicion of exploitation in the case is
always a ground, and having run away before never makes a colour milder. Source:
https://goededoelen.nl/nieuws/actie-vereist-voor-aanpak-weglopen-slachtoffers-seksuele-uitbuiting-uit-jeugdinstelling
Each organisation is called level by level; a level without people is passed at once, and nobody reachable
goes up to the coordinator. An episode closes only when the return talk was held, or offered and declined.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from cases.moves import Move, MoveRefused, take
from cases.workdays import after, is_after


class Colour(StrEnum):
    """The colour code of an episode (https://regio.almere.nl/nieuws/item/artikel/wie-doet-wat-bij-weglopende-jongeren/)."""

    GREEN = "green"
    ORANGE = "orange"
    RED = "red"


SEVERITY = {Colour.GREEN: 0, Colour.ORANGE: 1, Colour.RED: 2}


class UrgencyGround(StrEnum):
    """What makes an episode urgent."""

    UNDER_13 = "under_13"
    DISABILITY = "disability"
    MEDICAL_NEED = "medical_need"
    COMPANY_OF_CRIMINALS = "company_of_criminals"
    SIGNS_OF_CRIME = "signs_of_crime"
    SUICIDE_RISK = "suicide_risk"
    DANGER_TO_OTHERS = "danger_to_others"
    OUT_OF_CHARACTER = "out_of_character"
    EXPLOITATION_SUSPECTED = "exploitation_suspected"
    ABDUCTION = "abduction"
    DIRECT_DANGER = "direct_danger"


# Police criteria:
# https://www.politie.nl/nieuws/2019/juni/3/06-onderzoek-vermissing-anja-schaap-gaat-onverminderd-door.html
# Danger to others:
# https://www.rtvnoord.nl/nieuws/210931/Wat-gebeurt-er-als-iemand-wordt-vermist-Acht-vragen-en-antwoorden
# Abduction: https://www.amberalert.nl/criteria-definities/
# Direct danger is the red code of Flevoland (see Colour); exploitation suspected is our own ground (above).
# Age and suspicion are facts of the case; the others are questions to whoever raises the alert.
DERIVED = frozenset({UrgencyGround.UNDER_13, UrgencyGround.EXPLOITATION_SUSPECTED})
ASKED = tuple(ground for ground in UrgencyGround if ground not in DERIVED)
URGENT_BELOW_AGE = 13


class Belonging(StrEnum):
    """What the young person has along; the police ask for each (domain: the grab pack, circumstances)."""

    PHONE = "phone"
    BANK_CARD = "bank_card"
    MONEY = "money"
    ID = "id"
    BAG = "bag"
    MEDICINES = "medicines"


class Known(StrEnum):
    """An answer to the question whether a ground is there."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class ColourReason(StrEnum):
    """Why the episode has this colour."""

    URGENT_GROUND = "urgent_ground"
    RISK_UNCLEAR = "risk_unclear"
    REPEATED = "repeated"
    FEW_WORRIES = "few_worries"


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """What is known of an episode: age in whole years, the case's suspicion, and an answer per ground.

    A ground without an answer counts as not known. `earlier_episodes` are those of the last 90 days.
    """

    age: int | None
    exploitation_suspected: bool
    answers: Mapping[UrgencyGround, Known] = field(default_factory=dict)
    earlier_episodes: int = 0


@dataclass(frozen=True, slots=True)
class UrgencyVerdict:
    """How urgent an episode is: the colour and its reason, the grounds found, and what is still unclear."""

    urgent: bool
    colour: Colour
    reason: ColourReason
    grounds: tuple[UrgencyGround, ...]
    unclear: tuple[UrgencyGround, ...]


# Three times in 90 days is a pattern worth a look; no source makes it a norm, so it is a setting.
REPEATED_FROM = 3


def urgency(facts: EpisodeFacts, *, repeated_from: int = REPEATED_FROM) -> UrgencyVerdict:
    """Judge how urgent an episode is, with every ground and everything that is still unclear.

    More grounds, less knowledge or more earlier episodes never give a milder colour.
    """
    states = {ground: _known(ground, facts) for ground in UrgencyGround}
    grounds = tuple(ground for ground, known in states.items() if known == Known.YES)
    unclear = tuple(ground for ground, known in states.items() if known == Known.UNKNOWN)
    colour, reason = Colour.GREEN, ColourReason.FEW_WORRIES
    if grounds:
        colour, reason = Colour.RED, ColourReason.URGENT_GROUND
    elif unclear:
        colour, reason = Colour.ORANGE, ColourReason.RISK_UNCLEAR
    elif facts.earlier_episodes >= repeated_from:
        colour, reason = Colour.ORANGE, ColourReason.REPEATED
    return UrgencyVerdict(bool(grounds), colour, reason, grounds, unclear)


def _known(ground: UrgencyGround, facts: EpisodeFacts) -> Known:
    if ground == UrgencyGround.EXPLOITATION_SUSPECTED:
        return Known.YES if facts.exploitation_suspected else Known.NO
    if ground == UrgencyGround.UNDER_13:
        if facts.age is None:
            return Known.UNKNOWN
        return Known.YES if facts.age < URGENT_BELOW_AGE else Known.NO
    return Known(facts.answers.get(ground) or Known.UNKNOWN)


class ColourRefused(Exception):
    """A milder colour was chosen than the facts give, without saying why; `least` is what fits the facts."""

    def __init__(self, least: Colour) -> None:
        super().__init__(f"not milder than {least} without a reason")
        self.least = least


def check_colour(verdict: UrgencyVerdict, chosen: Colour, *, reason: str = "") -> Colour:
    """Let a person choose a colour: a graver one always, a milder one than the facts give with a reason.

    The reason is kept beside the colour, because exploited youth used to be graded too low (see above).

    Raises: ColourRefused when the chosen colour is milder and no reason is given.
    """
    chosen = Colour(chosen)
    if SEVERITY[chosen] < SEVERITY[verdict.colour] and not reason.strip():
        raise ColourRefused(verdict.colour)
    return chosen


class PoliceRoute(StrEnum):
    """Which road leads to the police, and whom to speak with on it."""

    CALL_112 = "call_112"
    CONSULT_POLICE = "consult_police"
    OWN_PROTOCOL = "own_protocol"


# Urgent is always 112: https://www.vgn.nl/nieuws/nieuw-meldingsformulier-bij-vermissing-van-clienten
# (the form is for what is not urgent, and needs danger or a legal title). Orange is talked over with the
# police and the parents or guardian, green with the latter: the agreement of Flevoland (see Colour).
POLICE_ROUTES = {
    Colour.RED: PoliceRoute.CALL_112,
    Colour.ORANGE: PoliceRoute.CONSULT_POLICE,
    Colour.GREEN: PoliceRoute.OWN_PROTOCOL,
}


def police_route(colour: Colour) -> PoliceRoute:
    """Say which road leads to the police for a colour."""
    return POLICE_ROUTES[Colour(colour)]


class EpisodeStatus(StrEnum):
    """Where an episode stands."""

    RUNNING = "running"
    FOUND = "found"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


# A closed episode stays closed: who goes missing again is a new episode of the same young person.
MOVES: dict[EpisodeStatus, frozenset[EpisodeStatus]] = {
    EpisodeStatus.RUNNING: frozenset({EpisodeStatus.FOUND, EpisodeStatus.WITHDRAWN}),
    EpisodeStatus.FOUND: frozenset({EpisodeStatus.CLOSED, EpisodeStatus.RUNNING}),
    EpisodeStatus.CLOSED: frozenset(),
    EpisodeStatus.WITHDRAWN: frozenset(),
}

NEEDS_REASON = frozenset(
    {
        (EpisodeStatus.RUNNING, EpisodeStatus.WITHDRAWN),  # raised by mistake
        (EpisodeStatus.FOUND, EpisodeStatus.RUNNING),  # "found" turned out not to be so
    }
)


class ReturnTalk(StrEnum):
    """Where the talk after the return stands."""

    OPEN = "open"
    OFFERED = "offered"
    HELD = "held"
    DECLINED = "declined"


#: With these a talk has its answer: it was held, or the young person did not want it.
TALKED = frozenset({ReturnTalk.HELD, ReturnTalk.DECLINED})


class EpisodeRefusal(StrEnum):
    """Why an episode cannot be closed yet, though its states allow it."""

    RETURN_TALK_OPEN = "return_talk_open"


def move(
    current: EpisodeStatus,
    to: EpisodeStatus,
    *,
    reason: str = "",
    return_talk: ReturnTalk = ReturnTalk.OPEN,
) -> Move[EpisodeStatus]:
    """Let an episode become found, closed or withdrawn, or running again.

    Raises: MoveRefused when the change does not exist, its reason is missing, or the return talk is open.
    """
    taken = take(MOVES, EpisodeStatus(current), EpisodeStatus(to), reason=reason, needs_reason=NEEDS_REASON)
    if taken.to == EpisodeStatus.CLOSED and return_talk not in TALKED:
        raise MoveRefused(EpisodeRefusal.RETURN_TALK_OPEN, current=taken.current, to=taken.to)
    return taken


class TimeFault(StrEnum):
    """What cannot be true about the times of an episode."""

    FUTURE = "future"
    MISSING_BEFORE_LAST_SEEN = "missing_before_last_seen"


class ImpossibleTimes(Exception):
    """The times cannot be true; `code` says why and `field` names the answer to look at again."""

    def __init__(self, code: TimeFault, *, field: str) -> None:
        super().__init__(f"{field}: {code}")
        self.code, self.field = code, field


def check_times(last_seen_at: datetime | None, missing_since: datetime | None, now: datetime) -> None:
    """Check when the young person was last seen and is missing since (aware moments); either may be unknown.

    Raises: ImpossibleTimes when a moment lies in the future, or the absence starts before the last sighting.
    """
    for name, moment in (("last_seen_at", last_seen_at), ("missing_since", missing_since)):
        if moment is not None and is_after(moment, now):
            raise ImpossibleTimes(TimeFault.FUTURE, field=name)
    if last_seen_at is not None and missing_since is not None and is_after(last_seen_at, missing_since):
        raise ImpossibleTimes(TimeFault.MISSING_BEFORE_LAST_SEEN, field="missing_since")


# The British norm; no binding Dutch term was found, so it is a setting
# (https://www.cypnow.co.uk/best-practice/article/legal-update-safeguarding-children-who-go-missing-from-care).
RETURN_TALK_WITHIN = timedelta(hours=72)


def return_interview_due(found_at: datetime, *, within: timedelta = RETURN_TALK_WITHIN) -> datetime:
    """Give the moment by which the return talk was offered: 72 elapsed hours after an aware moment."""
    return after(found_at, within)


class AckState(StrEnum):
    """How one organisation's call in an alert stands."""

    WAITING = "waiting"
    ACKNOWLEDGED = "acknowledged"
    NOBODY_REACHABLE = "nobody_reachable"
    QUIET = "quiet"  # too old to wake anybody; see silence_rules
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """One level of an organisation's escalation as copied at the start: its wait and its people.

    Levels are called in the order of their number, from 1; the wait is in whole seconds.
    """

    order: int
    wait_seconds: int
    recipients: int

    def __post_init__(self) -> None:
        if self.order < 1 or self.wait_seconds < 0 or self.recipients < 0:
            raise ValueError("a level has a number from 1, and no negative wait or number of people")


@dataclass(frozen=True, slots=True)
class OrganisationCallFacts:
    """How far one organisation's call is; `called` is the level called last, 0 when nobody was called yet.

    Moments are aware. `nobody_reachable_at` is when that was passed on, so that it is passed on once.
    `undelivered`: no message to anybody of that level arrived, so that nobody is there to wait for.
    """

    levels: tuple[LevelFacts, ...]
    called: int = 0
    called_at: datetime | None = None
    acknowledged_at: datetime | None = None
    nobody_reachable_at: datetime | None = None
    ended: bool = False
    undelivered: bool = False


class CallKind(StrEnum):
    """Who must be called now."""

    LEVEL = "level"
    NOBODY_REACHABLE = "nobody_reachable"


@dataclass(frozen=True, slots=True)
class Call:
    """Who must be called now: a level, or the coordinator because nobody is reachable (order is then 0).

    `skipped` are the levels passed because they hold no people.
    """

    kind: CallKind
    order: int = 0
    skipped: tuple[int, ...] = ()


def ack_state(facts: OrganisationCallFacts) -> AckState:
    """Say how an organisation's call stands; an acknowledgement outlives the end of the alert."""
    if facts.acknowledged_at is not None:
        return AckState.ACKNOWLEDGED
    if facts.ended:
        return AckState.ENDED
    return AckState.WAITING if facts.nobody_reachable_at is None else AckState.NOBODY_REACHABLE


def waits_until(facts: OrganisationCallFacts) -> datetime | None:
    """Give the moment until which the level called last may answer; None when nobody was called yet."""
    if facts.called == 0 or facts.called_at is None:
        return None
    waits = (level.wait_seconds for level in facts.levels if level.order == facts.called)
    return after(facts.called_at, timedelta(seconds=next(waits, 0)))


def next_call(facts: OrganisationCallFacts, now: datetime) -> Call | None:
    """Say who of an organisation must be called at an aware moment; None when nobody (for now).

    After the last level has had its time, or when no level holds people, that nobody is reachable goes up.
    A level that no message reached has no time to wait for.
    """
    if ack_state(facts) != AckState.WAITING:
        return None
    until = waits_until(facts)
    if until is not None and is_after(until, now) and not facts.undelivered:
        return None
    skipped = []
    for level in sorted(facts.levels, key=lambda level: level.order):
        if level.order <= facts.called:
            continue
        if level.recipients:
            return Call(CallKind.LEVEL, level.order, tuple(skipped))
        skipped.append(level.order)
    return Call(CallKind.NOBODY_REACHABLE, skipped=tuple(skipped))


def next_due(facts: OrganisationCallFacts, *, started_at: datetime) -> datetime | None:
    """Give the moment at which next_call has an answer; the alert's aware start when nobody was called yet.

    None when nothing more is to be done. This is the promise that a sweep looks for.
    """
    if ack_state(facts) != AckState.WAITING:
        return None
    return waits_until(facts) or started_at
