"""What people read of accounts: each with its hints, as far as the reader's compartments go."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from cases.casefile.models import Case
from cases.statement import rules
from cases.statement.choices import HINTS
from cases.statement.models import Account, Exchange
from organisations.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    """What was asked and said, with what could be asked more openly (for whoever wrote it only)."""

    exchange: Exchange
    hints: list[Promise]


@dataclass(frozen=True, slots=True)
class Shown:
    """One account on the page."""

    account: Account
    lines: list[Line]


def readable(case: Case) -> QuerySet[Account]:
    """Give the accounts in the parts that the reader of this opened case reads, the first talk first."""
    rows = case.accounts.filter(compartment__in=case.access.readable)
    return rows.select_related("author", "organisation").prefetch_related("exchanges")


def with_hints(accounts: list[Account], actor: Actor) -> list[Shown]:
    """Give accounts (the first talk first) with hints for what the actor asked themself.

    A hint is help for whoever asked, no judgement for others to read. Earlier questions count only as far
    as they are in ``accounts``: what the reader may not read gives nothing away.
    """
    asked_before: list[str] = []
    found = []
    for account in accounts:
        is_own = account.author_id == actor.user_id
        lines = []
        for exchange in account.exchanges.all():
            given = rules.hints(exchange.asked, asked_before=asked_before) if is_own else ()
            lines.append(Line(exchange, [HINTS[hint] for hint in given]))
            asked_before.append(exchange.asked)
        found.append(Shown(account, lines))
    return found
