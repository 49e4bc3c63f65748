"""What a message says, inside and outside: a kind, a number, a colour, a link. Nothing else.

A closed list of kinds; the words are fixed, so that no name, place or fact can slip into a
mail, a subject line or a log.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from organisations.compartments import Compartment
from organisations.reach.quiet_rules import Matter, Message

#: A message that wakes people and could not be sent for so long is dropped: who it was for was
#: passed long ago, and its alert calls anew if it still runs.
WAKES_FOR = timedelta(hours=12)


#: Why somebody gets a message, in words that fit everybody who gets it; they hold no fact about a case.
BY_TASK = _("You get this because of your task in a case or at your organisation.")
ON_CALL = _("You get this because you are on duty, or a contact point of your organisation.")
CALLED = _("You get this because you were called for this alert, or raised it.")
COORDINATING = _("You get this because you coordinate the case, or are the deputy.")
HOLDING = _("You get this because you took this alert up for your organisation.")
BY_NAME = _("You get this because somebody asks you by name.")
ASKED = _("You get this because you asked for it.")
CHOSEN = _("You get this because you chose one message a day for news.")


@dataclass(frozen=True, slots=True)
class Kind:
    """How a kind of notification reads. ``is_urgent`` ones say so in the subject.

    ``part``: what somebody must still be able to read of the case when the message goes out;
    None when the message is also for people outside the case. ``wakes``: it goes over every
    channel at once, unless the colour is green. ``is_alert``: about somebody who is missing, so that it
    is never part of a digest. ``is_last``: nobody is told after these people, so that one of them is
    always told at once, whoever rests. ``is_appointment``: a mail brings the appointment along, without a
    name or place. ``why``: why somebody gets it.
    """

    title: Promise
    is_urgent: bool = False
    part: Compartment | None = Compartment.CORE
    wakes: bool = False
    is_alert: bool = False
    is_last: bool = False
    is_appointment: bool = False
    why: Promise = BY_TASK

    @property
    def matter(self) -> Matter:
        """Tell what it is about, for who has quiet hours or a digest."""
        if self.is_alert:
            return Matter.ALERT
        return Matter.URGENT if self.is_urgent else Matter.NEWS

    def message(self, colour: str) -> Message:
        """Give it as the rule of quiet hours knows it."""
        return Message(self.matter, colour)

    def pages(self, colour: str) -> bool:
        """Tell whether a message of this kind and colour may wake people."""
        return self.wakes and colour != "green"

    def is_too_old(self, created_at: datetime, *, now: datetime) -> bool:
        """Tell whether a message waited so long that it would wake people for nothing (feature F21)."""
        return self.wakes and now - created_at > WAKES_FOR


KINDS: dict[str, Kind] = {
    "alert": Kind(
        _("Missing young person: please answer for your organisation"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=ON_CALL,
    ),
    "alert_unanswered": Kind(
        _("An organisation can't be reached in a missing-youth alert"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        is_last=True,
        why=COORDINATING,
    ),
    "alert_graver": Kind(
        _("A missing-youth alert has a graver colour"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=CALLED,
    ),
    "alert_silent": Kind(
        _("Are you still on it? Say so, or add a fact to the alert"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=HOLDING,
    ),
    "alert_quiet": Kind(
        _("An alert of a day ago calls nobody any more: let it call again, or end it"),
        part=Compartment.MISSING,
        is_alert=True,
        why=COORDINATING,
    ),
    "all_clear": Kind(
        _("All clear: the young person was found"),
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=CALLED,
    ),
    "alert_withdrawn": Kind(
        _("The alert was withdrawn, nothing more is needed"),
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=CALLED,
    ),
    "pack_due": Kind(_("A grab pack waits for its quarterly confirmation"), part=Compartment.MISSING),
    "pack_offered": Kind(_("Your organisation is asked to take over a grab pack"), part=Compartment.MISSING),
    "pack_taken_over": Kind(_("A grab pack of your organisation was taken over"), part=Compartment.MISSING),
    "pack_declined": Kind(_("A grab pack stays with your organisation"), part=Compartment.MISSING),
    "alert_milder_asked": Kind(
        _("Somebody asks to make a red alert milder: a second person decides"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=CALLED,
    ),
    "alert_handover": Kind(
        _("A colleague asks you to take over a missing-youth alert"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=BY_NAME,
    ),
    "alert_handover_answered": Kind(
        _("There is an answer to your hand-over of an alert"),
        is_urgent=True,
        part=Compartment.MISSING,
        is_alert=True,
        why=HOLDING,
    ),
    "alert_handover_unanswered": Kind(
        _("Nobody accepted your hand-over of an alert yet: you still hold it"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=HOLDING,
    ),
    "alert_taken_over": Kind(
        _("A colleague took over a missing-youth alert from you"),
        part=Compartment.MISSING,
        is_alert=True,
        why=HOLDING,
    ),
    "emergency_table": Kind(
        _("You are called to an emergency table about an alert"),
        is_urgent=True,
        part=Compartment.MISSING,
        wakes=True,
        is_alert=True,
        why=HOLDING,
    ),
    "return_talk_due": Kind(
        _("A return talk must be offered within a day"), is_urgent=True, part=Compartment.MISSING
    ),
    "return_talk_overdue": Kind(
        _("A return talk was not offered in time"), is_urgent=True, part=Compartment.MISSING
    ),
    "return_talk_to_confirm": Kind(
        _("A return talk was recorded: a second person closes the episode"), part=Compartment.MISSING
    ),
    "safety_incident": Kind(_("Something about safety was written down in a case"), part=Compartment.SIGNALS),
    # Not what it is about: also that somebody may need a doctor is a fact (cases/forensic/reminder.py).
    "term_three_days": Kind(_("A term in a case ends within three days"), part=Compartment.MEDICAL),
    "term_one_day": Kind(_("A term in a case ends within a day"), is_urgent=True, part=Compartment.MEDICAL),
    "meldcode_news": Kind(_("There is news on the Meldcode board of a case"), part=Compartment.MELDCODE),
    "overlap_found": Kind(
        _("There may be an overlap with something another organisation holds"), part=Compartment.IDENTITY
    ),
    "overlap_waits": Kind(_("A possible overlap still waits for your answer"), part=Compartment.IDENTITY),
    "overlap_ended": Kind(_("A possible overlap was answered or ended"), part=Compartment.IDENTITY),
    "signal_received": Kind(_("A new signal waits for triage")),
    "signal_added_to": Kind(_("Something was added to a signal on your desk")),
    "sheet_done": Kind(_("The registrations that you brought in are in your queue"), why=ASKED),
    "sheet_turned_back": Kind(
        _("Nothing was brought in: a row turned out to have something wrong"), why=ASKED
    ),
    "sheet_too_slow": Kind(_("Nothing was brought in: it took too long to do all at once"), why=ASKED),
    "sheet_stopped": Kind(_("Bringing in registrations has stopped"), why=ASKED),
    "signal_fed_back": Kind(_("There is feedback on a signal you reported")),
    "case_admitted": Kind(_("Your organisation was admitted to a case")),
    "colleague_named": Kind(_("You were named on a case")),
    "coordinator_assigned": Kind(_("You coordinate a case, or are the deputy"), why=COORDINATING),
    "coordinator_left": Kind(_("Coordinator or deputy of a case left: a new pair is needed")),
    "coordination_offered": Kind(_("You are asked to coordinate a case, or to be the deputy"), why=BY_NAME),
    "coordination_refused": Kind(_("Somebody can't take on a case that you offered"), why=ASKED),
    "coordination_offer_revoked": Kind(
        _("You are not asked to hold a case any more"), part=None, why=BY_NAME
    ),
    "coordination_moved": Kind(_("Somebody else coordinates a case now")),
    "coordination_late": Kind(_("Nobody took on a case in time"), is_urgent=True),
    "level_step": Kind(_("A case was taken up or down")),
    "risk_judged": Kind(
        _("Something was judged in a case that you coordinate"), part=Compartment.SIGNALS, why=COORDINATING
    ),
    "risk_review_due": Kind(
        _("A judgement in a case waits for a new look"), part=Compartment.SIGNALS, why=COORDINATING
    ),
    "condition_watch": Kind(
        _("You are asked to watch something in a case"), part=Compartment.MELDCODE, why=BY_NAME
    ),
    "condition_due": Kind(_("The day of a look in a case has come"), part=Compartment.MELDCODE),
    "condition_not_held": Kind(
        _("Somebody looked at what was agreed in a case: please read it now"),
        is_urgent=True,
        part=Compartment.MELDCODE,
    ),
    "ask_put": Kind(_("Another organisation asks yours something")),
    "ask_accepted": Kind(_("An organisation works on your question"), why=ASKED),
    "ask_answered": Kind(_("There is an answer to your question"), why=ASKED),
    "ask_declined": Kind(_("An organisation can't answer your question"), why=ASKED),
    "ask_revoked": Kind(_("A question to your organisation was taken back")),
    "ask_near": Kind(_("A question to your organisation waits, and its day comes near")),
    "ask_past": Kind(_("The day of a question between organisations has passed")),
    "action_agreed": Kind(_("Your organisation has a new action")),
    "action_near": Kind(_("The day of an action of your organisation comes near")),
    "action_meeting": Kind(_("A meeting speaks of an action of your organisation soon")),
    "action_past": Kind(_("The day of an agreed action has passed")),
    "meeting_planned": Kind(_("Your organisation is invited to a meeting"), is_appointment=True),
    "meeting_guest": Kind(_("You are asked to join a meeting for one case"), part=None, why=BY_NAME),
    "meeting_moved": Kind(_("A meeting of the table has another time or place"), is_appointment=True),
    "meeting_cancelled": Kind(_("A meeting of the table does not go on"), is_appointment=True),
    "drill": Kind(
        _("EXERCISE: please answer for your organisation"), is_urgent=True, part=None, wakes=True, why=ON_CALL
    ),
    "coverage_gap": Kind(_("There is a gap in the duty roster of your organisation"), part=None),
    "opinion_answered": Kind(_("There is an answer to your opinion about a page"), part=None, why=ASKED),
    "covenant_lapses": Kind(_("The covenant ends soon for an organisation"), part=None),
    "covenant_to_sign": Kind(_("A version of the covenant waits for your signature"), part=None),
    "identity_shared": Kind(_("Your organisation was told who a case is about"), part=Compartment.IDENTITY),
    "conflict_declared": Kind(_("Somebody stepped back from a case for a conflict of interest")),
    "confirmation_due": Kind(_("Confirm which organisations still need to take part in a case")),
    "admission_lapsed": Kind(_("An organisation no longer takes part in a case: nobody confirmed it")),
    "part_lapsed": Kind(
        _("Your organisation no longer takes part in a case: nobody confirmed it"), part=None
    ),
    "access_requested": Kind(_("An organisation asks for access to a case")),
    "access_requested_urgently": Kind(_("An organisation asks for access to a case"), is_urgent=True),
    "access_request_overdue": Kind(_("A request for access waits too long for an answer"), is_urgent=True),
    "access_answered": Kind(_("There is an answer to your request for access"), part=None, why=ASKED),
    "rights_requested": Kind(_("A request about rights came in, with a term")),
    "rights_due": Kind(_("The term of a request about rights ends within a week")),
    "rights_overdue": Kind(_("The term of a request about rights has ended"), is_urgent=True),
    "emergency_sealed": Kind(_("A sealed case was tried by emergency access"), is_urgent=True, part=None),
    "emergency_opened": Kind(_("Somebody opened a case by emergency access"), is_urgent=True, part=None),
    "export_asked": Kind(
        _("Somebody asked for the ledger as a file: you can stop it"), is_urgent=True, part=None
    ),
    "export_ready": Kind(_("Your export of the ledger can be fetched for a week"), part=None, why=ASKED),
    "export_stopped": Kind(_("Your export of the ledger was stopped"), part=None, why=ASKED),
    "handover_asked": Kind(
        _("Somebody asked for a whole case as a file: you can stop it"), is_urgent=True, why=COORDINATING
    ),
    "handover_ready": Kind(_("The case that you hand over can be fetched for a week"), why=ASKED),
    "handover_stopped": Kind(_("The handover that you asked for was stopped"), why=ASKED),
    "retention_ends": Kind(_("The term of a closed case ends soon"), part=None),
    "destruction_waits": Kind(_("The term of a closed case has ended: two people decide"), part=None),
    "review_urgent": Kind(_("A review of the ledger can't wait"), is_urgent=True, part=None),
    "review_question": Kind(
        _("There is a question for you about something you opened"), part=None, why=BY_NAME
    ),
    "attack_leak": Kind(
        _("The nightly self-attack found something that must be mended"), is_urgent=True, part=None
    ),
    "attack_failed": Kind(_("The nightly self-attack could not be finished"), part=None),
    "review_answered": Kind(_("Your question in a review was answered"), part=None),
    "digest": Kind(_("New things wait for you"), part=None, why=CHOSEN),
}
