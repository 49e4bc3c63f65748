"""From a draft to a covenant in force: send it to the parties, sign it, let it start on a day.

Starting writes days and nothing else: what a version opens and closes follows from
``covenant.clauses_in_force`` at the first request of that day.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.audit import ledger
from cases.audit.events import Event
from organisations.actor import Actor
from organisations.acts import Act
from organisations.conflict import StateConflictError
from organisations.covenant_rules import (
    DAY,
    MOVES,
    SIGNABLE,
    Period,
    PeriodProblem,
    PeriodRefused,
    State,
    check_period,
    fingerprint,
)
from organisations.covenant_text import state_of, text_of
from organisations.history import check_version, write
from organisations.managing import demand_at
from organisations.models import Covenant, CovenantParty, CovenantVersion, Organisation

PERIOD_SENTENCES = {
    PeriodProblem.START_PASSED: (
        "valid_from",
        _("A version can't start in the past. Choose %(day)s or a later day."),
    ),
    PeriodProblem.END_BEFORE_START: (
        "valid_until",
        _("The version would end before it starts. Choose %(day)s or a later day."),
    ),
    PeriodProblem.OVERLAPS_LATER: (
        "valid_from",
        _("Another version starts on %(day)s. Choose a later day, or call that start off first."),
    ),
    PeriodProblem.LEAVES_A_GAP: (
        "valid_from",
        _(
            "From %(day)s no version would hold, and nobody could read anything. Choose that day, "
            "or say below that this is meant."
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class Start:
    """On which days a version holds (local dates); ``gap_accepted``: days without a covenant are meant."""

    valid_from: date
    valid_until: date | None = None
    gap_accepted: bool = False


def send(version: CovenantVersion, *, actor: Actor, edit: int | None, now: datetime) -> CovenantVersion:
    """Settle the text and ask the parties to sign it.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: no draft any more, or nothing to sign yet.
        StaleWriteError: somebody else changed the draft meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        draft = _lock(version, to=State.SIGNING, now=now)
        check_version(draft, edit)
        if not draft.parties.exists() or not draft.clauses.exists():
            raise StateConflictError(
                _("There is nothing to sign yet: a version needs at least one party and one clause."),
                code="nothing_to_sign",
            )
        draft.status = State.SIGNING.value
        draft.text_hash = fingerprint(text_of(draft))
        write(draft, actor=actor, now=now)
        ledger.record(actor, Event.COVENANT_SENT, on=draft, now=now, act=Act.MANAGE_COVENANT)
    return draft


def reopen(version: CovenantVersion, *, actor: Actor, now: datetime) -> CovenantVersion:
    """Take the text back to change it; signatures fall, for they are under another text.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: it is not being signed.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        sent = _lock(version, to=State.DRAFT, now=now)
        for party in sent.parties.filter(signed_on__isnull=False).order_by("pk"):
            party.signed_on, party.signed_by, party.signed_name, party.signed_hash = None, None, "", ""
            write(party, actor=actor, now=now, reason="text taken back")
        sent.status, sent.text_hash = State.DRAFT.value, ""
        write(sent, actor=actor, now=now)
        ledger.record(actor, Event.COVENANT_REOPENED, on=sent, now=now, act=Act.MANAGE_COVENANT)
    return sent


def sign(
    party: CovenantParty, *, actor: Actor, name: str, text_hash: str | None = None, now: datetime
) -> CovenantParty:
    """Sign a version for one's own organisation; from that day it holds for it.

    ``name`` is who binds the organisation; ``text_hash`` the fingerprint of the text that was
    on the screen, None where nothing was shown.

    Raises:
        AccessDenied: the actor does not sign for this organisation.
        StateConflictError: not to be signed now, signed already, left, or the text is another.
    """
    demand_at(actor, Act.SIGN_COVENANT, party.organisation)
    with transaction.atomic():
        version = CovenantVersion.objects.select_for_update().get(pk=party.version_id)
        party = CovenantParty.objects.select_for_update().get(pk=party.pk)
        _check_signable(version, party, text_hash, now=now)
        party.signed_on, party.signed_by = timezone.localdate(now), actor.user
        party.signed_name, party.signed_hash = name.strip(), version.text_hash
        write(party, actor=actor, now=now)
        ledger.record(
            actor,
            Event.COVENANT_SIGNED,
            on=party,
            object_number=str(version.number),
            now=now,
            act=Act.SIGN_COVENANT,
            organisation=party.organisation_id,
            text_hash=version.text_hash[:16],
        )
    return party


def start(
    version: CovenantVersion, *, actor: Actor, start: Start, edit: int | None, now: datetime
) -> CovenantVersion:
    """Let a version hold from a day; the one before it ends the day before.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: it was not sent to the parties, or the days are not possible.
        StaleWriteError: somebody else changed the version meanwhile.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        Covenant.objects.select_for_update().get(pk=version.covenant_id)
        sent = _lock(version, to=State.COMING, now=now)
        check_version(sent, edit)
        sent.replaced_until = _cut_short(sent, start, actor=actor, now=now)
        sent.status, sent.signed_on = "settled", timezone.localdate(now)
        sent.valid_from, sent.valid_until = start.valid_from, start.valid_until
        write(sent, actor=actor, now=now)
        for party in sent.parties.filter(acceded_on=None).order_by("pk"):
            party.acceded_on = start.valid_from
            write(party, actor=actor, now=now, reason="the version starts")
        ledger.record(
            actor,
            Event.COVENANT_STARTED,
            on=sent,
            now=now,
            act=Act.MANAGE_COVENANT,
            valid_from=start.valid_from.isoformat(),
        )
    return sent


