"""What people read for the coded values of organisations: value and translatable label.

Pairs instead of enum members, because enum members leak into migrations.
"""

from django.utils.translation import gettext_lazy as _

from organisations.acts import Act
from organisations.compartments import Compartment, LegalGround, Purpose
from organisations.roles import Role

ORGANISATION_KINDS = [
    ("care_table", _("Care table office")),
    ("municipality", _("Municipality")),
    ("neighbourhood_team", _("Neighbourhood team")),
    ("veilig_thuis", _("Veilig Thuis")),
    ("police", _("Police")),
    ("prosecution", _("Public prosecution")),
    ("youth_care", _("Youth care institution")),
    ("certified_agency", _("Certified agency for youth protection")),
    ("child_protection_board", _("Child protection board")),
    ("public_health", _("Public health service (GGD)")),
    ("mental_health", _("Mental health care")),
    ("school", _("School")),
    ("school_attendance", _("School attendance office")),
    ("sexual_assault_centre", _("Sexual assault centre")),
    ("care_coordination", _("Care coordination human trafficking")),
    ("comensha", _("CoMensha")),
    ("oversight", _("Independent oversight")),
]

ROLES = [
    (Role.PROFESSIONAL.value, _("Professional")),
    (Role.CONTACT_POINT.value, _("Contact point")),
    (Role.CARE_COORDINATOR.value, _("Care coordinator")),
    (Role.PROCESS_DIRECTOR.value, _("Process director")),
    (Role.DUTY_OFFICER.value, _("Duty officer")),
    (Role.ORGANISATION_ADMIN.value, _("Organisation administrator")),
    (Role.AUDITOR.value, _("Auditor")),
    (Role.PLATFORM_ADMIN.value, _("Platform administrator")),
]

ACTS = [
    (Act.LOG_SIGNAL.value, _("Log a signal")),
    (Act.READ_SIGNALS.value, _("Read signals")),
    (Act.TRIAGE_SIGNAL.value, _("Triage a signal")),
    (Act.MANAGE_ROUTES.value, _("Keep the agreements about which desk gets which signals")),
    (Act.READ_CASE.value, _("Read a case")),
    (Act.SEARCH_CASES.value, _("Search cases")),
    (Act.START_CASE.value, _("Start a case")),
    (Act.ASSIGN_COORDINATOR.value, _("Assign coordinator and deputy")),
    (Act.ADMIT_ORGANISATION.value, _("Let an organisation take part")),
    (Act.SHARE_IDENTITY.value, _("Share the name of a young person")),
    (Act.NAME_COLLEAGUE.value, _("Name a colleague on a case")),
    (Act.WRITE_NOTE.value, _("Write a note")),
    (Act.CLOSE_CASE.value, _("Close a case")),
    (Act.WORK_ON_ACTIONS.value, _("Work on actions")),
    (Act.BLOCK_CONFLICT.value, _("Keep somebody away for a conflict of interest")),
    (Act.SEAL_CASE.value, _("Seal a case, and take the seal off")),
    (Act.ANSWER_RIGHTS.value, _("Answer the young person and parents about their rights")),
    (Act.LOG_RIGHTS.value, _("Log a request about rights")),
    (Act.BREAK_GLASS.value, _("Open a case in an emergency")),
    (Act.AGREE_DESTRUCTION.value, _("Decide about the destruction of a closed case")),
    (Act.ASK_ACCESS.value, _("Ask whether a case exists, and ask for access")),
    (Act.FOLLOW_MELDCODE.value, _("Follow the Meldcode")),
    (Act.SOUND_ALERT.value, _("Raise a missing alert")),
    (Act.ANSWER_ALERT.value, _("Answer a missing alert")),
    (Act.KEEP_PACK.value, _("Keep grab packs")),
    (Act.LOG_POLICE_CONTACT.value, _("Log contact with the police")),
    (Act.KEEP_DIRECTORY.value, _("Keep the phone list of police and justice")),
    (Act.CHAIR_MEETING.value, _("Chair a meeting")),
    (Act.ATTEND_MEETING.value, _("Attend a meeting")),
    (Act.SEE_FIGURES.value, _("Read reports with figures")),
    (Act.REVIEW_AUDIT.value, _("Review the ledger")),
    (Act.HOLD_CHECKPOINT.value, _("Keep checkpoints of the ledger")),
    (Act.KEEP_KEY.value, _("Keep the public key of the organisation")),
    (Act.STOP_EXPORT.value, _("Watch over exports of the ledger, and stop them")),
    (Act.SEE_DESTRUCTION.value, _("See terms that end and certificates of destruction")),
    (Act.MANAGE_MEMBERS.value, _("Manage members")),
    (Act.MANAGE_ROSTER.value, _("Keep the duty roster")),
    (Act.RUN_DRILL.value, _("Start a fire drill")),
    (Act.SEE_COVERAGE.value, _("See when nobody can be reached on duty")),
    (Act.MANAGE_COVENANT.value, _("Keep the covenant")),
    (Act.SIGN_COVENANT.value, _("Sign the covenant")),
    (Act.SEE_ORGANISATIONS.value, _("See organisations and members")),
    (Act.READ_INBOX.value, _("Read the own inbox")),
]

