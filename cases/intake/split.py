"""Splitting a signal that proves to be about two young persons, undoing that, and telling its reporter.

The original stays as it was told and goes on in both halves. Nothing of its words comes along by itself: what
is known of each young person is written anew, and each sign is put with whom it is about. The halves are the
desk's own: nobody reported them, so that the reporter sees one signal, received and in the end decided.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.access import signal_gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.casefile import marks
from cases.casefile.mark_rules import Kind
from cases.conflict import StateConflictError
from cases.intake import alike, arrival, chain, half, pair, rules, signal, split_rules
from cases.intake.channel_rules import Channel
from cases.intake.merge_rules import Flags
from cases.intake.models import Signal, SignalFeedback, SignalIndicator, SignalSplit, TriageStep
from cases.intake.report import fault_of
from cases.intake.rules import SignalStatus, Subject, Urgency
from cases.intake.split_rules import SplitFault, SplitRefused
from cases.numbers import draw_many
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment
from organisations.history import check_version, write

SENTENCES: dict[SplitFault, Promise] = {
    SplitFault.TAKEN_BACK: _("Who told this took it back. It stays as it is."),
    SplitFault.DECIDED: _("This signal was decided already. Log a new signal about the other young person."),
    SplitFault.IN_A_CASE: _(
        "This signal is in a case already. Log a new signal about the other young person."
    ),
    SplitFault.JOINED: _("This signal is joined with another one. Undo that first."),
    SplitFault.IS_HALF: _("This is half of a signal that was split. Log a new signal about a third person."),
    SplitFault.IS_SPLIT: _("This signal is split already."),
    SplitFault.NOT_SPLIT: half.NOT_SPLIT,
    SplitFault.TOO_CALM: _("Both halves are at least as urgent as the signal was. Choose again."),
    SplitFault.HALF_WENT_ON: _("Something was decided about one of both already, so this can't be undone."),
    SplitFault.HALF_UNDECIDED: _("The reporter hears back when both halves are decided."),
}
FIELDS = {SplitFault.TOO_CALM: "urgency"}
REASON_MISSING = _("Say why, so that others can follow it later.")
NO_WORDS = _("Write in your own words what was seen or heard about this young person.")
OTHER_SIGN = _("This sign does not stand on the signal.")
NAMES = ("first", "second")


@dataclass(frozen=True, slots=True)
class Half:
    """What the desk writes about one of both young persons; ``signs``: codes of signs of the original."""

    observation: str
    interpretation: str = ""
    subject_name: str = ""
    subject_birth_date: date | None = None
    subject_description: str = ""
    municipality: str = ""
    form_of_concern: str = "unknown"
    signs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a signal is to be split: both halves, the urgency that counts for both and its ground, and why."""

    halves: tuple[Half, Half]
    urgency: str
    urgency_ground: str
    reason: str


def split(found: Signal, *, actor: Actor, wanted: Wanted, now: datetime) -> SignalSplit:
    """Let a signal go on as two, one for each young person. ``now`` is aware.

    Raises:
        AccessDenied: the actor does not triage this signal.
        StateConflictError: it can't be split now, an answer can't be true, or the reason is missing.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=found, now=now)
    with transaction.atomic():
        original = pair.lock({found.pk})[found.pk]
        _pass(lambda: split_rules.check(half.stand(original)))
        flags = _flags(original, wanted, now=now)
        reason = _reason(wanted.reason)
        first, second = _write_halves(original, wanted, flags, actor=actor, now=now)
        row = SignalSplit(
            original=original,
            first=first,
            second=second,
            reason=reason,
            status_before=original.status,
            at=now,
            by=actor.user,
            organisation=actor.organisation,
        )
        write(row, actor=actor, now=now)
        if original.status == SignalStatus.RECEIVED:
            chain.take(original, split_rules.BEGIN.value, reason, actor=actor, now=now)
        _record(row, Event.SIGNAL_SPLIT, actor=actor, now=now)
        if flags.urgency == Urgency.ACUTE:
            arrival.tell_desk([first, second], actor=actor, now=now)
    return row


def undo(found: Signal, *, actor: Actor, reason: str, now: datetime) -> SignalSplit:
    """Let a signal that was split go on as one again, from where it stood. ``now`` is aware.

    What was written about both stays readable at the desk, put aside; it takes no step any more.

    Raises:
        AccessDenied: the actor does not triage this signal.
        StateConflictError: it is not split, one of both was decided about, or the reason is missing.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=found, now=now)
    with transaction.atomic():
        row = half.locked(found)
        _pass(lambda: split_rules.check_undo(half.stands(row)))
        row.ended_at, row.ended_by, row.end_reason = now, actor.user, _reason(reason)
        write(row, actor=actor, now=now, reason="undone")
        for one in (row.first, row.second):
            _put_aside(one, actor=actor, now=now)
        before = SignalStatus(row.status_before)
        if row.original.status != before:
            chain.put(row.original, before, row.end_reason, actor=actor, now=now)
        _record(row, Event.SIGNAL_SPLIT_UNDONE, actor=actor, now=now)
    return row


def feed_back(
    found: Signal, *, actor: Actor, text: str, version: int | None = None, now: datetime
) -> SignalFeedback:
    """Tell the reporter of a signal that was split that it was decided; that closes all three chains.

    Raises:
        AccessDenied: the actor does not triage this signal.
        StaleWriteError: somebody else took a step since the page was opened.
        StateConflictError: it is not split, or one of both halves was not decided.
    """
    signal_gate.require(actor, Act.TRIAGE_SIGNAL, on=found, now=now)
    with transaction.atomic():
        row = half.locked(found)
        check_version(row.original, version)
        _pass(lambda: split_rules.check_feedback(half.stands(row)))
        feedback = signal.close(row.original, text, step=chain.put, actor=actor, now=now)
        for one in (row.first, row.second):
            one.fed_back_at = now
            chain.take(one, SignalStatus.FED_BACK.value, "", actor=actor, now=now)
            signal.on_timeline(one, "signal_fed_back", actor=actor, now=now)
    return feedback