def call_off(version: CovenantVersion, *, actor: Actor, now: datetime) -> CovenantVersion:
    """Take back the start of a version that has not begun; the one before goes on as it did.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: it has begun, or there was no start to call off.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        Covenant.objects.select_for_update().get(pk=version.covenant_id)
        coming = _lock(version, to=State.SIGNING, now=now)
        before = _last_settled(coming)
        if before is not None and before.valid_until == coming.valid_from - DAY:
            before.valid_until = coming.replaced_until
            write(before, actor=actor, now=now, reason="next version called off")
        for party in coming.parties.filter(acceded_on=coming.valid_from).order_by("pk"):
            party.acceded_on = None
            write(party, actor=actor, now=now, reason="start called off")
        coming.status = State.SIGNING.value
        coming.signed_on = coming.valid_from = coming.valid_until = coming.replaced_until = None
        write(coming, actor=actor, now=now)
        ledger.record(actor, Event.COVENANT_CALLED_OFF, on=coming, now=now, act=Act.MANAGE_COVENANT)
    return coming


def accede(
    version: CovenantVersion, *, actor: Actor, organisation: Organisation, on: date, now: datetime
) -> CovenantParty:
    """Let an organisation join a version whose text is settled, from a day (local date); it then signs.

    Raises:
        AccessDenied: the actor does not keep covenants.
        StateConflictError: over, still a draft, a party already, or the day has passed.
    """
    actor.demand(Act.MANAGE_COVENANT)
    with transaction.atomic():
        version = CovenantVersion.objects.select_for_update().get(pk=version.pk)
        today = timezone.localdate(now)
        if state_of(version, on=today) not in SIGNABLE:
            raise _not_now()
        if version.parties.filter(organisation=organisation).exists():
            raise StateConflictError(
                _("This organisation is a party of this version already."),
                code="party_already",
                field="organisation",
            )
        if on < today:
            raise StateConflictError(
                _("This day has passed. Choose today or a later day."), code="day_passed", field="on"
            )
        party = write(
            CovenantParty(version=version, organisation=organisation, acceded_on=on), actor=actor, now=now
        )
        ledger.record(
            actor,
            Event.COVENANT_CHANGED,
            on=version,
            now=now,
            act=Act.MANAGE_COVENANT,
            covenant_part="parties",
        )
    return party


def _lock(version: CovenantVersion, *, to: State, now: datetime) -> CovenantVersion:
    """Lock a version that may go to a state; the table of moves decides."""
    locked = CovenantVersion.objects.select_for_update().get(pk=version.pk)
    if to not in MOVES[state_of(locked, on=timezone.localdate(now))]:
        raise _not_now()
    return locked


def _not_now() -> StateConflictError:
    return StateConflictError(
        _("This version is in another state by now. Look at its page first; nothing was changed."),
        code="other_state",
    )


def _check_signable(
    version: CovenantVersion, party: CovenantParty, text_hash: str | None, *, now: datetime
) -> None:
    today = timezone.localdate(now)
    if state_of(version, on=today) not in SIGNABLE:
        raise _not_now()
    if party.signed_on is not None:
        raise StateConflictError(
            _("Your organisation signed this version already. Nothing was changed."), code="signed_already"
        )
    if party.exited_on is not None and party.exited_on <= today:
        raise StateConflictError(
            _("Your organisation left this version; there is nothing to sign."), code="party_left"
        )
    if text_hash is not None and text_hash != version.text_hash:
        raise StateConflictError(
            _("The text was changed while you read it. Read it again; you have not signed."),
            code="other_text",
        )


def _cut_short(sent: CovenantVersion, start: Start, *, actor: Actor, now: datetime) -> date | None:
    """Check the days against the versions that stand, and end the last of them in time. Gives its old end."""
    standing = list(
        CovenantVersion.objects.filter(covenant=sent.covenant_id, status="settled").order_by("valid_from")
    )
    try:
        check_period(
            Period(start.valid_from, start.valid_until),
            standing=[Period(row.valid_from, row.valid_until) for row in standing],
            today=timezone.localdate(now),
            gap_accepted=start.gap_accepted,
        )
    except PeriodRefused as refused:
        field, sentence = PERIOD_SENTENCES[refused.problem]
        raise StateConflictError(
            sentence % {"day": f"{refused.day:%d-%m-%Y}"}, code=refused.problem.value, field=field
        ) from refused
    if not standing:
        return None
    before, was = standing[-1], standing[-1].valid_until
    if was is None or was >= start.valid_from:
        before.valid_until = start.valid_from - DAY
        write(before, actor=actor, now=now, reason="next version")
    return was


def _last_settled(version: CovenantVersion) -> CovenantVersion | None:
    rows = CovenantVersion.objects.filter(covenant=version.covenant_id, status="settled")
    return rows.exclude(pk=version.pk).order_by("-valid_from").first()
