"""Who is at the table of Regio Waterland-Zuid, and what its covenant says. PURE: tables only.

Nobody in these tables exists; the family names are birds and plants so that nobody can
mistake them for somebody.
"""

from dataclasses import dataclass

from organisations.compartments import Compartment, LegalGround, Purpose
from organisations.roles import Role

REGION = "Regio Waterland-Zuid (synthetisch)"
DOMAIN = "demo.zorgtafel.example"
PASSWORD = "zorgtafel-demo"
PROMISE_NL = """Ik zie hier gegevens van jongeren die gevaar lopen. Ik open alleen wat ik voor mijn werk aan deze tafel nodig heb.

Ik vertel niemand verder wat ik lees, ook niet in mijn eigen organisatie, tenzij het convenant dat toestaat. Dat blijft zo als ik hier niet meer werk.

Ik weet dat wordt vastgelegd wat ik open en dat daar vragen over kunnen komen. Zie ik iets dat niet klopt, dan meld ik het meteen."""  # noqa: E501 - a text of paragraphs
PROMISE_EN = """Here I see information about young people in danger. I open only what I need for my work at this table.

I pass on nothing of what I read, not inside my own organisation either, unless the covenant allows it. That stays so when I no longer work here.

I know that what I open is recorded and that I may be asked about it. When I see something that is not right, I report it at once."""  # noqa: E501 - a text of paragraphs
MUNICIPALITIES = ("Waterdam", "Polderveen", "Noorderkreek", "Zuiderwiel")

#: key -> (name, kind)
ORGANISATIONS: dict[str, tuple[str, str]] = {
    "desk": ("Zorgcoördinatie Waterland-Zuid", "care_coordination"),
    "table": ("Zorg- en Veiligheidshuis Waterland-Zuid", "care_table"),
    "school": ("Lyceum De Dijk", "school"),
    "attendance": ("Leerplicht Waterland-Zuid", "school_attendance"),
    "police": ("Politie Waterland-Zuid", "police"),
    "veilig_thuis": ("Veilig Thuis Waterland-Zuid", "veilig_thuis"),
    "institution": ("Jeugdhulp Het Anker", "youth_care"),
    "elsewhere": ("Jeugdhulp De Overkant", "youth_care"),
    "agency": ("Jeugdbescherming De Sluis", "certified_agency"),
    "team": ("Wijkteam Polderveen", "neighbourhood_team"),
    "centre": ("Centrum Seksueel Geweld De Kreek", "sexual_assault_centre"),
    "oversight": ("Toezicht Waterland-Zuid", "oversight"),
}


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody's place in the region: account, full name, organisation and role."""

    key: str
    name: str
    home: str
    role: Role


