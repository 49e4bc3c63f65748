"""What people read for the words of the register of processing. A test demands one for each."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.retention import words
from cases.retention.stored_rules import Data, Part, Term, Who, Why
from organisations.choices import COMPARTMENTS

PARTS: dict[Part, Promise] = {
    **{Part(code): label for code, label in COMPARTMENTS},
    Part.CHOSEN: _("Notes and timeline, each in the part it is about"),
    Part.ACCESS: _("Who may see a case, and who may not"),
    Part.RIGHTS: _("Rights of the young person and parents"),
    Part.END: _("The end of a case"),
    Part.LEDGER: _("The ledger and its review"),
    Part.MESSAGES: _("Messages"),
    Part.STAFF: _("People and organisations at the table"),
    Part.COVENANT: _("The covenant"),
    Part.WORKINGS: _("What the software needs to work"),
}

#: Who reads what stands outside the compartments; of the compartments the clauses tell.
READERS: dict[Part, Promise] = {
    Part.CHOSEN: _("Whoever may read that part"),
    Part.ACCESS: _(
        "Care coordinators of the case, the person it is about, and for emergency access auditors"
    ),
    Part.RIGHTS: _("Care coordinators of the case, and the contact point that the covenant names for rights"),
    Part.END: _("Care coordinators and contact points of the case; of the certificate also auditors"),
    Part.LEDGER: _("Auditors; they see who did or read what, never the text that was read"),
    Part.MESSAGES: _("The person for whom the message is"),
    Part.STAFF: _("Administrators of the organisation, platform administrators, auditors"),
    Part.COVENANT: _("Everybody whose organisation is a party"),
    Part.WORKINGS: _("Nobody; there is no page that shows it"),
}

WHO: dict[Who, Promise] = {
    Who.YOUNG: _("Young people who may be exploited"),
    Who.FAMILY: _("Their parents, guardians, brothers and sisters"),
    Who.OTHERS: _("Third persons: in their network, suspects, witnesses"),
    Who.REPORTERS: _("People who report a signal, and their sources"),
    Who.STAFF: _("Professionals of the organisations at the table"),
}

WHY: dict[Why, Promise] = {
    Why.CARE: _("to coordinate care and safety around a young person"),
    Why.TABLE: _("to prepare a meeting of the care table and to keep to what was decided"),
    Why.FOLLOW: _("to follow what happened, in order"),
    Why.SIGNALS: _("to judge signals of exploitation and to tell the reporter what was done"),
    Why.MELDCODE: _("to follow the steps of the Meldcode, a duty of each professional"),
    Why.SEARCH: _("to find a young person who is missing, and to be sure that somebody answers"),
    Why.RETURN: _("to talk with the young person after the return"),
    Why.POLICE: _("to agree with police and prosecution what is done, and in which order"),
    Why.ACCESS: _("to let in only who needs it, and to keep others away"),
    Why.EMERGENCY: _("to open a case in an emergency, and to look back at it afterwards"),
    Why.RIGHTS: _("to answer a young person or parents who use their rights"),
    Why.ACCOUNT: _("to be able to account for who did and read what (NEN 7513)"),
    Why.TELL: _("to tell people that something waits for them, by number and link only"),
    Why.END: _("to destroy a case when its term ends, and to prove that it was done"),
    Why.LOGIN: _("to be sure who somebody is"),
    Why.ROLES: _("to know for which organisation and in which role somebody works here"),
    Why.PROMISE: _("to have the promise of confidentiality on record"),
    Why.REACH: _("to reach who is on duty, at night as well"),
    Why.CEILING: _("to know what the parties agreed that may be shared at most"),
    Why.WORK: _("to let the software work, and to notice when it does not"),
}

DATA: dict[Data, Promise] = {
    Data.NAMES: _("names"),
    Data.BIRTHS: _("dates of birth and ages"),
    Data.PLACES: _("addresses and places"),
    Data.CONTACT: _("contact details and network addresses"),
    Data.LOOKS: _("looks, clothing and belongings"),
    Data.CONCERN: _("the form of the concern about exploitation"),
    Data.HEALTH: _("health and injuries"),
    Data.OFFENCES: _("reports to the police and criminal procedure"),
    Data.WORDS: _("what people wrote in their own words"),
    Data.CODES: _("choices from a list"),
    Data.TERMS: _("purposes, legal grounds and text of the covenant"),
    Data.PEOPLE: _("who did it, or for which organisation"),
    Data.MOMENTS: _("days and times"),
    Data.LINKS: _("numbers, and what it belongs to"),
    Data.SECRETS: _("passwords and keys; never shown"),
    Data.SEALS: _("counts and seals"),
    Data.TECHNICAL: _("technical settings"),
}

TERMS: dict[Term, Promise] = {
    Term.WITH_CASE: _("goes with the case when that is destroyed"),
    Term.PERSON: _("goes with the last case about this person"),
    Term.MONTH: _("removed after 31 days"),
    Term.YEAR: _("removed after a year"),
    Term.FOR_GOOD: _("never removed by the software: it tells who acted, by numbers and codes"),
    Term.IN_USE: _("as long as the table works with it; the software sets no term"),
}

TABLES: dict[str, Promise] = {
    **words.LABELS,
    "cases.AttackRun": _("Outcomes of the nightly self-attack"),
    "cases.BoardReport": _("Reports with figures for the board"),
    "cases.DestructionCertificate": _("Certificates of destruction"),
    "cases.Heartbeat": _("When background work last ran well"),
    "cases.LedgerCheck": _("Checks of the ledger"),
    "cases.LedgerExport": _("Exports of the ledger: who, for whom, why"),
    "cases.LedgerLine": _("Lines of the ledger"),
    "cases.LedgerSeal": _("Seals of the ledger"),
    "cases.Meeting": _("Meetings"),
    "cases.GuideClosed": _("Who put the first steps away"),
    "cases.Opinion": _("Opinions about the pages"),
    "cases.SavedFilter": _("Filters that people keep"),
    "cases.CalendarFeed": _("Addresses of calendars"),
    "cases.MinutesSignature": _("Signatures under minutes"),
    "cases.MeetingInvitation": _("Organisations invited to meetings"),
    "cases.ReviewCursor": _("How far the review has read"),
    "cases.ReviewPeriod": _("Months of review"),
    "cases.ReviewTally": _("How much each organisation reads in a month"),
    "organisations.ActNarrowing": _("Acts that an organisation took away from a role"),
    "organisations.ConfidentialityStatement": _("Texts of the promise of confidentiality"),
    "organisations.ContactChannel": _("How people can be reached"),
    "organisations.PushDevice": _("Devices of people that get notifications"),
    "organisations.ReachChoice": _("Quiet hours and digest of people"),
    "organisations.Covenant": _("Covenants"),
    "organisations.CovenantClause": _("Clauses: who may receive what"),
    "organisations.CovenantController": _("Who is responsible for which part"),
    "organisations.CovenantParty": _("Parties and their signatures"),
    "organisations.CovenantVersion": _("Versions of a covenant"),
    "organisations.CovenantWording": _("Purposes and legal grounds in words"),
    "organisations.DutyOverride": _("Exceptions to the roster"),
    "cases.DirectoryEntry": _("Phone list of police and justice"),
    "cases.Drill": _("Fire drills"),
    "cases.DrillCall": _("Fire drills, call by call"),
    "cases.DrillLevel": _("Levels of a fire drill"),
    "organisations.DutyShift": _("Shifts of the roster"),
    "organisations.EscalationStep": _("Whom an organisation calls, in which order"),
    "organisations.IdentityLink": _("People as their own organisation's login knows them"),
    "organisations.IdentityProvider": _("Own logins of organisations"),
    "organisations.Invitation": _("Invitations"),
    "organisations.Letter": _("Mails about accounts"),
    "organisations.Membership": _("Who works for which organisation, in which role"),
    "organisations.Organisation": _("Organisations"),
    "organisations.OrganisationGroupObjectPermission": _("Acts of roles"),
    "organisations.RightsDecision": _("Decisions of reviews of rights"),
    "organisations.RightsReview": _("Yearly reviews of rights"),
    "organisations.SealingKey": _("Public keys of organisations"),
    "organisations.Secondment": _("Secondments"),
    "cases.SignalRoute": _("Agreements about which desk gets which signals"),
    "cases.Sheet": _("Files with registrations that a desk brings in"),
    "cases.SheetPart": _("Rows of such files, encrypted until they are emptied"),
    "cases.SignalDraft": _("Signals that were not sent yet"),
    "organisations.StatementAcceptance": _("Promises of confidentiality"),
    "organisations.Submission": _("Forms that were sent, so that one sent twice counts once"),
    "organisations.User": _("Accounts"),
}

LIBRARIES: dict[str, Promise] = {
    "account": _("E-mail addresses of accounts"),
    "auth": _("Groups for roles"),
    "contenttypes": _("Names of tables"),
    "guardian": _("Permissions (empty: the software has tables of its own)"),
    "mfa": _("Second steps of the login"),
    "sessions": _("Who is logged in"),
    "usersessions": _("Devices on which somebody is logged in"),
}

SPECIAL: dict[int, Promise] = {
    9: _("special categories of data, such as health (GDPR art. 9)"),
    10: _("data about criminal offences (GDPR art. 10)"),
}

#: What the software does, whatever the settings.
MEASURES: tuple[Promise, ...] = (
    _("Nobody reads a case without a clause in force, a part for their organisation, and the right role."),
    _("A professional must be named on a case to read it; a conflict of interest keeps people away."),
    _("A name can stay out of sight: organisations think along under a pseudonym first."),
    _("Every reading and every change, allowed or refused, is a line in the ledger; without a line no page."),
    _("Lines of the ledger can't be changed or removed: the database refuses it, a chain of seals shows it."),
    _("A line tells who did what and when, by numbers and codes; never what was read."),
    _("The ledger is reviewed by rules and by a sample, and people outside the house can hold its seals."),
    _("Messages outside the software hold a number, a colour and a link: no name, no place, no fact."),
    _("Passwords are stored as a hash that can't be turned back."),
    _("An exported ledger is encrypted and waits, so that another auditor can stop it."),
    _("Each night the software attacks a copy of itself and reports what should not have been seen."),
    _("Each organisation reviews its people's rights yearly; accounts that are not used are closed."),
    _("A closed case is destroyed by two people of two organisations, old values included."),
)

ROLE = _(
    "On PostgreSQL the site can work under a database role of its own that can only add to the ledger; "
    "a check at the start warns when it can do more."
)
NOT_ENCRYPTED = _(
    "The software does not encrypt the database itself: whoever hosts it encrypts the disk, the back-ups and "
    "the connections (TLS)."
)

#: What an assessment (GDPR art. 35) needs to know of the software besides.
ASSESSMENT: tuple[Promise, ...] = (
    _("It is about children who may be victims, and about health: an assessment is obligatory."),
    _("The software takes no decision about anybody and gives no score; indicators are not added up."),
    _("There is no profiling and no matching with other registers."),
    _("Data come from the people who work at the table; the young person is not asked by the software."),
)

BY_HAND: tuple[Promise, ...] = (
    _("the data protection officer and, where there is one, the representative of each controller"),
    _("who hosts the software and its back-ups as a processor, and in which country"),
    _("the mail and telephone services that carry the messages"),
)
