"""The part of a story in which police come in: contacts, and the complaint track at its own pace."""

from datetime import time, timedelta

from cases.demo.clock import Story
from cases.demo.tale import Tale
from cases.measures import measure
from cases.measures.rules import MeasureKind
from cases.police import complaint, contact
from cases.police.rules import ComplaintStage, ContactKind, Unit
from cases.safe_contact import way
from cases.statement import account
from organisations.compartments import Compartment, LegalGround


def consults(tale: Tale, person: str) -> None:
    """Log an informal consultation."""
    contact.log(
        tale.case,
        actor=tale.actor(person),
        talk=contact.Talk(
            kind=ContactKind.INFORMAL_CONSULT.value,
            unit=Unit.TRAFFICKING_SPECIALIST.value,
            person="Mensenhandelrechercheur van dienst",
            purpose="Is dit iets voor de recherche, en wat moeten wij nu niet doen?",
            given="De waarneming van school, zonder de naam van de melder.",
            received="Niet doorvragen naar wat er is gebeurd; letterlijk opschrijven wat gezegd wordt.",
            legal_ground=LegalGround.POLICE_DATA_ACT.value,
            agreement="De recherche belt na het informatieve gesprek terug.",
            happened_at=tale.at - timedelta(minutes=20),
        ),
        now=tale.at,
    )


def stands(tale: Tale, person: str, stage: ComplaintStage, wish: str, note: str = "") -> None:
    """Record the next stage of the complaint track, with the young person's wish in their own words."""
    complaint.record(
        tale.case,
        actor=tale.actor(person),
        stage=complaint.Stage(stage=stage.value, happened_at=tale.at, wish=wish, note=note),
        now=tale.at,
    )


def come_in(tale: Tale, person: str) -> Story:
    """Consult, talk with the young person, and leave the choice with them."""
    yield tale.works(2, 20)
    consults(tale, person)
    if not tale.chance(0.6):
        return
    yield tale.works(5, 20)
    stands(tale, person, ComplaintStage.INFORMATION_INTERVIEW, "Ik wil weten wat er gebeurt als ik praat.")
    yield tale.works(7, 30)
    if tale.chance(0.3):
        stands(tale, person, ComplaintStage.COMPLAINT, "Ik doe het. Met mijn mentor erbij.")
    else:
        stands(tale, person, ComplaintStage.NOT_YET, "Nu nog niet. Misschien als ik weer thuis woon.")


def can_be_reached(tale: Tale, key: str) -> None:
    """Somebody writes down how the young person can be reached; one phone is read by somebody else."""
    for found in (
        way.Way("phone", "06 12345678", "unsafe", whose="van haarzelf", read_by="een oudere vriend"),
        way.Way(
            "person",
            "De mentor, na het tweede uur",
            "safe",
            from_time=time(9, 0),
            until_time=time(16, 30),
            code_word="“Heb je je gymspullen?” betekent: bel mij. “Vergeten” betekent: nu niet.",
        ),
        way.Way("message", "@noor.tekent", "unknown", whose="account van haarzelf"),
    ):
        way.add(tale.case, actor=tale.actor(key), way=found, now=tale.at)


def is_under_supervision(tale: Tale, key: str) -> None:
    """Somebody writes down the supervision order, which ends in some weeks."""
    order = measure.Decided(
        MeasureKind.SUPERVISION.value,
        tale.at.date() - timedelta(days=300),
        tale.at.date() + timedelta(days=64),
        carried_out_by="Jeugdbescherming Waterland-Zuid",
        remark="De gezinsvoogd bereidt de verlenging voor.",
    )
    measure.add(tale.case, actor=tale.actor(key), decided=order, now=tale.at)


def tells(tale: Tale, key: str) -> None:
    """The young person tells something, and it is written down word for word."""
    told = account.Told(
        compartment=Compartment.CORE,
        happened_at=tale.at - timedelta(hours=2),
        begun_by="young_person",
        place="Kamer van de mentor",
        exchanges=(
            ("", "Ik moet iets zeggen maar je mag het aan niemand vertellen."),
            (
                "Vertel maar, ik luister.",
                "Ik moet hem geld brengen. Anders laat hij het filmpje zien.",
            ),
            ("Waarom heb je dat niet eerder gezegd?", "Weet ik niet."),
        ),
        seen="Keek steeds op haar telefoon. Trilde.",
        interpretation="Zij lijkt bang voor wat er op het filmpje staat.",
    )
    account.write_down(tale.case, actor=tale.actor(key), told=told, now=tale.at)
