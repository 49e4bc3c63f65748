"""A Meldcode track: start, close in any step, start again; and who may write in it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Min
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit.events import Event
from cases.casefile.case import check_open
from cases.casefile.models import Case
from cases.conflict import StateConflictError
from cases.happened import check_happened
from cases.meldcode import profile_rules, rules, step_rules, trail
from cases.meldcode.models import MeldcodeTrack
from cases.meldcode.profile_rules import PROFILES
from cases.meldcode.step_rules import TrackStatus
from cases.moves import MoveRefusal, MoveRefused
from cases.workdays import local_day
from organisations.actor import AccessDenied, Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

NO_MELDCODE = _(
    "The police have no Meldcode. Make a zorgmelding instead; where children are involved, it goes to "
    "Veilig Thuis."
)
FOR_PROFESSIONALS = _(
    "The Meldcode is for professionals. As a volunteer you tell your coordinator or a professional what you "
    "saw. You can always ask Veilig Thuis for advice: 0800-2000, day and night, without a name."
)
NOT_YOURS = _(
    "This is the Meldcode track of another organisation. You can read it; only they can write in it."
)
WHY_CORRECTED = _("Write down why you correct it: others must be able to follow it later.")
REFUSALS = {
    (TrackStatus.CLOSED, MoveRefusal.NOT_FROM_HERE): _("This track is closed already."),
    (TrackStatus.RUNNING, MoveRefusal.NOT_FROM_HERE): _("This track is running already."),
    (TrackStatus.CLOSED, MoveRefusal.REASON_MISSING): _("Write down why you close the track."),
    (TrackStatus.RUNNING, MoveRefusal.REASON_MISSING): _("Write down why you start the track again."),
}


def start(
    case: Case, *, actor: Actor, profile: str, started_at: datetime | None = None, now: datetime
) -> MeldcodeTrack:
    """Start the actor's own track in a case, with the sector profile that they chose.

    ``started_at`` (aware): when they began, if that was before today; steps lie on or after that day.

    Raises:
        AccessDenied: the actor's organisation has no Meldcode, or reads none of it in this case.
        StateConflictError: the case is closed, the actor has a running track in it, is a volunteer, or it
            lies in the future.
    """
    check_duty(actor)
    gate.require(actor, Act.FOLLOW_MELDCODE, on=case, compartment=Compartment.MELDCODE, now=now)
    if profile == profile_rules.VOLUNTEER:
        raise StateConflictError(FOR_PROFESSIONALS, code="volunteer", field="profile")
    if started_at is not None:
        check_happened(started_at, "started_at", now=now)
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        check_open(case)
        track = MeldcodeTrack(
            case=case,
            organisation=actor.organisation,
            professional=actor.user,
            profile=profile,
            started_at=started_at or now,
        )
        _write_only_one(track, actor=actor, now=now)
        trail.leave(track, Event.MELDCODE_STARTED, "meldcode_started", actor=actor, now=now)
    return track


def close(
    track: MeldcodeTrack, *, actor: Actor, reason: str, version: int | None = None, now: datetime
) -> MeldcodeTrack:
    """Close a track, in whatever step it is, with the reason.

    Source: https://afwegingskadermeldcode.nl/vragenlijst?showtemplate=1 (may be closed in any step).

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: it is closed already, or the reason is missing.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(track)
        check_version(standing, version)
        try:
            step_rules.close(status(standing), reason=reason)
        except MoveRefused as refused:
            raise _conflict(refused, "reason") from refused
        standing.closed_at, standing.close_reason = now, reason
        write(standing, actor=actor, now=now, reason="closed")
        trail.leave(standing, Event.MELDCODE_CLOSED, "meldcode_closed", actor=actor, now=now)
    return standing


