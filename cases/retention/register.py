"""The register of processing of one covenant (GDPR art. 30(1)), made from the covenant and the code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.retention import register_words as words
from cases.retention.stored_case_rules import ABOUT_CASES
from cases.retention.stored_house_rules import AROUND_CASES, OF_LIBRARIES
from cases.retention.stored_pack_rules import OF_PACKS
from cases.retention.stored_rules import SPECIAL, Part, Stored, Who, term_of
from cases.retention.stored_search_rules import IN_SEARCH
from cases.retention.stored_work_rules import OF_WORK
from organisations import covenant as covenants
from organisations import covenant_sentences, covenant_text, managing
from organisations.actor import Actor
from organisations.acts import Act
from organisations.choices import COMPARTMENTS, LEGAL_GROUNDS, ORGANISATION_KINDS, PURPOSES
from organisations.covenant_rules import EXISTENCE, Text
from organisations.models import Covenant, CovenantVersion, Organisation

Words = Promise | str
KINDS = dict(ORGANISATION_KINDS)
#: Every table, with what it is for.
STORED: Mapping[str, Stored] = {**ABOUT_CASES, **OF_WORK, **IN_SEARCH, **OF_PACKS, **AROUND_CASES}


@dataclass(frozen=True, slots=True)
class TableShown:
    """One table in words; ``kinds``: kind of data and the names of its fields."""

    label: Words
    why: Words
    who: tuple[Words, ...]
    term: Words
    kinds: tuple[tuple[Words, str], ...]


@dataclass(frozen=True, slots=True)
class PartShown:
    """A compartment, or something around the cases: what the law says of it, who receives it, its tables."""

    label: Words
    special: tuple[Words, ...]
    recipients: tuple[Words, ...]
    responsible: str
    tables: tuple[TableShown, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """All of it. Without a version in force (``version``) nobody may receive anything."""

    covenant: Covenant
    version: CovenantVersion | None
    controller: str
    rights_contact: str
    purposes: tuple[tuple[Words, str], ...]
    grounds: tuple[tuple[Words, str], ...]
    subjects: tuple[tuple[Words, str], ...]
    parts: tuple[PartShown, ...]
    asks: tuple[Words, ...]
    retention: tuple[str, ...]
    measures: tuple[Words, ...]
    assessment: tuple[Words, ...] = words.ASSESSMENT
    by_hand: tuple[Words, ...] = words.BY_HAND


def fetch(pk: int, *, actor: Actor, on: date) -> Covenant:
    """Fetch a covenant whose register this actor may read: one that binds their organisation (local date).

    Auditors and platform administrators read all of them. There is no case in it, and nothing is counted.

    Raises:
        AccessDenied: there is no such covenant, or it does not bind their organisation.
    """
    actor.demand(Act.READ_INBOX)
    found = Covenant.objects.filter(pk=pk)
    if actor.role not in managing.SEES_ALL:
        bound = covenants.bound(on=on).filter(organisation_id=actor.organisation_id)
        found = found.filter(versions__in=bound.values("version"))
    covenant = found.first()
    if covenant is None:
        raise managing.elsewhere(Act.READ_INBOX)
    return covenant


def of_covenant(covenant: Covenant, *, on: date) -> Register:
    """Give the register of a covenant as it is on a day (local date). A fixed number of statements."""
    version = covenant_text.in_force(covenant, on=on)
    text = Text(name=covenant.name) if version is None else covenant_text.text_of(version, on=on)
    names = _names(text)
    return Register(
        covenant=covenant,
        version=version,
        controller=text.controller,
        rights_contact=text.rights_contact,
        purposes=tuple((label, text.purposes[code]) for code, label in PURPOSES if code in text.purposes),
        grounds=tuple((label, text.grounds[code]) for code, label in LEGAL_GROUNDS if code in text.grounds),
        subjects=tuple((label, _parts_about(who)) for who, label in words.WHO.items()),
        parts=tuple(_part(part, text, names) for part in Part),
        asks=_recipients(EXISTENCE, text, names),
        retention=tuple(_terms(version)),
        measures=tuple(_measures()),
    )


def _names(text: Text) -> dict[int, str]:
    found = covenant_sentences.organisations_in(text, Text())
    return dict(Organisation.objects.filter(pk__in=found).values_list("pk", "name"))


def _part(part: Part, text: Text, names: Mapping[int, str]) -> PartShown:
    is_compartment = part.value in dict(COMPARTMENTS)
    responsible = covenant_sentences.rule_in_words(text.controllers.get(part.value), names)
    return PartShown(
        label=words.PARTS[part],
        special=tuple(words.SPECIAL[article] for article in SPECIAL.get(part, ())),
        recipients=_recipients(part.value, text, names) if is_compartment else (words.READERS[part],),
        responsible=responsible if is_compartment else "",
        tables=tuple(_tables(part)),
    )


def _tables(part: Part) -> Iterator[TableShown]:
    for table, stored in STORED.items():
        if stored.part is part:
            yield _table(words.TABLES[table], stored, words.TERMS[term_of(table)])
    for library, stored in OF_LIBRARIES.items():
        if stored.part is part:
            yield _table(words.LIBRARIES[library], stored, words.TERMS[term_of(library)])


def _table(label: Words, stored: Stored, term: Words) -> TableShown:
    return TableShown(
        label=label,
        why=words.WHY[stored.why],
        who=tuple(words.WHO[who] for who in stored.who),
        term=term,
        kinds=tuple((words.DATA[kind], ", ".join(names)) for kind, names in stored.fields.items()),
    )


def _recipients(part: str, text: Text, names: Mapping[int, str]) -> tuple[Words, ...]:
    """Give the kinds of organisations, and then the single ones, that clauses let receive a part."""
    found = sorted({line.recipient for line in text.lines if line.compartment == part})
    kinds = [KINDS[who.kind] for who in found if not who.organisation_id]
    return (*kinds, *(names.get(who.organisation_id, "–") for who in found if who.organisation_id))


def _parts_about(who: Who) -> str:
    """Name the parts in which data about these people stand."""
    about = {stored.part for stored in STORED.values() if who in stored.who}
    return "; ".join(str(label) for part, label in words.PARTS.items() if part in about)


def _terms(version: CovenantVersion | None) -> Iterator[str]:
    if version is not None:
        term = covenant_sentences.months(version.retention_months)
        yield _("A case is kept until %(term)s after it closes (covenant).") % {"term": term}
    yield _(
        "Two people decide on the end of a case; a complaint or a lawsuit can keep it longer, with a reason."
    )
    yield _("Questions whether a case exists are removed after 31 days.")
    yield _("The ledger and the certificates of destruction are not removed by the software.")
    yield _("Back-ups outlive a destroyed case; whoever hosts the software sets their term.")


def _measures() -> Iterator[Words]:
    if settings.ZORGTAFEL_REQUIRE_MFA:
        yield _("Everybody logs in with two steps; what weighs most asks for the second one again.")
    else:
        yield _(
            "The second step of the login is switched off here, as in a trial; for real people it must be on."
        )
    minutes = settings.SESSION_COOKIE_AGE // 60
    yield ngettext(
        "Whoever does nothing for %(count)s minute is logged out.",
        "Whoever does nothing for %(count)s minutes is logged out.",
        minutes,
    ) % {"count": minutes}
    yield from words.MEASURES
    yield words.ROLE
    yield words.NOT_ENCRYPTED