#: The standing cast comes first; the others are their colleagues.
SEATS = (
    Seat("anna", "Anna Aalscholver", "desk", Role.CARE_COORDINATOR),
    Seat("bram", "Bram Bosuil", "school", Role.PROFESSIONAL),
    Seat("chris", "Chris Citroenvlinder", "elsewhere", Role.CONTACT_POINT),
    Seat("dina", "Dina Duindoorn", "oversight", Role.AUDITOR),
    Seat("eva", "Eva Eksteroog", "desk", Role.CARE_COORDINATOR),
    Seat("farid", "Farid Fuut", "police", Role.PROFESSIONAL),
    Seat("gerda", "Gerda Grutto", "veilig_thuis", Role.CONTACT_POINT),
    Seat("hugo", "Hugo Havik", "institution", Role.DUTY_OFFICER),
    Seat("iris", "Iris IJsvogel", "table", Role.PROCESS_DIRECTOR),
    Seat("joost", "Joost Jasmijn", "table", Role.PLATFORM_ADMIN),
    Seat("arno", "Arno Aardbei", "desk", Role.CARE_COORDINATOR),
    Seat("amina", "Amina Akelei", "desk", Role.ORGANISATION_ADMIN),
    Seat("bea", "Bea Braam", "school", Role.CONTACT_POINT),
    Seat("boris", "Boris Bergamot", "school", Role.PROFESSIONAL),
    Seat("bilal", "Bilal Bieslook", "school", Role.ORGANISATION_ADMIN),
    Seat("carla", "Carla Cichorei", "elsewhere", Role.PROFESSIONAL),
    Seat("cas", "Cas Citroenmelisse", "elsewhere", Role.DUTY_OFFICER),
    Seat("daan", "Daan Dotterbloem", "oversight", Role.ORGANISATION_ADMIN),
    Seat("fenna", "Fenna Fazant", "police", Role.CONTACT_POINT),
    Seat("floris", "Floris Fluitenkruid", "police", Role.DUTY_OFFICER),
    Seat("fatima", "Fatima Framboos", "police", Role.PROFESSIONAL),
    Seat("gijs", "Gijs Goudvink", "veilig_thuis", Role.DUTY_OFFICER),
    Seat("guus", "Guus Ganzerik", "veilig_thuis", Role.PROFESSIONAL),
    Seat("piet", "Piet Papaver", "institution", Role.CONTACT_POINT),
    Seat("hanna", "Hanna Heggenrank", "institution", Role.PROFESSIONAL),
    Seat("hilde", "Hilde Heemst", "institution", Role.ORGANISATION_ADMIN),
    Seat("ilse", "Ilse IJzerhard", "table", Role.PROCESS_DIRECTOR),
    Seat("karim", "Karim Kievit", "attendance", Role.CONTACT_POINT),
    Seat("kaat", "Kaat Kamperfoelie", "attendance", Role.PROFESSIONAL),
    Seat("lars", "Lars Lijsterbes", "agency", Role.CONTACT_POINT),
    Seat("lotte", "Lotte Lepelaar", "agency", Role.PROFESSIONAL),
    Seat("linde", "Linde Lavendel", "agency", Role.DUTY_OFFICER),
    Seat("mies", "Mies Merel", "team", Role.CONTACT_POINT),
    Seat("mo", "Mo Madelief", "team", Role.PROFESSIONAL),
    Seat("maud", "Maud Moerasvaren", "team", Role.PROFESSIONAL),
    Seat("nel", "Nel Nachtegaal", "centre", Role.CONTACT_POINT),
    Seat("noud", "Noud Nagelkruid", "centre", Role.PROFESSIONAL),
    Seat("sien", "Sien Spreeuw", "school", Role.PROFESSIONAL),
    Seat("teun", "Teun Tureluur", "institution", Role.PROFESSIONAL),
    Seat("vera", "Vera Viooltje", "veilig_thuis", Role.ORGANISATION_ADMIN),
    Seat("ciska", "Ciska Chrysant", "elsewhere", Role.ORGANISATION_ADMIN),
    Seat("frits", "Frits Fluweelbloem", "police", Role.ORGANISATION_ADMIN),
    Seat("kiki", "Kiki Korenbloem", "attendance", Role.ORGANISATION_ADMIN),
    Seat("luuk", "Luuk Lisdodde", "agency", Role.ORGANISATION_ADMIN),
    Seat("mats", "Mats Meidoorn", "team", Role.ORGANISATION_ADMIN),
    Seat("nina", "Nina Narcis", "centre", Role.ORGANISATION_ADMIN),
    Seat("tess", "Tess Tijm", "table", Role.ORGANISATION_ADMIN),
    # A second organisation that coordinates cases of its own: without one nothing can overlap unseen.
    Seat("leon", "Leon Libel", "agency", Role.CARE_COORDINATOR),
)

CARE = (Purpose.CARE_COORDINATION.value, LegalGround.PUBLIC_TASK.value)
SAFETY = (Purpose.SAFETY.value, LegalGround.RIGHT_TO_REPORT.value)
SEARCH = (Purpose.SEARCH.value, LegalGround.POLICE_DATA_ACT.value)
CONSENT = (Purpose.CARE_COORDINATION.value, LegalGround.CONSENT.value)
PROCESS = (Purpose.PROCESS.value, LegalGround.PUBLIC_TASK.value)

Terms = tuple[tuple[str, str], str]