def reopen(
    track: MeldcodeTrack, *, actor: Actor, reason: str, version: int | None = None, now: datetime
) -> MeldcodeTrack:
    """Start a closed track again, with the reason; everything in it is still there.

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: it is running, its professional runs another one, or the reason is missing.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock(track)
        check_open(standing.case)
        check_version(standing, version)
        try:
            step_rules.reopen(status(standing), reason=reason)
        except MoveRefused as refused:
            raise _conflict(refused, "reason") from refused
        standing.closed_at, standing.close_reason, standing.reopen_reason = None, "", reason
        _write_only_one(standing, actor=actor, now=now)
        trail.leave(standing, Event.MELDCODE_REOPENED, "meldcode_reopened", actor=actor, now=now)
    return standing


def correct_start(
    track: MeldcodeTrack,
    *,
    actor: Actor,
    started_at: datetime,
    reason: str,
    version: int | None = None,
    now: datetime,
) -> MeldcodeTrack:
    """Correct when a running track began, with the reason; the history keeps the day that stood there.

    ``started_at`` (aware): not still to come, and on or before the day of everything that was written down as
    having happened in it: a step before its own track can't be (see ``check_since_start``).

    Raises:
        AccessDenied: the track is another organisation's.
        StateConflictError: the case or the track is closed, the day can't be true, or it is the same day.
        StaleWriteError: somebody else changed it since the page was opened.
    """
    require_own(track, actor=actor, now=now)
    with transaction.atomic():
        standing = lock_running(track)
        check_version(standing, version)
        check_happened(started_at, "started_at", now=now)
        _check_before_all(standing, started_at)
        if not reason.strip():
            raise StateConflictError(WHY_CORRECTED, code="reason_missing", field="reason")
        standing.started_at, standing.start_reason = started_at, reason.strip()
        write(standing, actor=actor, now=now, reason="start corrected")
        trail.leave(
            standing, Event.MELDCODE_START_CORRECTED, "meldcode_start_corrected", actor=actor, now=now
        )
    return standing


def check_duty(actor: Actor) -> None:
    """Pass when the actor's organisation has a Meldcode at all.

    Source: the laws named in Stb. 2013, 324 (https://zoek.officielebekendmakingen.nl/stb-2013-324.html).

    Raises:
        AccessDenied: it has none; asked before the gate, so that it tells nothing about any case.
    """
    if actor.organisation is not None and actor.organisation.kind in profile_rules.KINDS_WITHOUT_MELDCODE:
        raise AccessDenied(NO_MELDCODE, code="no_meldcode", act=Act.FOLLOW_MELDCODE)


def require_own(track: MeldcodeTrack, *, actor: Actor, now: datetime) -> gate.CaseAccess:
    """Pass when the actor may write in this track: their organisation's, in a case that they may work on.

    The gate has then answered that they are named on the case, or reach all their organisation's cases.

    Raises:
        AccessDenied: the case or the track is not theirs.
    """
    access = gate.require(
        actor, Act.FOLLOW_MELDCODE, on=track.case, compartment=Compartment.MELDCODE, now=now
    )
    if not is_own(track, actor):
        raise AccessDenied(
            NOT_YOURS,
            code="another_organisations_track",
            act=Act.FOLLOW_MELDCODE,
            compartment=Compartment.MELDCODE,
            case=track.case,
        )
    return access


def is_own(track: MeldcodeTrack, actor: Actor) -> bool:
    """Tell whether the track is the actor's own or a colleague's."""
    return actor.organisation_id is not None and track.organisation_id == actor.organisation_id


def lock(track: MeldcodeTrack) -> MeldcodeTrack:
    """Lock a case and a track in it for this transaction, in that order; give the track as it stands now."""
    case = Case.objects.select_for_update().get(pk=track.case_id)
    standing = MeldcodeTrack.objects.select_for_update().get(pk=track.pk)
    standing.case = case  # read by itself: a joined row is as old as the start of the wait for the lock
    return standing


def lock_running(track: MeldcodeTrack) -> MeldcodeTrack:
    """Lock a track in which something new is written down.

    Raises:
        StateConflictError: the case or the track is closed.
    """
    standing = lock(track)
    check_open(standing.case)
    if standing.closed_at is not None:
        raise StateConflictError(
            _("This track is closed. Start it again first; everything in it is still there."),
            code="track_closed",
        )
    return standing


def check_since_start(track: MeldcodeTrack, moment: datetime, field: str) -> None:
    """Pass when a moment (aware) does not lie on a day before the track began.

    Raises:
        StateConflictError: it does.
    """
    began = local_day(track.started_at)
    if local_day(moment) < began:
        raise StateConflictError(
            _(
                "This lies before this Meldcode track began (%(day)s). Check the date. Did you begin "
                "earlier? Then correct the start of the track first."
            )
            % {"day": date_format(began, "j F Y")},
            code="before_track",
            field=field,
        )


def first_moment(track: MeldcodeTrack) -> datetime | None:
    """Give the earliest moment that was written down as having happened in a track, if there is one."""
    moments = (
        track.consultations.aggregate(first=Min("held_at"))["first"],
        track.talks.aggregate(first=Min("held_at"))["first"],
        track.reports.aggregate(first=Min("reported_at"))["first"],
        track.records.aggregate(first=Min("at"))["first"],
        track.child_checks.aggregate(first=Min("at"))["first"],
        track.weighings.aggregate(first=Min("at"))["first"],
    )
    return min((moment for moment in moments if moment is not None), default=None)


def _check_before_all(track: MeldcodeTrack, started_at: datetime) -> None:
    """Pass when nothing in a track lies on a day before this one.

    Raises: StateConflictError when the track began that day already, or something in it lies before.
    """
    day, first = local_day(started_at), first_moment(track)
    if day == local_day(track.started_at):
        raise StateConflictError(
            _("This is the day that stands there already."), code="same_day", field="started_at"
        )
    if first is not None and local_day(first) < day:
        raise StateConflictError(
            _("Something in this track lies before this day: the first is of %(day)s. Choose an earlier day.")
            % {"day": date_format(local_day(first), "j F Y")},
            code="after_first",
            field="started_at",
        )


def status(track: MeldcodeTrack) -> TrackStatus:
    """Tell whether a track is running or closed."""
    return TrackStatus.RUNNING if track.closed_at is None else TrackStatus.CLOSED


def weighed(track: MeldcodeTrack) -> rules.Weighing:
    """Give what the framework says about the newest weighing of a track; without one everything is open."""
    newest = track.weighings.last()
    answers = rules.Answers() if newest is None else newest.answers
    return rules.weigh(answers, PROFILES[track.profile])


def remarks_before_closing(track: MeldcodeTrack) -> tuple[rules.ClosingRemark, ...]:
    """Name what deserves a second look before closing; it does not stop anybody."""
    newest = track.weighings.last()
    return rules.closing_remarks(
        weighed(track),
        report_made=track.reports.exists(),
        help_decided=newest is None or newest.help_decision != "no_help",
    )


def _write_only_one(track: MeldcodeTrack, *, actor: Actor, now: datetime) -> None:
    try:
        with transaction.atomic():
            write(track, actor=actor, now=now)
    except IntegrityError as clash:
        raise StateConflictError(
            _("There is a running track of the same person in this case. Go on in that one."),
            code="track_running",
        ) from clash


def _conflict(refused: MoveRefused, field: str) -> StateConflictError:
    return StateConflictError(REFUSALS[(refused.to, refused.code)], code=str(refused.code), field=field)
