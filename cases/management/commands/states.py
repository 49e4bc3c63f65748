"""``manage.py states``: the state machines, drawn from the tables that the rules obey."""

from collections.abc import Mapping, Set
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.access import request_rules as requests
from cases.asks import rules as asks
from cases.audit import review_rules as review
from cases.coordination import offer_rules as offers
from cases.coordination import rules as coordination
from cases.intake import rules as intake
from cases.intake.sheets import state_rules as sheets
from cases.meetings import rules as meetings
from cases.meldcode import step_rules as meldcode
from cases.missing import rules as missing
from cases.police import rules as police
from cases.retention import rules as retention
from cases.rights import term_rules as rights
from organisations import covenant_rules as covenant

Moves = Mapping[StrEnum, Set[StrEnum]]

MACHINES: tuple[tuple[str, Moves], ...] = (
    ("A signal", intake.MOVES),
    ("A file with registrations", sheets.MOVES),
    ("An agreed action", coordination.MOVES),
    ("An offer of coordination", offers.MOVES),
    ("A question to another organisation", asks.MOVES),
    ("A Meldcode track", meldcode.TRACK_MOVES),
    ("One step of a Meldcode track", meldcode.MOVES),
    ("A missing episode", missing.MOVES),
    ("The complaint track", police.MOVES),
    ("A meeting", meetings.MOVES),
    ("A version of the covenant", covenant.MOVES),
    ("A request for access", requests.MOVES),
    ("The end of a case", retention.MOVES),
    ("A review of lines of the ledger", review.MOVES),
    ("A request about rights", rights.MOVES),
)
BEGIN, END = "<!-- states: begin -->", "<!-- states: end -->"


class Command(BaseCommand):
    """Draw, or compare with the drawing in a document."""

    help = "Print the state diagrams (Mermaid) of all rules; --check and --write keep a document true."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Let a document be compared or rewritten."""
        choice = parser.add_mutually_exclusive_group()
        choice.add_argument("--check", type=Path, metavar="FILE", help="fail when FILE shows other diagrams")
        choice.add_argument("--write", type=Path, metavar="FILE", help="put the diagrams into FILE")

    def handle(self, *args: Any, check: Path | None, write: Path | None, **options: Any) -> None:
        """Print, compare or write."""
        if check is not None:
            if drawn_in(check.read_text()) != diagrams():
                raise CommandError(f"{check} shows other states: run manage.py states --write {check}")
            self.stdout.write(f"{check} shows the states as they are.")
        elif write is not None:
            text = write.read_text()
            lagging = f"{BEGIN}\n{drawn_in(text)}{END}"
            write.write_text(text.replace(lagging, f"{BEGIN}\n{diagrams()}{END}"))
        else:
            self.stdout.write(diagrams())


def diagrams() -> str:
    """Give every state machine as a heading and a Mermaid diagram."""
    return "\n".join(_diagram(title, moves) for title, moves in MACHINES)


def drawn_in(text: str) -> str:
    """Give the diagrams that a document shows between its two marks.

    Raises:
        CommandError: the document has no such place.
    """
    _, begin, rest = text.partition(f"{BEGIN}\n")
    drawn, end, _ = rest.partition(END)
    if not begin or not end:
        raise CommandError(f"The document has no place for the states: put {BEGIN} and {END} in it.")
    return drawn


def _diagram(title: str, moves: Moves) -> str:
    """Draw one machine; it starts in the first state of its table and ends where nothing follows."""
    lines = [f"    [*] --> {next(iter(moves))}"]
    for state, followers in moves.items():
        lines += [f"    {state} --> {follower}" for follower in sorted(followers)]
        if not followers:
            lines.append(f"    {state} --> [*]")
    return "\n".join([f"**{title}**", "", "```mermaid", "stateDiagram-v2", *lines, "```", ""])
