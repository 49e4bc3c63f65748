"""What people write in a cell of choices, folded, and the code that it means: codes, labels, usual words."""

from collections.abc import Mapping
from functools import cache

from django.utils import translation

from cases.choices import FORMS_OF_CONCERN, INDICATORS, KNOWLEDGE, SIGNAL_CHANNELS, SIGNAL_SUBJECTS, URGENCIES
from cases.intake.indicator_rules import CURRENT
from cases.intake.sheets.row_rules import Field, fold

_CHOICES = {
    Field.KNOWLEDGE: KNOWLEDGE,
    Field.SUBJECT: SIGNAL_SUBJECTS,
    Field.FORM: FORMS_OF_CONCERN,
    Field.URGENCY: URGENCIES,
    Field.CHANNEL: SIGNAL_CHANNELS,
    Field.SIGNS: [pair for pair in INDICATORS if pair[0] in CURRENT.codes],
}
#: Words of desks that keep a list today; own wording, Dutch as they are typed.
_USUAL: Mapping[Field, Mapping[str, str]] = {
    Field.KNOWLEDGE: {
        "zelf gezien": "first_hand",
        "zelf gehoord": "first_hand",
        "gezien": "first_hand",
        "gehoord": "second_hand",
        "van horen zeggen": "second_hand",
        "afgeleid": "inferred",
    },
    Field.SUBJECT: {
        "jongere": "young_person",
        "slachtoffer": "young_person",
        "verdachte": "suspect",
        "plaats": "place",
        "locatie": "place",
        "adres": "place",
        "telefoon": "phone",
        "telefoonnummer": "phone",
        "kenteken": "plate",
        "onbekend": "nobody",
        "niemand": "nobody",
    },
    Field.FORM: {
        "seksueel": "sexual",
        "loverboy": "sexual",
        "arbeid": "labour",
        "crimineel": "criminal",
        "organen": "organ",
        "anders": "other",
        "onbekend": "unknown",
    },
    Field.URGENCY: {
        "acuut": "acute",
        "direct": "acute",
        "spoed": "urgent",
        "hoog": "urgent",
        "ja": "urgent",
        "normaal": "normal",
        "nee": "normal",
        "laag": "normal",
    },
    Field.CHANNEL: {
        "ouder": "parent",
        "familie": "parent",
        "buurman": "bystander",
        "omstander": "bystander",
        "burger": "bystander",
        "hotel": "hospitality",
        "horeca": "hospitality",
        "taxi": "hospitality",
        "school": "school",
        "huisarts": "doctor",
        "arts": "doctor",
        "meldpunt": "regional_desk",
        "vt": "veilig_thuis",
        "mma": "meld_misdaad_anoniem",
        "csg": "sexual_assault_centre",
        "politie": "police",
    },
}


@cache
def words() -> dict[str, dict[str, str]]:
    """Give per field of choices what can be written, in Dutch and in English."""
    found: dict[str, dict[str, str]] = {field.value: dict(_USUAL.get(field, {})) for field in _CHOICES}
    for language in ("en", "nl"):
        with translation.override(language):
            for field, pairs in _CHOICES.items():
                found[field.value].update({fold(str(label)): code for code, label in pairs})
                found[field.value].update({fold(code): code for code, _label in pairs})
    return found
