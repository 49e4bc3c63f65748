"""What tests of the review share: a second auditor, readings at an instant, and a review of a kind."""

from datetime import date, datetime, timedelta
from typing import Any

from cases.access import gate
from cases.audit import review_scan
from cases.audit.control_case import Invented
from cases.audit.models import ReviewItem
from cases.casefile.models import Case
from organisations import membership
from organisations.models import User
from organisations.roles import Role
from tests.cast import FOUNDER, Region

LATER = timedelta(minutes=5)


def second_auditor(region: Region) -> User:
    """Give Dirk, who audits beside Dina; ``region.actor("dirk")`` is him."""
    if "dirk" not in region.people:
        dirk = User.objects.create_user("dirk@demo.zorgtafel.example", "Dirk", "een-lang-wachtwoord-1")
        long_ago = region.now - timedelta(days=100)
        membership.start(
            actor=FOUNDER, user=dirk, organisation=region.oversight, role=Role.AUDITOR, now=long_ago
        )
        region.people["dirk"] = dirk
    return region.people["dirk"]


def looked(region: Region, *, now: datetime | None = None) -> list[ReviewItem]:
    """Let the job look at everything, and give what waits, oldest first."""
    review_scan.scan(now=now or region.now + LATER)
    return list(ReviewItem.objects.exclude(status="done").order_by("id"))


def of(region: Region, name: str, reason: str) -> ReviewItem | None:
    """Give the newest review of a person for a reason."""
    return ReviewItem.objects.filter(person=region.people[name], reason=reason).order_by("-id").first()


def piet_reads(region: Region, case: Case, *, at: datetime | None = None) -> ReviewItem:
    """Let Piet, contact point and not named, read a case; give the review of it."""
    gate.open_case(region.actor("piet"), case.number, now=at or region.now)
    looked(region, now=(at or region.now) + LATER)
    item = of(region, "piet", "not_named")
    assert item is not None
    return item


def filled(page: Any, **typed: Any) -> dict[str, Any]:
    """Give the values of the form of a page with what somebody typed over them."""
    form = page.context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    return {**shown, **typed}


def invented(region: Region, **about: Any) -> Invented:
    """Give what a control case of the desk pretends to be."""
    values = {
        "organisation": region.desk,
        "coordinator": region.eva,
        "deputy": region.arno,
        "name": "Quirine Wolkenveld",
        "birth_date": date(2008, 2, 3),
        "form_of_concern": "sexual",
        "age_band": "16_17",
        "started_on": region.now.date() - timedelta(days=500),
        "close_reason": "Hulp loopt bij het wijkteam.",
        "explanation": "Afgesproken met het convenantbestuur.",
        **about,
    }
    return Invented(**values)
