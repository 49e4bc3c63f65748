"""The sentences of missing on the timeline of a case: label, sentence, tone."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "alert_raised": (_("Missing"), _("Alert %(number)s was raised."), "danger"),
    "alert_acknowledged": (_("Missing"), _("Alert %(number)s was answered."), "ok"),
    "alert_nobody_reachable": (
        _("Missing"),
        _("Nobody of %(called)s could be reached for alert %(number)s."),
        "danger",
    ),
    "alert_resumed": (
        _("Missing"),
        _("It stayed silent: %(called)s is called again for alert %(number)s."),
        "warning",
    ),
    "alert_called_again": (_("Missing"), _("Alert %(number)s calls again who did not answer."), "warning"),
    "alert_colour_raised": (_("Missing"), _("Alert %(number)s got a graver colour."), "warning"),
    "alert_colour_lowered": (_("Missing"), _("Alert %(number)s got a milder colour."), "info"),
    "alert_milder_asked": (
        _("Missing"),
        _("Somebody asked to make alert %(number)s milder; a second person decides."),
        "info",
    ),
    "alert_milder_refused": (_("Missing"), _("Alert %(number)s stays red."), "info"),
    "episode_fact_added": (_("Missing"), _("A fact was added to alert %(number)s."), "info"),
    "police_told": (_("Missing"), _("The police were told of alert %(number)s."), "info"),
    "episode_found": (_("Missing"), _("The young person was found (alert %(number)s)."), "ok"),
    "episode_withdrawn": (_("Missing"), _("Alert %(number)s was withdrawn: raised by mistake."), "neutral"),
    "return_talk_offered": (
        _("Return talk"),
        _("The return talk after alert %(number)s was offered."),
        "info",
    ),
    "return_talk_held": (_("Return talk"), _("The return talk after alert %(number)s was held."), "ok"),
    "return_talk_declined": (
        _("Return talk"),
        _("The return talk after alert %(number)s was offered and declined."),
        "info",
    ),
    "pattern_proposed": (
        _("Missing"),
        _("A pattern in the episodes was proposed for the agenda of the next meeting."),
        "info",
    ),
    "pattern_declined": (
        _("Missing"),
        _("A pattern in the episodes was looked at and left off the agenda."),
        "neutral",
    ),
    "episode_closed": (_("Missing"), _("The episode of alert %(number)s was closed."), "neutral"),
}
