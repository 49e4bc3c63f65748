"""What the chair typed in a form of an item and did not save yet: kept for that person, read by nobody else.

A dead tablet, a page loaded anew: the text stands in its field again, also on another device. It is shown
only where the item is, so whoever may not hear of the case any more does not get it either.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from cases import drafts
from cases.access import gate
from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.meetings import agenda
from cases.meetings.models import AgendaItem, ItemDraft, Meeting
from organisations.actor import Actor
from organisations.acts import Act

KEPT_FOR, values_of = drafts.KEPT_FOR, drafts.values_of
MOST_OPEN = 200  # three forms of every item of a long agenda, and some meetings of them
TOO_LARGE = _("This is too much to keep. Save it, or shorten it.")
TOO_MANY = _("Very much of what you typed in meetings was not saved. Save some of it, or throw it away.")
ENDED = _("Saved or thrown away in another window: what you type here is kept only when you save it.")


def keep(
    item: AgendaItem, *, actor: Actor, form: str, key: str, values: drafts.Values, now: datetime
) -> ItemDraft | None:
    """Keep what was typed so far in a form of an item; None when there is nothing (any more) to keep.

    Raises:
        AccessDenied: the actor does not chair this meeting, or takes no part in the case.
        StateConflictError: it ended in another window, is far too large, or far too much stands open.
    """
    agenda.require_chair_of(item, actor=actor, now=now)
    of = {"user": actor.user, "organisation": actor.organisation, "item": item, "form": form, "key": key}
    if not key or not (values or ItemDraft.objects.filter(**of).exists()):
        return None
    others = open_ones(actor).exclude(item=item, form=form, key=key)
    drafts.check(values, others, most=MOST_OPEN, too_large=TOO_LARGE, too_many=TOO_MANY)
    with transaction.atomic():
        found, is_new = drafts.write_down(ItemDraft.objects.all(), values, now=now, **of)
        if is_new:
            agenda.record(item, Event.MEETING_DRAFT_KEPT, actor=actor, now=now)
    if found.ended_at is not None:
        raise StateConflictError(ENDED, code="ended")
    return found if values else None


def open_ones(actor: Actor) -> QuerySet[ItemDraft]:
    """Give what this person typed for this organisation and did not save, the newest first."""
    ours = ItemDraft.objects.filter(user_id=actor.user_id, organisation_id=actor.organisation_id)
    return ours.filter(ended_at=None).exclude(typed="").order_by("-saved_at", "-pk")


def of_items(actor: Actor, items: Iterable[AgendaItem]) -> list[ItemDraft]:
    """Give the drafts of this person in items that the caller may show them, the newest first. One query."""
    return list(open_ones(actor).filter(item__in=[item.pk for item in items]))


def fetch(actor: Actor, meeting: Meeting, pk: int) -> ItemDraft:
    """Give one draft of this person.

    Raises:
        AccessDenied: it is of somebody else, or there is none (any more); the answer is the same.
    """
    found = open_ones(actor).filter(item__meeting=meeting, pk=pk).first()
    if found is None:
        raise gate.not_found(meeting.number, act=Act.ATTEND_MEETING)
    return found


def throw_away(item: AgendaItem, draft: ItemDraft, *, actor: Actor, now: datetime) -> None:
    """Empty a draft that its writer does not want any more; ``item`` is its item, which they may hear of."""
    with transaction.atomic():
        drafts.empty(fetch(actor, item.meeting, draft.pk), now=now)
        agenda.record(item, Event.MEETING_DRAFT_THROWN_AWAY, actor=actor, now=now)


def finish(
    item: AgendaItem, *, actor: Actor, form: str, key: str, values: drafts.Values, now: datetime
) -> None:
    """Empty the draft of a form that was saved, and its double that came of a lost session.

    What the page still sends along to be kept while the form is on its way must find that it ended.
    """
    for draft in open_ones(actor).filter(item=item, form=form).select_for_update():
        if draft.key == key or drafts.values_of(draft) == values:
            drafts.empty(draft, now=now)
    if key:
        of = {"user": actor.user, "organisation": actor.organisation, "item": item, "form": form, "key": key}
        ItemDraft.objects.get_or_create(**of, defaults={"saved_at": now, "ended_at": now})


def forget(*, now: datetime) -> int:
    """Empty what nobody saved for a fortnight; give how many there were."""
    return drafts.forget(ItemDraft.objects.all(), now=now)
