"""What the own Meldcode tracks wait for: an answer of Veilig Thuis, and whether agreed help works.

Silence after a term becomes work: somebody has to call. Nothing is asked about tracks of others.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from cases.access import gate
from cases.access.shape import shaped
from cases.aside.rules import About, Work
from cases.dashboard.item import PER_KIND, Item
from cases.meldcode.contact_rules import FeedbackKind, feedback_expected
from cases.meldcode.models import VeiligThuisReport, Weighing
from cases.workdays import is_after, local_day
from organisations.actor import Actor
from organisations.compartments import Compartment

WAITING = {
    FeedbackKind.SAFETY_ASSESSMENT: _("Veilig Thuis: safety assessment expected"),
    FeedbackKind.INQUIRY: _("Veilig Thuis: outcome of the inquiry expected"),
}
WORK = {
    FeedbackKind.SAFETY_ASSESSMENT: Work.VEILIG_THUIS,
    FeedbackKind.INQUIRY: Work.VEILIG_THUIS_INQUIRY,
}
SILENT = _("Nothing heard from Veilig Thuis: call 0800-2000")
#: So many days before the agreed term of help, looking at question 5 becomes work.
HELP_AHEAD = timedelta(days=7)


def answers(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give what the own organisation's reports are still to hear, what was due first on top. One query."""
    for report in _reported(actor, now=now):
        for expected in feedback_expected(report.facts):
            is_late = is_after(now, expected.due)
            yield Item(
                kind=SILENT if is_late else WAITING[expected.kind],
                about=report.track.case.pseudonym,
                detail=report.reference,
                due=expected.due,
                url=f"/cases/{report.track.case.number}/meldcode/{report.track_id}/#veilig-thuis",
                urgency="urgent" if is_late else "normal",
                on=About(
                    WORK[expected.kind],
                    report.pk,
                    report.track.case_id,
                    part=Compartment.MELDCODE,
                    marks=(report.version,),
                ),
            )


def help_terms(actor: Actor, now: datetime) -> Iterator[Item]:
    """Give the running tracks of which the agreed term of help ends within a week or has passed."""
    for weighed in _helped(actor, now=now, before=local_day(now) + HELP_AHEAD):
        yield Item(
            kind=_("Meldcode: look whether the help works (question 5)"),
            about=weighed.track.case.pseudonym,
            detail=weighed.case_manager,
            due=weighed.help_until,
            url=f"/cases/{weighed.track.case.number}/meldcode/{weighed.track_id}/weighing/",
            on=About(Work.HELP_TERM, weighed.pk, weighed.track.case_id, part=Compartment.MELDCODE),
        )


@shaped
def _reported(actor: Actor, *, now: Any) -> QuerySet[VeiligThuisReport]:
    waits = Q(assessed_at=None) | Q(inquiry_started_at__isnull=False, feedback_at=None)
    rows = VeiligThuisReport.objects.filter(_ours(actor) & waits).exclude(track__case__status="closed")
    rows = gate.visible(actor, rows, Compartment.MELDCODE, now=now).select_related("track__case")
    return rows.order_by(Coalesce("inquiry_due_at", "assessment_due_at"), "id")[:PER_KIND]


@shaped
def _helped(actor: Actor, *, now: Any, before: Any) -> QuerySet[Weighing]:
    rows = Weighing.objects.filter(_ours(actor), track__closed_at=None, help_decision="help")
    rows = rows.filter(help_until__lte=before)
    rows = rows.annotate(newest=Max("track__weighings__at")).filter(at=F("newest"))
    rows = gate.visible(actor, rows, Compartment.MELDCODE, now=now).select_related("track__case")
    return rows.order_by("help_until", "id")[:PER_KIND]


def _ours(actor: Actor) -> Q:
    return Q(track__organisation_id=actor.organisation_id) | Q(track__professional_id=actor.user_id)
