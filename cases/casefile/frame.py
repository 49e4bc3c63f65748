"""The frame of a case page: header, tabs for the compartments one may read, and the closed ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from cases import ages
from cases.access import explain, facts
from cases.casefile.listing import URGENCY_TONES
from cases.casefile.models import Case
from cases.choices import AGE_BANDS
from cases.workdays import local_day
from organisations.acts import Act
from organisations.choices import COMPARTMENTS
from organisations.compartments import Compartment

LABELS = dict(COMPARTMENTS)
AGES = dict(AGE_BANDS)


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab of the case page: its address below the case, its compartment, the act it needs."""

    key: str
    label: Promise
    path: str
    compartment: Compartment
    act: Act = Act.READ_CASE


TABS = (
    Tab("overview", _("Overview"), "", Compartment.CORE),
    Tab("timeline", _("Timeline"), "timeline/", Compartment.CORE),
    Tab("people", _("People"), "people/", Compartment.CORE),
    Tab("signals", _("Signals"), "signals/", Compartment.SIGNALS),
    Tab("meldcode", _("Meldcode"), "meldcode/", Compartment.MELDCODE),
    Tab("missing", _("Missing"), "missing/", Compartment.MISSING),
    Tab("police", _("Police"), "police/", Compartment.POLICE),
    Tab("forensic", _("Medical"), "forensic/", Compartment.MEDICAL),
    Tab("network", _("Network"), "network/", Compartment.NETWORK),
    Tab("plan", _("Plan"), "plan/", Compartment.CORE),
    Tab("sharing", _("Sharing"), "sharing/", Compartment.CORE),
    Tab("rights", _("Rights"), "rights/", Compartment.CORE, Act.ANSWER_RIGHTS),
    Tab("history", _("History"), "history/", Compartment.CORE, Act.ADMIT_ORGANISATION),
)


def frame(
    request: HttpRequest, case: Case, current: str, *, writes: Compartment | None = None, **context: Any
) -> dict[str, Any]:
    """Give the context that ``cases/case_base.html`` needs, plus the page's own. One query.

    ``writes``: the part in which the page's form writes; who will read it is shown before it is sent.
    """
    readable = case.access.readable
    assignment = getattr(case, "assignment", None)  # came along with an opened case; no attribute without one
    return {
        "case": case,
        "case_title": title(case),
        "case_badges": badges(case),
        "case_facts": [
            *facts_rows(case, assignment, today=local_day(request.now)),
            *_table(case, now=request.now),
        ],
        "case_tabs": [
            {"label": tab.label, "url": f"/cases/{case.number}/{tab.path}", "current": tab.key == current}
            for tab in TABS
            if tab.compartment in readable and case.access.actor.holds(tab.act)
        ],
        "case_is_overview": current == "overview",
        "case_closed": closed_labels(readable),
        "assignment": assignment,
        "will_read": [] if writes is None else explain.will_read(case, writes, now=request.now),
        **context,
    }


def _table(case: Case, *, now: datetime) -> list[dict[str, Any]]:
    """Say at which table a case is, to who sits at more than one; all others know."""
    access = case.access
    if len(facts.tables_of(access.actor, now=now)) < 2:
        return []
    return [{"label": _("Table"), "value": access.about.ceiling.table}]


def title(case: Case) -> str:
    """Give the name of the young person to those who may read it, else the pseudonym."""
    if Compartment.IDENTITY in case.access.readable and case.young_person is not None:
        return case.young_person.name
    return case.pseudonym


def _age(case: Case, today: date) -> str | Promise:
    """Give the age to those who may read the birth date, the band to all others."""
    born = None if case.young_person is None else case.young_person.birth_date
    if born is None or Compartment.IDENTITY not in case.access.readable:
        return AGES[case.age_band_on(today)]
    years = ages.age(born, on=today)
    return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}


def closed_labels(readable: Iterable[Compartment]) -> list[Promise]:
    """Give the labels of the compartments that are not shared with the reader."""
    return [LABELS[c.value] for c in Compartment if c not in readable]


def badges(case: Case) -> list[dict[str, Any]]:
    """Give the badges of the case header."""
    found = [{"text": case.get_urgency_display(), "tone": URGENCY_TONES[case.urgency]}]
    if case.is_sealed:
        found.append({"text": _("Sealed"), "tone": "danger"})
    if case.status != "open":
        found.append({"text": case.get_status_display(), "tone": "info"})
    return found


def facts_rows(case: Case, assignment: Any, *, today: date) -> list[dict[str, Any]]:
    """Give the rows beside the name: pseudonym, concern, age, coordinator and deputy."""
    return [
        {"label": _("Pseudonym"), "value": case.pseudonym},
        {"label": _("Form of concern"), "value": case.get_form_of_concern_display()},
        {"label": _("Age"), "value": _age(case, today)},
        {"label": _("Coordinator"), "value": "" if assignment is None else assignment.coordinator.name},
        {"label": _("Deputy"), "value": "" if assignment is None else assignment.deputy.name},
    ]
