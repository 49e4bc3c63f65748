"""Names of young people, obviously invented: first names with things nobody is called after. PURE."""

import random

FIRST = """
    Noor Sam Lotje Yara Milan Fien Jip Amira Tijn Roos Sanne Ilyas Bo Maan Kiki Joris Esma Puck Dex Liv
    Nova Rayan Juul Tess Mats Zoë Imane Kees Lief Finn
"""
LAST = """
    Zeegras Wolkendek Regenboog Sterrenstof Papiervis Zandkasteel Luchtbrug Waterval Maanlicht Zonnewijzer
    Kiezelsteen Vuurtoren Windvaan Sneeuwpop Vlieger Kompasroos Ansichtkaart Potlood Theepot Paraplu
"""


def invent(rng: random.Random, count: int) -> list[str]:
    """Give ``count`` different names (at most 600), the same ones for the same ``rng``."""
    everybody = [f"{first} {last}" for first in FIRST.split() for last in LAST.split()]
    return rng.sample(everybody, count)
