"""What people read for the coded values of the rights of the young person and the parents."""

from django.utils.translation import gettext_lazy as _

from organisations.compartments import LegalGround, Purpose

#: Who asks, and to whom a report or a letter speaks.
ASKERS = [
    ("young_person", _("The young person")),
    ("guardian", _("A parent or guardian")),
    ("representative", _("A lawyer or another representative")),
]

#: Why parts may be left out. GDPR art. 15(4): rights of others. GDPR art. 23 with UAVG art. 41(1): the list
#: of interests; d is investigation and prosecution, i the protection of the person or of others.
LIMITS = [
    ("others", _("Rights and freedoms of others (AVG article 15 paragraph 4)")),
    ("crime", _("Investigation or prosecution of crimes (AVG article 23, UAVG article 41 paragraph 1 d)")),
    (
        "protection",
        _("Protection of the young person or others (AVG article 23, UAVG article 41 paragraph 1 i)"),
    ),
]

#: Purposes and grounds in words for somebody of fifteen. Prosecution is not told: it is a police matter.
PLAIN = {
    Purpose.CARE_COORDINATION.value: _("to arrange care and help"),
    Purpose.SAFETY.value: _("for safety"),
    Purpose.SEARCH.value: _("to search when somebody is missing"),
    Purpose.PROSECUTION.value: _("for a task by law"),
    Purpose.PROCESS.value: _("to lead the meetings about the help"),
    LegalGround.CONSENT.value: _("with permission"),
    LegalGround.LEGAL_OBLIGATION.value: _("the law says this must be done"),
    LegalGround.VITAL_INTEREST.value: _("there was great danger"),
    LegalGround.PUBLIC_TASK.value: _("it is a task of this organisation by law"),
    LegalGround.RIGHT_TO_REPORT.value: _("the law lets people report worries about safety"),
    LegalGround.POLICE_DATA_ACT.value: _("the law on police data allows it"),
}
PLAIN_PARTS = {
    "core": _("the outline of the file and the agreements"),
    "identity": _("name, date of birth and address"),
    "signals": _("worries that were reported"),
    "meldcode": _("the steps of the Meldcode"),
    "missing": _("what was written about being missing"),
    "medical": _("medical examination"),
    "network": _("people and places around you"),
}

#: GDPR articles of the rights.
KINDS = [
    ("access", _("Access: see the file or get a copy (AVG article 15)")),
    ("rectification", _("Rectification: something is wrong (AVG article 16)")),
    ("erasure", _("Erasure: take something out (AVG article 17)")),
    ("objection", _("Objection: stop with this (AVG article 21)")),
]
STATES = [
    ("received", _("Waits for a decision")),
    ("extended", _("Waits, with more time")),
    ("granted", _("Granted")),
    ("partly", _("Granted in part")),
    ("refused", _("Not granted")),
    ("withdrawn", _("Withdrawn")),
]
#: On which ground less is given than was asked.
GROUNDS = [
    *LIMITS,
    ("not_wrong", _("It is not wrong: it says what somebody saw or thought (AVG article 16)")),
    ("needed", _("It is needed for a task by law or a legal duty (AVG article 17 paragraph 3)")),
    ("interest", _("Compelling grounds weigh more (AVG article 21 paragraph 1)")),
    ("police", _("Police data: ask the police (Wpg article 25)")),
    ("excessive", _("Manifestly unfounded or excessive (AVG article 12 paragraph 5)")),
]
