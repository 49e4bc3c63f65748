"""Step 3: the talk with parents or young person, or the ground on which it is left out."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.happened import check_happened
from cases.meldcode import contact_rules, step, trail
from cases.meldcode.contact_rules import OmissionGround, Partner, TalkFault
from cases.meldcode.models import MeldcodeTrack, Talk
from cases.meldcode.profile_rules import PROFILES
from cases.meldcode.step_rules import Step, StepStatus
from cases.meldcode.track import check_since_start, lock_running, require_own
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.history import write

FAULTS = {
    TalkFault.GROUND_MISSING: ("ground", _("Choose why the talk is not held.")),
    TalkFault.EXPLANATION_MISSING: ("reason", _("Explain in your own words why.")),
    TalkFault.TOO_FEW_ATTEMPTS: (
        "attempts",
        _("Try at least twice. Is there no time for that? Then choose the ground that applies."),
    ),
    TalkFault.WITHOUT_PARENTS: (
        "without_parents",
        _("Up to 16 years parents with authority take part. Write down why not, or choose otherwise."),
    ),
}


@dataclass(frozen=True, slots=True)
class Account:
    """What step 3 records beside the talk itself, and ``without_parents``: why parents were not there.

    Source: https://handelingsprotocol.nl/utrecht-amw-stap-3-gesprek-3
    """

    purpose: str = ""
    concerns: str = ""
    said: str = ""
    agreements: str = ""
    without_parents: str = ""


NO_ACCOUNT = Account()


def hold(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    with_whom: str,
    held_at: datetime,
    report: str,
    status: StepStatus,
    account: Account = NO_ACCOUNT,
    now: datetime,
) -> Talk:
    """Write down a talk that was held, and where step 3 stands with it. ``held_at`` is aware.

    Source: https://handelingsprotocol.nl/utrecht-amw-stap-3-gesprek-3

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, the talk lies in the future or before the track, or
            somebody young had it without parents and it does not say why.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        check_happened(held_at, "held_at", now=now)
        check_since_start(standing, held_at, "held_at")
        _check_partners(standing, with_whom, held_at, account.without_parents)
        made = Talk(
            track=standing,
            with_whom=with_whom,
            held_at=held_at,
            report=report,
            at=now,
            by=actor.user,
            **asdict(account),
        )
        write(made, actor=actor, now=now)
        step.follow(standing, number=Step.TALK.number, status=status, actor=actor, now=now)
        trail.leave(
            standing, Event.MELDCODE_TALK_RECORDED, "meldcode_talk_held", actor=actor, now=now, on=made
        )
    return made


def omit(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    with_whom: str,
    ground: str,
    reason: str,
    attempts: int = 0,
    now: datetime,
) -> Talk:
    """Write down on which ground a talk is not held (now); the step is then skipped with that reason.

    A step in which another talk was held, or is planned, stays what it is.

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the track is closed, or ground, explanation or attempts are missing.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        _check(ground, reason, attempts)
        made = Talk(
            track=standing,
            with_whom=with_whom,
            omitted_ground=ground,
            omitted_reason=reason,
            attempts=attempts,
            at=now,
            by=actor.user,
        )
        write(made, actor=actor, now=now)
        if step.current(standing, Step.TALK.number) in {StepStatus.NOT_STARTED, StepStatus.SKIPPED}:
            step.follow(
                standing,
                number=Step.TALK.number,
                status=StepStatus.SKIPPED,
                reason=reason,
                actor=actor,
                now=now,
            )
        trail.leave(
            standing, Event.MELDCODE_TALK_RECORDED, "meldcode_talk_omitted", actor=actor, now=now, on=made
        )
    return made


def _check_partners(track: MeldcodeTrack, with_whom: str, held_at: datetime, reason: str) -> None:
    chosen = frozenset(Partner) if with_whom == "both" else frozenset({Partner(with_whom)})
    alone_is_usual = PROFILES[track.profile].talk_alone_with_youth
    band = track.case.age_band_on(local_day(held_at))
    try:
        contact_rules.check_partners(chosen, band, reason=reason, alone_is_usual=alone_is_usual)
    except contact_rules.TalkRefused as refused:
        field, sentence = FAULTS[refused.code]
        raise StateConflictError(sentence, code=str(refused.code), field=field) from refused


def _check(ground: str, reason: str, attempts: int) -> None:
    chosen = OmissionGround(ground) if ground else None
    try:
        contact_rules.check_talk(contact_rules.Talk(False, chosen, reason, attempts))
    except contact_rules.TalkRefused as refused:
        field, sentence = FAULTS[refused.code]
        raise StateConflictError(sentence, code=str(refused.code), field=field) from refused
