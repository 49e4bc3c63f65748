"""The photo of a grab pack: placed, replaced, taken away. There is never more than one."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.conflict import StateConflictError
from cases.pack import door
from cases.pack.grab_pack import record
from cases.pack.models import GrabPack, PackPhoto
from cases.pack.picture import Picture
from cases.workdays import local_day
from organisations.actor import Actor
from organisations.history import write


def place(pack: GrabPack, *, actor: Actor, picture: Picture, taken_on: date, now: datetime) -> GrabPack:
    """Put a photo into the pack, in the place of the one before; ``taken_on`` is a local day.

    Raises:
        AccessDenied: the actor does not keep this pack.
        StateConflictError: the day is still to come, or handed over meanwhile.
    """
    door.require_owner(pack, actor=actor, now=now)
    with transaction.atomic():
        standing = door.lock(pack, actor=actor)
        _check_taken(taken_on, now=now)
        standing.photo_taken_on = taken_on
        write(standing, actor=actor, now=now, reason="photo")
        PackPhoto.objects.update_or_create(
            pack=standing,
            defaults={
                "content": picture.content,
                "width": picture.width,
                "height": picture.height,
                "placed_at": now,
                "placed_by": actor.user,
            },
        )
        record(standing, Event.PACK_PHOTO_PLACED, actor=actor, now=now)
    return standing


def take_away(pack: GrabPack, *, actor: Actor, now: datetime) -> GrabPack:
    """Take the photo out of the pack; it is kept nowhere.

    Raises:
        AccessDenied: the actor does not keep this pack.
        StateConflictError: there is no photo (any more), or handed over meanwhile.
    """
    door.require_owner(pack, actor=actor, now=now)
    with transaction.atomic():
        standing = door.lock(pack, actor=actor)
        kept = PackPhoto.objects.filter(pack=standing).first()
        if kept is None:
            raise StateConflictError(_("There is no photo in this grab pack."), code="no_photo")
        kept.delete()
        standing.photo_taken_on = None
        write(standing, actor=actor, now=now, reason="photo")
        record(standing, Event.PACK_PHOTO_TAKEN_AWAY, actor=actor, now=now)
    return standing


def _check_taken(taken_on: date, *, now: datetime) -> None:
    if taken_on > local_day(now):
        raise StateConflictError(
            _("This day is still to come. Check the date."), code="future", field="taken_on"
        )
