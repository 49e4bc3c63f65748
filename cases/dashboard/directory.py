"""Which lines of the phone list nobody looked at for months: one item for who keeps it."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases.access import facts
from cases.dashboard.item import Item
from cases.directory.models import DirectoryEntry
from cases.directory.rules import CHECK_AFTER
from cases.workdays import after
from organisations.actor import Actor


def to_check(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give one item when lines of the own tables must be checked. One query."""
    tables = list(facts.tables_of(actor, now=now))
    rows = DirectoryEntry.objects.filter(covenant__in=tables, ended_at=None)
    found = rows.filter(checked_at__lt=after(now, -CHECK_AFTER)).aggregate(
        many=Count("pk"), first=Min("checked_at")
    )
    if found["many"]:
        yield Item(
            kind=_("Check the phone list of police and justice"),
            about=ngettext("%(count)d line", "%(count)d lines", found["many"]) % {"count": found["many"]},
            detail="",
            due=None,
            url="/directory/",
        )
