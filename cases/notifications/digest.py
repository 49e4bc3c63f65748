"""The daily digest: one message that says how many new things wait, and nothing of what they are.

Of a meeting among them the appointment goes along with a mail: when it is, and never what it is about.

It is a delivery like any other, owed as soon as the first piece of news waits for it. How many things wait
is counted when it is sent: what was read in the meantime is not announced, and when nothing is left it does
not go out.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Exists, Max, OuterRef, QuerySet
from django.utils import timezone

from cases.access import facts
from cases.notifications.messages import KINDS
from cases.notifications.models import Delivery, Notification
from organisations.actor import Actor
from organisations.models import Organisation, User
from organisations.reach.quiet_rules import RED, Matter

KIND = "digest"
PATH = "/inbox/"
#: A digest says what came since the last one; the first one looks back so far.
FIRST_LOOKS_BACK = timedelta(days=7)
NEWS = tuple(name for name, kind in KINDS.items() if kind.matter is Matter.NEWS and name != KIND)
APPOINTMENTS = tuple(name for name in NEWS if KINDS[name].is_appointment)


def owe(wanted: Iterable[tuple[User, Organisation, str, datetime]], *, now: datetime) -> None:
    """Owe a digest to people at an organisation, over a channel and at an aware moment; owed twice is one."""
    for user, organisation, channel, at in wanted:
        local = timezone.localtime(at)
        key = f"{KIND}:{local:%y%m%d}:{local:%H%M}:{organisation.pk}:{user.pk}:{channel}"
        if Delivery.objects.filter(key=key).exists():
            continue
        told = Notification.objects.create(
            kind=KIND, number=f"{local:%y%m%d}", stage=f"{local:%H%M}", created_at=now
        )
        row = Delivery(
            notification=told,
            user=user,
            organisation=organisation,
            channel=channel,
            path=PATH,
            key=key,
            held="digest",
            due_at=at,
        )
        Delivery.objects.bulk_create([row], ignore_conflicts=True)


def waiting(digest: Delivery) -> int:
    """Count the news since the last digest of this person here that they did not open yet."""
    return _news(digest).count()


def meetings(digest: Delivery) -> list[str]:
    """Give the numbers of the meetings among that news, each once however much was told about it."""
    found = _news(digest).filter(notification__kind__in=APPOINTMENTS)
    return sorted(set(found.values_list("notification__number", flat=True)))


def _news(digest: Delivery) -> QuerySet[Delivery]:
    """Give what a digest tells; what went out as a message of its own is not told a second time.

    Nor what the inbox hides: it tells of as many things as are found there.
    """
    mine = Delivery.objects.filter(user=digest.user_id, organisation=digest.organisation_id)
    sent = mine.filter(notification__kind=KIND, sent_at__isnull=False).exclude(channel="inbox")
    last = sent.aggregate(at=Max("sent_at"))["at"] or digest.due_at - FIRST_LOOKS_BACK
    reader = Actor.stand_in(user_id=digest.user_id, organisation_id=digest.organisation_id)
    mine_to_see = mine.filter(facts.in_sight(reader, OuterRef("notification__case_id")))
    news = mine_to_see.filter(channel="inbox", read_at=None, due_at__gt=last, notification__kind__in=NEWS)
    alone = mine.exclude(channel="inbox").filter(notification=OuterRef("notification"))
    return news.exclude(Exists(alone)).exclude(notification__colour=RED)
