"""The differences between two versions of the covenant, in sentences for who signs and who supervises."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organisations.choices import COMPARTMENTS, CONTROLLER_RULES, LEGAL_GROUNDS, PURPOSES
from organisations.covenant_rules import EXISTENCE, Change, Difference, Membership, Recipient, Text

PARTS = {**dict(COMPARTMENTS), EXISTENCE: gettext_lazy("only whether a case exists")}
PURPOSE_LABELS = dict(PURPOSES)
GROUND_LABELS = dict(LEGAL_GROUNDS)
RULES = dict(CONTROLLER_RULES)

#: Every organisation of a kind, as the subject of a sentence.
EVERY: dict[str, Promise] = {
    "care_table": gettext_lazy("Care table offices"),
    "municipality": gettext_lazy("Municipalities"),
    "neighbourhood_team": gettext_lazy("Neighbourhood teams"),
    "veilig_thuis": gettext_lazy("Veilig Thuis"),
    "police": gettext_lazy("The police"),
    "prosecution": gettext_lazy("The public prosecution"),
    "youth_care": gettext_lazy("Youth care institutions"),
    "certified_agency": gettext_lazy("Certified agencies for youth protection"),
    "child_protection_board": gettext_lazy("The child protection board"),
    "public_health": gettext_lazy("Public health services (GGD)"),
    "mental_health": gettext_lazy("Mental health care"),
    "school": gettext_lazy("Schools"),
    "school_attendance": gettext_lazy("School attendance offices"),
    "sexual_assault_centre": gettext_lazy("Sexual assault centres"),
    "care_coordination": gettext_lazy("Care coordination human trafficking"),
    "comensha": gettext_lazy("CoMensha"),
    "oversight": gettext_lazy("Independent oversight"),
}

#: Kinds of which a region has several; the subject of the sentence stands in the plural.
MANY = frozenset(EVERY) - {
    "veilig_thuis",
    "police",
    "prosecution",
    "child_protection_board",
    "mental_health",
    "care_coordination",
    "comensha",
    "oversight",
}

Names = Mapping[int, str]


def tell(found: Iterable[Difference], names: Names) -> list[str]:
    """Give a sentence per difference. ``names`` holds the organisations' names by id."""
    return [_TOLD[difference.change](difference, names) for difference in found]


def organisations_in(*texts: Text) -> set[int]:
    """Give the ids of all organisations that these texts name."""
    ids: set[int] = set()
    for text in texts:
        ids |= set(text.parties) | {line.recipient.organisation_id for line in text.lines}
        ids |= {pk for _rule, pk in text.controllers.values()}
    return ids - {0}


def rule_in_words(who: tuple[str, int] | None, names: Names) -> str:
    """Give who is responsible for the records of a compartment."""
    if who is None:
        return str(_("not arranged"))
    rule, pk = who
    return _name(pk, names) if pk else str(RULES[rule])


def _closed(found: Difference, names: Names) -> str:
    sentence = ngettext(
        "%(who)s may no longer read %(parts)s (purpose: %(purpose)s; ground: %(ground)s).",
        "%(who)s may no longer read %(parts)s (purpose: %(purpose)s; ground: %(ground)s).",
        _subjects(found.recipient),
    )
    return sentence % _exchange(found, names)


def _opened(found: Difference, names: Names) -> str:
    sentence = ngettext(
        "%(who)s may now read %(parts)s (purpose: %(purpose)s; ground: %(ground)s).",
        "%(who)s may now read %(parts)s (purpose: %(purpose)s; ground: %(ground)s).",
        _subjects(found.recipient),
    )
    return sentence % _exchange(found, names)


def _exchange(found: Difference, names: Names) -> dict[str, Any]:
    return {
        "who": _who(found.recipient, names),
        "parts": ", ".join(f"“{PARTS[part]}”" for part in found.compartments),
        "purpose": PURPOSE_LABELS[found.purpose],
        "ground": GROUND_LABELS[found.legal_ground],
    }


def _subjects(recipient: Recipient) -> int:
    """Give 1 for a subject that stands in the singular, 2 for one in the plural."""
    return 2 if recipient.kind in MANY else 1


