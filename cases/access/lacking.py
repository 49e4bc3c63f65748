"""Which grounds are missing, told to somebody who may know that the case exists; to nobody else."""

from django.utils.translation import gettext as _

from cases.access.rules import Missing
from organisations.actor import AccessDenied, Actor
from organisations.choices import ACTS, COMPARTMENTS, ROLES

ACT_LABELS, PART_LABELS, ROLE_LABELS = dict(ACTS), dict(COMPARTMENTS), dict(ROLES)


def told(actor: Actor, denied: AccessDenied) -> list[str]:
    """Give one sentence per missing ground; none when the case must seem not to exist."""
    if denied.conceal or actor.role is None:
        return []
    words = {
        "role": ROLE_LABELS[actor.role],
        "act": ACT_LABELS.get(denied.about.get("act"), ""),
        "part": PART_LABELS.get(denied.about.get("compartment"), ""),
        "organisation": actor.organisation.name,
    }
    sentences = {
        Missing.ROLE: _("Role: as %(role)s you can't do this: %(act)s."),
        Missing.ADMISSION: _("Admission: the coordinator did not open “%(part)s” for %(organisation)s."),
        Missing.CLAUSE: _(
            "Clause: the covenant does not let %(organisation)s read “%(part)s” for the purpose and on the "
            "ground of taking part."
        ),
    }
    missing = denied.about.get("missing", ())
    if denied.code == "act_not_in_role" and not missing:
        missing = (Missing.ROLE,)
    return [sentences[one] % words for one in missing]
