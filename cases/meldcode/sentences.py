"""What the timeline says for each kind of Meldcode line: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "meldcode_started": (_("Meldcode started"), _("A Meldcode track was started."), "info"),
    "meldcode_step_running": (_("Meldcode step"), _("Step %(step)s is in progress."), "neutral"),
    "meldcode_step_done": (_("Meldcode step"), _("Step %(step)s is done."), "ok"),
    "meldcode_step_skipped": (_("Meldcode step"), _("Step %(step)s was skipped, with a reason."), "neutral"),
    "meldcode_consulted": (_("Meldcode step 2"), _("Somebody was consulted."), "neutral"),
    "meldcode_child_checked": (_("Meldcode step 1"), _("The child check was done."), "neutral"),
    "meldcode_talk_held": (_("Meldcode step 3"), _("A talk was held."), "neutral"),
    "meldcode_talk_omitted": (
        _("Meldcode step 3"),
        _("A talk is not held for now; the ground is on record."),
        "neutral",
    ),
    "meldcode_weighed": (_("Meldcode step 4"), _("The weighing questions were answered."), "neutral"),
    "meldcode_decided": (_("Meldcode step 5"), _("Both decisions were taken."), "info"),
    "meldcode_closed": (_("Meldcode closed"), _("A Meldcode track was closed, with a reason."), "neutral"),
    "meldcode_start_corrected": (
        _("Meldcode start corrected"),
        _("The day on which a Meldcode track began was corrected."),
        "info",
    ),
    "meldcode_reopened": (_("Meldcode started again"), _("A Meldcode track was started again."), "info"),
    "veilig_thuis_reported": (
        _("Report to Veilig Thuis"),
        _("A report was made. Veilig Thuis assesses safety within five working days."),
        "warning",
    ),
    "veilig_thuis_assessment": (
        _("Veilig Thuis"),
        _("Veilig Thuis told the outcome of the safety assessment."),
        "info",
    ),
    "veilig_thuis_inquiry": (_("Veilig Thuis"), _("Veilig Thuis started an inquiry."), "info"),
    "veilig_thuis_feedback": (_("Veilig Thuis"), _("Veilig Thuis gave feedback."), "ok"),
}
