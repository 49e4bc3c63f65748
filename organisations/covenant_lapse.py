"""Who loses access soon because a version ends or a party leaves, and who did not sign."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from organisations import covenant
from organisations.covenant_rules import DAY, WARNINGS
from organisations.models import CovenantParty


@dataclass(frozen=True, slots=True)
class Lapse:
    """An organisation that reads nothing any more from a day on (local date)."""

    party: CovenantParty
    ends_on: date


def lapses(*, on: date) -> list[Lapse]:
    """Give every organisation that loses access within thirty days, by day. At most 32 statements.

    Who signed a next version that takes over on that very day loses nothing.
    """
    found = [Lapse(party, end) for party in _bound(on) if (end := _end(party)) is not None]
    soon = [lapse for lapse in found if lapse.ends_on <= on + max(WARNINGS) * DAY]
    goes_on = {day: _bound_ids(day) for day in {lapse.ends_on for lapse in soon}}
    lost = [lapse for lapse in soon if lapse.party.organisation_id not in goes_on[lapse.ends_on]]
    return sorted(lost, key=lambda lapse: (lapse.ends_on, lapse.party.organisation.name))


def unsigned(*, on: date) -> list[CovenantParty]:
    """Give the parties that did not sign a text that is settled and not over."""
    rows = CovenantParty.objects.filter(
        Q(exited_on=None) | Q(exited_on__gt=on),
        Q(version__valid_until=None) | Q(version__valid_until__gte=on),
        signed_on=None,
        version__status__in=["signing", "settled"],
    )
    return list(rows.select_related("organisation", "version__covenant").order_by("organisation__name", "id"))


def _bound(on: date) -> Iterable[CovenantParty]:
    return covenant.bound(on=on).select_related("organisation", "version__covenant").order_by("pk")


def _bound_ids(on: date) -> set[int]:
    return set(covenant.bound(on=on).values_list("organisation_id", flat=True))


def _end(party: CovenantParty) -> date | None:
    """Give the first day without access, if there is one."""
    until = party.version.valid_until
    days = [day for day in (party.exited_on, None if until is None else until + DAY) if day is not None]
    return min(days, default=None)
