"""A signal that somebody did not send yet: kept on the server for that one person, read by nobody else.

It is kept while it is typed and when somebody goes on later, under the key of its form. What was sent, thrown
away or left for a fortnight is emptied: of a draft nothing remains but that there was one.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import parse_qs, urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.intake.models import SignalDraft
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

#: Longer than a leave, shorter than anybody remembers what they meant; a choice of ours.
KEPT_FOR = timedelta(days=14)
MOST_OPEN = 20
LARGEST = 400_000  # characters, as of every form that is kept
Values = Mapping[str, list[str]]


def keep(*, actor: Actor, key: str, values: Values, now: datetime) -> SignalDraft | None:
    """Keep what was typed so far under the key of its form; None when there is nothing to keep (any more).

    Raises:
        AccessDenied: the actor's role logs no signals.
        StateConflictError: it is far too large, or far too much stands open.
    """
    actor.demand(Act.LOG_SIGNAL)
    if not key or not any(text.strip() for text in values.get("observation", [])):
        return None
    _check(actor, key, values)
    with transaction.atomic():
        found, is_new = SignalDraft.objects.select_for_update().get_or_create(
            user=actor.user,
            organisation=actor.organisation,
            key=key,
            defaults={"typed": _packed(values), "saved_at": now},
        )
        if found.ended_at is not None:
            return None  # it was sent meanwhile, or thrown away in another window
        found.typed, found.saved_at = _packed(values), now
        found.save(update_fields=["typed", "saved_at"])
        if is_new:
            _record(found, Event.SIGNAL_DRAFT_KEPT, actor=actor, now=now)
    return found


def open_ones(actor: Actor) -> QuerySet[SignalDraft]:
    """Give what this person still has to finish for this organisation, the newest first."""
    ours = SignalDraft.objects.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)
    return ours.filter(ended_at=None).order_by("-saved_at", "-pk")


def fetch(actor: Actor, pk: int) -> SignalDraft:
    """Give one draft of this person.

    Raises:
        AccessDenied: it is of somebody else, or there is none (any more); the answer is the same.
    """
    found = open_ones(actor).filter(pk=pk).first()
    if found is None:
        raise gate.not_found("", act=Act.LOG_SIGNAL)
    return found


def throw_away(draft: SignalDraft, *, actor: Actor, now: datetime) -> None:
    """Empty a draft that its writer does not want any more."""
    with transaction.atomic():
        standing = fetch(actor, draft.pk)
        _empty(standing, now=now)
        _record(standing, Event.SIGNAL_DRAFT_THROWN_AWAY, actor=actor, now=now)


def finish(*, actor: Actor, key: str, observation: str, now: datetime) -> None:
    """Empty the draft of a signal that was sent, and its double that came of a lost session."""
    for draft in open_ones(actor).select_for_update():
        if draft.key == key or values_of(draft).get("observation") == [observation]:
            _empty(draft, now=now)


def forget(*, now: datetime) -> int:
    """Empty what nobody finished for a fortnight; give how many there were."""
    left = SignalDraft.objects.filter(ended_at=None, saved_at__lte=now - KEPT_FOR)
    return left.update(typed="", ended_at=now)


def _empty(draft: SignalDraft, *, now: datetime) -> None:
    draft.typed, draft.ended_at = "", now
    draft.save(update_fields=["typed", "ended_at"])


def _check(actor: Actor, key: str, values: Values) -> None:
    size = sum(len(text) for texts in values.values() for text in texts)
    if size > LARGEST:
        raise StateConflictError(_("This is too much to keep. Send it, or shorten it."), code="too_large")
    if open_ones(actor).exclude(key=key).count() >= MOST_OPEN:
        raise StateConflictError(
            _("You have very many signals that were not sent. Send some, or throw some away."),
            code="too_many",
        )


def _record(draft: SignalDraft, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=draft, now=now, act=Act.LOG_SIGNAL, compartments=[Compartment.SIGNALS])


def values_of(draft: SignalDraft) -> dict[str, list[str]]:
    """Give what was typed, by field."""
    return parse_qs(draft.typed, keep_blank_values=True)


def words(draft: SignalDraft) -> str:
    """Give the beginning of what was typed, to recognise a draft by."""
    return values_of(draft).get("observation", [""])[0].strip()[:80]


def _packed(values: Values) -> str:
    return urlencode(dict(values), doseq=True)
