"""How the chain stands: its head, what no seal covers yet, and what the last check said."""

from dataclasses import dataclass

from cases.audit import check, checkpoint, faults, seal
from cases.audit.models import LedgerCheck, LedgerSeal
from cases.audit.sealing_rules import Finding


@dataclass(frozen=True, slots=True)
class Chain:
    """The chain as a page shows it; ``head`` is None while nothing was sealed, ``checked`` before a check."""

    head: LedgerSeal | None
    checked: LedgerCheck | None
    running: LedgerCheck | None
    faults: list[str]

    @property
    def is_broken(self) -> bool:
        """Tell whether a check found something, also one that is still busy."""
        return bool(self.faults)


def state() -> Chain:
    """Give how the chain stands, in three queries."""
    checked, running = check.latest(), check.running()
    told = [] if checked is None else checked.findings
    told = told or ([] if running is None else running.findings)
    return Chain(
        head=seal.newest(),
        checked=checked,
        running=running,
        faults=[faults.tell(Finding(**found)) for found in told],
    )


def public_key() -> str:
    """Give the public key in groups of eight, for people to compare."""
    key = checkpoint.own_public_key()
    return " ".join(key[place : place + 8] for place in range(0, len(key), 8))
