"""The sentences of a review: why lines are here, as a reviewer reads it. They ask, and never accuse."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit import review_rules as rules
from cases.audit.review_rules import Reason

_NUMBERS = {
    "cases": rules.BURST_CASES,
    "minutes": int(rules.BURST_WINDOW.total_seconds() // 60),
    "times": rules.DENIED_TIMES,
    "days": rules.WORKED_WITHIN.days,
    "before": rules.BEFORE_LEAVING.days,
    "from": f"{rules.NIGHT_FROM}:00",
    "until": f"{rules.NIGHT_UNTIL}:00",
}

_WHY: dict[Reason, Promise] = {
    Reason.HONEYTOKEN: _(
        "This is a control case: invented, and nobody has work to do in it. Ask first; it may be a slip."
    ),
    Reason.BURST: _(
        "%(cases)s or more different cases or searches within %(minutes)s minutes. "
        "Preparing a meeting can look like this; so can copying."
    ),
    Reason.EMERGENCY: _(
        "Emergency access is always looked at afterwards. Most of it is exactly what it is for."
    ),
    Reason.TIE: _(
        "There may be a tie between this person and somebody in the case. What was compared is not kept, "
        "and it may be chance."
    ),
    Reason.NOT_NAMED: _(
        "This person can read every case of their organisation, is not named on this one and changed nothing "
        "in it in the last %(days)s days. Standing in for a colleague can look like this."
    ),
    Reason.NIGHT: _(
        "Read between %(from)s and %(until)s, outside the roster and while no alert was running."
    ),
    Reason.DENIED: _(
        "Refused %(times)s times or more within an hour. A wrong link or a changed role can look like this."
    ),
    Reason.LEFT: _("What this person read in the last %(before)s days before their membership ended."),
    Reason.EXPORT: _("Content left the system on paper or as a file."),
    Reason.AUDITOR: _("Auditors read the ledger, and another auditor looks at what they looked up."),
    Reason.SAMPLE: _("Drawn at random. Nothing stands out; that is what it is for."),
}


def why(reason: str) -> str:
    """Give why lines are put up, by the code of the reason."""
    return str(_WHY[Reason(reason)]) % _NUMBERS