def _joins(found: Difference, names: Names) -> str:
    words = {"who": _who(found.recipient, names), "day": _day(found.new)}
    if found.new is None:
        return _("%(who)s joins when the version starts.") % words
    return _("%(who)s joins on %(day)s.") % words


def _leaves(found: Difference, names: Names) -> str:
    return _("%(who)s is no party any more.") % {"who": _who(found.recipient, names)}


def _dates(found: Difference, names: Names) -> str:
    return _("%(who)s is a party %(new)s; that was: %(old)s.") % {
        "who": _who(found.recipient, names),
        "new": _period(found.new),
        "old": _period(found.old),
    }


def _period(membership: Any) -> str:
    found: Membership = membership
    since = _("from the start") if found.acceded_on is None else _day(found.acceded_on)
    if found.exited_on is None:
        return _("from %(since)s on") % {"since": since} if found.acceded_on else str(since)
    return _("from %(since)s until %(until)s") % {"since": since, "until": _day(found.exited_on)}


def _wording(kind: str) -> dict[Change, Callable[[Difference, Names], str]]:
    labels = PURPOSE_LABELS if kind == "purpose" else GROUND_LABELS

    def added(found: Difference, _names: Names) -> str:
        words = {"label": labels[found.code]}
        if kind == "purpose":
            return _("“%(label)s” becomes a purpose of the covenant.") % words
        return _("“%(label)s” becomes a legal ground of the covenant.") % words

    def dropped(found: Difference, _names: Names) -> str:
        words = {"label": labels[found.code]}
        if kind == "purpose":
            return _("“%(label)s” is no purpose of the covenant any more.") % words
        return _("“%(label)s” is no legal ground of the covenant any more.") % words

    def reworded(found: Difference, _names: Names) -> str:
        return _("The article on “%(label)s” has other words: %(new)s") % {
            "label": labels[found.code],
            "new": found.new,
        }

    return {
        Change(f"{kind}_added"): added,
        Change(f"{kind}_dropped"): dropped,
        Change(f"{kind}_reworded"): reworded,
    }


def _retention(found: Difference, _names: Names) -> str:
    return _("Files are kept for %(new)s after a case closes; that was %(old)s.") % {
        "new": months(found.new),
        "old": months(found.old),
    }


def months(count: Any) -> str:
    """Give a term in months in words."""
    return ngettext("%(count)s month", "%(count)s months", count) % {"count": count}


def _controller(found: Difference, _names: Names) -> str:
    return _("The controller becomes %(new)s; that was %(old)s.") % _both(found)


def _rights(found: Difference, _names: Names) -> str:
    return _("The contact for rights becomes %(new)s; that was %(old)s.") % _both(found)


def _records(found: Difference, names: Names) -> str:
    return _("Who is responsible for the records of “%(part)s” becomes: %(new)s. That was: %(old)s.") % {
        "part": PARTS[found.code],
        "new": rule_in_words(found.new, names),
        "old": rule_in_words(found.old, names),
    }


def _both(found: Difference) -> dict[str, Any]:
    nothing = _("not filled in")
    return {"new": found.new or nothing, "old": found.old or nothing}


def _who(recipient: Recipient, names: Names) -> str:
    if recipient.organisation_id:
        return _name(recipient.organisation_id, names)
    return str(EVERY[recipient.kind])


def _name(pk: int, names: Names) -> str:
    return names.get(pk, "–")


def _day(day: Any) -> str:
    return date_format(day, "j F Y") if isinstance(day, date) else ""


_TOLD: dict[Change, Callable[[Difference, Names], str]] = {
    Change.CLOSED: _closed,
    Change.OPENED: _opened,
    Change.PARTY_JOINS: _joins,
    Change.PARTY_LEAVES: _leaves,
    Change.PARTY_DATES: _dates,
    **_wording("purpose"),
    **_wording("ground"),
    Change.RETENTION: _retention,
    Change.CONTROLLER: _controller,
    Change.RIGHTS_CONTACT: _rights,
    Change.RECORDS: _records,
}
