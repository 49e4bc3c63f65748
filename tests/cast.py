"""The standing cast: every test reads as a story about these people.

Anna coordinates care, Bram is a teacher, Chris works for an institution that is not on the
case, Dina audits, Eva has a conflict of interest, Farid is police, Gerda is Veilig Thuis'
contact point, Hugo has the night shift at the institution, Iris directs the process, Joost
keeps the platform. Piet is Hugo's colleague on level two, Gijs is Gerda's.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client

from cases.access import blocks
from cases.casefile import case as casefile
from cases.casefile import participation
from cases.casefile.models import Case, CaseParticipation
from organisations import covenant, covenant_text, grants, membership, oversight, signing
from organisations.acting import choose
from organisations.actor import Actor
from organisations.acts import Act
from organisations.compartments import Compartment, LegalGround, Purpose
from organisations.covenant import Clause, Settled
from organisations.history import write
from organisations.models import (
    ContactChannel,
    DutyShift,
    EscalationStep,
    Membership,
    Organisation,
    User,
)
from organisations.roles import Role

#: A quiet Tuesday morning, an ordinary working day, winter time.
NOW = datetime(2026, 11, 17, 9, 0, tzinfo=UTC)
PASSWORD = "een-lang-wachtwoord-1"

FOUNDER = Actor.system(
    "founder",
    frozenset({Act.MANAGE_COVENANT, Act.SIGN_COVENANT, Act.MANAGE_MEMBERS, Act.MANAGE_ROSTER}),
)

ORGANISATIONS = {
    "desk": ("Zorgcoordinatie Waterland-Zuid", "care_coordination"),
    "school": ("Lyceum De Dijk", "school"),
    "elsewhere": ("Jeugdhulp De Overkant", "youth_care"),
    "oversight": ("Toezicht Waterland-Zuid", "oversight"),
    "police": ("Politie Waterland-Zuid", "police"),
    "veilig_thuis": ("Veilig Thuis Waterland-Zuid", "veilig_thuis"),
    "institution": ("Jeugdhulp Het Anker", "youth_care"),
    "table": ("Zorg- en Veiligheidshuis Waterland-Zuid", "care_table"),
}

PEOPLE = {
    "anna": ("desk", Role.CARE_COORDINATOR),
    "arno": ("desk", Role.CARE_COORDINATOR),
    "bram": ("school", Role.PROFESSIONAL),
    "bea": ("school", Role.CONTACT_POINT),
    "chris": ("elsewhere", Role.CONTACT_POINT),
    "dina": ("oversight", Role.AUDITOR),
    "eva": ("desk", Role.CARE_COORDINATOR),
    "farid": ("police", Role.PROFESSIONAL),
    "fenna": ("police", Role.CONTACT_POINT),
    "gerda": ("veilig_thuis", Role.CONTACT_POINT),
    "gijs": ("veilig_thuis", Role.DUTY_OFFICER),
    "hugo": ("institution", Role.DUTY_OFFICER),
    "piet": ("institution", Role.CONTACT_POINT),
    "iris": ("table", Role.PROCESS_DIRECTOR),
    "joost": ("table", Role.PLATFORM_ADMIN),
}

CARE = (Purpose.CARE_COORDINATION.value, LegalGround.PUBLIC_TASK.value)
SAFETY = (Purpose.SAFETY.value, LegalGround.RIGHT_TO_REPORT.value)
SEARCH = (Purpose.SEARCH.value, LegalGround.POLICE_DATA_ACT.value)
PROCESS = (Purpose.PROCESS.value, LegalGround.PUBLIC_TASK.value)

#: kind -> [(purpose and ground, compartments)]
CLAUSES: dict[str, list[tuple[tuple[str, str], str]]] = {
    "care_coordination": [(CARE, "core identity signals meldcode missing police medical network")],
    "school": [(CARE, "core identity signals meldcode missing")],
    "youth_care": [(CARE, "core identity signals meldcode missing"), (SAFETY, "core identity missing")],
    "police": [(SEARCH, "core identity signals missing police network")],
    "veilig_thuis": [(SAFETY, "core identity signals meldcode missing")],
    "care_table": [(PROCESS, "core")],
}


#: Kinds that may ask whether a case exists about a young person, and learn no more.
EXISTENCE = ("youth_care", "veilig_thuis")


@dataclass
class Region:
    """Everything a test can reach for; ``region.anna`` is a person, ``region.desk`` an organisation."""

    organisations: dict[str, Organisation]
    people: dict[str, User]
    covenant_version: Any
    now: datetime = NOW
    extra: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        """Find a person or an organisation by name."""
        if name.startswith("_"):
            raise AttributeError(name)
        if name in self.people:
            return self.people[name]
        if name in self.organisations:
            return self.organisations[name]
        raise AttributeError(name)

    def actor(self, name: str, *, now: datetime | None = None) -> Actor:
        """Give a fresh actor for a person, exactly as one request would build it."""
        user = User.objects.get(pk=self.people[name].pk)
        chosen = choose(membership.in_force(user, now=now or self.now), None)
        if chosen is None:
            return Actor(user=user)
        return Actor(
            user=user,
            organisation=chosen.organisation,
            role=Role(chosen.role),
            acts=grants.acts_at(chosen) - oversight.withheld(chosen, now=now or self.now),
            origin="127.0.0.1",
        )


def found_region(now: datetime = NOW) -> Region:
    """Make organisations, people, covenant, roster and escalation; no case yet."""
    long_ago = now - timedelta(days=400)
    organisations = {}
    for key, (name, kind) in ORGANISATIONS.items():
        organisation = Organisation(name=name, kind=kind, municipality="Waterdam")
        organisations[key] = write(organisation, actor=FOUNDER, now=long_ago)
        grants.sync(organisation)
    version = _sign(organisations, long_ago)
    people = {}
    for key, (home, role) in PEOPLE.items():
        user = User.objects.create_user(f"{key}@demo.zorgtafel.example", key.capitalize(), PASSWORD)
        membership.start(actor=FOUNDER, user=user, organisation=organisations[home], role=role, now=long_ago)
        channel = ContactChannel(user=user, kind="mail", address=user.email, verified_at=long_ago)
        write(channel, actor=FOUNDER, now=long_ago)
        people[key] = user
    region = Region(organisations=organisations, people=people, covenant_version=version, now=now)
    _roster(region, long_ago)
    return region


def standing_region(now: datetime = NOW) -> Region | None:
    """Give the region that is in the database already, or None."""
    organisations = {o.name: o for o in Organisation.objects.all()}
    people = {user.email.partition("@")[0]: user for user in User.objects.all()}
    version = covenant_text.versions().first()
    if not organisations or not people or version is None:
        return None
    return Region(
        organisations={key: organisations[name] for key, (name, _kind) in ORGANISATIONS.items()},
        people={key: people[key] for key in PEOPLE},
        covenant_version=version,
        now=now,
    )


def open_case(region: Region, **opening: Any) -> Case:
    """Let Anna start a case with Arno as deputy; the desk alone takes part."""
    values = {
        "form_of_concern": "sexual",
        "urgency": "urgent",
        "age_band": "12_15",
        "name": "Noor Zeegras",
        "birth_date": date(2011, 5, 4),
        **opening,
    }
    return casefile.start(
        actor=region.actor("anna"),
        opening=casefile.Opening(**values),
        deputy=region.arno,
        now=region.now - timedelta(days=7),
    )


def admit(
    region: Region, case: Case, key: str, terms: tuple[str, str], compartments: str
) -> CaseParticipation:
    """Let Anna admit an organisation to a case on some terms."""
    return participation.admit(
        case,
        actor=region.actor("anna"),
        organisation=region.organisations[key],
        terms=participation.Terms(
            purpose=terms[0],
            legal_ground=terms[1],
            compartments=frozenset(Compartment(c) for c in compartments.split()),
            starts_at=region.now - timedelta(days=6),
        ),
        now=region.now - timedelta(days=6),
    )


def full_table(region: Region, **opening: Any) -> Case:
    """Give a case with the whole table on it: school, police, Veilig Thuis, institution and chair.

    Bram and Farid are named; Eva is blocked for a conflict of interest; Chris is not on it.
    """
    case = open_case(region, **opening)
    admit(region, case, "school", CARE, "core identity signals meldcode missing")
    admit(region, case, "police", SEARCH, "core identity signals missing police network")
    admit(region, case, "veilig_thuis", SAFETY, "core identity meldcode missing")
    admit(region, case, "institution", CARE, "core identity missing")
    admit(region, case, "table", PROCESS, "core")
    earlier = region.now - timedelta(days=5)
    participation.name_colleague(case, actor=region.actor("bea"), user=region.bram, now=earlier)
    participation.name_colleague(case, actor=region.actor("fenna"), user=region.farid, now=earlier)
    blocks.block(case, actor=region.actor("anna"), user=region.eva, reason="neighbour", now=earlier)
    return Case.objects.get(pk=case.pk)


def _sign(organisations: dict[str, Organisation], now: datetime) -> Any:
    agreement = covenant.draw_up(
        actor=FOUNDER, name="Convenant Waterland-Zuid", region="Waterland-Zuid", now=now
    )
    clauses = [
        Clause(
            article=f"{number}.{index}",
            compartment=compartment,
            purpose=purpose,
            legal_ground=ground,
            organisation_kind=kind,
        )
        for number, (kind, entries) in enumerate(CLAUSES.items(), start=4)
        for (purpose, ground), names in entries
        for index, compartment in enumerate(names.split(), start=1)
    ]
    clauses += [
        Clause(
            article=f"20.{number}",
            compartment="core",
            purpose=SAFETY[0],
            legal_ground=SAFETY[1],
            organisation_kind=kind,
            existence_only=True,
        )
        for number, kind in enumerate(EXISTENCE, start=1)
    ]
    settled = Settled(
        parties=tuple(organisations.values()),
        clauses=tuple(clauses),
        valid_from=now.date(),
        summary="First version",
        controller="Waterdam",
        rights_contact="rechten@waterdam.example",
    )
    version = covenant.amend(agreement, actor=FOUNDER, settled=settled, now=now)
    for party in version.parties.select_related("organisation"):
        signing.sign(party, actor=FOUNDER, name="De bestuurder", now=now)
    return version


def _roster(region: Region, now: datetime) -> None:
    """Round the clock: first level and second level; red waits five minutes a level."""
    for key, level, user in (
        ("police", 1, region.farid),
        ("police", 2, region.fenna),
        ("veilig_thuis", 1, region.gerda),
        ("veilig_thuis", 2, region.gijs),
        ("institution", 1, region.hugo),
        ("desk", 1, region.anna),
        ("school", 1, region.bram),
    ):
        for weekday in range(7):
            shift = DutyShift(
                organisation=region.organisations[key],
                user=user,
                level=level,
                weekday=weekday,
                starts=time(0, 0),
                ends=time(0, 0),
            )
            write(shift, actor=FOUNDER, now=now)
    for organisation in region.organisations.values():
        for colour in ("green", "orange", "red"):
            _ladder(organisation, colour, now)


def _ladder(organisation: Organisation, colour: str, now: datetime) -> None:
    steps = (("duty", 1, 300), ("duty", 2, 300), ("contact_points", 1, 300))
    for order, (calls, level, wait) in enumerate(steps, start=1):
        step = EscalationStep(
            organisation=organisation,
            colour=colour,
            order=order,
            calls=calls,
            duty_level=level,
            wait_seconds=wait,
        )
        write(step, actor=FOUNDER, now=now)


def prove(client: Client, user: User, at: float) -> None:
    """Note in a session that somebody showed at an instant (seconds since 1970) who they are."""
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "password", "at": at}]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()


def member(region: Region, key: str) -> Membership:
    """Give a person's membership in force."""
    return Membership.objects.get(user=region.people[key], ended_at=None)
