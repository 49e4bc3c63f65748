"""A signal that somebody did not send yet: kept on the server for that one person, read by nobody else.

It is kept while it is typed and when somebody goes on later, under the key of its form. What was sent, thrown
away or left for a fortnight is emptied: of a draft nothing remains but that there was one.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases import drafts
from cases.access import gate
from cases.audit import ledger
from cases.audit.events import Event
from cases.intake.models import SignalDraft
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment

KEPT_FOR, values_of = drafts.KEPT_FOR, drafts.values_of
MOST_OPEN = 20
TOO_LARGE = _("This is too much to keep. Send it, or shorten it.")
TOO_MANY = _("You have very many signals that were not sent. Send some, or throw some away.")


def keep(*, actor: Actor, key: str, values: drafts.Values, now: datetime) -> SignalDraft | None:
    """Keep what was typed so far under the key of its form; None when there is nothing to keep (any more).

    Raises:
        AccessDenied: the actor's role logs no signals.
        StateConflictError: it is far too large, or far too much stands open.
    """
    actor.demand(Act.LOG_SIGNAL)
    if not key or not any(text.strip() for text in values.get("observation", [])):
        return None
    others = open_ones(actor).exclude(key=key)
    drafts.check(values, others, most=MOST_OPEN, too_large=TOO_LARGE, too_many=TOO_MANY)
    of = {"user": actor.user, "organisation": actor.organisation, "key": key}
    with transaction.atomic():
        found, is_new = drafts.write_down(SignalDraft.objects.all(), values, now=now, **of)
        if is_new:
            _record(found, Event.SIGNAL_DRAFT_KEPT, actor=actor, now=now)
    return found if found.ended_at is None else None


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
        drafts.empty(standing, now=now)
        _record(standing, Event.SIGNAL_DRAFT_THROWN_AWAY, actor=actor, now=now)


def finish(*, actor: Actor, key: str, observation: str, now: datetime) -> None:
    """Empty the draft of a signal that was sent, and its double that came of a lost session."""
    for draft in open_ones(actor).select_for_update():
        if draft.key == key or values_of(draft).get("observation") == [observation]:
            drafts.empty(draft, now=now)


def forget(*, now: datetime) -> int:
    """Empty what nobody finished for a fortnight; give how many there were."""
    return drafts.forget(SignalDraft.objects.all(), now=now)


def _record(draft: SignalDraft, event: Event, *, actor: Actor, now: datetime) -> None:
    ledger.record(actor, event, on=draft, now=now, act=Act.LOG_SIGNAL, compartments=[Compartment.SIGNALS])


def words(draft: SignalDraft) -> str:
    """Give the beginning of what was typed, to recognise a draft by."""
    return values_of(draft).get("observation", [""])[0].strip()[:80]
