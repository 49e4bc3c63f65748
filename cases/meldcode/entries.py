"""Everything that was written down in a track, as entries that screen and paper show alike."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.meldcode import choices
from cases.meldcode.child_check import answers_of
from cases.meldcode.contact_rules import child_check
from cases.meldcode.models import (
    ChildCheck,
    Consultation,
    MeldcodeTrack,
    StepRecord,
    Talk,
    VeiligThuisAdvice,
    VeiligThuisReport,
    Weighing,
)
from cases.meldcode.rules import Weighing as Verdict
from cases.meldcode.step_rules import Step
from cases.meldcode.veilig_thuis import monitoring

ANSWERS = dict(choices.ANSWERS)
UNSAFETY = dict(choices.UNSAFETY)
CARE = dict(choices.CARE)
CONSULTATIONS = dict(choices.CONSULTATIONS)
PARTNERS = dict(choices.PARTNERS)
OMISSION_GROUNDS = dict(choices.OMISSION_GROUNDS)
OTHERS = dict(choices.OTHER_PROFESSIONALS)
FAMILY_TOLD = dict(choices.FAMILY_TOLD)
REPORT_DECISIONS = dict(choices.REPORT_DECISIONS)
SAID = dict(choices.SAID)
HIDDEN_GROUNDS = dict(choices.HIDDEN_GROUNDS)
SERVICES = dict(choices.SERVICES)
HELP_DECISIONS = dict(choices.HELP_DECISIONS)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody wrote down: what, when, who, and rows of label and value."""

    title: Promise | str
    at: datetime
    by: str
    rows: list[dict[str, Any]] = field(default_factory=list)


def by_step(track: MeldcodeTrack) -> dict[int, list[Entry]]:
    """Give the entries of a track per step, oldest first. Works on prefetched rows, without a query."""
    found: dict[int, list[Entry]] = {step.number: [] for step in Step}
    told = {talk.at for talk in track.talks.all()}  # a talk left out tells its reason itself
    for record in track.records.all():
        if record.text or record.at not in told:
            found[record.step].append(of_record(record))
    found[Step.MAP_SIGNALS.number] += map(of_child_check, track.child_checks.all())
    found[Step.CONSULT.number] += map(of_consultation, track.consultations.all())
    found[Step.TALK.number] += map(of_talk, track.talks.all())
    found[Step.WEIGH.number] += map(of_weighing, track.weighings.all())
    found[Step.DECIDE.number] += [
        of_decisions(made) for made in track.weighings.all() if made.report_decision
    ]
    return {number: sorted(entries, key=lambda entry: entry.at) for number, entries in found.items()}


def of_record(record: StepRecord) -> Entry:
    """Show where a step stood, and what was found."""
    rows = _rows(
        (_("Findings"), record.text),
        (_("Heard from"), record.heard_from),
        (_("What it may mean"), record.interpretation),
        (_("The young person"), SAID.get(record.said, "")),
        (_("Diagnosis"), record.diagnosis),
        (_("Diagnosis made by"), record.diagnosis_by),
        (_("Reason"), record.reason),
    )
    return Entry(choices.STATUSES[record.status], record.at, record.by.name, rows)


def of_child_check(check: ChildCheck) -> Entry:
    """Show the answers of a child check and where they lead."""
    verdict = child_check(answers_of(check))
    rows = _rows(
        (_("Signs of risk"), ANSWERS.get(check.risk_signals, "")),
        (_("Children depend on the client"), ANSWERS.get(check.children_depend, "")),
        (_("Children"), check.children),
        (_("Care is shared"), ANSWERS.get(check.care_shared, "")),
        (_("Care"), CARE.get(check.care, "")),
        (_("Another professional involved"), OTHERS.get(check.other_professional, "")),
        (_("Leads to"), choices.CHILD_CHECK_OUTCOMES[verdict.outcome]),
        (_("Because"), _together(choices.CHILD_CHECK_GROUNDS[ground] for ground in verdict.grounds)),
    )
    return Entry(_("Child check"), check.at, check.by.name, rows)


def of_consultation(made: Consultation) -> Entry:
    """Show a consultation."""
    rows = _rows(
        (_("Consulted"), CONSULTATIONS[made.kind]),
        (_("Who"), made.with_whom),
        (_("Outcome"), made.outcome),
        (_("Who does what"), made.tasks),
        (_("Keeps the overview"), made.overview),
    )
    return Entry(_("Consultation"), made.held_at, made.by.name, rows)


