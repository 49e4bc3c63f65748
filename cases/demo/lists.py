"""Somebody keeps their list of work short: what can wait is put aside, with the reason."""

from datetime import timedelta

from cases.aside import put_aside
from cases.aside.rules import Work
from cases.dashboard import queue
from cases.demo.tale import Tale
from cases.filters import kept
from cases.filters.rules import Listing


def puts_aside(tale: Tale, key: str, work: Work) -> None:
    """Put the work of one kind about this case aside for some days, for one person."""
    actor = tale.actor(key)
    for item in queue.for_actor(actor, now=tale.at):
        if item.on is not None and (item.on.work, item.on.case_id) == (work, tale.case.pk):
            put_aside.put(
                put_aside.Waiting(item.on, item.urgency, item.due, item.stamp),
                actor=actor,
                reason="De gezinsvoogd belt donderdag terug over de verlenging.",
                until=tale.at + timedelta(days=4),
                now=tale.at,
            )


def keeps_filters(tale: Tale, key: str) -> None:
    """Keep the questions that somebody asks their lists every day; one of them for colleagues too."""
    actor = tale.actor(key)
    for listing, asked, named in (
        (Listing.CASES, {"urgency": "acute"}, kept.Named("Alles wat acuut is", is_shared=True)),
        (Listing.CASES, {"lacks": "age"}, kept.Named("Leeftijd nog uitzoeken")),
        (Listing.CASES, {"quiet_for": "3_to_6"}, kept.Named("Drie maanden stil", is_shared=True)),
        (Listing.AGREED, {"overdue": "on"}, kept.Named("Dag voorbij")),
        (Listing.QUEUE, {"about": "agreed"}, kept.Named("Mijn afspraken")),
    ):
        kept.keep(listing, asked, named, actor=actor, now=tale.at)
