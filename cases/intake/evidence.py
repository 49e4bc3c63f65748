"""The evidence card of a signal or a case, and the signs in the order of the list, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.casefile.names import fold
from cases.choices import INDICATORS
from cases.intake import evidence_rules, rules
from cases.intake.channel_rules import Channel
from cases.intake.evidence_rules import Card, Knowledge, Noted, Says
from cases.intake.indicator_rules import Area, Form
from cases.intake.models import Signal, SignalIndicator
from cases.intake.rules import SignalStatus

LABELS: dict[str, Promise] = dict(INDICATORS)
AREA_LABELS = {
    Area.MONEY: _("Money and things"),
    Area.CONTACTS: _("Contacts"),
    Area.WHEREABOUTS: _("Where somebody is"),
    Area.BODY: _("Body and health"),
    Area.BEHAVIOUR: _("Behaviour"),
    Area.WORK: _("Work and household"),
}
FORM_LABELS = {
    Form.ANY: _("Any form of exploitation"),
    Form.SEXUAL: _("Sexual exploitation"),
    Form.CRIMINAL: _("Criminal exploitation"),
    Form.LABOUR: _("Labour exploitation"),
    Form.OTHER: _("Another form of exploitation"),
}
#: What the pages ask of the tables in one go: the rows beside a signal, and its own columns.
NEEDS = ("indicators", "steps")
COLUMNS = ("pk", "channel", "reported_by", "reporter_name", "reporter_contact")


def of(signals: Iterable[Signal]) -> dict[str, Any]:
    """Give the card of these signals (with ``NEEDS`` prefetched), leaving out what was not substantiated."""
    every = list(signals)
    counting = [signal for signal in every if not _is_set_aside(signal)]
    card = evidence_rules.card(_noted(row, signal) for signal in counting for row in signal.indicators.all())
    return {
        "card": card,
        "areas": _areas(card),
        "changes": [LABELS[code] for code in card.changes],
        "contradicted": [LABELS[code] for code in card.contradicted],
        "only_opposite": [LABELS[code] for code in card.only_opposite],
        "left_out": len(every) - len(counting),
    }


def _noted(row: SignalIndicator, signal: Signal) -> Noted:
    knowledge = Knowledge(row.knowledge)
    source = evidence_rules.source_of(knowledge, reporter=_who(row, signal), told_by=fold(row.source))
    return Noted(row.code, knowledge, Says(row.says), source, row.seen_on)


def _who(row: SignalIndicator, signal: Signal) -> str:
    """Give a key of who says it: not the desk that only wrote down what came in along another way.

    Of people who are not named all that is known is the way, so they count as one.
    """
    is_written_down = row.noted_by_id == signal.reported_by_id and signal.channel != Channel.PROFESSIONAL
    if is_written_down or row.noted_by_id is None:
        return f"{signal.channel} {fold(signal.reporter_name) or signal.reporter_contact}"
    return f"user {row.noted_by_id}"


def _areas(card: Card) -> list[dict[str, Any]]:
    return [
        {
            "label": AREA_LABELS[area],
            "signs": [
                {"label": LABELS[one.code], "statements": one.statements, "first_hand": one.first_hand}
                for one in counted
            ],
        }
        for area, counted in card.areas.items()
    ]


def _is_set_aside(signal: Signal) -> bool:
    return rules.is_set_aside(tuple(SignalStatus(step.to_status) for step in signal.steps.all()))
