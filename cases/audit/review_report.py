"""What the report of a month says to the board of the covenant: method, counts, confidence, sign-off.

No names of young people, and none of readers: an organisation with one or two reviews would point at a
person, so counts below ten are not shown per organisation (``sample_rules.shown_outside``). Totals are.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.audit.choices import REVIEW_REASONS, VERDICTS
from cases.audit.models import ReviewPeriod
from cases.audit.sample_rules import SMALL, shown_outside

COLUMNS = ("readings", "chosen", "reviews", "follow_ups")


def told(
    month: date, figures: Mapping[str, Any], period: ReviewPeriod | None, *, region: str
) -> dict[str, Any]:
    """Give the words and numbers of a report in the active language, as plain values for the template."""
    title = _("Review of the ledger, %(month)s") % {"month": date_format(month, "F Y")}
    as_of = timezone.localtime(datetime.fromisoformat(figures["as_of"]))
    signed = period is not None and period.signed_at is not None
    return {
        "title": title,
        "language": get_language(),
        "footer": " · ".join(part for part in (region, title) if part),
        "lead": [
            _("For the board of the covenant. Figures as of %(when)s.")
            % {"when": date_format(as_of, "j F Y H:i")}
        ],
        "draft": ""
        if signed
        else _("Draft: this month has not been signed off. The figures can still change."),
        "parts": [
            _method(period),
            _organisations(figures),
            _reasons(figures),
            _sample(figures),
            _emergencies(figures),
            _verdicts(figures),
            _signature(period),
        ],
    }


def _part(title: str, *text: str, **extra: Any) -> dict[str, Any]:
    return {"title": title, "text": list(text), "figures": [], "table": None, "notes": [], **extra}


def _method(period: ReviewPeriod | None) -> dict[str, Any]:
    method = {} if period is None else period.method
    rules = _(
        "Rules choose lines that stand out: many cases in a few minutes, emergency access, reading without "
        "being named on the case, reading at night, a possible personal tie, several refusals, printing and "
        "exporting, control cases, and what somebody read before they left."
    )
    sample = _("Beside them a sample is drawn at random from all readings, whether or not a rule chose them.")
    people = _(
        "A person judges every review. A follow-up, and a share of the other verdicts, is confirmed by a "
        "second reviewer. Nobody reviews their own lines. Readers are asked before anything is concluded."
    )
    figures = [
        {"label": label, "value": str(method[key])}
        for key, label in (
            ("burst_cases", _("Different cases that make a burst")),
            ("burst_minutes", _("Within so many minutes")),
            ("denied_times", _("Refusals within an hour")),
            ("second_look_one_in", _("A second look at one in")),
        )
        if key in method
    ]
    return _part(_("Method"), rules, sample, people, figures=figures)


def _organisations(figures: Mapping[str, Any]) -> dict[str, Any]:
    rows = figures["organisations"]
    shown = {column: shown_outside({row["organisation"]: row[column] for row in rows}) for column in COLUMNS}
    lines = [
        [row["organisation"], *(_count(shown[column][row["organisation"]]) for column in COLUMNS)]
        for row in rows
    ]
    totals = [_count(sum(row[column] for row in rows)) for column in COLUMNS]
    columns = [_("Organisation"), _("Readings"), _("Chosen lines"), _("Reviews"), _("Needs follow-up")]
    table = {"columns": columns, "rows": [*lines, [_("Together"), *totals]]}
    note = _(
        "Counts below %(small)s are not shown per organisation, because they could point at one person; "
        "where one alone would be hidden, another is hidden with it."
    ) % {"small": SMALL}
    return _part(_("Per organisation"), table=table, notes=[note])


def _reasons(figures: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[str(label), _count(figures["reasons"].get(code, 0))] for code, label in REVIEW_REASONS]
    return _part(_("Why lines were looked at"), table={"columns": [_("Reason"), _("Reviews")], "rows": rows})


def _sample(figures: Mapping[str, Any]) -> dict[str, Any]:
    sample = figures["sample"]
    if sample is None:
        return _part(_("Sample and confidence"), _("No sample has been drawn yet."))
    return _part(_("Sample and confidence"), sure(sample), notes=[_("Seed of the lot: %(seed)s") % sample])


def sure(sample: Mapping[str, Any]) -> str:
    """Give in one sentence what the sample says about all readings of the month."""
    if not sample["population"]:
        return _("Nothing was read in this month, so there was nothing to draw.")
    share = 100 * sample["at_most"] / sample["population"]
    return _(
        "%(judged)s of %(population)s readings were drawn and judged, and %(found)s of these need follow-up. "
        "With %(confidence)s %% confidence, at most %(at_most)s (%(share)s %%) of all readings of this month "
        "do."
    ) % {
        **{key: number_format(sample[key]) for key in ("judged", "population", "found", "at_most")},
        "confidence": number_format(round(100 * sample["confidence"])),
        "share": number_format(share, decimal_pos=1),
    }


def _emergencies(figures: Mapping[str, Any]) -> dict[str, Any]:
    counts = {row["organisation"]: row["emergencies"] for row in figures["organisations"]}
    shown = shown_outside(counts)
    rows = [[name, _count(shown[name])] for name in counts]
    rows.append([_("Together"), _count(sum(counts.values()))])
    columns = [_("Organisation"), _("Reviews")]
    text = _("Emergency access opens one case for at most four hours and is always reviewed.")
    return _part(_("Emergency access"), text, table={"columns": columns, "rows": rows})


def _verdicts(figures: Mapping[str, Any]) -> dict[str, Any]:
    rows = [[str(label), _count(figures["verdicts"].get(code, 0))] for code, label in VERDICTS]
    days = figures["median_days"]
    facts = [
        {"label": _("Reviewers"), "value": str(figures["reviewers"])},
        {"label": _("Second looks"), "value": str(figures["second_looks"])},
        {"label": _("Still to judge"), "value": str(figures["waiting"])},
        {"label": _("Median days until a verdict"), "value": "–" if days is None else number_format(days)},
    ]
    table = {"columns": [_("Verdict"), _("Reviews")], "rows": rows}
    return _part(_("What was concluded"), table=table, figures=facts)


def _signature(period: ReviewPeriod | None) -> dict[str, Any]:
    if period is None or period.signed_at is None:
        return _part(_("Sign-off"), _("Not signed off yet."))
    when = date_format(timezone.localtime(period.signed_at), "j F Y H:i")
    return _part(
        _("Sign-off"),
        _("Signed off by %(name)s, auditor, on %(when)s.") % {"name": period.signed_by.name, "when": when},
    )


def _count(number: int | None) -> str:
    return _("not shown") if number is None else number_format(number)
