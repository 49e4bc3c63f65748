"""The words of the ledger for coordination: who is asked to hold a case, what parties ask each other."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

#: group -> event -> (label in the filter, sentence)
COORDINATION: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    _("Coordination: hand-over"): {
        Event.COORDINATION_OFFERED: (
            _("Coordination offered"),
            _("%(who)s asked %(coordinator)s to coordinate case %(case)s, with %(deputy)s as deputy."),
        ),
        Event.COORDINATION_ACCEPTED: (
            _("Coordination: yes"),
            _("%(who)s said yes to holding case %(case)s."),
        ),
        Event.COORDINATION_REFUSED: (
            _("Coordination: no"),
            _("%(who)s said no to holding case %(case)s, with a reason."),
        ),
        Event.COORDINATION_OFFER_REVOKED: (
            _("Coordination: question taken back"),
            _("%(who)s let case %(case)s stay with who held it."),
        ),
        Event.COORDINATION_LATE: (
            _("Coordination: nobody in time"),
            _("%(who)s told who directs that nobody took case %(case)s in time."),
        ),
        Event.COORDINATION_LOAD_READ: (
            _("Who carries how much: seen"),
            _("%(who)s looked at how many cases each coordinator holds (%(shown)s shown)."),
        ),
    },
    _("The own list of work"): {
        Event.WORK_PUT_ASIDE: (
            _("Work put aside"),
            _("%(who)s put a piece of work aside until later."),
        ),
        Event.WORK_BROUGHT_BACK: (
            _("Work brought back"),
            _("%(who)s brought a piece of work back that was put aside."),
        ),
        Event.GUIDE_CLOSED: (_("First steps put away"), _("%(who)s put the first steps away.")),
        Event.FILTER_KEPT: (_("Filter kept"), _("%(who)s kept a filter of a list.")),
        Event.FILTER_CHANGED: (_("Filter changed"), _("%(who)s changed a filter of a list.")),
        Event.FILTER_THROWN_AWAY: (_("Filter thrown away"), _("%(who)s threw a filter of a list away.")),
        Event.OPINION_GIVEN: (
            _("Opinion about a page given"),
            _("%(who)s brought in an opinion about a page."),
        ),
        Event.OPINION_HANDLED: (
            _("Opinion about a page handled"),
            _("%(who)s handled an opinion about a page."),
        ),
    },
    _("Questions between organisations"): {
        Event.ASK_PUT: (
            _("Question between organisations: asked"),
            _("%(who)s asked %(party)s something in case %(case)s."),
        ),
        Event.ASK_ACCEPTED: (
            _("Question between organisations: taken on"),
            _("%(who)s took on a question in case %(case)s."),
        ),
        Event.ASK_ANSWERED: (
            _("Question between organisations: answered"),
            _("%(who)s answered a question in case %(case)s."),
        ),
        Event.ASK_DECLINED: (
            _("Question between organisations: declined"),
            _("%(who)s declined a question in case %(case)s, with a reason."),
        ),
        Event.ASK_REVOKED: (
            _("Question between organisations: taken back"),
            _("%(who)s took back a question in case %(case)s."),
        ),
        Event.ACTION_REMINDED: (
            _("Reminded of an action"),
            _("%(who)s reminded of an open action in case %(case)s."),
        ),
        Event.ASK_REMINDED: (
            _("Question between organisations: reminded of"),
            _("%(who)s reminded of a question in case %(case)s."),
        ),
    },
    _("Safety conditions"): {
        Event.CONDITION_SET: (
            _("Safety condition written down"),
            _("%(who)s wrote down a safety condition in case %(case)s."),
        ),
        Event.CONDITION_AGREED: (
            _("Safety condition: agreed anew"),
            _("%(who)s agreed anew who watches a safety condition in case %(case)s, or when."),
        ),
        Event.CONDITION_LOOKED_AT: (
            _("Safety condition looked at"),
            _("%(who)s wrote down a look at a safety condition in case %(case)s."),
        ),
        Event.CONDITION_LOOK_CORRECTED: (
            _("Look at a safety condition corrected"),
            _("%(who)s put a correction beside a look at a safety condition in case %(case)s."),
        ),
        Event.CONDITION_REMINDED: (
            _("Safety condition: reminded of"),
            _("%(who)s reminded of the day of a look at a safety condition in case %(case)s."),
        ),
        Event.CONDITION_ENDED: (
            _("Safety condition ended"),
            _("%(who)s ended a safety condition in case %(case)s, with the reason."),
        ),
    },
    _("Step up and down; judgement of risk"): {
        Event.LEVEL_STEP_TAKEN: (
            _("Step up or down written down"),
            _("%(who)s wrote down that case %(case)s was taken up or down."),
        ),
        Event.RISK_JUDGED: (
            _("Risk judged"),
            _("%(who)s wrote down how the risk in case %(case)s is judged."),
        ),
        Event.RISK_REVIEW_DUE: (
            _("Judgement of risk to look at again"),
            _("%(who)s reminded who coordinates case %(case)s of a judgement of risk."),
        ),
    },
}