def _flags(original: Signal, wanted: Wanted, *, now: datetime) -> Flags:
    """Check what was typed, and give the flags of both halves."""
    today = timezone.localdate(now)
    for name, one in zip(NAMES, wanted.halves, strict=True):
        _check_half(original, one, name, today)
    ground = fault_of(lambda: rules.check_ground(Urgency(wanted.urgency), wanted.urgency_ground))
    if ground is not None:
        raise ground
    found: list[Flags] = []
    _pass(
        lambda: found.append(
            split_rules.haste(original.flags, Urgency(wanted.urgency), received_at=original.received_at)
        )
    )
    return found[0]


def _check_half(original: Signal, one: Half, name: str, today: date) -> None:
    if not one.observation.strip():
        raise StateConflictError(NO_WORDS, code="no_words", field=f"{name}_observation")
    about = {
        "subject_name": one.subject_name,
        "subject_birth_date": one.subject_birth_date,
        "subject_description": one.subject_description,
        "subject_phone": "",
        "subject_plate": "",
    }
    wrong = fault_of(lambda: rules.check_subject(Subject.YOUNG_PERSON, about, today=today))
    if wrong is not None:
        raise StateConflictError(wrong.sentence, code=wrong.code, field=f"{name}_{wrong.field}")
    if not set(one.signs) <= set(original.indicators.values_list("code", flat=True)):
        raise StateConflictError(OTHER_SIGN, code="other_sign", field=f"{name}_signs")


def _write_halves(
    original: Signal, wanted: Wanted, flags: Flags, *, actor: Actor, now: datetime
) -> Sequence[Signal]:
    numbers = draw_many("S", now.year, len(NAMES), arrival.taken)
    made = [
        _new(original, one, number, wanted, flags) for one, number in zip(wanted.halves, numbers, strict=True)
    ]
    for one, said in zip(made, wanted.halves, strict=True):
        write(one, actor=actor, now=now, reason="split")
        _write_signs(original, one, said.signs, actor=actor, now=now)
        TriageStep.objects.create(
            signal=one,
            to_status=one.status,
            at=now,
            by=actor.user,
            organisation=actor.organisation,
        )
    alike.write_new_marks(made)
    marks.to_compare([{"signal": one} for one in made], actor=actor, now=now)
    return made


def _new(original: Signal, said: Half, number: str, wanted: Wanted, flags: Flags) -> Signal:
    """Give a half: words written anew; day, way and clocks of the original, as the page says."""
    return Signal(
        number=number,
        channel=original.channel,
        covenant_id=original.covenant_id,
        addressed_to_id=original.addressed_to_id,
        subject=Subject.YOUNG_PERSON.value,
        subject_name=said.subject_name,
        subject_birth_date=said.subject_birth_date,
        subject_description=said.subject_description,
        municipality=said.municipality,
        observation=said.observation,
        interpretation=said.interpretation,
        knowledge=original.knowledge,
        happened_at=original.happened_at,
        noticed_at=original.noticed_at,
        form_of_concern=said.form_of_concern,
        urgency=flags.urgency.value,
        urgency_ground=wanted.urgency_ground,
        status=split_rules.BEGIN.value,
        received_at=original.received_at,
        triage_due_at=flags.triage_due_at,
        feedback_due_at=flags.feedback_due_at,
    )


def _write_signs(original: Signal, one: Signal, codes: Sequence[str], *, actor: Actor, now: datetime) -> None:
    """Put signs of the original with whom they are about: still noted by whom, when and how they were.

    What the desk only wrote down for somebody else counts as theirs, as it does on the original.
    """
    for row in original.indicators.filter(code__in=codes):
        by_desk = row.noted_by_id == original.reported_by_id and original.channel != Channel.PROFESSIONAL
        sign = SignalIndicator(
            signal=one,
            code=row.code,
            list_version=row.list_version,
            says=row.says,
            knowledge=row.knowledge,
            seen_on=row.seen_on,
            noted_at=row.noted_at,
            noted_by_id=None if by_desk else row.noted_by_id,
        )
        write(sign, actor=actor, now=now, reason="split")


def _put_aside(one: Signal, *, actor: Actor, now: datetime) -> None:
    one.fed_back_at = now
    for status in (SignalStatus.NOT_SUBSTANTIATED, SignalStatus.FED_BACK):
        chain.put(one, status, "", actor=actor, now=now)
    marks.replace((), list(Kind), signal=one)
    marks.to_compare([{"signal": one}], actor=actor, now=now)


def _pass(check: Callable[[], None]) -> None:
    """Let a rule decide, and say its refusal in a sentence."""
    try:
        check()
    except SplitRefused as refused:
        field = FIELDS.get(refused.code)
        raise StateConflictError(SENTENCES[refused.code], code=refused.code.value, field=field) from refused


def _reason(typed: str) -> str:
    if not typed.strip():
        raise StateConflictError(REASON_MISSING, code="reason_missing", field="reason")
    return typed.strip()


def _record(row: SignalSplit, event: Event, *, actor: Actor, now: datetime) -> None:
    """Write a line of the ledger at all three; those of the halves name the original."""
    for one in (row.original, row.first, row.second):
        beside = {} if one == row.original else {"beside": row.original.number}
        ledger.record(
            actor,
            event,
            on=one,
            case=one.case,
            now=now,
            act=Act.TRIAGE_SIGNAL,
            compartments=[Compartment.SIGNALS],
            **beside,
        )
