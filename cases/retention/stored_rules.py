"""What a stored table and each of its fields is for: the words of the register of processing. PURE.

The register says what is kept, about whom and why (GDPR art. 30(1)); data that nobody can give a purpose for
may not be kept at all (GDPR art. 5(1)(b) and (c)). So every table and every field is named here by hand, in
``stored_case_rules.py`` and ``stored_house_rules.py``, and a test fails when one of them is not.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.retention.plan_rules import KEPT, LINKS
from organisations.compartments import Compartment


class Part(StrEnum):
    """Where a table belongs: a compartment of a case, or one of the things around it."""

    CORE = Compartment.CORE.value
    IDENTITY = Compartment.IDENTITY.value
    SIGNALS = Compartment.SIGNALS.value
    MELDCODE = Compartment.MELDCODE.value
    MISSING = Compartment.MISSING.value
    POLICE = Compartment.POLICE.value
    MEDICAL = Compartment.MEDICAL.value
    NETWORK = Compartment.NETWORK.value
    CHOSEN = "chosen"  # in the compartment that the writer chose
    ACCESS = "access"  # who may see a case, and who may not
    RIGHTS = "rights"
    END = "end"
    LEDGER = "ledger"
    MESSAGES = "messages"
    STAFF = "staff"
    COVENANT = "covenant"
    WORKINGS = "workings"


class Who(StrEnum):
    """Categories of data subjects."""

    YOUNG = "young"
    FAMILY = "family"
    OTHERS = "others"
    REPORTERS = "reporters"
    STAFF = "staff"


class Why(StrEnum):
    """What a table is kept for."""

    CARE = "care"
    TABLE = "table"
    FOLLOW = "follow"
    SIGNALS = "signals"
    MELDCODE = "meldcode"
    SEARCH = "search"
    RETURN = "return"
    POLICE = "police"
    ACCESS = "access"
    EMERGENCY = "emergency"
    RIGHTS = "rights"
    ACCOUNT = "account"
    TELL = "tell"
    END = "end"
    LOGIN = "login"
    ROLES = "roles"
    PROMISE = "promise"
    REACH = "reach"
    CEILING = "ceiling"
    WORK = "work"


class Data(StrEnum):
    """Kinds of data, in the order in which they are told."""

    NAMES = "names"
    BIRTHS = "births"
    PLACES = "places"
    CONTACT = "contact"
    LOOKS = "looks"
    CONCERN = "concern"
    HEALTH = "health"
    OFFENCES = "offences"
    WORDS = "words"
    CODES = "codes"
    TERMS = "terms"
    PEOPLE = "people"
    MOMENTS = "moments"
    LINKS = "links"
    SECRETS = "secrets"
    SEALS = "seals"
    TECHNICAL = "technical"


class Term(StrEnum):
    """How long rows of a table stay."""

    WITH_CASE = "with_case"
    PERSON = "person"
    MONTH = "month"
    YEAR = "year"
    FOR_GOOD = "for_good"
    IN_USE = "in_use"


@dataclass(frozen=True, slots=True)
class Stored:
    """One table: where it belongs, what it is for, about whom, and its fields by kind of data."""

    part: Part
    why: Why
    who: tuple[Who, ...]
    fields: Mapping[Data, tuple[str, ...]]


#: In every table: the key of a row, and how often it was written (a later write never undoes an earlier one).
IN_EVERY_TABLE = frozenset({"id", "version"})
#: Data that the law protects more: health and sexual life (GDPR art. 9), offences (GDPR art. 10).
SPECIAL: Mapping[Part, tuple[int, ...]] = {
    Part.CORE: (9, 10),  # that somebody may be exploited says something about both
    Part.SIGNALS: (9, 10),
    Part.MELDCODE: (9,),
    Part.MISSING: (9,),
    Part.POLICE: (10,),
    Part.MEDICAL: (9,),
    Part.NETWORK: (10,),
    Part.CHOSEN: (9, 10),
}


def stored(part: Part, why: Why, who: tuple[Who, ...], **fields: str) -> Stored:
    """Write one row of the table; per kind of data the names of its fields.

    Raises: ValueError for a kind of data that does not exist.
    """
    return Stored(part, why, who, {Data(kind): tuple(names.split()) for kind, names in fields.items()})


def term_of(table: str) -> Term:
    """Give how long the rows of a table stay; the plan of a destruction says which go with a case."""
    if table == "cases.YoungPerson":
        return Term.PERSON
    if table == "cases.ExistenceCheck":
        return Term.MONTH
    if table == "cases.Opinion":
        return Term.YEAR
    if table in LINKS:
        return Term.WITH_CASE
    return Term.FOR_GOOD if table in KEPT or table == "cases.LedgerSeal" else Term.IN_USE
