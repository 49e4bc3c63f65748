"""The list of signs: which there are, for which form of exploitation, since when, and their sources. PURE.

Sources, in our own words (domain facts 2.1 and 2.2; how they are put together is a choice of ours):

- the list of signs of trafficking used by Zorg- en Veiligheidshuis Zeeland and SHOP Jeugd Den Haag
  (https://veiligheidshuiszeeland.nl/zorgcoordinatie-slachtoffers-mensenhandel/signalenlijst-mensenhandel/,
  https://www.shop-jeugd-denhaag.nl/signalenlijst);
- CKM (https://www.hetckm.nl/zelf-mensenhandel-herkennen/);
- Keerpunt and Maak het zichtbaar (https://keerpunt.chat/signalen-herkennen/,
  http://maakhetzichtbaar.nl/signalen-herkennen/);
- municipal rules that describe the forms (https://lokaleregelgeving.overheid.nl/CVDR737104/1) and the page of
  a municipality (https://www.velsen.nl/mensenhandel);
- for begging, domestic servitude and forced marriage EU directive 2024/1712
  (https://berthub.eu/tkconv/document.html?nummer=2025D44056).

A code keeps its meaning for good. Other words are another code; what a later list leaves out stays readable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Area(StrEnum):
    """Where in somebody's life a sign shows; the lists in use are ordered like this."""

    MONEY = "money"
    CONTACTS = "contacts"
    WHEREABOUTS = "whereabouts"
    BODY = "body"
    BEHAVIOUR = "behaviour"
    WORK = "work"


class Form(StrEnum):
    """The form of exploitation that a sign may point to; ANY where the lists make no difference."""

    ANY = "any"
    SEXUAL = "sexual"
    CRIMINAL = "criminal"
    LABOUR = "labour"
    OTHER = "other"


class Source(StrEnum):
    """Where a sign was read; the docstring of this module has the addresses."""

    ZEELAND = "zeeland"
    CKM = "ckm"
    KEERPUNT = "keerpunt"
    ZICHTBAAR = "maak_het_zichtbaar"
    CVDR = "cvdr_737104"
    VELSEN = "velsen"
    EU = "eu_2024_1712"


@dataclass(frozen=True, slots=True)
class Indicator:
    """One sign. ``is_change``: it tells that something became different, which the lists look for."""

    code: str
    area: Area
    form: Form
    sources: tuple[Source, ...]
    is_change: bool = False


_LISTS = (Source.ZEELAND, Source.CKM, Source.ZICHTBAAR)
_SCHOOL = (Source.ZEELAND, Source.CKM, Source.KEERPUNT)

INDICATORS: tuple[Indicator, ...] = (
    Indicator("several_phones", Area.CONTACTS, Form.ANY, _LISTS),
    Indicator("sudden_goods", Area.MONEY, Form.ANY, _LISTS, is_change=True),
    Indicator("sudden_debts", Area.MONEY, Form.ANY, _LISTS, is_change=True),
    Indicator("picked_up", Area.CONTACTS, Form.ANY, _SCHOOL),
    Indicator("waited_for", Area.CONTACTS, Form.ANY, _SCHOOL),
    Indicator("older_contacts", Area.CONTACTS, Form.ANY, _LISTS),
    Indicator("secret_contacts", Area.CONTACTS, Form.ANY, _LISTS, is_change=True),
    Indicator("isolation", Area.CONTACTS, Form.ANY, _LISTS, is_change=True),
    Indicator("absence", Area.WHEREABOUTS, Form.ANY, _SCHOOL),
    Indicator("late_home", Area.WHEREABOUTS, Form.ANY, _LISTS),
    Indicator("hotel", Area.WHEREABOUTS, Form.SEXUAL, (Source.ZEELAND,)),
    Indicator("running_away", Area.WHEREABOUTS, Form.ANY, _LISTS),
    Indicator("exhaustion", Area.BODY, Form.ANY, _LISTS),
    Indicator("injuries", Area.BODY, Form.ANY, _LISTS),
    Indicator("tattoo", Area.BODY, Form.SEXUAL, _LISTS),
    Indicator("substance_use", Area.BODY, Form.ANY, _LISTS),
    Indicator("changed_norms", Area.BEHAVIOUR, Form.ANY, _LISTS, is_change=True),
    Indicator("avoidance", Area.BEHAVIOUR, Form.SEXUAL, (Source.ZEELAND,)),
    Indicator("psychosomatic", Area.BODY, Form.ANY, _LISTS),
    Indicator("carries_for_others", Area.MONEY, Form.CRIMINAL, (Source.CVDR, Source.VELSEN)),
    Indicator("images_pressure", Area.CONTACTS, Form.SEXUAL, (Source.CVDR,)),
    Indicator("lends_account", Area.MONEY, Form.CRIMINAL, (Source.CVDR, Source.VELSEN)),
    Indicator("steals_on_order", Area.BEHAVIOUR, Form.CRIMINAL, (Source.CVDR, Source.VELSEN)),
    Indicator("drugs_errands", Area.WHEREABOUTS, Form.CRIMINAL, (Source.CVDR, Source.VELSEN)),
    Indicator("explosives", Area.BEHAVIOUR, Form.CRIMINAL, (Source.CVDR, Source.VELSEN)),
    Indicator("underpaid", Area.WORK, Form.LABOUR, (Source.CVDR,)),
    Indicator("long_hours", Area.WORK, Form.LABOUR, (Source.CVDR,)),
    Indicator("lives_at_work", Area.WORK, Form.LABOUR, (Source.CVDR,)),
    Indicator("intimidated_at_work", Area.WORK, Form.LABOUR, (Source.CVDR,)),
    Indicator("begging", Area.WORK, Form.OTHER, (Source.EU,)),
    Indicator("domestic_servitude", Area.WORK, Form.OTHER, (Source.EU,)),
    Indicator("forced_marriage", Area.CONTACTS, Form.OTHER, (Source.EU,)),
)
BY_CODE: dict[str, Indicator] = {indicator.code: indicator for indicator in INDICATORS}


@dataclass(frozen=True, slots=True)
class List:
    """One version of the list: the codes that people could tick from that day on."""

    version: int
    since: date
    codes: tuple[str, ...]


_CODES = tuple(BY_CODE)
#: Oldest first. A list that was in use is never changed: a sign that was ticked says from which list.
LISTS: tuple[List, ...] = (
    List(1, date(2026, 1, 1), _CODES[:20]),
    List(2, date(2026, 11, 25), _CODES),
)
CURRENT: List = LISTS[-1]


def offered(current: List = CURRENT) -> dict[Form, tuple[str, ...]]:
    """Give the codes of a list by form of exploitation, in its own order; forms without any left out."""
    found = {form: tuple(code for code in current.codes if BY_CODE[code].form is form) for form in Form}
    return {form: codes for form, codes in found.items() if codes}


def by_area(codes: Iterable[str]) -> dict[Area, tuple[str, ...]]:
    """Give codes by where they show, so that a combination can be seen; areas without any left out."""
    wanted = frozenset(codes)
    found = {area: tuple(i.code for i in INDICATORS if i.area is area and i.code in wanted) for area in Area}
    return {area: found[area] for area in Area if found[area]}