def of_talk(talk: Talk) -> Entry:
    """Show a talk, or why there was none."""
    whom = (_("With"), PARTNERS.get(talk.with_whom, ""))
    if talk.held_at is not None:
        rows = _rows(
            whom,
            (_("Without parents because"), talk.without_parents),
            (_("Purpose"), talk.purpose),
            (_("Worries named"), talk.concerns),
            (_("Report of the talk"), talk.report),
            (_("The young person"), SAID.get(talk.said, "")),
            (_("Agreed"), talk.agreements),
        )
        return Entry(_("Talk"), talk.held_at, talk.by.name, rows)
    rows = _rows(
        whom,
        (_("Ground"), OMISSION_GROUNDS[talk.omitted_ground]),
        (_("Reason"), talk.omitted_reason),
        (_("Attempts"), talk.attempts or ""),
    )
    return Entry(_("Talk not held"), talk.at, talk.by.name, rows)


def of_weighing(made: Weighing) -> Entry:
    """Show the answers, each with what it rests on, and where they led."""
    rows = []
    for question, label in choices.QUESTIONS.items():
        given = getattr(made, question)
        if given:
            answer = UNSAFETY[given] if question == "q2" else ANSWERS[given]
            rows += _rows((label, f"{answer}: {getattr(made, f'{question}_reason')}"))
    rows += _rows((_("The framework says"), choices.OUTCOMES[made.outcome]))
    return Entry(_("Weighing"), made.at, made.by.name, rows)


def of_decisions(made: Weighing) -> Entry:
    """Show both decisions with their reasons."""
    rows = _rows(
        (_("Decision 1"), REPORT_DECISIONS[made.report_decision]),
        (_("Why"), made.report_reason),
        (_("Decision 2"), HELP_DECISIONS[made.help_decision]),
        (_("Why"), made.help_reason),
        (_("Term of the help"), date_format(made.help_until, "j F Y") if made.help_until else ""),
        (_("Case manager"), made.case_manager),
    )
    return Entry(_("Decisions"), made.at, made.by.name, rows)


def of_report(report: VeiligThuisReport) -> Entry:
    """Show a report to Veilig Thuis with what was answered so far."""
    rows = _rows(
        (_("Reference"), report.reference),
        (_("Family told"), FAMILY_TOLD[report.family_told]),
        (_("How they reacted, or why not"), report.family_told_note),
        (_("Attempts"), report.attempts or ""),
        (_("The family may not know who reports"), HIDDEN_GROUNDS.get(report.hidden_ground, "")),
        (_("Because"), report.hidden_reason),
        (_("Safety assessment"), report.assessment_outcome),
        (_("Inquiry"), report.inquiry_note),
        (_("Feedback"), report.feedback),
        (_("What Veilig Thuis does next"), SERVICES.get(report.service, "")),
        (_("Safety conditions"), report.conditions),
        (_("Follow-up"), report.follow_up),
        (_("Conditions are usually looked at (not confirmed by a source)"), _days(monitoring(report))),
    )
    return Entry(_("Report to Veilig Thuis"), report.reported_at, report.by.name, rows)


def of_advice(advice: VeiligThuisAdvice) -> Entry:
    """Show advice of Veilig Thuis."""
    rows = _rows((_("Question"), advice.question), (_("Advice"), advice.advice))
    return Entry(_("Advice of Veilig Thuis"), advice.asked_at, advice.by.name, rows)


def of_verdict(verdict: Verdict) -> list[dict[str, Any]]:
    """Show what the framework says: both decisions, the norm, on which grounds, and what to answer next."""
    report = str(choices.REPORT_NEEDS[verdict.report])
    if verdict.norm is not None:
        report = _("%(need)s (professional norm %(norm)s)") % {"need": report, "norm": verdict.norm}
    return _rows(
        (_("Decision 1: is a report necessary?"), report),
        (_("Decision 2: is help (also) possible?"), choices.HELP_NEEDS[verdict.help]),
        (_("Because"), _together(choices.WEIGHING_GROUNDS[ground] for ground in verdict.grounds)),
        (_("Next question"), choices.QUESTIONS[verdict.next_question] if verdict.next_question else ""),
    )


def _rows(*pairs: tuple[Promise | str, Any]) -> list[dict[str, Any]]:
    """Give rows for the data list; what was not filled in is left out."""
    return [{"label": label, "value": value, "multiline": True} for label, value in pairs if value != ""]


def _days(days: Iterable[date]) -> str:
    return ", ".join(date_format(day, "j F Y") for day in days)


def _together(sentences: Iterable[Promise]) -> str:
    return " ".join(str(sentence) for sentence in sentences)
