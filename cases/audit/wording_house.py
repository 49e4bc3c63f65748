"""The words of the ledger for what is not about a case: organisations, logins, the ledger and its review."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.audit.events import Event

ORGANISATIONS, REVIEW = _("Organisations and messages"), _("Review of the ledger")
LEDGER, LOGGING_IN = _("The ledger itself"), _("Logging in")
ENDING = _("The end of a case")

#: group -> event -> (label in the filter, sentence)
HOUSE: dict[Promise, dict[Event, tuple[Promise, Promise]]] = {
    ENDING: {
        Event.DESTRUCTION_ANNOUNCED: (
            _("End of a term announced"),
            _("%(who)s announced that case %(case)s is kept until %(kept_until)s (%(number)s)."),
        ),
        Event.DESTRUCTION_DUE: (
            _("Term of a case ended"),
            _("%(who)s put the end of case %(case)s to two people (%(number)s)."),
        ),
        Event.DESTRUCTION_WITHDRAWN: (
            _("Destruction withdrawn"),
            _("%(who)s withdrew the destruction of case %(case)s, which was opened again (%(number)s)."),
        ),
        Event.DESTRUCTION_AGREED: (
            _("Destruction agreed to"),
            _("%(who)s agreed that case %(case)s is destroyed (%(number)s)."),
        ),
        Event.DESTRUCTION_HELD: (
            _("Case kept longer"),
            _("%(who)s kept case %(case)s until %(until)s (%(number)s)."),
        ),
        Event.CASE_DESTROYED: (
            _("Case destroyed"),
            _("%(who)s destroyed case %(case)s as the second of two (certificate %(number)s)."),
        ),
        Event.DESTRUCTION_LIST_READ: (
            _("List of ending terms seen"),
            _("%(who)s looked at the list of ending terms and certificates (%(shown)s shown)."),
        ),
        Event.DESTRUCTION_READ: (
            _("End of a term seen"),
            _("%(who)s looked at the end of the term of case %(case)s (%(number)s)."),
        ),
        Event.CERTIFICATE_READ: (
            _("Certificate of destruction seen"),
            _("%(who)s looked at certificate %(number)s of case %(case)s."),
        ),
    },
    REVIEW: {
        Event.REVIEW_LIST_READ: (
            _("List of reviews seen"),
            _("%(who)s looked at the list of reviews (%(shown)s shown)."),
        ),
        Event.REVIEW_READ: (_("Review read"), _("%(who)s read review %(number)s.")),
        Event.REVIEW_OPENED: (
            _("Review opened"),
            _("%(who)s put lines of the ledger up as review %(number)s."),
        ),
        Event.REVIEW_ASKED: (
            _("Question to a reader"),
            _("%(who)s asked the person of review %(number)s to tell more."),
        ),
        Event.REVIEW_QUESTION_READ: (
            _("Question of a review read"),
            _("%(who)s read the question of review %(number)s."),
        ),
        Event.REVIEW_ANSWERED: (
            _("Answer of a reader"),
            _("%(who)s answered the question of review %(number)s."),
        ),
        Event.REVIEW_JUDGED: (_("Review judged"), _("%(who)s judged review %(number)s.")),
        Event.REVIEW_CONFIRMED: (
            _("Second reviewer"),
            _("%(who)s looked at review %(number)s as second reviewer."),
        ),
        Event.REVIEW_FOLLOWED_UP: (
            _("Follow-up finished"),
            _("%(who)s finished the follow-up of review %(number)s."),
        ),
        Event.REVIEW_SAMPLED: (
            _("Sample drawn"),
            _("%(who)s drew the sample of %(month)s: %(drawn)s of %(population)s readings."),
        ),
        Event.REVIEW_SIGNED: (
            _("Month of review signed off"),
            _("%(who)s signed off the review of %(month)s."),
        ),
        Event.REVIEW_REPORT_EXPORTED: (
            _("Report of a month exported"),
            _("%(who)s took out the review report of %(month)s."),
        ),
        Event.CONTROL_CASE_PLACED: (_("Control case placed"), _("%(who)s placed a control case.")),
        Event.CONTROL_CASE_ENDED: (_("Control case ended"), _("%(who)s stopped watching a control case.")),
    },
    ORGANISATIONS: {
        Event.MEMBER_ADDED: (
            _("Member added"),
            _("%(who)s: a person got the role %(given_role)s at an organisation."),
        ),
        Event.MEMBER_INTRODUCED: (
            _("Introduction written down"),
            _("%(who)s wrote down on which day a member was introduced."),
        ),
        Event.INVITATION_SENT: (
            _("Invitation sent"),
            _("%(who)s invited a person for the role %(given_role)s."),
        ),
        Event.INVITATION_WITHDRAWN: (_("Invitation withdrawn"), _("%(who)s withdrew an invitation.")),
        Event.INVITATION_ACCEPTED: (_("Invitation accepted"), _("%(who)s accepted an invitation.")),
        Event.SECONDMENT_OFFERED: (
            _("Secondment offered"),
            _("%(who)s offered a member to another organisation for a period."),
        ),
        Event.SECONDMENT_DECIDED: (
            _("Secondment answered"),
            _("%(who)s answered an offer of a secondment: %(answer)s."),
        ),
        Event.ORGANISATION_ADDED: (
            _("Organisation added"),
            _("%(who)s added an organisation that can sit at the table."),
        ),
        Event.ORGANISATION_CHANGED: (
            _("Organisation changed"),
            _("%(who)s changed the name, the kind or the place of an organisation."),
        ),
        Event.INTRODUCTION_DEMANDED: (
            _("Introduction demanded or not"),
            _("%(who)s changed whether members must be introduced before they open cases: %(change)s."),
        ),
        Event.ACCOUNT_WARNED: (
            _("Unused account warned"),
            _("%(who)s warned about an account that nobody uses."),
        ),
        Event.ACCOUNT_CLOSED: (
            _("Unused account closed"),
            _("%(who)s closed an account that nobody used."),
        ),
        Event.ACCOUNT_REOPENED: (_("Account opened again"), _("%(who)s opened a closed account again.")),
        Event.RIGHTS_REVIEW_STARTED: (
            _("Review of rights started"),
            _("%(who)s started the yearly review of rights."),
        ),
        Event.RIGHTS_DECIDED: (
            _("Rights of a member reviewed"),
            _("%(who)s decided on the rights of a member: %(outcome)s."),
        ),
        Event.RIGHTS_REVIEW_FINISHED: (
            _("Review of rights finished"),
            _("%(who)s finished the yearly review of rights."),
        ),
        Event.MEMBER_CHANGED: (
            _("Role of a member changed"),
            _("%(who)s changed the role of a member to %(given_role)s."),
        ),
        Event.MEMBER_ENDED: (_("Membership ended"), _("%(who)s ended the membership of a person.")),
        Event.ACT_NARROWED: (
            _("Acts of a role changed"),
            _("%(who)s changed what the role %(changed_role)s may do: %(changed_act)s, %(change)s."),
        ),
        Event.ROSTER_CHANGED: (
            _("Duty roster changed"),
            _("%(who)s changed the duty roster for %(person)s: %(change)s."),
        ),
        Event.LEVELS_CHANGED: (
            _("Levels of an alert changed"),
            _("%(who)s changed whom an organisation calls %(change)s."),
        ),
        Event.COVENANT_CHANGED: (
            _("Covenant changed"),
            _("%(who)s changed the covenant: version %(number)s, %(covenant_part)s."),
        ),
        Event.COVENANT_DRAFTED: (
            _("Covenant version drafted"),
            _("%(who)s began a draft of version %(number)s of the covenant."),
        ),
        Event.COVENANT_DISCARDED: (
            _("Covenant draft thrown away"),
            _("%(who)s threw away the draft of version %(number)s of the covenant."),
        ),
        Event.COVENANT_SENT: (
            _("Covenant sent for signing"),
            _("%(who)s sent version %(number)s of the covenant to the parties for signing."),
        ),
        Event.COVENANT_REOPENED: (
            _("Covenant taken back to change"),
            _("%(who)s took version %(number)s of the covenant back to change it; signatures fell."),
        ),
        Event.COVENANT_SIGNED: (
            _("Covenant signed"),
            _("%(who)s signed version %(number)s of the covenant for %(organisation)s (%(text_hash)s)."),
        ),
        Event.COVENANT_STARTED: (
            _("Start of a covenant version"),
            _("%(who)s let version %(number)s of the covenant start on %(valid_from)s."),
        ),
        Event.COVENANT_CALLED_OFF: (
            _("Start of a covenant version called off"),
            _("%(who)s called off the start of version %(number)s of the covenant."),
        ),
        Event.COVENANT_EFFECT_READ: (
            _("Effect of a covenant version seen"),
            _("%(who)s looked up what version %(number)s of the covenant would close and open."),
        ),
        Event.COVENANT_WARNED: (
            _("Warned that the covenant ends"),
            _("%(who)s warned %(organisation)s: in %(days)s days or less the covenant ends for it."),
        ),
        Event.ORGANISATION_CHOSEN: (_("Organisation chosen"), _("%(who)s went on to act for %(chosen)s.")),
    },
    LEDGER: {
        Event.EXPORT_LIST_READ: (
            _("List of exports seen"),
            _("%(who)s looked at the list of exports (%(shown)s shown)."),
        ),
        Event.EXPORT_READ: (_("Export seen"), _("%(who)s looked at export %(number)s.")),
        Event.EXPORT_ASKED: (
            _("Export asked for"),
            _("%(who)s asked for a part of the ledger as a file (%(number)s)."),
        ),
        Event.EXPORT_PASSWORD_SHOWN: (
            _("Password of an export seen"),
            _("%(who)s was shown the password of export %(number)s."),
        ),
        Event.EXPORT_STOPPED: (_("Export stopped"), _("%(who)s stopped export %(number)s.")),
        Event.LEDGER_CHECK_ASKED: (
            _("Check of the ledger asked for"),
            _("%(who)s asked for a check of the ledger."),
        ),
        Event.LEDGER_FOUND_BROKEN: (
            _("Ledger found broken"),
            _("%(who)s found that the ledger was changed, first in seal %(seal)s (%(tampering)s)."),
        ),
    },
    LOGGING_IN: {
        Event.SIGNED_IN: (_("Logged in"), _("%(who)s logged in.")),
        Event.SIGN_IN_FAILED: (_("Login refused"), _("%(who)s tried to log in and was refused.")),
        Event.SIGNED_OUT: (_("Logged out"), _("%(who)s logged out.")),
        Event.SESSIONS_ENDED: (
            _("Sessions ended elsewhere"),
            _("%(who)s ended own sessions on other devices (%(ended)s)."),
        ),
        Event.PASSWORD_CHANGED: (_("Password changed"), _("%(who)s chose a new password.")),
        Event.FACTOR_ADDED: (_("Second factor added"), _("%(who)s set up a second factor (%(factor)s).")),
        Event.FACTOR_REMOVED: (
            _("Second factor removed"),
            _("%(who)s removed a second factor (%(factor)s)."),
        ),
        Event.FACTOR_RESET: (
            _("Second factor reset"),
            _("%(who)s took away the lost second factor of %(person)s."),
        ),
        Event.CHANNEL_ADDED: (
            _("Code sent to a new number or address"),
            _("%(who)s asked for a code for a number or address of their own: %(channel)s."),
        ),
        Event.CHANNEL_NOT_PROVED: (
            _("Wrong code for a number or address"),
            _("%(who)s filled in a wrong code for a number or address: %(channel)s."),
        ),
        Event.CHANNEL_PROVED: (
            _("Number or address confirmed"),
            _("%(who)s confirmed a number or address at which alerts reach them: %(channel)s."),
        ),
        Event.CHANNEL_REMOVED: (
            _("Number or address removed"),
            _("%(who)s removed a number or address of their own: %(channel)s."),
        ),
        Event.REACH_CHOSEN: (
            _("Quiet hours or digest chosen"),
            _("%(who)s changed when messages reach them."),
        ),
        Event.IDENTITY_LINKED: (
            _("Own login tied to an account"),
            _("%(who)s logged in for the first time through %(party)s."),
        ),
        Event.PROVIDER_CHANGED: (
            _("Own login of an organisation changed"),
            _("%(who)s changed through which provider people of %(party)s log in."),
        ),
        Event.KEY_REGISTERED: (
            _("Key of an organisation registered"),
            _("%(who)s registered a public key of %(party)s."),
        ),
        Event.KEY_CONFIRMED: (
            _("Key of an organisation confirmed"),
            _("%(who)s confirmed the public key of %(party)s."),
        ),
        Event.KEY_WITHDRAWN: (
            _("Key of an organisation withdrawn"),
            _("%(who)s withdrew a public key of %(party)s."),
        ),
        Event.STATEMENT_PUBLISHED: (
            _("Confidentiality text published"),
            _("%(who)s published version %(version)s of the confidentiality statement."),
        ),
        Event.STATEMENT_ACCEPTED: (
            _("Confidentiality accepted"),
            _("%(who)s accepted version %(version)s of the confidentiality statement."),
        ),
    },
}