COMPARTMENTS = [
    (Compartment.CORE.value, _("Core")),
    (Compartment.IDENTITY.value, _("Identity")),
    (Compartment.SIGNALS.value, _("Signals")),
    (Compartment.MELDCODE.value, _("Meldcode")),
    (Compartment.MISSING.value, _("Missing")),
    (Compartment.POLICE.value, _("Police")),
    (Compartment.MEDICAL.value, _("Medical")),
    (Compartment.NETWORK.value, _("Network")),
]

COMPARTMENT_EXAMPLES = {
    Compartment.CORE.value: _("pseudonym, age band, form of concern, coordinator, agreements and actions"),
    Compartment.IDENTITY.value: _("name, date of birth, address, parents or guardian"),
    Compartment.SIGNALS.value: _("what was seen or heard, and by whom"),
    Compartment.MELDCODE.value: _("the five steps, the weighing and contact with Veilig Thuis"),
    Compartment.MISSING.value: _("episodes, alerts and return interviews"),
    Compartment.POLICE.value: _("contacts with police and prosecution, criminal complaint"),
    Compartment.MEDICAL.value: _("forensic medical examination"),
    Compartment.NETWORK.value: _("other people, places and vehicles around the young person"),
}

PURPOSES = [
    (Purpose.CARE_COORDINATION.value, _("Coordinating care")),
    (Purpose.SAFETY.value, _("Protecting the young person")),
    (Purpose.SEARCH.value, _("Finding a missing young person")),
    (Purpose.PROSECUTION.value, _("Investigation and prosecution")),
    (Purpose.PROCESS.value, _("Directing the process of the table")),
]

LEGAL_GROUNDS = [
    (LegalGround.CONSENT.value, _("Consent (GDPR art. 6.1.a)")),
    (LegalGround.LEGAL_OBLIGATION.value, _("Legal obligation (GDPR art. 6.1.c)")),
    (LegalGround.VITAL_INTEREST.value, _("Vital interest (GDPR art. 6.1.d)")),
    (LegalGround.PUBLIC_TASK.value, _("Public task (GDPR art. 6.1.e)")),
    (LegalGround.RIGHT_TO_REPORT.value, _("Right to report (Wmo 2015 art. 5.2.6, Jeugdwet art. 7.3.11)")),
    (LegalGround.POLICE_DATA_ACT.value, _("Police Data Act (Wpg art. 18-20)")),
]

#: What is stored; whether a settled version is coming, in force or ended follows from its days.
VERSION_STATUSES = [
    ("draft", _("Draft")),
    ("signing", _("With the parties for signing")),
    ("settled", _("Settled")),
    ("discarded", _("Thrown away")),
]

WORDING_KINDS = [("purpose", _("Purpose")), ("ground", _("Legal ground"))]

#: Who answers for a record: a table has no ground of its own, so responsibility lies with a partner and moves
#: along when the coordination moves (domain.md 6.1, Handvat gegevensdeling zorg en veiligheid).
CONTROLLER_RULES = [
    ("coordinating", _("The organisation that coordinates the case; it moves along with the coordination")),
    ("author", _("The organisation that wrote the record; it stays there after a transfer")),
    ("party", _("One party, named here")),
]

WEEKDAYS = [
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
]

CHANNELS = [("mail", _("E-mail")), ("sms", _("Text message")), ("push", _("Notification on a device"))]

COLOURS = [("green", _("Green")), ("orange", _("Orange")), ("red", _("Red"))]

ESCALATION_CALLS = [("duty", _("Who is on duty")), ("contact_points", _("All contact points"))]

LANGUAGES = [("nl", "Nederlands"), ("en", "English")]

MEMBERSHIP_KINDS = [("home", _("Home organisation")), ("secondment", _("Secondment"))]

SECONDMENT_STATES = [
    ("offered", _("Offered")),
    ("accepted", _("Accepted")),
    ("declined", _("Turned down")),
    ("withdrawn", _("Withdrawn")),
]

#: Mails of people management; the title is the subject and all that the mail tells.
LETTERS = [
    ("invitation", _("You are invited to zorgtafel")),
    ("account_idle", _("Your account closes soon: log in to keep it")),
    ("account_closed", _("Your account was closed because it was not used")),
    ("administrator_idle", _("An organisation has one administrator, who never logs in")),
    ("secondment_offered", _("Another organisation offers a colleague for a period")),
    ("secondment_decided", _("There is an answer to a secondment")),
    ("channel_code", _("Your code")),
    ("channel_proved", _("Alerts reach you at a new number or address")),
    ("key_registered", _("A key of your organisation waits for a second person")),
    ("key_counts", _("Another key of your organisation counts from now on")),
    ("key_withdrawn", _("A key of your organisation was withdrawn")),
    ("channel_lost", _("A device of yours does not get notifications any more")),
]

REVIEW_OUTCOMES = [("kept", _("Kept")), ("changed", _("Role changed")), ("ended", _("Ended"))]
