"""What the time machine says: every part with the clause and ground that let in, or why it stayed closed."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.access.rules import Refusal, Way
from cases.audit.machine.answer import Answer, Part, Seat
from cases.audit.machine.past import Scene
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, PURPOSES, ROLES

PART_LABELS = dict(COMPARTMENTS)
ROLE_LABELS = dict(ROLES)
TERMS = dict([*PURPOSES, *LEGAL_GROUNDS])

WAYS = {
    Way.NAMED: gettext_lazy("Was named on the case"),
    Way.ORGANISATION: gettext_lazy("The organisation took part in the case"),
    Way.EMERGENCY: gettext_lazy("Emergency access"),
    Way.MEETING: gettext_lazy("Joined a meeting for this case"),
}
#: Why one person could read nothing, although they worked there.
PERSONAL = {
    Refusal.NOT_A_MEMBER: gettext_lazy("Account or organisation was closed"),
    Refusal.CONFLICT_BLOCK: gettext_lazy("Was kept away for a conflict of interest"),
    Refusal.NO_COVENANT: gettext_lazy("The covenant opened nothing for the organisation"),
    Refusal.ACT_NOT_IN_ROLE: gettext_lazy("The role did not include reading a case"),
    Refusal.NOT_ADMITTED: gettext_lazy("The organisation did not take part in the case"),
    Refusal.NOT_NAMED: gettext_lazy("Was not named on the case"),
    Refusal.COMPARTMENT_CLOSED: gettext_lazy("This part was not open to the organisation"),
}


def facts(then: Scene) -> list[dict[str, str]]:
    """Give what held at that moment, as rows of label and value."""
    rows = [
        (_("Covenant in force"), _covenant(then)),
        (_("Taking part in the case"), _taking_part(then)),
        (_("Case sealed"), _("Yes: only people named on it could see it") if then.is_sealed else _("No")),
        (_("Kept away for a conflict of interest"), _names(then, then.blocked)),
        (_("Emergency access"), _names(then, frozenset(then.emergency))),
    ]
    if not then.existed:
        rows.insert(0, (_("Case"), _("Did not exist yet")))
    return [{"label": label, "value": value} for label, value in rows]


def parts(answer: Answer) -> list[dict[str, Any]]:
    """Give every part of the case: open or not, why, and who could read it."""
    return [
        {
            "label": str(PART_LABELS[part.compartment.value]),
            "is_open": bool(part.readers),
            "why": _why(answer.scene, part),
            "readers": ", ".join(part.readers),
        }
        for part in answer.parts
    ]


def readers(answer: Answer) -> list[dict[str, Any]]:
    """Give everybody who could read something, with the way and the parts."""
    return [
        {
            "name": seat.name,
            "role": str(ROLE_LABELS[seat.role]),
            "way": _way(answer.scene, seat),
            "parts": ", ".join(str(PART_LABELS[part.value]) for part in sorted(seat.readable)),
        }
        for seat in answer.readers
    ]


def others(answer: Answer) -> list[dict[str, str]]:
    """Give those who worked there and could read nothing, together per reason."""
    groups: dict[Refusal, list[str]] = defaultdict(list)
    for seat in answer.seats:
        if not seat.readable:
            groups[seat.refusal].append(seat.name)
    return [
        {"label": str(PERSONAL[reason]), "value": ", ".join(groups[reason])}
        for reason in Refusal
        if reason in groups
    ]


def headline(answer: Answer) -> str:
    """Give the answer in one sentence."""
    then = answer.scene
    words = {"organisation": then.organisation.name, "case": then.case.number, "when": moment(then.at)}
    if not answer.readers:
        return _("On %(when)s nobody of %(organisation)s could see anything of case %(case)s.") % words
    names = [str(PART_LABELS[part.compartment.value]) for part in answer.open_parts]
    return _("On %(when)s, %(people)s of %(organisation)s could see of case %(case)s: %(parts)s.") % {
        **words,
        "people": ", ".join(seat.name for seat in answer.readers),
        "parts": ", ".join(names),
    }


def moment(at: datetime) -> str:
    """Give an instant in local time, as people write it."""
    return date_format(timezone.localtime(at), "j F Y H:i")


def _covenant(then: Scene) -> str:
    return then.ceiling.version or _("None that binds this organisation")


def _taking_part(then: Scene) -> str:
    held = then.participation
    if held is not None:
        return _("Since %(since)s. Purpose: %(purpose)s. Ground: %(ground)s.") % {
            "since": moment(held.starts_at),
            "purpose": TERMS[held.purpose],
            "ground": TERMS[held.legal_ground],
        }
    if then.earlier is None:
        return _("No")
    if then.earlier.ended_at is None and then.earlier.starts_at > then.at:
        return _("Not yet: it was to begin on %(when)s") % {"when": moment(then.earlier.starts_at)}
    return _("Not any more: it ended on %(when)s") % {"when": moment(_end(then.earlier))}


def _end(earlier: Any) -> datetime:
    ends = (earlier.ended_at, earlier.ends_at, earlier.lapses_at)
    return min(found for found in ends if found is not None)


def _why(then: Scene, part: Part) -> str:
    """Give the clause and ground that let in, or what kept the part closed to the whole organisation."""
    if part.refusal is None:
        return _("Article %(article)s of the covenant (%(version)s)") % {
            "article": then.ceiling.articles[_terms(then, part)],
            "version": then.ceiling.version,
        }
    if part.readers:
        return _("Only by emergency access")
    if part.refusal is Refusal.NOT_ADMITTED and then.participation is not None:
        return _("No clause in force covered the purpose and ground of taking part")
    if part.refusal is Refusal.COMPARTMENT_CLOSED and part.compartment in then.admission.compartments:
        return _("No clause in force covered this part for the purpose and ground of taking part")
    return str(PERSONAL[part.refusal])


def _terms(then: Scene, part: Part) -> tuple[str, str, str]:
    return (part.compartment.value, *then.admission.terms(part.compartment))


def _way(then: Scene, seat: Seat) -> str:
    usual = str(WAYS[seat.way])
    if seat.user_id in then.emergency and seat.way is not Way.EMERGENCY:
        return f"{usual}; {WAYS[Way.EMERGENCY]}"
    return usual


def _names(then: Scene, wanted: frozenset[int]) -> str:
    found = [member.user.name for member in then.members if member.user_id in wanted]
    return ", ".join(found) or _("Nobody of this organisation")
