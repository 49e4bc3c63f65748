"""What people read for why a case asks for a place on an agenda, and the question that it starts with."""

from django.utils.translation import gettext_lazy as _

from cases.meetings.drift_rules import Became
from cases.meetings.suggest_rules import Reason

REASONS = {
    Reason.RED_EPISODE: _("Missing, colour red"),
    Reason.ACUTE: _("Urgency: acute"),
    Reason.CONDITION_NOT_HELD: _("A safety condition does not hold"),
    Reason.PROPOSED: _("Proposed by a colleague"),
    Reason.VACANT: _("No coordinator or deputy"),
    Reason.SILENCE: _("Nothing heard from Veilig Thuis in time"),
    Reason.CONDITION_LATE: _("A safety condition was not looked at in time"),
    Reason.TRIAGE_LATE: _("Signal not judged in time"),
    Reason.REPEATED: _("Missing several times"),
    Reason.DRIFT: _("Decision that nothing came of yet"),
    Reason.ACTION_LATE: _("Action past its day"),
    Reason.NEW_CASE: _("New case"),
    Reason.REVIEW_DUE: _("Judgement of risk: look again"),
    Reason.MEASURE_ENDS: _("A measure of the court ends"),
    Reason.TURNS_ADULT: _("Turns 18: plan what comes after"),
    Reason.PLAN_REVIEW: _("Plan of the young person: talk about it again"),
    Reason.GRANT_LAPSES: _("Part of an organisation lapses"),
}
GRAVE = frozenset({Reason.RED_EPISODE, Reason.ACUTE, Reason.CONDITION_NOT_HELD})
WARNING = frozenset(
    {
        Reason.VACANT,
        Reason.SILENCE,
        Reason.CONDITION_LATE,
        Reason.TRIAGE_LATE,
        Reason.REPEATED,
        Reason.DRIFT,
        Reason.ACTION_LATE,
    }
)

#: Everybody on the case who is invited reads the question, so only reasons of the core have one of their own.
QUESTIONS = {
    Reason.ACUTE: _("What is needed to be safe now, and who does it?"),
    Reason.VACANT: _("Who coordinates this case from now on?"),
    Reason.DRIFT: _("What became of what we decided last time?"),
    Reason.ACTION_LATE: _("What is in the way of the actions that passed their day?"),
    Reason.NEW_CASE: _("Who does what in this new case?"),
    Reason.GRANT_LAPSES: _("Who still needs to take part in this case?"),
}
NEUTRAL = _("What does this case need from the table now?")

BECAME = {
    Became.DONE: _("Done"),
    Became.UNDER_WAY: _("Under way"),
    Became.WRITTEN: _("Something was written about it"),
    Became.LATE: _("Past its day"),
    Became.DROPPED: _("Cancelled"),
    Became.NOTHING: _("Nothing shows it yet"),
}


def tone(reason: Reason) -> str:
    """Give the tone of the badge of a reason."""
    if reason in GRAVE:
        return "danger"
    return "warning" if reason in WARNING else "info"
