"""What a verification found, in a sentence that says where, and what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.audit.sealing_rules import Finding, Tampering

FAULTS: dict[Tampering, Promise] = {
    Tampering.LINE_CHANGED: gettext_lazy("Changed after it was sealed: %(lines)s, in seal %(seal)s."),
    Tampering.LINE_INSERTED: gettext_lazy("Put in after it was sealed: %(lines)s, in seal %(seal)s."),
    Tampering.LINE_REMOVED: gettext_lazy("Removed: %(lines)s, from seal %(seal)s."),
    Tampering.LINES_REORDERED: gettext_lazy("In another order than sealed: %(lines)s, in seal %(seal)s."),
    Tampering.BATCH_DIFFERS: gettext_lazy("Seal %(seal)s does not fit its lines: %(lines)s."),
    Tampering.SEAL_REMOVED: gettext_lazy("Seal %(seal)s is missing."),
    Tampering.SEAL_FORGED: gettext_lazy("Seal %(seal)s was not made with the key of this ledger: %(lines)s."),
    Tampering.TAIL_REMOVED: gettext_lazy(
        "The end of the ledger is gone, from seal %(seal)s on: a checkpoint knows %(lines)s."
    ),
    Tampering.HISTORY_REPLACED: gettext_lazy(
        "Seal %(seal)s is another one than a checkpoint knows. "
        "The ledger was rewritten, or an old back-up was put in its place."
    ),
    Tampering.CHECKPOINT_FORGED: gettext_lazy(
        "A checkpoint after seal %(seal)s cannot be read, or was not signed with the key of this site."
    ),
}


def tell(found: Finding) -> str:
    """Give a finding as a sentence."""
    return str(FAULTS[Tampering(found.kind)]) % {"seal": found.number, "lines": _lines(found)}


def _lines(found: Finding) -> str:
    if found.first_id is None:
        return str(_("no lines"))
    if found.first_id == found.last_id:
        return str(_("line %(line)s") % {"line": found.first_id})
    return str(_("lines %(first)s to %(last)s") % {"first": found.first_id, "last": found.last_id})
