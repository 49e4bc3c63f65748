"""The words of the ledger: a label and a sentence for every event, and a reason for every refusal.

A test demands that none is missing. Sentences name people, organisations, numbers and codes: never content.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event
from cases.audit.wording_coordination import COORDINATION
from cases.audit.wording_house import HOUSE
from cases.audit.wording_meeting import TABLE
from cases.audit.wording_pack import PACK
from cases.audit.wording_person import PERSON
from cases.audit.wording_police import POLICE
from cases.audit.wording_rights import RIGHTS
from cases.audit.wording_signal import SIGNAL_WORDS

LOOKING, SIGNALS, CASES = _("Looking"), _("Signals"), _("Cases and who takes part")
MELDCODE, MISSING, MEETINGS = _("Meldcode"), _("Missing"), _("Meetings")
ACCESS = _("Access")

#: group -> event -> (label in the filter, sentence)
GROUPS: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    LOOKING: {
        Event.CASE_LIST_READ: (
            _("List of cases seen"),
            _("%(who)s looked at the list of cases (%(shown)s shown)."),
        ),
        Event.CASE_READ: (_("Case read"), _("%(who)s read case %(case)s.")),
        Event.CASES_SEARCHED: (_("Cases searched"), _("%(who)s searched for a case (%(shown)s found).")),
        Event.SHARING_READ: (_("Sharing seen"), _("%(who)s looked up who can see case %(case)s.")),
        Event.SIGNAL_LIST_READ: (
            _("List of signals seen"),
            _("%(who)s looked at the list of signals (%(shown)s shown)."),
        ),
        Event.SIGNAL_READ: (_("Signal read"), _("%(who)s read signal %(number)s.")),
        Event.ALIKE_READ: (
            _("Files that may be about the same seen"),
            _("%(who)s was shown files that may be about the same person (%(shown)s shown)."),
        ),
        Event.DASHBOARD_READ: (_("Start page seen"), _("%(who)s opened the start page.")),
        Event.ACTION_LIST_READ: (
            _("List of actions seen"),
            _("%(who)s looked at the list of actions (%(shown)s shown)."),
        ),
        Event.EPISODE_LIST_READ: (
            _("List of missing episodes seen"),
            _("%(who)s looked at the list of missing episodes (%(shown)s shown)."),
        ),
        Event.EPISODE_READ: (_("Missing episode read"), _("%(who)s read missing episode %(number)s.")),
        Event.BOARD_REPORT_LIST_READ: (
            _("List of reports with figures seen"),
            _("%(who)s looked at the list of reports with figures (%(shown)s shown)."),
        ),
        Event.BOARD_REPORT_MADE: (
            _("Report with figures made"),
            _("%(who)s counted and published the figures of %(year)s."),
        ),
        Event.BOARD_REPORT_READ: (
            _("Report with figures read"),
            _("%(who)s read a report with the figures of %(year)s."),
        ),
        Event.BOARD_REPORT_TAKEN: (
            _("Report with figures taken along"),
            _("%(who)s took a report with the figures of %(year)s along as a file."),
        ),
        Event.MEETING_LIST_READ: (
            _("List of meetings seen"),
            _("%(who)s looked at the list of meetings (%(shown)s shown)."),
        ),
        Event.MEETING_READ: (_("Meeting read"), _("%(who)s read meeting %(number)s.")),
        Event.MINUTES_READ: (_("Minutes read"), _("%(who)s read the minutes of meeting %(number)s.")),
        Event.LEDGER_READ: (_("Ledger read"), _("%(who)s looked into the ledger (%(shown)s lines shown).")),
        Event.LEDGER_EXPORTED: (
            _("Ledger exported"),
            _("%(who)s exported the ledger (%(shown)s lines)."),
        ),
        Event.CHECKPOINT_TAKEN: (
            _("Checkpoint taken along"),
            _("%(who)s took a checkpoint of the ledger along (seal %(seal)s)."),
        ),
        Event.ATTACK_FINISHED: (
            _("Self-attack finished"),
            _("%(who)s tried to get at what is hidden, on a copy. Requests: %(requests)s. Leaks: %(leaks)s."),
        ),
        Event.PAST_READ: (
            _("Looked back: what could be seen"),
            _("%(who)s looked up what %(organisation)s could see of case %(case)s at %(moment)s."),
        ),
        Event.PAST_EXPORTED: (
            _("Look back put on paper"),
            _("%(who)s put on paper what %(organisation)s could see of case %(case)s at %(moment)s."),
        ),
        Event.INBOX_READ: (_("Inbox opened"), _("%(who)s opened the own inbox.")),
        Event.PAGE_READ: (_("Other page seen"), _("%(who)s opened a page without case content.")),
    },
    SIGNALS: SIGNAL_WORDS,
    CASES: {
        Event.CASE_STARTED: (_("Case started"), _("%(who)s started case %(case)s.")),
        Event.CASE_CHANGED: (_("Case changed"), _("%(who)s changed case %(case)s.")),
        Event.CASE_CLOSED: (_("Case closed"), _("%(who)s closed case %(case)s.")),
        Event.CASE_REOPENED: (_("Case reopened"), _("%(who)s reopened case %(case)s.")),
        Event.PERSON_CHANGED: (
            _("Details of the young person changed"),
            _("%(who)s changed details of the young person in case %(case)s."),
        ),
        Event.NOTE_WRITTEN: (_("Note written"), _("%(who)s wrote a note in case %(case)s.")),
        Event.NOTE_CORRECTED: (_("Note corrected"), _("%(who)s corrected a note in case %(case)s.")),
        Event.NOTE_EDITED: (_("Note edited"), _("%(who)s edited a note of their own in case %(case)s.")),
        Event.ORGANISATION_ADMITTED: (
            _("Organisation takes part"),
            _("%(who)s let %(admitted)s take part in case %(case)s."),
        ),
        Event.PARTICIPATION_CHANGED: (
            _("Terms of taking part changed"),
            _("%(who)s changed the terms on which an organisation takes part in case %(case)s."),
        ),
        Event.IDENTITY_SHARED: (
            _("Name shared"),
            _("%(who)s told %(admitted)s who the young person of case %(case)s is."),
        ),
        Event.PARTICIPATION_CONFIRMED: (
            _("Taking part confirmed"),
            _("%(who)s confirmed that %(admitted)s still needs to take part in case %(case)s."),
        ),
        Event.PARTICIPATION_LAPSED: (
            _("Taking part lapsed"),
            _(
                "%(who)s wrote down that the part of %(admitted)s in case %(case)s lapsed: "
                "nobody confirmed it."
            ),
        ),
        Event.PARTICIPATION_LIST_READ: (
            _("List of who takes part seen"),
            _("%(who)s looked at who takes part in the own cases (%(shown)s shown)."),
        ),
        Event.PARTICIPATION_ENDED: (
            _("Taking part ended"),
            _("%(who)s ended the part of an organisation in case %(case)s."),
        ),
        Event.COLLEAGUE_NAMED: (_("Colleague named"), _("%(who)s named %(named)s on case %(case)s.")),
        Event.COLLEAGUE_REMOVED: (_("Colleague removed"), _("%(who)s took %(named)s off case %(case)s.")),
        Event.COORDINATOR_ASSIGNED: (
            _("Coordinator assigned"),
            _("%(who)s made %(coordinator)s coordinator and %(deputy)s deputy of case %(case)s."),
        ),
        Event.COORDINATOR_LEFT: (
            _("Coordinator or deputy left"),
            _(
                "%(who)s noticed that coordinator or deputy of case %(case)s left, "
                "and told who may choose a new pair."
            ),
        ),
        Event.ACTION_AGREED: (_("Action agreed"), _("%(who)s wrote down an action in case %(case)s.")),
        Event.ACTION_DONE: (_("Action done"), _("%(who)s reported an action of case %(case)s as done.")),
        Event.ACTION_CANCELLED: (_("Action cancelled"), _("%(who)s cancelled an action of case %(case)s.")),
    },
    MELDCODE: {
        Event.MELDCODE_STARTED: (
            _("Meldcode track started"),
            _("%(who)s started a Meldcode track in case %(case)s."),
        ),
        Event.MELDCODE_STEP_RECORDED: (
            _("Meldcode step recorded"),
            _("%(who)s recorded a Meldcode step in case %(case)s."),
        ),
        Event.MELDCODE_CONSULTED: (
            _("Meldcode: colleague consulted"),
            _("%(who)s recorded a consultation for the Meldcode in case %(case)s."),
        ),
        Event.MELDCODE_CHILD_CHECKED: (
            _("Meldcode: child check done"),
            _("%(who)s recorded the child check in case %(case)s."),
        ),
        Event.MELDCODE_TALK_RECORDED: (
            _("Meldcode: talk recorded"),
            _("%(who)s recorded a talk, or why there was none, in case %(case)s."),
        ),
        Event.MELDCODE_WEIGHED: (
            _("Meldcode: weighed"),
            _("%(who)s recorded the weighing of the Meldcode in case %(case)s."),
        ),
        Event.MELDCODE_DECIDED: (
            _("Meldcode: decided"),
            _("%(who)s recorded the decisions of the Meldcode in case %(case)s."),
        ),
        Event.MELDCODE_PRINTED: (
            _("Meldcode track printed"),
            _("%(who)s opened a Meldcode track of case %(case)s for printing."),
        ),
        Event.MELDCODE_FIGURES_READ: (
            _("Figures about the Meldcode seen"),
            _("%(who)s looked at figures about the Meldcode (%(shown)s organisations shown)."),
        ),
        Event.MELDCODE_CLOSED: (
            _("Meldcode track closed"),
            _("%(who)s closed a Meldcode track in case %(case)s."),
        ),
        Event.MELDCODE_START_CORRECTED: (
            _("Start of a Meldcode track corrected"),
            _("%(who)s corrected when a Meldcode track in case %(case)s began."),
        ),
        Event.MELDCODE_REOPENED: (
            _("Meldcode track reopened"),
            _("%(who)s reopened a Meldcode track in case %(case)s."),
        ),
        Event.VEILIG_THUIS_ADVICE_ASKED: (
            _("Advice of Veilig Thuis"),
            _("%(who)s recorded advice of Veilig Thuis in case %(case)s."),
        ),
        Event.VEILIG_THUIS_REPORTED: (
            _("Report to Veilig Thuis"),
            _("%(who)s recorded a report to Veilig Thuis in case %(case)s."),
        ),
        Event.VEILIG_THUIS_ANSWERED: (
            _("Answer of Veilig Thuis"),
            _("%(who)s recorded what Veilig Thuis answered in case %(case)s."),
        ),
    },
    MISSING: {
        Event.ALERT_RAISED: (
            _("Missing alert raised"),
            _("%(who)s raised missing alert %(number)s in case %(case)s."),
        ),
        Event.ALERT_CALLED: (
            _("Somebody called for an alert"),
            _("%(who)s called the people on duty for missing alert %(number)s."),
        ),
        Event.ALERT_ACKNOWLEDGED: (
            _("Alert acknowledged"),
            _("%(who)s acknowledged missing alert %(number)s."),
        ),
        Event.ALERT_NOBODY_REACHABLE: (
            _("Nobody reachable for an alert"),
            _("%(who)s found nobody to call for missing alert %(number)s."),
        ),
        Event.ALERT_REMINDED: (
            _("Reminder after silence"),
            _("%(who)s asked who answered missing alert %(number)s whether they are still on it."),
        ),
        Event.ALERT_CONFIRMED: (
            _("Still on it"),
            _("%(who)s said that %(called)s is still busy with missing alert %(number)s."),
        ),
        Event.ALERT_RESUMED: (
            _("Called again after silence"),
            _("%(who)s let %(called)s be called again for missing alert %(number)s."),
        ),
        Event.ALERT_FELL_QUIET: (
            _("Alert calls nobody any more"),
            _("%(who)s stopped calling %(called)s for missing alert %(number)s: a day had passed."),
        ),
        Event.ALERT_CALLED_AGAIN: (
            _("Alert let call again"),
            _("%(who)s let missing alert %(number)s call again who had not answered."),
        ),
        Event.EPISODE_FACT_ADDED: (
            _("Fact added to a missing episode"),
            _("%(who)s added a fact to missing episode %(number)s."),
        ),
        Event.EPISODE_CHANGED: (
            _("Missing episode changed"),
            _("%(who)s changed missing episode %(number)s."),
        ),
        Event.EPISODE_FOUND: (
            _("Young person found"),
            _("%(who)s recorded in missing episode %(number)s that the young person was found."),
        ),
        Event.EPISODE_WITHDRAWN: (
            _("Missing alert withdrawn"),
            _("%(who)s withdrew missing alert %(number)s."),
        ),
        Event.EPISODE_CLOSED: (_("Missing episode closed"), _("%(who)s closed missing episode %(number)s.")),
        Event.DRILL_STARTED: (_("Fire drill started"), _("%(who)s started fire drill %(number)s.")),
        Event.DRILL_ANSWERED: (_("Fire drill answered"), _("%(who)s answered fire drill %(number)s.")),
        Event.DRILL_UNANSWERED: (
            _("Fire drill not answered"),
            _("%(who)s found nobody to call for fire drill %(number)s."),
        ),
        Event.ALERT_DECLINED: (
            _("Alert not taken up"),
            _("%(who)s said they cannot take up missing alert %(number)s; the next one is called."),
        ),
        Event.ALERT_TAKEN_OVER: (
            _("Alert taken over"),
            _("%(who)s took over missing alert %(number)s from a colleague."),
        ),
        Event.HANDOVER_OFFERED: (
            _("Alert handed over"),
            _("%(who)s asked a colleague to take over missing alert %(number)s."),
        ),
        Event.HANDOVER_ACCEPTED: (
            _("Hand-over accepted"),
            _("%(who)s accepted missing alert %(number)s from a colleague."),
        ),
        Event.HANDOVER_UNANSWERED: (
            _("Hand-over not answered"),
            _("%(who)s reminded both: nobody accepted the hand-over of missing alert %(number)s yet."),
        ),
        Event.HANDOVER_REFUSED: (
            _("Hand-over refused"),
            _("%(who)s could not take over missing alert %(number)s; the colleague still holds it."),
        ),
        Event.MILDER_COLOUR_ASKED: (
            _("Milder colour asked"),
            _("%(who)s asked for a milder colour of missing alert %(number)s."),
        ),
        Event.MILDER_COLOUR_REFUSED: (
            _("Milder colour refused"),
            _("%(who)s refused a milder colour of missing alert %(number)s; it stays red."),
        ),
        Event.PATTERN_DECIDED: (
            _("Pattern in episodes decided on"),
            _("%(who)s decided whether a pattern in the episodes of case %(case)s goes to the agenda."),
        ),
        Event.RETURN_TALK_OFFERED: (
            _("Return talk offered"),
            _("%(who)s recorded that the return talk of case %(case)s was offered."),
        ),
        Event.RETURN_INTERVIEW_RECORDED: (
            _("Return talk recorded"),
            _("%(who)s recorded the return talk of case %(case)s."),
        ),
    },
    **POLICE,
    MEETINGS: TABLE,
    ACCESS: {
        Event.ACCESS_REFUSED: (_("Access refused"), _("%(who)s was refused: %(act)s %(number)s.")),
        Event.CONFLICT_BLOCKED: (
            _("Kept away for a conflict of interest"),
            _("%(who)s keeps %(blocked)s away from case %(case)s for a conflict of interest."),
        ),
        Event.CONFLICT_DECLARED: (
            _("Stepped back for a conflict of interest"),
            _("%(who)s stepped back from case %(case)s for a conflict of interest."),
        ),
        Event.ORGANISATION_BLOCKED: (
            _("Organisation kept away for a conflict of interest"),
            _("%(who)s keeps %(party)s away from case %(case)s for a conflict of interest."),
        ),
        Event.CONFLICT_LIFT_PROPOSED: (
            _("Lifting a block proposed"),
            _("%(who)s proposed that somebody is no longer kept away from case %(case)s."),
        ),
        Event.CONFLICT_UNBLOCKED: (
            _("Conflict of interest lifted"),
            _("%(who)s ended that somebody is kept away from case %(case)s."),
        ),
        Event.CASE_SEALED: (_("Case sealed"), _("%(who)s sealed case %(case)s.")),
        Event.CASE_UNSEALED: (_("Seal taken off"), _("%(who)s took the seal off case %(case)s.")),
        Event.GLASS_BROKEN: (_("Emergency access"), _("%(who)s opened case %(case)s by emergency access.")),
        Event.EMERGENCY_GIVEN_BACK: (
            _("Emergency access given back"),
            _("%(who)s gave emergency access to case %(case)s back early."),
        ),
        Event.EMERGENCY_REVIEWED: (
            _("Emergency access reviewed"),
            _("%(who)s reviewed an emergency access to case %(case)s."),
        ),
        Event.EMERGENCIES_READ: (
            _("Emergency accesses seen"),
            _("%(who)s looked up emergency accesses (%(shown)s shown)."),
        ),
        Event.EXISTENCE_ASKED: (
            _("Asked whether a case exists"),
            _(
                "%(who)s asked whether a case exists about a young person "
                "(answer: %(answer)s, case %(case)s)."
            ),
        ),
        Event.EXISTENCE_READ: (
            _("Answer read whether a case exists"),
            _("%(who)s read the answer to the question whether a case exists (case %(case)s)."),
        ),
        Event.ACCESS_REQUEST_LIST_READ: (
            _("List of requests seen"),
            _("%(who)s looked at the list of requests for access (%(shown)s shown)."),
        ),
        Event.ACCESS_REQUEST_READ: (_("Request read"), _("%(who)s read request for access %(number)s.")),
        Event.ACCESS_REQUESTED: (
            _("Access asked"),
            _("%(who)s asked for access in request %(number)s (case %(case)s)."),
        ),
        Event.ACCESS_REQUEST_GRANTED: (
            _("Access given on request"),
            _("%(who)s let the organisation of request %(number)s in on case %(case)s (%(decision)s)."),
        ),
        Event.ACCESS_REQUEST_REFUSED: (
            _("Access not given on request"),
            _("%(who)s did not grant request %(number)s for access to case %(case)s."),
        ),
        Event.ACCESS_REQUEST_WITHDRAWN: (
            _("Request withdrawn"),
            _("%(who)s withdrew request for access %(number)s."),
        ),
        Event.ACCESS_REQUEST_OVERDUE: (
            _("Request not answered in time"),
            _("%(who)s passed request %(number)s for access to case %(case)s on: no answer in time."),
        ),
        Event.ACCESS_REQUEST_EXPIRED: (
            _("Request ended without an answer"),
            _("%(who)s ended request for access %(number)s: nobody answered."),
        ),
    },
    **PACK,
    **PERSON,
    **COORDINATION,
    **RIGHTS,
    **HOUSE,
}

EVENTS: dict[Event, tuple[Promise, Promise]] = {
    event: telling for group in GROUPS.values() for event, telling in group.items()
}

#: Why not, per code that a refusal can carry (``AccessDenied.code``).
REFUSALS: dict[str, Promise] = {
    "not_at_every_table": _("sits at some of the tables only, and the ledger tells of all"),
    "not_introduced": _("was not introduced yet, and the organisation asks for that first"),
    "not_a_member": _("works for no organisation at the table at that moment"),
    "conflict_block": _("is kept away for a conflict of interest"),
    "no_covenant": _("the covenant opens nothing for this organisation"),
    "act_not_in_role": _("the role does not include this"),
    "not_admitted": _("no access to it, or it does not exist"),
    "compartment_closed": _("this part is not shared with the organisation"),
    "not_named": _("is not named on the case"),
    "not_your_table": _("asked for a table of others"),
    "elsewhere": _("answered for another organisation"),
    "other_organisation": _("it belongs to another organisation, or it does not exist"),
    "own_emergency": _("nobody reviews what they did themselves"),
    "not_coordinating": _("does not coordinate this case"),
    "emergency": _("no case that emergency access can open"),
    "emergency_sealed": _("tried to open a sealed case by emergency access"),
    "no_keeper": _("does not keep the agreements about safety conditions"),
    "not_looker": _("another organisation looked"),
    "not_asked": _("it was asked of somebody else"),
    "not_owner": _("the action belongs to another organisation"),
    "not_the_contact": _("is not the contact for rights of the covenant"),
    "not_the_host": _("another organisation hosts the meeting"),
    "no_meldcode": _("this organisation follows no Meldcode"),
    "too_fast": _("opened very many cases in a few minutes"),
    "asked_too_often": _("asked too often whether a case exists"),
    "another_organisations_track": _("the track belongs to another organisation"),
    "not_the_asker": _("somebody else asked for this export"),
    "own_lines": _("nobody reviews their own lines"),
    "own_verdict": _("somebody else must look, not who judged first"),
}

OUTCOMES = {"allowed": _("Allowed"), "refused": _("Refused"), "failed": _("Failed")}

#: NEN 7513 EventActionCode: C R U D E.
ACTIONS = {
    "C": _("Create"),
    "R": _("Read"),
    "U": _("Change"),
    "D": _("Remove"),
    "E": _("Execute"),
}
