"""The part of a story in which police come in: contacts, and the complaint track at its own pace."""

from datetime import time, timedelta

from cases.demo.clock import Story
from cases.demo.tale import Tale
from cases.directory import entry
from cases.forensic import step
from cases.forensic import track as forensic
from cases.forensic.rules import ConsentBy, Outcome
from cases.incidents import incident
from cases.justice import kept
from cases.justice.told import DateTold, EvidenceTold, RequestTold
from cases.measures import measure
from cases.measures.rules import MeasureKind
from cases.police import complaint, contact, release
from cases.police.models import PoliceContact
from cases.police.rules import ComplaintStage, ContactKind, Unit
from cases.safe_contact import way
from cases.statement import account
from organisations.compartments import Compartment, LegalGround


def consults(tale: Tale, person: str) -> PoliceContact:
    """Log an informal consultation."""
    return contact.log(
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


def may_need_help(tale: Tale, key: str, *, hours_ago: int | None) -> forensic.ForensicTrack:
    """Somebody writes down that help after violence may be needed."""
    moment = None if hours_ago is None else tale.at - timedelta(hours=hours_ago)
    return forensic.open_track(tale.case, actor=tale.actor(key), latest_possible_at=moment, now=tale.at)


def gets_help(tale: Tale, track: forensic.ForensicTrack, key: str, outcome: Outcome) -> None:
    """Somebody records what was offered, and whose choice it was."""
    told = step.Told(
        outcome.value,
        tale.at,
        place="Centrum Seksueel Geweld Waterland",
        consent_by="" if outcome in (Outcome.OFFERED, Outcome.DECLINED) else ConsentBy.BOTH.value,
        remark="De mentor gaat mee.",
    )
    step.record(track, actor=tale.actor(key), told=told, now=tale.at)


def is_told(tale: Tale, person: str) -> None:
    """Police tell something, and release only what they said before."""
    told = contact.Talk(
        kind=ContactKind.NOTIFICATION.value,
        unit=Unit.AVIM.value,
        person="Coördinator AVIM",
        direction="in",
        purpose="Dezelfde auto is elders gezien.",
        received="Een auto die school noemde is vaker gezien bij een hotel. Het onderzoek loopt nog.",
        legal_ground=LegalGround.POLICE_DATA_ACT.value,
        happened_at=tale.at - timedelta(minutes=10),
    )
    contact.log(tale.case, actor=tale.actor(person), talk=told, now=tale.at)


def is_released(tale: Tale, made: PoliceContact, person: str) -> None:
    """Police release what they told, for the organisations in the case."""
    said = release.Said(
        "released", "Mensenhandelrechercheur van dienst", tale.at, for_whom="De organisaties in deze casus"
    )
    release.decide(made, actor=tale.actor(person), said=said, now=tale.at)


#: unit, team, who, number, backup
PHONE_LIST = (
    (
        "neighbourhood_officer",
        "Basisteam Waterdam",
        "Wijkagent Dorpskern",
        "0900-8844",
        "Wijkagent van dienst",
    ),
    (
        "trafficking_specialist",
        "Eenheid",
        "Rechercheur Mensenhandel",
        "020 5550101",
        "Collega van dienst",
    ),
    ("avim", "Eenheid", "Coördinator AVIM", "020 5550102", "AVIM, wachtdienst"),
    ("sexual_offences_unit", "Eenheid", "Zedenrecherche", "020 5550103", "Zeden, wachtdienst"),
    ("missing_persons_specialist", "Eenheid", "Coördinator Vermiste Personen", "020 5550104", "Meldkamer"),
    ("public_prosecutor", "Arrondissement", "Officier mensenhandel", "020 5550105", "Weekdienst OM"),
    ("emm", "Landelijk", "EMM, frontoffice", "020 5550106", ""),
)


def keep_a_phone_list(tale: Tale, key: str) -> None:
    """Somebody writes down whom to call at police and justice."""
    for unit, area, person, phone, backup in PHONE_LIST:
        line = entry.Line(
            unit,
            phone,
            area=area,
            person=person,
            backup=backup,
            backup_phone="0900-8844" if backup else "",
            reachable="Werkdagen 8:30 tot 17:00",
        )
        entry.add(actor=tale.actor(key), table=tale.case.covenant_id, line=line, now=tale.at)


def has_dates_and_questions(tale: Tale, key: str) -> None:
    """Somebody writes down a hearing, a contact ban, a question of the police, and who holds a phone."""
    today = tale.at.date()
    ground = LegalGround.POLICE_DATA_ACT.value
    for told in (
        DateTold("hearing", today + timedelta(days=15), place="Rechtbank", remark="De mentor gaat mee."),
        DateTold(
            "contact_ban",
            today + timedelta(days=80),
            starts_on=today - timedelta(days=10),
            place="Officier van justitie",
            remark="Geldt voor één meerderjarige verdachte.",
        ),
        RequestTold(
            "in",
            "AVIM, dossierteam",
            "Het verzuimoverzicht van oktober.",
            ground,
            today,
            due_on=today + timedelta(days=10),
        ),
        EvidenceTold("Haar oude telefoon, uit", "Kluis van de instelling", "Hugo, avonddienst", today),
    ):
        kept.add(tale.case, actor=tale.actor(key), told=told, now=tale.at)


def sees_somebody_at_the_gate(tale: Tale, key: str) -> None:
    """Somebody of the institution writes down who waited at the gate."""
    seen = incident.Seen(
        "at_the_gate",
        "young_person",
        tale.at - timedelta(minutes=40),
        place="De poort aan de Kadeweg",
        what="Een donkere auto stond een kwartier voor de poort. De bestuurder riep haar naam. "
        "Toen een collega naar buiten liep, reed hij weg.",
        witnesses="Een collega van de avonddienst",
        done="Poort gesloten, jongeren binnen gehouden, kenteken opgeschreven.",
        police="called",
        report_address="work",
    )
    incident.report(tale.case, actor=tale.actor(key), seen=seen, now=tale.at)


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
