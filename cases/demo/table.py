"""The part of a story in which a table forms around a young person: a case, who joins, what is noted."""

from cases.access import blocks, existence, gate, request
from cases.casefile import case as casefile
from cases.casefile import note, participation
from cases.casefile.models import CaseParticipation
from cases.demo import parties
from cases.demo.clock import Story
from cases.demo.tale import COLLEAGUES, TERMS, Tale
from organisations.compartments import Compartment

NOTES = {
    Compartment.CORE: (
        "Aan tafel afgesproken: één aanspreekpunt voor de jongere, en dat is de mentor.",
        "Volgende stap besproken met alle organisaties; niemand ziet bezwaren.",
        "De jongere wil zelf graag bij het volgende gesprek zijn. Dat regelen we.",
    ),
    Compartment.IDENTITY: (
        "Woont sinds vorige maand weer bij moeder. Adres is aangepast.",
        "Ouders hebben samen het gezag en zijn beiden op de hoogte.",
    ),
    Compartment.SIGNALS: (
        "Twee signalen lijken over dezelfde auto te gaan. Nog niet bevestigd.",
        "Het patroon van afwezigheid op vrijdag is er nu drie weken.",
    ),
}

JOINS = {"police": 0.6, "veilig_thuis": 0.6, "school": 0.35, "agency": 0.3, "team": 0.3, "attendance": 0.15}


def admit(tale: Tale, home: str) -> CaseParticipation:
    """Admit an organisation on its usual terms, by the coordinator."""
    (purpose, ground), names = TERMS[home]
    return participation.admit(
        tale.case,
        actor=tale.actor(tale.coordinator),
        organisation=tale.organisation(home),
        terms=participation.Terms(
            purpose=purpose,
            legal_ground=ground,
            compartments=frozenset(map(Compartment, names.split())),
            starts_at=tale.at,
        ),
        now=tale.at,
    )


def name(tale: Tale, home: str, person: str) -> None:
    """Let an organisation's contact point name a colleague on the case."""
    participation.name_colleague(
        tale.case, actor=tale.actor(COLLEAGUES[home][0]), user=tale.user(person), now=tale.at
    )


def read(tale: Tale, person: str) -> None:
    """Let somebody open the case, which leaves its line in the ledger."""
    gate.open_case(tale.actor(person), tale.case.number, now=tale.at)


def write(tale: Tale, person: str, compartment: Compartment) -> None:
    """Let somebody write a note."""
    text = tale.rng.choice(NOTES[compartment])
    note.add(tale.case, actor=tale.actor(person), compartment=compartment, text=text, now=tale.at)


def says(tale: Tale, person: str, text: str) -> None:
    """Let somebody write these words among the agreements."""
    note.add(tale.case, actor=tale.actor(person), compartment=Compartment.CORE, text=text, now=tale.at)


def forms(tale: Tale) -> Story:
    """Admit the organisations around this young person one by one, and let them name who needs to know."""
    for home in _who_joins(tale):
        yield tale.works(0, 2)
        admit(tale, home)
        if home not in COLLEAGUES:
            continue
        contact_point, colleagues = COLLEAGUES[home]
        yield tale.passes(hours=1, minutes=tale.rng.randrange(50))
        person = tale.child.reporter if tale.child.reporter in colleagues else tale.rng.choice(colleagues)
        name(tale, home, person)
        read(tale, contact_point)  # after naming: who works on a case is no stranger to those who review


def goes_on(tale: Tale) -> Story:
    """Read and write in the months after, now and then."""
    readers = [person for home in _takes_part(tale) for person in COLLEAGUES.get(home, ("",))[:1] if person]
    for _round in range(tale.rng.randint(1, 3)):
        yield tale.works(5, 40)
        read(tale, tale.rng.choice([tale.coordinator, *readers]))
        yield tale.passes(minutes=tale.rng.randint(3, 25))
        write(tale, tale.coordinator, tale.rng.choice(list(NOTES)))


def closes(tale: Tale) -> Story:
    """Close the case when nothing in it runs any more."""
    yield tale.works(90, 240)
    if not casefile.still_open(tale.case, now=tale.at):
        reason = "Hulp loopt bij het wijkteam; de zorgen zijn met de jongere besproken en afgenomen."
        casefile.close(tale.case, actor=tale.actor(tale.coordinator), reason=reason, now=tale.at)


def keeps_away(tale: Tale, person: str) -> None:
    """Keep somebody with a conflict of interest away from the case."""
    blocks.block(
        tale.case,
        actor=tale.actor(tale.coordinator),
        user=tale.user(person),
        reason="Is de buurvrouw van het gezin.",
        now=tale.at,
    )


def asks_to_join(tale: Tale, person: str, why: str) -> None:
    """Let somebody outside find out that a case exists, and ask to be let in."""
    asker, child = tale.actor(person), tale.case.young_person
    check = existence.ask(actor=asker, name=child.name, birth_date=child.birth_date, now=tale.at)
    wish = request.Wish(*parties.CARE, frozenset({Compartment.IDENTITY, Compartment.MISSING}), why)
    request.ask_about(check, actor=asker, wish=wish, now=tale.at)


def _who_joins(tale: Tale) -> list[str]:
    chosen = [home for home, share in JOINS.items() if tale.chance(share)]
    first = tale.reporter_home()
    if tale.child.runs_off:
        chosen = ["institution", *chosen]
    return list(dict.fromkeys([first, *chosen, "table"]))


def _takes_part(tale: Tale) -> list[str]:
    standing = tale.case.participations.filter(ended_at=None)
    taking_part = set(standing.values_list("organisation_id", flat=True))
    return [key for key, home in tale.region.organisations.items() if home.pk in taking_part]
