"""One mail is owed to Anna about the case."""

from collections.abc import Callable

import pytest

from cases.casefile.models import Case
from cases.notifications import outbox
from cases.notifications.models import Delivery
from tests.cast import Region


@pytest.fixture
def owe(region: Region, case: Case) -> Callable[..., Delivery]:
    """Give a way to promise somebody a mail; everything promised earlier counts as sent."""
    Delivery.objects.update(state="sent")

    def to(name: str = "anna", key: str = "desk", stage: str = "", kind: str = "alert") -> Delivery:
        if kind == "digest":  # it says how many things wait: let one wait
            recipient = outbox.Recipient(region.people[name], region.organisations[key], "/cases/")
            outbox.put("case_admitted", number=case.number, to=[recipient], now=region.now)
            Delivery.objects.filter(notification__kind="case_admitted").exclude(channel="inbox").delete()
        recipient = outbox.Recipient(region.people[name], region.organisations[key], f"/cases/{case.number}/")
        outbox.put(
            kind, number=case.number, to=[recipient], now=region.now, stage=stage, colour="red", case=case
        )
        return Delivery.objects.filter(user=region.people[name], channel="mail").latest("id")

    return to