#: What each kind of organisation may receive: [(purpose and ground, compartments)], per version.
FIRST_VERSION: dict[str, list[Terms]] = {
    "care_coordination": [(CARE, "core identity signals meldcode missing police network")],
    "care_table": [(PROCESS, "core")],
    "school": [(CARE, "core identity signals meldcode missing")],
    "school_attendance": [(CARE, "core identity signals")],
    "police": [(SEARCH, "core identity signals missing police")],
    "veilig_thuis": [(SAFETY, "core identity signals meldcode missing")],
    "youth_care": [(CARE, "core identity signals meldcode missing"), (SAFETY, "core identity missing")],
    "certified_agency": [(CARE, "core identity signals meldcode missing")],
    "neighbourhood_team": [(CARE, "core identity signals meldcode")],
}
#: The second version opens medical and network, and lets the sexual assault centre join.
SECOND_VERSION: dict[str, list[Terms]] = FIRST_VERSION | {
    "care_coordination": [(CARE, "core identity signals meldcode missing police medical network")],
    "police": [(SEARCH, "core identity signals missing police network")],
    "sexual_assault_centre": [(CONSENT, "core identity medical")],
}
#: Kinds that may ask whether a case exists and whom to call: the article that opens nothing to read.
EXISTENCE = ("youth_care", "veilig_thuis", "neighbourhood_team", "school_attendance", "certified_agency")
JOINED_LATER = frozenset({"centre"})
RIGHTS_CONTACT = "rechten@waterdam.demo.zorgtafel.example"
#: The words of the covenant's articles on purposes and grounds.
PURPOSES = {
    Purpose.CARE_COORDINATION.value: "Zorg en begeleiding rond één jongere op elkaar afstemmen.",
    Purpose.SAFETY.value: "Een jongere beschermen tegen uitbuiting en geweld, nu en op langere termijn.",
    Purpose.SEARCH.value: "Een vermiste jongere zo snel mogelijk vinden.",
    Purpose.PROCESS.value: "Het overleg voorbereiden en leiden, zonder meer te weten dan daarvoor nodig is.",
}
#: Who answers for the records: the coordinator's organisation, but each for its own track and contacts.
CONTROLLERS = {part.value: "coordinating" for part in Compartment} | {
    Compartment.SIGNALS.value: "author",
    Compartment.MELDCODE.value: "author",
    Compartment.POLICE.value: "author",
}
GROUNDS = {
    LegalGround.PUBLIC_TASK.value: "Voor partijen met een wettelijke taak in jeugdhulp, onderwijs of zorg.",
    LegalGround.RIGHT_TO_REPORT.value: "Voor het melden aan en door Veilig Thuis.",
    LegalGround.POLICE_DATA_ACT.value: "Voor wat de politie ontvangt en verstrekt.",
    LegalGround.CONSENT.value: "Voor medische gegevens: alleen als de jongere dat wil.",
}

#: Round the clock unless hours are given: (organisation, level, person, starts, ends), local wall time.
ROSTER: tuple[tuple[str, int, str, int, int], ...] = (
    ("desk", 1, "anna", 8, 18),
    ("desk", 1, "arno", 18, 8),
    ("school", 1, "bea", 8, 18),
    ("attendance", 1, "karim", 8, 18),
    ("police", 1, "farid", 0, 0),
    ("police", 2, "floris", 0, 0),
    ("veilig_thuis", 1, "gerda", 0, 0),
    ("veilig_thuis", 2, "gijs", 0, 0),
    ("institution", 1, "hugo", 0, 0),
    ("institution", 2, "piet", 0, 0),
    ("elsewhere", 1, "cas", 0, 0),
    ("agency", 1, "linde", 0, 0),
    ("team", 1, "mies", 8, 18),
    ("centre", 1, "nel", 8, 18),
)

#: colour -> [(who is called, level of duty, seconds to wait)]. A real table waits five minutes at red;
#: here the first level waits one, so that a trial shows what silence does.
LADDERS: dict[str, list[tuple[str, int, int]]] = {
    "red": [("duty", 1, 60), ("duty", 2, 300), ("contact_points", 1, 300)],
    "orange": [("duty", 1, 900), ("duty", 2, 900), ("contact_points", 1, 900)],
    "green": [("duty", 1, 3600), ("contact_points", 1, 3600)],
}
