"""Names folded for an exact search: accents, case, spaces and Dutch prefixes do not matter. PURE."""

import unicodedata

#: Written before or after the surname, with or without capitals: folded away on both sides.
PREFIXES = frozenset(
    {"van", "de", "der", "den", "het", "t", "ter", "ten", "te", "von", "la", "le", "el", "al", "in", "op"}
)


def fold(name: str) -> str:
    """Give the search key of a name: ``"Noor van der Veen"`` and ``"Véén, van der, noor"`` are one.

    The parts are sorted, so that first and last name may be swapped; letters of other
    alphabets stay as they are.
    """
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(c if c.isalnum() else " " for c in plain if not unicodedata.combining(c))
    parts = [part for part in letters.split() if part not in PREFIXES]
    return " ".join(sorted(parts))[:160]
