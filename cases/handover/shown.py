"""What the pages of a handover say about the key of the organisation that takes over."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cases.handover.models import CaseHandover
from organisations.keys import key as keys
from organisations.keys import rules
from organisations.models import Organisation


def key_facts(asked: CaseHandover, *, now: datetime) -> dict[str, Any]:
    """Give with which key a file is sealed; without one, whom to ask for it. ``now`` is aware."""
    key = asked.sealing_key
    if key is not None:
        return {
            "key": key,
            "fingerprint": rules.fingerprint(key.public_key),
            "is_over": key.ended_at is not None,
        }
    to_ask = [one.user.name for one in keys.keepers(asked.recipient, now=now)]
    return {"key": None, "ask_for_key": to_ask, "has_key_now": keys.counting(asked.recipient) is not None}


def with_key(takers: Iterable[Organisation]) -> list[str]:
    """Give the names of the organisations for which a file would be sealed with a key now."""
    found = keys.in_force().filter(organisation__in=list(takers))
    return list(found.values_list("organisation__name", flat=True).order_by("organisation__name"))
