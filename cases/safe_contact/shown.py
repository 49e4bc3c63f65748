"""What people read about ways of contact: the answer first, then why."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casefile.models import Case
from cases.safe_contact.models import ContactWay
from cases.safe_contact.rules import Ground, Safety, Use, WayFacts, WayKind, judge

ORDER = (Use.NEVER, Use.FREE, Use.NOT_NOW, Use.ASK_FIRST)
USES: dict[Use, tuple[Promise, str]] = {
    Use.FREE: (_("You can use this now"), "ok"),
    Use.NOT_NOW: (_("Not at this hour"), "warning"),
    Use.ASK_FIRST: (_("Ask first"), "warning"),
    Use.NEVER: (_("Never use this"), "danger"),
}
GROUNDS: dict[Ground, Promise | str] = {
    Ground.NONE: "",
    Ground.SOMEBODY_READS: _(
        "Somebody else reads or listens. A call or message can put the young person in danger."
    ),
    Ground.NOT_KNOWN: _("Nobody knows yet who else reads or listens. Ask the coordinator before you use it."),
    Ground.LONG_AGO: _("Nobody checked this for four weeks. Ask the coordinator whether it still holds."),
    Ground.OUTSIDE_HOURS: _("Agreed for other hours. Wait, or choose another way."),
}
SCHEMES = {WayKind.PHONE: "tel:", WayKind.MAIL: "mailto:"}


@dataclass(frozen=True, slots=True)
class Card:
    """One way of contact on a page; ``href`` is empty unless the way may be used now."""

    way: ContactWay
    use: Use
    label: Promise
    tone: str
    why: Promise | str
    href: str


def cards(case: Case, *, now: datetime) -> list[Card]:
    """Give the ways to reach the young person of a case, dangers first. One query.

    Only for who reads *identity*. ``now`` is aware.
    """
    ways = case.contact_ways.filter(ended_at=None).select_related("checked_by", "organisation")
    return sorted((_card(way, now) for way in ways), key=lambda card: ORDER.index(card.use))


def has_danger(case: Case) -> bool:
    """Tell whether somebody else reads one of the ways; for who searches and may not read the number."""
    return case.contact_ways.filter(ended_at=None, safety=Safety.UNSAFE.value).exists()


def _card(way: ContactWay, now: datetime) -> Card:
    facts = WayFacts(Safety(way.safety), way.checked_at, way.from_time, way.until_time)
    verdict = judge(facts, now=now)
    label, tone = USES[verdict.use]
    href = _link(way) if verdict.use is Use.FREE else ""
    return Card(way, verdict.use, label, tone, GROUNDS[verdict.ground], href)


def _link(way: ContactWay) -> str:
    """Give the address that calls or writes; nothing for what no program can open."""
    scheme = SCHEMES.get(WayKind(way.kind))
    if scheme is None:
        return ""
    dialled = "".join(sign for sign in way.address if sign.isdigit() or sign == "+")
    return scheme + (dialled if scheme == "tel:" else way.address)
